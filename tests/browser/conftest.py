"""A browser without a network, and pages in it that fail on any request, console message or error."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geoview.render.page import PageOptions, render_page
from geoview.types import GeoparsedArticle
from page_articles import syria_coast

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = os.environ.get("GEOVIEW_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        pytest.skip("no Chromium: install it (apt-get install chromium) or name it in GEOVIEW_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        yield browser
        browser.close()


class Opened:
    """A page that is open, and what went wrong in it."""

    def __init__(self, context: Any, file: Path, served: dict[str, Callable[[Any], None]]) -> None:
        self.served = bool(served)
        for pattern, serve in served.items():
            context.route(pattern, serve)
        self.page = context.new_page()
        self.troubles: list[str] = []
        self.wrong = ""
        self.url = file.as_uri()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("request", self._request)
        self.page.on("dialog", lambda dialog: (self.troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.sample))"
        )

    def _console(self, message: Any) -> None:
        # What the test itself refuses to give is told in the console, and by nobody else.
        if not (self.served and message.text.startswith("Failed to load resource")):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.url, "blob:")) and not (self.served and request.resource_type == "image"):
            self.troubles.append(f"request: {request.url[:200]}")

    def go(self, fragment: str = "", ready: str = "html[data-ready=map]") -> Any:
        self.page.goto(self.url + fragment)
        if ready:
            self.page.locator(ready).wait_for(state="attached")
        return self.page


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Write and open the page of some articles; by default README's example. Further arguments go to the context.

    Pictures at the addresses in ``served`` may be asked for, and are given. ``ready``: what tells that the page has been
    drawn; none for a page that cannot be. ``wrong``: a pattern of the errors that such a page makes.
    """
    opened: list[tuple[Any, Opened]] = []

    def open_(
        *articles: GeoparsedArticle,
        fragment: str = "",
        options: PageOptions | None = None,
        html: str = "",
        served: dict[str, Callable[[Any], None]] | None = None,
        ready: str = "html[data-ready=map]",
        wrong: str = "",
        **more: Any,
    ) -> Any:
        file = tmp_path / f"page{len(opened)}.html"
        file.write_text(
            html or render_page(articles or [syria_coast()], options=options or PageOptions()), encoding="utf-8"
        )
        settings = {"offline": True, "reduced_motion": "reduce", "viewport": {"width": 1360, "height": 860}}
        context = chromium.new_context(**(settings | more))
        context.set_default_timeout(8000)
        page = Opened(context, file, served or {})
        page.wrong = wrong
        opened.append((context, page))
        return page.go(fragment, ready)

    yield open_
    troubles = [
        trouble
        for _, page in opened
        for trouble in page.troubles
        if not page.wrong or not re.search(page.wrong, trouble)
    ]
    for context, _ in opened:
        context.close()
    assert troubles == []
