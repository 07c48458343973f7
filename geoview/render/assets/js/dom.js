// Small tools for every other file. Nothing in this page takes a string as HTML: text goes in by append alone.
"use strict";

const geoview = {};

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  /** An element: `props` are class, text, on (listeners), data and attributes; null and false leave one out. */
  function el(tag, props = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") made.textContent = value;
      else if (name === "class") made.className = value;
      else if (name === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
      else if (name === "data") Object.assign(made.dataset, value);
      else made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  /** An SVG element with attributes. */
  function svg(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  /** A 24 by 24 drawing of one path, for a button whose name is said elsewhere. */
  function glyph(path) {
    const line = svg("path", { d: path });
    return svg("svg", { viewBox: "0 0 24 24", class: "glyph", "aria-hidden": "true" }, line);
  }

  const GLYPHS = {
    home: "M4 11l8-7 8 7v9h-6v-6h-4v6H4z",
    all: "M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    layers: "M12 3l9 5-9 5-9-5zM3 12.5l9 5 9-5M3 17l9 5 9-5",
    theme: "M12 3a9 9 0 100 18zM12 3a9 9 0 010 18",
    help: "M9 9a3 3 0 114.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 3a9 9 0 100 18 9 9 0 000-18z",
    save: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
    link: "M10 14a4 4 0 006 0l3-3a4 4 0 00-6-6l-1 1M14 10a4 4 0 00-6 0l-3 3a4 4 0 006 6l1-1",
    left: "M15 5l-7 7 7 7",
    right: "M9 5l7 7-7 7",
  };

  const byId = (id) => document.getElementById(id);

  /** Say something to a screen reader, once what else changed has been said. */
  function announce(text) {
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => (byId("live").textContent = text), 120);
  }

  const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = () => matchMedia("(max-width: 760px)").matches;

  /** The value of one of the page's colours, now. */
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** Undo deflate and base64; the browser must have DecompressionStream. */
  async function inflate(text) {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  Object.assign(geoview, { el, svg, glyph, GLYPHS, byId, announce, plural, calm, narrow, colour, inflate });
})();
