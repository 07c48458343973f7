"""How pages of many places do: size, seconds of processor time to write, milliseconds to the first marker, beside folium's own.

    python tests/browser/scale.py [--repeat N] [PLACES...]

By default 1,000, 10,000 and 100,000 places, a fifth as many synthetic articles, from the embedded gazetteer; folium's
Marker in a MarkerCluster with a popup at 1,000 and 10,000. The network is off: folium's page is given its scripts
from the disk where they are at hand (GEOVIEW_FOLIUM_ASSETS, a folder of files under the names in its page), and is
otherwise only written and weighed. Medians of N runs (3).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import folium
from folium.plugins import MarkerCluster
from playwright.sync_api import sync_playwright

from geoview.render.page import render_page
from geoview.types import GeoparsedArticle
from many_places import many_articles

_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_FOLIUM = (1_000, 10_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    path = os.environ.get("GEOVIEW_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    print(f"{'page':<18}{'places':>9}{'KB':>9}{'write, s':>10}{'marker, ms':>12}{'map, ms':>9}", flush=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        for count in options.places:
            articles = many_articles(count)
            file = Path(folder) / f"geoview{count}.html"
            seconds = timed(partial(write, articles, file), options.repeat)
            marks = [opened(browser, file) for _ in range(options.repeat)]
            tell("geoview", count, file, seconds, [statistics.median(part) for part in zip(*marks, strict=True)])
        for count in (count for count in _FOLIUM if count in options.places):
            file = Path(folder) / f"folium{count}.html"
            seconds = timed(partial(with_folium, count, file), 1)
            tell("folium, clustered", count, file, seconds, folium_opened(browser, file))
        browser.close()
    return 0


def write(articles: list[GeoparsedArticle], file: Path) -> None:
    file.write_text(render_page(articles), encoding="utf-8")


def tell(name: str, count: int, file: Path, seconds: float, marks: list[float]) -> None:
    shown = "".join(f"{mark:>12.0f}" if i == 0 else f"{mark:>9.0f}" for i, mark in enumerate(marks))
    print(f"{name:<18}{count:>9,}{file.stat().st_size / 1000:>9,.0f}{seconds:>10.2f}{shown}", flush=True)


def timed(run: Callable[[], object], repeat: int) -> float:
    taken = []
    for _ in range(repeat):
        start = time.process_time()  # not the clock: others may be at work
        run()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def opened(browser: Any, file: Path) -> tuple[float, float]:
    """Milliseconds from navigation to the first marker, and to the map drawn behind it."""
    context = browser.new_context(viewport={"width": 1360, "height": 860}, offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(file.as_uri(), wait_until="commit")
    page.locator("html[data-ready=map]").wait_for(state="attached", timeout=60_000)
    pins = page.evaluate("performance.getEntriesByName('geoview-pins')[0].startTime")
    whole = page.evaluate("performance.getEntriesByName('geoview-map')[0].startTime")
    context.close()
    return pins, whole


def with_folium(count: int, file: Path) -> None:
    """What a user of folium would write: a marker with a popup for each place, in a cluster."""
    chart = folium.Map(location=[25, 15], zoom_start=2)
    cluster = MarkerCluster().add_to(chart)
    for article in many_articles(count):
        for resolution in article.resolutions:
            place = resolution.place
            folium.Marker((place.latitude, place.longitude), popup=place.name, tooltip=place.name).add_to(cluster)
    chart.save(str(file))


def folium_opened(browser: Any, file: Path) -> list[float]:
    """Milliseconds to the first marker of folium's page, or nothing where its scripts are not at hand."""
    folder = os.environ.get("GEOVIEW_FOLIUM_ASSETS")
    if folder is None:
        return []
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()

    def serve(route: Any) -> None:
        found = Path(folder) / Path(route.request.url.partition("?")[0]).name
        if found.is_file():
            route.fulfill(path=found)
        else:
            route.abort()

    page.route(re.compile("^https?:"), serve)
    page.add_init_script(
        """new MutationObserver((_, watch) => {
          if (!document.querySelector(".leaflet-marker-icon")) return;
          watch.disconnect();
          performance.mark("marker");
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(file.as_uri(), wait_until="commit")
    page.locator(".leaflet-marker-icon").first.wait_for(state="attached", timeout=120_000)
    marked = page.evaluate("performance.getEntriesByName('marker')[0].startTime")
    context.close()
    return [marked]


if __name__ == "__main__":
    raise SystemExit(main())
