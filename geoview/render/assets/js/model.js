// What the page knows: articles, mentions and places, read from the JSON block, and the reader's filters.
(() => {
  const { byId, inflate } = geoview;

  /** Types of place: their name in the legend, whether they are areas, and the zoom at which one is looked at. */
  const KINDS = {
    country: { label: "Country", area: true, zoom: 5 },
    region: { label: "Region, mountains", area: true, zoom: 7 },
    city: { label: "Town or city", area: false, zoom: 8 },
    site: { label: "Base, port, site", area: false, zoom: 9 },
    water: { label: "Water", area: true, zoom: 6 },
  };

  /** Per cent at which a resolution counts as sure, and below which it is shown as unsure. */
  const SURE = 85;
  const UNSURE = 60;

  const model = { articles: [], places: [], mentions: [], shown: [] };

  /** Read the data and, where the browser can, the base map. A block that is not JSON as it stands is deflated. */
  async function read() {
    const block = byId("gv-data");
    const plain = block.type === "application/json";
    const text = plain ? block.textContent : new TextDecoder().decode(await inflate(block.textContent));
    const base = typeof DecompressionStream === "undefined" ? null : await inflate(byId("gv-base").textContent);
    build(JSON.parse(text), base);
  }

  /** `base`: the bytes of the base map, which begin with a table of countries as JSON and its length. */
  function build(data, base) {
    const length = base ? new DataView(base.buffer).getUint32(0) : 0;
    const table = base ? JSON.parse(new TextDecoder().decode(base.subarray(4, 4 + length))) : { countries: [] };
    const countries = new Map(table.countries.filter((c) => c.code).map((c) => [c.code, c]));
    Object.assign(model, data, { base: table, lines: base?.subarray(4 + length), countries, mentions: [] });
    model.places = [];
    data.places.forEach(addPlace);
    model.articles = data.articles.map((article, index) => {
      const every = article.mentions.map((fields) => mention(fields, index));
      return { ...article, index, every };
    });
    derive();
  }

  /** Add a place that no mention means yet; its fields are those of the data. */
  function addPlace(place) {
    const made = { ...place, index: model.places.length, area: KINDS[place.kind].area };
    model.places.push(made);
    return made;
  }

  /** Gather what follows from the mentions: when the page is read, and again after each correction. */
  function derive() {
    for (const place of model.places) Object.assign(place, { mentions: [], confidence: 0, faint: true, searched: null });
    for (const one of model.mentions) {
      if (!one.place) continue;
      one.place.mentions.push(one);
      one.place.confidence = Math.max(one.place.confidence, one.percent);
      one.place.faint &&= one.faint;
    }
    for (const article of model.articles) article.mentions = article.every.filter((one) => !one.dropped);
    model.shown = model.places.filter((place) => place.mentions.length);
    model.shown.sort((a, b) => b.mentions.length - a.mentions.length || compare(a.name, b.name) || a.index - b.index);
    model.unresolved = model.mentions.filter((one) => !one.place && !one.dropped);
  }

  function mention(fields, article) {
    const [start, end, place, percent, kind, reason, candidates, before, after, use, words] = fields;
    const one = {
      index: model.mentions.length, article, start, end, percent, kind, before, after, use,
      faint: use !== "literal" || kind === "demonym",
      place: place === null ? null : model.places[place],
      reason: model.reasons[reason],
      text: words ?? model.articles[article].text.slice(start, end),
      candidates: candidates.map(([number, chance]) => ({ place: model.places[number], percent: chance })),
    };
    model.mentions.push(one);
    return one;
  }

  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  /** Where a place is, in words: "Latakia, Syria". */
  function context(place) {
    const country = model.countries.get(place.country)?.name ?? place.country;
    const parts = [place.admin2, place.admin1, place.kind === "country" ? null : country];
    return parts.filter((part, i) => part && part !== place.name && parts.indexOf(part) === i).join(", ");
  }

  /** Where a place is drawn: a country at its label point, which is where readers look for it. */
  function anchor(place) {
    const country = place.kind === "country" && model.countries.get(place.country);
    const [lat, lon] = country ? country.label : [place.lat, place.lon];
    return [lat, model.shifted && lon < model.shifted ? lon + 360 : lon];
  }

  /** The fragment that leads to a place; it holds for any id, lone surrogates too. */
  const link = (place) => `#${new URLSearchParams({ p: place.id })}`;

  const sureness = (percent) => (percent >= SURE ? "sure" : percent >= UNSURE ? "likely" : "unsure");

  /** Other places that the mentions of this one could mean, each with its best chance. */
  function otherReadings(place) {
    const best = new Map();
    for (const one of place.mentions) {
      for (const { place: other, percent } of one.candidates) {
        if (other !== place && !(best.get(other) >= percent)) best.set(other, percent);
      }
    }
    const list = [...best].map(([other, percent]) => ({ place: other, percent }));
    return list.sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1) || compare(a.place.name, b.place.name));
  }

  // Filters -----------------------------------------------------------------------------------------------------

  /** `hidden`: types of place, and FAINT for mentions and places that only stand for a government, a people or a team. */
  const FAINT = "faint";
  const filters = { hidden: new Set(), query: "" };

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

  /** The text in which a search looks for a place; made once. */
  function searched(place) {
    place.searched ??= fold(
      [place.name, context(place), ...place.mentions.map((one) => one.before + one.text + one.after)].join("\n"),
    );
    return place.searched;
  }

  const matches = (place) => !filters.query || searched(place).includes(fold(filters.query));
  /** The places that the filters let through; those whose name has what is searched for come first. */
  function found() {
    const list = model.shown.filter(visible);
    const named = (place) => fold(place.name).includes(fold(filters.query));
    return filters.query ? [...list.filter(named), ...list.filter((place) => !named(place))] : list;
  }

  const hidden = (place) => filters.hidden.has(place.kind) || (place.faint && filters.hidden.has(FAINT));

  const visible = (place) => !hidden(place) && matches(place);

  Object.assign(geoview, {
    KINDS, FAINT, model, read, addPlace, derive, fold, context, anchor, link, sureness, otherReadings, filters, visible, found,
  });
})();
