"""Each data format to the letter: the keys are a contract."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoview.articles import read
from geoview.render import FORMATS
from geoview.render.delimited import COLUMNS, cell
from geoview.render.records import dumps, write_jsonl
from geoview.render.table import aligned, cut, plain, width
from geoview.types import Article, GeoparsedArticle, Provenance

PLACE_KEYS = [
    "id", "name", "latitude", "longitude", "feature_class", "feature_code", "country", "admin1", "admin2", "population",
    "note",
]  # fmt: skip


def _written(name: str, articles: list[GeoparsedArticle]) -> str:
    stream = io.StringIO()
    FORMATS[name].write(articles, stream)
    return stream.getvalue()


def test_jsonl_has_the_keys_of_the_contract_in_their_order(articles: list[GeoparsedArticle]) -> None:
    first, second = (json.loads(line) for line in _written("jsonl", articles).splitlines())
    assert list(first) == ["id", "title", "source", "published", "language", "text", "mentions", "focus", "provenance"]
    assert list(second) == list(first)
    assert [second[key] for key in ("title", "source", "published", "language")] == [None] * 4
    mention = first["mentions"][0]
    assert list(mention) == [
        "start",
        "end",
        "text",
        "kind",
        "confidence",
        "place",
        "reason",
        "use",
        "approximate",
        "modifier",
        "candidates",
    ]
    assert list(mention["place"]) == PLACE_KEYS
    assert list(mention["candidates"][0]) == ["confidence", "place"]
    assert list(mention["candidates"][0]["place"]) == PLACE_KEYS
    assert list(first["provenance"]) == ["geoview", "gazetteer", "recognizer", "resolver"]
    assert mention["confidence"] == 0.9124
    assert first["mentions"][-1]["place"] is None
    assert first["mentions"][-2]["kind"] == "demonym"
    assert [found["use"] for found in first["mentions"]] == [one.use for one in articles[0].resolutions]
    assert {found["use"] for found in first["mentions"]} == {"literal", "modifier"}
    for article in (first, second):
        for found in article["mentions"]:
            assert article["text"][found["start"] : found["end"]] == found["text"]


def test_json_is_the_same_objects_in_one(articles: list[GeoparsedArticle]) -> None:
    lines = [json.loads(line) for line in _written("jsonl", articles).splitlines()]
    assert json.loads(_written("json", articles)) == {"articles": lines}


def test_geojson_has_one_feature_a_place(articles: list[GeoparsedArticle]) -> None:
    value = json.loads(_written("geojson", articles))
    assert value["type"] == "FeatureCollection"
    assert value["unresolved"] == 1
    assert [feature["geometry"] for feature in value["features"]] == [
        {"type": "Point", "coordinates": [35.79011, 35.53168]},
        {"type": "Point", "coordinates": [179.9, -18.0]},
        {"type": "Point", "coordinates": [38.0, 35.0]},
    ]
    properties = value["features"][0]["properties"]
    assert list(properties) == [
        "name", "id", "feature_class", "feature_code", "country", "confidence", "mentions", "snippets",
    ]  # fmt: skip
    assert properties["mentions"] == len(properties["snippets"]) == 3
    assert "In Latakia the harbour keeps its own time." in properties["snippets"][1]


def test_csv_has_one_row_a_mention(articles: list[GeoparsedArticle]) -> None:
    rows = list(csv.reader(io.StringIO(_written("csv", articles))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + 8
    unresolved = dict(zip(COLUMNS, rows[5], strict=True))
    assert unresolved["text"] == "Nowhereville"
    assert unresolved["place_id"] == unresolved["latitude"] == ""
    assert dict(zip(COLUMNS, rows[6], strict=True))["latitude"] == "-18.0"
    assert COLUMNS[-3:] == ("use", "approximate", "modifier")
    assert [row[-3] for row in rows[1:]] == [one.use for article in articles for one in article.resolutions]


def test_csv_runs_nothing_in_a_spreadsheet(hostile: list[GeoparsedArticle]) -> None:
    for row in csv.reader(io.StringIO(_written("csv", hostile))):
        for value in row:
            assert value.lstrip()[:1] not in {"=", "+", "@"}
            assert value[:1] != "-"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (-18.0, "-18.0"),
        ("+4.5e-3", "+4.5e-3"),
        ("-", "'-"),
        ("=1+1", "'=1+1"),
        ("\t@x", "'\t@x"),
        ("＝1", "'＝1"),
        ("-1-1", "'-1-1"),
        ("St. John's", "St. John's"),
        (None, ""),
    ],
)
def test_cells(value: object, expected: str) -> None:
    assert cell(value) == expected


def test_the_table_counts_what_was_left_unresolved(articles: list[GeoparsedArticle]) -> None:
    text = _written("table", articles)
    assert text.splitlines()[0].split() == [
        "Place", "In", "Class", "Mentions", "Confidence", "Latitude", "Longitude", "Snippet",
    ]  # fmt: skip
    assert text.splitlines()[1].startswith(
        "Latakia   Latakia District, SY  P PPLA         3        0.91   35.5317    35.7901  "
    )
    assert text.endswith("\n\nUnresolved: Nowhereville\n")


def test_the_table_tells_what_is_only_somewhere_in_its_place(articles: list[GeoparsedArticle]) -> None:
    first, *others = articles[0].resolutions
    near = replace(articles[0], resolutions=(replace(first, approximate=True), *others))
    name, place = first.mention.text, first.place
    assert place is not None
    assert f"\n\nApproximate: {name} (in {place.name})\n" in _written("table", [near])
    assert "Approximate" not in _written("table", articles)


def test_the_table_drives_no_terminal(hostile: list[GeoparsedArticle]) -> None:
    assert not [
        character
        for character in _written("table", hostile)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character != "\n"
    ]


def test_columns_stand_under_each_other_whatever_the_script() -> None:
    lines = aligned(("Place", "Population"), [("東京", "9"), ("Zu\u0308rich", "10"), ("Oslo", "700")]).splitlines()
    assert [width(line) for line in lines] == [18] * 4


def test_the_last_column_is_cut_to_the_terminal() -> None:
    lines = aligned(("Place", "Snippet"), [("Oslo", "word " * 50)], 40).splitlines()
    assert width(lines[1]) <= 40
    assert lines[1].endswith("…")


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_cut_keeps_within_its_columns(text: str, columns: int) -> None:
    shown = cut(plain(text), columns)
    assert width(shown) <= columns
    assert plain(shown) == shown


@given(st.text(alphabet=st.characters()))
def test_json_survives_any_text_and_stays_one_line(text: str) -> None:
    line = dumps({"text": text})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8")) == {"text": text}


@given(st.text(alphabet=st.characters(exclude_characters="\r"), min_size=1).filter(str.strip))
def test_what_is_written_as_jsonl_is_an_archive(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path: Path = tmp_path_factory.mktemp("archive") / "x.jsonl"
    article = Article(id="7", text=text, title="A title", source="a.txt", published="2024-12-14", language="en")
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_jsonl(
            [
                GeoparsedArticle(
                    article=article,
                    resolutions=(),
                    provenance=Provenance(geoview="0", gazetteer="0", recognizer="0", resolver="0"),
                )
            ],
            stream,
        )
    assert list(read([str(path)])) == [article]


def test_what_is_written_in_parts_is_one_object_as_json_writes_it(articles: list[GeoparsedArticle]) -> None:
    for line in _written("jsonl", articles).splitlines():
        assert line == dumps(json.loads(line))
