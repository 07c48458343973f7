// Areas are drawn as areas: the outline of a country, a state or a sea, and where only the extent is known a soft
// ellipse, which nobody takes for a border. This is the area looked at or
// pointed at; what is faint at rest is the base map's.
(() => {
  const { model, basemap } = geoview;

  const state = { map: null, renderer: null, spot: null, hint: null };

  function setUp(map) {
    const renderer = L.svg({ pane: "areas", padding: 0.5 });
    Object.assign(state, { map, renderer, spot: L.layerGroup().addTo(map), hint: L.layerGroup().addTo(map) });
  }

  /** The rings of an area, or null: of a country, of what has an outline, of an extent that is known. */
  function rings(place) {
    if (place.kind === "country") return basemap.outline(place.country);
    return basemap.outlineOf(place) ?? (place.area && place.bounds ? [ellipse(place.bounds)] : null);
  }

  /** A soft shape inside a bounding box. */
  function ellipse([south, west, north, east]) {
    const width = (east < west ? east + 360 : east) - west;
    const middle = west + width / 2;
    const lon = model.shifted && middle < model.shifted ? middle + 360 : middle;
    return Array.from({ length: 48 }, (_, i) => {
      const angle = (i * Math.PI) / 24;
      return [(south + north) / 2 + ((north - south) / 2) * Math.sin(angle), lon + (width / 2) * Math.cos(angle)];
    });
  }

  /** Show the area that is looked at; none for null. */
  function select(place) {
    state.hint.clearLayers();
    put(state.spot, place, "area");
  }

  /** Show the area that is pointed at. */
  const point = (place) => put(state.hint, place, "area hint");

  function put(layer, place, name) {
    layer.clearLayers();
    const outline = place && rings(place);
    if (!outline) return;
    const soft = place.kind !== "country" && !basemap.outlineOf(place) ? " extent" : "";
    const style = { renderer: state.renderer, interactive: false, className: `${name}${soft} kind-${place.kind}` };
    L.polygon(outline, style).addTo(layer);
  }

  geoview.areas = { setUp, select, point };
})();
