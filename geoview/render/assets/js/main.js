// Where everything meets: the map, the panel, and what happens between them.
(() => {
  const { byId, announce, plural, calm, model, read, filters, counts, visible, anchor } = geoview;
  const { basemap, areas, view, pins, dots, tiles, inset, labels, popup, text, lists, download, controls } = geoview;
  const { reading, walk, together, header, timeline, facets, tabs, keys, looks, permalink, filtering, words } = geoview;
  const { corrections, correcting, decided, marking, looking } = geoview;
  const { keyed, select, showMention, leave, point } = looking;

  const LOST = "The place that this link leads to is not on this page. It may come from a correction that was not saved.";
  const state = { elsewhere: null, frame: 0, typed: null, brief: false };
  let map;

  /** Make the map at once, for what a folium user adds to it; everything else follows when the data are read. */
  geoview.start = () => {
    map = L.map("map_geoview", {
      attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: 12, zoomSnap: 0.25, zoomDelta: 1,
      wheelPxPerZoomLevel: 90, maxBoundsViscosity: 1, zoomAnimation: !calm(), fadeAnimation: !calm(), markerZoomAnimation: !calm(),
    });
    for (const [pane, z] of [["base", 200], ["tiles", 250], ["heat", 340], ["areas", 350], ["dots", 380], ["names", 420], ["leaders", 590]]) {
      map.createPane(pane).style.zIndex = z;
      if (pane !== "base") map.getPane(pane).style.pointerEvents = "none";
    }
    // Leaflet slides the map to make room for a popup, and has no option against it.
    if (calm()) map.panBy = (offset) => L.Map.prototype.panBy.call(map, offset, { animate: false });
    map.setView([25, 15], 2, { animate: false });
    read().then(begin, unread);
    return map;
  };

  /** Without the data there is the plain list of the places, and no map. */
  function unread(error) {
    document.documentElement.classList.remove("js");
    notice(`This browser cannot read the map's data: a newer one is needed. The places are listed beside it. (${error.message})`);
  }

  function begin() {
    document.documentElement.classList.toggle("many", model.many);
    filtering.apply();
    model.shifted = view.shift(model.shown);
    looks.setUp(model.theme);
    header.setUp({ select: (place, focus) => select(place, { focus }), unsure: onlyUnsure });
    controls.tools({ theme: looks.turn });
    download.setUp(map, { corrections: decided.showList });
    controls.legend(filtered);
    controls.credits();
    controls.about();
    tabs.setUp({ fill, chosen });
    text.setUp(byId("side"), {
      select: (mention, focus) => select(mention.place, { mention, focus }), place: (place, focus) => select(place, { focus }),
      hover: point, next: neighbour, overview, only, order: () => lists.order().map(({ index }) => index),
    });
    popup.setUp(map, { showMention, closed: looking.closed });
    walk.setUp({ showMention });
    looking.setUp(map, { refresh, settle });
    together.setUp(map, { select: (place, focus) => select(place, { focus }), remember: permalink.remember });
    const pressed = (place, focus) => (correcting.isOpen() ? correcting.pick(place) : select(place, { focus }));
    pins.setUp(map, (place) => pressed(place, keyed()));
    dots.setUp(map, (place) => pressed(place, false));
    map.on("moveend", reading.again);
    labels.setUp(map);
    areas.setUp(map);
    tiles.setUp(map);
    timeline.setUp(timed);
    facets.setUp(filtered);
    reading.setUp();
    keys.setUp({ article: neighbour });
    byId("time").hidden = !timeline.state.bins.length;
    map.invalidateSize({ animate: false });
    corrections.setUp(changed);
    correcting.setUp(map, { before: () => popup.close(), after: corrected });
    decided.setUp();
    marking.setUp();
    home(false);
    const east = model.shifted ? model.shifted + 380 : 200;
    map.setMaxBounds([[-85.5, east - 400], [85.5, east]]);
    state.elsewhere = controls.onMap(map, { home: () => home(), all: showAll, elsewhere: pins.elsewhere });
    inset.setUp(map);
    refresh({ list: false });
    labels.tidy();
    listen();
    document.documentElement.dataset.ready = "pins";
    performance.mark("geoview-pins");
    basemap.layers.borders = model.borders;
    permalink.setUp(now, restore);
    permalink.quietly(() => restore(permalink.wanted(), true));
    setTimeout(() => drawn(basemap.draw(map)));
  }

  function drawn(done) {
    if (!done) notice("This browser is too old to draw the map behind the pins (it has no DecompressionStream).");
    labels.soon();
    if (looking.state.place) select(looking.state.place, { still: true, same: true, together: together.state.drawn === looking.state.place });
    document.documentElement.dataset.ready = "map";
    performance.mark("geoview-map");
    filtering.warm();
  }

  function notice(words) {
    byId("map-notice").textContent = words;
    byId("map-notice").hidden = false;
  }

  /** Say something until the reader goes on. */
  function brief(words) {
    notice(words);
    state.brief = true;
    map.once("click movestart", unsay);
  }

  function unsay() {
    if (state.brief) byId("map-notice").hidden = true;
    state.brief = false;
  }

  function onlyUnsure() {
    filters.unsure = true;
    refresh();
    tabs.open("places");
    permalink.remember();
  }

  // Tabs and articles ---------------------------------------------------------------------------------------------

  /** The reader asks for a tab: the one of the articles is the overview of all. */
  function chosen(name) {
    if (name === tabs.state.now) return;
    if (name === "articles") overview();
    else if (name === "text" && text.state.article === null) open(first());
    else {
      tabs.open(name);
      permalink.remember();
    }
  }

  const first = () => (lists.order()[0] ?? model.articles[0]).index;

  /** Draw the panel of the tab that is open. */
  function fill() {
    const hooks = { select: (place, focus) => select(place, { focus }), clear: clearFilters, article: open, sort, show: showMention };
    if (tabs.state.now === "text") {
      text.show(text.state.article);
      if (looking.state.place) text.mark(looking.state.place, "selected", true);
      return;
    }
    reading.unwatch();
    byId("panel").replaceChildren(...lists[tabs.state.now](hooks));
    geoview.toTop();
  }

  /** Open an article: its text, and the map with its places alone. */
  function open(index, focus = false) {
    leave();
    text.state.article = index;
    filters.article = index;
    refresh({ list: false });
    tabs.open("text", { anew: true });
    home();
    text.state.found?.scrollIntoView({ block: "center" });
    permalink.remember();
    if (focus) byId("panel").focus({ preventScroll: true });
    announce(`${model.articles[index].title ?? model.articles[index].id}, ${plural(counts.places, "place")}`);
  }

  /** The next article of the list, or the one before. */
  function neighbour(by) {
    const listed = lists.order();
    const at = listed.findIndex(({ index }) => index === text.state.article);
    const next = listed[at < 0 ? 0 : at + by];
    if (!next) return;
    const alone = filters.article !== null || text.state.article === null;
    if (alone) open(next.index);
    else {
      text.state.article = next.index;
      tabs.open("text", { anew: true });
      permalink.remember();
    }
  }

  /** All articles again, at the one that was read. */
  function overview() {
    const read = text.state.article;
    text.state.article = filters.article = null;
    refresh({ list: false });
    tabs.open("articles");
    home();
    permalink.remember();
    const row = byId("panel").querySelector(`[data-article="${read}"] button`);
    if (keyed()) row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
  }

  /** Whether the map shows the article that is read alone. */
  function only(on) {
    filters.article = on ? text.state.article : null;
    filtered();
    home();
  }

  function sort(name) {
    lists.state.sort = name;
    fill();
    byId("panel").querySelector("select")?.focus();
    permalink.remember({ same: true });
  }

  // Filters -------------------------------------------------------------------------------------------------------

  /** Draw again what the filters let through; the map in the next frame where more is to come at once (`soon`). */
  function refresh({ list = true, soon = false } = {}) {
    unsay();
    filtering.apply();
    if (byId("search").value.trim() !== filters.query) byId("search").value = filters.query;
    if (looking.state.place && !visible(looking.state.place)) popup.close();
    byId("panel").dataset.hidden = [...filters.hidden].join(" ");
    controls.refreshLegend();
    tabs.draw();
    facets.draw();
    timeline.draw();
    cancelAnimationFrame(state.frame);
    state.frame = soon ? requestAnimationFrame(drawMap) : drawMap();
    if (tabs.state.now === "text") words.mark(byId("panel").querySelector(".sheet"));
    else if (list) fill();
    if (looking.state.place && looking.state.place.mentions.length !== looking.state.told) select(looking.state.place, { still: true, same: true });
  }

  function drawMap() {
    state.frame = 0;
    pins.layout();
    inset.place();
    reading.again();
    state.elsewhere();
    labels.soon();
    basemap.restyle();
    return 0;
  }

  /** Draw now what waits for the next frame. */
  function settle() {
    if (!state.frame) return;
    cancelAnimationFrame(state.frame);
    drawMap();
  }

  /** The reader has changed a filter. */
  function filtered() {
    refresh();
    bring();
    permalink.remember();
  }

  /** Show on the map what is left, where nothing of it is in view. */
  function bring() {
    if (!counts.places || looking.state.place) return;
    const bounds = map.getBounds();
    if (!model.shown.some((place) => visible(place) && bounds.contains(anchor(place)))) home();
  }

  function timed(playing) {
    refresh({ soon: true });
    if (!playing) permalink.remember({ same: true });
  }

  /** Draw everything again: what the mentions mean has changed. */
  function changed() {
    if (!looking.state.place?.all.length) popup.close();
    filtering.apply();
    header.draw();
    facets.fill();
    controls.legend(filtered);
    controls.about();
    text.headline();
    pins.reset();
    if (tabs.state.now === "text") text.again();
    else text.steadily(fill);
    refresh({ list: false });
    if (looking.state.place) select(looking.state.place, { still: true, same: true });
  }

  /** A mention means another place now: that is looked at, unless the filters, which stay, hide it. */
  function corrected(mention) {
    if (visible(mention.place)) select(mention.place, { mention });
    else brief("Corrected. The filters hide the place that is meant now.");
  }

  function search() {
    filters.query = byId("search").value.trim();
    refresh({ soon: true });
    if (filters.query && tabs.state.now === "text") tabs.open("places");
    permalink.remember({ same: true });
    clearTimeout(state.typed);
    state.typed = setTimeout(bring, 400);
    if (!filters.query) return;
    announce(`${model.many ? `${plural(counts.articles, "article")}, ` : ""}${plural(counts.places, "place")} found`);
  }

  function clearFilters() {
    filtering.clear();
    timeline.follow();
    filtered();
  }

  // Views and links -----------------------------------------------------------------------------------------------

  function home(animate = !calm()) {
    const places = model.shown.filter(visible);
    view.fit(map, places.length ? view.focus(places) : [], { animate });
  }

  const showAll = () => view.fit(map, model.shown.filter(visible));

  /** What an address is to lead to, beside the filters. */
  const now = () => ({
    place: looking.state.place, tab: tabs.state.now, article: model.many ? text.state.article : null,
    together: together.state.drawn !== null, sort: lists.state.sort,
  });

  /** Show what an address asks for. */
  function restore(wanted, opening = false) {
    leave();
    correcting.close();
    const before = filters.article;
    filtering.clear();
    Object.assign(filters, wanted.filters);
    for (const kind of wanted.hidden) filters.hidden.add(kind);
    facets.check();
    lists.state.sort = wanted.sort;
    timeline.follow();
    text.state.article = model.many ? wanted.article : 0;
    refresh({ list: false });
    let tab = tabs.has(wanted.tab) ? wanted.tab : model.many ? "articles" : "text";
    if (tab === "text" && text.state.article === null) tab = "articles";
    tabs.open(tab, { anew: true });
    if (before !== filters.article || (opening && filtering.active())) home(false);
    if (wanted.place) select(wanted.place, { together: wanted.together });
    if (wanted.lost) brief(LOST);
  }

  function listen() {
    byId("search").addEventListener("input", search);
    byId("search").addEventListener("keydown", (event) => {
      const [best] = geoview.found();
      if (event.key === "Enter" && filters.query && best) select(best, { focus: true });
    });
    const wrap = byId("map-wrap");
    const placeAt = (event) => model.places[event.target.closest?.(".pin")?.dataset.place] ?? null;
    for (const on of ["mouseover", "focusin"]) wrap.addEventListener(on, (event) => point(placeAt(event)));
    wrap.addEventListener("mouseleave", () => point(null));
    for (const on of ["mouseover", "focusin"]) {
      byId("panel").addEventListener(on, (event) => {
        const row = event.target.closest("[data-article]");
        if (row) reading.light(model.articles[row.dataset.article].places);
      });
    }
    byId("panel").addEventListener("mouseleave", () => tabs.state.now === "articles" && reading.light([]));
    addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map_geoview"));
    looks.paper(map, home);
  }
})();
