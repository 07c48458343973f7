// Where everything meets: the map, the panel, and what happens between them.
(() => {
  const { byId, announce, plural, calm, KINDS, model, read, filters, counts, visible, anchor } = geoview;
  const { basemap, areas, view, pins, dots, tiles, inset, labels, popup, text, lists, download, controls } = geoview;
  const { reading, walk, together, header, timeline, facets, tabs, keys, looks, permalink, filtering, words } = geoview;
  const { corrections, correcting, decided, marking } = geoview;

  const state = { place: null, told: 0, hot: null, elsewhere: null, frame: 0, typed: null };
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
    popup.setUp(map, { showMention, closed });
    walk.setUp({ showMention });
    together.setUp(map, { select: (place, focus) => select(place, { focus }), remember: permalink.remember });
    pins.setUp(map, (place) => select(place, { focus: keyed() }));
    dots.setUp(map, (place) => select(place));
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
    correcting.setUp(map, { before: () => popup.close(), after: (mention) => select(mention.place, { mention }) });
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
    if (state.place) select(state.place, { still: true, same: true, together: together.state.drawn === state.place });
    document.documentElement.dataset.ready = "map";
    performance.mark("geoview-map");
    filtering.warm();
  }

  function notice(words) {
    byId("map-notice").textContent = words;
    byId("map-notice").hidden = false;
  }

  function onlyUnsure() {
    filters.unsure = true;
    refresh();
    tabs.open("places");
    permalink.remember();
  }

  // Selecting -----------------------------------------------------------------------------------------------------

  /** Whether the last thing that the reader did was with a key. */
  const keyed = () => keyed.last;

  /** Look at a place: its pin, its popup, its mentions in the text. `same`: it was open already, and is told anew. */
  function select(place, { mention = null, focus = false, still = false, same = false, together: also = false } = {}) {
    if (!visible(place)) uncover(place);
    if (state.frame) {
      cancelAnimationFrame(state.frame);
      drawMap();
    }
    leave();
    state.place = place;
    const go = () => {
      if (state.place !== place) return;
      pins.select(place);
      text.mark(place, "selected", true);
      walk.start(place, mention);
      if (tabs.state.now === "text") text.reveal(place, mention);
      popup.open(place, { focus, mention });
      if (also) together.open();
      state.told = place.mentions.length;
      labels.soon();
      permalink.remember({ same });
      if (!same) announce(`${pins.title(place)}, ${plural(place.mentions.length, "mention")}`);
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

  /** Take off the filters that hide a place; the article that is read stays, where it names the place. */
  function uncover(place) {
    const { article } = filters;
    filtering.clear();
    if (article !== null && model.articles[article].places.has(place)) filters.article = article;
    timeline.follow();
    refresh();
  }

  /** Show a mention in its text. `walking`: the place stays open, and the focus where it is, unless it is in the text. */
  function showMention(mention, { walking = false } = {}) {
    if (!mention.place) leave();
    const other = text.state.article !== mention.article;
    const focus = !walking || byId("panel").contains(document.activeElement);
    text.state.article = mention.article;
    tabs.open("text", { anew: other });
    if (mention.place) text.mark(mention.place, "selected", true);
    text.reveal(mention.place, mention, { focus });
    permalink.remember({ same: walking });
  }

  /** Forget the place looked at, with what marks it. */
  function leave() {
    if (!state.place) return;
    text.mark(state.place, "selected", false);
    pins.select(null);
    walk.stop();
    together.clear();
    state.place = null;
    popup.close(true);
  }

  function closed(place) {
    const focused = byId("map-wrap").contains(document.activeElement) || document.activeElement === document.body;
    leave();
    permalink.remember();
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
    areas.point(place === state.place ? null : place);
    state.hot = place;
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
      if (state.place) text.mark(state.place, "selected", true);
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
    filtering.apply();
    if (byId("search").value.trim() !== filters.query) byId("search").value = filters.query;
    if (state.place && !visible(state.place)) popup.close();
    byId("panel").dataset.hidden = [...filters.hidden].join(" ");
    controls.refreshLegend();
    tabs.draw();
    facets.draw();
    timeline.draw();
    cancelAnimationFrame(state.frame);
    state.frame = soon ? requestAnimationFrame(drawMap) : drawMap();
    if (tabs.state.now === "text") words.mark(byId("panel").querySelector(".sheet"));
    else if (list) fill();
    if (state.place && state.place.mentions.length !== state.told) select(state.place, { still: true, same: true });
  }

  function drawMap() {
    state.frame = 0;
    pins.layout();
    reading.again();
    state.elsewhere();
    labels.soon();
    basemap.restyle();
    return 0;
  }

  /** The reader has changed a filter. */
  function filtered() {
    refresh();
    bring();
    permalink.remember();
  }

  /** Show on the map what is left, where nothing of it is in view. */
  function bring() {
    if (!counts.places || state.place) return;
    const bounds = map.getBounds();
    if (!model.shown.some((place) => visible(place) && bounds.contains(anchor(place)))) home();
  }

  function timed(playing) {
    refresh({ soon: true });
    if (!playing) permalink.remember({ same: true });
  }

  /** Draw everything again: what the mentions mean has changed. */
  function changed() {
    const place = state.place?.all.length ? state.place : null;
    if (!place) popup.close();
    filtering.apply();
    header.draw();
    facets.fill();
    controls.legend(filtered);
    controls.about();
    text.headline();
    pins.reset();
    fill();
    refresh({ list: false });
    if (place) select(place, { still: true });
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
    place: state.place, tab: tabs.state.now, article: model.many ? text.state.article : null,
    together: together.state.drawn !== null, sort: lists.state.sort,
  });

  /** Show what an address asks for. */
  function restore(wanted, opening = false) {
    leave();
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
    for (const [event, key] of [["keydown", true], ["pointerdown", false]]) {
      addEventListener(event, () => (keyed.last = key), true);
    }
    addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(byId("map_geoview"));
    looks.paper(map, home);
  }
})();
