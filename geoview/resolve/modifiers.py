"""The words beside a mention that narrow its place or lead away from it: "northern Syria", "50 km north of Aleppo".

The place stays the anchor; the words are kept beside it. What leads away makes the answer approximate.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.types import Article, Mention, Resolution

_LONGEST = 72  # characters before a mention
_SIDE = (
    r"(?:north|south|east|west|(?:north|south)[- ]?(?:east|west)|(?:north|south)[- ](?:north|south)[- ]?(?:east|west))"
)
_LENGTH = (
    r"(?:(?:about|around|some|nearly|roughly|almost|over|just|less than|more than|a few|several)\s)*"
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"a hundred|dozens of|hundreds of|tens of)?\s?"
    r"(?:km|kms|kilomet(?:er|re)s?|mi\.?|miles?|m|met(?:er|re)s?|nautical\smiles?|hours?|minutes?)"
    r"(?:\s\([^()]{1,24}\))?"
)
# Each leads away: the place is only what it is told from.
_AWAY = re.compile(
    rf"(?:{_LENGTH}\s(?:(?:away\s)?from|off|outside|{_SIDE}(?:wards?)?\sof|(?:to\sthe\s)?{_SIDE}\sof)"
    rf"|(?:just\s|further\s|far\s)?(?:to\sthe\s|(?<!the\s)){_SIDE}\sof"
    r"|just\soutside|off\sthe\s(?:[a-z]+\s)?coast\sof)\s(?:the\s)?(?:(?:city|town|village|island)\sof\s)?$",
    re.IGNORECASE,
)
# Each narrows: somewhere in the place, or at its edge.
_WITHIN = re.compile(
    rf"(?:(?:the\s)?(?:far\s|extreme\s)?(?:{_SIDE}ern(?:most)?|central|coastal|rural|mainland|downtown|suburban|upper|"
    rf"lower|inner|outer|greater|{_SIDE}|mid)"
    r"|(?:the\s)?(?:(?:[a-z]+\s)?(?:outskirts|suburbs?|coast|coastline|shores?|countryside|border|edge|heart|cent(?:er|re)|"
    r"[a-z]+ern\spart|north|south|east|west|interior|hinterland|"
    r"mountains|hills)|parts)\sof)\s(?:the\s)?$"
)
_BEHIND = re.compile(
    r"(?:['’]s)?\s((?:(?:north|south|east|west)(?:ern)?\s)?(?:coast|coastline|countryside|outskirts|suburbs?|hinterland|"
    r"border|borders|shores?|interior|highlands|lowlands|mainland|frontier))\b"
)


def with_modifiers(article: Article, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Return the resolutions of places, each with the words that narrow it or lead away from it."""
    told = []
    for resolution in resolutions:
        found = modifier(article.text, resolution.mention)
        if found is None:
            told.append(resolution)
        else:
            words, away = found
            away = (away and resolution.place is not None) or resolution.approximate
            told.append(replace(resolution, modifier=words, approximate=away))
    return tuple(told)


def modifier(text: str, mention: Mention) -> tuple[str, bool] | None:
    """Return the words beside a mention, and whether they lead away from its place; None where there are none."""
    if mention.place is not None:
        return None
    before = text[max(0, mention.start - _LONGEST) : mention.start]
    line = before[before.rfind("\n") + 1 :]
    if mention.kind == "place":
        for pattern, away in ((_AWAY, True), (_WITHIN, False)):
            found = pattern.search(line)
            if found and (found.start() == 0 or not line[found.start() - 1].isalnum()):
                return " ".join(found[0].split()).removesuffix(" the"), away
    behind = _BEHIND.match(text, mention.end)
    return (behind[1], False) if behind else None
