"""What stands around a gazetteer match: the clues that tell a place from a person, a team or a plain word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.people import People
from geoview.recognize.wording import PREPOSITIONS

if TYPE_CHECKING:
    from geoview.recognize.spans import Span

_SPEECH = frozenset(
    "said says told added noted explained wrote testified thinks recalled joked".split()  # noqa: SIM905
)


class Context(People):
    """All questions about one text."""

    def clues(self, span: Span) -> dict[str, float]:
        """Return the clues that hold for a match, each with how often or how strongly."""
        before, after = self._word(span.first - 1), self._word(span.last + 1)
        written = self.written(span)
        single = span.first == span.last
        clues: dict[str, float] = {}
        if not single:
            clues["words"] = sum(self.tokens[index].word for index in range(span.first, span.last + 1)) - 1
        if before and before.text.lower() in PREPOSITIONS and (before.text.islower() or before.opens):
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

    def is_inside_name(self, first: int, last: int) -> bool:
        """Tell whether a stretch is part of a longer run of capitalised words that the gazetteer does not part."""
        before, after = self._word(first - 1), self._word(last + 1)
        return bool(
            (before and self._is_unknown_name(before) and not before.opens)
            or (after and self.is_capitalised(after) and last + 1 not in self._at)
        )

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
