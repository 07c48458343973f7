"""The places that a name may mean, as a page: one line a place, each a mention of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.names import fold
from geoview import __version__
from geoview.render.table import containers
from geoview.types import Article, GeoparsedArticle, Mention, Provenance, Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.place import Candidate

_LONGEST = 80  # characters of a file's name
# What Windows keeps for its devices.
_KEPT = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def candidates_article(name: str, candidates: Sequence[Candidate], *, gazetteer: str) -> GeoparsedArticle:
    """Return a list of candidates as an article that a page can show, and any other format write.

    Args:
        name: what was asked for.
        candidates: most important first.
        gazetteer: its version.
    """
    title = " ".join(f"Places for “{name}”".split())
    text = f"{title}\n"
    resolutions = []
    for number, candidate in enumerate(candidates, 1):
        place = candidate.place
        shown = " ".join(place.name.split()) or place.id
        start = len(text) + 1
        text += f"\n{shown}{_described(candidate)}"
        mention = Mention(start=start, end=start + len(shown), text=shown)
        resolutions.append(
            Resolution(
                mention=mention,
                place=place,
                confidence=1.0,  # that this line means this place; what the name means in a text is another question
                candidates=(candidate,),
                reason=f"{number} of {len(candidates)} places for that name, {candidate.match} match",
            )
        )
    return GeoparsedArticle(
        article=Article(id=file_stem(name), text=text + "\n", title=title),
        resolutions=tuple(resolutions),
        provenance=Provenance(geoview=__version__, gazetteer=gazetteer, recognizer="lookup", resolver="lookup"),
    )


def file_stem(name: str) -> str:
    """Return a name as every system's files may bear it: letters and digits, with hyphens for the rest."""
    stem = fold(name).replace(" ", "-")[:_LONGEST].strip("-")
    return f"{stem or 'lookup'}-place" if not stem or stem in _KEPT else stem


def _described(candidate: Candidate) -> str:
    place = candidate.place
    where = containers(place)
    people = f", {place.population:,} people" if place.population else ""
    other = f", as {candidate.matched_name}" if fold(candidate.matched_name) != fold(place.name) else ""
    return f"{', ' + where if where else ''} ({place.feature_class} {place.feature_code}{people}{other}; {place.id})"
