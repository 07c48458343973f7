"""Words around a place in a text, and what the phrases there are: where a noun begins, where a verb stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geoview.resolve import use_words as lists
from geoview.resolve.use_words import partners, verbs, words

if TYPE_CHECKING:
    from geoview.types import Use

TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
_BEFORE, _AFTER = 60, 90  # characters to look at
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]*[^\W\d_a-z])|\n")


def words_before(text: str, start: int) -> list[str]:
    """Return the words and marks before an offset, nearest first, within the sentence."""
    # The mention's own first letter stays in, since the end of a sentence is told by the capital behind it.
    window = text[max(0, start - _BEFORE) : start + 1]
    return TOKEN.findall(_SENTENCE_END.split(window)[-1][:-1])[::-1]


def words_after(text: str, end: int) -> list[str]:
    """Return the words and marks behind an offset, within the sentence."""
    window = text[end : end + _AFTER]
    cut = _SENTENCE_END.search(window)
    return TOKEN.findall(window[: cut.start() + 1] if cut else window)


# -- demonyms


def capital_run(after: list[str]) -> list[str]:
    """Return the capitalised words that a stretch begins with."""
    run = []
    for word in after:
        if not word[0].isupper():
            break
        run.append(word)
    return run


def is_verb(low: str) -> bool:
    """Tell whether a word is a form that only verbs have, or a small word that is no noun."""
    return low in verbs("acting_verbs").finite or low in verbs("plain_verbs").finite or low in lists.FUNCTION


def ends_noun(low: str, after: list[str], *, determined: bool) -> bool:
    """Tell whether a word is no noun that a name before it could qualify: a verb, a preposition, an adverb."""
    if low in lists.FUNCTION or lists.is_adverb(low):
        return True
    if determined and low in lists.ADJECTIVES_IN_ED:
        return False
    if low in verbs("plain_verbs").finite or low in verbs("acting_verbs").finite or low in verbs("asked_verbs").finite:
        if determined and low.endswith("s") and (low in words("owned_nouns") or low in partners()):
            return len(after) > 1 and after[1].lower() in lists.DETERMINERS
        return not (low.endswith("s") and (determined or low in words("owned_nouns")) and _noun_by_what_follows(after))
    if (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is"))
        and not determined
        and low not in words("owned_nouns")
    ):
        return low not in words("land_nouns") and not _noun_by_what_follows(after)
    return low.endswith("ed") and low not in lists.ADJECTIVES_IN_ED


def _noun_by_what_follows(after: list[str]) -> bool:
    """Tell whether the word at after[0], noun or verb by its form, is a noun: a verb or the end comes behind it."""
    following = after[1].lower() if len(after) > 1 else "."
    return (
        not following[:1].isalnum()
        or following in lists.BE
        or following in lists.AUXILIARIES
        or following in verbs("acting_verbs").finite
        or following in verbs("plain_verbs").finite
        or following.endswith("ed")
        or (following in lists.PREPOSITIONS and following not in {"on", "for", "that", "to"})
    )


# -- places


def noun_kind(low: str) -> Use | None:
    """Tell what a noun makes of its owner: "coast" is the land's, "decision" a government's."""
    if low in words("land_nouns"):
        return "literal"
    return "metonymic" if low in words("owned_nouns") else None


def adjunct_kind(after: list[str]) -> Use:
    """Return what a noun phrase makes of the name before it: a facility is in the place, other nouns are qualified."""
    for position, word in enumerate(after[:3]):
        low = word.lower()
        if position and (not word[0].isalnum() or low in lists.FUNCTION):
            break
        if low in words("land_nouns"):
            following = after[position + 1].lower() if position + 1 < len(after) else ""
            return "modifier" if following in words("owned_nouns") else "literal"
    return "modifier"


def past_adverbs(after: list[str]) -> list[str]:
    """Return the words from the verb on: "on Tuesday", "last week" and adverbs are passed."""
    index = 0
    while index < len(after):
        low = after[index].lower()
        if low == "on" and index + 1 < len(after) and after[index + 1].lower() in lists.DAYS:
            index += 2
        elif low in lists.ADVERBS or low in lists.DAYS or lists.is_adverb(low):
            index += 1
        else:
            break
    return after[index:]


def past_aside(after: list[str]) -> list[str]:
    """Return what stands behind ", which claims the island," or "(…)"; unchanged where the aside has no end."""
    if after and after[0] in {",", "("}:
        closer = ")" if after[0] == "(" else ","
        for index in range(1, len(after)):
            if after[index] == closer:
                return after[index + 1 :]
    return after


def past_fellows(after: list[str]) -> list[str]:
    """Return what stands behind ", German and Dutch": adjectives in a row share their noun."""
    while len(after) > 1:
        if after[0] in {",", "/"} and after[1][:1].isupper():
            after = after[2:]
        elif after[0] == "," and len(after) > 2 and after[1] in {"and", "or"} and after[2][:1].isupper():
            after = after[3:]
        elif after[0] in {"and", "or", "&"} and after[1][:1].isupper():
            after = after[2:]
        else:
            break
    return after


def past_company(after: list[str]) -> tuple[list[str], bool]:
    """Return what stands behind "and its allies", and whether something like it stood there."""
    if len(after) > 3 and after[0] == "and" and after[1].lower() in lists.DETERMINERS:
        for index in range(2, min(6, len(after))):
            low = after[index].lower()
            if low in lists.AUXILIARIES or low in verbs("acting_verbs").base or low in verbs("acting_verbs").finite:
                return after[index:], True
    return after, False
