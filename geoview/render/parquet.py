"""GeoParquet 1.1: one row a place, for GIS and data frames; needs pyarrow (``pip install 'geoview-map[parquet]'``)."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

from geoview import __version__
from geoview.errors import OutputError
from geoview.render.geojson import feature
from geoview.render.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from geoview.types import GeoparsedArticle

_MARK = "geoview places"
_TEXTS = ("name", "id", "feature_class", "feature_code", "country")


def write(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write the places with the properties of GeoJSON as columns, into the bytes below a text stream.

    Raises:
        OutputError: pyarrow is not there.
    """
    check()
    import pyarrow as pa  # noqa: PLC0415 - an extra, and half a second
    from pyarrow import parquet  # noqa: PLC0415 - the same

    known = list(articles)
    features = [feature(summary, known) for summary in summarize(known)]
    rows = [one["properties"] for one in features]
    points = [one["geometry"]["coordinates"] for one in features]
    columns: dict[str, Any] = {name: pa.array([_text(row[name]) for row in rows], pa.string()) for name in _TEXTS}
    columns["confidence"] = pa.array([row["confidence"] for row in rows], pa.float64())
    columns["mentions"] = pa.array([row["mentions"] for row in rows], pa.int32())
    snippets = [[_text(one) for one in row["snippets"]] for row in rows]
    columns["snippets"] = pa.array(snippets, pa.list_(pa.string()))
    columns["geometry"] = pa.array([struct.pack("<BIdd", 1, 1, *point) for point in points], pa.binary())
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if points:
        longitudes, latitudes = zip(*points, strict=True)
        column["bbox"] = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = pa.table(columns)
    # Without pyarrow's own copy of the schema: the footer stays short, and the mark is found at the end of the file.
    with parquet.ParquetWriter(stream.buffer, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"geo": json.dumps(geo), _MARK: __version__})


def check() -> None:
    """Find out whether pyarrow is there.

    Raises:
        OutputError: it is not.
    """
    from importlib.util import find_spec  # noqa: PLC0415 - nothing else here needs it

    if find_spec("pyarrow") is None:
        raise OutputError("parquet needs pyarrow: pip install 'geoview-map[parquet]'")


def _text(value: str | None) -> str | None:
    """Return text that UTF-8 can hold."""
    return value if value is None else value.encode("utf-8", "replace").decode("utf-8")


def owned(head: str, tail: str) -> bool:
    """Tell whether geoview wrote this."""
    return head.startswith("PAR1") and _MARK in tail
