// Time: a histogram of the articles by day, week, month, year … with two handles for the first and the last, and steps
// that play. What has no date that can be read is counted beside it.
(() => {
  const { el, svg, glyph, byId, model, filters, counts, dayText, DAY, announce, plural, calm, narrow } = geoview;

  const MOST = 80; // bars
  const PAUSE = 1100; // milliseconds between two steps
  const PATHS = { play: "M8 5l11 7-11 7z", pause: "M8 5v14M16 5v14", back: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7" };

  const date = (day) => new Date(day * DAY);
  /** The first day of a year (of a decade, a century, where `years` is 10 or 100), or of a month. */
  const yearStart = (day, years, more = 0) => startOf(Math.floor(date(day).getUTCFullYear() / years) * years + more * years, 0);
  const monthStart = (day, more = 0) => startOf(date(day).getUTCFullYear(), date(day).getUTCMonth() + more);

  function startOf(year, month) {
    const made = new Date(0);
    made.setUTCFullYear(year, month, 1);
    return made / DAY;
  }

  const MONTH = { month: "long", year: "numeric" };
  /** A day or month as the range tells it: short where there is little room. */
  const told = (day, parts) => dayText(day, { ...parts, month: narrow() ? "short" : "long" });
  const DATE = { day: "numeric", month: "long", year: "numeric" };
  const YEAR = { year: "numeric" };
  /** Each unit: the first day of the one that holds a day, of the one behind that, and its name. */
  const UNITS = [
    { name: "day", start: (day) => day, next: (day) => day + 1, label: (day) => dayText(day) },
    { name: "week", start: (day) => day - ((((day + 3) % 7) + 7) % 7), next: (day) => day + 7, label: (day) => `week of ${dayText(day)}` },
    { name: "month", start: (day) => monthStart(day), next: (day) => monthStart(day, 1), label: (day) => dayText(day, MONTH) },
    ...[[1, "year"], [10, "decade"], [100, "century"]].map(([years, name]) => ({
      name,
      start: (day) => yearStart(day, years),
      next: (day) => yearStart(day, years, 1),
      label: (day) => dayText(day, YEAR) + (years > 1 ? `–${dayText(yearStart(day, years, 1) - 1, YEAR)}` : ""),
    })),
  ];

  const state = { bins: [], unit: null, from: 0, to: 0, timer: null, onChange: null, dated: 0, parts: {} };

  /** `onChange(playing)` is called when the reader has set another time. Nothing is made where there is no span. */
  function setUp(onChange) {
    const days = model.articles.map(({ day }) => day).filter((day) => day !== null);
    if (!model.many || new Set(days).size < 2) return;
    const [first, last] = days.reduce(([low, high], day) => [Math.min(low, day), Math.max(high, day)], [Infinity, -Infinity]);
    const few = (unit) => (last - first) / (unit.next(unit.start(first)) - unit.start(first)) < MOST - 1;
    const unit = UNITS.find(few) ?? UNITS.at(-1);
    const bins = [];
    for (let start = unit.start(first); start <= last; start = unit.next(start)) {
      bins.push({ start, end: unit.next(start) - 1, total: 0, live: 0 });
    }
    Object.assign(state, { unit, bins, from: 0, to: bins.length - 1, first, last, dated: days.length, onChange });
    for (const article of model.articles) if (article.day !== null) bins[binOf(article.day)].total += 1;
    build();
    draw();
  }

  function binOf(day) {
    const at = state.bins.findIndex((bin) => day <= bin.end);
    return at < 0 ? state.bins.length - 1 : at;
  }

  const whole = () => state.from === 0 && state.to === state.bins.length - 1;

  // What is on the page -------------------------------------------------------------------------------------------

  function build() {
    const { bins } = state;
    const button = (label, path, run) => el("button", { type: "button", class: "icon", "aria-label": label, title: label, on: { click: run } }, glyph(path));
    const play = button("Play through time", PATHS.play, toggle);
    const back = button("Earlier", PATHS.back, () => move(-1));
    const next = button("Later", PATHS.next, () => move(1));
    const all = el("button", { type: "button", class: "text", text: "All dates", on: { click: () => set(0, bins.length - 1) } });
    const range = el("b", {});
    const note = el("span", { class: "soft" });
    play.hidden = calm();
    matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => {
      stop();
      play.hidden = calm();
    });
    const chart = svg("svg", { viewBox: `0 0 ${bins.length} 100`, preserveAspectRatio: "none", "aria-hidden": "true" });
    const most = Math.max(...bins.map(({ total }) => total));
    const bar = (name, i) => svg("rect", { class: name, x: i + 0.07, width: 0.86 });
    for (const [i, bin] of bins.entries()) {
      const name = svg("title", {}, `${state.unit.label(bin.start)}: ${plural(bin.total, "article")}`);
      [bin.pale, bin.dark] = [bar("pale", i), bar("dark", i)];
      const hit = svg("rect", { class: "hit", x: i, y: 0, width: 1, height: 100 }, name);
      bin.tall = (count) => (count ? Math.max(4, (100 * count) / most) : 0);
      chart.append(bin.pale, bin.dark, hit);
    }
    const handles = [["from", "First date"], ["to", "Last date"]].map(([end, label]) =>
      el("div", { class: "handle", role: "slider", tabindex: 0, "aria-label": label, "aria-orientation": "horizontal", data: { end }, on: { keydown: (event) => press(event, end) } }),
    );
    const track = el("div", { class: "track" }, chart, ...handles);
    drag(track, handles);
    byId("time").append(
      el("div", { class: "time-head" }, play, back, next, range, note, all),
      track,
      el("div", { class: "ticks", "aria-hidden": "true" }, ...ticks()),
    );
    Object.assign(state.parts, { play, back, next, all, range, note, track, handles });
  }

  /** Names below the bars where a year begins, or a month where bars are short. */
  function ticks() {
    const { bins, unit } = state;
    const short = unit.name === "day" || unit.name === "week";
    const group = ({ end }) => (short ? monthStart(end) : unit.name === "month" ? yearStart(end, 1) : end);
    let marks = bins.map((bin, at) => ({ at, day: bin.end })).filter(({ at }) => at === 0 || group(bins[at]) !== group(bins[at - 1]));
    if (marks.length > 1 && (marks[1].at - marks[0].at) / bins.length < 0.09) marks.shift();
    const every = Math.ceil(marks.length / 8);
    marks = marks.filter((_, i) => i % every === 0 && marks[i].at / bins.length < 0.95);
    let year = null;
    return marks.map(({ at, day }) => {
      const now = dayText(day, YEAR);
      const words = short ? dayText(day, { month: "short", ...(now === year ? {} : YEAR) }) : unit.name === "month" ? now : unit.label(bins[at].start);
      year = now;
      const tick = el("span", { text: words });
      tick.style.left = `${(100 * at) / bins.length}%`;
      return tick;
    });
  }

  /** Draw the bars anew: all articles pale, those that the other filters let through dark. */
  function draw() {
    const { bins, parts, from, to } = state;
    if (!bins.length) return;
    for (const bin of bins) bin.live = 0;
    for (const { day, sourced, has } of model.articles) if (day !== null && sourced && has) bins[binOf(day)].live += 1;
    for (const [i, bin] of bins.entries()) {
      const heights = [bin.tall(bin.total), bin.tall(bin.live)];
      for (const [k, one] of [bin.pale, bin.dark].entries()) {
        one.setAttribute("y", 100 - heights[k]);
        one.setAttribute("height", heights[k]);
      }
      bin.dark.classList.toggle("out", i < from || i > to);
    }
    const label = (at) => state.unit.label(bins[at].start);
    for (const handle of parts.handles) {
      const at = state[handle.dataset.end];
      const [low, high] = handle.dataset.end === "from" ? [0, to] : [from, bins.length - 1];
      const is = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": at, "aria-valuetext": label(at) };
      for (const [name, value] of Object.entries(is)) handle.setAttribute(name, value);
      handle.style.left = `${(100 * (handle.dataset.end === "from" ? at : at + 1)) / bins.length}%`;
    }
    parts.range.textContent = rangeText();
    const undated = model.articles.length - state.dated;
    const left = undated ? `, ${undated.toLocaleString("en")} undated${whole() ? "" : " left out"}` : "";
    const unit = el("span", { class: "unit", text: `, by ${state.unit.name}` });
    parts.note.replaceChildren(plural(counts.articles, "article"), unit, left);
    parts.all.hidden = whole();
    parts.back.disabled = from === 0 && !whole();
    parts.next.disabled = to === bins.length - 1 && !whole();
  }

  function rangeText() {
    const { bins, from, to, unit } = state;
    if (whole()) return `${told(state.first, DATE)} – ${told(state.last, DATE)}`;
    const words = from === to ? unit.label(bins[from].start) : unit.name === "month"
      ? `${told(bins[from].start, MONTH)} – ${told(bins[to].start, MONTH)}`
      : unit.name === "day" || unit.name === "week" ? `${told(bins[from].start, DATE)} – ${told(bins[to].end, DATE)}`
        : `${dayText(bins[from].start, YEAR)} – ${dayText(bins[to].end, YEAR)}`;
    return words[0].toUpperCase() + words.slice(1);
  }

  // What the reader does ------------------------------------------------------------------------------------------

  /** Set the range, by numbers of bars; the reader's doing ends the playing. */
  function set(from, to, { playing = false } = {}) {
    if (!playing) stop();
    if (from === state.from && to === state.to) return;
    Object.assign(state, { from, to });
    take();
    state.onChange(playing);
  }

  /** Give the filters the days of the range: none where it is the whole. */
  function take() {
    const { bins, from, to } = state;
    [filters.from, filters.to] = whole() ? [null, null] : [bins[from].start, bins[to].end];
  }

  /** Take the range from the filters: after a link was followed, or filters were cleared. */
  function follow() {
    const { bins } = state;
    if (!bins.length) return;
    stop();
    const from = filters.from === null ? 0 : binOf(filters.from);
    const to = filters.to === null ? bins.length - 1 : Math.max(from, binOf(filters.to));
    Object.assign(state, { from, to });
    take();
  }

  function press(event, end) {
    const far = Math.max(2, Math.round(state.bins.length / 10));
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: far, PageDown: -far, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    pull(end, state[end] + step);
  }

  /** Move one handle, as far as the other and the ends let it. */
  function pull(end, to) {
    if (end === "from") set(Math.min(Math.max(to, 0), state.to), state.to);
    else set(state.from, Math.max(Math.min(to, state.bins.length - 1), state.from));
  }

  /** Move the range by its own length (from the whole: take the first bar, or the last); true if that could be done. */
  function move(by, options = {}) {
    const { bins, from, to } = state;
    const last = bins.length - 1;
    if (whole()) {
      set(by > 0 ? 0 : last, by > 0 ? 0 : last, options);
      tell(options);
      return true;
    }
    const long = to - from + 1;
    const start = Math.min(Math.max(from + by * (options.playing ? 1 : long), 0), last + 1 - long);
    if (start === from) return false;
    set(start, start + long - 1, options);
    tell(options);
    return true;
  }

  function tell({ playing }) {
    if (!playing) announce(`${rangeText()}: ${plural(counts.articles, "article")}, ${plural(counts.places, "place")}`);
  }

  function toggle() {
    if (state.timer) {
      stop();
      tell({});
      return;
    }
    if (!whole() && state.to === state.bins.length - 1) set(0, state.to - state.from);
    state.timer = setInterval(() => move(1, { playing: true }) || stop(), PAUSE);
    move(1, { playing: true });
    look("Pause", PATHS.pause);
  }

  function stop() {
    if (!state.timer) return;
    clearInterval(state.timer);
    state.timer = null;
    look("Play through time", PATHS.play);
  }

  function look(label, path) {
    const { play } = state.parts;
    play.setAttribute("aria-label", label);
    play.title = label;
    play.replaceChildren(glyph(path));
  }

  /** A handle is drawn along; a bar is chosen by a click, several by drawing over them. */
  function drag(track, handles) {
    let held = null;
    const at = (event) => {
      const { left, width } = track.getBoundingClientRect();
      return Math.min(Math.max((event.clientX - left) / width, 0), 0.9999) * state.bins.length;
    };
    track.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      const handle = handles.find((one) => one === event.target);
      const spot = Math.floor(at(event));
      held = handle ? { end: handle.dataset.end } : { begun: spot };
      track.setPointerCapture(event.pointerId);
      if (handle) handle.focus();
      else set(spot, spot);
      event.preventDefault();
    });
    let frame = 0;
    track.addEventListener("pointermove", (event) => {
      if (!held) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => held && drawn(at(event)));
    });
    const drawn = (spot) => {
      if (held.end) pull(held.end, held.end === "from" ? Math.round(spot) : Math.round(spot) - 1);
      else set(Math.min(held.begun, Math.floor(spot)), Math.max(held.begun, Math.floor(spot)));
    };
    for (const end of ["pointerup", "pointercancel"]) {
      track.addEventListener(end, () => {
        if (held) tell({});
        held = null;
      });
    }
  }

  geoview.timeline = { setUp, draw, follow, stop, toggle, rangeText, whole, state };
})();
