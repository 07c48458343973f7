"""What the model takes for places that is none: persons, words, dates, sums, points of the compass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.lexicons import words
from geoview.recognize.spans import Span

if TYPE_CHECKING:
    from geoview.recognize.findings import Findings

_DEGREES = frozenset("MA MS MD CO".split())  # noqa: SIM905
_COUNTRY = 200  # importance of the greater countries, 0..255
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())  # noqa: SIM905
# Hardly anybody's town; Unieux in France is "June", too.
_ONLY_MONTHS = frozenset("January February June July September October November December".split())  # noqa: SIM905
_MONTHS = frozenset("March May August April".split())  # noqa: SIM905
TIMES = _DAYS | _ONLY_MONTHS | _MONTHS
"""Days and months: what a dateline has beside its places."""
_WHERE = frozenset("near at from to of around outside reached left".split())  # noqa: SIM905
_SIDES = frozenset("North South East West".split())  # noqa: SIM905
_CURRENCIES = "$€£¥"


def drop_stopped(findings: Findings) -> None:
    """Drop what lies in a phrase that is known to be no place's name."""
    for first, last in list(findings.spans):
        if findings.context.in_stop_phrase(Span(first, last, [])):
            findings.drop((first, last))


def drop_persons(findings: Findings) -> None:
    """Drop a word that the article shows to be somebody's name, unless it stands there as a place would.

    "Georgia Stevens … Georgia skates", "George Washington … Washington never lied", "Mayor Jackson".
    """
    context = findings.context
    for first, last in list(findings.spans):
        if first < last or context.stands_as_place(first):
            continue
        if context.is_somebody(context.tokens[first].text) or context.has_title(first):
            findings.drop((first, last))


def drop_openers(findings: Findings) -> None:
    """Drop common words that only their sentence's beginning capitalises ("Bath time is at seven")."""
    context = findings.context
    inside = {
        context.tokens[index].text
        for span in findings.spans
        for index in range(span[0], span[1] + 1)
        if not context.tokens[index].opens
    }
    for first, last in list(findings.spans):
        token = context.tokens[first]
        if (
            first == last
            and token.opens
            and token.text not in inside
            and token.text.lower() in words("common_words")
            and not token.text.isupper()
            and not any(match.uses[0].weight >= _COUNTRY for match in context.matches_at(first))
            and context.goes_on_as_words(last)
        ):
            findings.drop((first, last))


def drop_abbreviations(findings: Findings) -> None:
    """Drop short forms that are an era, a degree or a gas where they stand ("400 B.C.", "her M.A.", "CO alarm")."""
    context = findings.context
    for first, last in list(findings.spans):
        written = context.tokens[first].text.replace(".", "")
        before = context.tokens[first - 1] if first else None
        if first < last or not written.isupper():
            continue
        if (written == "BC" and before is not None and before.text[0].isdigit()) or (
            written in _DEGREES
            and not (
                before and (before.text in {",", "(", "/"} or (context.is_capitalised(before) and not before.opens))
            )
        ):
            findings.drop((first, last))


def drop_times_and_sides(findings: Findings) -> None:
    """Drop a month that only "in" or nothing goes before ("in March"), and the points of the compass ("the West")."""
    context = findings.context
    for first, last in list(findings.spans):
        word, before = context.tokens[first].text, context.tokens[first - 1].text.lower() if first else ""
        if first < last:
            continue
        if word in _DAYS:
            findings.drop((first, last))
        if context.stands_by_type_word(Span(first, last, [])) or context.has_area_behind(first) or word in _DAYS:
            continue
        is_month = word in _ONLY_MONTHS or (word in _MONTHS and before not in _WHERE)
        if is_month or (word in _SIDES and before in {"the", "and", "or"}):
            findings.drop((first, last))


def drop_sums(findings: Findings) -> None:
    """Drop the country of a currency ("US$750", "A$5", "NZ $ 3")."""
    context = findings.context
    for first, last in list(findings.spans):
        end = context.tokens[last].end
        if context.text[end : end + 1] in _CURRENCIES and context.text[end : end + 1]:
            findings.drop((first, last))
