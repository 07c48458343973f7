// Dots for very many places, and the heat of mentions: both on canvases of their own, drawn from positions in px of
// zoom 0. A dot is pressed like a pin; near a view's places, pins take over (pins.js).
(() => {
  const { el, model, visible, colour, KINDS, basemap } = geoview;

  const RADIUS = 3.4; // px at the zooms at which a town is looked at, and less of the whole Earth
  const REACH = 10; // px from a dot within which a press means it
  const HEAT = 34; // px: how far the heat of a place goes
  // Transparent to dark: lightness alone tells more from less.
  const RAMP = ["#ffe9a800", "#fdd28a88", "#f59f52b8", "#d95f36d0", "#9c2b2fe0"];
  const state = { map: null, dots: null, heat: null, on: false, hint: null, onSelect: null };

  function setUp(map, onSelect) {
    Object.assign(state, { map, onSelect });
    map.on("click", ({ containerPoint }) => {
      const place = state.on && nearest(containerPoint);
      if (place) onSelect(place);
    });
    map.on("mousemove", ({ containerPoint }) => state.on && requestAnimationFrame(() => point(nearest(containerPoint))));
  }

  /** Show the dots, or take them away; drawn anew either way, for filters may have changed. */
  function show(on) {
    state.on = on;
    if (!on) point(null);
    toggle("dots", on, paintDots);
    if (state.heat) heat(true);
  }

  /** Add, draw again or take away the canvas of a pane. */
  function toggle(pane, on, run) {
    if (on && state[pane]) state[pane]._redraw();
    else if (on) state[pane] = basemap.canvas(state.map, { pane, padding: 0.2 }, run).addTo(state.map);
    else {
      state[pane]?.remove();
      state[pane] = null;
    }
  }

  const heat = (on) => toggle("heat", on, paintHeat);

  /** The shown places within a frame, in px of the layer. */
  function* inside(scale, origin, { min, max }, margin) {
    for (const place of model.shown) {
      const [x, y] = [place.world.x * scale - origin.x, place.world.y * scale - origin.y];
      if (x < min.x - margin || x > max.x + margin || y < min.y - margin || y > max.y + margin) continue;
      if (visible(place)) yield [place, x, y];
    }
  }

  function paintDots(ink, scale, origin, bounds) {
    const paths = new Map(Object.keys(KINDS).map((kind) => [kind, new Path2D()]));
    const radius = Math.min(RADIUS, 1 + state.map.getZoom() * 0.35);
    const taken = new Set(); // a dot in the same two pixels would not be seen
    for (const [place, x, y] of inside(scale, origin, bounds, RADIUS)) {
      const cell = (x >> 1) * 65_536 + (y >> 1);
      if (taken.has(cell)) continue;
      taken.add(cell);
      const path = paths.get(place.kind);
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 7);
    }
    ink.globalAlpha = 0.8;
    for (const [kind, path] of paths) {
      ink.fillStyle = colour(`${kind}-hue`) || colour(kind);
      ink.fill(path);
    }
  }

  /** Soft stamps added up on a small canvas, then coloured by how much came together. */
  function paintHeat(ink, scale, origin, bounds) {
    const size = bounds.getSize();
    const [fine, reach] = [4, HEAT / 4]; // a quarter of the pixels is fine enough for what is soft
    const sheet = Object.assign(document.createElement("canvas"), { width: Math.ceil(size.x / fine), height: Math.ceil(size.y / fine) });
    const soft = sheet.getContext("2d", { willReadFrequently: true });
    const places = [...inside(scale, origin, bounds, HEAT)];
    const most = Math.log2(1 + Math.max(1, ...places.slice(0, 1).map(([place]) => place.mentions.length)));
    for (const [place, x, y] of places) {
      const [cx, cy] = [(x - bounds.min.x) / fine, (y - bounds.min.y) / fine];
      const glow = soft.createRadialGradient(cx, cy, 0, cx, cy, reach);
      const alpha = Math.max(0.05, (0.55 * Math.log2(1 + place.mentions.length)) / most);
      glow.addColorStop(0, `rgb(0 0 0 / ${alpha})`);
      glow.addColorStop(1, "rgb(0 0 0 / 0)");
      soft.fillStyle = glow;
      soft.fillRect(cx - reach, cy - reach, 2 * reach, 2 * reach);
    }
    const pixels = soft.getImageData(0, 0, sheet.width, sheet.height);
    const colours = ramp();
    for (let i = 0; i < pixels.data.length; i += 4) {
      const at = pixels.data[i + 3] * 4;
      pixels.data.set(colours.subarray(at, at + 4), i);
    }
    soft.putImageData(pixels, 0, 0);
    ink.imageSmoothingEnabled = true;
    ink.drawImage(sheet, bounds.min.x, bounds.min.y, sheet.width * fine, sheet.height * fine);
  }

  /** 256 colours of the ramp, four bytes each. */
  function ramp() {
    if (ramp.made) return ramp.made;
    const strip = Object.assign(document.createElement("canvas"), { width: 256, height: 1 }).getContext("2d");
    const line = strip.createLinearGradient(0, 0, 256, 0);
    RAMP.forEach((step, i) => line.addColorStop(i / (RAMP.length - 1), step));
    strip.fillStyle = line;
    strip.fillRect(0, 0, 256, 1);
    return (ramp.made = strip.getImageData(0, 0, 256, 1).data);
  }

  /** The place whose dot is nearest to a point of the map, or null. */
  function nearest(at) {
    const view = state.map.getPixelBounds().min;
    const scale = 2 ** state.map.getZoom();
    let [best, least] = [null, REACH];
    for (const place of model.shown) {
      const distance = Math.hypot(place.world.x * scale - view.x - at.x, place.world.y * scale - view.y - at.y);
      if (distance < least && visible(place)) [best, least] = [place, distance];
    }
    return best;
  }

  /** Name the dot under the pointer. */
  function point(place) {
    if (state.pointed === place) return;
    state.pointed = place;
    state.hint?.remove();
    state.hint = null;
    state.map.getContainer().classList.toggle("pointing", Boolean(place));
    if (!place) return;
    const html = el("span", { class: "name", "data-side": "right", text: place.name });
    const icon = L.divIcon({ className: "dot-name", html, iconSize: [0, 0] });
    state.hint = L.marker(geoview.anchor(place), { icon, interactive: false, keyboard: false }).addTo(state.map);
  }

  geoview.dots = { setUp, show, heat };
})();
