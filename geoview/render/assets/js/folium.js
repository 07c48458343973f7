// The layer of places on a stock folium map (geoview/render/folium.py): circles whose pop-ups show the snippets. Text
// is appended as text; Leaflet gets elements, never strings.
function geoviewPlaces(id) {
  const data = JSON.parse(document.getElementById(id).textContent);
  const COLOURS = { country: "#6a4a9c", region: "#00704f", city: "#b54200", site: "#2f4858", water: "#0069a8" };
  const SHOWN = 10; // snippets of a place

  function el(tag, style, ...children) {
    const made = document.createElement(tag);
    made.style.cssText = style;
    made.append(...children);
    return made;
  }

  const quote = ([before, words, after, title]) =>
    el(
      "blockquote", "margin:0 0 8px;padding-left:8px;border-left:3px solid #bbb",
      ...(title ? [el("div", "color:#555;font-size:12px", title)] : []), before, el("b", "", words), after,
    );

  function card(place) {
    const where = [place.admin2, place.admin1, place.country].filter((part) => part && part !== place.name).join(", ");
    const rest = place.snippets.length - SHOWN;
    return el(
      "div", "max-height:300px;overflow:auto;font:14px/1.45 sans-serif",
      el("div", "font:bold 17px serif", place.name), el("div", "margin-bottom:6px;color:#555", `${where ? `${where} · ` : ""}${place.confidence} % sure`),
      ...(place.note ? [el("p", "margin:0 0 6px", place.note)] : []),
      ...place.snippets.slice(0, SHOWN).map(quote), ...(rest > 0 ? [el("div", "", `And ${rest} more.`)] : []),
    );
  }

  const layer = Object.assign(L.featureGroup(), { getAttribution: () => data.credit });
  for (const place of data.places) {
    const unsure = place.confidence < 60;
    const circle = L.circleMarker([place.lat, place.lon], {
      radius: 6 + 2.5 * Math.log2(place.snippets.length), weight: 2, color: unsure ? COLOURS[place.kind] : "#fff",
      fillColor: COLOURS[place.kind], fillOpacity: unsure ? 0.25 : 0.85, dashArray: unsure ? "3 3" : null,
    });
    circle.bindTooltip(() => el("span", "", `${place.name} (${place.snippets.length})`));
    circle.bindPopup(() => card(place), { maxWidth: 340, minWidth: 220 });
    circle.addTo(layer);
  }
  return layer;
}
