// What is named together: the places in the same articles as the one that is open (of one article, in the same
// paragraphs), the most often first; on demand with lines to them.
(() => {
  const { el, model, visible, compare, anchor, plural, context } = geoview;

  const MOST = 12; // places in the list, and lines
  const state = { map: null, lines: null, hooks: null, drawn: null, open: null };

  /** `hooks`: select(place, focus), remember(). */
  function setUp(map, hooks) {
    const renderer = L.svg({ pane: "areas", padding: 0.5 });
    Object.assign(state, { map, hooks, renderer, lines: L.layerGroup().addTo(map) });
  }

  /** Where a mention stands: its article, or its paragraph where there is one article. */
  function unit(one) {
    if (model.many) return one.article;
    const { text } = model.articles[one.article];
    one.paragraph ??= (text ?? "").slice(0, one.start).split("\n").length;
    return one.paragraph;
  }

  /** Places named in the same units, each with their number: the most often first. */
  function partners(place) {
    const mine = new Set(place.mentions.map(unit));
    const pairs = [];
    for (const other of model.shown) {
      if (other === place || !visible(other)) continue;
      const shared = new Set(other.mentions.map(unit).filter((one) => mine.has(one))).size;
      if (shared) pairs.push({ place: other, shared });
    }
    pairs.sort((a, b) => b.shared - a.shared || a.place.mentions.length - b.place.mentions.length || compare(a.place.name, b.place.name));
    return pairs;
  }

  /** A part of the popup that is filled when it is asked for. */
  function section(place) {
    const list = el("div", { hidden: true });
    const toggle = el("button", { type: "button", class: "disclose", "aria-expanded": "false", text: "Named together with" });
    const show = (on) => {
      const pairs = on ? partners(place) : [];
      if (on) list.replaceChildren(...listed(pairs, model.many ? "article" : "paragraph"));
      list.hidden = !on;
      toggle.setAttribute("aria-expanded", String(on));
      clear();
      if (on) draw(place, pairs.slice(0, MOST));
    };
    toggle.addEventListener("click", () => {
      show(list.hidden);
      state.hooks.remember();
    });
    state.open = () => show(true);
    return el("div", { class: "together" }, toggle, list);
  }

  function listed(pairs, where) {
    if (!pairs.length) return [el("p", { text: `No other place${geoview.filtering.active() ? " that the filters let through" : ""} is named in the same ${where}.` })];
    const row = ({ place, shared }) =>
      el(
        "li",
        {},
        el("button", { type: "button", title: context(place), on: { click: (event) => state.hooks.select(place, event.detail === 0) } }, el("span", { text: place.name, dir: "auto" })),
        ` ${plural(shared, where)}`,
      );
    const rest = pairs.length - MOST;
    return [el("ul", {}, ...pairs.slice(0, MOST).map(row)), rest > 0 ? el("p", { text: `and ${plural(rest, "more place")}` }) : ""];
  }

  function draw(place, pairs) {
    clear();
    state.drawn = place;
    const most = pairs[0]?.shared ?? 1;
    for (const { place: other, shared } of pairs) {
      const weight = 1.5 + 3.5 * (shared / most);
      const style = { renderer: state.renderer, interactive: false, weight, className: "together-line" };
      L.polyline([anchor(place), anchor(other)], style).addTo(state.lines);
    }
  }

  function clear() {
    state.lines?.clearLayers();
    state.drawn = null;
  }

  /** Open the list in the popup that is open. */
  const open = () => state.open?.();

  geoview.together = { setUp, section, partners, clear, open, state };
})();
