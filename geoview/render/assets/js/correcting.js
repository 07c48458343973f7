// Correcting a mention: the form beside the map, and its candidates as letters on the map.
(() => {
  const { el, byId, model, context, anchor, fold, pins, plural, announce, calm, corrections } = geoview;

  const OPTIONS = 8; // candidates that are listed
  const FOUND = 5; // places of this map that a search lists
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const state = { map: null, hooks: null, form: null, marks: null, opener: null, onMap: null };

  /** `hooks`: before() as the form opens, after(mention) once it is corrected and still means a place. */
  function setUp(map, hooks) {
    Object.assign(state, { map, hooks, marks: L.layerGroup().addTo(map) });
    const unresolved = (event) => {
      const mark = event.target.closest?.(".mention.none");
      if (!mark || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      open(model.mentions[mark.dataset.mention], mark);
    };
    for (const event of ["click", "keydown"]) byId("side").addEventListener(event, unresolved);
  }

  /** A button that opens the form for a mention. */
  function button(mention, text = "Choose a place") {
    const made = el("button", { type: "button", class: "show correct-it", text, on: { click: () => open(mention, made) } });
    return made;
  }

  // The form ----------------------------------------------------------------------------------------------------

  function open(mention, opener = null) {
    close();
    const box = el("section", { class: "correct", role: "dialog", "aria-labelledby": "correct-title" });
    const form = el("form", { novalidate: true });
    Object.assign(state, { form, mention, opener, places: [] });
    box.append(
      el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: () => close(true) } }, "×"),
      el("h2", { id: "correct-title", tabindex: "-1", dir: "auto", text: `Correct “${mention.text}”` }),
      el("blockquote", { dir: "auto" }, mention.before, el("mark", { text: mention.text }), mention.after),
      form,
    );
    form.append(meant(mention), where(mention), el("p", { class: "problem", role: "alert" }), actions());
    form.addEventListener("submit", submit);
    form.addEventListener("change", drawMarks);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close(true);
    });
    state.hooks.before();
    byId("side").inert = true;
    byId("app").append(box);
    state.box = box;
    state.onMap = ({ latlng }) => setPoint(latlng.wrap());
    state.map.on("click", state.onMap);
    byId("map-wrap").classList.add("placing");
    state.view = [state.map.getCenter(), state.map.getZoom()];
    drawMarks();
    if (state.places.length) fit(state.places);
    state.scrolled = scrollY;
    if (!geoview.scroller()) box.scrollIntoView(); // where the page scrolls as one
    byId("correct-title").focus({ preventScroll: true });
  }

  function close(back = false) {
    if (!state.box) return;
    const { map, box, marks, opener, onMap } = state;
    state.box = null;
    map.off("click", onMap);
    marks.clearLayers();
    byId("map-wrap").classList.remove("placing");
    box.remove();
    byId("side").inert = false;
    scrollTo({ top: state.scrolled, behavior: "instant" });
    if (back && opener?.isConnected) opener.focus();
    else byId("panel").focus({ preventScroll: true });
    if (back) map.setView(...state.view, { animate: false });
  }

  /** Show places together, none closer than before. */
  function fit(places) {
    const { map } = state;
    const room = Math.min(90, map.getSize().x / 5);
    map.fitBounds(L.latLngBounds(places.map(anchor)), { padding: [room, 60], maxZoom: map.getZoom(), animate: !calm() });
  }

  const radio = (name, value, ...label) =>
    el("label", { class: "choice" }, el("input", { type: "radio", name, value }), el("span", {}, ...label.flatMap((part) => [part, " "])));

  /** What the words may mean: the candidates, another place of this map, a point of one's own, no place. */
  function meant(mention) {
    const box = el("div", { class: "options" });
    const listed = mention.candidates.slice(0, OPTIONS).map(({ place, percent }) => ({ place, percent }));
    if (mention.place && !listed.some(({ place }) => place === mention.place)) listed.unshift({ place: mention.place, percent: mention.percent });
    for (const { place, percent } of listed) addOption(box, place, percent);
    const find = el("input", { type: "search", id: "correct-find", autocomplete: "off", spellcheck: "false", placeholder: "Another place, or press its pin" });
    find.addEventListener("input", () => search(box, find.value));
    find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    return el(
      "fieldset", {}, el("legend", { text: "What is meant?" }), box,
      el("label", { class: "sr", for: "correct-find", text: "Find another place of this map" }), find,
      radio("what", "point", el("b", { text: "A point that I set" }), el("small", { text: "Click on the map, or type degrees." })),
      point(),
      mention.added ? null : radio("what", "none", el("b", { text: "Not a place" }), el("small", { text: "A person, a team, a company, another word." })),
    );
  }

  function addOption(box, place, percent) {
    const at = state.places.push(place) - 1;
    const now = place === state.mention.place;
    const sure = percent === null || percent === undefined ? "" : ` · ${percent < 1 ? "< 1" : percent} %`;
    const more = `${context(place) || geoview.typeOf(place)}${sure}${now ? " · now" : ""}`;
    const letter = el("i", { class: "letter", "aria-hidden": "true", text: LETTERS[at % 26] });
    box.append(radio("what", String(at), letter, el("b", { text: place.name, dir: "auto" }), el("small", { text: more })));
  }

  /** List places of this page by their names, behind the candidates. */
  function search(box, words) {
    const wanted = fold(words.trim());
    if (!wanted) return;
    const found = model.places.filter((place) => !state.places.includes(place) && fold(place.name).includes(wanted));
    found.slice(0, FOUND).forEach((place) => addOption(box, place, null));
    announce(`${plural(found.length, "more place")} found`);
    drawMarks();
  }

  /** The pin of a place was pressed: it is what is meant. */
  function pick(place) {
    if (!state.places.includes(place)) addOption(state.form.querySelector(".options"), place, null);
    choose(String(state.places.indexOf(place)));
    announce(`${pins.title(place)} is chosen`);
  }

  function point() {
    const field = (name, label, more) => {
      const input = el("input", { type: "text", name, id: `correct-${name}`, autocomplete: "off", ...more });
      input.addEventListener("input", () => choose("point"));
      return el("label", {}, label, input);
    };
    return el(
      "div", { class: "point" }, field("name", "Name", { maxlength: "200" }),
      field("latitude", "Latitude", { inputmode: "decimal" }), field("longitude", "Longitude", { inputmode: "decimal" }),
    );
  }

  function where(mention) {
    if (mention.added) return el("input", { type: "hidden", name: "scope", value: "mention" });
    const article = model.articles[mention.article].id;
    const count = (scope) => corrections.mentionsOf({ words: mention.text, scope, article }).length;
    const [here, everywhere] = [count("article"), count("everywhere")];
    const box = el(
      "fieldset", {}, el("legend", { text: "Where?" }),
      radio("scope", "mention", "Here only"),
      radio("scope", "article", "In this article", el("small", { text: plural(here, "mention") })),
      radio("scope", "everywhere", "Everywhere", el("small", { text: `${plural(everywhere, "mention")} here, and wherever the file is used` })),
    );
    box.querySelector(`[value=${here > 1 ? "article" : "mention"}]`).checked = true;
    return box;
  }

  const actions = () =>
    el(
      "div", { class: "actions" }, el("button", { type: "submit", class: "primary", text: "Correct" }),
      el("button", { type: "button", class: "more", text: "Cancel", on: { click: () => close(true) } }),
    );

  const chosen = () => new FormData(state.form).get("what");

  function choose(value) {
    state.form.querySelector(`[name=what][value="${value}"]`).checked = true;
    drawMarks();
  }

  function setPoint({ lat, lng }) {
    const { form, mention } = state;
    form.elements.latitude.value = lat.toFixed(5);
    form.elements.longitude.value = lng.toFixed(5);
    form.elements.name.value ||= mention.text;
    choose("point");
    announce(`Point set at ${lat.toFixed(3)}, ${lng.toFixed(3)}`);
  }

  /** The degrees of a field, with a decimal point or comma; null where it holds none, or they lie off the globe. */
  function degrees(name, limit) {
    const text = state.form.elements[name].value.trim().replace(",", ".").replace("−", "-");
    const value = /^[+-]?\d*\.?\d+$|^[+-]?\d+\.$/.test(text) ? Number(text) : NaN;
    return Math.abs(value) <= limit ? value : null;
  }

  /** Letters on the map for what is listed, and a mark for the point that is set. */
  function drawMarks() {
    const { map, marks, places } = state;
    marks.clearLayers();
    const now = chosen();
    const picked = places[now];
    if (picked && !map.getBounds().pad(-0.08).contains(anchor(picked))) fit([state.mention.place ?? picked, picked]);
    places.forEach((place, i) => mark(anchor(place), LETTERS[i % 26], String(i), String(i) === now, pins.title(place)));
    const [lat, lon] = [degrees("latitude", 90), degrees("longitude", 180)];
    if (lat !== null && lon !== null) mark([lat, model.shifted && lon < model.shifted ? lon + 360 : lon], "+", "point", now === "point", "The point that is set");
  }

  function mark(at, text, value, on, title) {
    const side = state.map.latLngToContainerPoint(at).x > state.map.getSize().x * 0.6 ? "left" : "right";
    const html = el("span", { class: on ? "on" : null }, text, on ? el("span", { class: "name", "data-side": side, text: title }) : null);
    const icon = L.divIcon({ className: "ghost letter-mark", html, iconSize: [26, 26] });
    const made = L.marker(at, { icon, keyboard: false, zIndexOffset: on ? 4000 : 3500 }).addTo(state.marks);
    made.getElement().setAttribute("aria-hidden", "true");
    made.getElement().title = title;
    made.on("click", () => choose(value));
  }

  function submit(event) {
    event.preventDefault();
    const problem = (words, name) => {
      state.form.querySelector(".problem").textContent = words;
      state.form.elements[name]?.focus?.();
    };
    const { form, mention, places } = state;
    const what = chosen();
    if (what === null) return problem("Choose what is meant.");
    let decided = { decision: "not a place" };
    if (what === "point") {
      const [latitude, longitude] = [degrees("latitude", 90), degrees("longitude", 180)];
      if (latitude === null) return problem("The latitude is to be a number of degrees, -90 to 90.", "latitude");
      if (longitude === null) return problem("The longitude is to be a number of degrees, -180 to 180.", "longitude");
      decided = { decision: "point", name: form.elements.name.value.trim() || mention.text, latitude, longitude };
    } else if (what !== "none") {
      const place = places[what];
      decided = place.id.startsWith("point:")
        ? { decision: "point", name: place.name, latitude: place.lat, longitude: place.lon }
        : { decision: "place", place: place.id, name: place.name, latitude: place.lat, longitude: place.lon };
    }
    const correction = corrections.about(mention, new FormData(form).get("scope"), decided);
    close();
    corrections.add(correction);
    announce(`${geoview.decided.told(correction)}. Not saved yet.`);
    if (mention.place) state.hooks.after(mention);
    return undefined;
  }

  geoview.correcting = { setUp, button, open, close, pick, isOpen: () => Boolean(state.box) };
})();
