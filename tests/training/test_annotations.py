"""Annotations and texts come together again, and only where they belong together."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import gazetteer
from geoview.training.annotations import DATA, digest, joined, read_annotations
from geoview.types import Article

SHARED = Path(os.environ.get("GEOVIEW_SHARED") or Path(__file__).parents[3] / "shared")
TEXT = "Syrian troops left Homs for Nowhereville."


def test_joined_toponyms_stand_where_they_were_annotated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.tsv"
    file.write_text(f"# head\n1\t{digest(TEXT)}\t0-6=~163843\t19-23=169577\t28-40=-\n2\t{digest('x')}\t0-1=-\n")
    articles = [Article(id="1", text=TEXT), Article(id="2", text="another text"), Article(id="3", text="z")]
    with gazetteer.open() as places:
        (row,) = joined(iter(articles), file, places)
    assert [toponym["text"] for toponym in row["toponyms"]] == ["Syrian", "Homs", "Nowhereville"]
    syrian, homs, nowhere = row["toponyms"]
    assert syrian["kind"] == "demonym"
    assert homs["geonameid"] == 169577
    assert (round(homs["lat"]), round(homs["lon"])) == (35, 37)
    assert "lat" not in nowhere
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == ["2", "3"]


def test_the_annotations_of_the_archive_fit_it() -> None:
    file = SHARED / "archive" / "wikinews.jsonl"
    if not file.exists():
        pytest.skip("the archive is not beside this checkout")
    archive = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        archive[row["id"]] = row["text"]
    for article, (text, toponyms) in read_annotations(DATA / "wikinews.tsv").items():
        assert digest(archive[article]) == text
        ends = [0] + [end for _, end, _ in toponyms]
        assert all(start >= before and start < end for before, (start, end, _) in zip(ends, toponyms, strict=False))
