"""What stands around a gazetteer match: the clues that tell a place from a person, a team or a plain word."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from gazetteer import fold
from geoview.recognize.lexicons import table, words
from geoview.recognize.spans import CONNECTORS
from geoview.recognize.stops import find_stops

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.recognize.spans import Span
    from geoview.recognize.stops import Stop
    from geoview.tokens import Token

_PREPOSITIONS = frozenset(
    "in at near from to outside across around through towards toward into via visiting between "  # noqa: SIM905
    "throughout within off northern southern eastern western central north south east west northwest "
    "northeast southwest southeast downtown inside beyond leaving reached entered".split()
)
_POSTS = frozenset(
    "Republic State Bishop Saint St. St Bar".split()  # noqa: SIM905
)
_SMALL = 160
_GREAT = 220  # importance of countries and the greatest cities, 0..255
_FULL_NAME = 2  # words before a surname
_PARTICLES = frozenset("bin ibn bint van von".split())  # noqa: SIM905
_JOINTS = frozenset("- – & '".split())  # noqa: SIM905
# Words with a capital that go before places as well as before people.
_BEFORE_PLACES = frozenset(
    "greater upper lower old new inner outer metro metropolitan modern ancient city county capital port saint san "  # noqa: SIM905
    "santa los las el la le the imperial soviet communist islamic democratic people royal free".split()
)
_SPEECH = frozenset(
    "said says told added noted explained wrote testified thinks recalled joked".split()  # noqa: SIM905
)
_NAME_PARTS = frozenset(
    "al el bin ibn abu van von de der den da di del la le ter ben bint umm".split()  # noqa: SIM905
)


class Context:
    """The tokens and matches of one text, and questions about them. Text and word lists give all answers."""

    def __init__(self, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> None:
        self.text = text
        self.tokens = tokens
        self.spans = spans
        self._at = {span.first: span for span in spans}
        self._until = {span.last: span for span in spans}
        self._first, self._last = words("first_names"), words("last_names")
        self._common = words("common_words")
        self._organisations = words("organisation_words")

    # -- what is written

    def written(self, span: Span) -> str:
        """Return the span as it stands in the text."""
        return self.text[self.tokens[span.first].start : self.tokens[span.last].end]

    def trimmed(self, span: Span) -> tuple[int, int]:
        """Return the offsets of a span without a leading "The", unless the name has it ("The Hague")."""
        start, end = self.tokens[span.first].start, self.tokens[span.last].end
        own = any(fold(use.name or "").startswith("the ") or use.name is None for use in span.uses)
        if span.first < span.last and self.tokens[span.first].text.lower() == "the" and not own:
            start = self.tokens[span.first + 1].start
        return start, end

    def matches_at(self, index: int) -> list[Span]:
        """Return the gazetteer's match that begins at a token, if there is one."""
        return [self._at[index]] if index in self._at else []

    def run_start(self, index: int) -> int:
        """Return where the capitalised words begin that end at a token; no other mark or line end parts them."""
        return self._run_starts[index]

    @cached_property
    def _run_starts(self) -> list[int]:
        """Of each token ``run_start``: found in one pass, since a list of names in one line may be one run."""
        starts: list[int] = []
        before: Token | None = None
        for index, token in enumerate(self.tokens):
            joined = (
                before is not None
                and self.is_capitalised(before)
                and before.text != "The"
                and "\n" not in self.text[before.end : token.start]
            )
            starts.append(starts[-1] if joined else index)
            before = token
        return starts

    def is_known(self, first: int, last: int) -> bool:
        """Tell whether a stretch holds a match of the gazetteer, or nothing but plain words."""
        stretch = range(first, last + 1)
        return any(index in self._covered for index in stretch) or all(
            self.tokens[index].text.lower() in self._common for index in stretch
        )

    @cached_property
    def _covered(self) -> set[int]:
        return {index for span in self.spans for index in range(span.first, span.last + 1)}

    def goes_on(self, index: int) -> bool:
        """Tell whether another capitalised word follows a token."""
        after = self._word(index + 1)
        return after is not None and self.is_capitalised(after)

    def goes_on_as_words(self, index: int) -> bool:
        """Tell whether a lower-case word follows a token."""
        after = self._word(index + 1)
        return after is not None and after.text.islower()

    def stands_as_place(self, index: int) -> bool:
        """Tell whether a word stands where a place would: behind "in" or the like, or before its area."""
        before = self._word(index - 1)
        return bool((before and before.text in _PREPOSITIONS) or self.has_area_behind(index))

    def has_area_behind(self, index: int) -> bool:
        """Tell whether a word is a name with its state or country right behind it (", Syria")."""
        return index in self._at and self.container_after(self._at[index]) is not None

    def stands_by_type_word(self, span: Span) -> bool:
        """Tell whether a word for a kind of place stands beside a name ("Hmeimim air base"), and no other name."""
        before, after = self._word(span.first - 1), self._word(span.last + 1)
        return not (after and self.is_capitalised(after)) and self._place_word_beside(before, after)

    def is_organisation(self, index: int) -> bool:
        """Tell whether a word makes an organisation of the name before it ("Hartford Hospital")."""
        return self.tokens[index].text in self._organisations

    def has_title(self, index: int) -> bool:
        """Tell whether a title stands right before a word ("Mayor Jackson")."""
        before = self._word(index - 1)
        return before is not None and before.text in words("titles") and before.text not in _POSTS

    def is_owned(self, span: Span) -> bool:
        """Tell whether "'s" follows a span."""
        after = self._token(span.last + 1)
        return after is not None and after.text in {"'s", "’s"}

    @cached_property
    def given_names(self) -> frozenset[str]:
        """First names that stand before a surname somewhere in the text."""
        found = set()
        for index, token in enumerate(self.tokens):
            if not token.text[0].isupper() or token.text.lower() not in self._first:
                continue
            after = self._word(index + 1)
            if (
                after
                and after.text[0].isupper()
                and after.text.lower() in self._last
                and not after.text.isupper()
                and self._is_unknown_name(after)
                and (index not in self._at or self._at[index].last == index)
                and (index + 1 not in self._at or self._at[index + 1].uses[0].weight < _SMALL)
                and not self.goes_on(index + 1)
            ):
                found.add(token.text)
        return frozenset(found)

    @cached_property
    def family_names(self) -> frozenset[str]:
        """Surnames that stand behind a first name or title somewhere in the text."""
        return frozenset(
            self.tokens[index].text
            for index in self._person_tokens
            if self.tokens[index].text.lower() in self._last and not self.goes_on(index)
        )

    @cached_property
    def full_names(self) -> frozenset[str]:
        """Words that the text brings in as part of somebody's full name, whatever the lists of names hold.

        "Sudesh Amman … Amman ran", "Hamza bin Laden … Hamza": what counts is where a word stands first.
        """
        found: set[str] = set()
        seen: set[str] = set()
        for index, token in enumerate(self.tokens):
            if not self.is_capitalised(token) or token.text in seen:
                continue
            seen.add(token.text)
            if self._has_particle_behind(index) or self._ends_full_name(index):
                found.add(token.text)
        return frozenset(found)

    def _has_particle_behind(self, index: int) -> bool:
        particle, after = self._word(index + 1), self._word(index + 2)
        return particle is not None and particle.text in _PARTICLES and after is not None and self.is_capitalised(after)

    def _ends_full_name(self, index: int) -> bool:
        """Tell whether a word ends two or three capitalised ones, of which the gazetteer knows no other."""
        start, after = self.run_start(index), self._token(index + 1)
        if not 1 <= index - start <= _FULL_NAME or self.goes_on(index) or (after and after.text in _JOINTS):
            return False
        weight = self._at[index].uses[0].weight if index in self._at else 0
        small = 0 < weight < _SMALL
        return weight < _GREAT and all(self._may_be_given(other, common=small) for other in range(start, index))

    def _may_be_given(self, index: int, *, common: bool) -> bool:
        """Tell whether a word could be a first name; ``common`` words too, unless a sentence's beginning makes them."""
        token = self.tokens[index]
        match = self._at.get(index)
        if match is not None and (match.first < match.last or match.uses[0].weight >= _SMALL):
            return False
        if len(token.text) == 1 or (token.text.isupper() and token.text[-1] != "."):
            return False
        if self._is_unknown_name(token):
            return True
        return (
            common
            and not token.opens
            and token.text.lower() not in _PREPOSITIONS | _BEFORE_PLACES
            and token.text not in table("place_words")
            and token.text not in self._organisations
        )

    def is_somebody(self, word: str) -> bool:
        """Tell whether the text has a word as somebody's name."""
        return word in self.given_names or word in self.family_names or word in self.full_names

    def shouted(self, span: Span) -> bool:
        """Tell whether the span's line is all in capitals, so that capitals tell nothing."""
        starts, lines = self._lines
        line = lines[bisect_right(starts, self.tokens[span.first].start) - 1]
        return line > len(self.written(span)) + 3

    @cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        """Where each line begins, and how long it is if it is all in capitals, else 0."""
        lines = self.text.split("\n")
        starts = [0, *accumulate(len(line) + 1 for line in lines[:-1])]
        return starts, [len(line) if line.isupper() else 0 for line in lines]

    def in_stop_phrase(self, span: Span) -> bool:
        """Tell whether the span is part of a phrase that names no place ("West Nile virus").

        A longer name is no part of it ("Christmas Island"), nor one with its area behind it ("June Lake, Calif.").
        """
        stop = self.stops.get(span.first)
        return (
            stop is not None
            and not stop.inner
            and span.last <= stop.last
            and not (stop.last == span.last and self.container_after(span) is not None)
        )

    @cached_property
    def stops(self) -> dict[int, Stop]:
        """The stop phrases of the text, by the index of each token in them."""
        return find_stops(self.tokens)

    # -- clues

    def clues(self, span: Span) -> dict[str, float]:
        """Return the clues that hold for a match, each with how often or how strongly."""
        before, after = self._word(span.first - 1), self._word(span.last + 1)
        written = self.written(span)
        single = span.first == span.last
        clues: dict[str, float] = {}
        if not single:
            clues["words"] = sum(self.tokens[index].word for index in range(span.first, span.last + 1)) - 1
        if before and before.text.lower() in _PREPOSITIONS and (before.text.islower() or before.opens):
            clues["preposition"] = 1
        elif before and before.text == "of":
            clues["of"] = 1
        if self.container_after(span) is not None:
            clues["container after"] = 1
        if self._container_before(span):
            clues["container before"] = 1
        if self._place_word_beside(before, after):
            clues["place word"] = 1
        clues |= self._person_clues(span, before, after)
        clues |= self._word_clues(span, written, single=single)
        if after and after.text.lower() in _SPEECH:
            clues["speaks"] = 1
        return clues

    def container_after(self, span: Span) -> Span | None:
        """Return the area named right behind: ", Syria", ", Calif." or "(Syria)"."""
        mark = self._token(span.last + 1)
        if mark is None or mark.text not in {",", "("}:
            return None
        container = self._at.get(span.last + 2)
        if container and any(use.level in {"country", "admin1"} and use.match != "demonym" for use in container.uses):
            return container
        return None

    def _container_before(self, span: Span) -> bool:
        mark = self._token(span.first - 1)
        return (
            mark is not None
            and mark.text == ","
            and span.first - 2 in self._until
            and span.uses[0].level in {"country", "admin1"}
        )

    def _place_word_beside(self, before: Token | None, after: Token | None) -> bool:
        beside = table("place_words")
        return bool(
            (after and beside.get(after.text, "").startswith(("after", "both")))
            or (before and beside.get(before.text, "").startswith(("before", "both")))
        )

    def is_inside_name(self, first: int, last: int) -> bool:
        """Tell whether a stretch is part of a longer run of capitalised words that the gazetteer does not part."""
        before, after = self._word(first - 1), self._word(last + 1)
        return bool(
            (before and self._is_unknown_name(before) and not before.opens)
            or (after and self.is_capitalised(after) and last + 1 not in self._at)
        )

    def is_person(self, span: Span) -> bool:
        """Tell whether the span stands in a person's name here."""
        found = self._person_clues(span, self._word(span.first - 1), self._word(span.last + 1))
        return any(clue in found for clue in ("title", "first name", "surname after"))

    def _person_clues(self, span: Span, before: Token | None, after: Token | None) -> dict[str, float]:
        clues: dict[str, float] = {}
        known_after = span.last + 1 in self._at
        if before and before.text in words("titles"):
            clues["title"] = 1
        elif span.first in self._person_tokens:
            clues["first name"] = 1
        elif before and self._is_unknown_name(before):
            clues["unknown neighbour"] = 1
        if after and not known_after and self.is_capitalised(after):
            written = self.written(span).lower()
            if after.text in self._organisations or after.text in table("place_words"):
                clues["organisation"] = 1
            elif written in self._first and after.text.lower() in self._last:
                clues["surname after"] = 1
            elif self._is_unknown_name(after):
                clues["unknown neighbour"] = clues.get("unknown neighbour", 0) + 1
        if "first name" not in clues and fold(self.written(span)) in self._surnames:
            clues["person elsewhere"] = 1
        return clues

    @cached_property
    def _person_tokens(self) -> set[int]:
        """Indexes of tokens that follow a first name or an initial inside a run of capitalised words."""
        inside: set[int] = set()
        for index, token in enumerate(self.tokens):
            if not self.is_capitalised(token):
                continue
            step = self._without_parts[index - 1] if index else -1
            before = self._token(step)
            if before is None or "\n" in self.text[before.end : token.start]:
                continue
            initial = len(before.text) == 2 and before.text[0].isupper() and before.text[1] == "."
            given = (
                before.text.lower() in self._first
                and before.text[0].isupper()
                and before.text.lower() not in self._common
            )
            if (initial or given or step in inside) and step not in self._gazetteer_only:
                inside.add(index)
        return inside

    @cached_property
    def _without_parts(self) -> list[int]:
        """Of each token itself, or the last one before it that is neither a hyphen nor like "bin"; -1 for none."""
        last, found = -1, []
        for index, token in enumerate(self.tokens):
            if token.text != "-" and token.text.lower() not in _NAME_PARTS:
                last = index
            found.append(last)
        return found

    @cached_property
    def _gazetteer_only(self) -> set[int]:
        """Indexes of tokens in matches too important to be a given name ("Jordan", "Georgia" stay in doubt)."""
        return {
            index
            for span in self._at.values()
            if span.first < span.last or span.uses[0].weight > _GREAT
            for index in range(span.first, span.last + 1)
        }

    @cached_property
    def _surnames(self) -> set[str]:
        return {fold(self.tokens[index].text) for index in self._person_tokens}

    def _word_clues(self, span: Span, written: str, *, single: bool) -> dict[str, float]:
        clues: dict[str, float] = {}
        lower = written.lower()
        if lower in self._common or (not single and all(self._is_common(i) for i in range(span.first, span.last + 1))):
            clues["opening common word" if self.tokens[span.first].opens and single else "common word"] = 1
        if lower in self._lower_words:
            clues["lower-case twin"] = 1
        if single and lower in self._first:
            clues["given name"] = 1
        if single and lower in self._last:
            clues["surname"] = 1
        return clues

    def may_abbreviate(self, span: Span) -> bool:
        """Tell whether a short form stands where it can mean a place: a state's behind a comma or a name."""
        if any(use.level in {"country", "region", "city"} for use in span.uses):
            return True
        before = self._token(span.first - 1)
        if "." in self.written(span) and before is not None:
            return True
        return before is not None and (before.text in {",", "("} or self.is_capitalised(before))

    # -- tokens

    def _token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _word(self, index: int) -> Token | None:
        """Return the word at an index, if it is one and no line ends between it and its neighbour."""
        token = self._token(index)
        return token if token is not None and token.word else None

    def is_capitalised(self, token: Token) -> bool:
        """Tell whether a token is a word with a capital."""
        return token.word and token.text[0].isupper()

    def _is_common(self, index: int) -> bool:
        text = self.tokens[index].text.lower()
        return text in self._common or text in CONNECTORS or not self.tokens[index].word

    def _is_unknown_name(self, token: Token) -> bool:
        """Tell whether a neighbour is capitalised and neither a plain word nor a place's type."""
        return (
            self.is_capitalised(token)
            and token.text.lower() not in self._common
            and token.text not in table("place_words")
            and token.text not in self._organisations
        )

    @cached_property
    def _lower_words(self) -> set[str]:
        return {token.text for token in self.tokens if token.word and token.text.islower()}
