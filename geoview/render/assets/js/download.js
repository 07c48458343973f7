// Taking away: what is shown, as GeoJSON and KML (one piece a place), CSV (a row a mention) and a picture; a link, a citation.
(() => {
  const { el, byId, glyph, GLYPHS, model, visible, announce, picture } = geoview;

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
    return JSON.stringify({ type: "FeatureCollection", unresolved: model.unsettled.length, features }, null, 1);
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
    use: (one) => one.use,
    approximate: (one) => one.approximate,
    modifier: (one) => one.modifier,
  };

  const articleOf = (one) => model.articles[one.article];

  /** Characters (code points, as in geoview's other outputs) before an offset; what has no text counts them already. */
  const characters = (one, end) => (articleOf(one).text === null ? end : [...articleOf(one).text.slice(0, end)].length);

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

  const KML = "http://www.opengis.net/kml/2.2";
  const SHOWN = 50; // snippets in a balloon

  /** Text without what XML cannot hold; the document escapes the rest. */
  const clean = (text) => String(text).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd");

  /** As geoview's own KML (geoview/render/kml.py), made as a document: no text is ever markup. */
  function kml() {
    const xml = document.implementation.createDocument(KML, "kml");
    const node = (name, ...children) => {
      const made = xml.createElementNS(KML, name);
      made.append(...children.map((child) => (child instanceof Node ? child : clean(child))));
      return made;
    };
    const datum = ([name, value]) => {
      const made = node("Data", node("value", value));
      made.setAttribute("name", name);
      return made;
    };
    const folder = node("Document", node("name", model.title));
    for (const place of shown()) {
      const data = { id: place.id, feature_class: place.class, feature_code: place.code, country: place.country, confidence: place.confidence / 100, mentions: place.mentions.length };
      const known = Object.entries(data).filter(([, value]) => value !== undefined && value !== null);
      const point = node("Point", node("coordinates", `${place.lon},${place.lat}`));
      folder.append(node("Placemark", node("name", place.name), node("description", balloon(place)), node("ExtendedData", ...known.map(datum)), point));
    }
    xml.documentElement.append(folder);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(xml)}\n`;
  }

  /** The snippets as HTML, which is what a balloon shows. */
  function balloon({ mentions }) {
    const box = el("div");
    for (const one of mentions.slice(0, SHOWN)) box.append(el("p", {}, one.before, el("b", { text: one.text }), one.after));
    if (mentions.length > SHOWN) box.append(el("p", { text: `And ${mentions.length - SHOWN} more.` }));
    return box.innerHTML;
  }

  /** How to name this map in a text of one's own. */
  function citation() {
    const [only] = model.articles.length === 1 ? model.articles : [null];
    const about = only && [only.source !== model.title ? only.source : null, only.published].filter(Boolean).join(", ");
    const made = model.provenance[0] ? `geoview ${model.provenance[0].geoview}` : "geoview";
    const address = /^https?:$/.test(location.protocol) ? ` ${location.href}` : "";
    return `“${model.title}”${about ? ` (${about})` : ""}. Map made with ${made}; place data © GeoNames (CC BY 4.0), map data Natural Earth.${address}`;
  }

  function save(name, type, content) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** Put text on the clipboard; false where the browser lets nobody. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = el("textarea", { class: "sr", "aria-hidden": "true" });
      field.value = text;
      byId("take").append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  const FILES = {
    GeoJSON: () => save("places.geojson", "application/geo+json", geojson()),
    CSV: () => save("places.csv", "text/csv;charset=utf-8", csv()),
    KML: () => save("places.kml", "application/vnd.google-earth.kml+xml", kml()),
    "Picture (PNG)": async () => save("map.png", "image/png", await picture.draw()),
  };
  const TEXTS = { "Copy link": () => location.href, "Copy citation": citation };

  /** The button above the text, and what it opens. `hooks`: corrections() shows the list of them. */
  function setUp(map, hooks) {
    picture.setUp(map);
    const said = el("p", { class: "said", hidden: true });
    const item = (label, run) => el("button", { type: "button", text: label, on: { click: run } });
    const menu = el("div", { class: "take-menu", id: "take", role: "group", "aria-label": "Take away what is shown", hidden: true });
    const toggle = el("button", { type: "button", class: "text", "aria-expanded": "false", "aria-controls": "take", title: "Take away what is shown" }, glyph(GLYPHS.save), " Save");
    const show = (on) => {
      menu.hidden = !on;
      said.hidden = true;
      toggle.setAttribute("aria-expanded", String(on));
    };
    for (const [label, run] of Object.entries(FILES)) {
      menu.append(item(label, async () => {
        await run();
        show(false);
        toggle.focus();
        announce(`${label} saved`);
      }));
    }
    for (const [label, text] of Object.entries(TEXTS)) {
      menu.append(item(label, async () => {
        const done = await copy(text());
        said.textContent = done ? `${label.replace("Copy ", "")} copied`.replace(/^./, (letter) => letter.toUpperCase()) : text();
        said.hidden = false;
        announce(said.textContent);
      }));
    }
    menu.append(said, item("Corrections", () => {
      show(false);
      toggle.focus(); // where the focus comes back to
      hooks.corrections();
    }));
    toggle.addEventListener("click", () => show(menu.hidden));
    const leave = (event) => {
      if (event.key !== "Escape" || menu.hidden) return;
      event.stopPropagation();
      show(false);
      toggle.focus();
    };
    for (const one of [menu, toggle]) one.addEventListener("keydown", leave);
    addEventListener("pointerdown", (event) => menu.hidden || byId("tools").contains(event.target) || show(false));
    byId("tools").append(toggle, menu);
  }

  geoview.saveFile = save;
  geoview.download = { setUp };
})();
