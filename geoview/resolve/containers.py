"""Where the text says that a place lies: "Homs, Syria", "Syria's Homs", "Streatham, London"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.geodesy import distance_km
from geoview.resolve.lists import level, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Candidate, Place
    from geoview.types import Mention

_DIRECTIONS = (
    r"(?:(?:north|south|east|west|central|upper|lower|northern|southern|eastern|western|northeastern|northwestern|"
    r"southeastern|southwestern|north-?east|north-?west|south-?east|south-?west|coastal|rural|mainland|nearby)\s+)*"
)
# "Homs, Syria", "Homs (Syria)", "Homs, in western Syria": the text itself says where it is.
_STATED = re.compile(rf"(?:,|\s\(|,\s(?:in|of)\s)\s*(?:the\s)?{_DIRECTIONS}$|\s(?:in|of)\s(?:the\s)?{_DIRECTIONS}$")
_FIRM = re.compile(rf",\s?$|\s?\($|,?\sin\s(?:the\s)?{_DIRECTIONS}$")
# "Syria's Homs", "the Syrian city of Homs", "Syrian port Tartus".
_OWNER = re.compile(
    r"(?:['’]s?)?\s(?:(?:\w+\s){0,2}(?:city|town|village|port|capital|province|region|district|island|resort|suburb|state|"
    r"governorate|county|area|enclave|municipality|coast|stronghold)(?:\sof)?\s)?$"
)
_OWNER_LONGEST = 48
# "Randolph, New Hampshire," with nothing of the name in New Hampshire: then it is none of the others.
_CLOSED = re.compile(r"[,.;:)\]\n]|\s*$|\s(?:on|in|at|said|is|was|who|where|when|to|for|by|came|had|has)\b")
_OPENING = re.compile(r"(?:^|[.!?:\n\"“—–-]\s*)(?:In|At|From|For|On|With|As)\s(?:the\s)?$")
_AND = re.compile(r",? (?:and|or)\b")
_CHAIN = 3  # containers in a row: "Homs, Homs Governorate, Syria"
_CITY, _CITY_KM = 100_000, 30.0  # people of a city that others are said to lie in, and how far its parts reach


class Containers:
    """What the text states of an article's mentions, by their indexes.

    Attributes:
        levels: what a mention can be by the list that it stands in.
        stated: the areas that the text puts each mention in and that hold a candidate of it, each with whether that is
            firm (", Syria") or loose ("Syria's").
        lacking: the mention that one is put in, where that holds no candidate of it.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], offered: Sequence[list[Candidate]]) -> None:
        """Read a text around its mentions, given in its order with their candidates."""
        self._text, self._mentions, self._offered = text, mentions, offered
        self.levels = listed(text, mentions, offered)
        self.stated = [self._containers(index) for index in range(len(mentions))]
        found = ((index, self._lacks(index)) for index in range(len(mentions)))
        self.lacking = {index: outer for index, outer in found if outer is not None}

    def _containers(self, index: int) -> list[tuple[Place, bool]]:
        """Return the areas that the text states for a mention and that hold one of its candidates."""
        own = self._offered[index]
        found: list[tuple[Place, bool]] = []
        at = index
        while at + 1 < len(self._mentions) and at - index < _CHAIN and self._mentions[at + 1].kind != "demonym":
            between = self._between(at, at + 1)
            listed_together = at in self.levels and at + 1 in self.levels
            if listed_together or len(between) > _OWNER_LONGEST or not states(between) or self._opens(at):
                break
            firm = _FIRM.fullmatch(between) is not None
            found += [(area, firm) for area in _areas(self._offered[at + 1]) if _holds_any(area, own)]
            at += 1
        if index and self._owned(index):
            found += [(area, False) for area in _areas(self._offered[index - 1]) if _holds_any(area, own)]
        return found

    def _owned(self, index: int) -> bool:
        """Tell whether the mention before owns one: "Syria's Homs", "the Syrian port of Tartus"."""
        between = self._between(index - 1, index)
        possessive = between[:1] in {"'", "’"} or self._mentions[index - 1].kind == "demonym"
        return 0 < len(between) <= _OWNER_LONGEST and possessive and _OWNER.fullmatch(between) is not None

    def _lacks(self, index: int) -> int | None:
        """Return the mention that the text puts another in, where that has no candidate there, or None."""
        outer = index + 1
        if outer >= len(self._mentions) or index in self.levels or not self._offered[index] or not self._offered[outer]:
            return None
        best, own = self._offered[outer][0].place, self._offered[index]
        # Counties' names are too many to be sure of: "Reading, Berkshire".
        wide = is_country(best) or best.feature_code == "ADM1"
        if not wide or _is_great(own[0].place) or not self._closes(index):
            return None
        areas = [place for place in _areas(self._offered[outer]) if place.feature_class == "A"]
        return None if any(_holds_any(area, own) for area in areas) else outer

    def _closes(self, index: int) -> bool:
        """Tell whether a mention and the next are name and area, and nothing else: "Randolph, New Hampshire, on"."""
        return (
            self._mentions[index + 1].kind == "place"
            and self._between(index, index + 1) in {", ", " (", ",\n"}
            and _CLOSED.match(self._behind(index + 1)) is not None
            and not _OPENING.search(self._before(index))
            and not self._goes_on(index)
        )

    def _opens(self, index: int) -> bool:
        """Tell whether a mention only opens the sentence of the next: "In Geneva, US officials met"."""
        return (
            self._between(index, index + 1) == ", "
            and _OPENING.search(self._before(index)) is not None
            and self._behind(index + 1)[:1] not in {",", ".", ";", ")", "", "\n"}
        )

    def _goes_on(self, index: int) -> bool:
        """Tell whether a pair is part of a row: "Crockett, Palestine and Houston"."""
        before = self._between(index - 1, index) if index else ""
        return before in {", ", ", and ", " and "} or _AND.match(self._behind(index + 1)) is not None

    def _between(self, one: int, other: int) -> str:
        return self._text[self._mentions[one].end : self._mentions[other].start]

    def _before(self, index: int) -> str:
        start = self._mentions[index].start
        return self._text[max(0, start - 16) : start]

    def _behind(self, index: int) -> str:
        end = self._mentions[index].end
        return self._text[end : end + 8]


def _is_great(place: Place) -> bool:
    """Tell whether a place is too great to lie in a state or country: a country, a state, a continent, a sea."""
    return level(place) is not None or place.feature_class in "LHT"


def _areas(candidates: Sequence[Candidate]) -> list[Place]:
    """Return what others may be said to lie in: areas, and cities."""
    return [
        c.place
        for c in candidates
        if is_country(c.place)
        or c.place.feature_code in {"ADM1", "ADM2"}
        or (c.place.feature_class == "P" and c.place.population >= _CITY)
    ]


def _holds_any(area: Place, candidates: Sequence[Candidate]) -> bool:
    return any(inside(candidate.place, area) for candidate in candidates)


def states(between: str) -> bool:
    """Tell whether words between two mentions put the first in the second."""
    return _STATED.fullmatch(between) is not None


def is_country(place: Place) -> bool:
    """Tell whether a place is a country or a dependent territory with a country code of its own."""
    code = place.feature_code
    return (code.startswith("PCL") and code != "PCLH") or code == "TERR"


def inside(place: Place, area: Place) -> bool:
    """Tell whether an area of the administrative hierarchy, or a city, holds a place.

    A user's own place that names no country may lie in any: its owner knows better than the text's containers.
    """
    if place.country is None and place.id.startswith("user:"):
        return area.feature_class == "A"
    if place.country != area.country or place.id == area.id:
        return False
    if area.feature_class == "P":
        return (
            place.feature_class in "PSR"
            and place.population < area.population
            and distance_km(place.latitude, place.longitude, area.latitude, area.longitude) <= _CITY_KM
        )
    if is_country(area):
        return True
    if area.feature_code == "ADM1":
        return place.admin1 == area.name
    return place.admin2 == area.name and place.admin1 == area.admin1
