// What the page knows: articles, mentions and places, read from the JSON block.
(() => {
  const { byId, inflate } = geoview;

  /** Types of place: their name in the legend, whether they are areas, and the zoom at which one is looked at. */
  const KINDS = {
    country: { label: "Country", area: true, zoom: 5 },
    region: { label: "Region, mountains", area: true, zoom: 7 },
    city: { label: "Town or city", area: false, zoom: 8 },
    site: { label: "Building, base, site", area: false, zoom: 9 },
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
    const keys = new Set();
    model.articles = data.articles.map((article, index) => {
      const every = article.mentions.map((fields) => mention(fields, index));
      const about = article.about === null ? null : model.places[article.about];
      return { ...article, index, every, about, key: keyOf(article.id, keys), day: dayOf(article.published), site: siteOf(article.source) };
    });
    model.many = model.articles.length > 1;
    derive();
  }

  /** Add a place that no mention means yet; its fields are those of the data. */
  function addPlace(place) {
    const made = { ...place, index: model.places.length, area: KINDS[place.kind].area };
    model.places.push(made);
    return made;
  }

  /**
   * Gather what follows from the mentions. `all` of a place are its mentions on the page; `mentions`, `confidence` and
   * `faint` are of those that the filters let through, and set by them.
   */
  function derive() {
    for (const place of model.places) Object.assign(place, { all: [], mentions: [], confidence: 0, faint: true });
    for (const one of model.mentions) one.place?.all.push(one);
    for (const article of model.articles) {
      article.mentions = article.every.filter((one) => !one.dropped);
      article.places = new Set(article.mentions.map((one) => one.place).filter(Boolean));
    }
    model.shown = model.places.filter((place) => place.all.length);
    model.shown.sort((a, b) => b.all.length - a.all.length || compare(a.name, b.name) || a.index - b.index);
    model.unresolved = model.mentions.filter((one) => !one.place && !one.dropped);
  }

  function mention(fields, article) {
    const [start, end, place, percent, kind, reason, candidates, before, after, use, modifier, about, words] = fields;
    const one = {
      index: model.mentions.length, article, start, end, percent, kind, before, after, use, modifier, approximate: Boolean(about),
      faint: use !== "literal" || kind === "demonym",
      place: place === null ? null : model.places[place],
      reason: model.reasons[reason],
      text: words ?? model.articles[article].text.slice(start, end),
      candidates: candidates.map(([number, chance]) => ({ place: model.places[number], percent: chance })),
    };
    model.mentions.push(one);
    return one;
  }

  /** What an address calls an article: its id, and a number behind it where another has the same. */
  function keyOf(id, taken) {
    const plain = new URLSearchParams({ id }).get("id");
    let key = plain;
    for (let number = 2; taken.has(key); number += 1) key = `${plain}~${number}`;
    taken.add(key);
    return key;
  }

  const DAY = 86_400_000; // milliseconds

  /** The day of a date such as 2024-12-14 (or 2024-12, or 2024), in days since 1970; null where it cannot be read. */
  function dayOf(published) {
    const found = /^(\d{4})(-\d\d)?(-\d\d)?(?:$|[T ])/.exec(published ?? "");
    if (!found) return null;
    const day = `${found[1]}${found[2] ?? "-01"}${found[3] ?? "-01"}`;
    const time = Date.parse(day);
    return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : time / DAY;
  }

  const DATE = { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" };

  /** A day in words; `parts` as Intl's options. */
  const dayText = (day, parts = DATE) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts }).format(day * DAY);

  /** When an article was published, in words; what is no date stays as it is. */
  const dateOf = ({ day, published }) =>
    day === null ? published : /^\d{4}(-\d\d)?$/.test(published) ? published : dayText(day);

  const HOST = /^https?:\/\/(?:[^/?#]*@)?(?:www\.)?([^/?#:]+)/i;

  /** Whose an article is: the host of an address, else the source itself. */
  const siteOf = (source) => HOST.exec(source ?? "")?.[1].toLowerCase() ?? source;

  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  /** What a place is, in words: of what was given by its coordinates alone nothing more is known. */
  const typeOf = (place) => (place.id.startsWith("point:") ? "Point" : KINDS[place.kind].label);

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

  /** What an approximate mention means, beside its place; the place stands for both. */
  const nearness = ({ modifier, place }) =>
    modifier ? `Meant is “${modifier}” ${place.name}: the pin stands at ${place.name} itself.` : `Meant is something in or near ${place.name}: where exactly is not known.`;

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

  Object.assign(geoview, { KINDS, DAY, model, read, addPlace, derive, compare, typeOf, context, anchor, link, sureness, nearness, otherReadings, dayText, dateOf });
})();
