// From mention to mention of the place that is open, in the text: forwards and back, over all articles that are shown.
(() => {
  const { el, glyph, GLYPHS, model } = geoview;

  const state = { place: null, at: -1, words: null, hooks: null };

  /** `hooks`: showMention(mention, options). */
  const setUp = (hooks) => (state.hooks = hooks);

  /** Begin with a place; `mention` is where the reader came from. */
  function start(place, mention = null) {
    state.place = place;
    state.at = mention ? place.mentions.indexOf(mention) : -1;
  }

  function stop() {
    state.place = state.words = null;
  }

  /** Show the next mention, or the one before; after the last comes the first. */
  function step(by) {
    const { mentions } = state.place;
    state.at = state.at < 0 ? (by > 0 ? 0 : mentions.length - 1) : (state.at + by + mentions.length) % mentions.length;
    state.hooks.showMention(mentions[state.at], { walking: true });
    tell();
    const article = model.many ? `, ${model.articles[mentions[state.at].article].title ?? ""}` : "";
    geoview.announce(`Mention ${state.at + 1} of ${mentions.length}${article}`);
  }

  function tell() {
    if (!state.words) return;
    const total = state.place.mentions.length.toLocaleString("en");
    state.words.textContent = state.at < 0 ? `In the text: ${total}` : `In the text: ${state.at + 1} of ${total}`;
  }

  /** The buttons for it, in the popup of a place. */
  function bar(place) {
    if (state.place !== place) start(place);
    if (place.mentions.length < 2) return null;
    const button = (label, path, by) =>
      el("button", { type: "button", class: "icon", "aria-label": label, title: `${label} (${by > 0 ? "N" : "P"})`, on: { click: () => step(by) } }, glyph(path));
    state.words = el("span", {});
    tell();
    return el("div", { class: "walk" }, state.words, button("Previous mention", GLYPHS.left, -1), button("Next mention", GLYPHS.right, 1));
  }

  geoview.walk = { setUp, start, stop, step, bar, state };
})();
