"""Resolution without a model: importance, the container that the text states, and the company the name keeps.

Each candidate of a name is scored by evidence that a person can read; a softmax over the candidates gives the
confidence. A name means one place in an article (one sense per discourse: Gale, Church and Yarowsky 1992) unless a
mention states a container of its own. The weights are log-odds set by hand on the first 70 % of LGL and TR-News.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer import fold
from geoview.types import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Candidate, Gazetteer, Place
    from geoview.types import Article, Mention

_IMPORTANCE = 12.0  # per unit of importance (0..1): ten times the people are worth 1.2
_STATED = 8.0  # the text names the container right behind
_ADMIN_NAMED = 2.2  # its admin1 is named elsewhere
_COUNTRY_NAMED = 1.6  # its country, or people of it, are named elsewhere
_COMPANY = 1.5  # other places of the article are in its country, as a share
_COMPANY_ADMIN = 2.0  # the same for its admin1
_TYPE_WORD = 3.0  # "province", "river" beside it agree with its feature code
_HINT = 1.5  # --country
_AREA = 1.0  # a town against the area around it of the same name and weight
_MATCH = {"exact": 0.0, "alternate": -0.6, "abbreviation": -0.3, "demonym": 0.0, "fuzzy": -3.0}
_KEPT = 6  # runners-up to show
_SURE = 1.0  # temperature of the softmax

_TYPE_WORDS = {
    "county": "ADM2", "province": "ADM1", "state": "ADM1", "governorate": "ADM1", "oblast": "ADM1", "region": "ADM1",
    "district": "ADM2", "city": "P", "town": "P", "village": "P", "river": "H", "lake": "H", "sea": "H",
    "mountains": "T", "island": "T", "base": "S", "airport": "S",
}  # fmt: skip


@dataclass(slots=True)
class _Scored:
    candidate: Candidate
    score: float
    reasons: list[str]


class RulesResolver:
    """The resolver that needs no model: the fallback of the trained one."""

    name = "rules 1"

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Resolve to the places of a gazetteer."""
        self._gazetteer = gazetteer

    def resolve(
        self, article: Article, mentions: Sequence[Mention], *, country: str | None = None
    ) -> list[Resolution]:
        """Return one Resolution a mention, in their order; see ``Resolver``."""
        offered = [self._candidates(mention) for mention in mentions]
        company = _Company(article, mentions, offered)
        senses: dict[tuple[str, str], list[_Scored]] = {}
        resolutions = []
        for index, mention in enumerate(mentions):
            stated = company.container_of(index)
            sense = (fold(mention.text), mention.kind)
            if stated is None and sense in senses:
                scored = senses[sense]
            else:
                scored = _score(mention, offered[index], company, stated, country)
                senses[sense] = max(senses.get(sense, scored), scored, key=_margin)
            resolutions.append(_resolution(mention, scored))
        return [
            _resolution(mention, senses[fold(mention.text), mention.kind])
            if company.container_of(index) is None
            else resolution
            for index, (mention, resolution) in enumerate(zip(mentions, resolutions, strict=True))
        ]

    def _candidates(self, mention: Mention) -> list[Candidate]:
        found = self._gazetteer.candidates(mention.text)
        if mention.kind == "demonym":
            return [candidate for candidate in found if candidate.match == "demonym"] or found
        named = [candidate for candidate in found if candidate.match != "demonym"]
        if not mention.text.isupper() and "." not in mention.text:
            named = [c for c in named if c.match != "abbreviation" or c.matched_name == mention.text]
        return named or found


class _Company:
    """The other places of an article: which countries and areas they speak for."""

    def __init__(self, article: Article, mentions: Sequence[Mention], offered: Sequence[list[Candidate]]) -> None:
        self._text = article.text
        self._mentions = mentions
        self._offered = offered
        self._containers = [self._find_container(index) for index in range(len(mentions))]
        self.countries: Counter[str] = Counter()
        self.admins: Counter[tuple[str | None, str]] = Counter()
        self.named_countries: Counter[str] = Counter()
        self.named_admins: Counter[tuple[str | None, str]] = Counter()
        names: dict[str, Candidate] = {}
        for mention, candidates in zip(mentions, offered, strict=True):
            if candidates:
                names.setdefault(fold(mention.text), candidates[0])
        for best in names.values():
            place = best.place
            if place.country:
                if is_country(place):
                    self.named_countries[place.country] += 1
                self.countries[place.country] += 1
            if place.feature_code == "ADM1":
                self.named_admins[place.country, place.name] += 1
            if place.admin1:
                self.admins[place.country, place.admin1] += 1
        self.total = max(1, len(names))

    def container_of(self, index: int) -> Place | None:
        """Return the area that the text states right behind a mention ("Homs, Syria"), or None."""
        return self._containers[index]

    def _find_container(self, index: int) -> Place | None:
        if index + 1 >= len(self._mentions):
            return None
        mention, following = self._mentions[index], self._mentions[index + 1]
        between = self._text[mention.end : following.start]
        if between not in {", ", " (", ","} or following.kind == "demonym":
            return None
        for candidate in self._offered[index + 1]:
            place = candidate.place
            if (is_country(place) or place.feature_code == "ADM1") and any(
                _inside(other.place, place) for other in self._offered[index]
            ):
                return place
        return None

    def beside(self, mention: Mention) -> tuple[str, str]:
        """Return the lower-case words before and behind a mention."""
        before = self._text[max(0, mention.start - 24) : mention.start].split()
        after = self._text[mention.end : mention.end + 24].split()
        return (before[-1].lower() if before else ""), (after[0].lower().strip(".,;:)") if after else "")


def is_country(place: Place) -> bool:
    """Tell whether a place is a country or a dependent territory with a country code of its own."""
    code = place.feature_code
    return (code.startswith("PCL") and code != "PCLH") or code == "TERR"


def _inside(place: Place, area: Place) -> bool:
    if place.id == area.id or place.country != area.country:
        return False
    return is_country(area) or place.admin1 == area.name


def _score(
    mention: Mention, candidates: list[Candidate], company: _Company, stated: Place | None, hint: str | None
) -> list[_Scored]:
    scored = []
    before, after = company.beside(mention)
    for candidate in candidates:
        place = candidate.place
        score = _IMPORTANCE * place.importance + _MATCH[candidate.match]
        reasons: list[str] = []
        if stated is not None and _inside(place, stated):
            score += _STATED
            reasons.append(f"'{mention.text}, {stated.name}' stands in the text")
        if place.feature_code in {"ADM1", "ADM2"}:
            score -= _AREA
        if place.country and not is_country(place):
            if company.named_countries[place.country]:
                score += _COUNTRY_NAMED
                reasons.append(f"the article names {place.country}")
            own = 1 if candidate is candidates[0] else 0
            score += _COMPANY * (company.countries[place.country] - own) / company.total
        if place.admin1:
            if company.named_admins[place.country, place.admin1]:
                score += _ADMIN_NAMED
                reasons.append(f"the article names {place.admin1}")
            own = 1 if candidate is candidates[0] else 0
            score += _COMPANY_ADMIN * (company.admins[place.country, place.admin1] - own) / company.total
        if agrees(place, before) or agrees(place, after):
            score += _TYPE_WORD
            reasons.append(f"'{after if agrees(place, after) else before}' beside it")
        if hint and place.country == hint:
            score += _HINT
            reasons.append(f"--country {hint}")
        scored.append(_Scored(candidate, score, reasons))
    scored.sort(key=lambda one: (-one.score, one.candidate.place.id))
    return scored


def agrees(place: Place, word: str) -> bool:
    """Tell whether a type word ("county") fits a place's feature code or class."""
    wanted = _TYPE_WORDS.get(word)
    return wanted is not None and wanted in {place.feature_code, place.feature_class}


def _margin(scored: list[_Scored]) -> float:
    if not scored:
        return -math.inf
    return scored[0].score - (scored[1].score if len(scored) > 1 else 0.0)


def _resolution(mention: Mention, scored: list[_Scored]) -> Resolution:
    if not scored:
        return Resolution(mention=mention, place=None, confidence=0.0, reason="not in the gazetteer")
    odds = [math.exp((one.score - scored[0].score) / _SURE) for one in scored]
    total = sum(odds)
    ranked = tuple(
        replace(one.candidate, confidence=round(odd / total * mention.score, 4))
        for one, odd in zip(scored[:_KEPT], odds, strict=False)
    )
    reasons = [*scored[0].reasons]
    reasons.append(f"most likely of {len(scored)} places of that name" if len(scored) > 1 else "the only place of that name")
    best = ranked[0]
    return Resolution(
        mention=mention,
        place=best.place,
        confidence=best.confidence or 0.0,
        candidates=ranked,
        reason="; ".join(reasons),
    )
