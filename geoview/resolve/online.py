"""Mentions that the gazetteer has no place for, asked about elsewhere: where the user said so, and by name alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from gazetteer.geodesy import distance_km

if TYPE_CHECKING:
    from gazetteer.place import Candidate
    from geoview.types import GeoparsedArticle, Resolution

CONFIDENCE = 0.2
"""Of such an answer. It is a guess: the service saw the name and no word of the text."""
_MOST = 5
_NEAR_KM = 60.0


class Asked(Protocol):
    """What answers: ``gazetteer.online.Online``, or a test's."""

    service: str

    def candidates(self, name: str, limit: int = 10) -> list[Candidate]:
        """Return what a name may mean, best first.

        Raises:
            OnlineError: nobody answers.
        """


def with_online(geoparsed: GeoparsedArticle, online: Asked) -> GeoparsedArticle:
    """Return an article with answers for the names that the gazetteer has no candidate for; each name is asked once.

    A mention with candidates of which none was sure enough stays unresolved: a service that sees only the name knows
    no better. Where the text tells the town of a site, only an answer in or near that town is taken.

    Raises:
        OnlineError: the service cannot be asked.
    """
    answers: dict[str, tuple[Candidate, ...]] = {}
    resolutions = []
    for resolution in geoparsed.resolutions:
        mention = resolution.mention
        unknown = resolution.place is None or resolution.approximate
        if unknown and not resolution.candidates and mention.kind == "place":
            if mention.text not in answers:
                answers[mention.text] = tuple(online.candidates(mention.text, _MOST))
            answered = _there if resolution.approximate else _answered
            resolutions.append(answered(resolution, answers[mention.text], online.service))
        else:
            resolutions.append(resolution)
    if not any(answers.values()):
        return geoparsed
    provenance = replace(geoparsed.provenance, gazetteer=f"{geoparsed.provenance.gazetteer}, {online.service} online")
    return replace(geoparsed, resolutions=tuple(resolutions), provenance=provenance)


def _answered(resolution: Resolution, found: tuple[Candidate, ...], service: str) -> Resolution:
    if not found:
        return resolution
    return replace(
        resolution,
        place=found[0].place,
        confidence=CONFIDENCE,
        candidates=tuple(replace(each, confidence=CONFIDENCE if each is found[0] else 0.0) for each in found),
        reason=f"not in the gazetteer; {service} was asked online, for the name alone, and this is its first answer",
    )


def _there(resolution: Resolution, found: tuple[Candidate, ...], service: str) -> Resolution:
    """Return the answer that lies where the text puts a site, with the trust that its town has; else the town."""
    town = resolution.place
    near = [
        each
        for each in found
        if town is not None
        and distance_km(each.place.latitude, each.place.longitude, town.latitude, town.longitude) <= _NEAR_KM
    ]
    if town is None or not near:
        return resolution
    chosen = replace(near[0], confidence=resolution.confidence)
    return replace(
        resolution,
        place=chosen.place,
        candidates=(chosen,),
        approximate=False,
        reason=f"not in the gazetteer; {service} was asked online, and has it near {town.name}, where the text puts it",
    )
