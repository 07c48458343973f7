"""Where a source is at home: its address or name may tell, a file's name does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gazetteer
from geoview.resolve.groups import with_misspellings
from geoview.resolve.home import home_of


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


@pytest.mark.parametrize(
    ("source", "country", "place"),
    [
        ("bostonglobe.com", None, "Boston"),
        ("https://www.edmontonjournal.com/news/1.html", None, "Edmonton"),
        ("chronicle.lansing.com", None, "Lansing"),
        ("www.cambridge-news.co.uk", "GB", "Cambridge"),
        ("irishtimes.com", None, "Ireland"),
        ("www.abc.net.au", "AU", None),
        ("www.nasa.gov", "US", None),
        ("The Boston Globe", None, "Boston"),
        ("dailynews.com", None, None),
        ("twitch.tv", None, None),
        ("syria-coast.txt", None, None),
        ("a letter from Boston", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_homes(places: gazetteer.Gazetteer, source: str | None, country: str | None, place: str | None) -> None:
    home = home_of(source, places.candidates)
    assert home.country == country
    assert (home.places[0][0].name if home.places else None) == place
    assert sum(share for _, share in home.places) <= 1.0 + 1e-9


def test_a_country_address_chooses_among_places_of_the_name(places: gazetteer.Gazetteer) -> None:
    home = home_of("www.cambridge-news.co.uk", places.candidates)
    assert {place.country for place, _ in home.places} == {"GB"}


def test_what_is_near_the_home_is_nearer_than_what_is_far(places: gazetteer.Gazetteer) -> None:
    home = home_of("bostonglobe.com", places.candidates)
    near, far = (
        next(one.place for one in places.candidates("Cambridge") if one.place.admin1 == area)
        for area in ("Massachusetts", "England")
    )
    assert home.nearness(near) > 0.5 > home.nearness(far)
    assert home_of(None, places.candidates).nearness(near) == 0.0


def test_a_misspelling_is_no_home(places: gazetteer.Gazetteer) -> None:
    assert places.fuzzy("bloomberg")
    assert home_of("bloomberg.com", with_misspellings(places)).places == ()
