"""Mentions gathered into names that mean one place each, and what the text says of each name.

One sense per discourse (Gale, Church and Yarowsky 1992): mentions of one spelling mean one place in an article, unless
the text tells them apart by a container ("Springfield, Ohio") or by a type word ("Washington state").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from gazetteer import fold
from gazetteer.geodesy import distance_km

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gazetteer import Candidate, Place
    from geoview.types import Article, Mention

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
_HINT, _HINT_KM = 3.0, 300.0
_OWN = 20.0
_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*) $")
_AFTER = re.compile(r" ([^\W\d_]\w*)")

TYPE_WORDS: dict[str, str] = {
    "county": "ADM2", "counties": "ADM2", "parish": "ADM2", "borough": "ADM2", "district": "ADM2",
    "province": "ADM1", "state": "ADM1", "governorate": "ADM1", "oblast": "ADM1", "prefecture": "ADM1",
    "emirate": "ADM1", "department": "ADM1",
    "city": "P", "town": "P", "village": "P", "suburb": "P", "township": "P", "municipality": "P", "hamlet": "P",
    "river": "H", "lake": "H", "sea": "H", "ocean": "H", "strait": "H", "gulf": "H", "bay": "H",
    "mountains": "T", "mountain": "T", "mount": "T", "island": "T", "islands": "T", "peninsula": "T", "valley": "T",
    "desert": "T", "airport": "S", "airbase": "S", "prison": "S",
}  # fmt: skip


@dataclass(slots=True)
class Name:
    """A name of an article: its mentions, its candidates, and what the text says of it.

    Attributes:
        key: what tells it from other names.
        mentions: indexes of its mentions.
        candidates: what the gazetteer offers, most important first.
        containers: areas that the text states for it, each with whether it is firm (", Syria") or loose ("Syria's").
        contained: names whose stated container this one is.
        word: feature class or code that a type word beside it tells, or None.
        word_text: that type word.
        written: the first mention's text.
        article: whether "the" stands before a mention ("the Sahel").
        capital_before: whether every mention has another capitalised word right before it ("Paris" in "Kevin Paris").
        capital_after: the same right behind it ("Paris Nasser").
    """

    key: tuple[object, ...]
    written: str
    kind: str
    candidates: list[Candidate]
    mentions: list[int] = field(default_factory=list)
    containers: list[tuple[Place, bool]] = field(default_factory=list)
    contained: list[Name] = field(default_factory=list)
    word: str | None = None
    word_text: str = ""
    article: bool = False
    capital_before: bool = False
    capital_after: bool = False


def gather(article: Article, mentions: Sequence[Mention], look_up: Callable[[str], list[Candidate]]) -> list[Name]:
    """Return the names of an article's mentions, in the order in which they first occur."""
    text = article.text
    known = {written: look_up(written) for written in {mention.text for mention in mentions}}
    offered = [fitting(mention, known[mention.text]) for mention in mentions]
    stated = [_containers(text, mentions, offered, index) for index in range(len(mentions))]
    names: dict[tuple[object, ...], Name] = {}
    latest: dict[tuple[str, str], Name] = {}
    of_mention: list[Name | None] = [None] * len(mentions)
    order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    # First those that the text tells apart, then the bare ones, which join the last told apart, or the first.
    for index in order:
        mention = mentions[index]
        firm = [place.id for place, is_firm in stated[index] if is_firm]
        word = type_word(text, mention)
        if not firm and word is None:
            continue
        sense = (fold(mention.text), mention.kind)
        key = (*sense, tuple(firm), word and word[0])
        name = names.get(key)
        if name is None:
            name = names[key] = Name(key, mention.text, mention.kind, offered[index])
            if word:
                name.word, name.word_text = word
        _join(name, index, stated[index])
        of_mention[index] = name
        if firm:
            latest.setdefault(sense, name)
    running: dict[tuple[str, str], Name] = {}
    for index in order:
        mention = mentions[index]
        sense = (fold(mention.text), mention.kind)
        name = of_mention[index]
        if name is not None:
            if name.key[2]:
                running[sense] = name
            continue
        name = running.get(sense) or latest.get(sense)
        if name is None:
            key = (*sense, (), None)
            name = names.setdefault(key, Name(key, mention.text, mention.kind, offered[index]))
        _join(name, index, stated[index])
        of_mention[index] = name
    _link(text, mentions, stated, of_mention)
    _look_beside(text, mentions, names.values())
    return sorted(names.values(), key=lambda name: mentions[name.mentions[0]].start)


def _look_beside(text: str, mentions: Sequence[Mention], names: Iterable[Name]) -> None:
    """Note the article and the capitalised words that stand beside names and belong to no mention."""
    starts, ends = {mention.start for mention in mentions}, {mention.end for mention in mentions}
    for name in names:
        before = after = 0
        for index in name.mentions:
            mention = mentions[index]
            word = _BEFORE.search(text, max(0, mention.start - 24), mention.start)
            if word and word[1] in {"the", "The"}:
                name.article = True
            elif word and word.start(1) + len(word[1]) not in ends and _is_name(text, word.start(1), word[1]):
                before += 1
            behind = _AFTER.match(text, mention.end)
            if behind and behind.start(1) not in starts and behind[1][0].isupper():
                after += 1
        name.capital_before, name.capital_after = before == len(name.mentions), after == len(name.mentions)


def _is_name(text: str, start: int, word: str) -> bool:
    """Tell whether a word is capitalised without opening a sentence."""
    return (
        word[0].isupper()
        and start > 0
        and text[max(0, start - 8) : start].rstrip(" \"'“”‘’(")[-1:] not in {"", ".", "!", "?", ":", "\n"}
    )


def _join(name: Name, index: int, stated: list[tuple[Place, bool]]) -> None:
    name.mentions.append(index)
    for container in stated:
        if container not in name.containers:
            name.containers.append(container)


def _link(
    text: str,
    mentions: Sequence[Mention],
    stated: Sequence[list[tuple[Place, bool]]],
    of_mention: Sequence[Name | None],
) -> None:
    """Tell each container's name which names it contains."""
    for index in range(len(mentions) - 1):
        if stated[index] and _STATED.fullmatch(text[mentions[index].end : mentions[index + 1].start]):
            outer, inner = of_mention[index + 1], of_mention[index]
            if outer is not None and inner is not None and outer is not inner and inner not in outer.contained:
                outer.contained.append(inner)


def fitting(mention: Mention, candidates: list[Candidate]) -> list[Candidate]:
    """Leave out what the writing rules out: abbreviations in lower case, places where a demonym stands."""
    if mention.kind == "demonym":
        return [candidate for candidate in candidates if candidate.match == "demonym"] or candidates
    named = [candidate for candidate in candidates if candidate.match != "demonym"]
    if not mention.text.isupper() and "." not in mention.text:
        named = [c for c in named if c.match != "abbreviation" or c.matched_name == mention.text] or named
    return named or candidates


def type_word(text: str, mention: Mention) -> tuple[str, str] | None:
    """Return (feature class or code, word) of a type word right beside a mention, or None."""
    behind = re.match(r"\s(\w+)", text[mention.end : mention.end + 16])
    if behind and behind[1] in TYPE_WORDS:
        return TYPE_WORDS[behind[1]], behind[1]
    before = re.search(r"\b(\w+)(?: of)? $", text[max(0, mention.start - 24) : mention.start])
    if before and before[1] in TYPE_WORDS:
        return TYPE_WORDS[before[1]], before[1]
    return None


def _containers(
    text: str, mentions: Sequence[Mention], offered: Sequence[list[Candidate]], index: int
) -> list[tuple[Place, bool]]:
    """Return the areas that the text states for a mention and that hold one of its candidates."""
    mention = mentions[index]
    found: list[tuple[Place, bool]] = []
    at = index
    while at + 1 < len(mentions) and at - index < 3 and mentions[at + 1].kind != "demonym":
        between = text[mentions[at].end : mentions[at + 1].start]
        if len(between) > _OWNER_LONGEST or not _STATED.fullmatch(between):
            break
        firm = _FIRM.fullmatch(between) is not None
        found += [(place, firm) for place in _areas(offered[at + 1]) if _holds_any(place, offered[index])]
        at += 1
    if index and 0 < mention.start - mentions[index - 1].end <= _OWNER_LONGEST:
        between = text[mentions[index - 1].end : mention.start]
        possessive = between[:1] in {"'", "’"} or mentions[index - 1].kind == "demonym"
        if possessive and _OWNER.fullmatch(between):
            found += [(place, False) for place in _areas(offered[index - 1]) if _holds_any(place, offered[index])]
    return found


def _areas(candidates: Sequence[Candidate]) -> list[Place]:
    return [c.place for c in candidates if is_country(c.place) or c.place.feature_code in {"ADM1", "ADM2"}]


def _holds_any(area: Place, candidates: Sequence[Candidate]) -> bool:
    return any(inside(candidate.place, area) for candidate in candidates)


def is_country(place: Place) -> bool:
    """Tell whether a place is a country or a dependent territory with a country code of its own."""
    code = place.feature_code
    return (code.startswith("PCL") and code != "PCLH") or code == "TERR"


def inside(place: Place, area: Place) -> bool:
    """Tell whether an area of the administrative hierarchy holds a place."""
    if place.country != area.country or place.id == area.id:
        return False
    if is_country(area):
        return True
    if area.feature_code == "ADM1":
        return place.admin1 == area.name
    return place.admin2 == area.name and place.admin1 == area.admin1


def hinted(place: Place, country: str | None, near: tuple[float, float] | None) -> float:
    """Return the log-odds that a reader's hints add to a place: its country, and how near it is to a point.

    They are the reader's own words, so no corpus teaches them: 3 outweighs three hundred times the people. A place that
    the reader has laid over the gazetteer outranks all others of its name, but for what the text itself rules out.
    """
    odds = _HINT if country is not None and place.country == country else 0.0
    if place.id.startswith("user:"):
        odds += _OWN
    if near is not None:
        odds += _HINT * exp(-distance_km(place.latitude, place.longitude, *near) / _HINT_KM)
    return odds
