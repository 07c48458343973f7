"""Free-form queries: a name, and the areas that are to contain it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_KIND_OF = re.compile(r"^\s*(?:the\s+)?(?:(?:city|town|village|municipality)\s+of\s+)+(?=\S)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;()\[\]/|\n]")


def readings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the ways to read a query, the likeliest first: a name, and the names of its containers.

    >>> list(readings("Springfield (Ill.)"))
    [('Springfield (Ill.)', ()), ('Springfield', ('Ill.',))]

    Numbers among the containers are taken for postal codes, and left out.
    """
    # "City of Paris, TX": few names have the words, and those are asked for first.
    plain = _KIND_OF.sub("", text)
    for reading in dict.fromkeys((text, plain)):
        yield from _readings(reading)


def _readings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    # "Washington, D.C." is a name as it stands.
    yield text, ()
    parts = [part.strip() for part in _SEPARATORS.split(text) if fold(part)]
    if len(parts) > 1:
        containers = (" ".join(word for word in part.split() if not word.isdecimal()) for part in parts[1:])
        yield parts[0], tuple(filter(fold, containers))
    else:
        words = text.split()
        for at in range(len(words) - 1, 0, -1):
            yield " ".join(words[:at]), (" ".join(words[at:]),)
