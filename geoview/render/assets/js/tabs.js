// The tabs of the panel: articles where there are several, the text, places, mentions not resolved.
(() => {
  const { el, byId, model, counts } = geoview;

  const NAMES = { articles: "Articles", text: "Text", places: "Places", unresolved: "Unresolved" };
  const state = { now: "text", all: [], hooks: null };

  /** `hooks`: fill() draws what belongs to the tab that is open; chosen(name) the reader has asked for one. */
  function setUp(hooks) {
    state.hooks = hooks;
    const names = Object.keys(NAMES).filter((name) => name !== "articles" || model.many);
    state.all = names.map((name) =>
      el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", data: { tab: name }, on: { click: () => hooks.chosen(name) } }),
    );
    byId("tabs").append(...state.all);
    byId("tabs").addEventListener("keydown", step);
    const panel = byId("panel");
    panel.setAttribute("role", "tabpanel");
    panel.tabIndex = 0;
    state.now = names[0];
  }

  function step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (!by && edge === undefined) return;
    event.preventDefault();
    const at = state.all.findIndex((tab) => tab.dataset.tab === state.now);
    const next = state.all.at(edge ?? (at + by) % state.all.length);
    state.hooks.chosen(next.dataset.tab);
    next.focus();
  }

  /** Say which is open, and how much each holds as the filters stand. */
  function draw() {
    const without = model.articles.some((article) => article.text === null);
    for (const tab of state.all) {
      const name = tab.dataset.tab;
      const on = name === state.now;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      tab.textContent = name === "text" ? (without ? "Mentions" : NAMES.text) : `${NAMES[name]} (${counts[name].toLocaleString("en")})`;
    }
    document.documentElement.dataset.tab = state.now;
    byId("panel").setAttribute("aria-labelledby", `tab-${state.now}`);
  }

  /** Open a tab, and draw it where it is not open already or is to be drawn `anew`. */
  function open(name, { anew = false } = {}) {
    if (name === state.now && !anew) return;
    state.now = name;
    draw();
    geoview.facets.draw();
    state.hooks.fill();
  }

  const has = (name) => state.all.some((tab) => tab.dataset.tab === name);

  geoview.tabs = { setUp, draw, open, has, state };
})();
