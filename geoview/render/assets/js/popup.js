// What a pin tells: what the place is, the words around its mentions, why it was chosen, and what else it might be.
(() => {
  const { el, byId, model, typeOf, context, sureness, nearness, otherReadings, anchor, narrow, calm, pins, areas, inset } = geoview;

  const FIRST = 4; // snippets at first; the rest on demand
  const WORDS = { sure: "Sure", likely: "Likely", unsure: "Unsure" };
  const state = { map: null, popup: null, ghosts: null, renderer: null, hooks: null, limits: null };

  /** `hooks`: showMention(mention), closed(place). */
  function setUp(map, hooks) {
    state.renderer = L.svg({ pane: "areas", padding: 0.5 });
    Object.assign(state, { map, hooks, ghosts: L.layerGroup().addTo(map) });
  }

  /** Let the map be moved beyond the Earth's edge: what is told of a place in the far north needs the room. */
  function loosen() {
    state.limits ??= state.map.options.maxBounds;
    state.map.setMaxBounds(null);
  }

  function tighten() {
    if (!state.popup) state.map.setMaxBounds(state.limits);
  }

  function open(place, { focus = false, mention = null } = {}) {
    const { map } = state;
    close(true);
    const pin = pins.pinOf(place);
    const at = pin ? pin.getLatLng() : L.latLng(anchor(place));
    const tip = pin?.getElement().classList.contains("tip");
    const content = contentOf(place, mention ?? place.mentions[0]);
    const size = map.getSize();
    const popup = L.popup({
      offset: [0, tip ? -30 : -8],
      maxWidth: narrow() ? Math.min(300, size.x - 84) : 360,
      minWidth: narrow() ? 200 : 260,
      autoPan: true,
      autoPanPaddingTopLeft: narrow() ? [8, 8] : [64, 14],
      autoPanPaddingBottomRight: narrow() ? [8, 30] : [64, 34],
      closeButton: false,
      className: "place-popup",
    });
    content.style.setProperty("--room", `${Math.max(150, Math.min(430, size.y - 130))}px`);
    popup.setLatLng(at).setContent(content);
    state.popup = { popup, place };
    popup.on("remove", () => {
      if (state.popup?.popup !== popup) return;
      state.popup = null;
      tidyUp();
      tighten();
      state.hooks.closed(place);
    });
    loosen();
    popup.openOn(map);
    byId("map-wrap").classList.add("reading");
    areas.select(place);
    inset.place();
    if (focus) content.focus({ preventScroll: true });
  }

  /** Close what is open; `quiet` where another place follows at once. */
  function close(quiet = false) {
    if (!state.popup) return;
    const { popup, place } = state.popup;
    state.popup = null;
    tidyUp();
    popup.remove();
    if (quiet) state.map.once("moveend", tighten); // the map may be on its way to another place
    else {
      tighten();
      state.hooks.closed(place);
    }
  }

  function tidyUp() {
    state.ghosts.clearLayers();
    areas.select(null);
    byId("map-wrap").classList.remove("reading");
    inset.place();
  }

  /** `mention`: the one that was pressed, or the first. */
  function contentOf(place, mention) {
    const level = sureness(place.confidence);
    const content = el(
      "section",
      { class: "card", "aria-label": place.name, tabindex: "-1", data: { kind: place.kind } },
      el("button", { class: "close", type: "button", "aria-label": "Close", on: { click: () => close() } }, "×"),
      el("h2", { text: place.name, dir: "auto" }),
      el("p", { class: "where" }, [typeOf(place), context(place)].filter(Boolean).join(" · ")),
      place.note ? el("p", { class: "note", text: place.note }) : null,
      sureLine(place, level),
      geoview.walk.bar(place),
      geoview.together.section(place),
      snippets(place),
      readings(place),
      el("p", { class: "wrong" }, "Is this wrong? ", geoview.correcting.button(mention, "Correct it")),
      el("p", { class: "fine" }, `${degrees(place)} · `, ...sourceOf(place)),
    );
    L.DomEvent.disableScrollPropagation(content);
    return content;
  }

  function sureLine(place, level) {
    const { reason } = place.mentions.find(({ percent }) => percent === place.confidence); // of the surest, as the number is
    const meter = el("span", { class: `meter ${level}`, "aria-hidden": "true" }, el("i"));
    meter.firstChild.style.width = `${place.confidence}%`;
    return el(
      "p",
      { class: "sureness" },
      meter,
      el("b", { text: `${WORDS[level]}, ${place.confidence} %` }),
      reason ? ` · ${reason}` : "",
      place.mentions.some((one) => one.approximate) ? ` · ${place.mentions.every((one) => one.approximate) ? "not exactly here" : "some mentions are not exactly here"}` : "",
    );
  }

  /** The words around the mentions, a few at first. */
  function snippets(place) {
    const list = el("div", { class: "snippets" });
    const add = (mentions) => list.append(...mentions.map(snippet));
    add(place.mentions.slice(0, FIRST));
    const rest = place.mentions.slice(FIRST);
    if (rest.length) {
      const more = el("button", { type: "button", class: "more", text: `Show ${rest.length} more` });
      more.addEventListener("click", () => {
        more.remove();
        const before = list.children.length;
        add(rest.splice(0, 50));
        if (rest.length) list.append(more);
        list.children[before].querySelector("button").focus();
      });
      list.append(more);
    }
    return list;
  }

  function snippet(mention) {
    const article = model.articles[mention.article];
    const show = el("button", {
      type: "button", class: "show", text: "Show in text", on: { click: () => state.hooks.showMention(mention) },
    });
    const about = [article.title ?? article.id, geoview.dateOf(article)].filter(Boolean).join(" · ");
    const source = model.many ? el("cite", { text: `${about} ` }) : null;
    const near = mention.approximate ? el("small", { class: "near", text: nearness(mention) }) : null;
    return el("blockquote", { dir: "auto" }, source, mention.before, el("mark", { text: mention.text }), mention.after, " ", show, " ", geoview.correcting.button(mention, "Correct"), near);
  }

  function readings(place) {
    const others = otherReadings(place);
    if (!others.length) return null;
    const rows = others.slice(0, 8).map(({ place: other, percent }) =>
      el(
        "li",
        {},
        el("button", {
          type: "button",
          text: [other.name, context(other) || typeOf(other)].join(", "),
          on: { click: () => showOther(place, other) },
        }),
        percent === null ? "" : ` ${percent < 1 ? "< 1" : percent} %`,
      ),
    );
    return el("details", {}, el("summary", { text: `Other readings (${others.length})` }), el("ul", {}, ...rows));
  }

  /** Draw another reading on the map, with a line from the place chosen. */
  function showOther(place, other) {
    const { map, ghosts, renderer } = state;
    ghosts.clearLayers();
    const [from, to] = [L.latLng(anchor(place)), L.latLng(anchor(other))];
    L.polyline([from, to], { renderer, interactive: false, className: "ghost-line" }).addTo(ghosts);
    const icon = L.divIcon({
      className: "ghost",
      html: el("span", {}, "?", el("span", { class: "name", "data-side": "right", text: pins.title(other) })),
      iconSize: [26, 26],
    });
    L.marker(to, { icon, keyboard: false, interactive: false }).addTo(ghosts);
    const bounds = L.latLngBounds([from, to]);
    const card = state.popup.popup.getElement().getBoundingClientRect();
    const [side, top] = [card.width / 2 + 20, Math.min(card.height + 50, map.getSize().y * 0.75)];
    map.fitBounds(bounds, {
      paddingTopLeft: [side, top], paddingBottomRight: [side, 50], maxZoom: map.getZoom(), animate: !calm(),
    });
    geoview.announce(`${pins.title(other)} is shown on the map, with a line from ${place.name}.`);
  }

  const degrees = ({ lat, lon }) =>
    `${Math.abs(lat).toFixed(3)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lon).toFixed(3)}° ${lon < 0 ? "W" : "E"}`;

  /** Where to read more: GeoNames' own page, and a link to this place here. */
  function sourceOf(place) {
    const [source, number] = place.id.split(":");
    const link = el("a", { href: geoview.link(place), text: "Link to this place" });
    if (source !== "geonames" || !/^\d+$/.test(number)) return [link];
    const away = { href: `https://www.geonames.org/${number}/`, target: "_blank", rel: "noopener noreferrer" };
    return [el("a", { ...away, text: "GeoNames" }), " · ", link];
  }

  geoview.popup = { setUp, open, close, state };
})();
