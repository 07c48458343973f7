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

    import numpy as np

    from gazetteer import Candidate
    from geoview.resolve.groups import Name
    from geoview.types import Article, Mention

_BEHIND_AREA = 0.07
"""A town whose importance is more than that behind its area's, a fifth of its people, does not stand for it: Quebec."""
# What areas have, and towns do not.
_OFFICE = (
    r"(?:gov\.?|governors?|gubernatorial|sens?\.?|senators?|senate|lawmakers?|legislat(?:ure|ors?)|attorneys?\sgeneral|"
    r"comptroller|assembly(?:man|woman|member|members)?|congress(?:man|woman|ional)|state(?:wide)?|farmers?)"
)
_RANK = r"(?:(?:former|current|republican|democratic|democrat|lt\.?|lieutenant)\s)?"
_BEHIND = re.compile(rf"(?:['’]s?)?\s{_RANK}{_OFFICE}(?![\w.]*\w)", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:{_OFFICE}\s(?:of|from|for)|(?:lawmakers|legislators|farmers|voters)\sin|"
    r"upstate|downstate|rural|(?:north|south|east|west)ern)\s$",
    re.IGNORECASE,
)
_REACH = 40  # characters
_TOLD = 0.95


def pairs(
    article: Article, mentions: Sequence[Mention], names: Iterable[Name], starts: np.ndarray
) -> Iterator[tuple[int, int]]:
    """Yield rows of candidates: the one of a pair that the text means, and the other.

    Args:
        article: the article.
        mentions: its mentions.
        names: its names that have candidates.
        starts: of each name, the row of its first candidate.
    """
    for name, start in zip(names, starts, strict=False):
        both = paired(name.candidates)
        about_area = bool(both) and _is_area(article.text, mentions, name)
        for area, town in both:
            meant, other = (area, town) if about_area else (town, area)
            yield start + meant, start + other


def paired(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """Return the indexes of each first-level area among candidates, and of a town in it that may stand for it."""
    exact = [(index, one.place) for index, one in enumerate(candidates) if one.match == "exact"]
    return [
        (at, there)
        for at, area in exact
        if area.feature_code == "ADM1"
        for there, town in exact
        if town.feature_class == "P" and town.importance >= area.importance - _BEHIND_AREA and inside(town, area)
    ]


def settled(share: np.ndarray, found: Iterable[tuple[int, int]]) -> np.ndarray:
    """Return shares in which the one that is meant has nearly all of what the two have; no third place gains by it."""
    share = share.copy()
    for meant, other in found:
        both = share[meant] + share[other]
        share[meant], share[other] = _TOLD * both, (1 - _TOLD) * both
    return share


def _is_area(text: str, mentions: Sequence[Mention], name: Name) -> bool:
    """Tell whether the text calls it one, lists it among others, puts something into it, or speaks of its offices."""
    if name.contained or name.levels or name.word == "ADM1":
        return True
    spans = [(mentions[index].start, mentions[index].end) for index in name.mentions]
    said = [
        bool(_BEHIND.match(text, end) or _BEFORE.search(text, max(0, start - _REACH), start)) for start, end in spans
    ]
    return 2 * sum(said) > len(said)
