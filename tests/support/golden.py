"""Cases in plain text: one a line, fields between tabs, ``#`` before remarks; how a mention in one is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def lines(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each case's line number and its fields; a line that is wrong is named."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = line.split("\t")
        if len(found) != fields or not all(field and field.strip() == field for field in found):
            raise ValueError(f"{path.name}:{number}: wants {fields} fields between tabs, none empty; has {found}")
        yield number, found


def span(text: str, name: str, at: int = 0) -> tuple[int, int]:
    """Find a name from ``at`` on, or the n-th of ``name#n``; it begins and ends where words do."""
    word, _, nth = name.partition("#")
    found = [one.start() for one in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    if nth:
        found = found[int(nth) - 1 : int(nth)]
    start = next((one for one in found if one >= at), None)
    if start is None:
        raise ValueError(f"{name!r} does not stand in {text!r}, behind what goes before it")
    return start, start + len(word)
