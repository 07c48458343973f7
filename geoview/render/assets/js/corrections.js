// What the reader has decided about mentions: kept while the page is open, applied at once, saved and loaded as a file
// that `geoview map --corrections` takes (geoview/corrections has the format and the same rules).
(() => {
  const { model, addPlace, derive, announce, plural } = geoview;

  const FORMAT = "geoview corrections";
  const VERSION = 1;
  const REASON = "corrected by hand";
  const CONTEXT = 8; // words kept on each side of a mention
  const LEAST = 3; // of them must still stand there, or all that are given
  const SHOWN = 160; // characters on each side of words that a reader marks
  const WINDOW = 600; // characters on each side in which they are looked for
  const SCOPES = ["everywhere", "article", "mention"]; // the later ones outrank the earlier
  const DECISIONS = ["place", "point", "not a place"];
  const TEXTS = ["words", "decision", "scope", "article", "before", "after", "place", "name"];
  const NUMBERS = { start: [0, Infinity], latitude: [-90, 90], longitude: [-180, 180] };

  /** `list`: the corrections in the order in which they were made; `past`: what it was before each change; `kept`: as saved. */
  const state = { list: [], past: [], kept: [], onChange: null, watchers: [] };
  const unsaved = () => state.list !== state.kept;

  /** `onChange`: called when the mentions mean something else. What the page was made with is listed, and in the data. */
  function setUp(onChange) {
    state.list = state.kept = model.corrections;
    state.onChange = onChange;
    addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  }

  // Which mentions ----------------------------------------------------------------------------------------------

  const key = (words) => words.trim().replace(/\s+/g, " ");
  const wordsOf = (text) => (text.match(/[\p{L}\p{N}_]+/gu) ?? []).map((word) => word.toLowerCase());
  const articleOf = (one) => model.articles[one.article];

  /** The characters (code points, as in geoview's other outputs) before a mention. Without a text they are known as such. */
  const startOf = (one) => {
    const { text } = articleOf(one);
    return text === null ? one.start : [...text.slice(0, one.start)].length;
  };

  /** What stands before and after a mention: in the text or, where the page has none, in its snippet. */
  function around(one) {
    const { text } = articleOf(one);
    if (text === null) return [one.before.replace(/^…/, ""), one.after.replace(/…$/, "")];
    return [text.slice(Math.max(0, one.start - WINDOW), one.start), text.slice(one.end, one.end + WINDOW)];
  }

  function agreeing(wanted, found) {
    const at = wanted.findIndex((word, i) => word !== found[i]);
    return at < 0 ? wanted.length : at;
  }

  /** Which of some spots ({start, before, after}) stand where a correction says: one, none, or several that fit equally. */
  function bestFits(spots, { before = "", after = "", start = null }) {
    const [wantedBefore, wantedAfter] = [wordsOf(before).reverse(), wordsOf(after)];
    const needed = Math.min(LEAST, wantedBefore.length + wantedAfter.length);
    const scored = spots.map((spot, index) => {
      const score = agreeing(wantedBefore, wordsOf(spot.before).reverse()) + agreeing(wantedAfter, wordsOf(spot.after));
      return { index, score, away: start === null ? 0 : Math.abs(spot.start - start), fits: needed ? score >= needed : spot.start === start };
    });
    const fitting = scored.filter((one) => one.fits).sort((a, b) => b.score - a.score || a.away - b.away);
    return fitting.filter(({ score, away }) => score === fitting[0].score && away === fitting[0].away).map(({ index }) => index);
  }

  /** The mentions that a correction is about. */
  function mentionsOf(correction) {
    const same = (one) => key(one.text) === key(correction.words);
    if (correction.scope === "everywhere") return model.mentions.filter((one) => !one.added && same(one));
    const articles = model.articles.filter(({ id }) => id === correction.article);
    if (correction.scope === "article") return articles.flatMap(({ every }) => every.filter((one) => !one.added && same(one)));
    return articles.flatMap((article) => fitting(article, article.every.filter(same), correction));
  }

  /** The one mention of an article that a correction is about, if there is one. */
  function fitting(article, found, correction) {
    const bare = correction.decision === "not a place" ? [] : unmarked(article, correction.words);
    const mentions = [...found, ...bare];
    const spots = mentions.map((one) => {
      const [before, after] = around(one);
      return { start: startOf(one), before, after };
    });
    const fits = bestFits(spots, correction);
    return fits.length === 1 ? [marked(mentions[fits[0]])] : [];
  }

  // Words that are no mention -----------------------------------------------------------------------------------

  /** Whether a mention of the program's touches a stretch of an article's text. */
  const touches = (article, start, end) => article.every.some((one) => !one.added && one.start < end && start < one.end);

  /** Where words stand in an article and no mention touches them. */
  function unmarked(article, words) {
    if (article.text === null) return [];
    const escaped = key(words).split(" ").map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped.join("\\s+")}(?![\\p{L}\\p{N}_])`, "gu");
    return [...article.text.matchAll(pattern)]
      .map((match) => ({ article: article.index, start: match.index, end: match.index + match[0].length, text: match[0] }))
      .filter(({ start, end }) => !touches(article, start, end) && !article.every.some((one) => one.added && one.start === start));
  }

  /** A mention for a stretch of text, made where there is none: it means nothing until a correction says what. */
  function marked({ article: index, start, end }) {
    const article = model.articles[index];
    const known = article.every.find((one) => one.start === start && one.end === end);
    if (known) return known;
    const { text } = article;
    const stop = text.indexOf("\n", end);
    const line = [start ? text.lastIndexOf("\n", start - 1) + 1 : 0, stop < 0 ? text.length : stop];
    const [from, to] = [Math.max(line[0], start - SHOWN), Math.min(line[1], end + SHOWN)];
    const words = text.slice(start, end);
    const made = {
      index: model.mentions.length, article: index, start, end, text: words, kind: "place", use: "literal", faint: false, added: true, dropped: true,
      before: (from > line[0] ? "…" : "") + text.slice(from, start), after: text.slice(end, to) + (to < line[1] ? "…" : ""),
      original: { place: null, percent: 0, reason: "", approximate: false, candidates: namesakes(words) },
    };
    Object.assign(made, made.original);
    model.mentions.push(made);
    article.every.push(made);
    article.every.sort((a, b) => a.start - b.start);
    return made;
  }

  /** Places of this page that have the very name. */
  const namesakes = (words) =>
    model.places.filter((place) => key(place.name) === key(words)).slice(0, 8).map((place) => ({ place, percent: null }));

  /** A correction of a mention; `decided` has decision, and place or name, latitude and longitude. */
  function about(one, scope, decided) {
    const [before, after] = around(one).map((text) => text.trim().split(/\s+/));
    const spot = { start: startOf(one), before: before.slice(-CONTEXT).join(" "), after: after.slice(0, CONTEXT).join(" ") };
    const article = scope === "everywhere" ? {} : { article: articleOf(one).id };
    return { words: key(one.text), scope, ...article, ...(scope === "mention" ? spot : {}), ...decided };
  }

  // Applying ----------------------------------------------------------------------------------------------------

  const pointId = ({ latitude, longitude }) => `point:${Number(latitude.toFixed(5))},${Number(longitude.toFixed(5))}`;

  /** The place that a correction means; null where this page knows neither it nor where it lies. */
  function referent(correction) {
    const id = correction.place ?? pointId(correction);
    const known = model.places.find((place) => place.id === id);
    if (known && !known.added) return known;
    const { name = correction.words, latitude = null, longitude = null } = correction;
    if (latitude === null || longitude === null) return known ?? null;
    if (known) return Object.assign(known, { name, folded: null }); // what a search looks at is made again
    return addPlace({ id, name, lat: latitude, lon: longitude, class: "S", code: "PNT", kind: "site", added: true });
  }

  /** Make every mention mean what the page was made with, and then what the corrections say. */
  function apply() {
    for (const one of model.mentions) {
      one.original ??= { place: one.place, percent: one.percent, reason: one.reason, approximate: one.approximate, candidates: one.candidates };
      Object.assign(one, one.original, { dropped: Boolean(one.added) });
    }
    for (const scope of SCOPES) {
      for (const correction of state.list.filter((one) => one.scope === scope)) {
        const place = correction.decision === "not a place" ? null : referent(correction);
        if (!place && correction.decision !== "not a place") continue;
        for (const one of mentionsOf(correction)) decide(one, place);
      }
    }
    derive();
    state.onChange();
    for (const watch of state.watchers) watch();
  }

  function decide(one, place) {
    const others = one.original.candidates.filter((other) => other.place !== place).map((other) => ({ ...other, percent: null }));
    if (!place) Object.assign(one, { place, dropped: true });
    else Object.assign(one, { place, percent: 100, reason: REASON, approximate: false, dropped: false, candidates: [{ place, percent: 100 }, ...others] });
  }

  function change(list) {
    state.past.push(state.list);
    state.list = list;
    apply();
  }

  const target = ({ words, scope, article, start }) => JSON.stringify([words, scope, article ?? null, scope === "mention" ? start ?? null : null]);

  /** Add one; what was decided of the very same before is given up. */
  const add = (correction) => change([...state.list.filter((one) => target(one) !== target(correction)), correction]);

  const remove = (correction) => change(state.list.filter((one) => one !== correction));

  function undo() {
    if (!state.past.length) return;
    state.list = state.past.pop();
    apply();
    announce("The last correction was taken back.");
  }

  // Files -------------------------------------------------------------------------------------------------------

  const lines = (list) => list.map((one) => `\n${JSON.stringify(one)}`).join(",");
  const file = () => `{"format": "${FORMAT}", "version": ${VERSION}, "corrections": [${lines(state.list)}\n]}\n`;

  function save() {
    geoview.saveFile("corrections.json", "application/json", file());
    state.kept = state.list;
    for (const watch of state.watchers) watch();
  }

  /** Read a file's text and go on from it; throws an Error that says what is wrong with it. */
  function load(text) {
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      throw new Error("this is no JSON");
    }
    if (value?.format !== FORMAT || !Array.isArray(value.corrections)) throw new Error("these are no corrections of geoview");
    if (value.version !== VERSION) throw new Error(`these are corrections of another version than ${VERSION}`);
    const loaded = value.corrections.map(checked);
    const known = new Set(loaded.map(target));
    const saved = !unsaved();
    change([...state.list.filter((one) => !known.has(target(one))), ...loaded]);
    if (saved) state.kept = state.list;
    for (const watch of state.watchers) watch();
    announce(`${plural(loaded.length, "correction")} loaded`);
  }

  function checked(one, index) {
    const wrong = (name) => new Error(`correction ${index + 1}: ${name} is missing or makes no sense`);
    if (typeof one !== "object" || one === null) throw wrong("the whole");
    const made = {};
    for (const name of TEXTS) {
      if (one[name] !== undefined && one[name] !== null && typeof one[name] !== "string") throw wrong(name);
      if (one[name]) made[name] = one[name];
    }
    for (const [name, [least, most]] of Object.entries(NUMBERS)) {
      const value = one[name] ?? null;
      if (value === null) continue;
      if (!Number.isFinite(value) || value < least || value > most) throw wrong(name);
      made[name] = value;
    }
    made.decision ??= made.place ? "place" : "point";
    made.scope ??= made.start !== undefined || made.before || made.after ? "mention" : made.article ? "article" : "everywhere";
    if (!made.words) throw wrong("words");
    if (!DECISIONS.includes(made.decision)) throw wrong("decision");
    if (!SCOPES.includes(made.scope)) throw wrong("scope");
    if ((made.scope === "everywhere") !== (made.article === undefined)) throw wrong("article");
    if (made.decision === "place" && !made.place) throw wrong("place");
    if ((made.latitude === undefined) !== (made.longitude === undefined)) throw wrong("longitude");
    if (made.decision === "point" && (made.latitude === undefined || !made.name)) throw wrong("the point");
    return made;
  }

  geoview.corrections = { setUp, state, unsaved, about, touches, marked, mentionsOf, bestFits, referent, add, remove, undo, save, load };
})();
