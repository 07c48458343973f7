"""Under which names a place is put down: its own, and those that follow from what its words say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gazetteer.names import fold
from gazetteer.place import Match
from gazetteer.rows import MATCHES, spelling, stored_spelling
from gazetteer.sources import Row
from gazetteer.spellings import spellings


def written(name: str, code: str, **more: Any) -> dict[str, Match]:
    letter = "S" if code in {"AIRP", "PRK", "SQR"} else "A" if code.startswith("ADM") else "P"
    row = Row(id="geonames:1", name=name, latitude=1, longitude=1, feature_class=letter, feature_code=code, **more)
    return {folded: MATCHES[match] for folded, (match, _) in spellings(row).items()}


@pytest.mark.parametrize(
    ("name", "code", "country", "further"),
    [
        ("Loudon County", "ADM2", "US", {"loudon co", "county of loudon"}),
        ("County Kerry", "ADM2", "IE", {"co kerry"}),
        ("Province of Milan", "ADM2", "IT", {"milan province"}),
        ("Hunan Province", "ADM1", "CN", {"province of hunan"}),
        ("Karak", "ADM1", "JO", {"karak governorate", "karak province", "karak region", "karak district"}),
        ("Latakia Governorate", "ADM1", "SY", {"governorate of latakia", "latakia province"}),
        ("Jalisco", "ADM1", "MX", {"jalisco state"}),
        ("West Java", "ADM1", "ID", {"west java province"}),
        ("Bern", "ADM1", "CH", {"bern canton", "canton of bern"}),
        ("Bavaria", "ADM1", "DE", {"bavaria state", "state of bavaria"}),
        ("Anantnag", "ADM2", "IN", {"anantnag district"}),
        ("Saint Louis County", "ADM2", "US", {"st louis county", "saint louis co", "st louis co"}),
        ("Ottawa / Macdonald-Cartier International Airport", "AIRP", "CA", {"macdonald cartier international airport", "macdonald cartier airport"}),
    ],
)  # fmt: skip
def test_names_that_follow(name: str, code: str, country: str, further: set[str]) -> None:
    assert further <= written(name, code, country=country).keys()


@pytest.mark.parametrize(
    ("name", "code", "country", "not_said"),
    [
        ("Ohio", "ADM1", "US", {"ohio state", "ohio province"}),  # a university
        ("State of Illinois", "ADM1", "US", {"illinois state"}),
        ("Central", "ADM1", "UG", {"central region"}),
        ("Loudon County", "PPL", "US", {"loudon co"}),  # a town of that name
        ("State of Mexico", "ADM1", "MX", {"state of mexico state", "mexico of state"}),
        ("County of Los Angeles", "ADM2", "US", {"co of los angeles"}),
    ],
)
def test_names_that_do_not_follow(name: str, code: str, country: str, not_said: set[str]) -> None:
    assert not not_said & written(name, code, country=country).keys()


@pytest.mark.parametrize(
    ("name", "letter", "code", "further"),
    [
        ("Lake Tahoe", "H", "LK", {"tahoe lake"}),
        ("Tahoe Lake", "H", "LK", {"lake tahoe"}),
        ("River Thames", "H", "STM", {"thames river"}),
        ("San Francisco Bay", "H", "BAY", {"bay of san francisco"}),
        ("Gulf of Bothnia", "H", "GULF", {"bothnia gulf"}),
        ("Sinai Peninsula", "T", "PEN", {"peninsula of sinai"}),
        ("Rhodes", "T", "ISL", {"rhodes island", "island of rhodes"}),
        ("Rhode Island", "T", "ISL", {"island of rhode"}),
    ],
)
def test_waters_and_landforms_are_named_either_way_round(name: str, letter: str, code: str, further: set[str]) -> None:
    row = Row(id="curated:x", name=name, latitude=1, longitude=1, feature_class=letter, feature_code=code, rank=4)
    assert spellings(row).keys() == further | {fold(name)}
    # Of what only the dumps know nobody writes it.
    assert spellings(replace(row, rank=None)).keys() == {fold(name)}


@pytest.mark.parametrize(
    ("name", "code", "population", "short"),
    [("North Carolina", "ADM1", 0, "n carolina"), ("West Hollywood", "PPL", 36000, "w hollywood"), ("West Hollow", "PPL", 3, None)],
)  # fmt: skip
def test_points_of_the_compass_are_written_short(name: str, code: str, population: int, short: str | None) -> None:
    found = written(name, code, country="US", population=population)
    assert found == {fold(name): "exact"} | ({short: "abbreviation"} if short else {})


def test_short_forms_want_capitals_or_dots() -> None:
    assert written("Loudon County", "ADM2", country="US")["loudon co"] == "abbreviation"


def test_a_name_as_common_as_its_own_matches_exactly() -> None:
    found = written("New York City", "PPL", equals=("New York",), names=("New York", "Nueva York"))
    assert found == {"new york city": "exact", "new york": "exact", "nueva york": "alternate"}


def test_what_stands_behind_a_comma_only_tells_sites_apart() -> None:
    found = written("Union Square, Manhattan", "SQR", names=("Union Square", "Union Sq."))
    assert found == {"union square manhattan": "exact", "union square": "exact", "union sq": "alternate"}
    assert written("Hyde Park, Sydney", "PRK") == {"hyde park sydney": "exact"}  # nobody says so
    assert written("Washington, D.C.", "PPL", names=("Washington",))["washington"] == "alternate"


def test_of_several_spellings_the_best_match_counts() -> None:
    found = written("Latakia", "PPL", names=("LATAKIA", "Lattakia"), abbreviations=("Lattakia",), demonyms=("Latakia",))
    assert found == {"latakia": "exact", "lattakia": "alternate"}


@pytest.mark.parametrize(
    ("name", "own", "stored"),
    [
        ("Latakia", "Latakia", None),
        ("New York City", "New York", 0),
        ("Санкт Петербург", "Saint Petersburg", 0),
        ("東京", "Tokyo", 0),
        ("دمشق", "Damascus", 0),
        ("al-Lādhiqīyah", "Latakia", "al-Lādhiqīyah"),
        ("NYC", "New York", "NYC"),
        ("new york", "New York", 1),
        ("5th Avenue", "Fifth Avenue", 0),
        ("0", "Zero", 0),
        ("Straße", "Strasse", "Straße"),
    ],
)
def test_a_spelling_that_follows_from_its_key_takes_no_room_and_comes_back(
    name: str, own: str, stored: str | int | None
) -> None:
    assert stored_spelling(name, fold(name), own) == stored
    assert spelling(stored, fold(name), own) == name
