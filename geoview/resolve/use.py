"""What a mention does in its sentence: names the place itself, stands for who acts there, or qualifies another noun.

"Fighting in Moscow" is literal, "talks with Moscow" metonymic, "the Moscow government" a modifier: the distinctions of
Markert and Nissim (2002) and of Gritta, Pilehvar and Collier (2020), told by the words around, as no tagger is at hand.
Where no rule speaks, the mention is literal. Measured on tests/golden/use.tsv.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geoview.resolve import use_words as lists
from geoview.resolve.containers import inside, is_country
from geoview.resolve.use_around import Around
from geoview.resolve.use_phrases import ends_noun, past_fellows, words_after, words_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Place
    from geoview.types import Article, Mention, Resolution, Use

_TOGETHER = re.compile(r"(?:,? (?:and|or|nor|&)(?: the)? |, )")


def with_uses(article: Article, resolutions: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Return the resolutions, each with what its mention does in its sentence."""
    uses = uses_of(article.text, [one.mention for one in resolutions], [one.place for one in resolutions])
    return tuple(one if one.use == use else replace(one, use=use) for one, use in zip(resolutions, uses, strict=True))


def uses_of(text: str, mentions: Sequence[Mention], places: Sequence[Place | None]) -> list[Use]:
    """Return the use of each mention.

    Args:
        text: the article's text.
        mentions: the mentions, in any order.
        places: the referent of each, or None.
    """
    uses: list[Use] = ["literal"] * len(mentions)
    order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    starts = frozenset(mention.start for mention in mentions)
    contained = _contained(text, mentions, places, order)
    for group in _groups(text, [(index, mentions[index], places[index]) for index in order]):
        first, last = mentions[group[0]], mentions[group[-1]]
        before = words_before(text, first.start)
        for index in group:
            mention = mentions[index]
            place = places[index]
            if index in contained or (place is not None and place.id.startswith("point:")):
                continue  # coordinates name nothing else
            if mention.kind == "demonym":
                uses[index] = _demonym(mention, words_before(text, mention.start), text)
                continue
            around = Around(
                text=text,
                mention=mention,
                last=last,
                starts=starts,
                before=before,
                own=before if index == group[0] else words_before(text, mention.start),
                after=words_after(text, last.end),
                many=len(group) > 1,
            )
            uses[index] = around.use()
    return uses


def _contained(
    text: str, mentions: Sequence[Mention], places: Sequence[Place | None], order: Sequence[int]
) -> set[int]:
    """Return the mentions that tell where the one before is: "Texas" in "Paris, Texas"."""
    found = set()
    for one, other in pairwise(order):
        inner, outer = places[one], places[other]
        if inner and outer and text[mentions[one].end : mentions[other].start] in {", ", " ("} and inside(inner, outer):
            found.add(other)
    return found


def _groups(text: str, ordered: Sequence[tuple[int, Mention, Place | None]]) -> list[list[int]]:
    """Gather mentions that stand together ("Russia, China and Iran"), so that they share what governs them."""
    groups: list[list[int]] = []
    for position, (index, mention, place) in enumerate(ordered):
        if position:
            _, previous, held = ordered[position - 1]
            gap = text[previous.end : mention.start]
            alike = previous.kind == mention.kind and len(gap) < 12 and _TOGETHER.fullmatch(gap) is not None
            if alike and (gap != ", " or _same_level(held, place)):
                groups[-1].append(index)
                continue
        groups.append([index])
    return groups


def _same_level(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    return is_country(one) == is_country(other) and one.country != other.country


def _demonym(mention: Mention, before: list[str], text: str) -> Use:
    low = mention.text.lower()
    if text[mention.end : mention.end + 1] in {"-", "–"}:
        return "modifier"
    if lists.is_plural_people(mention.text) or low in lists.NOUN_DEMONYMS:
        return "metonymic"
    after = words_after(text, mention.end)
    after = past_fellows(after[1:] if after[:1] == ["]"] else after)
    told = [word.lower() for word in before[:3]]
    if told and told[0] in lists.BE:
        return "modifier"
    following = after[0] if after else ""
    noun_follows = following[:1].isalpha() and (
        (following[0].isupper() and len(following) > 1) or not ends_noun(following.lower(), after, determined=True)
    )
    if noun_follows:
        return "modifier"
    if told and told[0] in lists.PREPOSITIONS:
        return "modifier"  # "in French"
    return "metonymic" if _determined(told) else "modifier"


def _determined(told: list[str]) -> bool:
    return any(word in lists.DETERMINERS or word.isdigit() or word in lists.COUNTS for word in told[:2])
