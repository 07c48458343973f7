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
    both = list(zip(offered, little, strict=True))
    likely = {place.id: place for place in (_likely(each) for each, unknown in both if each and not unknown)}
    if not likely:
        return offered
    # A text names the same few again and again.
    sites = {one.place.id: one.place for each, unknown in both if unknown for one in each}
    near = {key for key, site in sites.items() if any(_is_near(site, other) for other in likely.values())}
    return [[one for one in each if one.place.id in near] if unknown else each for each, unknown in both]


def _likely(candidates: list[Candidate]) -> Place:
    return next((one.place for one in candidates if one.match == "exact"), candidates[0].place)


def _is_little_known(candidate: Candidate) -> bool:
    place = candidate.place
    is_site = place.feature_class in {"R", "S"} or place.feature_code in {"PRK", "PPLX"}
    return is_site and place.importance < _WELL_KNOWN and not place.id.startswith("user:")


def _is_near(site: Place, other: Place) -> bool:
    if is_country(other):
        return site.country in {None, other.country}
    return other.distance_km(site.latitude, site.longitude) <= _AROUND_KM
