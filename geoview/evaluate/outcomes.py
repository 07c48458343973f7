"""What happened to every gold toponym and to every mention: the values of a run, from which all else is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from geoview.scores import is_right

if TYPE_CHECKING:
    from geoview.corpora import Part
    from geoview.types import Provenance

ToponymClass = Literal["country", "admin", "city", "region", "physical", "facility", "demonym", "other"]

CLASSES: tuple[ToponymClass, ...] = get_args(ToponymClass)
"""``region`` are continents and macro-regions; ``other`` is what neither the corpus nor the gazetteer tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where something was placed.

    Attributes:
        id: of the place, or None where it was left unresolved.
        name: of the place, or None.
        confidence: 0..1.
        error_km: from the gold's point; None where unresolved, or where the gold has no point.
        same_id: whether it is the gold's own GeoNames id.
    """

    id: str | None = None
    name: str | None = None
    confidence: float = 0.0
    error_km: float | None = None
    same_id: bool = False

    @property
    def right(self) -> bool:
        """Within 161 km, or the same id."""
        return is_right(self.error_km, same_id=self.same_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldOutcome:
    """A gold toponym, and what was made of it.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        text: the characters themselves.
        toponym_class: what kind of thing it is.
        has_point: whether the annotation says where it is; if not, ``answer`` and ``placed`` are judged by nothing.
        exact: a mention with the same bounds was found.
        overlap: a mention that overlaps it was found, matched one to one.
        placed: some overlapping mention was placed right (end to end).
        answer: what the resolver made of the gold span.
        baseline: what the most populous candidate would have been, where that was asked for.
        baseline_placed: as ``placed``, for the same mentions placed by that baseline.
    """

    start: int
    end: int
    text: str
    toponym_class: ToponymClass
    has_point: bool
    exact: bool
    overlap: bool
    placed: bool
    answer: Answer
    baseline: Answer | None = None
    baseline_placed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionOutcome:
    """A mention that the recogniser found, and what was made of it.

    Attributes:
        start: index of its first character.
        end: index behind its last character.
        text: the characters themselves.
        exact: a gold toponym has the same bounds.
        overlap: a gold toponym overlaps it, matched one to one.
        place: id of the place, or None.
        name: of the place, or None.
        judged: whether end-to-end precision counts it: it was placed, and does not overlap only such gold toponyms as
            have no point to judge by.
        placed: right for some gold toponym that it overlaps.
        baseline_judged: as ``judged``, for the baseline.
        baseline_placed: as ``placed``, for the baseline.
    """

    start: int
    end: int
    text: str
    exact: bool
    overlap: bool
    place: str | None
    name: str | None
    judged: bool
    placed: bool
    baseline_judged: bool = False
    baseline_placed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOutcome:
    """One article: its gold toponyms and its mentions, each in the order of the text."""

    id: str
    words: int
    gold: tuple[GoldOutcome, ...]
    mentions: tuple[MentionOutcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusOutcome:
    """One corpus: which it was, and its articles in order.

    ``seconds`` is the time of recognising and resolving, without that of reading, of gold spans and of the baseline.
    """

    name: str
    sha256: str
    part: Part
    articles: tuple[ArticleOutcome, ...]
    seconds: float

    @property
    def words(self) -> int:
        """How many words its articles have, split at white space."""
        return sum(article.words for article in self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """An evaluation: which versions were measured on what.

    Attributes:
        provenance: of the parts that were measured.
        demonyms: whether demonyms were counted, on both sides.
        baseline: whether the most populous candidate was tried beside.
        corpora: in the order in which they were given.
    """

    provenance: Provenance
    demonyms: bool
    baseline: bool
    corpora: tuple[CorpusOutcome, ...]
