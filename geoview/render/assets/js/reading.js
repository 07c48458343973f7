// Reading lights the map: the places of the lines in the middle of the panel, softly, as the reader scrolls; and those
// of an article that is pointed at in the list. Nothing moves.
(() => {
  const { model, pins } = geoview;

  const BAND = "-22% 0px -48% 0px"; // of the height of what scrolls: where the eye is
  const state = { on: true, observer: null, lines: null, lit: new Set(), near: new Set(), frame: 0 };

  /** Watch a sheet of text. Only the mentions of the lines in view are watched one by one. */
  function watch(sheet) {
    unwatch();
    if (!state.on || typeof IntersectionObserver === "undefined") return;
    const root = geoview.scroller();
    state.observer = new IntersectionObserver(seen, { root, rootMargin: BAND });
    state.lines = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          for (const mark of target.querySelectorAll("a.mention")) {
            if (isIntersecting) state.observer.observe(mark);
            else {
              state.observer.unobserve(mark);
              state.near.delete(mark);
            }
          }
        }
        soon();
      },
      { root, rootMargin: BAND },
    );
    for (const line of sheet.children) state.lines.observe(line);
  }

  function unwatch() {
    state.observer?.disconnect();
    state.lines?.disconnect();
    state.observer = state.lines = null;
    state.near.clear();
    light([]);
  }

  function seen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) state.near.add(target);
      else state.near.delete(target);
    }
    soon();
  }

  /** At most once a frame. */
  function soon() {
    cancelAnimationFrame(state.frame);
    state.frame = requestAnimationFrame(() => light([...state.near].map((mark) => model.places[mark.dataset.place])));
  }

  /** Light these places, and no other. */
  function light(places) {
    const now = new Set(places);
    for (const place of state.lit) if (!now.has(place)) pins.mark(place, "lit", false);
    for (const place of now) pins.mark(place, "lit", true);
    state.lit = now;
  }

  /** Light again what was lit, after the pins were laid out anew. */
  const again = () => light(state.lit);

  const STORE = "geoview-reading";

  /** Take up what the reader has chosen before. */
  const setUp = () => (state.on = geoview.kept(STORE, ["on", "off"]) !== "off");

  function turn(on) {
    state.on = on;
    geoview.keep(STORE, on ? "on" : "off");
    const sheet = document.querySelector("#panel .sheet");
    if (sheet) watch(sheet);
  }

  geoview.reading = { setUp, watch, unwatch, light, again, turn, state };
})();
