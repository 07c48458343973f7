"""What a mention does in its sentence: names the place itself, stands for who acts there, or qualifies another noun.

"Fighting in Moscow" is literal, "talks with Moscow" metonymic, "the Moscow government" a modifier: the classes of Markert
and Nissim (2002) and of Gritta, Pilehvar and Collier (2020), told by the words around, as no tagger is at hand. Where no
rule speaks, the mention is literal. Measured on tests/golden/use.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geoview.resolve import use_words as lists
from geoview.resolve.groups import inside, is_country
from geoview.resolve.use_words import partners, verbs, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Place
    from geoview.types import Article, Mention, Resolution, Use

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*|[^\w\s]")
_BEFORE, _AFTER = 70, 130  # characters to look at
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]*[^\W\d_a-z])|\n")
_POSSESSIVE = re.compile(r"['’]s?(?=\s)")
_TOGETHER = re.compile(r"(?:,? (?:and|or|nor|&)(?: the)? |, )")
_SCORE = re.compile(r"\d+[-–]\d+$")
_QUOTES = frozenset("\"”’“‘'")
_BACKED = re.compile(r"-(\w+)")


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
        before = _words_before(text, first.start)
        for index in group:
            mention = mentions[index]
            if index in contained:
                continue
            if mention.kind == "demonym":
                uses[index] = _demonym(mention, _words_before(text, mention.start), text)
                continue
            around = _Around(
                text=text,
                mention=mention,
                starts=starts,
                before=before,
                own=before if index == group[0] else _words_before(text, mention.start),
                after=_words_after(text, last.end),
                many=len(group) > 1,
            )
            uses[index] = around.use(text, last)
    return uses


def _contained(
    text: str, mentions: Sequence[Mention], places: Sequence[Place | None], order: Sequence[int]
) -> set[int]:
    """Return the mentions that tell where the one before is: "Texas" in "Paris, Texas"."""
    found = set()
    for one, other in zip(order, order[1:], strict=False):
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


def _words_before(text: str, start: int) -> list[str]:
    """Return the words and marks before an offset, nearest first, within the sentence."""
    # The mention's own first letter stays in, since the end of a sentence is told by the capital behind it.
    window = text[max(0, start - _BEFORE) : start + 1]
    return _TOKEN.findall(_SENTENCE_END.split(window)[-1][:-1])[::-1]


def _words_after(text: str, end: int) -> list[str]:
    """Return the words and marks behind an offset, within the sentence."""
    window = text[end : end + _AFTER]
    cut = _SENTENCE_END.search(window)
    return _TOKEN.findall(window[: cut.start() + 1] if cut else window)


# -- demonyms


def _demonym(mention: Mention, before: list[str], text: str) -> Use:
    low = mention.text.lower()
    if text[mention.end : mention.end + 1] in {"-", "–"}:
        return "modifier"
    if lists.is_plural_people(mention.text) or low in lists.NOUN_DEMONYMS:
        return "metonymic"
    after = _words_after(text, mention.end)
    after = _past_fellows(after[1:] if after[:1] == ["]"] else after)
    told = [word.lower() for word in before[:3]]
    if told and told[0] in lists.BE:
        return "modifier"
    following = after[0] if after else ""
    noun_follows = following[:1].isalpha() and (
        (following[0].isupper() and len(following) > 1) or not _ends_noun(following.lower(), after, determined=True)
    )
    if noun_follows:
        return "modifier"
    if told and told[0] in lists.PREPOSITIONS:
        return "modifier"  # "in French"
    return "metonymic" if _determined(told) else "modifier"


def _past_fellows(after: list[str]) -> list[str]:
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


def _determined(told: list[str]) -> bool:
    return any(word in lists.DETERMINERS or word.isdigit() or word in _COUNTS for word in told[:2])


_COUNTS = frozenset(
    "one two three four five six seven eight nine ten many most some several few all dozens other".split()
)


def _ends_noun(low: str, after: list[str], *, determined: bool) -> bool:
    """Tell whether a word is no noun that a name before it could qualify: a verb, a preposition, an adverb."""
    if low in lists.FUNCTION or lists.is_adverb(low):
        return True
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
    return low.endswith("ed") and low not in _ADJECTIVES


_ADJECTIVES = frozenset(
    "armed armoured armored naked sacred speed feed weed seed breed united unmanned red bed shed".split()
)


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


@dataclass(slots=True, kw_only=True)
class _Around:
    """What stands around a mention, or around the mentions that it stands together with.

    Attributes:
        text: the article's text.
        mention: the mention.
        starts: where mentions begin.
        before: words before the group, nearest first.
        own: words before the mention itself.
        after: words behind the group.
        many: whether it is a group.
    """

    text: str
    mention: Mention
    starts: frozenset[int]
    before: list[str]
    own: list[str]
    after: list[str]
    many: bool

    def use(self, text: str, last: Mention) -> Use:
        """Return the use: what stands right behind comes first, then what governs from the left, then the verb."""
        mention = self.mention
        behind = text[mention.end : mention.end + 1]
        if behind in {"-", "–"} and (compound := self._compound()):
            return compound
        if behind == "$":
            return "modifier"
        if behind in {"'", "’"} and (owner := _POSSESSIVE.match(text, mention.end)):
            return self._possessive(owner.end())
        if self._is_second_of_compound():
            return "metonymic"
        if behind.isspace() and (adjunct := self._adjunct()):
            return adjunct
        if (
            mention.end != last.end
            and text[last.end : last.end + 1] in {"'", "’"}
            and (owner := _POSSESSIVE.match(text, last.end))
        ):
            return self._possessive(owner.end())
        if self.own and len(self.own[0]) > 1 and self._ends_name():
            return "modifier"
        left = self._left()
        if left is not None:
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
        found = _BACKED.match(self.text, self.mention.end)
        word = found[1] if found else ""
        low = word.lower()
        if low in lists.LITERAL_COMPOUNDS or not word:
            return "literal" if word else None
        if low in lists.QUALITY_COMPOUNDS:
            return "modifier"
        if word[0].islower():
            return "metonymic" if low.endswith("ed") or low in lists.PARTICIPLES or low in _FRIENDLY else "modifier"
        return "metonymic" if any(one in partners() for one in map(str.lower, self.after[1:5])) else None

    def _is_second_of_compound(self) -> bool:
        """Tell whether it ends "pro-Russia" or "the Libya-Turkey deal"."""
        start = self.mention.start
        if self.text[start - 1 : start] not in {"-", "–"} or not self.text[start - 2 : start - 1].isalpha():
            return False
        if self.text[max(0, start - 5) : start].lower().endswith(("pro-", "anti-")):
            return True
        return any(word.lower() in partners() for word in _words_after(self.text, self.mention.end)[:2])

    def _possessive(self, at: int) -> Use:
        """Return the use of an owner: of a land's parts literal, of a decision or a person metonymic."""
        chunk = _TOKEN.findall(self.text[at : at + 60])
        start = at + 1
        if chunk and chunk[0][:1].isupper() and start in self.starts and not self._qualifies_further(chunk):
            return "literal"  # "Syria's Homs"
        verdict: Use | None = None
        seen = 0
        for word in chunk[:5]:
            low = word.lower()
            if not word[0].isalnum() or (seen and (low in lists.FUNCTION or low.endswith("ed"))):
                break
            seen += 1
            kind = _noun_kind(low)
            if kind is None and verdict is not None:
                break
            verdict = kind or verdict
        if verdict:
            return verdict
        run = _capital_run(chunk)
        if len(run) > 1 and not any(word.lower() in words("inner_words") for word in run):
            return "metonymic"  # "France's Emmanuel Macron"
        return "literal"

    def _qualifies_further(self, chunk: list[str]) -> bool:
        return any(_noun_kind(word.lower()) == "metonymic" for word in chunk[1:4])

    def _adjunct(self) -> Use | None:
        """Return the use of a name right before a noun, or None where no noun follows."""
        after = _words_after(self.text, self.mention.end)
        if not after or not after[0][0].isalpha():
            return None
        word, low = after[0], after[0].lower()
        told = self.own[0].lower() if self.own else ""
        determined = told in lists.DETERMINERS or told in {"s", "'s", "’s"} or told.endswith(("'s", "’s"))
        if self._has_the():  # "the US said", but "US bases"
            determined = told != "the" and self.mention.text.lower() in lists.WITH_THE
        if word[0].isupper():
            if self.mention.end + 1 in self.starts or len(word) == 1 or low in _DAYS or _is_verb(low):
                return None
            run = _capital_run(after)
            organisation = any(one.lower() in words("inner_words") for one in run)
            if told in lists.PREPOSITIONS and not organisation and run[-1].lower() not in words("land_nouns"):
                return None  # "the senator from Minnesota Amy Klobuchar"
            return (
                "literal"
                if run[-1].lower() in words("land_nouns") and len(run) < 4 and run[-1] != "House"
                else "modifier"
            )
        if determined and low not in lists.FUNCTION and not lists.is_adverb(low) and not _is_verb(low):
            return _adjunct_kind(after)
        if _ends_noun(low, after, determined=determined) or (low.endswith("ing") and told != "the"):
            return None
        if self.many and low in verbs("acting_verbs").base:
            return None
        if told in lists.PREPOSITIONS | {"the"} and low in verbs("plain_verbs").base and self._is_governed():
            return None  # "talks with the Kremlin continue"
        return _adjunct_kind(after)

    def _has_the(self) -> bool:
        low = self.mention.text.lower()
        return low in lists.WITH_THE or low.startswith(("the ", "united ")) or self._is_seat()

    # -- what governs from the left

    def _left(self) -> Use | None:
        before = [word.lower() for word in self.before]
        raw = list(self.before)
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
        if governor in verbs("asked_verbs") and governor not in {"back", "help"} and not self._reads_as_noun(before):
            return "metonymic"
        if governor in _SPOKE and len(before) > 1 and before[1] in _QUOTES | {","}:
            return "metonymic"
        if self._is_contained():
            return "literal"
        return None

    def _is_governed(self) -> bool:
        return any(word.lower() in lists.PREPOSITIONS for word in self.before[:2])

    def _reads_as_noun(self, before: list[str]) -> bool:
        """Tell whether the verb before is a noun: "the help Syria wants"."""
        return len(before) > 1 and before[1] in lists.DETERMINERS

    def _of(self, raw: list[str]) -> Use:
        if not raw:
            return "literal"
        head, low = raw[0], raw[0].lower()
        if low in words("inner_words") and head[0].isupper():
            return "modifier"
        if low in lists.KINDS:
            return "literal"
        if low in words("owned_nouns") and low not in lists.DONE_TO_LAND:
            return "metonymic"
        if "of" in partners().get(low, ()):
            return "metonymic"
        # "The Fisherman of Bengal" is a title; "Steve Jones of Ohio" comes from there, and "Most of Ohio" opens a sentence.
        titled = len(raw) > 1 and not raw[1][0].isupper() and low not in words("land_nouns")
        return "modifier" if head[0].isupper() and titled else "literal"

    def _is_partner(self, preposition: str, before: list[str]) -> bool:
        """Tell whether a word before the preposition makes the mention a partner: "talks with", "sanctions on"."""
        if preposition in {"against", "versus", "vs", "v"}:
            return True
        if not before:
            return False
        if _SCORE.match(before[0]) and preposition in {"with", "to", "over"}:
            return True
        if preposition == "by":
            agent = (before[0].endswith("ed") or before[0] in lists.PARTICIPLES) and before[0] not in lists.NOT_AGENTS
            return agent or preposition in partners().get(before[0], ())
        for distance, word in enumerate(before[: _REACH.get(preposition, 3)]):
            if not word[0].isalnum():
                return False
            if preposition in partners().get(word, ()):
                return True
            if distance and word in lists.PREPOSITIONS and preposition not in {"with", "between"}:
                return False
            if word in words("land_nouns"):
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
        after = self.after
        if after and (_SCORE.match(after[0])):
            return True
        if not self._may_be_subject():
            return False
        after = _past_aside(after)
        if after and after[0] in {",", "("}:
            return False
        after, joined = _past_fellows_of(_past_adverbs(after))
        helped, plural = joined, False
        while after and (after[0].lower() in lists.AUXILIARIES or after[0].lower() in lists.BE):
            if after[0].lower() in lists.BE:
                return self._is_minded(after[0].lower(), _past_adverbs(after[1:]))
            plural = plural or after[0] == "have"
            helped = True
            after = _past_adverbs(after[1:])
        if plural and self._is_one():
            return True
        if not after:
            return False
        low = after[0].lower()
        acting = verbs("acting_verbs")
        if low in _ENACTS and any(word.lower() in _ENACTED for word in after[1:6]):
            return True
        return low in acting.finite or ((helped or self.many or self._reads_plural()) and low in acting.base)

    def _is_minded(self, form: str, after: list[str]) -> bool:
        """Tell whether what stands behind "is" is only said of one who can act."""
        low = after[0].lower() if after else ""
        if low in lists.BE and len(after) > 1:
            low = _past_adverbs(after[1:])[0].lower() if _past_adverbs(after[1:]) else ""
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


_FRIENDLY = frozenset("friendly friend critical proxy bound".split())
_SPOKE = frozenset("said says added insisted replied declared".split())
# "Ohio passed a law", though "the storm passed Ohio".
_ENACTS = frozenset("pass passes passed hold holds held host hosts hosted".split())
_ENACTED = frozenset(
    "law laws bill bills legislation resolution budget talks election elections referendum vote measure ban".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)
_REACH = {"with": 6, "between": 6, "on": 4, "to": 4, "from": 3, "for": 3, "over": 3, "at": 1, "in": 1}


def _noun_kind(low: str) -> Use | None:
    """Tell what a noun makes of its owner: "coast" is the land's, "decision" a government's."""
    if low in words("land_nouns"):
        return "literal"
    return "metonymic" if low in words("owned_nouns") else None


def _adjunct_kind(after: list[str]) -> Use:
    """Return what a noun phrase makes of the name before it: a facility or a part is in the place, others are qualified."""
    for position, word in enumerate(after[:3]):
        low = word.lower()
        if position and (not word[0].isalnum() or low in lists.FUNCTION):
            break
        if low in words("land_nouns"):
            following = after[position + 1].lower() if position + 1 < len(after) else ""
            return "modifier" if following in words("owned_nouns") else "literal"
    return "modifier"


def _capital_run(after: list[str]) -> list[str]:
    run = []
    for word in after:
        if not word[0].isupper():
            break
        run.append(word)
    return run


def _is_verb(low: str) -> bool:
    return low in verbs("acting_verbs").finite or low in verbs("plain_verbs").finite or low in lists.FUNCTION


def _past_adverbs(after: list[str]) -> list[str]:
    """Return the words from the verb on: "on Tuesday", "last week" and adverbs are passed."""
    index = 0
    while index < len(after):
        low = after[index].lower()
        if low == "on" and index + 1 < len(after) and after[index + 1].lower() in _DAYS:
            index += 2
        elif low in lists.ADVERBS or low in _DAYS or lists.is_adverb(low):
            index += 1
        else:
            break
    return after[index:]


def _past_fellows_of(after: list[str]) -> tuple[list[str], bool]:
    """Return what stands behind "and its allies", and whether something like it stood there."""
    if len(after) > 3 and after[0] == "and" and after[1].lower() in lists.DETERMINERS:
        for index in range(2, min(6, len(after))):
            low = after[index].lower()
            if low in lists.AUXILIARIES or low in verbs("acting_verbs").base or low in verbs("acting_verbs").finite:
                return after[index:], True
    return after, False


def _past_aside(after: list[str]) -> list[str]:
    """Return what stands behind ", which claims the island," or "(…)"; unchanged where the aside has no end."""
    if after and after[0] in {",", "("}:
        closer = ")" if after[0] == "(" else ","
        for index in range(1, len(after)):
            if after[index] == closer:
                return after[index + 1 :]
    return after
