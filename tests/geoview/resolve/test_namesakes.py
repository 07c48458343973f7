"""New York, the city or the state: what the words around say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gazetteer
from geoview import resolve
from geoview.resolve import Resolver
from geoview.types import Article, Mention


@pytest.fixture(scope="module")
def resolver() -> Iterator[Resolver]:
    with gazetteer.open() as places:
        yield resolve.load("ranker", places)


def codes_of(resolver: Resolver, text: str, *written: str) -> list[str | None]:
    found, at = [], 0
    for name in written:
        at = text.index(name, at)
        found.append(Mention(start=at, end=at + len(name), text=name))
        at += len(name)
    resolutions = resolver.resolve(Article(id="a", title="", text=text), found)
    return [resolution.place.feature_code if resolution.place else None for resolution in resolutions]


@pytest.mark.parametrize(
    "text",
    [
        "He arrived in New York on Monday.",
        "A court in New York ruled that the bank must pay.",
        "The United Nations in New York said on Tuesday that the talks had ended.",
        "New York Mayor Eric Adams spoke.",
        "The New York Times reported it.",
        "Police in New York said that the state of the victim was stable.",
        "The secretary of state in New York met him.",
        "The heads of state in New York agreed.",
        "The Iranian delegation in New York denied it.",
        "He is an attorney in New York.",
        "A lieutenant in New York said so.",
        "The fashion district in New York is busy.",
    ],
)
def test_a_bare_name_is_the_town(resolver: Resolver, text: str) -> None:
    assert codes_of(resolver, text, "New York") == ["PPL"]


@pytest.mark.parametrize(
    "text",
    [
        "New York Gov. Kathy Hochul signed the bill on Friday.",
        "New York's attorney general sued the company.",
        "The senator from New York voted against it.",
        "Voters in upstate New York disagree.",
        "The state of New York sued the company.",
        "Lawmakers in New York passed the budget.",
        "Former New York governor Mario Cuomo spoke.",
        "Snow fell over western New York on Monday.",
        "Farmers in New York lost their apples.",
        "The New York Senate passed the bill.",
        "A New York Assemblyman resigned.",
    ],
)
def test_offices_of_an_area_make_it_the_area(resolver: Resolver, text: str) -> None:
    assert codes_of(resolver, text, "New York") == ["ADM1"]


def test_the_middle_of_a_place_is_that_of_the_town(resolver: Resolver) -> None:
    assert codes_of(resolver, "A fire broke out in central Utrecht on Monday.", "Utrecht") == ["PPLA"]


def test_what_holds_a_town_or_stands_among_areas_is_an_area(resolver: Resolver) -> None:
    text = "Police in Buffalo, New York, arrested two men."
    assert codes_of(resolver, text, "Buffalo", "New York")[1] == "ADM1"
    text = "Voters in New York, New Jersey and Connecticut go to the polls."
    assert codes_of(resolver, text, "New York", "New Jersey", "Connecticut") == ["ADM1"] * 3


def test_one_governor_does_not_turn_a_city_into_a_state(resolver: Resolver) -> None:
    text = "New York is closing its schools. In New York alone 300 buses run. New York Gov. Andrew Cuomo disagreed."
    assert codes_of(resolver, text, "New York", "New York", "New York") == ["PPL"] * 3


def test_one_town_of_the_state_does_not_turn_the_city_of_a_dateline_into_it(resolver: Resolver) -> None:
    text = "NEW YORK (AP) - A man was charged in Manhattan. He is held in Otisville, New York."
    assert codes_of(resolver, text, "NEW YORK", "Manhattan", "Otisville", "New York")[0] == "PPL"


def test_no_third_place_of_the_name_gains(resolver: Resolver) -> None:
    text = "GENEVA — The Russian delegation in Geneva walked out of the talks with Ukraine."
    found = [
        Mention(start=text.index(name), end=text.index(name) + len(name), text=name)
        for name in ("GENEVA", "Geneva", "Ukraine")
    ]
    resolutions = resolver.resolve(Article(id="a", title="", text=text), found)
    assert [one.place and one.place.country for one in resolutions] == ["CH", "CH", "UA"]


def test_a_town_that_is_small_beside_its_area_does_not_stand_for_it(resolver: Resolver) -> None:
    assert codes_of(resolver, "He arrived in Quebec on Monday.", "Quebec") == ["ADM1"]
