// What was decided so far: the list of corrections with what can be done with them, and a bar while they are not saved.
(() => {
  const { el, byId, model, pins, plural, corrections } = geoview;

  function setUp() {
    listDialog();
    bar();
    corrections.state.watchers.push(fillList, fillBar);
  }

  /** A correction in words. */
  function told(one) {
    if (one.decision === "not a place") return `“${one.words}” is not a place`;
    const place = corrections.referent(one);
    return `“${one.words}” is ${place ? pins.title(place) : (one.name ?? one.place)}`;
  }

  function scopeOf(one) {
    if (one.scope === "everywhere") return "Everywhere";
    const article = model.articles.find(({ id }) => id === one.article);
    const where = model.articles.length > 1 || !article ? ` of ${article?.title ?? one.article}` : "";
    return one.scope === "article" ? `All of the article${where}` : `One mention${where}: … ${one.before ?? ""} ${one.words} ${one.after ?? ""} …`;
  }

  function listDialog() {
    const given = el("input", { type: "file", id: "corrections-file", class: "sr", accept: ".json,application/json" });
    given.addEventListener("change", async () => {
      const [file] = given.files;
      if (!file) return;
      try {
        corrections.load(await file.text());
        problem("");
      } catch (error) {
        problem(`${file.name} cannot be read: ${error.message}.`);
      }
      given.value = "";
    });
    const problem = (words) => (byId("corrections-problem").textContent = words);
    document.body.append(
      el(
        "dialog", { id: "corrections-list", "aria-labelledby": "corrections-title" },
        el("form", { method: "dialog" }, el("button", { class: "close", "aria-label": "Close" }, "×")),
        el("h2", { id: "corrections-title", text: "Corrections" }),
        el("p", {}, "What you decide about a mention is shown at once, and kept as long as this page is open. Save it, and make the page again with ", el("code", { text: "geoview map … --corrections corrections.json" }), " to keep it for good."),
        el("ul", { class: "rows corrections" }),
        el("p", { class: "problem", id: "corrections-problem", role: "alert" }),
        el(
          "div", { class: "actions" },
          el("button", { type: "button", class: "primary", data: { run: "save" }, text: "Save corrections.json", on: { click: corrections.save } }),
          el("button", { type: "button", class: "more", data: { run: "undo" }, text: "Undo the last", on: { click: corrections.undo } }),
          given, el("label", { class: "more", for: "corrections-file", text: "Load a file" }),
        ),
      ),
    );
    fillList();
  }

  function showList() {
    byId("corrections-list").showModal();
  }

  function fillList() {
    const { list, past } = corrections.state;
    const dialog = byId("corrections-list");
    const row = (one) => {
      const taken = { type: "button", class: "show", "aria-label": `Take back: ${told(one)}`, text: "Take back" };
      const made = model.corrections.includes(one) ? "The page was made with this: taking it back shows when it is made again. " : "";
      const lost = !made && !corrections.mentionsOf(one).length ? "No mention of this page is meant. " : "";
      return el(
        "li", { class: "open" }, el("b", { text: told(one), dir: "auto" }),
        el("span", { class: "why", dir: "auto", text: scopeOf(one) }), made || lost ? el("span", { class: "why", text: made || lost }) : null,
        el("button", { ...taken, on: { click: () => corrections.remove(one) } }),
      );
    };
    const rows = list.length ? list.map(row) : [el("li", { class: "open why", text: "None yet: press a pin or a mention, then “Correct it”." })];
    dialog.querySelector("ul").replaceChildren(...rows);
    dialog.querySelector("[data-run=save]").disabled = !list.length && !corrections.unsaved();
    dialog.querySelector("[data-run=undo]").disabled = !past.length;
  }

  /** Below the text, as long as something is not saved. */
  function bar() {
    const small = (text, run, name = "more") => el("button", { type: "button", class: name, text, on: { click: run } });
    const box = el("div", { id: "corrections-bar", hidden: true }, el("button", { type: "button", class: "show", on: { click: showList } }));
    box.append(small("Undo", corrections.undo), small("Save corrections", corrections.save, "primary"));
    byId("credits").before(box);
  }

  function fillBar() {
    const made = corrections.state.list.filter((one) => !model.corrections.includes(one)).length;
    byId("corrections-bar").hidden = !corrections.unsaved();
    byId("corrections-bar").firstChild.textContent = made ? `${plural(made, "correction")}, not saved` : "Corrections changed, not saved";
  }

  geoview.decided = { setUp, told, showList };
})();
