"""Rules for the use of one mention of a place: what stands right behind it, what governs it, which verb it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoview.resolve import use_words as lists
from geoview.resolve.use_phrases import (
    TOKEN,
    adjunct_kind,
    capital_run,
    ends_noun,
    is_verb,
    noun_kind,
    past_adverbs,
    past_aside,
    past_company,
    words_after,
)
from geoview.resolve.use_words import partners, verbs, words

if TYPE_CHECKING:
    from geoview.types import Mention, Use

_POSSESSIVE = re.compile(r"['’]s?(?=\s)")
_SCORE = re.compile(r"\d+[-–]\d+$")
_QUOTES = frozenset("\"”’“‘',")
_BACKED = re.compile(r"-(\w+)")
# How many words before the preposition the word may stand that leads to a partner: "talks on gas with Moscow".
_REACH = {"with": 6, "between": 6, "on": 4, "to": 4, "from": 3, "for": 3, "over": 3, "at": 1, "in": 1}

_GOVERNS_OR_THE = lists.PREPOSITIONS | {"the"}


@dataclass(slots=True, kw_only=True)
class Around:
    """What stands around a mention, or around the mentions that it stands together with.

    Attributes:
        text: the article's text.
        mention: the mention.
        last: the last mention of the group.
        starts: where mentions begin.
        before: words before the group, nearest first.
        own: words before the mention itself.
        after: words behind the group.
        many: whether it is a group.
    """

    text: str
    mention: Mention
    last: Mention
    starts: frozenset[int]
    before: list[str]
    own: list[str]
    after: list[str]
    many: bool

    def use(self) -> Use:  # noqa: PLR0911 -- a rule a line
        """Return the use: what stands right behind comes first, then what governs from the left, then the verb."""
        text, end = self.text, self.mention.end
        behind = text[end : end + 1]
        if behind in {"-", "–"} and (compound := self._compound()):
            return compound
        if behind == "$":
            return "modifier"
        if behind in {"'", "’"} and (owner := _POSSESSIVE.match(text, end)):
            return self._possessive(owner.end())
        if self._is_second_of_compound():
            return "metonymic"
        if behind.isspace() and (adjunct := self._adjunct()):
            return adjunct
        if self.many and (owner := _POSSESSIVE.match(text, self.last.end)):  # "Russia and Turkey's deal"
            return self._possessive(owner.end())
        if self.own and len(self.own[0]) > 1 and self._ends_name():
            return "modifier"
        if left := self._left():
            return left
        return "metonymic" if self._acts() or (self._is_seat() and self._may_be_subject()) else "literal"

    def _ends_name(self) -> bool:
        """Tell whether it ends an organisation's name: "Imperial College London", "CNN Philippines"."""
        word = self.own[0]
        if self.text[self.mention.start - 1 : self.mention.start] != " " or not word[0].isupper():
            return False
        return word.lower() in words("inner_words") or (
            word.isupper() and word.isalpha() and not self.mention.text.isupper()
        )

    # -- right behind

    def _compound(self) -> Use | None:
        """Return the use of the first part of a compound: "Iran-backed", "Paris-based", "US-China talks"."""
        found = _BACKED.match(self.text, self.mention.end)
        word = found[1] if found else ""
        low = word.lower()
        if low in lists.LITERAL_COMPOUNDS or not word:
            return "literal" if word else None
        if low in lists.QUALITY_COMPOUNDS:
            return "modifier"
        if word[0].islower():
            return (
                "metonymic" if low.endswith("ed") or low in lists.PARTICIPLES or low in lists.FRIENDLY else "modifier"
            )
        return "metonymic" if any(one in partners() for one in map(str.lower, self.after[1:5])) else None

    def _is_second_of_compound(self) -> bool:
        """Tell whether it ends "pro-Russia" or "the Libya-Turkey deal"."""
        start = self.mention.start
        if self.text[start - 1 : start] not in {"-", "–"} or not self.text[start - 2 : start - 1].isalpha():
            return False
        if self.text[max(0, start - 5) : start].lower().endswith(("pro-", "anti-")):
            return True
        return any(word.lower() in partners() for word in words_after(self.text, self.mention.end)[:2])

    def _possessive(self, at: int) -> Use:
        """Return the use of an owner: of a land's parts literal, of a decision or a person metonymic."""
        chunk = TOKEN.findall(self.text[at : at + 60])
        start = at + 1
        if chunk and chunk[0][:1].isupper() and start in self.starts and not self._qualifies_further(chunk):
            return "literal"  # "Syria's Homs"
        verdict: Use | None = None
        for position, word in enumerate(chunk[:5]):
            low = word.lower()
            if not word[0].isalnum() or (position and (low in lists.FUNCTION or low.endswith("ed"))):
                break
            kind = noun_kind(low)
            if kind is None and verdict is not None:
                break
            verdict = kind or verdict
        if verdict:
            return verdict
        run = capital_run(chunk)
        if len(run) > 1 and not any(word.lower() in words("inner_words") for word in run):
            return "metonymic"  # "France's Emmanuel Macron"
        return "literal"

    def _qualifies_further(self, chunk: list[str]) -> bool:
        return any(noun_kind(word.lower()) == "metonymic" for word in chunk[1:4])

    def _adjunct(self) -> Use | None:
        """Return the use of a name right before a noun, or None where no noun follows."""
        after = self.after if self.mention is self.last else words_after(self.text, self.mention.end)
        if not after or not after[0][0].isalpha():
            return None
        word, low = after[0], after[0].lower()
        told = self.own[0].lower() if self.own else ""
        determined = told in lists.DETERMINERS or told in {"s", "'s", "’s"} or told.endswith(("'s", "’s"))
        if self._has_the():  # "the US said", but "US bases"
            determined = told != "the" and self.mention.text.lower() in lists.WITH_THE
        if word[0].isupper():
            past_the = told == "the" and self._has_the() and len(self.own) > 1
            return self._before_capitals(after, self.own[1].lower() if past_the else told)
        plural_verb = self.mention.text.endswith("s") and low in verbs("plain_verbs").base  # "the Alps shine"
        if determined and not lists.is_adverb(low) and not is_verb(low) and not plural_verb:
            return adjunct_kind(after)
        # Among the verbs: "talks with the Kremlin continue", "Russia and China veto".
        verb = (
            plural_verb
            or ends_noun(low, after, determined=determined)
            or (low.endswith("ing") and told != "the")
            or (self.many and low in verbs("acting_verbs").base)
            or (self._is_governed() and told in _GOVERNS_OR_THE and low in verbs("plain_verbs").base)
        )
        return None if verb else adjunct_kind(after)

    def _before_capitals(self, after: list[str], told: str) -> Use | None:
        """Return the use of a name before capitalised words: "Paris Police Department", "Baghdad Airport"."""
        low = after[0].lower()
        if self.mention.end + 1 in self.starts or len(low) == 1 or low in lists.DAYS or is_verb(low):
            return None
        run = capital_run(after)
        facility = run[-1].lower() in words("land_nouns") and run[-1] != "House"
        organisation = any(one.lower() in words("inner_words") for one in run)
        if told in lists.PREPOSITIONS and not organisation and not facility:
            return None  # "the senator from Minnesota Amy Klobuchar"
        return "literal" if facility and len(run) < 4 else "modifier"

    def _has_the(self) -> bool:
        low = self.mention.text.lower()
        return low in lists.WITH_THE or low.startswith(("the ", "united ")) or self._is_seat()

    # -- what governs from the left

    def _left(self) -> Use | None:
        """Return the use that a preposition or a verb before the mention gives it, or None."""
        raw = self.before[:9]
        before = [word.lower() for word in raw]
        if before and before[0] in {"the", "both", "neighbouring", "neighboring", "nuclear-armed", "communist"}:
            before, raw = before[1:], raw[1:]
        if not before:
            return None
        governor = before[0]
        if governor in lists.DIRECTIONS:
            return "literal"
        if governor == "of":
            return self._of(raw[1:])
        if governor in lists.PREPOSITIONS and governor not in lists.CONJUNCTIONS:
            return "metonymic" if self._is_partner(governor, before[1:]) else "literal"
        asked = verbs("asked_verbs").has(governor) and governor not in {"back", "help"} and not _reads_as_noun(before)
        if asked or (governor in lists.SPOKE and len(before) > 1 and before[1] in _QUOTES):
            return "metonymic"
        return "literal" if self._is_contained() else None

    def _is_governed(self) -> bool:
        return any(word.lower() in lists.PREPOSITIONS for word in self.before[:2])

    def _of(self, raw: list[str]) -> Use:
        """Return the use behind "of", which follows raw[0]."""
        if not raw:
            return "literal"
        head, low = raw[0], raw[0].lower()
        if low in words("inner_words") and head[0].isupper():
            return "modifier"
        if low in lists.KINDS:
            return "literal"
        owned = low in words("owned_nouns") and low not in lists.DONE_TO_LAND
        if owned or "of" in partners().get(low, ()):
            return "metonymic"
        # "The Fisherman of Bengal" is a title; "Steve Jones of Ohio" comes from there; "Most of Ohio" opens a sentence.
        titled = len(raw) > 1 and not raw[1][0].isupper() and low not in words("land_nouns")
        return "modifier" if head[0].isupper() and titled else "literal"

    def _is_partner(self, preposition: str, before: list[str]) -> bool:
        """Tell whether a word before the preposition makes the mention a partner: "talks with", "sanctions on"."""
        if preposition in {"against", "versus", "vs", "v"}:
            return True
        if not before or (_SCORE.match(before[0]) and preposition in {"with", "to", "over"}):
            return bool(before)
        if preposition == "by":
            agent = (before[0].endswith("ed") or before[0] in lists.PARTICIPLES) and before[0] not in lists.NOT_AGENTS
            return agent or preposition in partners().get(before[0], ())
        for distance, word in enumerate(before[: _REACH.get(preposition, 3)]):
            if preposition in partners().get(word, ()):
                return True
            governed = distance and word in lists.PREPOSITIONS and preposition not in {"with", "between"}
            if governed or not word[0].isalnum() or word in words("land_nouns"):
                return False
        return False

    def _is_contained(self) -> bool:
        """Tell whether the mention is the container of the one before: "Paris, Texas,"."""
        gap = self.before[:1] == [","]
        return (
            gap and len(self.before) > 1 and self.before[1][0].isupper() and self.after[:1] in ([","], [")"], ["."], [])
        )

    # -- the verb

    def _may_be_subject(self) -> bool:
        """Tell whether nothing before the mention governs it, so that a verb behind it may be its own."""
        before = [word.lower() for word in self.before]
        if before and before[0] == "the" and self._has_the():
            before = before[1:]
        if not before or not before[0][0].isalnum():
            return True
        return before[0] in lists.CLAUSE_OPENERS or before[0].endswith("day") or self.before[0][0].isupper()

    def _is_seat(self) -> bool:
        return self.mention.text.lower().removeprefix("the ") in words("seats")

    def _acts(self) -> bool:
        """Tell whether a verb of deciding, speaking or playing has the mention as its subject."""
        if self.after and _SCORE.match(self.after[0]):
            return True
        after = past_aside(self.after)
        if not after or after[0] in {",", "("} or not self._may_be_subject():
            return False
        after, joined = past_company(past_adverbs(after))
        helped, plural = joined, False
        while after and (after[0].lower() in lists.AUXILIARIES or after[0].lower() in lists.BE):
            if after[0].lower() in lists.BE:
                return self._is_minded(after[0].lower(), past_adverbs(after[1:]))
            plural = plural or after[0] == "have"
            helped = True
            after = past_adverbs(after[1:])
        if not after or (plural and self._is_one()):
            return plural and self._is_one()
        low = after[0].lower()
        acting = verbs("acting_verbs")
        enacts = low in lists.ENACTS and any(word.lower() in lists.ENACTED for word in after[1:6])
        return enacts or low in acting.finite or ((helped or self.many or self._reads_plural()) and low in acting.base)

    def _is_minded(self, form: str, after: list[str]) -> bool:
        """Tell whether what stands behind "is" is only said of one who can act."""
        low = after[0].lower() if after else ""
        if low in lists.BE and len(after) > 1:
            low = past_adverbs(after[1:])[0].lower() if past_adverbs(after[1:]) else ""
        if (
            low in lists.MINDED
            or low in verbs("acting_verbs").other
            or (low in verbs("asked_verbs").finite and low.endswith("ed"))
        ):
            return True
        if low == "at" and after[1:2] == ["odds"]:
            return True
        return form in {"are", "were"} and self._is_one()

    def _is_one(self) -> bool:
        """Tell whether it is a single name of one place, so that a plural verb speaks of a team or a people."""
        joined = bool(self.before) and self.before[0].lower() in {"and", "or"}
        return not self.many and not joined and not self._reads_plural()

    def _reads_plural(self) -> bool:
        return self.mention.text.endswith("s") or self.mention.text.lower() in lists.WITH_THE


def _reads_as_noun(before: list[str]) -> bool:
    """Tell whether the verb before is a noun: "the help Syria wants"."""
    return len(before) > 1 and before[1] in lists.DETERMINERS
