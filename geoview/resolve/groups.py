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
from geoview.resolve.containers import Containers, inside, states
from geoview.resolve.lone_sites import without_lone_sites
from geoview.resolve.namesakes import paired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gazetteer import Candidate, Gazetteer, Place
    from geoview.resolve.lists import Level
    from geoview.types import Article, Mention

_HINT, _HINT_KM = 5.0, 300.0
_OWN = 20.0
_MISSPELT, _LONG_ENOUGH = 5, 6  # candidates of a misspelt name, and letters that such a name needs
_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*) $")
_SHORT = 3  # letters of a country's short form
_NO_NOUNS = frozenset(
    "a after also and are as at be because before but by can could did do does for from had has have if in into is may "  # noqa: SIM905
    "might must nor of on or said says should so than that the then this to under until was were when where which "
    "while who will with would".split()
)
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


@dataclass(slots=True, eq=False)
class Name:
    """A name of an article: its mentions, its candidates, and what the text says of it.

    Attributes:
        key: what tells it from other names.
        mentions: indexes of its mentions.
        candidates: what the gazetteer offers, most important first.
        containers: areas that the text states for it, each with whether it is firm (", Syria") or loose ("Syria's").
        levels: what it can be by the list that it stands in ("Georgia, Armenia and Iran").
        lacking: index of the mention that it is said to lie in, though no candidate does: then it has no candidates.
        contained: names whose stated container this one is.
        word: feature class or code that a type word beside it tells, or None.
        word_text: that type word.
        written: the first mention's text.
        article: whether "the" stands before a mention ("the Sahel").
        capital_before: whether every mention has another capitalised word right before it ("Paris" in "Kevin Paris").
        capital_after: the same right behind it ("Paris Nasser").
        adjective: whether it is a short form that qualifies a noun wherever it stands ("US officials"), like a demonym.
    """

    key: tuple[object, ...]
    written: str
    kind: str
    candidates: list[Candidate]
    mentions: list[int] = field(default_factory=list)
    containers: list[tuple[Place, bool]] = field(default_factory=list)
    levels: frozenset[Level] = frozenset()
    lacking: int | None = None
    contained: list[Name] = field(default_factory=list)
    word: str | None = None
    word_text: str = ""
    article: bool = False
    capital_before: bool = False
    capital_after: bool = False
    adjective: bool = False


def gather(article: Article, mentions: Sequence[Mention], look_up: Callable[[str], list[Candidate]]) -> list[Name]:
    """Return the names of an article's mentions, in the order in which they first occur."""
    text = article.text
    known = {written: look_up(written) for written in {mention.text for mention in mentions}}
    offered = without_lone_sites([fitting(mention, known[mention.text]) for mention in mentions])
    containers = Containers(text, mentions, offered)
    order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    _drop_guesses(offered, containers)
    of_mention = _told_apart(text, mentions, offered, containers, order)
    _join_bare(mentions, offered, of_mention, order)
    for index, name in sorted(of_mention.items(), key=lambda one: mentions[one[0]].start):
        name.mentions.append(index)
        name.containers += [one for one in containers.stated[index] if one not in name.containers]
        name.levels |= containers.levels.get(index, frozenset())
    names = list({id(name): name for name in of_mention.values()}.values())
    _link(text, mentions, containers, of_mention)
    _look_beside(text, mentions, names)
    return sorted(names, key=lambda name: mentions[name.mentions[0]].start)


def with_misspellings(gazetteer: Gazetteer) -> Callable[[str], list[Candidate]]:
    """Return a look-up that offers what is one letter away for a name that the gazetteer lacks.

    ``gather`` keeps such candidates only where the text itself says where they are ("Damscus, Syria").
    """

    def look_up(name: str) -> list[Candidate]:
        found = gazetteer.candidates(name)
        return found or (gazetteer.fuzzy(name, _MISSPELT) if len(name) >= _LONG_ENOUGH else [])

    return look_up


def _drop_guesses(offered: list[list[Candidate]], containers: Containers) -> None:
    """Drop misspellings, but for those inside an area that the text states."""
    for index, candidates in enumerate(offered):
        if candidates and candidates[0].match == "fuzzy":
            firm = [area for area, is_firm in containers.stated[index] if is_firm]
            offered[index] = [one for one in candidates if any(inside(one.place, area) for area in firm)]


def _told_apart(
    text: str,
    mentions: Sequence[Mention],
    offered: Sequence[list[Candidate]],
    containers: Containers,
    order: Sequence[int],
) -> dict[int, Name]:
    """Return the names of the mentions that a container or a type word tells from others of their spelling."""
    names: dict[tuple[object, ...], Name] = {}
    of_mention = {}
    for index in order:
        mention, outer = mentions[index], containers.lacking.get(index)
        firm = [place.id for place, is_firm in containers.stated[index] if is_firm]
        if outer is not None:
            firm = [candidate.place.id for candidate in offered[outer]]
        word = type_word(text, mention)
        # "NEW YORK — … Buffalo, New York": the city, and the state.
        holds = bool(index and containers.stated[index - 1]) and bool(paired(offered[index]))
        holds = holds and states(text[mentions[index - 1].end : mention.start])
        if not firm and word is None and not holds:
            continue
        key = (fold(mention.text), mention.kind, tuple(firm), word and word[0], holds)
        if key not in names:
            names[key] = Name(key, mention.text, mention.kind, [] if outer is not None else offered[index])
            names[key].lacking = outer
            if word:
                names[key].word, names[key].word_text = word
        of_mention[index] = names[key]
    return of_mention


def _join_bare(
    mentions: Sequence[Mention], offered: Sequence[list[Candidate]], of_mention: dict[int, Name], order: Sequence[int]
) -> None:
    """Give the other mentions their names: that of the last one told apart by a container, or of the first."""
    first: dict[tuple[object, ...], Name] = {}
    for index in order:
        if index in of_mention and of_mention[index].key[2]:
            first.setdefault(of_mention[index].key[:2], of_mention[index])
    bare: dict[tuple[object, ...], Name] = {}
    running: dict[tuple[object, ...], Name] = {}
    for index in order:
        mention = mentions[index]
        sense = (fold(mention.text), mention.kind)
        if index in of_mention:
            if of_mention[index].key[2]:
                running[sense] = of_mention[index]
            continue
        name = running.get(sense) or first.get(sense) or bare.get(sense)
        if name is None:
            name = bare[sense] = Name((*sense, (), None), mention.text, mention.kind, offered[index])
        of_mention[index] = name


def lacking(names: Iterable[Name]) -> dict[int, int]:
    """Return, by mention, the one that the text puts it in, where no candidate lies there."""
    return {index: name.lacking for name in names if name.lacking is not None for index in name.mentions}


def _look_beside(text: str, mentions: Sequence[Mention], names: Iterable[Name]) -> None:
    """Note the article and the capitalised words that stand beside names and belong to no mention."""
    starts, ends = {mention.start for mention in mentions}, {mention.end for mention in mentions}
    for name in names:
        before = after = 0
        name.adjective = all(_qualifies(text, mentions[index]) for index in name.mentions)
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


def _qualifies(text: str, mention: Mention) -> bool:
    """Tell whether a short form stands right before what may be its noun: "US officials", "the U.K. government"."""
    written = mention.text.replace(".", "")
    behind = _AFTER.match(text, mention.end)
    return written.isupper() and len(written) <= _SHORT and behind is not None and behind[1] not in _NO_NOUNS


def _is_name(text: str, start: int, word: str) -> bool:
    """Tell whether a word is capitalised without opening a sentence."""
    return (
        word[0].isupper()
        and start > 0
        and text[max(0, start - 8) : start].rstrip(" \"'“”‘’(")[-1:] not in {"", ".", "!", "?", ":", "\n"}
    )


def _link(text: str, mentions: Sequence[Mention], containers: Containers, of_mention: dict[int, Name]) -> None:
    """Tell each container's name which names it contains."""
    for index in range(len(mentions) - 1):
        if containers.stated[index] and states(text[mentions[index].end : mentions[index + 1].start]):
            outer, inner = of_mention[index + 1], of_mention[index]
            if outer is not inner and inner not in outer.contained:
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


def hinted(place: Place, country: str | None, near: tuple[float, float] | None) -> float:
    """Return the log-odds that a reader's hints add to a place: its country, and how near it is to a point.

    They are the reader's own words, so no corpus teaches them: 5 outweighs all but the text's own containers. A place
    that the reader has laid over the gazetteer outranks all others of its name, but for what the text itself rules out.
    """
    odds = _HINT if country is not None and place.country == country else 0.0
    if place.id.startswith("user:"):
        odds += _OWN
    if near is not None:
        odds += _HINT * exp(-distance_km(place.latitude, place.longitude, *near) / _HINT_KM)
    return odds
