// The text with its mentions marked. Paragraphs are drawn as a reader comes near them; one listener serves them all.
(() => {
  const { el, byId, model, filters, link, pins, sureness, nearness, plural, glyph, GLYPHS, calm, dateOf } = geoview;

  const LONG = 140; // characters: a longer first line is no headline
  const STANDS = { metonymic: ": its government, people or team", modifier: ": said of something else" };
  const state = { article: null, panel: null, side: null, hooks: null, current: null, found: null };

  /** `hooks`: select(mention, focus), hover(place or null), article(index), next(by), overview(), only(on), place(place). */
  function setUp(side, hooks) {
    Object.assign(state, { side, panel: byId("panel"), hooks });
    headline();
    const mentionAt = (event) => {
      const mark = event.target.closest?.("a.mention");
      return mark ? model.mentions[mark.dataset.mention] : null;
    };
    side.addEventListener("click", (event) => {
      const mention = mentionAt(event);
      if (!mention || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      hooks.select(mention, event.detail === 0);
    });
    for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      side.addEventListener(on, (event) => mentionAt(event) && hooks.hover(mentionAt(event).place));
      side.addEventListener(off, (event) => mentionAt(event) && hooks.hover(null));
    }
  }

  /** Go to the next mention of the text, or the one before; false where there is none. */
  function walk(step) {
    const marks = [...state.side.querySelectorAll("a.mention")];
    const from = document.activeElement.matches("a.mention") ? document.activeElement : state.current;
    const at = marks.indexOf(from);
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : at + step];
    if (!next) return false;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Whether a line is the headline that stands over the page already. */
  const isHeadline = (line, start) =>
    start === 0 && !model.many && line.length <= LONG && line.trim() === model.title.trim();

  /** The title, with its mentions marked where it is the text's first line. */
  function headline() {
    const title = byId("title");
    title.classList.toggle("long", model.title.length > LONG);
    const [article] = model.articles;
    const line = article?.text?.split("\n", 1)[0] ?? "";
    if (!article || !isHeadline(line, 0)) return;
    fillLine(title, line, 0, article.mentions.filter((one) => one.start < line.length));
  }

  /** Draw an article into the panel. */
  function show(index) {
    state.article = index;
    state.current = null;
    const article = model.articles[index];
    if (!article) {
      state.panel.replaceChildren(el("p", { class: "notice", text: "There is no article." }));
      return;
    }
    const sheet = el("article", { lang: article.language, class: "sheet" });
    let at = 0;
    let next = 0;
    if (model.many && !titled(article)) sheet.append(el("h2", { text: article.title ?? article.id, dir: "auto" }));
    if (article.text === null) sheet.append(...quotes(article.mentions));
    for (const line of article.text?.split("\n") ?? []) {
      const end = at + line.length;
      const first = next;
      while (next < article.mentions.length && article.mentions[next].start < end) next += 1;
      if (line.trim() && !isHeadline(line, at)) sheet.append(paragraph(line, at, article.mentions.slice(first, next), article));
      at = end + 1;
    }
    if (model.many) sheet.querySelector("h2").after(facts(article));
    if (article.text?.trim() === "") sheet.append(el("p", { class: "notice", text: "This article has no text." }));
    state.panel.replaceChildren(...[switcher(index), ...notices(article), sheet].filter(Boolean));
    geoview.toTop();
    geoview.reading.watch(sheet);
    state.found = geoview.words.mark(sheet);
  }

  /** Whether the text begins with the title. */
  const titled = ({ title, text }) => Boolean(title) && text !== null && title.length <= LONG && text.split("\n", 1)[0].trim() === title.trim();

  /** Date, source and focus of one article among several. */
  function facts(article) {
    const about = article.about && el("button", { type: "button", class: "link", text: article.about.name, on: { click: (event) => state.hooks.place(article.about, event.detail === 0) } });
    const parts = [dateOf(article), source(article), about && el("span", {}, "About ", about), plural(article.places.size, "place")].filter(Boolean);
    return el("p", { class: "byline" }, ...parts.flatMap((part, i) => (i ? [" · ", part] : [part])));
  }

  /** Where an article comes from: a link where it is an address, the name alone where it is none. */
  function source({ source: from, site }) {
    if (!/^https?:\/\//i.test(from ?? "")) return site;
    return el("a", { href: from, target: "_blank", rel: "noopener noreferrer", title: "The article where it was published", text: site });
  }

  function notices(article) {
    const notices = article.warnings.map((warning) => el("p", { class: "notice", text: warning }));
    if (!model.shown.length) {
      notices.unshift(el("p", { class: "notice", text: "No place was found in the text, so the map is empty." }));
    }
    return notices;
  }

  /** The way back to all articles and on to the neighbours, and whether the map shows this one alone. */
  function switcher(index) {
    if (!model.many) return null;
    const { order, next, overview, only } = state.hooks;
    const listed = order();
    const at = listed.indexOf(index);
    const button = (label, by, path) =>
      el("button", { type: "button", class: "icon", "aria-label": label, title: label, disabled: !(at < 0 ? listed.length : listed[at + by] !== undefined), on: { click: () => next(by) } }, glyph(path));
    const box = el("input", { type: "checkbox", on: { change: () => only(box.checked) } });
    box.checked = filters.article === index;
    return el(
      "div",
      { class: "switcher" },
      el("button", { type: "button", class: "text", on: { click: overview } }, "All articles"),
      el("label", { title: "Only the places of this article on the map" }, box, " Only this one"),
      el("span", { class: "soft", text: at < 0 ? "" : `${(at + 1).toLocaleString("en")} of ${listed.length.toLocaleString("en")}` }),
      button("Previous article", -1, GLYPHS.left),
      button("Next article", 1, GLYPHS.right),
    );
  }

  function paragraph(line, start, mentions, article) {
    const spot = { dir: "auto", data: { start } };
    if (start > 0 || !titled(article)) return fillLine(el("p", spot), line, start, mentions);
    return fillLine(model.many ? el("h2", spot) : el("p", { class: "headline", ...spot }), line, start, mentions);
  }

  /** Mark the mentions of the article anew, and leave its lines where they are: who reads stays at the line. */
  function again() {
    const article = model.articles[state.article];
    const sheet = state.panel.querySelector(".sheet");
    if (!sheet || article.text === null) {
      steadily(() => show(state.article));
      return;
    }
    let next = 0;
    for (const line of sheet.querySelectorAll("[data-start]")) {
      const [text, start] = [line.textContent, Number(line.dataset.start)];
      while (next < article.mentions.length && article.mentions[next].start < start) next += 1;
      const first = next;
      while (next < article.mentions.length && article.mentions[next].start < start + text.length) next += 1;
      fillLine(line, text, start, article.mentions.slice(first, next));
    }
    sheet.querySelector(".byline")?.replaceWith(facts(article));
    for (const notice of state.panel.querySelectorAll(":scope > .notice")) notice.remove();
    sheet.before(...notices(article));
    state.current = null;
    geoview.reading.watch(sheet);
  }

  /** Draw the panel again, as far down as it is. */
  function steadily(draw) {
    const box = geoview.scroller() ?? document.scrollingElement;
    const down = box.scrollTop;
    draw();
    box.scrollTop = down;
  }

  /** Put a line into an element, its mentions marked; `start` is where the line begins in the text. */
  function fillLine(into, line, start, mentions) {
    into.replaceChildren();
    let at = 0;
    for (const mention of mentions) {
      const from = Math.max(at, mention.start - start);
      const to = Math.min(line.length, mention.end - start);
      if (to <= from) continue; // overlaps the one before
      into.append(line.slice(at, from), marked(mention, line.slice(from, to)));
      at = to;
    }
    into.append(line.slice(at));
    return into;
  }

  /** The mentions with the words around them: what is shown of an article whose text is not in the page. */
  function quotes(mentions) {
    const quoted = [];
    for (const one of mentions) {
      const line = one.before + one.text + one.after;
      const spot = { ...one, start: one.before.length, end: one.before.length + one.text.length };
      const last = quoted.at(-1);
      if (last?.line === line && last.spots.at(-1).end <= spot.start) last.spots.push(spot);
      else quoted.push({ line, spots: [spot] });
    }
    return quoted.map(({ line, spots }) => fillLine(el("p", { dir: "auto" }), line, 0, spots));
  }

  function marked(mention, text) {
    const { place } = mention;
    if (!place) {
      const what = { class: "mention none", title: `Not resolved. ${mention.reason}`.trim(), data: { mention: mention.index } };
      return el("span", { ...what, role: "button", tabindex: "0", text });
    }
    const level = sureness(mention.percent);
    return el("a", {
      class: ["mention", level, mention.kind === "demonym" && "demonym", mention.faint && "faint"].filter(Boolean).join(" "),
      href: link(place),
      title: `${pins.title(place)}${STANDS[mention.use] ?? ""}${level === "sure" ? "" : ` (${level}, ${mention.percent} %)`}${mention.approximate ? `. ${nearness(mention)}` : ""}`,
      data: { mention: mention.index, place: place.index, kind: place.kind },
      text,
    });
  }

  const marksOf = (place) => state.side.querySelectorAll(`a.mention[data-place="${place.index}"]`);

  /** Give the mentions of a place a class, or take it away. */
  function mark(place, name, on) {
    for (const one of marksOf(place)) one.classList.toggle(name, on);
  }

  /**
   * Bring a mention into view (one that was not resolved has no place); where `mention` is none, the first of the place
   * unless one is in view already.
   */
  function reveal(place, mention, { focus = false } = {}) {
    const marks = [...(place ? marksOf(place) : state.side.querySelectorAll(`.mention.none[data-mention="${mention.index}"]`))];
    const first = marks.find((mark) => state.panel.contains(mark));
    const one = mention ? marks.find((mark) => Number(mark.dataset.mention) === mention.index) : first;
    state.current?.classList.remove("current");
    if (mention && one) {
      state.current = one;
      one.classList.add("current");
    }
    if (!one || (!mention && marks.some(inView))) return;
    if (focus) one.focus({ preventScroll: true });
    if (state.panel.contains(one) && !inView(one)) one.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }

  function inView(one) {
    if (!state.panel.contains(one)) return false;
    const frame = geoview.scroller()?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const { top, bottom } = one.getBoundingClientRect();
    return top >= Math.max(0, frame.top) && bottom <= Math.min(innerHeight, frame.bottom);
  }

  geoview.text = { setUp, headline, show, again, steadily, walk, mark, reveal, source, state };
})();
