"""Joins annotations to the texts that they are about: ``python -m geoview.training.annotations ARCHIVE -o CORPUS``.

The texts stay where they are; what is kept here is where their toponyms stand and what they refer to
(``data/wikinews.tsv``, see its head). An article whose text is not the one that was annotated is left out, and said.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gazetteer
from gazetteer.errors import UnknownPlaceError
from geoview.articles import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer import Gazetteer
    from geoview.types import Article

DATA = Path(__file__).parent / "data"


def digest(text: str) -> str:
    """Return what tells a text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_annotations(path: Path) -> dict[str, tuple[str, list[tuple[int, int, str]]]]:
    """Return, by article id, its text's digest and the toponyms: start, end, and the referent's id.

    The id is ``-`` where it is not known, and begins with ``~`` for a demonym.
    """
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            article, text, *rest = line.split("\t")
            toponyms = []
            for toponym in rest:
                span, _, referent = toponym.partition("=")
                start, end = span.split("-")
                toponyms.append((int(start), int(end), referent))
            found[article] = (text, toponyms)
    return found


def joined(articles: Iterator[Article], annotations: Path, places: Gazetteer) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles as rows of a corpus (see ``geoview.corpora``)."""
    known = read_annotations(annotations)
    for article in articles:
        text, toponyms = known.pop(article.id, (None, []))
        if text != digest(article.text):
            print(f"{article.id}: not annotated, or another text", file=sys.stderr)
            continue
        rows = [_row(article.text, *toponym, places) for toponym in toponyms]
        yield {"id": article.id, "title": article.title, "text": article.text, "toponyms": rows}


def _row(text: str, start: int, end: int, referent: str, places: Gazetteer) -> dict[str, Any]:
    row: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
    if referent.startswith("~"):
        row["kind"] = "demonym"
    name = referent.removeprefix("~")
    if name != "-":
        with suppress(UnknownPlaceError):  # an area that the gazetteer no longer has: the mention stays
            place = places.place(f"geonames:{name}" if name.isdigit() else name)
            row |= {"lat": place.latitude, "lon": place.longitude}
    if name.isdigit():
        row["geonameid"] = int(name)
    return row


def main() -> None:
    """Parse the command line and write the corpus."""
    parser = argparse.ArgumentParser(description="Join annotations to their texts.")
    parser.add_argument("archive", help="the articles, JSONL")
    parser.add_argument("--annotations", type=Path, default=DATA / "wikinews.tsv")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the corpus to write, JSONL")
    options = parser.parse_args()
    with gazetteer.open() as places:
        rows = list(joined(read([options.archive]), options.annotations, places))
    options.output.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    toponyms = sum(len(row["toponyms"]) for row in rows)
    print(f"{options.output.name}: {len(rows)} articles, {toponyms} toponyms", file=sys.stderr)


if __name__ == "__main__":
    main()
