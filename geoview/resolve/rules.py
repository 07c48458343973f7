"""Resolution without a model: importance, the container that the text states, and the company the name keeps.

Each candidate of a name is scored by evidence that a person can read; a softmax over the candidates gives the
confidence. The weights are log-odds set by hand on the first 70 % of LGL and TR-News.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geoview.resolve import MIN_CONFIDENCE
from geoview.resolve.approximate import approximated
from geoview.resolve.containers import inside, is_country
from geoview.resolve.groups import gather, hinted, lacking, with_misspellings
from geoview.types import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Candidate, Gazetteer, Place
    from geoview.resolve.groups import Name
    from geoview.types import Article, Mention

_IMPORTANCE = 12.0  # per unit of importance (0..1): ten times the people are worth 1.2
_STATED, _OWNED = 8.0, 3.0  # the text names the container: ", Syria" or "Syria's"
_ADMIN_NAMED = 2.2  # its admin1 is named elsewhere
_COUNTRY_NAMED = 1.6  # its country, or people of it, are named elsewhere
_COMPANY = 1.5  # other names of the article are in its country, as a share
_COMPANY_ADMIN = 2.0  # the same for its admin1
_TYPE_WORD = 3.0  # "province", "river" beside it agree with its feature code
_AREA = 1.0  # a town against the area around it of the same name and weight
_MATCH = {"exact": 0.0, "alternate": -0.6, "abbreviation": -0.3, "demonym": 0.0, "fuzzy": -3.0}
_KEPT = 6  # candidates to show


class RulesResolver:
    """The resolver that needs no model: the fallback of the trained one."""

    def __init__(self, gazetteer: Gazetteer, *, min_confidence: float = MIN_CONFIDENCE, instead_of: str = "") -> None:
        """Resolve to the places of a gazetteer.

        Args:
            gazetteer: the places to choose from.
            min_confidence: 0..1; what is less sure than this stays unresolved.
            instead_of: why the trained resolver cannot be had, where this one stands in for it.
        """
        self._look_up = with_misspellings(gazetteer)
        self._least = min_confidence
        self.name = "rules 1 (fallback)" if instead_of else "rules 1"
        self.warnings = (f"{instead_of}; places are chosen by rules, less well",) if instead_of else ()

    def resolve(
        self,
        article: Article,
        mentions: Sequence[Mention],
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Resolution]:
        """Return one Resolution a mention, in their order; see ``Resolver``."""
        names = gather(article, mentions, self._look_up)
        company = _company(names)
        resolved: dict[int, Resolution] = {}
        for name in names:
            scored = sorted(
                (
                    _score(name, candidate, company, hinted(candidate.place, country, near))
                    for candidate in name.candidates
                ),
                key=lambda one: (-one.score, one.candidate.place.id),
            )
            answers: dict[float, Resolution] = {}
            for index in name.mentions:
                mention = mentions[index]
                if mention.score not in answers:
                    answers[mention.score] = _resolution(mention, scored, self._least)
                resolved[index] = replace(answers[mention.score], mention=mention)
        settled = [resolved[index] for index in range(len(mentions))]
        return approximated(article, mentions, settled, lacking(names))


@dataclass(slots=True)
class _Scored:
    candidate: Candidate
    score: float
    reasons: list[str]


@dataclass(slots=True)
class _Company:
    """Which countries and first-level areas the names of an article speak for, by their most important candidates."""

    total: int
    countries: Counter[str | None] = field(default_factory=Counter)
    admins: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    named_countries: set[str | None] = field(default_factory=set)
    named_admins: set[tuple[str | None, str | None]] = field(default_factory=set)


def _company(names: Sequence[Name]) -> _Company:
    company = _Company(max(1, len(names)))
    for name in names:
        if not name.candidates:
            continue
        place = name.candidates[0].place
        company.countries[place.country] += 1
        company.admins[place.country, place.admin1] += 1
        if is_country(place):
            company.named_countries.add(place.country)
        elif place.feature_code == "ADM1":
            company.named_admins.add((place.country, place.name))
    return company


def _score(name: Name, candidate: Candidate, company: _Company, hint: float) -> _Scored:
    place = candidate.place
    score = _IMPORTANCE * place.importance + _MATCH[candidate.match] + hint
    reasons: list[str] = []
    for container, firm in name.containers:
        if inside(place, container):
            score += _STATED if firm else _OWNED
            reasons.append(f"the text {'puts it in' if firm else 'ties it to'} {container.name}")
            break
    if place.feature_code in {"ADM1", "ADM2"}:
        score -= _AREA
    first = name.candidates[0].place  # the name's own vote in the company does not count for it
    if place.country and not is_country(place):
        if place.country in company.named_countries:
            score += _COUNTRY_NAMED
            reasons.append("the article names its country")
        own = place.country == first.country
        score += _COMPANY * (company.countries[place.country] - own) / company.total
    if place.admin1:
        if (place.country, place.admin1) in company.named_admins:
            score += _ADMIN_NAMED
            reasons.append(f"the article names {place.admin1}")
        own = (place.country, place.admin1) == (first.country, first.admin1)
        score += _COMPANY_ADMIN * (company.admins[place.country, place.admin1] - own) / company.total
    if name.word in {place.feature_class, place.feature_code}:
        score += _TYPE_WORD
        reasons.append(f"'{name.word_text}' stands beside it")
    return _Scored(candidate, score, [*_hinted_at(place, hint), *reasons])


def _hinted_at(place: Place, hint: float) -> list[str]:
    if place.id.startswith("user:"):
        return ["one of your own places"]
    return ["where the reader said"] if hint > 1.0 else []


def _resolution(mention: Mention, scored: list[_Scored], least: float) -> Resolution:
    if not scored:
        return Resolution(mention=mention, place=None, confidence=0.0, reason="not in the gazetteer")
    odds = [math.exp(one.score - scored[0].score) for one in scored]
    total = sum(odds)
    ranked = tuple(
        replace(one.candidate, confidence=round(odd / total * mention.score, 4))
        for one, odd in zip(scored[:_KEPT], odds, strict=False)
    )
    count = len(scored)
    reasons = [
        *scored[0].reasons,
        f"most likely of {count} places of that name" if count > 1 else "the only place of that name",
    ]
    confidence = ranked[0].confidence or 0.0
    sure = confidence >= least
    return Resolution(
        mention=mention,
        place=ranked[0].place if sure else None,
        confidence=confidence,
        candidates=ranked,
        reason="; ".join(reasons if sure else ["too unsure", *reasons]),
    )
