"""The commands that ask the gazetteer alone: ``lookup``, ``reverse`` and ``gazetteer info``."""

from __future__ import annotations

import json

from command import Geoview, one_line


def test_lookup_shows_candidates(geoview: Geoview) -> None:
    done = geoview("lookup", "Latakia")
    assert done.returncode == 0
    header, *rows = done.stdout.splitlines()
    assert header.split() == [
        "Id",
        "Name",
        "Match",
        "In",
        "Class",
        "Population",
        "Latitude",
        "Longitude",
        "Matched",
        "name",
    ]
    assert any(row.startswith("geonames:173576 ") and " SY " in row for row in rows)
    assert done.stderr == ""


def test_lookup_as_json(geoview: Geoview) -> None:
    value = json.loads(geoview("lookup", "Paris", "--limit", "3", "--country", "us", "--format", "json").stdout)
    assert list(value) == ["name", "candidates"]
    assert value["name"] == "Paris"
    assert len(value["candidates"]) == 3
    for candidate in value["candidates"]:
        assert list(candidate) == ["match", "matched_name", "place"]
        assert candidate["place"]["country"] == "US"
        assert list(candidate["place"])[-2:] == ["note", "bounds"]


def test_lookup_falls_back_to_beginnings_and_says_so(geoview: Geoview) -> None:
    done = geoview("lookup", "Lataki")
    assert done.returncode == 0
    assert one_line(done.stderr) == "no place is named 'Lataki'; these names begin with it"
    assert " prefix " in done.stdout


def test_lookup_takes_what_contains_a_name(geoview: Geoview) -> None:
    (found,) = json.loads(geoview("lookup", "Paris, TX", "--format", "json").stdout)["candidates"]
    assert (found["match"], found["place"]["admin1"]) == ("exact", "Texas")


def test_lookup_finds_misspellings_only_when_asked(geoview: Geoview) -> None:
    assert geoview("lookup", "Lattkia").returncode == 1
    assert "--fuzzy finds misspellings" in geoview("lookup", "Lattkia").stderr
    found = json.loads(geoview("lookup", "Lattkia", "--fuzzy", "--format", "json").stdout)["candidates"]
    assert {"fuzzy"} == {each["match"] for each in found}
    assert found[0]["place"]["id"] == "geonames:173576"
    found = json.loads(geoview("lookup", "Latakia", "--fuzzy", "--format", "json", "--limit", "3").stdout)["candidates"]
    assert [each["match"] for each in found][:2] == ["exact", "exact"]
    assert geoview("lookup", "Xyzzyplugh", "--fuzzy").returncode == 1


def test_reverse_shows_cities_and_areas_around_a_point(geoview: Geoview) -> None:
    done = geoview("reverse", "-33.93", "18.42")
    assert done.returncode == 0
    assert "Cape Town" in done.stdout
    assert "Within the bounds of: " in done.stdout
    assert "South Africa" in done.stdout
    value = json.loads(geoview("reverse", "35.53,", "35.79", "--limit", "2", "--format", "json").stdout)
    assert (value["latitude"], value["longitude"], len(value["places"])) == (35.53, 35.79, 2)
    assert value["places"][0]["place"]["id"] == "geonames:173576"
    assert value["places"][0]["distance_km"] < 1
    assert {"Syria", "Asia"} <= {area["name"] for area in value["areas"]}


def test_reverse_shows_other_kinds_of_places(geoview: Geoview) -> None:
    done = geoview("reverse", "48.8606", "2.3376", "--level", "site", "--limit", "3", "--format", "json")
    found = json.loads(done.stdout)["places"]
    assert "Louvre" in [each["place"]["name"] for each in found]
    assert {each["place"]["feature_class"] for each in found} <= {"S", "R"}
    done = geoview("reverse", "48.8606", "2.3376", "--level", "house")
    assert done.returncode == 2
    assert "'house' is not one of country, admin1, admin2, city" in done.stderr


def test_a_code_that_no_country_has_is_refused(geoview: Geoview) -> None:
    for arguments in (("lookup", "Paris"), ("places", "-")):
        done = geoview(*arguments, "--country", "ZZ", stdin=b"Rain fell in Paris.")
        assert (done.returncode, done.stdout) == (1, "")
        assert "--country ZZ: no country has this code" in one_line(done.stderr)
    assert geoview("lookup", "Pristina", "--country", "XK").returncode == 0


def test_reverse_refuses_what_is_no_point(geoview: Geoview) -> None:
    for arguments, message in (
        (("91", "0"), "no latitude"),
        (("0", "-181"), "no longitude"),
        (("nan", "0"), "no latitude"),
        (("a", "0"), "'a' is no number; give decimal degrees"),
        (("35°31'N", "0"), "LAT"),
    ):
        done = geoview("reverse", *arguments)
        assert done.returncode == 2
        assert message in done.stderr


def test_lookup_of_nothing_fails(geoview: Geoview) -> None:
    done = geoview("lookup", "Xyzzyplugh")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no place is named 'Xyzzyplugh'" in one_line(done.stderr)
    done = geoview("lookup", "Xyzzyplugh", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (1, {"name": "Xyzzyplugh", "candidates": []})


def test_gazetteer_info(geoview: Geoview) -> None:
    done = geoview("gazetteer", "info")
    assert (done.returncode, done.stderr) == (0, "")
    assert "CC BY 4.0" in done.stdout
    info = json.loads(geoview("gazetteer", "info", "--format", "json").stdout)
    assert info["places"] > 200_000
    assert {"path", "version", "schema_version", "bytes", "names", "sources", "classes", "countries"} <= set(info)
    assert all(source["name"] and source["licence"] for source in info["sources"])
    assert sum(info["classes"].values()) == info["places"]
