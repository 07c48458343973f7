"""Texts that nobody writes: each a thing repeated, to find what takes longer than in proportion to a text's length."""

from __future__ import annotations

import random
import string

REPEATED = {
    "particles of names": "El ",
    "type words": "Road ",
    "short forms": "St. ",
    "names and areas": "Springfield, Ohio; ",
    "a list": "Paris, ",
    "a list with and": "France, Spain and ",
    "coordinates": "35.5, 35.8; Paris ",
    "directions": "north of ",
    "sides": "northern north ",
    "distances": "about around 5 km ",
    "owners": "Syria's ",
    "hyphens": "Paris-",
    "apostrophes": "'",
    "brackets": "(",
    "dots": "a.",
    "no space": "Paris",
    "datelines": "PARIS/LONDON, ",
    "white space": " \t",
    "Arabic": "دمشق وحلب ",
    "digits": "1",
    "sites": "Fath Road. ",
    "prepositions": "near Foo in ",
    "lines": "Paris\n",
}


def repeated(name: str, characters: int) -> str:
    """Return one of them in that length, with a name behind."""
    once = REPEATED[name]
    return once * (characters // len(once)) + " Paris"


def titled(words: int) -> str:
    """Return different capitalised words in one line."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    return " ".join("".join(chance.choices(string.ascii_lowercase, k=6)).capitalize() for _ in range(words))
