"""What a reader is, and what readers share."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geoview.errors import ArticleError
    from geoview.types import Article

TITLE_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read.

    Attributes:
        encoding: of the texts; None takes UTF-8, or UTF-16 and UTF-32 with a byte order mark.
        on_bytes: gets the number of bytes read since the last call.
    """

    encoding: str | None = None
    on_bytes: Callable[[int], None] = lambda _: None


class Reader(Protocol):
    """One kind of source.

    What cannot be read is yielded as an error among the articles: one bad line never loses the next.
    """

    @property
    def name(self) -> str:
        """Return what this reader reads, for people: ``text file``."""

    def accepts(self, source: str) -> bool:
        """Tell whether a source is of this kind; asks for its name and kind, never for its content."""

    def size(self, source: str) -> int:
        """Return the number of bytes to read, 0 where that cannot be known."""

    def read(self, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
        """Yield the source's articles, one at a time, and an ``ArticleError`` for each that cannot be read."""


def is_folder(source: str) -> bool:
    """Tell whether a source is a folder, as far as one may look."""
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):  # no permission to look; a NUL in the name
        return False


def file_name(source: str) -> str:
    """Return a file's name without its folders; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(Path(source).name).decode("utf-8", "replace")


def why(error: OSError) -> str:
    """Say in words why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def one_line(title: str) -> str | None:
    """Return a title as one line without white space around, or None where nothing is left."""
    return " ".join(title.split()) or None


def first_line(text: str) -> str | None:
    """Return a plain text's title: its first line that is not blank, cut between words where it is long."""
    found = re.search(r"\S.*", text)
    if found is None:
        return None
    # Slicing first: a text of megabytes without a line end is no title.
    line = one_line(found[0][: 4 * TITLE_CHARACTERS])
    if line is None or len(line) <= TITLE_CHARACTERS:
        return line
    head = line[:TITLE_CHARACTERS]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:-–—") + "…"


def plain_lines(text: str) -> str:
    r"""Return the text with every line end written as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
