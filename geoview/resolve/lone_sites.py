"""Sites and districts that hardly anybody knows are believed only in a text that is about their surroundings.

A gazetteer holds one Canal Street and one Plaza Mayor of hundreds: that no other is known tells nothing. What is left
without a candidate is put in the town that the text gives it (``geoview.resolve.approximate``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.resolve.containers import is_country

if TYPE_CHECKING:
    from gazetteer import Candidate, Place

_WELL_KNOWN = 0.5  # importance from which a site is known beyond its country
_AROUND_KM = 100.0


def without_lone_sites(offered: list[list[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates of each mention, [] where all are little known and nothing else in the text is near one.

    Args:
        offered: the candidates of each mention, most important first.
    """
    little = [bool(candidates) and all(map(_is_little_known, candidates)) for candidates in offered]
    if not any(little):
        return offered
    likely = {
        place.id: place
        for candidates, unknown in zip(offered, little, strict=True)
        if candidates and not unknown
        for place in [next((one.place for one in candidates if one.match == "exact"), candidates[0].place)]
    }
    if not likely:
        return offered
    return [
        [one for one in candidates if any(_is_near(one.place, other) for other in likely.values())]
        if unknown
        else candidates
        for candidates, unknown in zip(offered, little, strict=True)
    ]


def _is_little_known(candidate: Candidate) -> bool:
    place = candidate.place
    is_site = place.feature_class in {"R", "S"} or place.feature_code in {"PRK", "PPLX"}
    return is_site and place.importance < _WELL_KNOWN and not place.id.startswith("user:")


def _is_near(site: Place, other: Place) -> bool:
    if is_country(other):
        return site.country in {None, other.country}
    return other.distance_km(site.latitude, site.longitude) <= _AROUND_KM
