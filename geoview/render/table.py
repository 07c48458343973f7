"""A table for people at a terminal: aligned plain text, one row a place."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from geoview.render.summary import snippet, summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from gazetteer.place import Place
    from geoview.types import GeoparsedArticle

COLUMNS = ("Place", "In", "Class", "Mentions", "Confidence", "Latitude", "Longitude", "Snippet")
_RIGHT = frozenset({"Mentions", "Confidence", "Latitude", "Longitude", "Population", "Rows", "Places", "Km"})
_GAP = "  "
_CELL = 40
_LEAST = 20
# Control characters could drive the terminal, format characters turn the line around; lone surrogates are no text.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def plain(text: str) -> str:
    """Return text as a terminal may show it: one line, nothing that moves the cursor or turns the direction."""
    visible = _UNPRINTABLE.sub(" ", text)
    if not visible.isascii():
        visible = "".join(character for character in visible if unicodedata.category(character) != "Cf")
    return " ".join(visible.split())


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: none for combining marks, two for wide characters."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 2 if unicodedata.east_asian_width(character) in {"W", "F"}
        else 1
        for character in text
    )  # fmt: skip


def cut(text: str, columns: int) -> str:
    """Return a text that takes at most so many columns, with an ellipsis where it was cut."""
    if width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def aligned(header: Sequence[str], rows: Iterable[Sequence[str]], columns: int | None = None) -> str:
    """Return a table as text, a line each row.

    Args:
        header: the columns' names; those of numbers are set right.
        rows: the cells.
        columns: of the terminal; the last column is cut to what is left of them. None cuts nothing there.
    """
    cells = [tuple(header), *((*(cut(plain(cell), _CELL) for cell in row[:-1]), plain(row[-1])) for row in rows)]
    widths = [max(width(row[index]) for row in cells) for index in range(len(header))]
    if columns is not None:
        taken = sum(widths[:-1]) + len(_GAP) * (len(header) - 1)
        widths[-1] = max(_LEAST, columns - taken)
        cells = [(*row[:-1], cut(row[-1], widths[-1])) for row in cells]
    lines = []
    for row in cells:
        parts = []
        for name, cell, wide in zip(header, row, widths, strict=True):
            space = " " * (wide - width(cell))
            parts.append(space + cell if name in _RIGHT else cell + space)
        lines.append(_GAP.join(parts).rstrip() + "\n")
    return "".join(lines)


def terminal_columns(stream: TextIO) -> int | None:
    """Return the width of the terminal that a stream goes to, or None where it goes elsewhere."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def containers(place: Place) -> str:
    """Return what a place lies in, from near to far: ``Latakia District, Latakia, SY``."""
    chain = (place.admin2, place.admin1, place.country)
    return ", ".join(name for name in chain if name and name != place.name)


def write(articles: Iterable[GeoparsedArticle], stream: TextIO) -> None:
    """Write one row a place, most mentioned first, then the mentions that are only somewhere in one, or unresolved."""
    known = list(articles)
    rows = []
    for summary in summarize(known):
        place, (index, first) = summary.place, summary.mentions[0]
        rows.append((
            place.name,
            containers(place),
            f"{place.feature_class} {place.feature_code}",
            str(len(summary.mentions)),
            f"{summary.confidence:.2f}",
            f"{place.latitude:.4f}",
            f"{place.longitude:.4f}",
            str(snippet(known[index].article, first.mention)),
        ))  # fmt: skip
    stream.write(aligned(COLUMNS, rows, terminal_columns(stream)))
    if len(known) == 1 and known[0].focus is not None:
        stream.write(f"\nAbout {plain(known[0].focus.place.name)}\n")
    resolutions = [resolution for geoparsed in known for resolution in geoparsed.resolutions]
    somewhere = Counter(
        f"{plain(one.mention.text)} (in {plain(one.place.name)})"
        for one in resolutions
        if one.approximate and one.place
    )
    unresolved = Counter(plain(one.mention.text) for one in resolutions if one.place is None)
    for label, names in (("Approximate", somewhere), ("Unresolved", unresolved)):
        if names:
            listed = (f"{text} ({count})" if count > 1 else text for text, count in names.most_common())
            stream.write(f"\n{label}: {', '.join(listed)}\n")


def owned(head: str, _: str) -> bool:
    """Tell whether geoview wrote this, by the names of the columns."""
    return tuple(head.partition("\n")[0].split()) == COLUMNS
