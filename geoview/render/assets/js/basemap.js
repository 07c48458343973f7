// The base map: land, borders, shading and names of countries, unpacked from the block that geoview.render.basemap
// describes, and drawn on one canvas under everything else.
(() => {
  const { colour, model, visible } = geoview;

  const layers = { borders: true, names: true, shading: true, areas: true };
  let map;
  let renderer;
  let drawn = null;

  /** Unpack and draw; false where there is nothing to draw. */
  function draw(onto) {
    map = onto;
    if (!model.lines) return false;
    const { arcs, countries, outlines } = unpack(model.lines, model.base);
    renderer = L.canvas({ pane: "base", padding: 0.5 });
    const uses = new Uint8Array(arcs.length);
    const own = new Uint8Array(arcs.length); // of a country that is mentioned
    const mentioned = new Set(model.shown.filter(({ kind }) => kind === "country").map(({ country }) => country));
    countries.forEach((rings, i) => {
      const named = mentioned.has(model.base.countries[i].code);
      for (const ring of rings) {
        for (const ref of ring) {
          uses[ref >> 1] += 1;
          if (named) own[ref >> 1] = 1;
        }
      }
    });
    drawn = {
      shapes: [],
      coast: line(arcs, (i) => uses[i] === 1),
      borders: line(arcs, (i) => uses[i] > 1 && !own[i]),
      mentioned: line(arcs, (i) => uses[i] > 1 && own[i]),
      outlines: new Map(model.base.outlines.map((id, i) => [id, rounds(outlines[i], arcs)])),
    };
    model.base.countries.forEach((country, i) => {
      const options = { renderer, interactive: false, stroke: false, fillOpacity: 1, smoothFactor: 0.7 };
      drawn.shapes.push({ country, shape: L.polygon(rounds(countries[i], arcs), options).addTo(map) });
    });
    for (const one of [drawn.borders, drawn.mentioned, drawn.coast]) one.addTo(map);
    restyle();
    return true;
  }

  const rounds = (rings, arcs) => copies(rings.map((ring) => join(ring, arcs)).filter((ring) => ring.length > 2));

  /** Read the packed form: arcs as [lat, lon] points, countries and outlines as rings of references. */
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
    const sizes = times(number(), number);
    const axis = (i) =>
      sizes.map((size) => {
        let sum = 0;
        return times(size, () => (sum += signed()) * scale[i] + translate[i]);
      });
    const [lons, lats] = [axis(0), axis(1)];
    const arcs = sizes.map((size, i) => times(size, (_, k) => [lats[i][k], lons[i][k]]));
    const areas = () => times(number(), () => times(number(), () => times(number(), number)));
    return { arcs, countries: areas(), outlines: areas() };
  }

  function join(ring, arcs) {
    const points = [];
    for (const ref of ring) {
      const arc = ref % 2 ? [...arcs[ref >> 1]].reverse() : arcs[ref >> 1];
      points.push(...(points.length ? arc.slice(1) : arc));
    }
    const whole = unwrapped(points);
    const [first, last] = [whole[0][1], whole.at(-1)[1]];
    if (Math.abs(last - first) > 180) whole.push([-90, last], [-90, first]); // Antarctica, around the pole
    return whole;
  }

  /** The same line without jumps at 180 degrees: it goes on beyond instead. */
  function unwrapped(points) {
    let turn = 0;
    return points.map(([lat, lon], i) => {
      if (i && Math.abs(lon - points[i - 1][1]) > 180) turn += lon > 0 ? -360 : 360;
      return [lat, lon + turn];
    });
  }

  /** Lines where they are and, of those that leave the map on one side or are needed there, once more on the other. */
  function copies(lines) {
    const shifted = (line, by) => line.map(([lat, lon]) => [lat, lon + by]);
    return lines.flatMap((line) => {
      let [west, east] = [Infinity, -Infinity];
      for (const [, lon] of line) [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      const turn = -360 * Math.round((west + east) / 720);
      const made = [turn ? shifted(line, turn) : line];
      if (east + turn > 180.01) made.push(shifted(line, turn - 360));
      if (model.shifted || west + turn < -180.01) made.push(shifted(line, turn + 360));
      return made;
    });
  }

  /** The arcs that `wanted` lets through, as one line. */
  function line(arcs, wanted) {
    const lines = arcs.filter((arc, i) => wanted(i)).map(unwrapped);
    return L.polyline(copies(lines), { renderer, interactive: false, smoothFactor: 0.7 });
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

  /** Colour everything again: after a change of theme, of filters or of layers. */
  function restyle() {
    if (!drawn) return;
    const land = colour("land");
    const steps = [colour("shade-1"), colour("shade-2"), colour("shade-3")];
    const counts = layers.shading && layers.borders ? mentionsByCountry() : new Map();
    const most = Math.max(1, ...counts.values());
    for (const { country, shape } of drawn.shapes) {
      const share = (counts.get(country.code) ?? 0) / most;
      const step = share === 0 ? land : steps[share > 0.5 ? 2 : share > 0.15 ? 1 : 0];
      shape.setStyle({ fillColor: step });
    }
    drawn.coast.setStyle({ color: colour("coast"), weight: 0.9, opacity: 1 });
    drawn.borders.setStyle({ color: layers.borders ? colour("border") : land, weight: 1, opacity: 1 });
    drawn.mentioned.setStyle({ color: layers.borders ? colour("frontier") : land, weight: 1.2, opacity: 1 });
    geoview.areas.restyle();
  }

  /** The outline of a country, for the one that is looked at; null without borders. */
  function outline(code) {
    const found = drawn?.shapes.find(({ country }) => country.code === code);
    return found && layers.borders ? found.shape.getLatLngs() : null;
  }

  /** The rings of a country, by its name; none before they are drawn. */
  const rings = (name) => drawn?.shapes.find(({ country }) => country.name === name)?.shape.getLatLngs() ?? [];

  /** The outline that came with a place which is no country, or null. */
  const outlineOf = (place) => drawn?.outlines.get(place.id) ?? null;

  /** What everything under the pins is drawn on; null before that. */
  const canvas = () => renderer ?? null;

  geoview.basemap = { rings, draw, restyle, outline, outlineOf, canvas, layers };
})();
