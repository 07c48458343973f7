"""The oldest baseline of the field: a name means the most populous place that bears it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.types import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Gazetteer
    from geoview.types import Article, Mention


class MostPopulous:
    """A resolver that looks at nothing but inhabitants.

    It is the "maximum population" of Leidner, Toponym Resolution in Text, 2007. Its confidence is the share of the
    candidates' inhabitants, which nobody has calibrated.
    """

    name = "most populous 1"

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the candidates from an open gazetteer."""
        self._gazetteer = gazetteer

    def resolve(
        self,
        article: Article,
        mentions: Sequence[Mention],
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Resolution]:
        """Resolve each mention by itself; article and hints are not looked at."""
        del article, country, near
        return [self._resolve(mention) for mention in mentions]

    def _resolve(self, mention: Mention) -> Resolution:
        # sorted() is stable: among equals, the gazetteer's own order, which puts the important first, decides.
        candidates = sorted(self._gazetteer.candidates(mention.text), key=lambda candidate: -candidate.place.population)
        if not candidates:
            return Resolution(mention=mention, place=None, confidence=0.0, reason="the gazetteer has no such name")
        best = candidates[0].place
        total = sum(candidate.place.population for candidate in candidates)
        share = best.population / total if total else 1 / len(candidates)
        return Resolution(mention=mention, place=best, confidence=share, reason=f"most populous of {len(candidates)}")
