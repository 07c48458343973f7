"""Word lists that tell names of places from other words; what each holds stands in data/README.md."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_COMMENT = re.compile(r"^#.*\n", re.MULTILINE)
_LONG = frozenset(
    {"common_words", "last_names"}
)  # each takes 40 ms to read into a set, a tenth of which one article needs
_PATIENCE = 2000


@cache
def words(name: str) -> Container[str]:
    """Return the lines of ``data/<name>.txt``, without comments."""
    return SortedLines(_text(name)) if name in _LONG else frozenset(_lines(name))


class SortedLines:
    """Lines in the order of their bytes, asked by bisection; a set of them, once so many questions were worth it."""

    def __init__(self, text: str) -> None:
        """Take the lines of a text; comments stand before them."""
        self._bytes = b"\n" + text.encode()
        start = 0
        while self._bytes.startswith(b"\n#", start):
            start = self._bytes.index(b"\n", start + 1)
        self._start = start
        self._asked = 0
        self._set: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        """Tell whether a line is this word."""
        if not isinstance(word, str):
            return False
        if self._set is None:
            self._asked += 1
            if self._asked <= _PATIENCE:
                return self._bisect(word.encode("utf-8", "replace"))
            self._set = frozenset(self._bytes[self._start :].decode().split("\n")) - {""}
        return word in self._set

    def _bisect(self, word: bytes) -> bool:
        low, high = self._start, len(self._bytes)  # a line begins behind the "\n" at low, and none at or behind high
        while high - low > 1:
            middle = self._bytes.rfind(b"\n", low, (low + high) // 2 + 1)
            end = self._bytes.find(b"\n", middle + 1)
            line = self._bytes[middle + 1 : end if end >= 0 else len(self._bytes)]
            if line == word:
                return bool(word)
            if line < word:
                if end < 0 or end >= high:
                    return False
                low = end
            else:
                if middle <= low:
                    return False
                high = middle
        return False


@cache
def table(name: str) -> dict[str, str]:
    """Return the lines of ``data/<name>.txt`` as first column -> the rest."""
    return dict(line.split("\t", 1) for line in _lines(name))


def _lines(name: str) -> list[str]:
    return list(filter(None, _COMMENT.sub("", _text(name)).split("\n")))


def _text(name: str) -> str:
    return files("geoview.recognize").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
