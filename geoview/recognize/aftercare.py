"""What the model cannot know from one sentence: the article as a whole, whole names, datelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.false_alarms import (
    TIMES,
    drop_abbreviations,
    drop_openers,
    drop_persons,
    drop_stopped,
    drop_sums,
    drop_times_and_sides,
)
from geoview.recognize.lexicons import table, words
from geoview.recognize.rules import score
from geoview.recognize.spans import CONNECTORS, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geoview.recognize.context import Context
    from geoview.recognize.findings import Findings

_AGREED = 0.8  # sureness of a mention that another one of the same name supports
_WHOLE = 0.75  # of a name that only the gazetteer tells, or only its type word
_OF_THE_WORLD = 240  # importance of what hardly gives its name to another place, 0..255
_KNOWN = 130  # of towns that more likely name a hospital than are named like one
_FAMOUS = 150  # importance of sites that are known beyond their country, 0..255
_TOWARDS = frozenset("near at from to toward towards through between outside around reached".split())  # noqa: SIM905
_FEW = 3  # words of a name that the gazetteer lacks
_THINKABLE = 0.06
_STRONG = 5
_AGAINST = frozenset({"title", "first name", "surname after", "person elsewhere", "organisation", "unknown neighbour"})
_COMMON = frozenset({"common word", "opening common word", "lower-case twin"})
_LEADING = frozenset("in on at near from to along by after before between down up off and but".split())  # noqa: SIM905
_DASHES = frozenset("-–—―")
_AT = _TOWARDS | frozenset("at in into inside visit visited visits visiting toured".split())  # noqa: SIM905
# Kinds of places that a type word names better than capitals do, and their feature classes.
_BY_TYPE = {"site": "S", "water": "H", "terrain": "T"}
# Type words that make a name of what stands before them, whoever says so. On the first 70 % of LGL, roads
# gain 0.2 F1 and rivers and bridges 0.4; houses and businesses lose 0.5, so they are left to the model.
_LANDMARKS = frozenset(
    "River Bridge Airport Mountains Island Islands Valley Bay Canal Strait Peninsula Hills Falls Dam Desert Forest "  # noqa: SIM905
    "Reservoir Creek Canyon Glacier Gulf Lagoon Archipelago Airbase Airfield Harbour Harbor Beach Tunnel "
    "Stadium Road Street Avenue Highway Boulevard Rd. St. Ave. Blvd.".split()
)


def mend(findings: Findings, emissions: Sequence[complex], sureness: Callable[[int, int], float]) -> None:
    """Apply all that follows, in an order that lets whole names win over their parts.

    Args:
        findings: what the model found.
        emissions: its scores, as ``Model.emissions`` gives them.
        sureness: from a first and last token to the model's probability that they are a toponym.
    """
    drop_stopped(findings)
    _part_slashes(findings)
    _add_whole_names(findings)
    _add_likely(findings, emissions, sureness)
    _add_unknown(findings, sureness)
    _add_contained(findings)
    _add_sites(findings)
    _add_famous(findings)
    drop_persons(findings)
    drop_openers(findings)
    drop_abbreviations(findings)
    drop_times_and_sides(findings)
    _shorten_organisations(findings)
    _add_landmarks(findings)
    _add_datelines(findings)
    _agree(findings)
    drop_sums(findings)


def _part_slashes(findings: Findings) -> None:
    """Part a dateline that the model took for one name, if each of its parts is one: "ATHENS/DUBAI"."""
    context = findings.context
    for (first, last), sure in list(findings.spans.items()):
        slashes = [index for index in range(first, last + 1) if context.tokens[index].text == "/"]
        if not slashes or not context.tokens[first].text.isupper():
            continue
        starts, ends = [first, *(index + 1 for index in slashes)], [*(index - 1 for index in slashes), last]
        parts = list(zip(starts, ends, strict=True))
        if all(any(match.last == end for match in context.matches_at(start)) for start, end in parts):
            findings.drop((first, last))
            for start, end in parts:
                findings.add(start, end, max(sure, _WHOLE))


def _shorten_organisations(findings: Findings) -> None:
    """Keep only the place of what the gazetteer does not have and is no place ("US Congress", "Hartford Hospital")."""
    context = findings.context
    for (first, last), sure in list(findings.spans.items()):
        match = next(iter(context.matches_at(first)), None)
        if match is None or match.last >= last or match.uses[0].match == "demonym":
            continue
        name, weight = context.tokens[last].text, match.uses[0].weight
        if (weight >= _OF_THE_WORLD and name not in _LANDMARKS) or (weight >= _KNOWN and context.is_organisation(last)):
            findings.drop((first, last))
            findings.add(first, match.last, sure)


def _add_whole_names(findings: Findings) -> None:
    """Add names of several words that can hardly be anything else: those with a small word, a hyphen or "'s" inside.

    Part of such a name is widened to all of it ("Newcastle" upon Tyne).
    """
    context = findings.context
    for match in context.spans:
        if match.first == match.last or match.uses[0].match in {"demonym", "abbreviation"}:
            continue
        inside = findings.at(match.first, match.last)
        if any(first < match.first or last > match.last for first, last in inside):
            continue
        joined = context.tokens[match.first].text.isdigit() or any(
            not token.word or token.text in CONNECTORS or token.text[0].islower()
            for token in context.tokens[match.first + 1 : match.last + 1]
        )
        if inside == {(match.first, match.last)} or not joined or context.in_stop_phrase(match):
            continue
        if not inside and (context.is_person(match) or context.is_inside_name(match.first, match.last)):
            continue
        score = max((findings.spans[span] for span in inside), default=_WHOLE)
        for span in inside:
            findings.drop(span)
        findings.add(match.first, match.last, score)


def _add_likely(findings: Findings, emissions: Sequence[complex], sureness: Callable[[int, int], float]) -> None:
    """Add the gazetteer's matches that the model just left out and whose surroundings speak for a place.

    On TR-News' first 70 %, with a model of LGL alone, three of four such matches were toponyms.
    """
    context = findings.context
    for match in context.spans:
        if (
            emissions[match.first].real < -4
            or match.uses[0].match == "demonym"
            or findings.at(match.first, match.last)
            or context.in_stop_phrase(match)
        ):
            continue
        least = _least(context, match)
        sure = sureness(match.first, match.last) if least < 1 else 0.0
        if sure >= least:
            findings.add(match.first, match.last, max(sure, 0.5))


def _least(context: Context, match: Span) -> float:
    """Return how sure of a match the model must be at least, by what stands around it."""
    clues = context.clues(match)
    if "preposition" in clues and not clues.keys() & _AGAINST:
        # "In Sukhumi": 29 of 32 such were toponyms on LGL's first 70 % (by a model of TR-News) and articles of our own.
        return 0.2 if clues.keys() & _COMMON else _THINKABLE
    evidence = score(match, context)
    if evidence < 1:
        return 1.0
    return 0.05 if evidence >= _STRONG or context.stands_by_type_word(match) else 0.2


def _add_unknown(findings: Findings, sureness: Callable[[int, int], float]) -> None:
    """Add capitalised words that the gazetteer lacks, where one goes to or from them ("a convoy left for Labbezanga").

    Of those that the model had not ruled out, 18 of 20 were toponyms (see ``_least``).
    """
    context = findings.context
    tokens = context.tokens
    for first in range(1, len(tokens)):
        if tokens[first - 1].text not in _TOWARDS or tokens[first].opens or not context.is_capitalised(tokens[first]):
            continue
        last = first
        while context.goes_on(last):
            last += 1
        if (
            last - first < _FEW
            and not any(tokens[index].text.isupper() for index in range(first, last + 1))
            and not context.is_known(first, last)
            and not findings.at(first, last)
            and not context.in_stop_phrase(Span(first, last, []))
            and not context.has_title(first)
            and (sure := sureness(first, last)) >= _THINKABLE
        ):
            findings.add(first, last, max(sure, 0.5))


def _add_contained(findings: Findings) -> None:
    """Add names with their area behind them ("Hope, British Columbia"), and a short form behind a found name."""
    context = findings.context
    for match in context.spans:
        if match.uses[0].match == "demonym":
            continue
        container = context.container_after(match)
        if container is None:
            continue
        known, there = findings.at(match.first, match.last), findings.at(container.first, container.last)
        if not known and there == {(container.first, container.last)} and not context.is_owned(container):
            if not context.is_person(match) and not context.is_inside_name(match.first, match.last):
                findings.add(match.first, match.last, _WHOLE)
        elif known and not there and container.uses[0].match == "abbreviation":
            findings.add(container.first, container.last, _WHOLE)


def _add_sites(findings: Findings) -> None:
    """Add names with the very type word behind them that the gazetteer's place is of ("the Incirlik air base")."""
    context = findings.context
    for match in context.spans:
        levels = {use.level for use in match.uses if use.match != "demonym"} & _BY_TYPE.keys()
        if not levels or findings.at(match.first, match.last) or context.in_stop_phrase(match):
            continue
        behind = [token.text for token in context.tokens[match.last + 1 : match.last + 4]]
        for count in range(len(behind), 0, -1):
            kind = table("place_words").get(" ".join(behind[:count]), "")
            if kind.startswith(("after", "both")):
                if any(f"{_BY_TYPE[level]}/" in kind for level in levels):
                    findings.add(match.first, match.last, _WHOLE)
                break


def _add_famous(findings: Findings) -> None:
    """Add sites that the world knows where something is at them, be their names words as well ("at the Louvre")."""
    context = findings.context
    tokens = context.tokens
    for match in context.spans:
        use = match.uses[0]
        if (
            use.level == "site"
            and use.match in {"exact", "alternate"}
            and use.weight >= _FAMOUS
            and match.first > 1
            and tokens[match.first - 1].text == "the"
            and tokens[match.first - 2].text.lower() in _AT
            and not findings.at(match.first, match.last)
            and not context.goes_on(match.last)
            and not context.in_stop_phrase(match)
        ):
            findings.add(match.first, match.last, _WHOLE)


def _add_landmarks(findings: Findings) -> None:
    """Add capitalised words that end in a type word ("Brooklyn Bridge"), unless the model parts them otherwise."""
    context = findings.context
    for index, token in enumerate(context.tokens):
        if token.text not in _LANDMARKS or findings.at(index, index):
            continue
        first = context.run_start(index)
        if context.tokens[first].opens and context.tokens[first].text.lower() in _LEADING:
            first += 1
        if first == index or index - first > 4 or context.goes_on(index):
            continue
        inside = findings.at(first, index)
        if any(start < first for start, _ in inside) or context.in_stop_phrase(Span(first, index, [])):
            continue
        for span in inside:
            findings.drop(span)
        findings.add(first, index, _WHOLE)


def _add_datelines(findings: Findings) -> None:
    """Add the gazetteer's matches that open a line and end in a dash: ``BEIRUT/DAMASCUS, Syria (Reuters) —``."""
    context = findings.context
    tokens, text = context.tokens, context.text
    for match in context.spans:
        at = match.first
        if not tokens[at].opens or (at and "\n" not in text[tokens[at - 1].end : tokens[at].start]):
            continue
        line = [match]
        end = match.last + 1
        while end + 1 < len(tokens) and tokens[end].text in {",", "/"} and (more := context.matches_at(end + 1)):
            line.append(more[0])
            end = more[0].last + 1
        if _is_dateline(findings, at, end):
            for one in line:
                if not findings.at(one.first, one.last) and tokens[one.first].text not in TIMES:
                    findings.add(one.first, one.last, _WHOLE)


def _is_dateline(findings: Findings, first: int, end: int) -> bool:
    """Tell whether only an agency or a date stands between the names of a line's beginning and a dash."""
    tokens, text = findings.context.tokens, findings.context.text
    agency = end < len(tokens) and tokens[end].text == "("
    if not agency and not tokens[first].text.isupper():
        return False
    for index in range(end, min(end + 9, len(tokens))):
        token = tokens[index]
        if "\n" in text[tokens[index - 1].end : token.start]:
            return False
        if token.text in _DASHES and text[token.start - 1 : token.start] in {" ", "-", "\u00a0", ")"}:
            return True
        if not agency and index > end and not (token.text in {",", "."} or token.text[0].isalnum()):
            return False
    return False


def _agree(findings: Findings) -> None:
    """Add the other places where a found name stands, capitalised and in nobody's name."""
    context = findings.context
    tokens = context.tokens
    names: dict[str, set[tuple[str, ...]]] = {}
    for first, last in findings.spans:
        name = tuple(token.text for token in tokens[first : last + 1])
        if name[0][0].isupper() and not (len(name) == 1 and name[0] in words("common_words")):
            names.setdefault(name[0], set()).add(name)
    ordered = {word: sorted(same, key=lambda name: (-len(name), name)) for word, same in names.items()}
    for index, token in enumerate(tokens):
        if token.text not in ordered or findings.at(index, index):
            continue
        for name in ordered[token.text][:20]:
            last = index + len(name) - 1
            if (
                last < len(tokens)
                and all(tokens[index + step].text == word for step, word in enumerate(name))
                and not findings.at(index, last)
                and not context.is_person(Span(index, last, []))
                and not (index == last and context.is_somebody(name[0]) and not context.stands_as_place(index))
                and not context.is_inside_name(index, last)
                and not context.in_stop_phrase(Span(index, last, []))
            ):
                findings.add(index, last, _AGREED)
                break
