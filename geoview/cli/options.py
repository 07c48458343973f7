"""The options that commands share, and what is wrong with a value: usage errors end with exit code 2."""

from __future__ import annotations

from typing import Annotated

import typer

from geoview import __version__
from geoview.resolve import MIN_CONFIDENCE as MIN_CONFIDENCE  # noqa: PLC0414 - handed on

SNIPPET_WORDS = 40  # the default of PageOptions, which --help does not load; a test compares them


def print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    """Print the version and stop."""
    if wanted:
        typer.echo(f"geoview {__version__}")
        raise typer.Exit


def checked_country(code: str | None) -> str | None:
    """Return a country code in capitals."""
    if code is None:
        return None
    upper = code.upper()
    if upper == "UK":
        raise typer.BadParameter("ISO 3166 calls the United Kingdom GB.")
    if len(upper) != 2 or not (upper.isascii() and upper.isalpha()):
        raise typer.BadParameter(f"{code!r} is no ISO 3166 code of two letters, such as SY.")
    return upper


def degrees(text: str) -> float:
    """Return decimal degrees; a comma behind them is that of a point that was copied whole."""
    try:
        return float(text.strip().rstrip(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no number; give decimal degrees, such as 35.53.") from None


def checked_latitude(value: float) -> float:
    """Return a latitude on Earth."""
    if not -90.0 <= value <= 90.0:
        raise typer.BadParameter(f"{value} is no latitude; give degrees, -90 to 90.")
    return value


def checked_longitude(value: float) -> float:
    """Return a longitude on Earth."""
    if not -180.0 <= value <= 180.0:
        raise typer.BadParameter(f"{value} is no longitude; give degrees, -180 to 180.")
    return value


def checked_encoding(name: str | None) -> str | None:
    """Return an encoding's name as Python writes it."""
    if name is None:
        return None
    from geoview.articles import known_encoding

    try:
        return known_encoding(name)
    except LookupError as error:
        raise typer.BadParameter(f"{error}.") from None


def checked_format(name: str | None) -> str | None:
    """Return the name of a data format that exists."""
    if name is None:
        return None
    from geoview.render import FORMATS

    if name.lower() not in FORMATS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(FORMATS)}.")
    return name.lower()


def checked_part(name: str) -> str:
    """Return a part of a corpus that exists."""
    from geoview.corpora import PARTS

    if name not in PARTS:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(PARTS)}.")
    return name


def checked_levels(names: list[str]) -> list[str]:
    """Return kinds of places that the gazetteer tells apart."""
    from gazetteer.place import LEVELS

    for name in names:
        if name not in LEVELS:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(LEVELS)}.")
    return names


def checked_near(point: str | None) -> str | None:
    """Return a point as it was written, if it is one."""
    near_point(point)
    return point


def near_point(point: str | None) -> tuple[float, float] | None:
    """Return latitude and longitude of ``35.5,35.8``."""
    if point is None:
        return None
    try:
        latitude, longitude = (float(part) for part in point.split(","))
    except ValueError:
        latitude = longitude = 999.0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise typer.BadParameter(f"{point!r} is no point; write latitude and longitude in degrees, such as 35.5,35.8.")
    return latitude, longitude


def checked_borders(name: str) -> str:
    """Return a way to draw borders."""
    if name.lower() not in {"de-facto", "none"}:
        raise typer.BadParameter(f"{name!r} is not one of de-facto, none.")
    return name.lower()


def checked_tiles(name: str | None) -> str | None:
    """Return the name or address of an online layer as it was written, if it is one."""
    if name is not None:
        from geoview.render.tiles import tile_layer

        try:
            tile_layer(name)
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None
    return name


def checked_source(name: str) -> str:
    """Return the name of a source of places that exists."""
    from gazetteer.sources import NAMES

    if name not in NAMES:
        raise typer.BadParameter(f"{name!r} is not one of {', '.join(NAMES)}.")
    return name


def checked_class(letter: str) -> str:
    """Return a feature class in capitals."""
    if letter.upper() not in set("AHLPRSTUV"):
        raise typer.BadParameter(f"{letter!r} is none of GeoNames' feature classes A, H, L, P, R, S, T, U, V.")
    return letter.upper()


def table_or_json(name: str) -> str:
    """Return ``table`` or ``json``."""
    if name.lower() not in {"table", "json"}:
        raise typer.BadParameter(f"{name!r} is not one of table, json.")
    return name.lower()


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Text files, folders of them, JSONL archives (one article a line), or - for standard input.",
        show_default=False,
    ),
]
GazetteerFile = Annotated[
    str | None, typer.Option("--gazetteer", metavar="FILE", help="Another gazetteer than the embedded one.")
]
OwnPlaces = Annotated[
    list[str] | None,
    typer.Option(
        "--places",
        metavar="FILE",
        help="Your own places, which outrank all others: CSV (name, lat, lon, ...) or GeoJSON; repeatable.",
        show_default=False,
    ),
]
Corrections = Annotated[
    list[str] | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="What you have decided yourself, saved from a page or written by hand: JSON or CSV; repeatable.",
        show_default=False,
    ),
]
Country = Annotated[
    str | None,
    typer.Option(
        "--country",
        metavar="CC",
        help="Where the articles play (ISO 3166 code): a hint, not a filter.",
        callback=checked_country,
    ),
]
Near = Annotated[
    str | None,
    typer.Option(
        "--near",
        metavar="LAT,LON",
        help="Where the articles play, in degrees: a hint, not a filter.",
        callback=checked_near,
    ),
]
MinConfidence = Annotated[
    float,
    typer.Option("--min-confidence", min=0, max=1, help="What is less sure than this stays unresolved."),
]
RecognizerName = Annotated[
    str | None,
    typer.Option(
        "--recognizer", metavar="NAME|MODEL", help="crf, rules, spacy:MODEL, a plug-in or a model file. [default: crf]"
    ),
]
ResolverName = Annotated[
    str | None,
    typer.Option("--resolver", metavar="NAME|MODEL", help="ranker, rules or a model file. [default: ranker]"),
]
Demonyms = Annotated[bool, typer.Option("--demonyms/--no-demonyms", help="Whether 'Syrian' mentions Syria.")]
Borders = Annotated[
    str,
    typer.Option(
        "--borders",
        metavar="de-facto|none",
        help="Borders as they are held (Natural Earth's), or land only.",
        callback=checked_borders,
    ),
]
Tiles = Annotated[
    str | None,
    typer.Option(
        "--tiles",
        metavar="NAME|URL",
        help="An online map over the built-in one (an xyzservices name, or an address with {z}, {x}, {y}): "
        "the page then asks its server for pictures.",
        callback=checked_tiles,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="Of the texts, where it is not UTF-8 or UTF-16.", callback=checked_encoding
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that geoview did not write.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more: each article, and tracebacks of bugs.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but errors.")]
TableOrJson = Annotated[
    str, typer.Option("--format", metavar="table|json", help="How to print it.", callback=table_or_json)
]
