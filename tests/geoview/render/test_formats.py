"""One contract over all formats: what was written is opened again."""

from __future__ import annotations

import csv
import io
import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from geoview.errors import OutputError
from geoview.render import FORMATS, PAGE, Format, format_of, save
from geoview.types import GeoparsedArticle

# What each format says of the two articles, as (name of the place, mentions of it).
Mentioned = dict[str, int]


def _from_json(text: str) -> Mentioned:
    return _count(mention for article in json.loads(text)["articles"] for mention in article["mentions"])


def _from_jsonl(text: str) -> Mentioned:
    return _count(mention for line in text.splitlines() for mention in json.loads(line)["mentions"])


def _count(mentions: Iterator[dict[str, dict[str, str] | None]]) -> Mentioned:
    counts: Mentioned = {}
    for mention in mentions:
        if (place := mention["place"]) is not None:
            counts[place["name"]] = counts.get(place["name"], 0) + 1
    return counts


def _from_csv(text: str) -> Mentioned:
    return _count(
        {"place": {"name": row["place"]} if row["place"] else None} for row in csv.DictReader(io.StringIO(text))
    )


def _from_geojson(text: str) -> Mentioned:
    return {
        feature["properties"]["name"]: feature["properties"]["mentions"] for feature in json.loads(text)["features"]
    }


def _from_table(text: str) -> Mentioned:
    header, *rows = text.partition("\n\n")[0].splitlines()
    wide, mentions = header.index("In"), header.index("Mentions") + len("Mentions")
    return {row[:wide].strip(): int(row[:mentions].split()[-1]) for row in rows}


def _from_kml(text: str) -> Mentioned:
    kml = "{http://www.opengis.net/kml/2.2}"
    root = ET.fromstring(text)  # noqa: S314 - our own
    return {
        one.findtext(f"{kml}name", ""): int(one.findtext(f".//{kml}Data[@name='mentions']/{kml}value", ""))
        for one in root.iter(f"{kml}Placemark")
    }


def _from_parquet(data: bytes) -> Mentioned:
    rows = pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist()
    return {row["name"]: row["mentions"] for row in rows}


READERS: dict[str, Callable[[Any], Mentioned]] = {
    "table": _from_table,
    "json": _from_json,
    "jsonl": _from_jsonl,
    "csv": _from_csv,
    "geojson": _from_geojson,
    "kml": _from_kml,
    "parquet": _from_parquet,
}


@pytest.fixture(params=[*FORMATS.values(), PAGE], ids=lambda form: form.name)
def form(request: pytest.FixtureRequest) -> Format:
    return _usable(request.param)


@pytest.fixture(params=FORMATS.values(), ids=lambda form: form.name)
def data_form(request: pytest.FixtureRequest) -> Format:
    return _usable(request.param)


def _usable(form: Format) -> Format:
    if form.name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    return form


def _written(form: Format, articles: list[GeoparsedArticle]) -> Any:
    """What a format writes: text, or bytes where it is binary."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogatepass", newline="")
    form.write(iter(articles), stream)
    stream.flush()
    return raw.getvalue() if form.binary else raw.getvalue().decode("utf-8", "surrogatepass")


def _read(form: Format, path: Path) -> Any:
    return path.read_bytes() if form.binary else path.read_text(encoding="utf-8")


def test_every_data_format_can_be_read_back_here() -> None:
    assert list(FORMATS) == list(READERS) == [form.name for form in FORMATS.values()]


def test_endings_tell_one_format_each() -> None:
    endings = [ending for form in (PAGE, *FORMATS.values()) for ending in form.endings]
    assert len(set(endings)) == len(endings)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)
    assert format_of("a/b.GeoJSON") is FORMATS["geojson"]
    assert format_of("a/b.gpx") is None


def test_what_was_written_is_what_was_found(data_form: Format, articles: list[GeoparsedArticle]) -> None:
    text = _written(data_form, articles)
    assert READERS[data_form.name](text) == {"Latakia": 3, "Syria": 2, "Koro Sea": 2}


def test_the_same_articles_give_the_same_text(form: Format, articles: list[GeoparsedArticle]) -> None:
    assert _written(form, articles) == _written(form, articles)


def test_no_articles_are_no_error(form: Format) -> None:
    text = _written(form, [])
    if form is not PAGE:
        assert READERS[form.name](text) == {}


def test_hostile_text_is_written_and_stays_utf8(form: Format, hostile: list[GeoparsedArticle], tmp_path: Path) -> None:
    path = tmp_path / f"x{form.endings[0]}"
    save(hostile, path)
    text = _read(form, path)
    assert form.binary or "Latakia" in text
    if form is not PAGE:
        assert len(READERS[form.name](text)) == 1


def test_its_own_file_is_overwritten(form: Format, articles: list[GeoparsedArticle], tmp_path: Path) -> None:
    path = tmp_path / f"x{form.endings[0]}"
    for given in ([], articles, articles[:1], []):
        save(given, path)
        assert _read(form, path) == _written(form, given)


@pytest.mark.parametrize(
    "other",
    [
        "notes\n",
        "{}\n",
        "[]\n",
        '{"id": "7"}\n',
        "a,b\n1,2\n",
        '{"type": "FeatureCollection", "features": []}',
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml></kml>',
        "<html></html>",
    ],
)
def test_anothers_file_is_not(form: Format, articles: list[GeoparsedArticle], tmp_path: Path, other: str) -> None:
    path = tmp_path / f"x{form.endings[0]}"
    path.write_text(other)
    with pytest.raises(OutputError, match="was not written by geoview"):
        save(articles, path)
    assert path.read_text() == other
    save(articles, path, force=True)
    assert _read(form, path) == _written(form, articles)


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_formats_of_mentions_are_written_article_by_article(name: str, articles: list[GeoparsedArticle]) -> None:
    stream = io.StringIO()
    seen: list[bool] = []

    def one_by_one() -> Iterator[GeoparsedArticle]:
        yield articles[0]
        seen.append("coast" in stream.getvalue())
        yield articles[1]

    FORMATS[name].write(one_by_one(), stream)
    assert seen == [True]


def test_an_ending_that_tells_nothing_is_refused(articles: list[GeoparsedArticle], tmp_path: Path) -> None:
    with pytest.raises(
        OutputError,
        match=r"no format has this ending; they are .html, .txt, .json, .jsonl, .csv, .geojson, .kml, .parquet",
    ):
        save(articles, tmp_path / "x.gpx")
    assert not list(tmp_path.iterdir())


def test_a_placemark_has_longitude_first_and_its_snippets_escaped_twice(articles: list[GeoparsedArticle]) -> None:
    """The balloon is HTML: what is text in the article must be text there, too."""
    first = replace(articles[0].article, text=articles[0].article.text.replace("keeps its own", "<b>&amp;"))
    given = replace(articles[0], article=first, resolutions=articles[0].resolutions[:3])
    kml = "{http://www.opengis.net/kml/2.2}"
    root = ET.fromstring(_written(FORMATS["kml"], [given]))  # noqa: S314 - our own
    assert root.findtext(f"{kml}Document/{kml}name") == "The coast"
    latakia = next(one for one in root.iter(f"{kml}Placemark") if one.findtext(f"{kml}name") == "Latakia")
    assert latakia.findtext(f".//{kml}coordinates") == "35.79011,35.53168"
    assert "In <b>Latakia</b> the harbour &lt;b&gt;&amp;amp; time." in latakia.findtext(f"{kml}description", "")


def test_a_balloon_is_no_archive(articles: list[GeoparsedArticle]) -> None:
    text = _written(FORMATS["kml"], articles * 30)
    assert "And 40 more." in text
    assert text.count("&lt;p&gt;") == 50 + 1 + 50 + 1 + 50 + 1


def test_geoparquet_says_what_it_is(articles: list[GeoparsedArticle]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    table = parquet.read_table(io.BytesIO(_written(FORMATS["parquet"], articles)))
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["columns"][geo["primary_column"]] == {
        "encoding": "WKB", "geometry_types": ["Point"], "bbox": [35.79011, -18.0, 179.9, 35.53168],
    }  # fmt: skip
    row = table.to_pylist()[0]
    assert struct.unpack("<BIdd", row["geometry"]) == (1, 1, 35.79011, 35.53168)
    assert (row["name"], row["country"], len(row["snippets"])) == ("Latakia", "SY", 3)


def test_what_parquet_needs_is_told_before_the_work(
    articles: list[GeoparsedArticle], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(OutputError, match=r"parquet needs pyarrow: pip install 'geoview-map\[parquet\]'"):
        save(articles, tmp_path / "x.parquet")
    assert not list(tmp_path.iterdir())
