// Keys for those who read with them, and the help that lists them. Single letters can be switched off: they may stand in
// the way of dictation.
(() => {
  const { el, byId, walk, text, timeline, reading, model, correcting } = geoview;

  const STORE = "geoview-keys";
  const state = { on: true, hooks: null };

  /** `hooks`: article(by) opens the next or previous article. */
  function setUp(hooks) {
    state.hooks = hooks;
    state.on = geoview.kept(STORE, ["on", "off"]) !== "off";
    addEventListener("keydown", pressed);
    help();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input:not([type=checkbox]), select, textarea, dialog") || document.querySelector("dialog[open]") || correcting.isOpen()) return;
    const run = state.on ? ACTIONS[event.key] : null;
    if (run && run() !== false) event.preventDefault();
  }

  /** From mention to mention: of the place that is open, else of the text. */
  const walked = (by) => (walk.state.place ? walk.step(by) : text.walk(by));

  const ACTIONS = {
    "/": () => byId("search").focus(),
    n: () => walked(1),
    p: () => walked(-1),
    "]": () => model.many && state.hooks.article(1),
    "[": () => model.many && state.hooks.article(-1),
    "?": () => byId("keys").showModal(),
  };

  function help() {
    const rows = [
      ["Tab", "from pin to pin, from mention to mention"],
      ["Enter", "opens the place, the article, the first place found"],
      ["N, P", "next and previous mention in the text: of the place that is open, or of all"],
      model.many ? ["], [", "next and previous article"] : null,
      ["/", "search"],
      ["Escape", "closes"],
      ["Arrows, + and −", "move and zoom the map"],
      timeline.state.bins.length ? ["Arrows, Page up and down, Home, End", "on a date: move it"] : null,
      ["?", "this list"],
    ].filter(Boolean);
    const check = (words, on, run) => {
      const box = el("input", { type: "checkbox", on: { change: () => run(box.checked) } });
      box.checked = on;
      return el("p", {}, el("label", {}, box, ` ${words}`));
    };
    byId("keys").append(
      el("form", { method: "dialog" }, el("button", { class: "close", "aria-label": "Close" }, "×")),
      el("h2", { id: "keys-title", text: "Keys and reading" }),
      el("dl", {}, ...rows.flatMap(([keys, words]) => [el("dt", { text: keys }), el("dd", { text: words })])),
      el("h3", { text: "Choices" }),
      check("Single letters and signs are keys", state.on, (on) => {
        state.on = on;
        geoview.keep(STORE, on ? "on" : "off");
      }),
      check("The places of the lines that I read are lit on the map", reading.state.on, reading.turn),
    );
  }

  geoview.keys = { setUp };
})();
