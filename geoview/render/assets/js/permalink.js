// The address says what is looked at: each state has one, the way back leads to the state before, and one that was sent
// on shows the same. What is usual is left out.
(() => {
  const { model, filters, DAY } = geoview;

  const state = { quiet: false, timer: null, read: null };

  /** `read()` gives what beside the filters belongs to the state; `restore(parts)` shows what an address asks for. */
  function setUp(read, restore) {
    state.read = read;
    addEventListener("popstate", () => {
      if (document.getElementById(location.hash.slice(1))) return; // a skip link: a spot on the page, no state
      clearTimeout(state.timer);
      quietly(() => restore(wanted()));
    });
  }

  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  /** The tab that is open where the address names none. */
  const usual = (article) => (model.many && article === null ? "articles" : "text");

  function address() {
    const { place, tab, article, together, sort } = state.read();
    const parts = new URLSearchParams();
    const put = (name, value) => value && parts.set(name, value);
    put("p", place?.id);
    put("t", tab !== usual(article) && tab);
    put("a", article !== null && model.articles[article].key);
    put("all", article !== null && filters.article === null && "1");
    put("q", filters.query);
    put("c", filters.country);
    put("s", filters.source);
    put("off", [...filters.hidden].sort().join(" "));
    put("unsure", filters.unsure && "1");
    put("from", filters.from !== null && iso(filters.from));
    put("to", filters.to !== null && iso(filters.to));
    put("with", together && "1");
    put("sort", sort);
    return parts.size ? `#${parts}` : "";
  }

  /** What an address asks for; what cannot be read is as if it were not there. */
  function wanted() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const link = geoview.link({ id: parts.get("p") });
    const article = model.articles.findIndex(({ key }) => key === parts.get("a"));
    const day = (name) => {
      const time = /^\d{4}-\d\d-\d\d$/.test(parts.get(name) ?? "") ? Date.parse(parts.get(name)) : NaN;
      return Number.isNaN(time) ? null : time / DAY;
    };
    const found = article < 0 || !model.many ? null : article;
    const place = (parts.has("p") && model.shown.find((one) => geoview.link(one) === link)) || null;
    return {
      place,
      lost: parts.has("p") && !place,
      article: found,
      tab: parts.get("t") ?? usual(found),
      together: parts.has("with"),
      sort: parts.get("sort") ?? "",
      filters: {
        query: parts.get("q")?.trim() ?? "", article: parts.has("all") ? null : found, source: parts.get("s") ?? "",
        country: parts.get("c") ?? "", from: day("from"), to: day("to"), unsure: parts.has("unsure"),
      },
      hidden: (parts.get("off") ?? "").split(" ").filter((kind) => kind in geoview.KINDS || kind === geoview.FAINT),
    };
  }

  /** Write the state into the address: a step back leads here, unless it only goes on with what was there (`same`). */
  function remember({ same = false } = {}) {
    if (state.quiet) return;
    clearTimeout(state.timer);
    if (same) state.timer = setTimeout(write, 200, "replaceState");
    else write("pushState");
  }

  function write(how) {
    const now = address();
    if (now === location.hash) return;
    try {
      history[how](null, "", now || location.pathname + location.search);
    } catch {
      // Some viewers forbid it; the page works without.
    }
  }

  /** Do something that is not to be remembered as a step. */
  function quietly(run) {
    state.quiet = true;
    try {
      run();
    } finally {
      state.quiet = false;
    }
  }

  geoview.permalink = { setUp, wanted, remember, quietly };
})();
