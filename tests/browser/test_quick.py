"""How long the page takes to answer: search and filters over a big archive, scrolling and searching in a long article.

What is measured is the time of the page's own thread, so that other work on the machine does not count.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import Any

from many_articles import archive, long_article

Open = Callable[..., Any]

# Do something, and wait for the second frame after it: the map is drawn anew by then.
_DO = "(run) => new Promise((done) => { new Function(run)(); requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))); })"


class Watch:
    """Milliseconds that the page's thread was busy with each of some things that a reader does."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._tools = page.context.new_cdp_session(page)
        self._tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def _busy(self) -> float:
        metrics = self._tools.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration") * 1000

    def took(self, scripts: Sequence[str]) -> list[float]:
        times = []
        for script in scripts:
            before = self._busy()
            self._page.evaluate(_DO, script)
            times.append(self._busy() - before)
        return times


def typed(words: str) -> str:
    return (
        f"const box = document.getElementById('search'); box.value = {words!r}; box.dispatchEvent(new Event('input'))"
    )


def chosen(at: int) -> str:
    return (
        f"const box = document.querySelector('#facets select'); box.selectedIndex = {at};"
        "box.dispatchEvent(new Event('change'))"
    )


def test_search_and_filters_over_ten_thousand_places_answer_within_a_tenth_of_a_second(open_page: Open) -> None:
    page = open_page(*archive(), bypass_csp=True)
    watch = Watch(page)
    page.wait_for_timeout(3000)  # what a search looks at is made ready in idle time
    answers = {
        "typing": [typed(words) for words in ("n", "no", "nor", "norf", "norford 1", "ferry", "zzz", "")],
        "country": [chosen(at) for at in (3, 5, 1, 0)],
        "type": [f"document.querySelectorAll('.chip')[{at}].click()" for at in (0, 1, 0, 1)],
        "time": [f"document.querySelectorAll('#time .icon')[{at}].click()" for at in (2, 2, 1)],
    }
    medians = {name: statistics.median(watch.took(scripts)) for name, scripts in answers.items()}
    assert {name: took for name, took in medians.items() if took >= 100} == {}


def test_a_long_article_is_read_and_searched_without_a_stop(open_page: Open) -> None:
    page = open_page(long_article(), bypass_csp=True)
    assert page.locator("a.mention").count() == 2000
    watch = Watch(page)
    scrolling = watch.took(["document.getElementById('panel').scrollTop += 600"] * 60)
    assert max(scrolling) < 100
    assert statistics.median(scrolling) < 30
    words = "storm ferry"
    assert max(watch.took([typed(words[:end]) for end in range(1, len(words) + 1)])) < 100
