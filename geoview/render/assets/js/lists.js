// The other tabs: places, mentions that were not resolved, and articles where there are several. Long lists are drawn
// in pieces.
(() => {
  const { el, model, filters, counts, sureness, context, plural, pins, compare, dateOf, typeOf } = geoview;

  const PIECE = 60;

  /** Items one after another, a piece at a time. */
  function piecewise(items, draw, list) {
    let at = 0;
    const more = el("button", { type: "button", class: "more", on: { click: () => add(true) } });
    const box = el("div", {}, list);
    function add(move) {
      const made = items.slice(at, at + PIECE).map(draw);
      list.append(...made);
      at += made.length;
      more.textContent = `Show ${Math.min(PIECE, items.length - at)} more`;
      if (at < items.length) box.append(more);
      else more.remove();
      if (move) made[0].querySelector("button")?.focus();
    }
    add(false);
    return box;
  }

  const nothing = (why, words, hooks) => [
    el("p", { class: "notice", text: why }),
    el("button", { type: "button", class: "more", text: words, on: { click: hooks.clear } }),
  ];

  function places(hooks) {
    const found = geoview.found();
    if (!model.shown.length) return [el("p", { class: "notice", text: "No place was found in the text." })];
    if (!found.length) {
      const why = filters.query ? `No place or snippet has “${filters.query}”.` : "The filters let no place through.";
      return nothing(why, "Show all places", hooks);
    }
    const row = (place) => {
      const level = sureness(place.confidence);
      const number = place.mentions.length;
      return el(
        "li",
        { data: { place: place.index } },
        el(
          "button",
          { type: "button", on: { click: (event) => hooks.select(place, event.detail === 0) } },
          pins.drawing(place.kind, number > 99 ? "99+" : String(number), { unsure: level === "unsure", faint: place.faint }),
          el(
            "span",
            { class: "what" },
            el("b", { text: place.name, dir: "auto" }),
            el("span", { text: [context(place) || typeOf(place), level === "sure" ? "" : `${level}, ${place.confidence} %`].filter(Boolean).join(" · ") }),
          ),
          el(
            "span",
            { class: "count" },
            plural(number, "mention"),
            model.many ? el("span", { text: `in ${plural(new Set(place.mentions.map((one) => one.article)).size, "article")}` }) : null,
          ),
        ),
      );
    };
    return [piecewise(found, row, el("ul", { class: "rows" }))];
  }

  const shown = (mention, hooks) =>
    el("button", { type: "button", class: "show", text: "Show in text", on: { click: () => hooks.show(mention) } });

  /** Mentions of the same words are told once, with each spot. */
  function unresolved(hooks) {
    if (!model.unresolved.length) return [el("p", { class: "notice", text: "Every mention was resolved." })];
    if (!model.unsettled.length) return nothing("The filters let no such mention through.", "Show all", hooks);
    const byText = new Map();
    for (const one of model.unsettled) {
      const key = `${one.text}\n${one.reason}`;
      if (!byText.has(key)) byText.set(key, []);
      byText.get(key).push(one);
    }
    const row = (mentions) => {
      const [first] = mentions;
      const might = first.candidates.slice(0, 3).map(({ place }) => pins.title(place));
      return el(
        "li",
        { class: "open" },
        el("b", { text: first.text, dir: "auto" }),
        el("span", { class: "why" }, first.reason || "No candidate was sure enough."),
        might.length ? el("span", { class: "why" }, `Might be ${might.join("; or ")}.`) : null,
        el("blockquote", { dir: "auto" }, first.before, el("mark", { text: first.text }), first.after, " ", shown(first, hooks)),
        mentions.length > 1 ? el("span", { class: "why", text: plural(mentions.length, "mention") }) : null,
        geoview.correcting.button(first),
      );
    };
    const intro = "Words that look like places, but that no place of the gazetteer fits surely enough. They are not on the map.";
    return [el("p", { class: "notice", text: intro }), piecewise([...byText.values()], row, el("ul", { class: "rows" }))];
  }

  // Articles ------------------------------------------------------------------------------------------------------

  const title = (article) => article.title ?? article.id;
  /** Articles without a date come last, whichever way the others go. */
  const byDay = (sign) => (a, b) => (a.day === null) - (b.day === null) || sign * (a.day - b.day) || a.index - b.index;
  const SORTS = {
    newest: { label: "Newest first", order: byDay(-1), dated: true },
    oldest: { label: "Oldest first", order: byDay(1), dated: true },
    places: { label: "Most places first", order: (a, b) => b.places.size - a.places.size || a.index - b.index },
    title: { label: "By title", order: (a, b) => compare(title(a).toLowerCase(), title(b).toLowerCase()) || a.index - b.index },
    given: { label: "As given", order: (a, b) => a.index - b.index },
  };
  const state = { sort: "" };

  /** The ways to sort that make sense here; the first is the usual one. */
  function sorts() {
    const dated = model.articles.some(({ day }) => day !== null);
    return Object.keys(SORTS).filter((name) => dated || !SORTS[name].dated);
  }

  /** The articles that the filters let through, in the order of the list. */
  function order() {
    const how = sorts().includes(state.sort) ? state.sort : sorts()[0];
    return model.articles.filter((article) => article.listed).sort(SORTS[how].order);
  }

  const AROUND = 90; // characters of an excerpt on each side

  /** Why a search has found an article: the words around a mention, or around the words themselves. */
  function excerpt(article) {
    if (!filters.query) return null;
    const { first, foldedText, text } = article;
    if (first) return el("q", { dir: "auto" }, first.before, el("mark", { text: first.text }), first.after);
    // Where folding has changed the length, the words stand somewhere else in the text.
    const at = foldedText?.length === text?.length ? (foldedText ?? "").indexOf(geoview.fold(filters.query)) : -1;
    if (at < 0) return null;
    const end = at + geoview.fold(filters.query).length;
    const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, end + AROUND)];
    // Cut between words where there is a space to cut at.
    const before = from ? text.slice(from, at).replace(/^\S*\s+(?=\S)/, "…") : text.slice(0, at);
    const after = to < text.length ? text.slice(end, to).replace(/\s+\S*$/, "…") : text.slice(end);
    return el("q", { dir: "auto" }, before, el("mark", { text: text.slice(at, end) }), after);
  }

  function articles(hooks) {
    const sites = new Set(model.articles.map(({ site }) => site)).size;
    const row = (article) =>
      el(
        "li",
        { data: { article: article.index } },
        el(
          "button",
          { type: "button", "aria-current": article.index === geoview.text.state.article ? "true" : null, on: { click: (event) => hooks.article(article.index, event.detail === 0) } },
          el(
            "span",
            { class: "what" },
            el("b", { text: title(article), dir: "auto" }),
            el("span", { text: [dateOf(article), sites > 1 ? article.site : null, article.about && `about ${article.about.name}`, plural(article.places.size, "place")].filter(Boolean).join(" · ") }),
            excerpt(article),
          ),
        ),
      );
    const found = order();
    if (!found.length) return nothing("No article has what is searched for or chosen.", "Show all articles", hooks);
    const select = el(
      "select",
      { "aria-label": "Order of the articles", on: { change: () => hooks.sort(select.value) } },
      ...sorts().map((name) => el("option", { value: name, text: SORTS[name].label, selected: name === state.sort })),
    );
    const head = el("div", { class: "list-head" }, el("span", { class: "soft", text: plural(counts.articles, "article") }), select);
    return [head, piecewise(found, row, el("ul", { class: "rows articles" }))];
  }

  geoview.lists = { places, unresolved, articles, order, state };
})();
