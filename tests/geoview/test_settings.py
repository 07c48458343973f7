"""Which gazetteer is asked; building one and laying own places over it from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Geoview, environment
from file_server import Served, served
from gazetteer.build import build
from gazetteer.sources import Row
from geoview import settings


def small(file: Path, name: str) -> Path:
    row = Row(
        id="geonames:1", name=name, latitude=1, longitude=2, feature_class="P", feature_code="PPL", population=1000
    )
    build([row], file, sources=[], version=f"test {name}", checksum="")
    return file


@pytest.fixture
def config(tmp_path: Path) -> dict[str, object]:
    """An environment whose settings lie in the test's folder."""
    return {"env": environment() | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path)}}


def test_own_places_of_the_project_and_the_user_hold_without_being_named(
    geoview: Geoview, tmp_path: Path, config: dict[str, dict[str, str]]
) -> None:
    (tmp_path / "config" / "geoview").mkdir(parents=True)
    (tmp_path / "config" / "geoview" / "places.csv").write_text("name,lat,lon\nMy Yard,1,2\nOur Yard,3,4\n")
    (tmp_path / "geoview-places.csv").write_text("name,lat,lon\nOur Yard,5,6\n")
    done = geoview("lookup", "My Yard", **config)
    assert done.returncode == 0, done.stderr
    assert "own places: geoview-places.csv\n" in done.stderr
    ours = json.loads(geoview("lookup", "Our Yard", "--format", "json", **config).stdout)["candidates"]
    assert {each["place"]["latitude"] for each in ours} == {5.0, 3.0}
    (tmp_path / "third.csv").write_text("name,lat,lon\nOur Yard,7,8\n")
    named = geoview("lookup", "Our Yard", "--places", "third.csv", "--format", "json", **config)
    assert {each["place"]["latitude"] for each in json.loads(named.stdout)["candidates"]} == {7.0, 5.0, 3.0}
    none = {"env": config["env"] | {"GEOVIEW_PLACES": ""}}
    assert geoview("lookup", "My Yard", **none).returncode == 1
    other = {"env": config["env"] | {"GEOVIEW_PLACES": "third.csv"}}
    assert (
        json.loads(geoview("lookup", "Our Yard", "--format", "json", **other).stdout)["candidates"][0]["place"][
            "latitude"
        ]
        == 7.0
    )
    (tmp_path / "geoview-places.csv").write_text("name,lat\nOur Yard,5\n")
    broken = geoview("lookup", "My Yard", **config)
    assert broken.returncode == 1
    assert "geoview-places.csv, line 1: has no column lon" in broken.stderr


def test_the_option_comes_before_the_variable_that_before_the_setting(
    geoview: Geoview, tmp_path: Path, config: dict[str, dict[str, str]]
) -> None:
    for name in ("Optionville", "Variableton", "Settingham"):
        small(tmp_path / f"{name}.sqlite", name)
    assert geoview("lookup", "Settingham", **config).returncode == 1
    done = geoview("gazetteer", "use", "Settingham.sqlite", **config)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Settingham.sqlite (test Settingham, 1 places) is asked from now on" in done.stderr
    assert geoview("lookup", "Settingham", **config).returncode == 0
    variable = {"env": config["env"] | {"GEOVIEW_GAZETTEER": "Variableton.sqlite"}}
    assert geoview("lookup", "Variableton", **variable).returncode == 0
    assert geoview("lookup", "Settingham", **variable).returncode == 1
    assert geoview("lookup", "Optionville", "--gazetteer", "Optionville.sqlite", **variable).returncode == 0
    assert json.loads((tmp_path / "config" / "geoview" / "settings.json").read_text()) == {
        "gazetteer": str(tmp_path / "Settingham.sqlite")
    }
    assert geoview("gazetteer", "use", "--default", **config).returncode == 0
    assert geoview("lookup", "Settingham", **config).returncode == 1
    assert geoview("lookup", "Latakia", **config).returncode == 0


def test_a_file_that_is_gone_is_told_with_who_named_it(
    geoview: Geoview, tmp_path: Path, config: dict[str, dict[str, str]]
) -> None:
    file = small(tmp_path / "big.sqlite", "Bigton")
    geoview("gazetteer", "use", "big.sqlite", **config)
    file.unlink()
    done = geoview("lookup", "Oslo", **config)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot open the gazetteer big.sqlite" in done.stderr
    assert (
        "named by geoview gazetteer use; to go back to the embedded one: geoview gazetteer use --default" in done.stderr
    )
    done = geoview("lookup", "Oslo", env=config["env"] | {"GEOVIEW_GAZETTEER": "gone.sqlite"})
    assert done.returncode == 1
    assert (
        "named by the environment variable GEOVIEW_GAZETTEER; to go back to the embedded one: unset GEOVIEW_GAZETTEER"
        in done.stderr
    )


def test_what_is_no_gazetteer_is_not_set(geoview: Geoview, tmp_path: Path, config: dict[str, dict[str, str]]) -> None:
    (tmp_path / "thesis.txt").write_text("a thesis")
    for file in ("thesis.txt", "missing.sqlite"):
        assert geoview("gazetteer", "use", file, **config).returncode == 1
    assert not (tmp_path / "config").exists()
    assert geoview("gazetteer", "use", **config).returncode == 2
    assert geoview("gazetteer", "use", "x", "--default", **config).returncode == 2


@pytest.mark.parametrize("content", ["{", "[]", '{"gazetteer": 7}', ""])
def test_settings_that_cannot_be_read(
    geoview: Geoview, tmp_path: Path, config: dict[str, dict[str, str]], content: str
) -> None:
    file = tmp_path / "config" / "geoview" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(content)
    done = geoview("lookup", "Oslo", **config)
    assert done.returncode == 1
    assert "geoview gazetteer use --default mends it" in done.stderr
    assert geoview("gazetteer", "use", "--default", **config).returncode == 0
    assert geoview("lookup", "Oslo", **config).returncode == 0


def test_the_folder_of_each_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setattr("sys.platform", "linux")
    assert settings.config_folder() == tmp_path / ".config" / "geoview"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert settings.config_folder() == tmp_path / "xdg" / "geoview"
    monkeypatch.setattr("sys.platform", "darwin")
    assert settings.config_folder() == tmp_path / "Library" / "Application Support" / "geoview"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    assert settings.config_folder() == tmp_path / "Roaming" / "geoview"


def test_a_gazetteer_is_built_from_an_address_and_asked(geoview: Geoview, tmp_path: Path) -> None:
    data = (
        "999\tQaryat Hunak\tQaryat Hunak\tHunak\t35.5\t36\tP\tPPL\tNL\t\t09\t\t\t\t12\t\t0\tAsia/Damascus\t2020-01-01\n"
        * 2
    )
    with served(Served(data.encode())) as server:
        done = geoview(
            "gazetteer", "build", server.url, "-o", "my.sqlite", "--country", "nl", "--max-broken", "0.5", timeout=600
        )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "2 rows read, 1 left out, 0 broken" in done.stderr
    assert "geoview gazetteer use my.sqlite" in done.stderr
    assert (
        json.loads(geoview("lookup", "Hunak", "--format", "json", "--gazetteer", "my.sqlite").stdout)["candidates"][0][
            "place"
        ]["id"]
        == "geonames:999"
    )
    for name in ("Amsterdam", "Syria", "Sahel", "Mediterranean Sea"):
        assert geoview("lookup", name, "--gazetteer", "my.sqlite").returncode == 0, name
    assert (
        json.loads(geoview("gazetteer", "info", "--gazetteer", "my.sqlite", "--format", "json").stdout)["sources"][0][
            "name"
        ]
        == "GeoNames"
    )
    assert {file.name for file in tmp_path.iterdir()} == {"my.sqlite"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.zip"], 1, "missing.zip: there is no such file"),
        (["http://example.org/NL.zip"], 1, "only https:// is fetched"),
        (["x", "--from", "openstreetmap"], 2, "is not one of geonames"),
        (["x", "--country", "Holland"], 2, "is no ISO 3166 code"),
        (["x", "--class", "city"], 2, "is none of GeoNames' feature classes"),
        (["x", "-o", "no/such/folder.sqlite"], 1, "name a file in a folder that exists"),
        ([], 2, "Missing argument"),
    ],
)
def test_a_build_that_cannot_be(
    geoview: Geoview, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = geoview("gazetteer", "build", *arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_own_places_on_the_command_line(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        "name,lat,lon,country\nCamp Zeta,35.5,35.9,SY\nLatakia,1.5,2.5,\nSwapped,36.3,33.5,SY\n"
    )
    (tmp_path / "a.txt").write_text(
        "The convoy left Camp Zeta for Latakia on Monday.\n\nOfficials in Latakia said that nobody at Camp Zeta was hurt.\n"
    )
    done = geoview("places", "a.txt", "--format", "jsonl", "--places", "own.csv")
    assert done.returncode == 0
    assert "warning: own.csv, line 4: latitude and longitude look swapped" in done.stderr
    found = json.loads(done.stdout)
    assert {mention["text"]: mention["place"]["id"][:12] for mention in found["mentions"]} == {
        "Camp Zeta": "user:camp-ze",
        "Latakia": "user:latakia",
    }
    assert "own.csv" in found["provenance"]["gazetteer"]
    assert geoview("lookup", "Camp Zeta", "--places", "own.csv").returncode == 0
    (tmp_path / "more.csv").write_text("name,lat,lon\nCamp Eta,north,2\n")
    done = geoview("map", "a.txt", "--places", "own.csv", "--places", "more.csv")
    assert done.returncode == 1
    assert "geoview: more.csv, line 2, column lat: 'north' is no number" in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_user_without_a_home_has_no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nobody(*_: object) -> str:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    with settings.open_gazetteer() as places:
        assert places.candidates("Homs")
    assert settings.standing_places() == []
    assert settings.cache_folder().parts[-1] == "geoview"
