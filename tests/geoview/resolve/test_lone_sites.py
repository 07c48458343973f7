"""The one Plaza Mayor that the gazetteer holds is not every town's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gazetteer
from geoview.pipeline import geoparse
from geoview.types import Article, Resolution


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def resolved(places: gazetteer.Gazetteer, text: str) -> dict[str, Resolution]:
    found = geoparse(Article(id="a", title="", text=text), gazetteer=places).resolutions
    return {one.mention.text: one for one in found}


@pytest.mark.parametrize(
    ("text", "site", "town"),
    [
        ("A tram hit a car on Canal Street in Manchester.", "Canal Street", "Manchester"),
        ("In Salamanca, Spain, students filled the Plaza Mayor.", "Plaza Mayor", "Salamanca"),
        ("The show opens at the Capitol Theatre in Cleveland, Ohio.", "Capitol Theatre", "Cleveland"),
    ],
)
def test_a_little_known_site_far_from_all_is_put_in_the_town(
    places: gazetteer.Gazetteer, text: str, site: str, town: str
) -> None:
    found = resolved(places, text)
    assert found[town].place is not None
    assert found[town].place.name == town
    assert found[site].place == found[town].place
    assert found[site].approximate


@pytest.mark.parametrize(
    ("text", "site", "name"),
    [
        ("A march in New York went from Union Square to Canal Street.", "Canal Street", "Canal Street, Manhattan"),
        ("Crowds in Lima filled the Plaza Mayor.", "Plaza Mayor", "Plaza Mayor, Lima"),
        ("Peruvian students filled the Plaza Mayor.", "Plaza Mayor", "Plaza Mayor, Lima"),
        ("The Yankees won at Fenway Park.", "Fenway Park", "Fenway Park"),
    ],
)
def test_near_what_the_text_names_and_alone_it_is_believed(
    places: gazetteer.Gazetteer, text: str, site: str, name: str
) -> None:
    found = resolved(places, text)
    assert found[site].place is not None
    assert found[site].place.name == name
