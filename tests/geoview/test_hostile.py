"""Texts that nobody writes take no more than their length's share of time, and end in no error."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

import gazetteer
from geoview.pipeline import default_recognizer, default_resolver, geoparse
from geoview.resolve.approximate import approximated
from geoview.resolve.groups import with_misspellings
from geoview.resolve.home import Home, home_of
from geoview.resolve.modifiers import modifier
from geoview.types import Article, Mention, Resolution
from hostile import REPEATED, repeated, titled

_SHORT, _LONG = 6_000, 24_000


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def _seconds(what: Callable[[], object]) -> float:
    start = time.process_time()
    what()
    return time.process_time() - start


def _in_proportion(of: Callable[[int], Callable[[], object]]) -> bool:
    """Four times the text: four times the time, sixteen times where pairs of words are looked at; and some noise."""
    return _seconds(of(_LONG)) < 9 * _seconds(of(_SHORT)) + 0.3


@pytest.mark.parametrize("name", [*REPEATED, "titles"])
def test_time_is_in_proportion_to_the_text(places: gazetteer.Gazetteer, name: str) -> None:
    recognizer, resolver = default_recognizer(places), default_resolver(places)

    def of(characters: int) -> Callable[[], object]:
        text = titled(characters // 7) if name == "titles" else repeated(name, characters)
        article = Article(id="1", text=text)
        return partial(geoparse, article, gazetteer=places, recognizer=recognizer, resolver=resolver)

    of(100)()
    assert _in_proportion(of)


@pytest.mark.parametrize("once", ["about ", "the far ", "north of ", "a ", "1,", "5 km (", "south-", " the"])
@pytest.mark.parametrize("end", [" Aleppo", " of Aleppo", "ern part of Aleppo", "!Aleppo"])
def test_what_stands_before_a_name_is_read_at_once(once: str, end: str) -> None:
    text = once * 20_000 + end
    mention = Mention(start=text.index("Aleppo"), end=len(text), text="Aleppo")
    assert _seconds(lambda: modifier(text, mention)) < 0.2


@pytest.mark.parametrize("once", ["'s a ", " in the ", ", ", " off the coast of ", "’ ab cd"])
def test_what_stands_between_two_names_is_read_at_once(places: gazetteer.Gazetteer, once: str) -> None:
    text = "Homs" + once * 20_000 + "Zzyzx Road"
    mentions = [Mention(start=0, end=4, text="Homs"), Mention(start=len(text) - 10, end=len(text), text="Zzyzx Road")]
    homs = places.candidates("Homs")[0]
    settled = [
        Resolution(mention=mentions[0], place=homs.place, confidence=0.9, candidates=(homs,)),
        Resolution(mention=mentions[1], place=None, confidence=0.0),
    ]
    for order in (1, -1):
        mixed = approximated(Article(id="1", text=text), mentions, settled[::order], {})
        assert len(mixed) == 2
    assert _seconds(lambda: approximated(Article(id="1", text=text), mentions, settled, {})) < 0.2


@pytest.mark.parametrize(
    "source",
    ["a." * 50_000 + "!", "news" * 20_000 + ".com", "globe " + "qzx " * 20_000, "-" * 1900 + ".com", "a" * 1990],
)
def test_a_source_of_any_length_costs_little(places: gazetteer.Gazetteer, source: str) -> None:
    look_up = with_misspellings(places)
    assert _seconds(lambda: home_of(source, look_up)) < 0.5
    assert home_of(source, look_up) == Home(None, ())


@pytest.mark.parametrize("edits", [1, 2])
def test_a_name_that_nobody_bears_is_no_sign_of_a_damaged_gazetteer(places: gazetteer.Gazetteer, edits: int) -> None:
    for name in ("a" * 100_000, "Damascus " * 10_000):
        assert places.fuzzy(name, edits=edits, small=True) == []
