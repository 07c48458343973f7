// The line under the title: whose the article is and when, how much was found in it, what is unsure, what it is about.
(() => {
  const { el, byId, model, plural, dateOf, filtering, text } = geoview;

  const FOCI = 4; // what many articles are mostly about
  const state = { hooks: null };

  /** `hooks`: select(place, focus); unsure() shows the unsure places alone. */
  function setUp(hooks) {
    state.hooks = hooks;
    draw();
  }

  /** Say it, of the whole page: filters do not change it. */
  function draw() {
    const only = model.many ? null : model.articles[0];
    const sites = new Set(model.articles.map(({ site }) => site).filter(Boolean));
    const source = only && only.source !== model.title ? text.source(only) : model.many && sites.size === 1 ? [...sites][0] : null;
    const mentions = model.shown.reduce((sum, place) => sum + place.all.length, 0);
    const whole = (words) => words.replace(" ", "\u00a0"); // a number stays with what it counts
    const found = mentions ? `${whole(plural(model.shown.length, "place"))}, ${whole(plural(mentions, "mention"))}` : "No places found";
    // The usual title of many articles has their number.
    const many = model.many && !model.title.includes(String(model.articles.length)) ? plural(model.articles.length, "article") : null;
    const parts = [source, only && dateOf(only), many, found, doubts(), about()].filter(Boolean);
    byId("facts").replaceChildren(...parts.flatMap((part, i) => (i ? [" · ", part] : [part])));
  }

  /** How many places are unsure: a button that shows them alone. */
  function doubts() {
    const unsure = model.shown.filter(filtering.doubtful).length;
    if (!unsure) return null;
    const props = { type: "button", class: "link", title: "Show only the places that are unsure", on: { click: () => state.hooks.unsure() } };
    return el("button", props, `${unsure.toLocaleString("en")} unsure`);
  }

  /** What the article is about; of several, what most of them are about. */
  function about() {
    const articles = new Map();
    for (const { about: place } of model.articles) if (place?.all.length) articles.set(place, (articles.get(place) ?? 0) + 1);
    if (!articles.size) return null;
    const most = [...articles].sort(([a, m], [b, n]) => n - m || b.all.length - a.all.length).slice(0, FOCI);
    const button = ([place, count]) => [
      el("button", { type: "button", class: "link", text: place.name, on: { click: (event) => state.hooks.select(place, event.detail === 0) } }),
      model.many ? el("span", { class: "count", text: count.toLocaleString("en") }) : "",
    ];
    return el("span", {}, model.many ? "mostly about " : "about ", ...most.flatMap((one, i) => (i ? [", ", ...button(one)] : button(one))));
  }

  geoview.header = { setUp, draw };
})();
