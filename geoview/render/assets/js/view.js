// What the map shows at first: where most of the mentions are, not the box around every place on Earth.
(() => {
  const { KINDS, model, anchor, calm, narrow } = geoview;

  /** A doubling of the view must bring in this share of the mentions to be worth it. */
  const WORTH = 0.11;
  /** The closest zoom that shows several places at first. */
  const CLOSEST = 10;
  /** Degrees: no view is tighter, and a place alone is seen with its surroundings. */
  const LEAST = 1.2;
  const MANY = 5000; // places
  const [SOUTH, NORTH] = [-58, 74];

  /** How much a place counts for the view: an area is not a point, and its label may be far from what is meant. */
  const weight = (place) => place.mentions.length * (place.area ? 0.4 : 1) * (place.confidence < 30 ? 0.5 : 1);

  /** Where longitudes are best cut: places west of the answer are drawn 360 degrees east. 0 for the usual cut. */
  function shift(places) {
    const lons = places.map((place) => place.lon).sort((a, b) => a - b);
    if (lons.length < 2 || lons.at(-1) - lons[0] <= 180) return 0;
    let widest = 0;
    let west = 0;
    lons.forEach((lon, i) => {
      if (i && lon - lons[i - 1] > widest) [widest, west] = [lon - lons[i - 1], lon];
    });
    return widest > 180 ? west : 0;
  }

  /** The places in focus: from the weighted median outwards, while each doubling of the distance pays. */
  function focus(all) {
    const step = Math.ceil(all.length / MANY); // of very many, every n-th says where they are
    const places = step > 1 ? all.filter((_, i) => i % step === 0) : all;
    const points = places.map((place) => ({ place, at: anchor(place), weight: weight(place) }));
    const total = points.reduce((sum, point) => sum + point.weight, 0);
    const middle = [median(points, 0, total), median(points, 1, total)];
    const squeeze = Math.cos((middle[0] * Math.PI) / 180);
    for (const point of points) {
      const [dy, dx] = [point.at[0] - middle[0], (point.at[1] - middle[1]) * squeeze];
      point.distance = Math.max(LEAST, Math.hypot(dx, dy));
    }
    points.sort((a, b) => a.distance - b.distance);
    let best = -Infinity;
    let taken = 0;
    let covered = 0;
    points.forEach((point, i) => {
      covered += point.weight;
      const score = covered / total - WORTH * Math.log2(point.distance / LEAST);
      if (score >= best && point.distance !== points[i + 1]?.distance) [best, taken] = [score, i + 1];
    });
    return withoutPoles(points.slice(0, taken)).map((point) => point.place);
  }

  /** On this map the poles are as large as all the rest: a few places there are left to those who look for them. */
  function withoutPoles(points) {
    const sum = (some) => some.reduce((total, point) => total + point.weight, 0);
    const rest = points.filter(({ at: [lat] }) => lat > SOUTH && lat < NORTH);
    return sum(rest) > 0.95 * sum(points) ? rest : points;
  }

  function median(points, axis, total) {
    const sorted = [...points].sort((a, b) => a.at[axis] - b.at[axis]);
    let sum = 0;
    return sorted.find((point) => (sum += point.weight) >= total / 2).at[axis];
  }

  /** Room on the map for controls, pins and labels. */
  const padding = () =>
    narrow()
      ? { paddingTopLeft: [56, 40], paddingBottomRight: [70, 34] }
      : { paddingTopLeft: [70, 60], paddingBottomRight: [130, 60] };

  function fit(map, places, options = {}) {
    if (!places.length) {
      map.setView([25, 15], narrow() ? 1 : 2, { animate: false });
      return;
    }
    const bounds = L.latLngBounds(places.map(anchor));
    const only = places.length === 1 ? places[0] : null;
    const country = only?.kind === "country" && model.countries.get(only.country);
    if (country && country.box[3] - country.box[1] < 60) {
      const [south, west, north, east] = country.box;
      bounds.extend([south, west]).extend([north, east]);
    }
    const maxZoom = only ? KINDS[only.kind].zoom : CLOSEST;
    const wide = bounds.getEast() - bounds.getWest() > 180; // the whole Earth needs the room itself
    const room = wide ? { padding: [30, 30] } : padding();
    map.fitBounds(bounds, { ...room, maxZoom, animate: !calm(), ...options });
  }

  geoview.view = { shift, focus, fit };
})();
