"""fold(): the one key under which names are stored and asked for."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Deleted: "Sana'a" is "Sanaa", "U.S." is "US". Apostrophes come in many shapes, and transliterations use all of them.
_DELETED = ".'`´‘’‚‛′ʹʻʼʽʾʿˈ՚׳＇．…"
# Letters that decomposition leaves alone although readers write them in ASCII.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɔ": "o", "ɛ": "e", "ɣ": "g", "ɨ": "i", "ʉ": "u",
    "ƴ": "y", "ĸ": "k", "ɖ": "d", "ƒ": "f", "&": " and ",
}  # fmt: skip
# What writers leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic harakat and tatweel.
_MARKS = [*range(0x0300, 0x0370), *range(0x0591, 0x05C8), 0x0640, *range(0x064B, 0x0660), 0x0670]

_ASCII: dict[int, str | None] = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII |= {ord("."): None, ord("'"): None, ord("`"): None, ord("&"): " and "}

_TABLE: dict[int, str | None] = {ord(letter): plain for letter, plain in _LETTERS.items()}
_TABLE |= dict.fromkeys(map(ord, _DELETED))
_TABLE |= dict.fromkeys(_MARKS)
_REMEMBERED = 8192  # characters: a newspaper in Chinese has 4,000


class _Learning(dict[int, "str | None"]):
    """A table for ``str.translate`` that is asked about each character once: a miss costs more than the answer."""

    def __init__(self, known: dict[int, str | None], answer: Callable[[str], str]) -> None:
        super().__init__(known)
        self.answer = answer

    def __missing__(self, code: int) -> str | None:
        answer = self.answer(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = answer
        return answer


def fold(name: str) -> str:
    """Return the key of a name: no case, accents, apostrophes or full stops; other punctuation is a space.

    Total and idempotent over all of Unicode, lone surrogates included; "" for what holds no letter or digit.
    Scripts keep their letters: only what writers leave out or vary is dropped (Unicode NFKD and full case folding).
    """
    if name.isascii():
        return " ".join(name.translate(_ASCII).split())
    folded = _fold_once(name)
    # Compatibility forms can hide capitals and marks behind one another; a fixed point is idempotent by definition.
    while not folded.isascii() and (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(name: str) -> str:
    # Apostrophes first: NFKD turns an acute accent that stands alone into a space and a mark.
    plain = unicodedata.normalize("NFKD", name.translate(_SPELLED)).casefold()
    return " ".join(unicodedata.normalize("NFKD", plain).translate(_KEPT).split())


def _keep(character: str) -> str:
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    if category[0] == "M" and category != "Me":
        return character  # vowel signs of Indic and South-East Asian scripts are part of the word
    return "" if category in {"Cf", "Me"} else " "  # joiners and direction marks vanish, the rest separates


_SPELLED = _Learning(_TABLE, str)
_KEPT = _Learning(_TABLE, _keep)
