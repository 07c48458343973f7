"""The toponyms found in a text so far: what a model found, and what the after-care adds and drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoview.recognize.context import Context
    from geoview.recognize.spans import Span

_LONGEST = 12  # tokens: nothing longer is a name
_WITH_ARTICLE = frozenset("Hague Dalles Woodlands Villages Pas".split())  # noqa: SIM905


class Findings:
    """The toponyms found so far: spans of tokens that never overlap, each with its sureness.

    Attributes:
        context: the text, its tokens and the gazetteer's matches in it.
        spans: (first, last), inclusive, to 0..1.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.spans: dict[tuple[int, int], float] = {}
        self._taken: dict[int, tuple[int, int]] = {}

    def add(self, first: int, last: int, score: float) -> None:
        """Add a span without what does not belong to a name: the article before it, "'s" behind it."""
        tokens = self.context.tokens
        if last - first >= _LONGEST:
            return
        if first < last and tokens[first].text in {"the", "The"} and tokens[first + 1].text not in _WITH_ARTICLE:
            first += 1
        while first < last and not tokens[first].word:
            first += 1
        while first < last and not tokens[last].word and not self._ends_in_possessive(first, last):
            last -= 1
        if tokens[first].word and not any(index in self._taken for index in range(first, last + 1)):
            self.spans[first, last] = score
            self._taken.update((index, (first, last)) for index in range(first, last + 1))

    def _ends_in_possessive(self, first: int, last: int) -> bool:
        """Tell whether the gazetteer has the name with its "'s" ("St. John's")."""
        return any((match.first, match.last) == (first, last) for match in self.context.matches_at(first))

    def drop(self, span: tuple[int, int]) -> None:
        """Take a span out."""
        del self.spans[span]
        for index in range(span[0], span[1] + 1):
            del self._taken[index]

    def at(self, first: int, last: int) -> set[tuple[int, int]]:
        """Return the spans that some of the tokens from ``first`` to ``last`` are in."""
        return {self._taken[index] for index in range(first, last + 1) if index in self._taken}

    def demonyms(self) -> Iterator[Span]:
        """Yield the gazetteer's demonyms where no place was found."""
        for span in self.context.spans:
            if (
                span.uses[0].match == "demonym"
                and not self.at(span.first, span.last)
                and not self.context.in_stop_phrase(span)
                and not self.context.is_person(span)
            ):
                yield span
