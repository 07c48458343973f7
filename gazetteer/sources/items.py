"""What sources with one place an item share: broken items are counted, and unwanted ones and doubles left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from gazetteer.sources import Reading, Row

Item = TypeVar("Item")


def rows_of(
    files: Sequence[Path],
    reading: Reading,
    *,
    items: Callable[[Path], Iterable[tuple[int, str, Item]]],
    row: Callable[[Item], Row | None],
) -> Iterator[Row]:
    """Yield the rows of all items of some files.

    Args:
        files: the source's files.
        reading: what is wanted, and where to count.
        items: yields a file's items, each with its line or number, and with what its messages begin with: the file's
            name and the line are said already.
        row: makes a row of an item, or None where it is not wanted.

    Raises:
        SourceError: a file cannot be read, or too many of its items are broken.
    """
    seen: set[str] = set()
    for file in files:
        read, broken = reading.read, reading.broken
        for line, where, item in items(file):
            reading.read += 1
            try:
                found = row(item)
            except (ValueError, TypeError, AttributeError) as error:  # a SourceError is a ValueError
                reading.broke(file, line, str(error).removeprefix(where))
                continue
            if found is None or found.id in seen or not _wanted(found, reading):
                reading.left_out += 1
                continue
            seen.add(found.id)
            yield found
        reading.check(file, reading.broken - broken, reading.read - read, ended=True)


def _wanted(row: Row, reading: Reading) -> bool:
    return reading.selection.takes(row.country, row.feature_class, row.population)
