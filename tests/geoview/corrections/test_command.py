"""``--corrections`` on the command line, and corrections in the library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gazetteer
import geoview as package
from command import Geoview

TEXT = "Ships left Latakia for Tartus in Syria, and Moscow was silent."


@pytest.fixture
def ships(tmp_path: Path) -> Path:
    (tmp_path / "ships.txt").write_text(TEXT)
    return tmp_path


def _places(done: str) -> dict[str, str]:
    return {one["text"]: one["place"]["id"] for one in json.loads(done)["mentions"]}


def test_corrections_are_applied_and_counted(geoview: Geoview, ships: Path) -> None:
    (ships / "c.csv").write_text(
        "words,place,decision,lat,lon,name\n"
        "Moscow,geonames:5601538,,,,\n"
        "Tartus,geonames:999999999,,34.9,35.9,The port\n"
        "Syria,,not a place,,,\n"
        "Atlantis,,not a place,,,\n"
    )
    (ships / "d.csv").write_text("words,place,article\nLatakia,geonames:1,elsewhere\n")
    done = geoview("places", "ships.txt", "--corrections", "c.csv", "--corrections", "d.csv")
    assert done.returncode == 0
    found = _places(done.stdout)
    assert found["Moscow"] == "geonames:5601538"
    assert found["Tartus"] == "geonames:999999999"
    assert found["Latakia"] == "geonames:173576"
    assert "Syria" not in found
    mention = json.loads(done.stdout)["mentions"][-1]
    assert (mention["confidence"], mention["reason"]) == (1.0, "corrected by hand")
    assert done.stderr.splitlines() == [
        "3 places, 3 mentions",
        (
            "warning: correction of 'Tartus': geonames:999999999: the gazetteer has no such place; its name and point are "
            "those of the corrections"
        ),
        "warning: correction of 'Atlantis': no mention has these words",
        "warning: correction of 'Latakia' in article elsewhere: this article is not among the sources",
        "3 of 5 corrections applied",
    ]
    assert geoview("places", "ships.txt", "--corrections", "c.csv", "-q").stderr == ""


def test_what_the_article_is_about_follows(geoview: Geoview, ships: Path) -> None:
    (ships / "c.csv").write_text("words,decision\nLatakia,not a place\nTartus,not a place\nSyria,not a place\n")
    done = geoview("places", "ships.txt", "--corrections", "c.csv")
    assert json.loads(done.stdout)["focus"]["place"]["name"] == "Moscow"


@pytest.mark.parametrize("command", ["map", "places"])
def test_a_broken_file_stops_before_the_work(geoview: Geoview, ships: Path, command: str) -> None:
    (ships / "c.json").write_text('{"format": "geoview corrections", "version": 3}')
    done = geoview(command, "ships.txt", "--corrections", "c.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "geoview: c.json: corrections of version 3; this geoview (0.1.0) reads version 1\n"
    assert not (ships / "output").exists()


def test_the_library_warns_of_what_did_not_apply(ships: Path) -> None:
    (ships / "c.csv").write_text("words,decision\nAtlantis,not a place\n")
    corrections = package.read_corrections(ships / "c.csv")
    with gazetteer.open() as places:
        sources = [str(ships / "ships.txt")]
        with pytest.warns(UserWarning, match="correction of 'Atlantis': no mention has these words"):
            list(package.geoparse_sources(sources, gazetteer=places, corrections=corrections))
        told: list[str] = []
        found = package.geoparse_sources(
            sources, gazetteer=places, corrections=corrections, on_problem=lambda problem: told.append(str(problem))
        )
        assert len(list(found)) == 1
    assert len(told) == 1
