"""What an article is about, apart from all that it mentions: its focus places.

Each resolved mention weighs by where it stands (the title and the first lines count more) and by what it is (a demonym
less than a place). A place also draws on the mentions inside it, as in the focus of Web-a-Where (Amitay et al. 2004),
so that five towns of Sicily make Sicily, and a country that is only named in passing does not outweigh its city.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from geoview.resolve.containers import inside, is_country
from geoview.types import Focus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gazetteer import Place
    from geoview.types import Article, Resolution

_TITLE, _FIRST, _DEMONYM = 3.0, 1.0, 0.5
_OPENING = 400  # characters after which a mention has lost about two thirds of its early bonus
_DRAWN = 0.35  # of what lies inside an area counts for the area
_LIKELY = 200
_AREAS = ("A", "L", "T", "H")


def focus(article: Article, resolutions: Sequence[Resolution]) -> Focus | None:
    """Return what an article is about, or None where no mention is resolved."""
    weight: defaultdict[str, float] = defaultdict(float)
    places: dict[str, Place] = {}
    title_end = _title_end(article)
    for resolution in resolutions:
        place = resolution.place
        if place is not None:
            places[place.id] = place
            weight[place.id] += _weight(resolution, title_end, article.title or "")
    if not places:
        return None
    # What is hardly mentioned is no focus: a bound on the pairs that a long text has.
    likely = sorted(places.values(), key=lambda place: (-weight[place.id], place.id))[:_LIKELY]
    ranked = sorted(likely, key=lambda place: (-_standing(place, places, weight), place.id))
    countries: defaultdict[str, float] = defaultdict(float)
    for place in places.values():
        if place.country:
            countries[place.country] += weight[place.id]
    country = min(countries, key=lambda code: (-countries[code], code)) if countries else None
    return Focus(
        place=ranked[0],
        city=next((one for one in ranked if one.feature_class == "P" and one.country == country), None),
        region=next((one for one in ranked if _is_region(one) and one.country == country), None),
        country=country,
    )


def _weight(resolution: Resolution, title_end: int, title: str) -> float:
    mention = resolution.mention
    weight = 1.0 + _FIRST * math.exp(-mention.start / _OPENING)
    if mention.start < title_end:
        weight += _TITLE
    elif mention.text in title:
        weight += _TITLE / 2
    return weight * resolution.confidence * (_DEMONYM if mention.kind == "demonym" else 1.0)


def _title_end(article: Article) -> int:
    """Return where the title ends in a text that begins with it, else 0."""
    title = article.title
    return len(title) if title and article.text.startswith(title) else 0


def _standing(place: Place, places: dict[str, Place], weight: Mapping[str, float]) -> float:
    drawn = 0.0
    if place.feature_class in _AREAS:
        drawn = sum(weight[other.id] for other in places.values() if other.id != place.id and _holds(place, other))
    return weight[place.id] + _DRAWN * drawn


def _holds(area: Place, place: Place) -> bool:
    if area.feature_class == "A":
        return inside(place, area)
    # A continent's or a region's bounds hold a smaller place, not the area around them.
    return (
        area.bounds is not None
        and place.importance < area.importance
        and area.bounds.contains(place.latitude, place.longitude)
    )


def _is_region(place: Place) -> bool:
    return place.feature_class in {"A", "L", "T"} and not is_country(place)
