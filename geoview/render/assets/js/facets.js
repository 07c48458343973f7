// What narrows the page beside the legend: country and source; and the line that says what is shown, with ways back.
(() => {
  const { el, byId, model, filters, counts, NOWHERE, compare, plural, announce, timeline } = geoview;

  const state = { onChange: null, selects: {} };

  /** `onChange()`: a filter has changed. */
  function setUp(onChange) {
    state.onChange = onChange;
    fill();
  }

  /** Gather what can be chosen: when the page is read, and again after a correction. */
  function fill() {
    byId("facets").replaceChildren();
    state.selects = {};
    const name = (code) => (code === NOWHERE ? "In no country" : (model.countries.get(code)?.name ?? code));
    add("country", "Country", "All countries", tally(model.shown.map((place) => place.country ?? NOWHERE)), name);
    const sites = tally(model.articles.map(({ site }) => site).filter(Boolean));
    if (sites.size < model.articles.length) add("source", "Source", "All sources", sites, String);
    byId("facets").hidden = !byId("facets").children.length;
    check();
  }

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  }

  function add(key, label, every, counts, name) {
    // What is chosen stays, even if a correction has left nothing of it.
    if (filters[key] && !counts.has(filters[key])) counts.set(filters[key], 0);
    if (counts.size < 2) return;
    const options = [...counts].map(([value, count]) => ({ value, words: name(value), count }));
    options.sort((a, b) => (a.value === NOWHERE) - (b.value === NOWHERE) || compare(a.words, b.words));
    const select = el(
      "select",
      { "aria-label": label, on: { change: () => change(key, select.value) } },
      el("option", { value: "", text: every }),
      ...options.map(({ value, words, count }) => el("option", { value, text: `${words} (${count.toLocaleString("en")})` })),
    );
    state.selects[key] = select;
    byId("facets").append(select);
  }

  function change(key, value) {
    filters[key] = value;
    state.onChange();
    announce(summary());
  }

  const summary = () =>
    [model.many ? plural(counts.articles, "article") : null, plural(counts.places, "place"), plural(counts.mentions, "mention")].filter(Boolean).join(", ");

  /** Each filter that is on, in words, with what takes it off. */
  function chips() {
    const off = (change) => () => {
      change();
      timeline.follow();
      state.onChange();
      announce(summary());
    };
    const chip = (words, change) =>
      el("button", { type: "button", class: "filter", title: "Take this filter off", on: { click: off(change) } }, el("span", { text: words, dir: "auto" }), el("span", { "aria-hidden": "true", text: " ×" }));
    const made = [];
    const article = model.articles[filters.article];
    if (article) made.push(chip(article.title ?? article.id, () => (filters.article = null)));
    if (filters.query) made.push(chip(`“${filters.query}”`, () => (filters.query = "")));
    if (filters.from !== null || filters.to !== null) {
      made.push(chip(timeline.rangeText(), () => (filters.from = filters.to = null)));
    }
    for (const [key, select] of Object.entries(state.selects)) {
      const chosen = [...select.options].find(({ value }) => value && value === filters[key]);
      if (chosen) made.push(chip(chosen.textContent.replace(/ \([\d,]+\)$/, ""), () => (filters[key] = "")));
    }
    if (filters.unsure) made.push(chip("Only unsure", () => (filters.unsure = false)));
    return made;
  }

  /** Forget what an address asks for that is not here. */
  function check() {
    for (const key of ["country", "source"]) {
      if (![...(state.selects[key]?.options ?? [])].some(({ value }) => value === filters[key])) filters[key] = "";
    }
  }

  /** Say what is shown, and of how much; nothing where no filter is on. */
  function draw() {
    for (const [key, select] of Object.entries(state.selects)) {
      select.value = filters[key];
      select.classList.toggle("on", Boolean(filters[key]));
    }
    const line = byId("active");
    const alone = filters.article !== null;
    // Where one article is read, the line above it says so already.
    const on = alone && geoview.tabs.state.now === "text" ? chips().length > 1 || filters.hidden.size > 0 : geoview.filtering.active();
    line.hidden = !on;
    line.replaceChildren();
    if (!on) return;
    const of = (count, all, one) => `${count.toLocaleString("en")} of ${plural(all, one)}`;
    const words = [model.many && !alone ? of(counts.articles, model.articles.length, "article") : null, of(counts.places, model.shown.length, "place")];
    line.append(el("span", { class: "soft", text: words.filter(Boolean).join(", ") }), ...chips());
    const clear = () => {
      geoview.filtering.clear();
      timeline.follow();
      state.onChange();
      announce("All filters are off");
      byId("search").focus({ preventScroll: true });
    };
    line.append(el("button", { type: "button", class: "link", text: "Show all", on: { click: clear } }));
  }

  geoview.facets = { setUp, fill, draw, check };
})();
