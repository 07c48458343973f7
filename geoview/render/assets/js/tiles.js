// An online layer over the base map, where the page was made with one. What of it cannot be loaded is not there: the
// base map shows through, and where nothing comes at all the layer goes.
(() => {
  const { el, byId, model } = geoview;

  const TRIES = 6; // tiles that fail before any has come
  const state = { map: null, layer: null, credit: null, came: 0, failed: 0 };

  /** Show the layer; nothing happens in a page without one. */
  function setUp(map) {
    if (!model.tiles) return;
    const { url, subdomains, max_zoom: maxNativeZoom, attribution } = model.tiles;
    const layer = L.tileLayer(url, { pane: "tiles", subdomains: subdomains.length ? subdomains : "abc", maxNativeZoom, maxZoom: 18 });
    Object.assign(state, { map, layer });
    state.credit = new L.Control({ position: "bottomright" });
    state.credit.onAdd = () => el("div", { class: "tile-credit leaflet-control", text: attribution });
    layer.on("tileload", () => (state.came += 1));
    layer.on("tileerror", () => {
      state.failed += 1;
      if (!state.came && state.failed >= TRIES && map.hasLayer(layer)) give();
    });
    map.setMaxZoom(Math.max(12, Math.min(18, maxNativeZoom)));
    show(true);
  }

  function show(on) {
    const { map, layer, credit } = state;
    if (on) {
      Object.assign(state, { came: 0, failed: 0 });
      layer.addTo(map);
      credit.addTo(map);
    } else {
      layer.remove();
      credit.remove();
    }
    byId("map-wrap").classList.toggle("tiled", on);
    byId("map-notice").hidden = true;
  }

  /** Back to the base map. */
  function give() {
    show(false);
    byId("map-notice").textContent = `The online map (${model.tiles.name}) cannot be loaded. This is the map that came with the page.`;
    byId("map-notice").hidden = false;
    const box = byId("layers")?.querySelector("[data-layer=tiles]");
    if (box) box.checked = false;
  }

  geoview.tiles = { setUp, show };
})();
