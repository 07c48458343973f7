"""Who is a person in a text: full names, titles, and the surnames that stand alone further on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer import fold
from geoview.recognize.lexicons import table, words
from geoview.recognize.wording import PREPOSITIONS, Wording

if TYPE_CHECKING:
    from geoview.recognize.spans import Span
    from geoview.tokens import Token

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
_NAME_PARTS = frozenset(
    "al el bin ibn abu van von de der den da di del la le ter ben bint umm".split()  # noqa: SIM905
)


class People(Wording):
    """Questions about persons."""

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
            and token.text.lower() not in PREPOSITIONS | _BEFORE_PLACES
            and token.text not in table("place_words")
            and token.text not in self._organisations
        )

    def is_somebody(self, word: str) -> bool:
        """Tell whether the text has a word as somebody's name."""
        return word in self.given_names or word in self.family_names or word in self.full_names

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
