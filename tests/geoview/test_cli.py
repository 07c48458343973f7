"""The commands' contract: exit codes, what goes where, and one line for each thing that is wrong."""

from __future__ import annotations

import csv
import json
import re
import stat
from pathlib import Path

import pytest

from command import Geoview, one_line
from geoview import __version__

TEXT = "Ships left Latakia for Tartus in Syria, and Moscow was silent."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ships.txt"
    path.write_text(TEXT)
    return path


# --- map


def test_map_writes_one_page_and_says_so(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    done = geoview("map", article)
    assert done.returncode == 0
    assert done.stdout == ""
    assert re.fullmatch(r"output/ships\.html: 4 places, 4 mentions", one_line(done.stderr))
    page = (tmp_path / "output" / "ships.html").read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert f'<meta name="generator" content="geoview {__version__}">' in page
    assert "Latakia" in page
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["ships.html"]


def test_map_of_several_sources_is_one_page(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.txt").write_text("Snow fell in Oslo.")
    done = geoview("map", article, "more", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = (tmp_path / "output" / "map.html").read_text()
    assert "Oslo" in page
    assert "Latakia" in page


def test_map_overwrites_its_own_page_and_no_other(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    assert geoview("map", article, "-o", page).returncode == 0
    assert geoview("map", article, "-o", page).returncode == 0
    page.write_text("<html>mine</html>")
    done = geoview("map", article, "-o", "x.html")
    assert done.returncode == 1
    assert one_line(done.stderr) == (
        "geoview: x.html: was not written by geoview; name another file, or overwrite it with --force"
    )
    assert page.read_text() == "<html>mine</html>"
    assert geoview("map", article, "-o", page, "--force").returncode == 0
    assert "Latakia" in page.read_text()


def test_map_of_an_article_without_places_is_a_page(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "quiet.txt").write_text("Nothing happened, and nobody was there.")
    done = geoview("map", "quiet.txt")
    assert done.returncode == 0
    assert one_line(done.stderr) == "output/quiet.html: 0 places, 0 mentions"
    assert "Nothing happened" in (tmp_path / "output" / "quiet.html").read_text()


def test_map_reads_standard_input_and_writes_standard_output(geoview: Geoview) -> None:
    done = geoview("map", "-", "-o", "-", stdin=TEXT)
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.endswith("</html>\n")
    assert one_line(done.stderr) == "4 places, 4 mentions"


def test_map_asks_nothing_of_the_network_unless_told_to(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    assert geoview("map", article, "-o", "plain.html").returncode == 0
    told = geoview("map", article, "-o", "tiled.html", "--tiles", "OpenStreetMap.Mapnik", "--borders", "none")
    assert told.returncode == 0
    assert "refuses pages that are opened from disk" in told.stderr
    plain, tiled = ((tmp_path / name).read_text(encoding="utf-8") for name in ("plain.html", "tiled.html"))
    assert "img-src data:; " in plain
    assert "img-src data: https://tile.openstreetmap.org; " in tiled
    assert '"borders":true' in plain
    assert '"borders":false' in tiled


def test_map_opens_the_browser_if_asked(
    geoview: Geoview, article: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    done = geoview("map", article, "--open", env=environment | {"BROWSER": f"{browser} %s"})
    assert done.returncode == 0
    assert (tmp_path / "opened").read_text().strip() == (tmp_path / "output" / "ships.html").as_uri()


# --- places


def test_places_gives_jsonl_to_a_pipe(geoview: Geoview, article: Path) -> None:
    done = geoview("places", article)
    assert done.returncode == 0
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found["id"] == "ships"
    assert found["source"] == "ships.txt"
    assert [mention["text"] for mention in found["mentions"]] == ["Latakia", "Tartus", "Syria", "Moscow"]
    assert all(mention["place"] for mention in found["mentions"])
    assert one_line(done.stderr) == "4 places, 4 mentions"


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "geojson", "txt"])
def test_places_takes_the_format_from_the_ending(geoview: Geoview, article: Path, tmp_path: Path, ending: str) -> None:
    done = geoview("places", article, "-o", f"a/b/x.{ending}")
    assert (done.returncode, done.stdout) == (0, "")
    text = (tmp_path / "a" / "b" / f"x.{ending}").read_text()
    if ending == "json":
        assert list(json.loads(text)) == ["articles"]
    elif ending == "geojson":
        assert len(json.loads(text)["features"]) == 4
    elif ending == "csv":
        assert len(list(csv.DictReader(text.splitlines()))) == 4
    elif ending == "jsonl":
        assert len(json.loads(text)["mentions"]) == 4
    else:
        assert text.startswith("Place ")


def test_the_format_option_wins_over_the_ending(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    assert geoview("places", article, "-o", "x.csv", "--format", "JSON").returncode == 0
    assert json.loads((tmp_path / "x.csv").read_text())


def test_places_of_places_are_the_same(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    first = geoview("places", article, "-o", "x.jsonl")
    second = geoview("places", "x.jsonl", "-o", "y.jsonl")
    assert (first.returncode, second.returncode) == (0, 0)
    assert (tmp_path / "x.jsonl").read_text() == (tmp_path / "y.jsonl").read_text()


def test_demonyms_can_be_left_out(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Syrian minister flew to Moscow.")
    assert '"kind": "demonym"' in geoview("places", "a.txt").stdout
    assert '"kind": "demonym"' not in geoview("places", "a.txt", "--no-demonyms").stdout


def test_one_bad_source_loses_no_other(geoview: Geoview, article: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "Rain in Lisbon."}\n{"text": \n{"text": "Snow in Oslo."}\n')
    done = geoview("places", "gone.txt", "bad.jsonl", article, "--format", "csv")
    assert done.returncode == 1
    assert {row["text"] for row in csv.DictReader(done.stdout.splitlines())} >= {"Lisbon", "Oslo", "Latakia"}
    assert done.stderr.splitlines()[0] == "geoview: gone.txt: no such file or folder"
    assert done.stderr.splitlines()[1].startswith("geoview: bad.jsonl:2: is not JSON: ")
    assert done.stderr.splitlines()[2].startswith("3 articles, ")
    assert len(done.stderr.splitlines()) == 3


def test_many_errors_are_counted(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{\n" * 1000)
    done = geoview("places", "bad.jsonl")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 21
    assert done.stderr.splitlines()[-1] == "geoview: and 980 more of these; -v shows all"
    assert len(geoview("places", "bad.jsonl", "-v").stderr.splitlines()) >= 1000


def test_verbose_says_more(geoview: Geoview, article: Path) -> None:
    told = geoview("places", article, "-v").stderr.splitlines()
    assert told[0].startswith("gazetteer ")
    assert told[1] == "ships: 4 mentions"


def test_a_folder_is_read_without_the_file_that_it_is_written_to(geoview: Geoview) -> None:
    (geoview.folder / "one.txt").write_text("Rain fell in Latakia.\n", encoding="utf-8")
    written = geoview.folder / "all.jsonl"
    with written.open("wb") as out, geoview.start("places", ".", "-q", stdout=out) as process:
        assert process.wait(60) == 0
    assert len(written.read_text(encoding="utf-8").splitlines()) == 1


# --- refusals


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 200])
def test_a_gazetteer_that_is_none(geoview: Geoview, article: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "g.sqlite").write_bytes(content)
    for arguments in (("map", article), ("places", article), ("lookup", "Oslo"), ("gazetteer", "info")):
        done = geoview(*arguments, "--gazetteer", "g.sqlite")
        assert done.returncode == 1
        assert "g.sqlite" in one_line(done.stderr)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("map", "a.txt", "-o", "-", "--open"), "'--open': standard output is no page"),
        (("map", "a.txt", "-o", "a.csv"), "'-o': the page is HTML"),
        (("map", "a.txt", "--geocoder", "bing"), "'--geocoder': it is for --online"),
        (("places", "a.txt", "--user-agent", "me"), "'--user-agent': it is for --online"),
        (("places", "a.txt", "--online", "--min-confidence", "0.5"), "'--min-confidence': answers of --online"),
        (("lookup", "Homs", "--map", "-o", "a.csv"), "'-o': the page is HTML"),
        (("lookup", "Homs", "--map", "-o", "-"), "'-o': standard output is for the answer"),
        (("lookup", "Homs", "--geocoder", "bing"), "'--geocoder': it is for --online"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    geoview: Geoview, article: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    article.rename(tmp_path / "a.txt")
    done = geoview(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("option", ["--recognizer", "--resolver", "--gazetteer", "--places", "--corrections", "-o"])
def test_no_file_has_a_name_of_that_length(geoview: Geoview, article: Path, option: str) -> None:
    done = geoview("places", article, option, "a" * 5000 + ".csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "standard output" not in done.stderr
    assert "aaaaaaaa" in one_line(done.stderr)


# --- evaluate


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    toponyms = [
        {
            "start": TEXT.index(name),
            "end": TEXT.index(name) + len(name),
            "text": name,
            "lat": latitude,
            "lon": longitude,
        }
        for name, latitude, longitude in (("Latakia", 35.53, 35.79), ("Tartus", 34.89, 35.89), ("Moscow", 55.75, 37.62))
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({"id": "1", "text": TEXT, "toponyms": toponyms}) + "\n")
    return path


def test_evaluate_scores_a_corpus(geoview: Geoview, corpus: Path) -> None:
    done = geoview("evaluate", corpus, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    (scores,) = json.loads(done.stdout)["corpora"]
    assert (scores["name"], scores["articles"], scores["toponyms"]) == ("gold", 1, 3)
    assert scores["recognition"]["exact"]["recall"] == 1.0
    assert geoview("evaluate", corpus).stdout.count("gold") >= 1


def test_evaluate_names_what_is_wrong(geoview: Geoview, corpus: Path) -> None:
    corpus.write_text("{\n")
    done = geoview("evaluate", corpus)
    assert (done.returncode, done.stdout) == (1, "")
    assert "gold.jsonl" in one_line(done.stderr)
    assert geoview("evaluate", corpus, "--part", "most").returncode == 2


# --- usage


def test_version_and_help(geoview: Geoview) -> None:
    done = geoview("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"geoview {__version__}\n", "")
    for arguments in (
        ["--help"],
        ["-h"],
        ["map", "--help"],
        ["places", "-h"],
        ["lookup", "-h"],
        ["gazetteer", "info", "-h"],
    ):
        done = geoview(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: geoview ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["map"], "Missing argument 'SOURCE...'"),
        (["nonsense"], "No such command 'nonsense'"),
        (["map", "a.txt", "--nonsense"], "No such option: --nonsense"),
        (["places", "a.txt", "--format", "gpx"], "'gpx' is not one of table, json, jsonl, csv, geojson, kml, parquet."),
        (
            ["places", "a.txt", "-o", "x.gpx"],
            "x.gpx: the ending is none of .txt, .json, .jsonl, .csv, .geojson, .kml, .parquet; name a --format.",
        ),
        (["places", "a.txt", "--format", "parquet"], "parquet is binary; name a file with -o."),
        (["places", "a.txt", "-o", "x.html"], "for a page use geoview map."),
        (["map", "a.txt", "-o", "x.csv"], "the page is HTML; for csv use geoview places."),
        (["map", "a.txt", "--country", "Syria"], "'Syria' is no ISO 3166 code of two letters, such as SY."),
        (["map", "a.txt", "--country", "UK"], "ISO 3166 calls the United Kingdom GB."),
        (["map", "a.txt", "--encoding", "klingon"], "'klingon' is no text encoding"),
        (["map", "a.txt", "--borders", "dotted"], "'dotted' is not one of de-facto, none."),
        (["map", "a.txt", "--tiles", "nonsense"], "no tile layer is named 'nonsense'."),
        (["map", "a.txt", "--tiles", "CartoDB.Positron"], "CartoDB.Positron needs a key of its provider"),
        (["map", "a.txt", "--tiles", "https://tiles.example/{z}.png"], "it has no {x}, {y}."),
        (["lookup", "Oslo", "--format", "csv"], "'csv' is not one of table, json."),
        (["lookup", "Oslo", "--limit", "0"], "Invalid value for '--limit'"),
    ],
)
def test_wrong_usage(geoview: Geoview, tmp_path: Path, arguments: list[str], message: str) -> None:
    done = geoview(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in " ".join(done.stderr.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(geoview: Geoview, environment: dict[str, str], shell: str) -> None:
    asked = environment | {"_GEOVIEW_COMPLETE": f"complete_{shell}", "COMP_WORDS": "geoview ma", "COMP_CWORD": "1"}
    asked |= {"_TYPER_COMPLETE_ARGS": "geoview ma", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert "map" in geoview(env=asked).stdout
