// The reader's filters, and what they let through: which mentions each place has left, which articles are listed.
(() => {
  const { model, context, compare, sureness } = geoview;

  /** In place of a type of place: mentions that only stand for a government, a people or a team. */
  const FAINT = "faint";
  /** In place of a country's code: places that lie in none. */
  const NOWHERE = "none";

  /**
   * `hidden`: types of place, and FAINT. `article`: the number of the only article shown. `source` and `country`: the
   * only ones shown. `from`, `to`: first and last day. `unsure`: only places that are unsure. Empty or null: no limit.
   */
  const NONE = { query: "", article: null, source: "", country: "", from: null, to: null, unsure: false };
  const filters = { hidden: new Set(), ...NONE };

  /** How many of each there are, as the filters stand; a type of place is counted as if it were not hidden. */
  const counts = { articles: 0, places: 0, mentions: 0, unresolved: 0, kinds: new Map(), faint: 0 };

  const PLAIN = /^[\x00-\x7f]*$/;
  const fold = (text) => (PLAIN.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "")).toLowerCase();

  // What a search looks at, made once each.
  const ofPlace = (place) => (place.folded ??= fold(`${place.name}\n${context(place)}`));
  const ofMention = (one) => (one.folded ??= fold(one.before + one.text + one.after));
  const ofTitle = (article) => (article.foldedTitle ??= fold(article.title ?? ""));
  const ofText = (article) => (article.foldedText ??= fold(article.text ?? ""));

  /** Make ready what a search looks at, a little at a time, while nothing else is to be done. */
  function warm() {
    const idle = globalThis.requestIdleCallback ?? ((run) => setTimeout(() => run({ timeRemaining: () => 8 }), 50));
    const todo = [[model.mentions, ofMention], [model.shown, ofPlace], [model.many ? model.articles : [], ofText]];
    let at = 0;
    const go = (deadline) => {
      while (todo.length && deadline.timeRemaining() > 2) {
        const [list, make] = todo[0];
        for (const end = Math.min(at + 100, list.length); at < end; at += 1) make(list[at]);
        if (at === list.length) [at] = [0, todo.shift()];
      }
      if (todo.length) idle(go);
    };
    idle(go);
  }

  const inTime = ({ day }) =>
    (filters.from === null && filters.to === null) ||
    (day !== null && day >= (filters.from ?? -Infinity) && day <= (filters.to ?? Infinity));

  /** Whether no mention of a place is likely to mean it. */
  const doubtful = (place) => place.all.every((one) => sureness(one.percent) === "unsure");

  /** Count again after a change. An article may be listed for a mention that is let through, or for its own words. */
  function apply() {
    const { hidden, country, unsure } = filters;
    const query = fold(filters.query);
    const narrowed = Boolean(country || unsure || hidden.size);
    for (const article of model.articles) {
      article.sourced = !filters.source || article.site === filters.source;
      article.timely = inTime(article);
      article.titled = Boolean(query) && model.many && ofTitle(article).includes(query);
      article.mapped = article.sourced && article.timely && (filters.article === null || filters.article === article.index);
      article.hits = 0;
      article.first = null;
    }
    for (const place of model.places) {
      place.mentions = [];
      place.confidence = 0;
      place.faint = true;
      place.allowed = (!country || (place.country ?? NOWHERE) === country) && (!unsure || doubtful(place));
      place.named = !query || (place.all.length > 0 && ofPlace(place).includes(query));
    }
    Object.assign(counts, { articles: 0, places: 0, mentions: 0, kinds: new Map(), faint: 0 });
    for (const one of model.mentions) if (one.place) weigh(one, query);
    for (const place of model.shown) {
      if (!place.mentions.length) continue;
      counts.places += 1;
      counts.mentions += place.mentions.length;
    }
    for (const article of model.articles) {
      article.has = article.hits > 0 || (!narrowed && (!query || article.titled || (model.many && ofText(article).includes(query))));
      article.listed = article.sourced && article.timely && article.has;
      counts.articles += article.listed;
    }
    model.unsettled = model.unresolved.filter((one) => {
      const article = model.articles[one.article];
      return article.mapped && (article.has || !model.many) && (!query || article.titled || ofMention(one).includes(query));
    });
    counts.unresolved = model.unsettled.length;
  }

  /** Count one mention with a place where it belongs. */
  function weigh(one, query) {
    const { place } = one;
    if (!place.allowed) return;
    const article = model.articles[one.article];
    if (!place.named && !article.titled && !ofMention(one).includes(query)) return;
    const kind = filters.hidden.has(place.kind);
    const faint = one.faint && filters.hidden.has(FAINT);
    if (!kind && !faint) {
      article.hits += 1;
      article.first ??= one;
    }
    if (!article.mapped) return;
    if (one.faint && !kind) counts.faint += 1;
    if (faint) return;
    if (!counts.kinds.has(place.kind)) counts.kinds.set(place.kind, new Set());
    counts.kinds.get(place.kind).add(place);
    if (kind) return;
    place.mentions.push(one);
    place.confidence = Math.max(place.confidence, one.percent);
    place.faint &&= one.faint;
  }

  /** Whether the filters let a place through. */
  const visible = (place) => place.mentions.length > 0;

  /** The places that the filters let through, most mentioned first; before all, those that a search has by name. */
  function found() {
    const list = model.shown.filter(visible);
    const named = (place) => Number(Boolean(filters.query) && place.named);
    const more = (a, b) => b.mentions.length - a.mentions.length || b.all.length - a.all.length || compare(a.name, b.name);
    return list.sort((a, b) => named(b) - named(a) || more(a, b));
  }

  const active = () => filters.hidden.size > 0 || Object.keys(NONE).some((name) => filters[name] !== NONE[name]);

  function clear() {
    filters.hidden.clear();
    Object.assign(filters, NONE);
  }

  Object.assign(geoview, { FAINT, NOWHERE, filters, counts, fold, visible, found });
  geoview.filtering = { apply, doubtful, warm, active, clear };
})();
