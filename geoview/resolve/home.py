"""Where a source is at home, as far as its address or name tells: bostonglobe.com, irishtimes.com, "The Boston Globe".

Local papers name their own places without saying where they are (Lieberman, Samet and Sankaranarayanan 2010: local
lexicons).
"""

from __future__ import annotations

import re
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.geodesy import distance_km
from geoview.resolve.containers import is_country

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer import Candidate, Place

_NEAR_KM = 200.0
_LEAST = 4  # letters of a place's name in an address; shorter ones stand there by chance
_LONGEST = 2000  # characters of a source: what is longer names none
_HOMES = 6
_HOST = re.compile(r"(?:[a-z]+://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?(?:/.*)?", re.IGNORECASE)
# Endings that many use who are not there.
_ANYWHERE = frozenset({"io", "co", "tv", "me", "ai", "fm", "ly", "to", "cc", "ws"})
_FILES = frozenset(
    {"txt", "md", "json", "jsonl", "csv", "html", "htm", "xml", "pdf", "doc", "docx", "rtf", "text", "log"}
)
_COUNTRIES = {"uk": "GB", "gov": "US", "mil": "US", "edu": "US"}
# What names of papers are made of, and no places.
_PAPER = frozenset(
    "advertiser advocate argus beacon bulletin chronicle citizen columnist courant courier daily democrat "  # noqa: SIM905
    "dispatch echo enquirer evening examiner express free gazette globe guardian herald independent inquirer "
    "inside insight is journal latest leader ledger live local mail mercury messenger mirror monitor morning my "
    "news now observer of online pioneer post press radio record recorder register reporter republic review "
    "sentinel standard star state sun sunday telegram telegraph the this times timesdispatch today tribune tv "
    "union voice weekly world www".split()
)
_PAPERS = sorted(_PAPER, key=lambda word: (-len(word), word))
_NAMED = re.compile(rf"\b(?:{'|'.join(word for word in _PAPERS if len(word) > 3)})\b", re.IGNORECASE)


class Home(NamedTuple):
    """Where a source may be at home.

    Attributes:
        country: ISO alpha-2 code that its address ends in, or None.
        places: the places that its address or name may name, each with its share, 0..1.
    """

    country: str | None
    places: tuple[tuple[Place, float], ...]

    def nearness(self, place: Place) -> float:
        """Return how near a place is to the home, 0..1; a country is near to all that is in it."""
        return max((share * _nearness(place, home) for home, share in self.places), default=0.0)


def home_of(source: str | None, look_up: Callable[[str], list[Candidate]]) -> Home:
    """Return the home of a source.

    Args:
        source: an address, a host, an outlet's name, or None.
        look_up: the gazetteer's candidates of a name.
    """
    source = (source or "").strip()
    if len(source) > _LONGEST:
        return Home(None, ())
    found = _HOST.fullmatch(source)
    if found is not None and "/" not in found[0] and found[1].rpartition(".")[2].lower() in _FILES:
        return Home(None, ())
    if found is None:
        return Home(None, _places(_words(source), look_up))
    *labels, ending = found[1].lower().split(".")
    country = _COUNTRIES.get(ending)
    if country is None and len(ending) == 2 and ending not in _ANYWHERE:
        country = ending.upper()
    places = _places((part for label in labels for part in _parts(label)), look_up)
    there = tuple((place, share) for place, share in places if country in {None, place.country})
    return Home(country, there or places)


def _words(name: str) -> Iterator[str]:
    """Yield what may be a place in an outlet's name: what is left without the words of which such names are made."""
    if _NAMED.search(name):
        rest = " ".join(_NAMED.sub(" ", name).split()).removeprefix("The ").strip()
        yield rest
        yield from rest.split()


def _parts(label: str) -> Iterator[str]:
    """Yield what may be a place in a label of a host: "chicagotribune" holds "chicago"."""
    for part in label.split("-"):
        bare, before = part, None
        while bare != before:
            before = bare
            for word in _PAPERS:
                if bare != word and bare.startswith(word) and len(bare) - len(word) >= _LEAST:
                    bare = bare[len(word) :]
                    break
                if bare != word and bare.endswith(word) and len(bare) - len(word) >= _LEAST:
                    bare = bare[: -len(word)]
                    break
            yield bare


def _places(names: Iterator[str], look_up: Callable[[str], list[Candidate]]) -> tuple[tuple[Place, float], ...]:
    for name in names:
        if len(name) < _LEAST or name.lower() in _PAPER:
            continue
        # A misspelling is none here: bloomberg.com is not at home in Blomberg.
        found = [one.place for one in look_up(name) if one.match not in {"abbreviation", "fuzzy"}][:_HOMES]
        if found:
            odds = [exp(12 * (place.importance - found[0].importance)) for place in found]
            return tuple((place, odd / sum(odds)) for place, odd in zip(found, odds, strict=True))
    return ()


def _nearness(place: Place, home: Place) -> float:
    if is_country(home):
        return float(place.country == home.country)
    return exp(-distance_km(place.latitude, place.longitude, home.latitude, home.longitude) / _NEAR_KM)
