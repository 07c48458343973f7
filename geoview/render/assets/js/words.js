// The words searched for, marked in the text that is open; nothing is put into the text for it.
(() => {
  const { filters, fold } = geoview;

  const MOST = 500;
  const NAME = "geoview-words";

  /** Mark them anew; the element that has the first, or null. */
  function mark(sheet) {
    if (typeof Highlight === "undefined") return null;
    CSS.highlights.delete(NAME);
    const words = fold(filters.query);
    if (!words || !sheet) return null;
    const ranges = [];
    const nodes = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode() && ranges.length < MOST) {
      const node = nodes.currentNode;
      const text = fold(node.data);
      if (text.length !== node.data.length) continue; // folding has moved the letters
      for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        ranges.push(range);
      }
    }
    if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
    return ranges[0]?.startContainer.parentElement ?? null;
  }

  geoview.words = { mark };
})();
