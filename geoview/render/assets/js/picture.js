// The map as a picture: everything that stands on it now is drawn again onto one canvas, with the title and the credits
// below. Online tiles are left out: a browser lets no page read what came from elsewhere.
(() => {
  const { byId, colour, model } = geoview;

  const SCALE = 2; // pixels of the picture to one of the page
  const STRIP = 46; // px below the map
  const SKIPPED = ["popupPane", "tooltipPane", "shadowPane"];
  let map;

  function setUp(onto) {
    map = onto;
  }

  /** The picture as a PNG. */
  function draw() {
    const size = map.getSize();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [size.x * SCALE, (size.y + STRIP) * SCALE];
    const ink = canvas.getContext("2d");
    const frame = map.getContainer().getBoundingClientRect();
    const place = (matrix) => {
      const { a, b, c, d, e, f } = matrix;
      ink.setTransform(SCALE * a, SCALE * b, SCALE * c, SCALE * d, SCALE * (e - frame.left), SCALE * (f - frame.top));
    };
    const level = () => place({ a: 1, b: 0, c: 0, d: 1, e: frame.left, f: frame.top });
    level();
    ink.fillStyle = colour("sea");
    ink.fillRect(0, 0, size.x, size.y);
    for (const root of layers()) paint(root, { ink, frame, place, level });
    level();
    strip(ink, size);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  /** What lies on the map, from the ground up: panes and, within that of the pins, each by itself; the scale last. */
  function layers() {
    const panes = Object.entries(map.getPanes()).filter(([name, pane]) => !SKIPPED.includes(name) && pane.parentElement === map.getPane("mapPane"));
    const height = (one) => Number(getComputedStyle(one).zIndex) || 0;
    const sorted = panes.map(([, pane]) => pane).sort((a, b) => height(a) - height(b));
    const roots = sorted.flatMap((pane) => (pane === map.getPane("markerPane") ? [...pane.children].sort((a, b) => height(a) - height(b)) : [pane]));
    return [...roots, ...map.getContainer().querySelectorAll(".leaflet-control-scale")];
  }

  function paint(root, tools) {
    for (const one of [root, ...root.querySelectorAll("*")]) {
      const look = getComputedStyle(one);
      if (!one.getClientRects().length || look.visibility === "hidden") continue;
      tools.ink.globalAlpha = Number(look.opacity);
      if (one instanceof HTMLCanvasElement) image(one, tools);
      else if (one instanceof SVGPathElement) path(one, look, tools);
      else if (one instanceof SVGTextElement) lettering(one, look, tools);
      else if (one instanceof HTMLElement) box(one, look, tools);
      tools.ink.globalAlpha = 1;
    }
  }

  function image(one, { ink, frame, level }) {
    const { left, top, width, height } = one.getBoundingClientRect();
    level();
    if (one.width && one.height) ink.drawImage(one, left - frame.left, top - frame.top, width, height);
  }

  function path(one, look, { ink, place }) {
    place(one.getScreenCTM());
    const line = new Path2D(one.getAttribute("d"));
    const alpha = ink.globalAlpha;
    if (look.fill !== "none") {
      ink.globalAlpha = alpha * Number(look.fillOpacity);
      ink.fillStyle = look.fill;
      ink.fill(line);
    }
    if (look.stroke !== "none") {
      ink.globalAlpha = alpha * Number(look.strokeOpacity);
      ink.strokeStyle = look.stroke;
      ink.lineWidth = parseFloat(look.strokeWidth);
      ink.setLineDash(look.strokeDasharray === "none" ? [] : look.strokeDasharray.split(",").map(parseFloat));
      ink.stroke(line);
    }
    ink.setLineDash([]);
  }

  const font = (look) => `${look.fontStyle} ${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;

  function lettering(one, look, { ink, place }) {
    place(one.getScreenCTM());
    Object.assign(ink, { font: font(look), fillStyle: look.fill, textAlign: "center", textBaseline: "alphabetic" });
    ink.fillText(one.textContent, Number(one.getAttribute("x")), Number(one.getAttribute("y")));
  }

  /** An element of HTML: its ground, its rim, and the text that stands in it directly. */
  function box(one, look, { ink, frame, level }) {
    level();
    const { left, top, width, height } = one.getBoundingClientRect();
    const [x, y] = [left - frame.left, top - frame.top];
    const shape = new Path2D();
    const round = parseFloat(look.borderTopLeftRadius) || 0;
    shape.roundRect(x, y, width, height, look.borderTopLeftRadius.endsWith("%") ? (Math.min(width, height) * round) / 100 : round);
    ink.fillStyle = look.backgroundColor;
    ink.fill(shape);
    for (const [side, from, to] of [["Top", [0, 0], [1, 0]], ["Right", [1, 0], [1, 1]], ["Bottom", [0, 1], [1, 1]], ["Left", [0, 0], [0, 1]]]) {
      const wide = parseFloat(look[`border${side}Width`]);
      if (!wide || round) continue;
      Object.assign(ink, { strokeStyle: look[`border${side}Color`], lineWidth: wide });
      ink.beginPath();
      ink.moveTo(x + from[0] * width, y + from[1] * height);
      ink.lineTo(x + to[0] * width, y + to[1] * height);
      ink.stroke();
    }
    if (round && parseFloat(look.borderTopWidth)) {
      Object.assign(ink, { strokeStyle: look.borderTopColor, lineWidth: parseFloat(look.borderTopWidth) });
      ink.stroke(shape);
    }
    for (const child of one.childNodes) if (child instanceof Text && child.data.trim()) words(child, look, { ink, frame });
  }

  function words(node, look, { ink, frame }) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, width, height } = range.getBoundingClientRect();
    const text = look.textTransform === "uppercase" ? node.data.trim().toUpperCase() : node.data.trim();
    Object.assign(ink, { font: font(look), textAlign: "center", textBaseline: "middle", letterSpacing: look.letterSpacing === "normal" ? "0px" : look.letterSpacing });
    const at = [left + width / 2 - frame.left, top + height / 2 - frame.top];
    const halo = /^(rgba?\([^)]*\)|color\([^)]*\))/.exec(look.textShadow);
    if (halo) {
      Object.assign(ink, { strokeStyle: halo[1], lineWidth: 3.5, lineJoin: "round" });
      ink.strokeText(text, ...at);
    }
    ink.fillStyle = look.color;
    ink.fillText(text, ...at);
    ink.letterSpacing = "0px";
  }

  /** Title and credits. */
  function strip(ink, { x, y }) {
    ink.fillStyle = colour("paper");
    ink.fillRect(0, y, x, STRIP);
    const family = getComputedStyle(document.body).fontFamily;
    Object.assign(ink, { textAlign: "left", textBaseline: "middle" });
    const line = (text, style, fill, at) => {
      Object.assign(ink, { font: `${style} ${family}`, fillStyle: fill });
      ink.fillText(cut(ink, text, x - 24), 12, y + at);
    };
    const shown = byId("active").hidden ? "" : ` (${byId("active").querySelector(".soft").textContent})`; // the filters leave out the rest
    line(model.title + shown, "700 14px", colour("ink"), 15);
    line(byId("credits").textContent, "400 11px", colour("soft"), 33);
  }

  /** As much of a text as there is room for. */
  function cut(ink, text, room) {
    let kept = [...text.replace(/\s+/g, " ")];
    if (ink.measureText(kept.join("")).width <= room) return kept.join("");
    while (kept.length && ink.measureText(`${kept.join("")}…`).width > room) kept = kept.slice(0, -Math.ceil(kept.length / 40));
    return `${kept.join("")}…`;
  }

  geoview.picture = { setUp, draw };
})();
