// The place that is looked at: its pin, its popup and its mentions in the text, which belong together.
(() => {
  const { byId, announce, plural, calm, KINDS, model, filters, visible, anchor, filtering } = geoview;
  const { areas, pins, labels, popup, text, tabs, timeline, walk, together, permalink } = geoview;

  /** `told`: how many of its mentions the popup tells. `hot`: the place pointed at. `keyed`: the last thing done was with a key. */
  const state = { map: null, hooks: null, place: null, told: 0, hot: null, keyed: false };

  /** `hooks`: refresh() draws again what the filters let through; settle() draws at once what is still to be drawn. */
  function setUp(map, hooks) {
    Object.assign(state, { map, hooks });
    for (const [event, key] of [["keydown", true], ["pointerdown", false]]) {
      addEventListener(event, () => (state.keyed = key), true);
    }
  }

  /** Whether the last thing that the reader did was with a key. */
  const keyed = () => state.keyed;

  /** Look at a place: its pin, its popup, its mentions in the text. `same`: it was open already, and is told anew. */
  function select(place, { mention = null, focus = false, still = false, same = false, together: also = false } = {}) {
    if (!visible(place)) uncover(place);
    state.hooks.settle();
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
    // A point is gone to as close as the reader is; of an area one wants to see more than its middle.
    const { zoom: usual, area } = KINDS[place.kind];
    const zoom = area ? usual : Math.max(state.map.getZoom(), usual);
    state.map.once("moveend", () => setTimeout(go));
    if (calm()) state.map.setView(anchor(place), zoom, { animate: false });
    else state.map.flyTo(anchor(place), zoom, { duration: 0.7 });
  }

  /** Whether the pin stands by itself, well inside the map. */
  function inSight(place) {
    const at = state.map.latLngToContainerPoint(anchor(place));
    const size = state.map.getSize();
    const inside = at.x > 40 && at.y > 40 && at.x < size.x - 40 && at.y < size.y - 30;
    return inside && pins.pinOf(place) !== null;
  }

  /** Take off the filters that hide a place; the article that is read stays, where it names the place. */
  function uncover(place) {
    const { article } = filters;
    filtering.clear();
    if (article !== null && model.articles[article].places.has(place)) filters.article = article;
    timeline.follow();
    state.hooks.refresh();
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

  geoview.looking = { setUp, keyed, select, showMention, leave, closed, point, state };
})();
