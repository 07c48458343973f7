"""Files of corrections: what is read, what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command import ROOT
from geoview.corrections import read_corrections, write_corrections
from geoview.errors import CorrectionsError, OutputError
from geoview.types import Correction

PLACE = Correction(
    words="Paris", decision="place", scope="mention", article="a7", start=12, before="in", after="on Monday",
    place="geonames:4717560", name="Paris, Texas", latitude=33.66, longitude=-95.55,
)  # fmt: skip
POINT = Correction(words="=the mill", decision="point", name="@Mill", latitude=-1.5, longitude=2.0)
NONE = Correction(words="'+Victoria", decision="not a place", scope="article", article="-7")


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_what_was_written_is_read_again_and_overwritten(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"c.{ending}"
    write_corrections([], file)
    assert read_corrections(file) == ()
    write_corrections([PLACE, POINT, NONE], file)
    assert read_corrections(file) == (PLACE, POINT, NONE)
    assert read_corrections(file, file) == (PLACE, POINT, NONE) * 2
    file.write_text("mine\n")
    with pytest.raises(OutputError, match="was not written by geoview"):
        write_corrections([PLACE], file)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(words=TEXTS, article=TEXTS, name=TEXTS, latitude=st.floats(-90, 90), ending=st.sampled_from(["json", "csv"]))
def test_any_text_comes_back(tmp_path: Path, words: str, article: str, name: str, latitude: float, ending: str) -> None:
    given = Correction(
        words=f"a{words.strip()}", decision="point", scope="article", article=f"{article.strip()}x",
        name=f"{name.strip()}y", latitude=latitude, longitude=1.0,
    )  # fmt: skip
    file = tmp_path / f"c.{ending}"
    write_corrections([given], file)
    assert read_corrections(file) == (given,)


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    write_corrections([POINT, NONE], tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text() == (
        "version,words,decision,scope,article,start,before,after,place,name,latitude,longitude\n"
        "1,'=the mill,point,everywhere,,,,,,'@Mill,-1.5,2.0\n"
        "1,''+Victoria,not a place,article,-7,,,,,,,\n"
    )


def test_by_hand_only_what_matters_is_written(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "words;article;before;place;lat;lon;name;decision;note\n"
        "Paris;;;geonames:1;;;;;the one in Texas\n"
        "Mill;;;;1.5;2;Old mill;;\n"
        "Aunt;a7;said;;;;;not a place;\n\n"
    )
    assert read_corrections(tmp_path / "c.csv") == (
        Correction(words="Paris", decision="place", place="geonames:1"),
        Correction(words="Mill", decision="point", name="Old mill", latitude=1.5, longitude=2.0),
        Correction(words="Aunt", decision="not a place", scope="mention", article="a7", before="said"),
    )
    (tmp_path / "c.json").write_text(
        '{"format": "geoview corrections", "version": 1, "corrections": [{"words": "Homs", "place": "geonames:1",'
        ' "article": "a7", "name": null}]}'
    )
    (one,) = read_corrections(tmp_path / "c.json")
    assert (one.scope, one.decision) == ("article", "place")


def _in_file(*corrections: object, **more: object) -> str:
    value = {"format": "geoview corrections", "version": 1, "corrections": list(corrections)} | more
    return json.dumps(value)


BASE = {"words": "Homs", "place": "geonames:1"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("c.json", "{\n 1", "c.json, line 2, column 2: no JSON: Expecting property name enclosed in double quotes"),
        ("c.json", "", "c.json, line 1, column 1: no JSON: Expecting value"),
        ("c.json", "[" * 100_000, "c.json: no corrections: it is nested too deeply"),
        ("c.json", "[]", 'c.json: no corrections of geoview: it does not begin with "format": "geoview corrections"'),
        ("c.json", "{}", 'c.json: no corrections of geoview: it does not begin with "format": "geoview corrections"'),
        ("c.json", _in_file(version=2), "c.json: corrections of version 2; this geoview (0.1.0) reads version 1"),
        ("c.json", _in_file(version=True), "c.json: corrections of version true; this geoview (0.1.0) reads version 1"),
        ("c.json", _in_file(corrections={}), "c.json, field corrections: is no list"),
        ("c.json", _in_file(BASE, "Homs"), "c.json, correction 2: is no object of fields"),
        ("c.json", _in_file({"place": "geonames:1"}), "c.json, correction 1, field 'words': is empty"),
        ("c.json", _in_file(BASE | {"words": 7}), "c.json, correction 1, field 'words': is no text"),
        ("c.json", _in_file(BASE | {"words": "x" * 10_001}), "c.json, correction 1, field 'words': has 10,001 characters, more than 10,000"),
        ("c.json", _in_file({"words": "Homs"}), "c.json, correction 1, field 'decision': is missing: place, point, not a place"),
        ("c.json", _in_file(BASE | {"decision": "no"}), "c.json, correction 1, field 'decision': 'no' is none of place, point, not a place"),
        ("c.json", _in_file(BASE | {"decision": ["place"]}), "c.json, correction 1, field 'decision': \"['place']\" is none of place, point, not a place"),
        ("c.json", _in_file(BASE | {"scope": "all"}), "c.json, correction 1, field 'scope': 'all' is none of mention, article, everywhere"),
        ("c.json", _in_file(BASE | {"scope": "article"}), "c.json, correction 1, field 'article': is missing: the id of the article"),
        ("c.json", _in_file(BASE | {"scope": "everywhere", "article": "a"}), "c.json, correction 1, field 'article': is given, but the scope is everywhere"),
        ("c.json", _in_file(BASE | {"scope": "mention", "article": "a"}), "c.json, correction 1, field 'before': is missing: one mention is told by the words before or after it, or its start"),
        ("c.json", _in_file(BASE | {"start": -1, "article": "a"}), "c.json, correction 1, field 'start': '-1' is no whole number of 0 or more"),
        ("c.json", _in_file(BASE | {"place": "1"}), "c.json, correction 1, field 'place': '1' is no id of a place, such as geonames:173576"),
        ("c.json", _in_file({"words": "a", "decision": "place"}), "c.json, correction 1, field 'place': is missing: the id of a place, such as geonames:173576"),
        ("c.json", _in_file({"words": "a", "decision": "point", "name": "x"}), "c.json, correction 1, field 'latitude': is missing: a point has a name, a latitude and a longitude"),
        ("c.json", _in_file({"words": "a", "latitude": 1, "longitude": 2}), "c.json, correction 1, field 'name': is missing: a point has a name, a latitude and a longitude"),
        ("c.json", _in_file(BASE | {"latitude": 1}), "c.json, correction 1, field 'longitude': is missing"),
        ("c.json", _in_file(BASE | {"latitude": "1", "longitude": 2}), "c.json, correction 1, field 'latitude': '1' is no number of degrees"),
        ("c.json", _in_file(BASE | {"latitude": 91, "longitude": 2}), "c.json, correction 1, field 'latitude': 91 is not between -90 and 90"),
        ("c.json", _in_file(BASE | {"latitude": float("nan"), "longitude": 2}), "c.json, correction 1, field 'latitude': 'nan' is no number of degrees"),
        ("c.json", _in_file(BASE | {"latitude": float("inf"), "longitude": 2}), "c.json, correction 1, field 'latitude': inf is not between -90 and 90"),
        ("c.json", _in_file(BASE | {"latitude": 10**400, "longitude": 2}), f"c.json, correction 1, field 'latitude': 1{'0' * 39} is not between -90 and 90"),
        ("c.json", _in_file(BASE | {"befor": "x"}), "c.json, correction 1, field 'befor': is none of words, decision, scope, article, start, before, after, place, name, latitude, longitude, note"),
        ("c.csv", "", "c.csv: is empty"),
        ("c.csv", "a,b\n1,2\n", "c.csv, line 1: has no column words; it has a, b"),
        ("c.csv", "words,place\nHoms,geonames:1\n,geonames:1\n", "c.csv, line 3, column 'words': is empty"),
        ("c.csv", 'words,lat,lon,name\nHoms,"1,5",2,x\n', "c.csv, line 2, column 'latitude': '1,5' is no number of degrees; write a decimal point"),
        ("c.csv", "words,place,version\nHoms,geonames:1,2\n", 'c.csv, line 2: corrections of version "2"; this geoview (0.1.0) reads version 1'),
        ("c.csv", "words,place\nHoms,geonames:1,x\n", "c.csv, line 2: has 3 cells, the header 2; quote cells with commas"),
        ("c.csv", "words,start,article\nHoms,two,a\n", "c.csv, line 2, column 'start': 'two' is no whole number of 0 or more"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(CorrectionsError) as error:
        read_corrections(tmp_path / name)
    assert str(error.value) == message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"gone\.json: no such file"):
        read_corrections(tmp_path / "gone.json")
    with pytest.raises(CorrectionsError, match="cannot be read: is a directory"):
        read_corrections(tmp_path)
    (tmp_path / "c.json").write_bytes(b'{"format": "caf\xe9"}')
    with pytest.raises(CorrectionsError, match=r"c.json, line 1, column \d+: is no UTF-8"):
        read_corrections(tmp_path / "c.json")
    (tmp_path / "c.csv").write_bytes(b"words\0")
    with pytest.raises(CorrectionsError, match=r"c.csv: is no text"):
        read_corrections(tmp_path / "c.csv")


def test_the_example_of_the_readme_is_one(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = readme.partition("    words,decision,scope")[2].partition("\n\n")[0].splitlines()
    (tmp_path / "c.csv").write_text("words,decision,scope" + "\n".join(line.strip() for line in lines))
    given = read_corrections(tmp_path / "c.csv")
    assert [one.decision for one in given] == ["place", "point", "not a place"]
    assert [one.scope for one in given] == ["everywhere", "article", "mention"]
