// Names on the map: of the places beside their pins, and of countries where there is room; never one over another,
// over a pin or under a control.
(() => {
  const { el, byId, model, pins, basemap } = geoview;

  const HEIGHT = 17;
  const FONT = '600 12.5px -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
  const measure = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  let map;
  let names = [];
  let shown = true;

  function setUp(onto) {
    map = onto;
    map.on("moveend", soon);
    addEventListener("resize", soon);
  }

  const soon = () => {
    cancelAnimationFrame(soon.frame);
    soon.frame = requestAnimationFrame(tidy);
  };

  function width(text, spaced = 0) {
    const key = `${spaced}${text}`;
    if (!widths.has(key)) {
      measure.font = FONT;
      widths.set(key, measure.measureText(text).width + spaced * text.length + 6);
    }
    return widths.get(key);
  }

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /** Rectangles (left, top, right, bottom, in px of the map) where no name may stand. */
  function controls() {
    const frame = map.getContainer().getBoundingClientRect();
    const boxes = byId("map-wrap").querySelectorAll(".leaflet-control, .map-notice:not([hidden])");
    return [...boxes].map((box) => {
      const { left, top, right, bottom } = box.getBoundingClientRect();
      return [left - frame.left - 4, top - frame.top - 4, right - frame.left + 4, bottom - frame.top + 4];
    });
  }

  /** Place every name anew. */
  function tidy() {
    const size = map.getSize();
    const taken = controls();
    const inside = (box) => box[0] >= 2 && box[1] >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2;
    const placed = (pins.state.shown ?? []).map(({ place, head }) => ({
      place, at: map.latLngToContainerPoint(map.unproject(head)),
    }));
    for (const { at } of placed) taken.push([at.x - 14, at.y - 14, at.x + 14, at.y + 14]);
    for (const cluster of pins.state.clusters) {
      const at = map.latLngToContainerPoint(cluster.getLatLng());
      taken.push([at.x - 19, at.y - 19, at.x + 19, at.y + 19]);
    }
    const rank = ({ place }) => (place === pins.state.selected ? 1e9 : place.mentions.length * 10 - (place.area ? 5 : 0));
    placed.sort((a, b) => rank(b) - rank(a));
    for (const { place, at } of placed) nameOf(place, at, taken, inside);
    countryNames(taken, inside);
  }

  function nameOf(place, at, taken, inside) {
    const pin = pins.pinOf(place)?.getElement();
    if (!pin) return;
    const w = width(place.name);
    const h = HEIGHT / 2;
    const sides = {
      right: [at.x + 15, at.y - h, at.x + 15 + w, at.y + h],
      left: [at.x - 15 - w, at.y - h, at.x - 15, at.y + h],
      above: [at.x - w / 2, at.y - 16 - HEIGHT, at.x + w / 2, at.y - 16],
      below: [at.x - w / 2, at.y + 16, at.x + w / 2, at.y + 16 + HEIGHT],
    };
    const tip = pin.classList.contains("tip");
    const side = Object.keys(sides).find(
      (name) => !(tip && name === "below") && inside(sides[name]) && !taken.some((box) => overlap(box, sides[name])),
    );
    let label = pin.querySelector(".name");
    if (!label) pin.append((label = el("span", { class: "name", "aria-hidden": "true", text: place.name })));
    label.dataset.side = side ?? "none";
    if (side) taken.push(sides[side]);
  }

  function countryNames(taken, inside) {
    names.forEach((name) => name.remove());
    names = [];
    if (!shown || !basemap.layers.borders) return;
    const pinned = new Set(model.shown.filter((p) => p.kind === "country" && pins.pinOf(p)).map((p) => p.country));
    const countries = model.base.countries.filter(({ code, area }) => area > 0.05 && !(code && pinned.has(code)));
    countries.sort((a, b) => b.area - a.area);
    for (const { name, label, box } of countries) {
      const lon = model.shifted && label[1] < model.shifted ? label[1] + 360 : label[1];
      const at = map.latLngToContainerPoint([label[0], lon]);
      const w = width(name.toUpperCase(), 0.9) * 0.9;
      const [west, east] = [map.latLngToContainerPoint([label[0], box[1]]), map.latLngToContainerPoint([label[0], box[3]])];
      if (east.x - west.x < w * 0.75) continue;
      const place = [at.x - w / 2, at.y - 8, at.x + w / 2, at.y + 8];
      if (!inside(place) || taken.some((other) => overlap(other, place))) continue;
      taken.push(place);
      const icon = L.divIcon({ className: "country", html: el("span", { text: name }), iconSize: null });
      const options = { icon, pane: "names", interactive: false, keyboard: false };
      const made = L.marker([label[0], lon], options).addTo(map);
      made.getElement().setAttribute("aria-hidden", "true");
      names.push(made);
    }
  }

  function showNames(on) {
    shown = on;
    soon();
  }

  geoview.labels = { setUp, tidy, soon, showNames };
})();
