// The Earth, small, in a corner while the map is zoomed in: where on it this view lies. It leaves where it would hide a pin.
(() => {
  const { el, basemap, colour, narrow } = geoview;

  const FROM = 3.5; // zoom: further out, the map itself says it
  const SIZE = [128, 76]; // px
  const [NORTH, SOUTH] = [basemap.world([79, 0]).y, basemap.world([-57, 0]).y];
  const LEAST = 7; // px: a smaller frame would not be seen
  const state = { map: null, box: null, frame: null, sheet: null };

  function setUp(map) {
    state.sheet = el("canvas", { width: 2 * SIZE[0], height: 2 * SIZE[1] });
    state.frame = el("i");
    // What it says is said in words by the places; a screen reader has nothing to gain here.
    state.box = el("div", { class: "inset leaflet-control", "aria-hidden": "true", hidden: true }, state.sheet, state.frame);
    const control = new L.Control({ position: "bottomleft" });
    control.onAdd = () => state.box;
    state.map = map;
    control.addTo(map);
    map.on("moveend", place);
  }

  /** Draw the land: once it is known, and after a change of theme. */
  function paint() {
    if (!state.sheet) return;
    const ink = state.sheet.getContext("2d");
    const scale = [state.sheet.width / 256, state.sheet.height / (SOUTH - NORTH)];
    ink.fillStyle = colour("sea");
    ink.fillRect(0, 0, state.sheet.width, state.sheet.height);
    ink.save();
    ink.scale(...scale);
    ink.translate(0, -NORTH);
    ink.fillStyle = colour("coast");
    basemap.land(ink);
    ink.restore();
    state.painted = true;
    place();
  }

  /** Whether a pin, a badge or what is told of a place stands where this does: it goes before them. */
  function covers() {
    const [frame, own] = [state.map.getContainer().getBoundingClientRect(), state.box.getBoundingClientRect()];
    const [left, top] = [own.left - frame.left, own.top - frame.top];
    const { pins, popup } = geoview;
    const card = popup.state.popup?.popup.getElement()?.getBoundingClientRect();
    if (card && card.left < own.right && card.bottom > own.top && card.right > own.left && card.top < own.bottom) return true;
    const heads = [...pins.state.shown.map(({ head }) => state.map.unproject(head)), ...pins.state.clusters.map((one) => one.getLatLng())];
    return heads.some((at) => {
      const { x, y } = state.map.latLngToContainerPoint(at);
      return x > left - 14 && x < left + own.width + 14 && y > top - 14 && y < top + own.height + 14;
    });
  }

  function place() {
    const { map, box, frame } = state;
    box.hidden = !state.painted || map.getZoom() < FROM || narrow();
    if (!box.hidden && covers()) box.hidden = true;
    if (box.hidden) return;
    const bounds = map.getBounds();
    const [a, b] = [basemap.world([bounds.getNorth(), bounds.getWest()]), basemap.world([bounds.getSouth(), bounds.getEast()])];
    const [x, y] = [(v) => (v * SIZE[0]) / 256, (v) => ((v - NORTH) * SIZE[1]) / (SOUTH - NORTH)];
    const west = x(((a.x % 256) + 256) % 256);
    const [width, height] = [Math.max(LEAST, x(b.x - a.x)), Math.max(LEAST, y(b.y) - y(a.y))];
    const keep = (at, length, most) => Math.max(0, Math.min(most - length, at));
    Object.assign(frame.style, {
      left: `${keep(west - (width - x(b.x - a.x)) / 2, width, SIZE[0])}px`,
      top: `${keep(y(a.y) - (height - (y(b.y) - y(a.y))) / 2, height, SIZE[1])}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }

  geoview.inset = { setUp, paint, place };
})();
