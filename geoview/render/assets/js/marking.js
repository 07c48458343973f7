// Words that the program has missed: selected in the text, they can be marked as a place.
(() => {
  const { el, byId, model, corrections, correcting } = geoview;

  const LONGEST = 100; // characters of a name

  /** The stretch of text that is selected, where it may be a name: within one line, and no mention in it. */
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || correcting.isOpen()) return null;
    const range = selection.getRangeAt(0);
    const line = (range.startContainer.parentElement ?? null)?.closest("#panel [data-start]");
    const article = model.articles[geoview.text.state.article];
    if (!line || !line.contains(range.endContainer) || !article?.text) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const start = Number(line.dataset.start) + before.toString().length + (text.length - text.trimStart().length);
    const end = start + text.trim().length;
    const [box, frame] = [range.getBoundingClientRect(), byId("panel").getBoundingClientRect()];
    if (box.top > frame.bottom - 20 || box.bottom < frame.top) return null;
    if (start === end || end - start > LONGEST || corrections.touches(article, start, end)) return null;
    return { article: article.index, start, end, box };
  }

  /** Offer to mark what is selected. */
  function setUp() {
    const made = el("button", { type: "button", id: "mark-it", hidden: true, text: "Mark as a place" });
    let spot = null;
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    made.addEventListener("click", () => {
      made.hidden = true;
      correcting.open(corrections.marked(spot));
      getSelection().removeAllRanges();
    });
    const tell = () => {
      spot = selected();
      made.hidden = !spot;
      if (!spot) return;
      made.style.left = `${Math.max(8, Math.min(spot.box.left, innerWidth - 150))}px`;
      made.style.top = `${Math.min(spot.box.bottom + 6, innerHeight - 44)}px`;
    };
    document.addEventListener("selectionchange", () => {
      clearTimeout(setUp.timer);
      setUp.timer = setTimeout(tell, 150);
    });
    byId("panel").addEventListener("scroll", () => (made.hidden = true));
    byId("panel").after(made);
  }

  geoview.marking = { setUp };
})();
