"""Names in a row: "Delaware, Maryland, Virginia and Michigan" are states, and none of them lies in the next.

What is alike in a list is its level: countries, the first-level areas of one country, or the counties of one such area.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer import Candidate, Place
    from geoview.types import Mention

Level = tuple[str | None, ...]
"""``("country",)``, ``("ADM1", country)`` or ``("ADM2", country, first-level area)``."""

_LEAST = 3
_LINK = re.compile(r"\s?,\s(?:(?:and|or|&)\s)?(?:the\s)?|\s(?:and|or|&)\s(?:the\s)?")
_COUNTIES = re.compile(r"\s(?:count(?:ies|y)|parish(?:es)?|districts?)\b")


def level(place: Place) -> Level | None:
    """Return the level at which a place may stand in a list, or None."""
    code = place.feature_code
    if (code.startswith("PCL") and code != "PCLH") or code == "TERR":
        return ("country",)
    if code == "ADM1":
        return (code, place.country)
    return (code, place.country, place.admin1) if code == "ADM2" else None


def listed(
    text: str, mentions: Sequence[Mention], offered: Sequence[Sequence[Candidate]]
) -> dict[int, frozenset[Level]]:
    """Return, for each mention of a list, the levels that all names of that list can be of.

    Args:
        text: the article's.
        mentions: in the order of the text.
        offered: their candidates.
    """
    found: dict[int, frozenset[Level]] = {}
    for first, last in _runs(text, mentions, offered):
        shared: frozenset[Level] | None = None
        for index in range(first, last + 1):
            own = frozenset(one for candidate in offered[index] if (one := level(candidate.place)) is not None)
            shared = own if shared is None else shared & own
        behind = text[mentions[last].end : mentions[last].end + 12]
        if not _COUNTIES.match(behind):
            shared = frozenset(one for one in shared or () if one[0] != "ADM2")
        if shared:
            found.update((index, shared) for index in range(first, last + 1))
    return found


def _runs(text: str, mentions: Sequence[Mention], offered: Sequence[Sequence[Candidate]]) -> Iterator[tuple[int, int]]:
    """Yield first and last mention of each row of names with only commas and "and" between."""
    first = 0
    for index in range(1, len(mentions) + 1):
        if index < len(mentions) and _is_link(text, mentions, offered, index):
            continue
        if index - first >= _LEAST:
            yield first, index - 1
        first = index


def _is_link(text: str, mentions: Sequence[Mention], offered: Sequence[Sequence[Candidate]], index: int) -> bool:
    before, after = mentions[index - 1], mentions[index]
    if "demonym" in {before.kind, after.kind} or not _LINK.fullmatch(text[before.end : after.start]):
        return False
    # "Washington, D.C." is no list of two.
    return not offered[index] or offered[index][0].match != "abbreviation"
