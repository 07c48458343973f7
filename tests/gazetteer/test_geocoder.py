"""The geocoder: what geopy's own tests ask of every geocoder, and what this one answers."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, options
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

import gazetteer
from gazetteer import Place
from gazetteer.build import build
from gazetteer.geocoder import GazetteerGeocoder


@pytest.fixture(scope="module")
def geocoder() -> GazetteerGeocoder:
    return GazetteerGeocoder()


# --- the contract, after geopy's test/geocoders/__init__.py and base tests


def test_it_is_a_geocoder_with_the_arguments_of_all_others() -> None:
    assert issubclass(GazetteerGeocoder, Geocoder)
    for method in (GazetteerGeocoder.geocode, GazetteerGeocoder.reverse):
        first, *rest = list(inspect.signature(method).parameters.values())[1:]
        assert first.name == "query"
        assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert all(argument.kind is inspect.Parameter.KEYWORD_ONLY for argument in rest)
        names = {argument.name: argument.default for argument in rest}
        assert names["exactly_one"] is True
        assert {"timeout", "language"} <= set(names)
        assert inspect.getdoc(method)
    own, other = (inspect.signature(each.geocode).parameters for each in (GazetteerGeocoder, Nominatim))
    assert set(own) <= set(other)


def test_the_timeout_is_kept_as_others_keep_it(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.timeout == options.default_timeout
    assert GazetteerGeocoder(geocoder.gazetteer, timeout=3).timeout == 3
    assert geocoder.geocode("Latakia", timeout=5).raw.country == "SY"


def test_one_result_is_a_location_and_several_are_a_list(geocoder: GazetteerGeocoder) -> None:
    one = geocoder.geocode("Latakia, Syria")
    assert isinstance(one, Location)
    assert isinstance(one.raw, Place)
    assert (one.latitude, one.longitude) == (one.raw.latitude, one.raw.longitude)
    assert one.address == "Latakia, Syria"
    address, point = one
    assert (address, point) == (one.address, (one.latitude, one.longitude))
    several = geocoder.geocode("Springfield", exactly_one=False)
    assert len(several) > 10
    assert all(isinstance(each, Location) for each in several)
    assert len(geocoder.geocode("Springfield", exactly_one=False, limit=3)) == 3
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 -- our own


@pytest.mark.parametrize("exactly_one", [True, False])
@pytest.mark.parametrize(
    "query", ["", "Xyzzyplugh", "Paris, Nowhere", {}, {"city": ""}, {"street": "221B Baker Street"}, {"city": "Xyzzy"}]
)
def test_nothing_found_is_none(geocoder: GazetteerGeocoder, query: Any, *, exactly_one: bool) -> None:
    assert geocoder.geocode(query, exactly_one=exactly_one) is None


@pytest.mark.parametrize(
    "query",
    [Point(35.53, 35.79), (35.53, 35.79), [35.53, 35.79], "35.53, 35.79", "35.53 N 35.79 E", Point(35.53, 35.79 + 360)],
)
def test_reverse_takes_points_in_all_shapes(geocoder: GazetteerGeocoder, query: Any) -> None:
    found = geocoder.reverse(query)
    assert found.raw.id == "geonames:173576"
    assert geodesic((35.53, 35.79), found.point).km < 1


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("query", ["", "Latakia", (91, 0), ("a", "b"), None, (float("nan"), 0)])
def test_reverse_refuses_what_is_no_point(geocoder: GazetteerGeocoder, query: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        geocoder.reverse(query)


def test_reverse_gives_a_list_of_the_nearest(geocoder: GazetteerGeocoder) -> None:
    found = geocoder.reverse((52.5, 13.4), exactly_one=False, limit=4)
    far = [geodesic((52.5, 13.4), each.point).km for each in found]
    assert len(found) == 4
    assert far == sorted(far)


def test_far_from_every_city_reverse_gives_the_areas_that_contain_the_point(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse((34.5, 18)).raw.name == "Mediterranean Sea"
    names = [each.raw.name for each in geocoder.reverse((10, -150), exactly_one=False)]
    assert "Pacific Ocean" in names


def test_nothing_near_is_none(tmp_path: Path) -> None:
    build([], tmp_path / "empty.sqlite", sources=[], version="empty", checksum="")
    geocoder = GazetteerGeocoder(tmp_path / "empty.sqlite")
    assert geocoder.reverse((0, 0)) is None
    assert geocoder.reverse((0, 0), exactly_one=False) is None


@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_a_limit_below_one_is_refused(geocoder: GazetteerGeocoder, method: str) -> None:
    with pytest.raises(ValueError, match="Limit cannot be less than 1"):
        getattr(geocoder, method)("52.5, 13.4", exactly_one=False, limit=0)


def test_a_query_is_text_or_a_mapping(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(None)
    with pytest.raises(GeocoderQueryError, match="featuretype 'town' is not one of"):
        geocoder.geocode("Paris", featuretype="town")


# --- what it knows


@pytest.mark.parametrize(
    ("query", "options", "address"),
    [
        ("Paris", {}, "Paris, Île-de-France, France"),
        ("Paris", {"country_codes": "us"}, "Paris, Lamar County, Texas, United States"),
        ("Paris", {"country_codes": ["US", "ca"]}, "Paris, Lamar County, Texas, United States"),
        ("Georgia", {"featuretype": "country"}, "Georgia"),
        ("Georgia", {"featuretype": "state"}, "Georgia, United States"),
        ("New York", {"featuretype": "county"}, "New York County, New York, United States"),
        ({"state": "Georgia", "country": "USA"}, {}, "Georgia, United States"),
        ({"city": "Portland", "state": "Maine"}, {}, "Portland, Cumberland County, Maine, United States"),
        ({"city": "Tripoli", "country": "Lebanon", "postalcode": "1300"}, {}, "Tripoli, Ash Shimal, Lebanon"),
        ({"country": "Georgia"}, {}, "Georgia"),
        ({"county": "Cumberland County", "state": "Maine"}, {}, "Cumberland County, Maine, United States"),
    ],
)  # fmt: skip
def test_queries(geocoder: GazetteerGeocoder, query: Any, options: dict[str, Any], address: str) -> None:
    parts = geocoder.geocode(query, **options).address.split(", ")
    # Areas between may come and go with the tables; the name, the country and their order may not.
    wanted = address.split(", ")
    assert (parts[0], parts[-1]) == (wanted[0], wanted[-1])
    assert [part for part in parts if part in wanted] == wanted


def test_works_behind_a_rate_limiter_and_as_a_context(geocoder: GazetteerGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.001)
    assert [limited(name).raw.country for name in ("Oslo", "Lima")] == ["NO", "PE"]
    backwards = RateLimiter(geocoder.reverse, min_delay_seconds=0.001)
    assert backwards((59.91, 10.75)).raw.name == "Oslo"
    with GazetteerGeocoder(geocoder.gazetteer) as own:
        assert own.geocode("Oslo").raw.country == "NO"


def test_distances_between_locations(geocoder: GazetteerGeocoder) -> None:
    oslo, lima = geocoder.geocode("Oslo, Norway"), geocoder.geocode("Lima, Peru")
    assert geodesic(oslo.point, lima.point).km == pytest.approx(11_060, rel=0.01)


def test_it_speaks_to_nobody(geocoder: GazetteerGeocoder) -> None:
    with pytest.raises(NotImplementedError, match="offline"):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})


def test_geopy_is_imported_only_with_the_geocoder() -> None:
    code = "import sys, gazetteer; gazetteer.open().candidates('Oslo'); sys.exit('geopy' in sys.modules or 'requests' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(gazetteer.__file__).parent.parent).returncode
        == 0
    )
