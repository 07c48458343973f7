"""What lies above, below, around and within: held to brute force where that is possible."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import BoundingBox, Gazetteer
from gazetteer.build import build
from gazetteer.by_name import _SEARCH
from gazetteer.geodesy import distance_km
from gazetteer.place import LEVELS
from gazetteer.rows import spelling
from gazetteer.sources import Row

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@st.composite
def boxes(draw: st.DrawFn) -> BoundingBox:
    south, north = sorted((draw(latitudes), draw(latitudes)))
    return BoundingBox(south, draw(longitudes), north, draw(longitudes))


def city(number: int, name: str, latitude: float, longitude: float, country: str | None = None, **more: object) -> Row:
    values = {"population": 1000, **more}
    return Row(id=f"geonames:{number}", name=name, latitude=latitude, longitude=longitude, feature_class="P",
               feature_code="PPL", country=country, **values)  # type: ignore[arg-type]  # fmt: skip


def area(number: int, name: str, code: str, country: str | None, bounds: BoundingBox | None, **more: object) -> Row:
    return Row(id=f"geonames:{number}", name=name, latitude=0, longitude=0, feature_class="A", feature_code=code,
               country=country, bounds=bounds, **more)  # type: ignore[arg-type]  # fmt: skip


MAINE, TEXAS, OREGON = "geonames:11", "geonames:12", "geonames:13"
ROWS = [
    Row(id="geonames:6255149", name="North America", latitude=46, longitude=-100, feature_class="L", feature_code="CONT",
        bounds=BoundingBox(5, 172, 83, -21), rank=0),
    area(10, "United States", "PCLI", "US", BoundingBox(18, 172, 72, -66), population=327_000_000, abbreviations=("US", "USA")),
    area(11, "Maine", "ADM1", "US", BoundingBox(43, -71.1, 47.5, -66.9), abbreviations=("ME",)),
    area(12, "Texas", "ADM1", "US", None, abbreviations=("TX", "Tex.")),
    area(13, "Oregon", "ADM1", "US", BoundingBox(42, -124.6, 46.3, -116.4), abbreviations=("OR",)),
    area(14, "Cumberland County", "ADM2", "US", BoundingBox(43.4, -70.9, 44.2, -69.8), admin1=MAINE),
    area(15, "Fiji", "PCLI", "FJ", BoundingBox(-21, 174, -12, -178), population=900_000),
    area(16, "Ottoman Empire", "PCLH", None, BoundingBox(10, 10, 50, 60), rank=2),
    city(20, "Portland", 45.52, -122.68, "US", admin1=OREGON, population=650_000),
    city(21, "Portland", 43.66, -70.26, "US", admin1=MAINE, admin2="geonames:14", population=68_000),
    city(22, "Paris", 48.85, 2.35, "FR", population=2_100_000),
    city(23, "Paris", 33.66, -95.56, "US", admin1=TEXAS, population=24_000),
    city(24, "Mount Pleasant", 33.16, -94.97, "US", admin1=TEXAS),
    city(25, "Ft. Davis", 30.59, -103.89, "US", admin1=TEXAS),
    city(26, "Suva", -18.14, 178.44, "FJ", population=93_000),
    city(27, "Savusavu", -16.78, 179.33, "FJ"),
    city(28, "Lambasa", -16.43, 179.36, "FJ"),
    city(29, "Taveuni", -16.83, -179.97, "FJ"),
    city(30, "Old Port", 43.657, -70.253, "US", population=300),
    city(31, "Washington, D.C.", 38.9, -77.04, "US", population=600_000),
    Row(id="curated:koro-sea", name="Koro Sea", latitude=-18, longitude=180, feature_class="H", feature_code="SEA", rank=3,
        bounds=BoundingBox(-20, 178, -16, -178)),
    Row(id="curated:vanua-levu", name="Vanua Levu", latitude=-16.6, longitude=179.2, feature_class="T", feature_code="ISL",
        country="FJ", rank=4, bounds=BoundingBox(-17, 178.4, -16, -179.9)),
    Row(id="curated:red-river", name="Red River", latitude=33.8, longitude=-96, feature_class="H", feature_code="STM", rank=3,
        bounds=BoundingBox(31, -103, 35, -91)),
]  # fmt: skip


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    file = tmp_path_factory.mktemp("asking") / "small.sqlite"
    build(ROWS, file, sources=[], version="test", checksum="")
    return gazetteer.open(file)


@pytest.fixture(scope="module")
def scattered(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Three thousand cities: crowded ones, lone ones, on both sides of 180° and around the poles."""
    chance = random.Random(8)  # noqa: S311 -- made-up data, the same every time
    points = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(1000)]
    points += [(chance.gauss(52.5, 0.3), chance.gauss(13.4, 0.5)) for _ in range(1000)]
    points += [(chance.gauss(-17, 1), (chance.gauss(180, 2) + 180) % 360 - 180) for _ in range(500)]
    points += [
        (max(-90.0, min(90.0, side * chance.uniform(88, 90.2))), chance.uniform(-180, 180))
        for side in (1, -1)
        for _ in range(250)
    ]
    rows = [city(number, f"C{number}", *point) for number, point in enumerate(points, 1)]
    file = tmp_path_factory.mktemp("scattered") / "scattered.sqlite"
    build(rows, file, sources=[], version="test", checksum="")
    return gazetteer.open(file)


def every_place(store: Gazetteer) -> list[gazetteer.Place]:
    return [store.place(f"geonames:{number}") for number in range(1, 3001)]


POINTS = [(52.5, 13.4), (52.9, 12.2), (-17, 180), (-17, -180), (-18.5, -178.9), (-17, 178.3), (90, 0), (-90, 17), (89.9, -120),
          (0, 0), (0, -150), (40, 180), (-60, 100), (37.7, -122.4), (66.2, 179.99)]  # fmt: skip


@pytest.mark.parametrize("limit", [1, 10, 700])
@pytest.mark.parametrize("point", POINTS)
def test_near_is_what_brute_force_finds(scattered: Gazetteer, point: tuple[float, float], limit: int) -> None:
    far = sorted((distance_km(*point, place.latitude, place.longitude), place.id) for place in every_place(scattered))
    found = scattered.near(*point, limit).places
    assert [round(near.distance_km, 9) for near in found] == [round(distance, 9) for distance, _ in far[:limit]]


@pytest.mark.parametrize(
    "bounds",
    [BoundingBox(52, 13, 53, 14), BoundingBox(-20, 178, -15, -178), BoundingBox(-90, -180, 90, 180), BoundingBox(88.5, -180, 90, 180),
     BoundingBox(-17, 179.5, -16.9, 180), BoundingBox(10, 20, 10, 20), BoundingBox(-90, 90, 90, -90)],
)  # fmt: skip
def test_within_is_what_brute_force_finds(scattered: Gazetteer, bounds: BoundingBox) -> None:
    expected = {place.id for place in every_place(scattered) if bounds.contains(place.latitude, place.longitude)}
    found = scattered.within(bounds)
    assert {place.id for place in found} == expected
    assert len(found) == len(expected)
    assert [place.id for place in scattered.within(bounds, 5)] == [place.id for place in found[:5]]


def test_within_gives_the_most_important_first_and_takes_levels(places: Gazetteer) -> None:
    around = BoundingBox(-22, 170, 75, -60)
    assert [place.name for place in places.within(around, 3, levels=["city"])] == [
        "Portland",
        "Washington, D.C.",
        "Suva",
    ]
    assert {place.level for place in places.within(around, levels=["water", "terrain"])} == {"water", "terrain"}
    with pytest.raises(ValueError, match=f"'town' is not one of {', '.join(LEVELS)}"):
        places.within(around, levels=["town"])


def test_near_gives_places_and_the_areas_that_contain_the_point(places: Gazetteer) -> None:
    around = places.near(43.66, -70.25, 2)
    assert [near.place.name for near in around.places] == ["Old Port", "Portland"]
    assert [area.name for area in around.areas] == ["United States", "North America"]  # Old Port names no more
    around = places.near(43.66, -70.30, 1)
    assert [area.name for area in around.areas] == ["Cumberland County", "Maine", "United States", "North America"]


def test_areas_across_180_degrees_contain_what_lies_on_both_sides(places: Gazetteer) -> None:
    for longitude in (179.9, 180, -180, -179.95):
        names = [area.name for area in places.near(-16.6, longitude).areas]
        assert names[:1] == ["Vanua Levu"]
        assert "Fiji" in names
    assert "Vanua Levu" not in [area.name for area in places.near(-16.6, -179.5).areas]
    # Far from every city a sea counts, near one its box may well be land.
    assert "Koro Sea" in [area.name for area in places.near(-19.5, 179.9).areas]
    assert "Koro Sea" not in [area.name for area in places.near(-16.8, 179.3).areas]


def test_historic_areas_and_rivers_contain_no_point_of_today(places: Gazetteer) -> None:
    assert [area.name for area in places.near(40, 30).areas] == []
    assert "Red River" not in [area.name for area in places.near(33.7, -97.5).areas]
    assert places.place("geonames:16").contains(40, 30)


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_near_refuses_what_is_no_point(places: Gazetteer, point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="is no point on Earth"):
        places.near(*point)


def test_near_of_an_empty_gazetteer_and_of_no_places(places: Gazetteer, tmp_path: Path) -> None:
    build([], tmp_path / "empty.sqlite", sources=[], version="empty", checksum="")
    with gazetteer.open(tmp_path / "empty.sqlite") as empty:
        assert empty.near(0, 0).places == ()
        assert empty.near(0, 0).areas == ()
        assert empty.within(BoundingBox(-90, -180, 90, 180)) == []
        assert empty.fuzzy("Paris", edits=2, small=True) == []
        assert empty.find("Paris, TX") == empty.search("p") == []
    assert places.near(0, 0, 0).places == ()


# --- bounds


@settings(deadline=None)  # the machine may be busy
@given(boxes(), latitudes, longitudes, st.floats(0, 1), st.floats(0, 1))
def test_the_distance_from_a_box_is_to_its_nearest_point(
    box: BoundingBox, latitude: float, longitude: float, up: float, right: float
) -> None:
    far = box.distance_km(latitude, longitude)
    width = box.east - box.west if box.west <= box.east else box.east - box.west + 360
    inside = (box.south + up * (box.north - box.south), (box.west + right * width + 180) % 360 - 180)
    assert far <= distance_km(latitude, longitude, *inside) + 1e-6
    assert (far == 0) or not box.contains(latitude, longitude)


@settings(deadline=None)  # the machine may be busy
@given(boxes(), latitudes, longitudes)
def test_some_point_of_the_box_is_as_near_as_its_distance_says(
    box: BoundingBox, latitude: float, longitude: float
) -> None:
    far = box.distance_km(latitude, longitude)
    steps = [box.south + step / 2000 * (box.north - box.south) for step in range(2001)]
    clamped = min(max(latitude, box.south), box.north)
    rim = [distance_km(latitude, longitude, step, side) for step in steps for side in (box.west, box.east)]
    if box.contains(clamped, longitude):
        rim.append(distance_km(latitude, longitude, clamped, longitude))
    # Between two of 2,001 points on a meridian lie at most 10 km.
    assert min(rim) - 5.1 <= far <= min(rim) + 1e-6


@settings(deadline=None)  # the machine may be busy
@given(boxes(), latitudes, longitudes)
def test_halves_of_a_box_are_the_box(box: BoundingBox, latitude: float, longitude: float) -> None:
    assert box.contains(latitude, longitude) == any(half.contains(latitude, longitude) for half in box.halves())
    assert all(half.west <= half.east for half in box.halves())
    assert 0 <= box.extent <= 1
    assert box.extent == pytest.approx(sum(half.extent for half in box.halves()))


def test_an_area_without_bounds_contains_nothing_and_is_far_from_its_point(places: Gazetteer) -> None:
    texas, fiji = places.place(TEXAS), places.place("geonames:15")
    assert not texas.contains(0, 0)
    assert texas.distance_km(0, 1) == pytest.approx(111.195, abs=0.01)
    assert fiji.contains(-18, 179.9)
    assert fiji.contains(-18, -179.9)
    assert fiji.distance_km(-18, -179) == 0
    assert fiji.distance_km(-18, -177) == pytest.approx(distance_km(-18, -177, -18, -178), rel=1e-4)


# --- hierarchy


def test_parents_are_the_areas_above_nearest_first(places: Gazetteer) -> None:
    portland = places.place("geonames:21")
    assert [place.name for place in places.parents(portland)] == [
        "Cumberland County",
        "Maine",
        "United States",
        "North America",
    ]
    assert [place.id for place in places.parents("geonames:14")] == [MAINE, "geonames:10", "geonames:6255149"]
    assert [place.name for place in places.parents("geonames:10")] == ["North America"]
    assert places.parents("geonames:6255149") == places.parents("curated:koro-sea") == ()
    with pytest.raises(gazetteer.UnknownPlaceError):
        places.parents("geonames:99")


def test_parents_of_a_place_that_is_of_no_gazetteer_are_its_country(places: Gazetteer) -> None:
    own = gazetteer.Place(
        id="point:44,-70", name="44, -70", latitude=44, longitude=-70, feature_class="S", feature_code="", country="US"
    )
    assert [place.name for place in places.parents(own)] == ["United States", "North America"]


def test_children_are_what_lies_right_below(places: Gazetteer) -> None:
    assert [place.name for place in places.children("geonames:6255149")] == ["United States"]
    assert [place.name for place in places.children("geonames:10", 4)] == [
        "Oregon",
        "Washington, D.C.",
        "Maine",
        "Texas",
    ]
    assert [place.name for place in places.children(MAINE)] == ["Cumberland County"]
    assert [place.id for place in places.children("geonames:14")] == ["geonames:21"]
    assert places.children("geonames:21") == []
    with pytest.raises(gazetteer.UnknownPlaceError):
        places.children("curated:nowhere")


def test_every_child_has_its_parent_above_it(places: Gazetteer) -> None:
    for row in ROWS:
        for child in places.children(row.id):
            assert places.parents(child)[0].id == row.id, child


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("Portland", ["geonames:20", "geonames:21"]),
        ("Portland, Maine", ["geonames:21"]),
        ("Portland (ME)", ["geonames:21"]),
        ("portland, cumberland county, maine, usa", ["geonames:21"]),
        ("Portland, Maine 04101, USA", ["geonames:21"]),
        ("Portland; US", ["geonames:20", "geonames:21"]),
        ("Portland, North America", ["geonames:20", "geonames:21"]),
        ("Portland Maine", ["geonames:21"]),
        ("Paris, TX", ["geonames:23"]),
        ("Paris (Tex.)", ["geonames:23"]),
        ("Old Port, Portland", ["geonames:30"]),
        ("Savusavu, Vanua Levu", ["geonames:27"]),
        ("Taveuni, Fiji", ["geonames:29"]),
        ("Washington, D.C.", ["geonames:31"]),
        ("Mt. Pleasant, Texas", ["geonames:24"]),
        ("Fort Davis, Tex.", ["geonames:25"]),
        ("The Texas", ["geonames:12"]),
        ("the old port, Portland", ["geonames:30"]),
        ("City of Portland, Maine", ["geonames:21"]),
        ("the Town of Paris", ["geonames:22", "geonames:23"]),
        ("city of", []),
        ("the city of town of Portland, the Texas", []),
        ("city of " * 2000 + "Portland, Maine", ["geonames:21"]),
        ("Portland, the Maine", ["geonames:21"]),
        ("the", []),
        ("Paris, Maine", []),
        ("Paris, Nowhere", []),
        ("Texas, Paris", []),
        ("Portland, Maine, Oregon", []),
        (", Maine", ["geonames:11"]),
        ("", []),
        ("(,)", []),
    ],
)  # fmt: skip
def test_a_name_is_found_within_what_contains_it(places: Gazetteer, query: str, ids: list[str]) -> None:
    assert [found.place.id for found in places.find(query)] == ids


def test_further_containers_and_limits(places: Gazetteer) -> None:
    assert [found.place.id for found in places.find("Portland", within=["USA", "Maine"])] == ["geonames:21"]
    assert len(places.find("Portland", 1)) == 1
    assert len(places.find("Portland", None)) == 2


def test_mount_fort_and_saint_are_found_in_both_spellings(places: Gazetteer) -> None:
    for name in ("Mount Pleasant", "Mt. Pleasant", "mt pleasant"):
        assert [found.place.id for found in places.candidates(name)] == ["geonames:24"]
    for name in ("Fort Davis", "Ft Davis"):
        assert [found.place.id for found in places.candidates(name)] == ["geonames:25"]
    assert places.candidates("Mount") == places.candidates("Mt") == []


# --- the embedded gazetteer


@pytest.fixture(scope="module")
def embedded() -> Gazetteer:
    return gazetteer.open()


@pytest.mark.parametrize(
    ("query", "country", "admin1", "latitude"),
    [("Portland, Maine", "US", "Maine", 43.7), ("Paris, TX", "US", "Texas", 33.7), ("Cork, Ireland", "IE", "Munster", 51.9),
     ("Springfield (Ill.)", "US", "Illinois", 39.8), ("Tripoli, Lebanon", "LB", "Ash Shimal", 34.4), ("Mt. Pleasant, Mich.", "US", "Michigan", 43.6),
     ("Ft. Worth, Texas", "US", "Texas", 32.7), ("Kreuzberg, Berlin", "DE", "Berlin", 52.5)],
)  # fmt: skip
def test_names_with_containers_in_the_embedded_gazetteer(
    embedded: Gazetteer, query: str, country: str, admin1: str, latitude: float
) -> None:
    place = embedded.find(query)[0].place
    assert (place.country, place.admin1) == (country, admin1)
    assert place.latitude == pytest.approx(latitude, abs=0.1)


def test_chains_in_the_embedded_gazetteer(embedded: Gazetteer) -> None:
    names = [area.name for area in embedded.near(35.53, 35.79).areas]
    assert [name for name in names if name in {"Latakia", "Syria", "Levant", "Asia"}] == [
        "Latakia",
        "Syria",
        "Levant",
        "Asia",
    ]
    assert "Mediterranean Sea" not in names
    assert "Mediterranean Sea" in [area.name for area in embedded.near(34.5, 18).areas]
    assert "France" not in [area.name for area in embedded.near(50.85, 4.35).areas]  # whose box holds Brussels
    unions = {"European Union", "Eurozone", "Schengen Area"}
    assert not unions & {area.name for area in embedded.near(51.5, -0.12).areas}  # in whose boxes London lies
    assert {"Russia", "Chukotka Autonomous Okrug"} <= {area.name for area in embedded.near(65.5, -172).areas}


def test_search_answers_alike_whether_by_the_index_of_the_important_or_by_all(embedded: Gazetteer) -> None:
    for prefix in ("s", "b", "x", "la", "san", "new", "ha", "z"):
        for limit in (1, 10, 40):
            rows = embedded._rows(_SEARCH, (prefix, prefix + "\U0010ffff", limit))
            found = embedded.search(prefix, limit)
            assert [candidate.place for candidate in found] == [embedded._by_key(row[0]) for row in rows], prefix
            assert [candidate.matched_name for candidate in found] == [
                spelling(row[2], row[4], candidate.place.name) for candidate, row in zip(found, rows, strict=True)
            ]


# --- sharing


def test_eight_threads_and_a_forked_process_get_the_right_answers(places: Gazetteer) -> None:
    def ask(store: Gazetteer) -> list[object]:
        return [
            [found.place.id for found in store.find("Portland, Maine")],
            [near.place.id for near in store.near(-16.8, 179.9).places],
            [place.id for place in store.within(BoundingBox(-20, 178, -15, -178))],
            [found.place.id for found in store.fuzzy("Porltand")],
            [place.id for place in store.parents("geonames:21")],
        ]

    right = ask(places)
    fresh = Gazetteer(places.path)
    wrong: list[object] = []

    def work() -> None:
        wrong.extend(1 for _ in range(40) if ask(fresh) != right)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    children = []
    for _ in range(3):
        child = os.fork()
        if child == 0:
            os._exit(0 if ask(fresh) == right else 1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert ask(fresh) == right
