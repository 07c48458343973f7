"""What no gazetteer holds is put where the text puts it, and says so; words beside a place are kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import gazetteer
import geoview
from geoview.resolve.modifiers import modifier
from geoview.types import Article, Mention, Resolution


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def answer(text: str, written: str, places: gazetteer.Gazetteer) -> Resolution:
    found = geoview.geoparse(Article(id="1", text=text), gazetteer=places).resolutions
    return next(one for one in found if one.mention.text == written)


@pytest.mark.parametrize(
    ("text", "written", "place"),
    [
        ("A bus hit a bridge on Wellhouse Lane, Winchester, on Friday.", "Wellhouse Lane", "Winchester"),
        ("The clinic on Fosterling Avenue in Leeds was shut.", "Fosterling Avenue", "Leeds"),
        ("A plane left Quenneville Airport, near Las Vegas, at noon.", "Quenneville Airport", "Las Vegas"),
        ("On Friday a truck hit bikers in Randolph, New Hampshire, police said.", "Randolph", "New Hampshire"),
        ("He came to Oxford by bus. The fight began in Quibbling Road at night.", "Quibbling Road", "Oxford"),
        ("He lived in Leeds.\nHis shop in Quibbling Road was shut.", "Quibbling Road", "Leeds"),
        ("The shop in Quibbling Road was shut.\nNobody in Leeds minds.", "Quibbling Road", "Leeds"),
    ],
)
def test_unknown_sites_are_put_where_the_text_puts_them(
    places: gazetteer.Gazetteer, text: str, written: str, place: str
) -> None:
    found = answer(text, written, places)
    assert found.place is not None
    assert found.place.name == place
    assert found.approximate
    assert found.confidence <= 0.85
    assert found.reason.startswith("not in the gazetteer; ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("LOCARNO, Switzerland (AP) — A film from Tehran won. Crowds stood in Quibbling Road.", "Locarno"),
        ("Prize for a film\nLOCARNO — A film from Tehran won. Crowds stood in Quibbling Road.", "Locarno"),
        ("LOCARNO — Crowds in Lugano stood in Quibbling Road.", "Lugano"),
        ("LOCARNO — A film was shown in Tehran. It was made on Quibbling Road, Leeds.", "Leeds"),
        ("A film from Tehran won. Crowds stood in Quibbling Road.", "Tehran"),
    ],
)
def test_a_place_far_from_the_dateline_is_only_mentioned(places: gazetteer.Gazetteer, text: str, place: str) -> None:
    found = answer(text, "Quibbling Road", places)
    assert found.place is not None
    assert found.place.name == place


def test_many_sites_are_put_somewhere_in_no_time(places: gazetteer.Gazetteer) -> None:
    text = "He lived in Leeds. " + "Then he went to Quibbling Road. " * 5000
    began = time.process_time()
    found = geoview.geoparse(Article(id="1", text=text), gazetteer=places).resolutions
    assert len(found) > 5000
    assert time.process_time() - began < 20


def test_a_country_is_too_wide_to_stand_for_a_village(places: gazetteer.Gazetteer) -> None:
    found = answer("The bus overturned in Babyninskovo, Russia, police said.", "Babyninskovo", places)
    assert found.place is None
    assert not found.approximate


def test_what_is_known_is_not_approximate(places: gazetteer.Gazetteer) -> None:
    assert not answer("The talks in Leeds went on.", "Leeds", places).approximate


@pytest.mark.parametrize(
    ("text", "written", "words", "away"),
    [
        ("It lies 50 km north of Aleppo.", "Aleppo", "50 km north of", True),
        ("about 30 miles (48 km) south-west of Homs", "Homs", "about 30 miles (48 km) south-west of", True),
        ("a ship off the coast of Libya", "Libya", "off the coast of", True),
        ("to the north of Aleppo", "Aleppo", "to the north of", True),
        ("the north of England", "England", "the north of", False),
        ("fighting in northern Syria", "Syria", "northern", False),
        ("on the outskirts of Damascus", "Damascus", "the outskirts of", False),
        ("Aleppo's southern countryside", "Aleppo", "southern countryside", False),
        ("along Syria's coast", "Syria", "coast", False),
        ("the east coast of the United States", "United States", "the east coast of", False),
    ],
)
def test_words_beside_a_place(text: str, written: str, words: str, *, away: bool) -> None:
    start = text.index(written)
    assert modifier(text, Mention(start=start, end=start + len(written), text=written)) == (words, away)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Western leaders said Moscow", "Moscow"),
        ("He left off London", "London"),
        ("the central bank of Syria", "Syria"),
        ("I am in Paris", "Paris"),
        ("the coast\nSyria", "Syria"),
    ],
)
def test_other_words_are_no_modifiers(text: str, written: str) -> None:
    start = text.index(written)
    assert modifier(text, Mention(start=start, end=start + len(written), text=written)) is None


def test_the_coast_of_a_people_is_one_too() -> None:
    assert modifier("along the Syrian coast", Mention(start=10, end=16, text="Syrian", kind="demonym")) == (
        "coast",
        False,
    )


def test_what_leads_away_is_approximate(places: gazetteer.Gazetteer) -> None:
    found = answer("A base 50 km north of Aleppo was hit.", "Aleppo", places)
    assert found.approximate
    assert found.modifier == "50 km north of"


def test_a_place_of_ones_own_without_a_country_may_lie_where_the_text_says(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,lat,lon\nOld Quay,35.52,35.77\n")
    with gazetteer.open(overlays=[tmp_path / "own.csv"]) as own:
        found = answer("A fire broke out at Old Quay, Syria, on Monday.", "Old Quay", own)
    assert found.place is not None
    assert found.place.id.startswith("user:")
    assert not found.approximate
