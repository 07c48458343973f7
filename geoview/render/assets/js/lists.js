// The other tabs: places, mentions that were not resolved, and articles where there are several. Long lists are drawn
// in pieces.
(() => {
  const { el, model, filters, sureness, context, plural, pins, KINDS } = geoview;

  const PIECE = 200;

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

  function places(hooks) {
    const found = geoview.found();
    if (!model.shown.length) return [el("p", { class: "notice", text: "No place was found in the text." })];
    if (!found.length) {
      const why = filters.query ? `No place or snippet has “${filters.query}”.` : "All types are switched off.";
      const clear = el("button", { type: "button", class: "more", text: "Show all places", on: { click: hooks.clear } });
      return [el("p", { class: "notice", text: why }), clear];
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
            el("span", { text: [context(place) || KINDS[place.kind].label, level === "sure" ? "" : `${level}, ${place.confidence} %`].filter(Boolean).join(" · ") }),
          ),
          el("span", { class: "count", text: plural(number, "mention") }),
        ),
      );
    };
    return [piecewise(found, row, el("ul", { class: "rows" }))];
  }

  /** Mentions of the same words are told once, with each spot. */
  function unresolved(hooks) {
    if (!model.unresolved.length) return [el("p", { class: "notice", text: "Every mention was resolved." })];
    const byText = new Map();
    for (const one of model.unresolved) {
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
        el("blockquote", { dir: "auto" }, first.before, el("mark", { text: first.text }), first.after),
        mentions.length > 1 ? el("span", { class: "why", text: plural(mentions.length, "mention") }) : null,
        geoview.correcting.button(first),
      );
    };
    const intro = "Words that look like places, but that no place of the gazetteer fits surely enough. They are not on the map.";
    return [el("p", { class: "notice", text: intro }), piecewise([...byText.values()], row, el("ul", { class: "rows" }))];
  }

  function articles(hooks) {
    const row = (article) =>
      el(
        "li",
        {},
        el(
          "button",
          { type: "button", "aria-current": article.index === geoview.text.state.article ? "true" : null, on: { click: () => hooks.article(article.index) } },
          el(
            "span",
            { class: "what" },
            el("b", { text: article.title ?? article.id, dir: "auto" }),
            el("span", { text: [article.published, article.source].filter(Boolean).join(" · ") }),
          ),
          el("span", { class: "count", text: geoview.text.count(article) }),
        ),
      );
    return [piecewise(model.articles, row, el("ul", { class: "rows" }))];
  }

  geoview.lists = { places, unresolved, articles };
})();
