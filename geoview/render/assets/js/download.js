// Taking away: what is shown, as GeoJSON (a Feature a place) and CSV (a row a mention).
(() => {
  const { el, model, visible } = geoview;

  const shown = () => model.shown.filter(visible);

  function geojson() {
    const features = shown().map((place) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [place.lon, place.lat] },
      properties: {
        name: place.name,
        id: place.id,
        feature_class: place.class,
        feature_code: place.code,
        country: place.country ?? null,
        confidence: place.confidence / 100,
        mentions: place.mentions.length,
        snippets: place.mentions.map((one) => one.before + one.text + one.after),
      },
    }));
    return JSON.stringify({ type: "FeatureCollection", unresolved: model.unresolved.length, features }, null, 1);
  }

  /** The columns of geoview's own CSV (geoview/render/delimited.py), in its order. */
  const COLUMNS = {
    article: (one) => articleOf(one).id,
    title: (one) => articleOf(one).title,
    source: (one) => articleOf(one).source,
    published: (one) => articleOf(one).published,
    start: (one) => characters(one, one.start),
    end: (one) => characters(one, one.end),
    text: (one) => one.text,
    kind: (one) => one.kind,
    confidence: (one) => one.percent / 100,
    place_id: (one) => one.place.id,
    place: (one) => one.place.name,
    latitude: (one) => one.place.lat,
    longitude: (one) => one.place.lon,
    feature_class: (one) => one.place.class,
    feature_code: (one) => one.place.code,
    country: (one) => one.place.country,
    admin1: (one) => one.place.admin1,
    admin2: (one) => one.place.admin2,
    population: (one) => one.place.population ?? 0,
    reason: (one) => one.reason,
    snippet: (one) => one.before + one.text + one.after,
  };

  const articleOf = (one) => model.articles[one.article];

  /** Characters (code points, as in geoview's other outputs) before an offset. */
  const characters = (one, end) => [...articleOf(one).text.slice(0, end)].length;

  /** A cell that no spreadsheet takes for a formula: a mark before what begins like one and is not a number. */
  function cell(value) {
    let text = String(value ?? "").replaceAll("\0", "\ufffd");
    const formula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(text);
    if (formula && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function csv() {
    const mentions = shown().flatMap((place) => place.mentions).sort((a, b) => a.index - b.index);
    const rows = mentions.map((one) => Object.values(COLUMNS).map((read) => cell(read(one))).join(","));
    // The mark at the start tells spreadsheets that this is UTF-8.
    return `\ufeff${[Object.keys(COLUMNS).join(","), ...rows].join("\r\n")}\r\n`;
  }

  function save(name, type, content) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  const saveGeojson = () => save("places.geojson", "application/geo+json", geojson());
  const saveCsv = () => save("places.csv", "text/csv;charset=utf-8", csv());

  geoview.saveFile = save;
  geoview.download = { saveGeojson, saveCsv };
})();
