"""Word pieces: how an uncased BERT spells a word (WordPiece; Schuster and Nakajima 2012, Devlin et al. 2019)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENS, CLOSES, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST = 100  # characters of a word, as in BERT; longer ones are unknown
_REMEMBERED = 50_000
# BERT takes ASCII symbols ("$", "+", "^") for marks as well.
_MARKS = frozenset("$+<=>^`|~")
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class Pieces:
    """A vocabulary, and the ids of the pieces that a token's text falls into."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the pieces in the order of their ids, ``[CLS]``, ``[SEP]`` and ``[UNK]`` among them."""
        self._ids = {piece: at for at, piece in enumerate(vocabulary)}
        self.opens, self.closes = self._ids[OPENS], self._ids[CLOSES]
        self._unknown = self._ids[UNKNOWN]
        self._known: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str) -> tuple[int, ...]:
        """Return the ids of a token's pieces: at least one, ``[UNK]`` where nothing of it can be spelt."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[text] = tuple(self._spell(text)) or (self._unknown,)
        return known

    def _spell(self, text: str) -> list[int]:
        ids: list[int] = []
        for word in _words(text):
            ids += self._word(word)
        return ids

    def _word(self, word: str) -> list[int]:
        """Return the pieces of a word: the longest one first, from left to right."""
        if len(word) > _LONGEST:
            return [self._unknown]
        ids: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
            else:
                return [self._unknown]
            ids.append(piece)
            start = end
        return ids


def _words(text: str) -> list[str]:
    """Return the words and marks of a text in lower case, without accents and characters that are not seen."""
    plain = [one for one in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(one) != "Mn"]
    words = [""]
    for character in plain:
        kind = unicodedata.category(character)
        if kind[0] == "P" or character in _MARKS or _is_ideograph(character):
            words += [character, ""]
        elif kind[0] == "Z" or character in "\t\n\r":
            words.append("")
        elif kind[0] != "C":
            words[-1] += character
    return [word for word in words if word]


def _is_ideograph(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _IDEOGRAPHS)
