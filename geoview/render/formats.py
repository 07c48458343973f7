"""The formats of the result as data, and the page: name, file endings, writer, and how to know one's own files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geoview.render import delimited, geojson, kml, parquet, records, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from geoview.types import GeoparsedArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write geoparsed articles.

    Attributes:
        name: as in ``--format``.
        endings: of files that hold it, lower case, with the dot.
        write: writes articles to an open text file, and takes them one at a time where the format allows.
        owned: tells from the first and the last characters of a file whether geoview wrote it in this format.
        check: raises OutputError where something is missing that it needs.
        binary: whether it goes to a file's bytes, and to no terminal or pipe of text.
    """

    name: str
    endings: tuple[str, ...]
    write: Callable[[Iterable[GeoparsedArticle], TextIO], None]
    owned: Callable[[str, str], bool]
    check: Callable[[], None] = lambda: None
    binary: bool = False


def _write_page(articles: Iterable[GeoparsedArticle], stream: TextIO, **options: Any) -> None:
    from geoview.render.page import (  # noqa: PLC0415 - folium takes half a second; data need none of it
        PageOptions,
        render_page,
    )

    stream.write(render_page(list(articles), options=PageOptions(**options)))


PAGE = Format(
    name="html",
    endings=(".html", ".htm"),
    write=_write_page,
    owned=lambda head, _: '<meta name="generator" content="geoview' in head,
)


def page_format(**options: Any) -> Format:
    """Return the page as a format, with some of ``geoview.render.page.PageOptions``."""
    return replace(PAGE, write=partial(_write_page, **options))


# The data formats, in the order in which help and messages name them.
FORMATS: dict[str, Format] = {
    known.name: known
    for known in (
        Format(name="table", endings=(".txt",), write=table.write, owned=table.owned),
        Format(name="json", endings=(".json",), write=records.write_json, owned=records.owned_json),
        Format(name="jsonl", endings=(".jsonl", ".ndjson"), write=records.write_jsonl, owned=records.owned_jsonl),
        Format(name="csv", endings=(".csv",), write=delimited.write, owned=delimited.owned),
        Format(name="geojson", endings=(".geojson",), write=geojson.write, owned=geojson.owned),
        Format(name="kml", endings=(".kml",), write=kml.write, owned=kml.owned),
        Format(
            name="parquet",
            endings=(".parquet", ".geoparquet"),
            write=parquet.write,
            owned=parquet.owned,
            check=parquet.check,
            binary=True,
        ),
    )
}


def format_of(path: str | Path) -> Format | None:
    """Return the format that a file's ending tells, the page included, or None."""
    ending = Path(path).suffix.lower()
    return next((known for known in (PAGE, *FORMATS.values()) if ending in known.endings), None)


def owned(head: str, tail: str) -> bool:
    """Tell from the first and the last characters of a file whether geoview wrote it, in whatever format."""
    return any(known.owned(head, tail) for known in (PAGE, *FORMATS.values()))
