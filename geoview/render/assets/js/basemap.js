// The base map: land, borders, shading and areas, unpacked from the block that geoview.render.basemap describes, and
// drawn on one canvas under everything else. Lines are kept as the browser's own paths in pixels of zoom 0: a redraw
// costs no work a point in this script.
(() => {
  const { colour, model, visible } = geoview;

  const WORLD = 256; // px around the Earth at zoom 0
  const POLE = 85.0511; // degrees; the map ends there
  const layers = { borders: true, names: true, shading: true, areas: true };
  let map;
  let renderer = null;
  let drawn = null;

  /** Unpack and draw; false where there is nothing to draw. */
  function draw(onto) {
    map = onto;
    if (!model.lines) return false;
    const unpacked = unpack(model.lines, model.base);
    const { arcs, countries, outlines } = unpacked;
    const uses = new Uint8Array(arcs.length);
    const own = new Uint8Array(arcs.length); // of a country that is mentioned
    const mentioned = new Set(model.shown.filter(({ kind }) => kind === "country").map(({ country }) => country));
    countries.forEach((rings, i) => {
      const named = mentioned.has(model.base.countries[i].code);
      for (const ref of rings.flat()) {
        uses[ref >> 1] += 1;
        if (named) own[ref >> 1] = 1;
      }
    });
    const lines = (wanted) => arcs.filter((_, i) => wanted(i)).map((arc) => piece([unwrapped(arc)], false));
    const area = (rings) => ({ ...piece(rings.map((ring) => join(ring, arcs)), true), rings });
    drawn = {
      arcs,
      countries: model.base.countries.map((country, i) => ({ country, ...area(countries[i]) })),
      coast: lines((i) => uses[i] === 1),
      borders: lines((i) => uses[i] > 1 && !own[i]),
      mentioned: lines((i) => uses[i] > 1 && own[i]),
      outlines: new Map(model.base.outlines.map((id, i) => [id, area(outlines[i])])),
    };
    renderer = canvas(map, { pane: "base", padding: 0.35 }, paint);
    colours();
    renderer.addTo(map);
    geoview.inset.paint();
    return true;
  }

  /**
   * A canvas that Leaflet keeps in its place and size, drawn by `run(ink, scale, origin, bounds)`: px of the map for one
   * of zoom 0, where the layer begins in px of the map, and what it covers. Leaflet draws its own shapes in `_draw`.
   */
  function canvas(onto, options, run) {
    const made = L.canvas(options);
    made._draw = () => run(made._ctx, 2 ** onto.getZoom(), onto.getPixelOrigin(), made._bounds);
    return made;
  }

  /** Read the packed form: arcs as x and y in turn, in px of zoom 0; countries and outlines as rings of references. */
  function unpack(bytes, { scale, translate }) {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * shift;
        if (byte < 128) return value;
      }
    };
    const signed = () => {
      const value = number();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    const times = (n, read) => Array.from({ length: n }, read);
    const arcs = times(number(), number).map((size) => new Float64Array(2 * size));
    const axis = (first, project) => {
      for (const arc of arcs) {
        for (let i = first, sum = 0; i < arc.length; i += 2) arc[i] = project((sum += signed()));
      }
    };
    axis(0, (x) => ((x * scale[0] + translate[0] + 180) / 360) * WORLD);
    axis(1, (y) => across(y * scale[1] + translate[1]));
    const areas = () => times(number(), () => times(number(), () => times(number(), number)));
    return { arcs, countries: areas(), outlines: areas() };
  }

  /** Latitude to px of zoom 0, and back. */
  const across = (lat) => {
    const sine = Math.sin((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180);
    return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
  };
  const latitude = (y) => 90 - (360 * Math.atan(Math.exp((y / WORLD - 0.5) * 2 * Math.PI))) / Math.PI;

  /** The arcs of a ring one after another. */
  function join(ring, arcs) {
    const points = [];
    for (const ref of ring) {
      const arc = arcs[ref >> 1];
      const count = arc.length / 2;
      for (let i = points.length ? 1 : 0; i < count; i += 1) {
        const k = 2 * (ref % 2 ? count - 1 - i : i);
        points.push(arc[k], arc[k + 1]);
      }
    }
    const whole = unwrapped(points);
    const [first, last] = [whole[0], whole.at(-2)];
    if (Math.abs(last - first) > WORLD / 2) whole.push(last, WORLD, first, WORLD); // Antarctica, around the pole
    return whole;
  }

  /** The same line without jumps at 180 degrees: it goes on beyond instead, and its middle lies on the map. */
  function unwrapped(points) {
    const made = Array.from(points);
    let [turn, west, east] = [0, Infinity, -Infinity];
    for (let i = 0; i < made.length; i += 2) {
      if (i && Math.abs(points[i] - points[i - 2]) > WORLD / 2) turn += points[i] > points[i - 2] ? -WORLD : WORLD;
      made[i] += turn;
      [west, east] = [Math.min(west, made[i]), Math.max(east, made[i])];
    }
    const back = WORLD * Math.round((west + east) / 2 / WORLD - 0.5);
    if (back) for (let i = 0; i < made.length; i += 2) made[i] -= back;
    return made;
  }

  /** A path of lines or rings, the box that it fills, and by how many turns around the Earth it is drawn once more. */
  function piece(lines, closed) {
    const path = new Path2D();
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const line of lines) {
      for (let i = 0; i < line.length; i += 2) {
        const [x, y] = [line[i], line[i + 1]];
        if (i) path.lineTo(x, y);
        else path.moveTo(x, y);
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
      if (closed) path.closePath();
    }
    const turns = [0];
    if (box[2] > WORLD + 0.01) turns.push(-1);
    if (model.shifted || box[0] < -0.01) turns.push(1);
    return { path, box, turns };
  }

  /** How many mentions, of what is shown, lie in each country: what the shading says. */
  function mentionsByCountry() {
    const counts = new Map();
    for (const place of model.shown) {
      if (place.country && visible(place)) {
        counts.set(place.country, (counts.get(place.country) ?? 0) + place.mentions.length);
      }
    }
    return counts;
  }

  /** Draw in colours that are decided anew: after a change of theme, of filters or of layers. */
  function restyle() {
    if (!drawn) return;
    colours();
    renderer._redraw();
    geoview.inset.paint();
  }

  function colours() {
    const land = colour("land");
    const steps = [colour("shade-1"), colour("shade-2"), colour("shade-3")];
    const counts = layers.shading && layers.borders ? mentionsByCountry() : new Map();
    const most = Math.max(1, ...counts.values());
    for (const one of drawn.countries) {
      const share = (counts.get(one.country.code) ?? 0) / most;
      one.fill = share === 0 ? land : steps[share > 0.5 ? 2 : share > 0.15 ? 1 : 0];
    }
    const quiet = layers.areas ? model.shown.filter((place) => place.kind === "region" && visible(place)) : [];
    drawn.quiet = quiet
      .filter((place) => drawn.outlines.has(place.id))
      .map((place) => ({ outline: drawn.outlines.get(place.id), faint: place.faint }));
    drawn.colours = {
      coast: colour("coast"), area: colour("region-hue") || colour("region"),
      border: layers.borders ? colour("border") : land, frontier: layers.borders ? colour("frontier") : land,
    };
  }

  /** The land about an outline, as one path: whose it is does not matter, and is disputed for some. */
  function ground(area) {
    if (!area.ground) {
      area.ground = new Path2D();
      for (const { box, turns, path } of drawn.countries) {
        for (const turn of turns) {
          const by = turn * WORLD;
          const apart = box[0] + by > area.box[2] || box[2] + by < area.box[0] || box[1] > area.box[3] || box[3] < area.box[1];
          if (!apart) area.ground.addPath(path, new DOMMatrix().translate(by));
        }
      }
    }
    return area.ground;
  }

  /** Fill all land, in px of zoom 0, with the style that is set. */
  const land = (ink) => drawn.countries.forEach(({ path }) => ink.fill(path, "evenodd"));

  /** Draw what is in view. */
  function paint(ink, scale, origin, view) {
    const [west, north] = [(view.min.x + origin.x) / scale, (view.min.y + origin.y) / scale];
    const [east, south] = [(view.max.x + origin.x) / scale, (view.max.y + origin.y) / scale];
    ink.save();
    ink.translate(-origin.x, -origin.y);
    ink.scale(scale, scale);
    ink.lineJoin = "round";
    const inView = (box, turn) => {
      const by = turn * WORLD;
      return box[0] + by <= east && box[2] + by >= west && box[1] <= south && box[3] >= north;
    };
    const each = ({ box, turns, path }, run) => {
      for (const turn of turns.filter((one) => inView(box, one))) {
        ink.translate(turn * WORLD, 0);
        run(path);
        ink.translate(-turn * WORLD, 0);
      }
    };
    const stroke = (pieces, style, width) => {
      [ink.strokeStyle, ink.lineWidth] = [style, width / scale];
      for (const one of pieces) each(one, (path) => ink.stroke(path));
    };
    for (const one of drawn.countries) {
      ink.fillStyle = one.fill;
      each(one, (path) => ink.fill(path, "evenodd"));
    }
    const thin = Math.min(1, 0.35 + map.getZoom() / 8); // small shapes with wide lines would be all line
    const { coast, border, frontier, area } = drawn.colours;
    for (const { outline: one, faint } of drawn.quiet) {
      each(one, (path) => {
        ink.save();
        // Outlines from other sources run a little beside this map's coast: there the coast decides.
        ink.clip(ground(one), "evenodd");
        [ink.fillStyle, ink.globalAlpha] = [area, faint ? 0.04 : 0.09];
        ink.fill(path, "evenodd");
        [ink.strokeStyle, ink.globalAlpha, ink.lineWidth] = [area, (faint ? 0.35 : 0.6) * thin, thin / scale];
        ink.stroke(path);
        ink.restore();
      });
    }
    stroke(drawn.borders, border, thin);
    stroke(drawn.mentioned, frontier, 1.2 * thin);
    stroke(drawn.coast, coast, 0.9);
    ink.restore();
  }

  /** The rings of an area as Leaflet has them, where they are and as often as they are drawn. */
  function latLngs(area) {
    if (!area) return [];
    const rings = area.rings.map((ring) => join(ring, drawn.arcs));
    return area.turns.flatMap((turn) =>
      rings.map((ring) =>
        Array.from({ length: ring.length / 2 }, (_, i) =>
          L.latLng(latitude(ring[2 * i + 1]), (ring[2 * i] / WORLD + turn) * 360 - 180)),
      ),
    );
  }

  /** The outline of a country, for the one that is looked at; null without borders. */
  function outline(code) {
    const found = drawn?.countries.find(({ country }) => country.code === code);
    return found && layers.borders ? latLngs(found) : null;
  }

  /** The outline that came with a place which is no country, or null. */
  const outlineOf = (place) => (drawn?.outlines.has(place.id) ? latLngs(drawn.outlines.get(place.id)) : null);

  /** Whether a point lies in a country, by the country's name. */
  function covers(name, { lat, lng }) {
    const found = drawn?.countries.find(({ country }) => country.name === name);
    if (!found) return false;
    covers.ink ??= document.createElement("canvas").getContext("2d");
    return covers.ink.isPointInPath(found.path, ((lng + 180) / 360) * WORLD, across(lat), "evenodd");
  }

  /** Where a point lies, in px of zoom 0. */
  const world = ([lat, lon]) => ({ x: ((lon + 180) / 360) * WORLD, y: across(lat) });

  geoview.basemap = { canvas, world, land, draw, restyle, outline, outlineOf, covers, layers };
})();
