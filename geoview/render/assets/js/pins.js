// Pins that never hide each other: what would overlap is moved aside with a line to where it belongs, and where there
// is no room for that, several become one badge with the number of places in it. Of very many places there are dots
// (dots.js) until a view holds few enough for pins. Only what is in view, or near it, is in the document.
(() => {
  const { el, svg, model, anchor, sureness, visible, plural, KINDS, typeOf, context, calm, basemap } = geoview;

  const HEAD = 28; // px: two heads nearer than this would overlap
  const RISE = 20; // px from the tip of a pin up to the middle of its head
  // A crowd is what lies within so many px of one place, when it is more than so many places. Few places are fanned out
  // as long as that can be read; of many, any two that would overlap are gathered.
  const FEW = { reach: 34, crowd: 9 };
  const MANY = { reach: 46, crowd: 1 };
  const MANY_FROM = 120; // places
  const DOTS_FROM = 10_000; // places; a view with fewer than so many of them has pins all the same:
  const PINS_IN_VIEW = 400;
  const RINGS = [30, 44, 60, 78, 98];
  const SHAPES = {
    country: "M15 3a12 12 0 100 24 12 12 0 000-24z",
    region: "M8.5 4h13L28 15l-6.5 11h-13L2 15z",
    water: "M8 4h14a5 5 0 015 5v12a5 5 0 01-5 5H8a5 5 0 01-5-5V9a5 5 0 015-5z",
    city: "M15 2a12 12 0 0112 12c0 7-7 11-12 20C10 25 3 21 3 14A12 12 0 0115 2z",
    site: "M6 2h18a3 3 0 013 3v18a3 3 0 01-3 3h-5l-4 8-4-8H6a3 3 0 01-3-3V5a3 3 0 013-3z",
  };

  const state = {
    map: null, markers: new Map(), clusters: [], leaders: null, selected: null, onSelect: null,
    zoom: null, many: false, dotted: false, placed: [], crowds: [], shown: [],
  };

  /** A pin as a drawing; moved aside, a pin loses its tip, which would point at nothing. */
  function drawing(kind, text, { aside = false, unsure = false, faint = false } = {}) {
    const tip = !KINDS[kind].area && !aside;
    const path = aside && !KINDS[kind].area ? (kind === "city" ? SHAPES.country : SHAPES.water) : SHAPES[kind];
    const middle = tip ? 14 : 15;
    const number = svg("text", { x: 15, y: middle + 4.2, "text-anchor": "middle" }, text);
    const size = { viewBox: "0 0 30 36", width: 30, height: 36, "aria-hidden": "true" };
    const look = ["drawing", KINDS[kind].area && "soft", unsure && "unsure", faint && "faint"].filter(Boolean).join(" ");
    return svg("svg", { ...size, class: look, "data-kind": kind }, svg("path", { d: path, class: "shape" }), number);
  }

  const short = (count) => (count > 99 ? "99+" : String(count));
  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });

  function setUp(map, onSelect) {
    Object.assign(state, { map, onSelect });
    const renderer = L.svg({ pane: "leaders", padding: 0.3 });
    state.leaders = L.layerGroup([], { renderer }).addTo(map);
    state.renderer = renderer;
    locate();
    map.on("moveend", () => {
      if (state.zoom !== map.getZoom() || model.shown.length > DOTS_FROM) layout();
      else if (state.many) show();
    });
  }

  /** The part of the map in view and a margin around it, in px at this zoom: left, top, right, bottom. */
  function frame(margin) {
    const { min, max } = state.map.getPixelBounds();
    const [x, y] = [(max.x - min.x) * margin, (max.y - min.y) * margin];
    return [min.x - x, min.y - y, max.x + x, max.y + y];
  }

  const within = ([left, top, right, bottom], { x, y }) => x >= left && x <= right && y >= top && y <= bottom;

  /** How many of the places that the filters let through are not in view. */
  function elsewhere() {
    const scale = 2 ** state.map.getZoom();
    const view = frame(0);
    const outside = ({ world }) => !within(view, { x: world.x * scale, y: world.y * scale });
    return model.shown.reduce((count, place) => count + (visible(place) && outside(place)), 0);
  }

  function marker(place) {
    const icon = L.divIcon({ className: "pin", html: el("span"), iconSize: [30, 36], iconAnchor: [15, 15] });
    const made = L.marker(anchor(place), { icon, keyboard: true, riseOnHover: true, riseOffset: 2000 });
    pressed(made, () => state.onSelect(place));
    return made;
  }

  /** Tell a screen reader what a pin is, as the filters stand. */
  function told(element, place) {
    const unsure = sureness(place.confidence) === "unsure" ? ", unsure" : "";
    element.setAttribute(
      "aria-label", `${place.name}, ${typeOf(place)}, ${plural(place.mentions.length, "mention")}${unsure}${place.faint ? ", not as a place" : ""}`,
    );
    element.dataset.place = place.index;
  }

  /** A marker is a button: a click and, with the focus, Enter and Space press it. */
  function pressed(made, run) {
    made.on("click", run);
    made.on("keydown", ({ originalEvent: event }) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      run();
    });
  }

  /** Decide what stands where at this zoom, and put it there. */
  function layout() {
    const { map } = state;
    const zoom = map.getZoom();
    const scale = 2 ** zoom;
    const view = frame(0.3);
    const tight = zoom >= map.getMaxZoom() - 1;
    let places = model.shown.filter(visible);
    state.dotted = places.length > DOTS_FROM;
    if (state.dotted) {
      places = places.filter(({ world }) => within(view, { x: world.x * scale, y: world.y * scale }));
      state.dotted = places.length > PINS_IN_VIEW;
      if (state.dotted) places = places.filter((place) => place === state.selected);
    }
    const points = places.map((place) => {
      const tip = L.point(place.world.x * scale, place.world.y * scale);
      return { place, tip, head: place.area ? tip : tip.subtract([0, RISE]), weight: place.mentions.length };
    });
    points.sort((a, b) => (b.place === state.selected) - (a.place === state.selected) || a.place.area - b.place.area);
    Object.assign(state, { zoom, many: points.length >= MANY_FROM });
    state.crowds = tight ? [] : gather(points);
    const gathered = new Set(state.crowds.flat().map((point) => point.place));
    const taken = new Grid();
    state.crowds.forEach((crowd) => taken.add(crowd[0].tip, 1.3));
    state.placed = points.filter(({ place }) => !gathered.has(place)).map((point) => settle(point, taken, tight));
    show();
    geoview.dots.show(state.dotted);
  }

  /** Crowds about one point. The selected place stands alone. */
  function gather(points) {
    const { reach, crowd: most } = points.length < MANY_FROM ? FEW : MANY;
    const leaders = new Grid(reach);
    const crowds = [];
    for (const point of points) {
      if (point.place === state.selected) continue;
      const near = leaders.nearest(point.tip, reach);
      if (near) near.crowd.push(point);
      else leaders.add(point.tip, 1, (point.crowd = [point]) && point);
      if (!near) crowds.push(point.crowd);
    }
    return crowds.filter((crowd) => crowd.length > most);
  }

  /** The free spot nearest to where a head would stand by itself. */
  function settle(point, taken, tight) {
    const free = (at) => !taken.nearest(at, HEAD);
    let head = point.head;
    let aside = false;
    if (!free(head)) {
      const away = taken.pull(head);
      const rings = tight ? [...RINGS, 120, 144, 170, 200, 232, 266] : RINGS;
      search: for (const radius of rings) {
        const steps = Math.max(8, Math.round(radius / 4));
        for (let i = 0; i < steps; i += 1) {
          const angle = away + ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * 2 * Math.PI) / steps;
          const spot = point.tip.add([radius * Math.cos(angle), radius * Math.sin(angle)]);
          if (free(spot)) {
            [head, aside] = [spot, true];
            break search;
          }
        }
      }
    }
    taken.add(head);
    return { ...point, head, aside };
  }

  /** Points in square cells, for quick questions of nearness. */
  class Grid {
    constructor(size = HEAD * 1.3) {
      this.size = size;
      this.cells = new Map();
    }

    // One number a cell: at the closest zoom the Earth is some 30,000 cells around.
    key = (x, y) => Math.floor(x / this.size) * 65_536 + Math.floor(y / this.size);

    add(at, reach = 1, value = true) {
      const key = this.key(at.x, at.y);
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push({ at, reach, value });
    }

    *around(at) {
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          yield* this.cells.get(this.key(at.x + dx * this.size, at.y + dy * this.size)) ?? [];
        }
      }
    }

    nearest(at, within) {
      let best = null;
      let least = Infinity;
      for (const { at: other, reach, value } of this.around(at)) {
        const distance = at.distanceTo(other) / reach;
        if (distance < within && distance < least) [best, least] = [value, distance];
      }
      return best;
    }

    /** The direction away from what stands around, in radians. */
    pull(at) {
      let [x, y] = [0, 0];
      for (const { at: other } of this.around(at)) {
        x += at.x - other.x;
        y += at.y - other.y;
      }
      return Math.hypot(x, y) < 1 ? -Math.PI / 4 : Math.atan2(y, x);
    }
  }

  /** Put into the document what is in view or near it; of few places, all. */
  function show() {
    const { map, markers, leaders } = state;
    const view = state.many ? frame(0.3) : null;
    const near = (at) => !view || within(view, at);
    const placed = state.placed.filter(({ place, tip }) => near(tip) || place === state.selected);
    const crowds = state.crowds.filter(([first]) => near(first.tip));
    leaders.clearLayers();
    const kept = new Set();
    for (const { place, tip, head, aside } of placed) {
      kept.add(place);
      if (!markers.has(place)) markers.set(place, marker(place));
      const pin = markers.get(place);
      const rise = place.area || aside ? 0 : RISE;
      pin.setLatLng(map.unproject(head.add([0, rise])));
      pin.setZIndexOffset(place.area ? 0 : 500);
      if (!map.hasLayer(pin)) pin.addTo(map);
      const element = pin.getElement();
      told(element, place);
      element.classList.toggle("tip", !place.area && !aside);
      const unsure = sureness(place.confidence) === "unsure";
      element.firstChild.replaceChildren(drawing(place.kind, short(place.mentions.length), { aside, unsure, faint: place.faint }));
      if (aside && place.kind !== "country") lead(place, map.unproject(tip), map.unproject(head));
    }
    for (const [place, pin] of markers) if (!kept.has(place) && map.hasLayer(pin)) pin.remove();
    state.clusters.forEach((cluster) => cluster.remove());
    state.clusters = crowds.map(crowdMarker);
    state.shown = placed;
  }

  /** A line from a pin that was moved aside to the point where it belongs. */
  function lead(place, tip, head) {
    const { renderer, leaders } = state;
    L.polyline([tip, head], { renderer, interactive: false, className: "leader" }).addTo(leaders);
    const dot = { renderer, interactive: false, radius: 3, className: `leader-dot kind-${place.kind}` };
    L.circleMarker(tip, dot).addTo(leaders);
  }

  /** px: more places, a larger badge, within what the reach of a crowd leaves free. */
  const crowdRadius = (count) => Math.round(Math.min(22, 13 + 2.6 * Math.log10(count) ** 1.3));

  function crowdMarker(crowd) {
    const { map } = state;
    const names = crowd.map(({ place }) => place.name);
    const size = 2 * crowdRadius(crowd.length);
    const html = el("span", { class: "crowd-number", text: compact.format(crowd.length) });
    const icon = L.divIcon({ className: "crowd", html, iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
    const made = L.marker(map.unproject(crowd[0].tip), { icon, zIndexOffset: 800, riseOnHover: true });
    made.places = new Set(crowd.map(({ place }) => place));
    made.on("add", () => {
      const list = names.slice(0, 6).join(", ") + (names.length > 6 ? " and others" : "");
      made.getElement().setAttribute("aria-label", `${crowd.length} places, zoom in to see them: ${list}`);
      made.getElement().title = list;
    });
    pressed(made, () => {
      const bounds = L.latLngBounds(crowd.map(({ place }) => anchor(place)));
      const zoom = Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds.pad(0.3)));
      map.setView(bounds.getCenter(), Math.min(zoom, map.getMaxZoom()), { animate: !calm() });
    });
    return made.addTo(map);
  }

  /** The marker of a place, where it stands by itself at this zoom. */
  const pinOf = (place) => {
    const pin = state.markers.get(place);
    return pin && state.map.hasLayer(pin) ? pin : null;
  };

  /** Mark a place, or the badge that it is gathered in, as looked at (`selected`), pointed at (`hot`) or read (`lit`). */
  function mark(place, name, on) {
    const marker = pinOf(place) ?? state.clusters.find(({ places }) => places.has(place));
    marker?.getElement()?.classList.toggle(name, on);
  }

  function select(place) {
    if (state.selected) mark(state.selected, "selected", false);
    state.selected = place;
    if (place && !pinOf(place)) layout();
    if (place) mark(place, "selected", true);
  }

  /** Where each place lies in the plane of zoom 0; a correction may bring a new one. */
  function locate() {
    for (const place of model.shown) place.world ??= basemap.world(anchor(place));
  }

  /** Make every marker anew: what it says has changed. */
  function reset() {
    locate();
    for (const pin of state.markers.values()) pin.remove();
    state.markers.clear();
    layout();
  }

  const title = (place) => [place.name, context(place)].filter(Boolean).join(", ");

  geoview.pins = { setUp, layout, reset, elsewhere, pinOf, mark, select, drawing, title, state };
})();
