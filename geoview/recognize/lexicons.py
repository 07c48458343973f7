"""Word lists that tell names of places from other words; what each holds stands in data/README.md."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_COMMENT = re.compile(r"^#.*$", re.MULTILINE)


@cache
def words(name: str) -> frozenset[str]:
    """Return the lines of ``data/<name>.txt``, without comments."""
    return frozenset(_lines(name))


@cache
def table(name: str) -> dict[str, str]:
    """Return the lines of ``data/<name>.txt`` as first column -> the rest."""
    return dict(line.split("\t", 1) for line in _lines(name))


def _lines(name: str) -> list[str]:
    text = files("geoview.recognize").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    return list(filter(None, _COMMENT.sub("", text).split("\n")))
