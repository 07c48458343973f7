"""The tokens and gazetteer matches of one text, and what is written around them."""

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

PREPOSITIONS = frozenset(
    "in at near from to outside across around through towards toward into via visiting between "  # noqa: SIM905
    "throughout within off northern southern eastern western central north south east west northwest "
    "northeast southwest southeast downtown inside beyond leaving reached entered".split()
)
_POSTS = frozenset(
    "Republic State Bishop Saint St. St Bar".split()  # noqa: SIM905
)


class Wording:
    """What stands where. Text and word lists give all answers."""

    def __init__(self, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> None:
        self.text = text
        self.tokens = tokens
        self.spans = spans
        self._at = {span.first: span for span in spans}
        self._until = {span.last: span for span in spans}
        self._first, self._last = words("first_names"), words("last_names")
        self._common = words("common_words")
        self._organisations = words("organisation_words")

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
        return bool((before and before.text in PREPOSITIONS) or self.has_area_behind(index))

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
