"""An area and the town in it that bear one name: New York, Zürich, Luhansk.

The annotators of the corpora that the ranker learns from put the area, whatever the text says (of a flight from New
York); writers mean the town, unless their words are about an area.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoview.resolve.containers import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geoview.resolve.groups import Name
    from geoview.types import Article, Mention

_LEAN = 4.0
"""Log-odds: as much as the ranker is sure of the area by itself."""
_BEHIND_AREA = 0.07
"""A town whose importance is more than that behind its area's, a fifth of its people, does not stand for it: Quebec."""
# What areas have, and towns do not.
_OFFICE = (
    r"(?:gov|governors?|gubernatorial|sens?|senators?|lawmakers?|legislat(?:ure|ors?)|lieutenant|attorneys?|"
    r"congress(?:man|woman|ional)|delegation|state(?:wide)?)"
)
_RANK = r"(?:(?:former|current|republican|democratic|us|u\.s\.)\s)?"
_BEHIND = re.compile(rf"(?:['’]s?)?\s{_RANK}{_OFFICE}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:{_OFFICE}|district|upstate)\s(?:general\s)?(?:of|from|for|in)?\s?$", re.IGNORECASE)
_REACH = 32  # characters


def leanings(article: Article, mentions: Sequence[Mention], names: Iterable[Name]) -> Iterator[float]:
    """Yield the log-odds that this adds to each candidate of each name, in their order."""
    for name in names:
        exact = [one.place for one in name.candidates if one.match == "exact"]
        pairs = [
            (area.id, town.id)
            for area in exact
            if area.feature_code == "ADM1"
            for town in exact
            if town.feature_class == "P" and town.importance >= area.importance - _BEHIND_AREA and inside(town, area)
        ]
        # Against the other of the two, not for the one: Cairo in Illinois is neither.
        other = {town if _is_area(article.text, mentions, name) else area for area, town in pairs}
        yield from (-_LEAN if candidate.place.id in other else 0.0 for candidate in name.candidates)


def _is_area(text: str, mentions: Sequence[Mention], name: Name) -> bool:
    """Tell whether the text calls it one, lists it among others, puts something into it, or speaks of its offices."""
    if name.contained or name.levels or name.word == "ADM1":
        return True
    spans = [(mentions[index].start, mentions[index].end) for index in name.mentions]
    said = sum(
        bool(_BEHIND.match(text, end) or _BEFORE.search(text, max(0, start - _REACH), start)) for start, end in spans
    )
    return 2 * said >= len(spans)
