// Names on the map: of the places beside their pins, and of countries where there is room; never one over another,
// over a pin or under a control.
(() => {
  const { el, byId, model, pins, basemap } = geoview;

  const HEIGHT = 17;
  const FAMILY = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
  const FONT = `600 12.5px ${FAMILY}`;
  // As in map.css: px between letters, and capitals, as maps have them for countries.
  const SPACED = 0.7;
  const ROOM = 42_000; // square px of map for each city named for orientation
  const measure = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  let map;
  let names = [];
  let towns = [];
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
    townNames(taken, inside);
  }

  /** Names of the cities around, for orientation: faint, few, and only where there is room to spare. */
  function townNames(taken, inside) {
    towns.forEach((town) => town.remove());
    towns = [];
    if (!shown) return;
    const size = map.getSize();
    const bounds = map.getBounds();
    const most = Math.min(map.getZoom() < 3 ? 6 : 14, Math.round((size.x * size.y) / ROOM));
    for (const [name, lat, lng] of strangers()) {
      if (towns.length >= most) break;
      const lon = model.shifted && lng < model.shifted ? lng + 360 : lng;
      if (!bounds.contains([lat, lon])) continue;
      const at = map.latLngToContainerPoint([lat, lon]);
      const w = width(name);
      const space = [at.x - 5, at.y - 8, at.x + w + 4, at.y + 8];
      const around = [space[0] - 26, space[1] - 16, space[2] + 26, space[3] + 16];
      if (!inside(space) || taken.some((box) => overlap(box, space)) || towns.some((town) => overlap(town.around, around))) continue;
      taken.push(space);
      const icon = L.divIcon({ className: "town", html: el("span", { text: name }), iconSize: null });
      const made = L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
      made.getElement().setAttribute("aria-hidden", "true");
      made.around = around;
      towns.push(made);
    }
  }

  /** The cities around that are no places of the page, nor suburbs of one; found once, and again after a correction. */
  function strangers() {
    if (strangers.to === model.shown) return strangers.list;
    strangers.to = model.shown;
    const cell = (lat, lng) => `${Math.round(lat * 4)},${Math.round(lng * 4)}`;
    const own = new Set();
    for (const { lat, lon } of model.shown) {
      for (const dy of [-0.125, 0.125]) for (const dx of [-0.125, 0.125]) own.add(cell(lat + dy, lon + dx));
    }
    const names = new Set(model.shown.map(({ name }) => name));
    return (strangers.list = (model.base.towns ?? []).filter(([name, lat, lng]) => !names.has(name) && !own.has(cell(lat, lng))));
  }

  function nameOf(place, at, taken, inside) {
    const pin = pins.pinOf(place)?.getElement();
    if (!pin) return;
    const w = place.kind === "country" ? width(place.name.toUpperCase(), SPACED) * 0.92 : width(place.name);
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
    if (!label) pin.append((label = el("span", { class: "name", "aria-hidden": "true", text: place.name, data: { kind: place.kind } })));
    label.dataset.side = side ?? "none";
    if (side) taken.push(sides[side]);
  }

  function countryNames(taken, inside) {
    names.forEach((name) => name.remove());
    names = [];
    if (!shown || !basemap.layers.borders) return;
    const bounds = map.getBounds();
    const named = (place) => place.kind === "country" && pins.pinOf(place) && bounds.contains(pins.pinOf(place).getLatLng());
    const pinned = new Set(model.shown.filter(named).map((place) => place.country));
    const countries = model.base.countries.filter(({ code, area }) => area > 0.05 && !(code && pinned.has(code)));
    countries.sort((a, b) => b.area - a.area);
    for (const country of countries) {
      const { name, label, box } = country;
      const lon = model.shifted && label[1] < model.shifted ? label[1] + 360 : label[1];
      const w = width(name.toUpperCase(), 0.9) * 0.9;
      const [west, east] = [map.latLngToContainerPoint([label[0], box[1]]), map.latLngToContainerPoint([label[0], box[3]])];
      if (east.x - west.x < w * 0.75) continue;
      const room = (at) => {
        const space = [at.x - w / 2, at.y - 8, at.x + w / 2, at.y + 8];
        return inside(space) && !taken.some((other) => overlap(other, space)) ? space : null;
      };
      let at = map.latLngToContainerPoint([label[0], lon]);
      if (!bounds.contains([label[0], lon])) at = visiblePart(country, w, room);
      const space = at && room(at);
      if (!space) continue;
      taken.push(space);
      const icon = L.divIcon({ className: "country", html: el("span", { text: name }), iconSize: null });
      const options = { icon, pane: "names", interactive: false, keyboard: false };
      const made = L.marker(map.containerPointToLatLng(at), options).addTo(map);
      made.getElement().setAttribute("aria-hidden", "true");
      names.push(made);
    }
  }

  /** A spot for the name of a country of which only a part is in view: well inside of that part, or null. */
  function visiblePart({ box: [south, west, north, east], name }, w, room) {
    const bounds = map.getBounds();
    if (model.shifted || !bounds.intersects([[south, west], [north, east]])) return null;
    const size = map.getSize();
    const step = 56;
    let best = null;
    let most = 0;
    for (let y = 30; y < size.y - 20; y += step) {
      for (let x = 60; x < size.x - 40; x += step) {
        const ends = [[x - w / 2, y], [x, y], [x + w / 2, y], [x, y - 24], [x, y + 24]];
        if (!room({ x, y }) || !ends.every((end) => basemap.covers(name, map.containerPointToLatLng(end)))) continue;
        const margin = Math.min(x, size.x - x) + 2 * Math.min(y, size.y - y);
        if (margin > most) [best, most] = [L.point(x, y), margin];
      }
    }
    return best;
  }

  function showNames(on) {
    shown = on;
    soon();
  }

  geoview.labels = { setUp, tidy, soon, showNames };
})();
