"""Articles made anew for training."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

import gazetteer
from geoview.corpora import AnnotatedArticle, GoldToponym
from geoview.training.augment import Forgetful, renamed, shouted
from geoview.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Fire in Aleppo\nSyrians left Aleppo, Syria, for the U.S. and Homs.\n"


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


@pytest.fixture
def random() -> Random:
    return Random(1)  # noqa: S311 -- no secret


@pytest.fixture
def annotated() -> AnnotatedArticle:
    names = [("Aleppo", 8), ("Syrians", 15), ("Aleppo", 28), ("Syria", 36), ("U.S.", 51), ("Homs", 60)]
    toponyms = [GoldToponym(start=at, end=at + len(name), text=name) for name, at in names]
    return AnnotatedArticle(article=Article(id="1", text=TEXT), toponyms=tuple(toponyms))


def test_a_name_is_replaced_everywhere_by_one_other(
    annotated: AnnotatedArticle, places: gazetteer.Gazetteer, random: Random
) -> None:
    made = renamed(annotated, places, {"city": ["Narvik", "Newcastle upon Tyne"]}, 1.0, random)
    names = [toponym.text for toponym in made.toponyms]  # each checked against the text when made
    assert names[0] == names[2]
    assert {names[0], names[5]} <= {"Narvik", "Newcastle upon Tyne"}
    assert (names[1], names[3], names[4]) == ("Syrians", "Syria", "U.S.")  # a demonym, another level, an abbreviation
    assert made.article.text.startswith(f"Fire in {names[0]}\nSyrians left")
    assert made.article.text.endswith(f"and {names[5]}.\n")
    assert renamed(annotated, places, {"city": ["Narvik"]}, 0.0, random) == annotated


def test_the_first_line_is_shouted(annotated: AnnotatedArticle, random: Random) -> None:
    made = shouted(annotated, random)
    assert made.article.text.startswith("FIRE IN ALEPPO\n")
    assert made.toponyms[0].text == "ALEPPO"
    assert made.article.text.lower() == TEXT.lower()


def test_what_is_forgotten_stays_forgotten(places: gazetteer.Gazetteer, random: Random) -> None:
    assert Forgetful(places, 1.0, random).uses("aleppo") == []
    assert Forgetful(places, 0.0, random).uses("aleppo") == places.uses("aleppo")
    half = Forgetful(places, 0.5, random)
    names = ["aleppo", "homs", "hama", "paris", "london", "rome", "narvik", "oslo"]
    told = [bool(half.uses(name)) for name in names]
    assert 0 < sum(told) < len(names)
    assert told == [bool(half.uses(name)) for name in names]
