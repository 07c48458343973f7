"""Sources to Articles: files, folders, archives, standard input."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geoview.articles.archive import ArchiveReader
from geoview.articles.decode import known_encoding
from geoview.articles.files import FolderReader, StandardInputReader, TextFileReader
from geoview.articles.reader import Reader, ReadOptions
from geoview.errors import ArticleError, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geoview.types import Article

__all__ = ["READERS", "ReadOptions", "Reader", "known_encoding", "read", "reader_of", "size_of"]

# The first that accepts a source reads it.
READERS: tuple[Reader, ...] = (StandardInputReader(), FolderReader(), ArchiveReader(), TextFileReader())


def read(
    sources: Iterable[str],
    *,
    encoding: str | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Article]:
    """Yield the articles of all sources, in order, each as soon as it is read.

    Args:
        sources: paths of text files, folders and JSONL archives, or ``-`` for standard input.
        encoding: of the texts; None takes UTF-8, or UTF-16 and UTF-32 with a byte order mark.
        on_error: gets what could not be read, and reading goes on; without it the first such error is raised.
        on_bytes: gets the number of bytes read since the last call.

    Yields:
        Articles whose ids are unique within this call: of two alike, the second gets ``-2`` at its end.

    Raises:
        ArticleError: where ``on_error`` is None.
        LookupError: Python knows no such encoding.
    """
    options = ReadOptions(
        encoding=None if encoding is None else known_encoding(encoding), on_bytes=on_bytes or (lambda _: None)
    )
    taken: dict[str, int] = {}
    for source in sources:
        for item in reader_of(source).read(source, options) if "://" not in source else [_no_address(source)]:
            if not isinstance(item, ArticleError):
                yield replace(item, id=_unique(item.id, taken))
            elif on_error is None:
                raise item
            else:
                on_error(item)


def reader_of(source: str) -> Reader:
    """Return the reader that takes a source."""
    return next(reader for reader in READERS if reader.accepts(source))


def size_of(sources: Iterable[str]) -> int:
    """Return how many bytes the sources hold together, as far as can be known before they are read."""
    return sum(reader_of(source).size(source) for source in sources)


def _no_address(source: str) -> ArticleError:
    return ArticleError(f"{printable(source)}: no network address is opened; save the article to a file")


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """Return the id that was wanted, or the first of ``wanted-2``, ``wanted-3``, … that is free."""
    count = taken.get(wanted, 0) + 1
    given = wanted if count == 1 else f"{wanted}-{count}"
    while given in taken:
        count += 1
        given = f"{wanted}-{count}"
    taken[wanted] = count
    taken.setdefault(given, 1)
    return given
