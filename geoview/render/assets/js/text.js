// The text with its mentions marked. Paragraphs are drawn as a reader comes near them; one listener serves them all.
(() => {
  const { el, byId, model, link, pins, sureness, plural, glyph, GLYPHS, calm } = geoview;

  const LONG = 140; // characters: a longer first line is no headline
  const STANDS = { metonymic: ": its government, people or team", modifier: ": said of something else" };
  const state = { article: 0, panel: null, side: null, hooks: null };

  /** `hooks`: select(mention, focus), hover(place or null), article(index). */
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
    side.addEventListener("keydown", walk);
  }

  /** N and P go to the next and previous mention while the text has the focus. */
  function walk(event) {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    const marks = [...state.side.querySelectorAll("a.mention")];
    const at = marks.indexOf(document.activeElement);
    const next = marks[at < 0 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  /** Whether a line is the headline that stands over the page already. */
  const isHeadline = (line, start) =>
    start === 0 && model.articles.length === 1 && line.length <= LONG && line.trim() === model.title.trim();

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
    const article = model.articles[index];
    const sheet = el("article", { lang: article.language, class: "sheet" });
    let at = 0;
    let next = 0;
    if (article.text === null) sheet.append(...quotes(article.mentions));
    for (const line of article.text?.split("\n") ?? []) {
      const end = at + line.length;
      const first = next;
      while (next < article.mentions.length && article.mentions[next].start < end) next += 1;
      if (line.trim() && !isHeadline(line, at)) sheet.append(paragraph(line, at, article.mentions.slice(first, next), article));
      at = end + 1;
    }
    if (article.text?.trim() === "") sheet.append(el("p", { class: "notice", text: "This article has no text." }));
    state.panel.replaceChildren(...[switcher(index), ...notices(article), sheet].filter(Boolean));
    state.panel.scrollTop = 0;
  }

  function notices(article) {
    const notices = article.warnings.map((warning) => el("p", { class: "notice", text: warning }));
    if (!model.shown.length) {
      notices.unshift(el("p", { class: "notice", text: "No place was found in the text, so the map is empty." }));
    }
    return notices;
  }

  /** Title, source and date of one article among several, and the way to its neighbours. */
  function switcher(index) {
    if (model.articles.length < 2) return null;
    const article = model.articles[index];
    const go = (to) => state.hooks.article(to);
    const button = (label, to, path) =>
      el("button", { type: "button", class: "icon", "aria-label": label, disabled: !model.articles[to], on: { click: () => go(to) } }, glyph(path));
    return el(
      "div",
      { class: "switcher" },
      button("Previous article", index - 1, GLYPHS.left),
      el(
        "div",
        { class: "which" },
        el("b", { text: article.title ?? article.id, dir: "auto" }),
        el("span", { text: [`Article ${index + 1} of ${model.articles.length}`, article.source, article.published].filter(Boolean).join(" · ") }),
      ),
      button("Next article", index + 1, GLYPHS.right),
    );
  }

  function paragraph(line, start, mentions, article) {
    const headline = start === 0 && article.title && line.trim() === article.title.trim() && line.length <= LONG;
    return fillLine(el("p", { class: headline ? "headline" : null, dir: "auto", data: { start } }), line, start, mentions);
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
      title: `${pins.title(place)}${STANDS[mention.use] ?? ""}${level === "sure" ? "" : ` (${level}, ${mention.percent} %)`}`,
      data: { mention: mention.index, place: place.index, kind: place.kind },
      text,
    });
  }

  const marksOf = (place) => state.side.querySelectorAll(`a.mention[data-place="${place.index}"]`);

  /** Give the mentions of a place a class, or take it away. */
  function mark(place, name, on) {
    for (const one of marksOf(place)) one.classList.toggle(name, on);
  }

  /** Bring a mention into view; where `mention` is none, the first of the place unless one is in view already. */
  function reveal(place, mention, { focus = false } = {}) {
    const marks = [...marksOf(place)];
    const first = marks.find((mark) => state.panel.contains(mark));
    const one = mention ? marks.find((mark) => Number(mark.dataset.mention) === mention.index) : first;
    if (!one || (!mention && marks.some(inView))) return;
    if (focus) one.focus({ preventScroll: true });
    if (state.panel.contains(one) && !inView(one)) one.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }

  function inView(one) {
    const frame = state.panel.getBoundingClientRect();
    if (!state.panel.contains(one)) return false;
    const { top, bottom } = one.getBoundingClientRect();
    return top >= Math.max(0, frame.top) && bottom <= Math.min(innerHeight, frame.bottom);
  }

  const count = (article) => plural(article.mentions.filter((one) => one.place).length, "mention");

  geoview.text = { setUp, headline, show, mark, reveal, count, state };
})();
