// Light and dark, and paper: on paper the map has another shape.
(() => {
  const { basemap, labels, popup } = geoview;

  const KEY = "geoview-theme";
  const dark = () => matchMedia("(prefers-color-scheme: dark)");

  /** `asked`: the page's own theme, where the reader has chosen none. */
  function setUp(asked) {
    set(geoview.kept(KEY, ["light", "dark"]) ?? asked);
    dark().addEventListener("change", basemap.restyle);
  }

  function set(name) {
    if (name === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    basemap.restyle();
  }

  function turn() {
    const now = document.documentElement.dataset.theme ?? (dark().matches ? "dark" : "light");
    set(now === "dark" ? "light" : "dark");
    geoview.keep(KEY, document.documentElement.dataset.theme);
  }

  /** Show the first view on paper, and go back afterwards. */
  function paper(map, home) {
    let screen = null;
    const turned = ({ matches }) => {
      if (matches === Boolean(screen)) return;
      if (matches) {
        screen = { center: map.getCenter(), zoom: map.getZoom() };
        popup.close();
      }
      map.invalidateSize({ animate: false });
      if (matches) home(false);
      else map.setView(screen.center, screen.zoom, { animate: false });
      if (!matches) screen = null;
      basemap.restyle();
      labels.tidy();
    };
    matchMedia("print").addEventListener("change", turned);
    addEventListener("beforeprint", () => turned({ matches: true }));
    addEventListener("afterprint", () => turned({ matches: false }));
  }

  geoview.looks = { setUp, turn, paper };
})();
