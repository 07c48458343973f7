"""Which alternate names are spellings that an article could hold, and which are junk."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters that stand among Latin ones: the Hawaiian okina, Semitic half rings, apostrophes.
_MODIFIERS = frozenset("ʻʼʽʾʿˈˌ")
_PUNCTUATION = frozenset(" -–'’‘`´.&·!:")
_CODE = re.compile(r"[A-Z0-9]{1,5}|(?:[A-Z]\.){1,4}[A-Z]?")
_LONGEST = 60
_SHORTEST = 3


def is_spelling(name: str) -> bool:
    """Tell whether an alternate name is a Latin-script spelling worth keeping.

    Left out are other scripts, names that mix scripts, machine romanisations (GeoNames writes them without a
    capital: "la ta ji ya", "ltqyh"), airport, country and postal codes ("LTK", "75001"), initials ("L.A.": the
    curated aliases hold those that are used), lists ("Bozen/Bolzano", "Cordoba, Andalusia"), and what is shorter
    than 3 or longer than 60 characters.
    """
    if not _SHORTEST <= len(name) <= _LONGEST or _CODE.fullmatch(name):
        return False
    if any(mark in name for mark in ",/()") or re.search(r"\d{3}", name):
        return False
    # No capital or no small letter is the cheaper test, and most junk fails it.
    return not name.islower() and not name.isupper() and name.lower() != name and _is_latin(name)


@lru_cache(maxsize=4096)
def _is_latin_letter(letter: str) -> bool:
    return letter in _MODIFIERS or unicodedata.name(letter, "").startswith("LATIN ")


def _is_latin(name: str) -> bool:
    if name.isascii():
        return all(letter.isalnum() or letter in _PUNCTUATION for letter in name)
    for letter in unicodedata.normalize("NFC", name):
        category = unicodedata.category(letter)
        if category[0] == "L":
            if not _is_latin_letter(letter):
                return False
        elif category[0] != "M" and category != "Nd" and letter not in _PUNCTUATION:
            return False
    return True


def alternates(name: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Give the candidates that are spellings, cleaned, without those that fold to ``name`` or to one another.

    Of several with one look-up key the first in the given order stays.
    """
    seen = {fold(name)}
    kept = []
    for candidate in candidates:
        text = clean(candidate)
        if not is_spelling(text) or fold(text) in seen:
            continue
        seen.add(fold(text))
        kept.append(text)
    return tuple(kept)


# Romanised names use these for ayin, hamza and soft signs.
_ROMANISATION_MARKS = dict.fromkeys(map(ord, "ʻʼʽʾʿˈ‘’`"), "'")


def plain(name: str) -> str:
    """Give a romanised name without the marks that no article prints: "Ţarţūs" is Tartus."""
    decomposed = unicodedata.normalize("NFD", name.translate(_ROMANISATION_MARKS))
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
    )


def clean(name: str) -> str:
    """Give a name in composed form, with single spaces and no control characters."""
    if name.isascii() and name.isprintable():
        return " ".join(name.replace("|", " ").split())
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cf", "Zs") else letter for letter in name)
    return " ".join(unicodedata.normalize("NFC", text).replace("|", " ").split())
