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

  const COLUMNS = {
    article: (one) => model.articles[one.article].id,
    start: (one) => offset(one),
    text: (one) => one.text,
    kind: (one) => one.kind,
    confidence: (one) => one.percent / 100,
    id: (one) => one.place.id,
    name: (one) => one.place.name,
    latitude: (one) => one.place.lat,
    longitude: (one) => one.place.lon,
    feature_class: (one) => one.place.class,
    feature_code: (one) => one.place.code,
    country: (one) => one.place.country ?? "",
    admin1: (one) => one.place.admin1 ?? "",
    admin2: (one) => one.place.admin2 ?? "",
    reason: (one) => one.reason,
    snippet: (one) => one.before + one.text + one.after,
  };

  /** Characters (code points, as in geoview's other outputs) before a mention. */
  const offset = (one) => [...model.articles[one.article].text.slice(0, one.start)].length;

  /** A cell that no spreadsheet takes for a formula: a mark before what begins like one and is not a number. */
  function cell(value) {
    let text = String(value);
    if (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function csv() {
    const mentions = shown().flatMap((place) => place.mentions).sort((a, b) => a.index - b.index);
    const rows = mentions.map((one) => Object.values(COLUMNS).map((read) => cell(read(one))).join(","));
    // The mark at the start tells spreadsheets that this is UTF-8.
    return `\ufeff${[Object.keys(COLUMNS).join(","), ...rows].join("\r\n")}\r\n`;
  }

  function save(name, type, text) {
    const url = URL.createObjectURL(new Blob([text], { type }));
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  const saveGeojson = () => save("places.geojson", "application/geo+json", geojson());
  const saveCsv = () => save("places.csv", "text/csv;charset=utf-8", csv());

  geoview.download = { saveGeojson, saveCsv };
})();
