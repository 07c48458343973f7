// Where everything meets: the map, the panel, and what happens between them.
(() => {
  const { el, byId, announce, plural, calm, narrow, KINDS, model, read, filters, visible, anchor } = geoview;
  const { basemap, view, pins, labels, popup, text, lists, download, controls, corrections, correcting, decided, marking } = geoview;

  const state = { tab: "text", place: null, hot: null, tabs: [] };
  let map;

  /** Make the map at once, for what a folium user adds to it; everything else follows when the data are read. */
  geoview.start = () => {
    map = L.map("map_geoview", {
      attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: 12, zoomSnap: 0.25, zoomDelta: 1,
      wheelPxPerZoomLevel: 90, maxBoundsViscosity: 1, zoomAnimation: !calm(), fadeAnimation: !calm(), markerZoomAnimation: !calm(),
    });
    for (const [pane, z] of [["base", 200], ["areas", 350], ["names", 420], ["leaders", 590]]) {
      map.createPane(pane).style.zIndex = z;
      if (pane !== "base") map.getPane(pane).style.pointerEvents = "none";
    }
    // Leaflet slides the map to make room for a popup, and has no option against it.
    if (calm()) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
    map.setView([25, 15], 2, { animate: false });
    read().then(begin, (error) => notice(`The page cannot be read by this browser: a newer one is needed. (${error.message})`));
    return map;
  };

  function begin() {
    model.shifted = view.shift(model.shown);
    theme(stored() ?? model.theme);
    facts();
    controls.tools({ theme: switchTheme });
    download.setUp(map, { corrections: decided.showList });
    controls.legend(refresh);
    controls.credits();
    controls.about();
    tabs();
    text.setUp(byId("side"), { select: selectMention, hover: point, article: showArticle });
    popup.setUp(map, { showMention, closed });
    pins.setUp(map, (place) => select(place, { focus: keyed() }));
    labels.setUp(map);
    corrections.setUp(changed);
    correcting.setUp(map, { before: () => popup.close(), after: (mention) => select(mention.place, { mention }) });
    decided.setUp();
    marking.setUp();
    home(false);
    const east = model.shifted ? model.shifted + 380 : 200;
    map.setMaxBounds([[-85.5, east - 400], [85.5, east]]);
    const elsewhere = () => model.shown.filter(visible).filter((place) => !map.getBounds().contains(anchor(place))).length;
    controls.onMap(map, { home: () => home(), all: showAll, elsewhere });
    pins.layout();
    labels.tidy();
    text.show(0);
    listen();
    document.documentElement.dataset.ready = "pins";
    performance.mark("geoview-pins");
    basemap.layers.borders = model.borders;
    follow();
    setTimeout(() => drawn(basemap.draw(map)));
  }

  function drawn(done) {
    if (!done) notice("This browser is too old to draw the map behind the pins (it has no DecompressionStream).");
    labels.soon();
    if (state.place) select(state.place, { still: true });
    document.documentElement.dataset.ready = "map";
  }

  function notice(words) {
    byId("map-notice").textContent = words;
    byId("map-notice").hidden = false;
  }

  function facts() {
    const mentions = model.mentions.filter((one) => one.place).length;
    const [only] = model.articles.length === 1 ? model.articles : [null];
    const source = only?.source && only.source !== model.title ? only.source : null;
    const found = model.shown.length ? `${plural(model.shown.length, "place")}, ${plural(mentions, "mention")}` : "No places found";
    const about = only?.about ? `About ${only.about}` : null;
    byId("facts").replaceChildren([about, source, only?.published, only ? null : plural(model.articles.length, "article"), found].filter(Boolean).join(" · "));
  }

  // Selecting ---------------------------------------------------------------------------------------------------

  /** Whether the last thing that the reader did was with a key. */
  const keyed = () => keyed.last;

  /** Look at a place: its pin, its popup, its mentions in the text. */
  function select(place, { mention = null, focus = false, still = false } = {}) {
    if (filters.hidden.has(place.kind) || !visible(place)) clearFilters();
    leave();
    state.place = place;
    const go = () => {
      if (state.place !== place) return;
      pins.select(place);
      text.mark(place, "selected", true);
      if (state.tab === "text") text.reveal(place, mention);
      popup.open(place, { focus, mention });
      labels.soon();
      remember();
      announce(`${pins.title(place)}, ${plural(place.mentions.length, "mention")}`);
    };
    if (still || inSight(place)) {
      go();
      return;
    }
    const zoom = Math.max(map.getZoom(), KINDS[place.kind].zoom);
    map.once("moveend", () => setTimeout(go));
    if (calm()) map.setView(anchor(place), zoom, { animate: false });
    else map.flyTo(anchor(place), zoom, { duration: 0.7 });
  }

  /** Whether the pin stands by itself, well inside the map. */
  function inSight(place) {
    const at = map.latLngToContainerPoint(anchor(place));
    const size = map.getSize();
    const inside = at.x > 40 && at.y > 40 && at.x < size.x - 40 && at.y < size.y - 30;
    return inside && pins.pinOf(place) !== null;
  }

  function selectMention(mention, focus) {
    select(mention.place, { mention, focus });
  }

  function showMention(mention) {
    if (text.state.article !== mention.article) text.show(mention.article);
    setTab("text");
    text.mark(mention.place, "selected", true);
    text.reveal(mention.place, mention, { focus: true });
    remember();
  }

  /** Forget the place looked at, with what marks it. */
  function leave() {
    if (!state.place) return;
    text.mark(state.place, "selected", false);
    pins.select(null);
    state.place = null;
    popup.close(true);
  }

  function closed(place) {
    const focused = byId("map-wrap").contains(document.activeElement) || document.activeElement === document.body;
    leave();
    remember();
    if (focused && keyed()) pins.pinOf(place)?.getElement().focus({ preventScroll: true });
  }

  /** Show what belongs to the mention or pin under the pointer or the focus. */
  function point(place) {
    if (state.hot === place) return;
    for (const [one, on] of [[state.hot, false], [place, true]]) {
      if (!one) continue;
      pins.mark(one, "hot", on);
      text.mark(one, "hot", on);
    }
    state.hot = place;
  }

  // Tabs and articles -------------------------------------------------------------------------------------------

  function tabs() {
    const names = ["text", "places", "unresolved"];
    if (model.articles.length > 1) names.unshift("articles");
    state.tabs = names.map((name) =>
      el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", data: { tab: name }, on: { click: () => setTab(name) } }),
    );
    byId("tabs").append(...state.tabs);
    byId("tabs").addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const at = state.tabs.findIndex((tab) => tab.dataset.tab === state.tab);
      const next = state.tabs.at((at + step) % state.tabs.length);
      setTab(next.dataset.tab);
      next.focus();
    });
    const panel = byId("panel");
    panel.setAttribute("role", "tabpanel");
    panel.tabIndex = 0;
    nameTabs();
    markTabs();
  }

  function nameTabs() {
    const names = {
      articles: `Articles (${model.articles.length})`,
      text: model.articles.some((article) => article.text === null) ? "Mentions" : "Text",
      places: `Places (${model.shown.length})`,
      unresolved: `Unresolved (${model.unresolved.length})`,
    };
    for (const tab of state.tabs) tab.textContent = names[tab.dataset.tab];
  }

  function markTabs() {
    for (const tab of state.tabs) {
      const on = tab.dataset.tab === state.tab;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    byId("panel").setAttribute("aria-labelledby", `tab-${state.tab}`);
  }

  function setTab(name) {
    if (name === state.tab) return;
    state.tab = name;
    markTabs();
    fill();
    remember();
  }

  /** Draw the panel of the tab that is open. */
  function fill() {
    const hooks = { select: (place, focus) => select(place, { focus }), clear: clearFilters, article: showArticle };
    if (state.tab === "text") {
      text.show(text.state.article);
      if (state.place) text.mark(state.place, "selected", true);
    } else byId("panel").replaceChildren(...lists[state.tab](hooks));
  }

  function showArticle(index) {
    text.state.article = index;
    if (state.tab === "text") fill();
    else setTab("text");
    remember();
  }

  // Filters -----------------------------------------------------------------------------------------------------

  /** Draw again what the filters let through. */
  function refresh() {
    if (state.place && !visible(state.place)) popup.close();
    byId("panel").dataset.hidden = [...filters.hidden].join(" ");
    controls.refreshLegend();
    pins.layout();
    labels.soon();
    basemap.restyle();
    if (state.tab === "places") fill();
  }

  /** Draw everything again: what the mentions mean has changed. */
  function changed() {
    const place = state.place?.mentions.length ? state.place : null;
    if (!place) popup.close();
    facts();
    nameTabs();
    controls.legend(refresh);
    controls.about();
    text.headline();
    pins.reset();
    fill();
    refresh();
    if (place) select(place, { still: true });
  }

  function search() {
    filters.query = byId("search").value.trim();
    refresh();
    if (filters.query) setTab("places");
    remember();
    if (filters.query) announce(`${plural(model.shown.filter(visible).length, "place")} found`);
  }

  function clearFilters() {
    filters.hidden.clear();
    filters.query = byId("search").value = "";
    refresh();
  }

  // Views, theme, links -----------------------------------------------------------------------------------------

  function home(animate = !calm()) {
    view.fit(map, model.shown.length ? view.focus(model.shown) : [], { animate });
  }

  const showAll = () => view.fit(map, model.shown.filter(visible));

  const dark = () => matchMedia("(prefers-color-scheme: dark)");

  function theme(name) {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    basemap.restyle();
  }

  function switchTheme() {
    const now = document.documentElement.dataset.theme ?? (dark().matches ? "dark" : "light");
    theme(now === "dark" ? "light" : "dark");
    try {
      localStorage.setItem("geoview-theme", document.documentElement.dataset.theme);
    } catch {
      // The choice then holds as long as the page is open.
    }
  }

  function stored() {
    try {
      const name = localStorage.getItem("geoview-theme");
      return ["light", "dark"].includes(name) ? name : null;
    } catch {
      return null;
    }
  }

  /** Write what is looked at into the address, so that it can be sent on. */
  function remember() {
    const parts = new URLSearchParams();
    if (state.place) parts.set("p", state.place.id);
    if (state.tab !== "text") parts.set("t", state.tab);
    if (model.articles.length > 1 && text.state.article) parts.set("a", model.articles[text.state.article].id);
    if (filters.query) parts.set("q", filters.query);
    try {
      history.replaceState(null, "", parts.size ? `#${parts}` : location.pathname + location.search);
    } catch {
      // Some viewers forbid it; the page works without.
    }
  }

  /** Show what the address asks for. */
  function follow() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const article = model.articles.findIndex(({ id }) => id === parts.get("a"));
    if (article > 0) showArticle(article);
    if (parts.get("q")) {
      byId("search").value = parts.get("q");
      search();
    }
    if (state.tabs.some((tab) => tab.dataset.tab === parts.get("t"))) setTab(parts.get("t"));
    const wanted = geoview.link({ id: parts.get("p") });
    const place = model.shown.find((one) => geoview.link(one) === wanted);
    if (place && place !== state.place) select(place);
  }

  /** On paper the map has another shape: show the first view in it, in light colours, and go back afterwards. */
  function paper({ matches }) {
    if (matches === Boolean(state.screen)) return;
    if (matches) {
      state.screen = { center: map.getCenter(), zoom: map.getZoom() };
      popup.close();
    }
    map.invalidateSize({ animate: false });
    if (matches) home(false);
    else map.setView(state.screen.center, state.screen.zoom, { animate: false });
    if (!matches) state.screen = null;
    basemap.restyle();
    labels.tidy();
  }

  function listen() {
    byId("search").addEventListener("input", search);
    byId("search").addEventListener("keydown", (event) => {
      const [first] = geoview.found();
      if (event.key === "Enter" && filters.query && first) select(first, { focus: true });
    });
    const wrap = byId("map-wrap");
    const placeAt = (event) => model.places[event.target.closest?.(".pin")?.dataset.place] ?? null;
    for (const on of ["mouseover", "focusin"]) wrap.addEventListener(on, (event) => point(placeAt(event)));
    wrap.addEventListener("mouseleave", () => point(null));
    for (const [event, key] of [["keydown", true], ["pointerdown", false]]) {
      addEventListener(event, () => (keyed.last = key), true);
    }
    addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
    addEventListener("hashchange", follow);
    dark().addEventListener("change", basemap.restyle);
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map_geoview"));
    matchMedia("print").addEventListener("change", paper);
    addEventListener("beforeprint", () => paper({ matches: true }));
    addEventListener("afterprint", () => paper({ matches: false }));
  }
})();
