"""From outcomes to scores: whole, by class, for the baseline, and with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geoview.evaluate.outcomes import CLASSES
from geoview.scores import (
    PrecisionRecall,
    ResolutionScores,
    bootstrap,
    expected_calibration_error,
    resolution_scores,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geoview.evaluate.outcomes import Answer, ArticleOutcome, CorpusOutcome, GoldOutcome, ToponymClass

Interval = tuple[float, float]
"""Low and high of the 95 % bootstrap interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScores:
    """The scores of the gold toponyms of one class. Precision has no class: a false alarm belongs to none.

    Attributes:
        toponym_class: which.
        toponyms: how many are annotated.
        recall_exact: the share found with the same bounds.
        recall_overlap: the share found, matched one to one.
        n: how many have coordinates; the two below are None where that is 0.
        accuracy_id_or_161km: of those, the share that the resolver placed right, given their spans.
        recall_161km: of those, the share found and placed right, end to end.
    """

    toponym_class: ToponymClass
    toponyms: int
    recall_exact: float
    recall_overlap: float
    n: int
    accuracy_id_or_161km: float | None
    recall_161km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusScores:
    """Every score of one corpus; see ``geoview.scores`` for what each means."""

    name: str
    articles: int
    toponyms: int
    words: int
    exact: PrecisionRecall
    overlap: PrecisionRecall
    resolution: ResolutionScores
    end_to_end: PrecisionRecall
    ece: float | None
    seconds: float
    baseline_resolution: ResolutionScores | None
    baseline_end_to_end: PrecisionRecall | None

    @property
    def articles_per_second(self) -> float:
        """Recognised and resolved on one core."""
        return self.articles / self.seconds if self.seconds else 0.0

    @property
    def words_per_second(self) -> float:
        """Words as split at white space."""
        return self.words / self.seconds if self.seconds else 0.0


def score(corpus: CorpusOutcome, *, baseline: bool = False) -> CorpusScores:
    """Score one corpus of a run; ``baseline`` where the run tried the most populous candidates too."""
    articles = corpus.articles
    pointed = [gold for article in articles for gold in article.gold if gold.has_point]
    answers = [gold.answer for gold in pointed]
    return CorpusScores(
        name=corpus.name,
        articles=len(articles),
        toponyms=sum(len(article.gold) for article in articles),
        words=corpus.words,
        exact=exact(articles),
        overlap=overlap(articles),
        resolution=_resolution(answers),
        end_to_end=end_to_end(articles),
        ece=expected_calibration_error(
            (answer.confidence, answer.right) for answer in answers if answer.error_km is not None
        ),
        seconds=corpus.seconds,
        baseline_resolution=_resolution(gold.baseline for gold in pointed if gold.baseline) if baseline else None,
        baseline_end_to_end=_baseline_end_to_end(articles) if baseline else None,
    )


def by_class(corpus: CorpusOutcome) -> list[ClassScores]:
    """Score each class that the corpus has, in the order of ``CLASSES``."""
    classes: dict[ToponymClass, list[GoldOutcome]] = {name: [] for name in CLASSES}
    for article in corpus.articles:
        for gold in article.gold:
            classes[gold.toponym_class].append(gold)
    return [_class_scores(name, gold) for name, gold in classes.items() if gold]


def intervals(corpus: CorpusOutcome, samples: int = 1000) -> dict[str, Interval]:
    """Return the 95 % intervals of the main scores, by articles resampled; see ``geoview.scores.bootstrap``."""
    found = {
        name: bootstrap([counts(article) for article in corpus.articles], ratio, samples=samples)
        for name, (counts, ratio) in RATIOS.items()
    }
    return {name: interval for name, interval in found.items() if interval is not None}


def exact(articles: Iterable[ArticleOutcome]) -> PrecisionRecall:
    """Count spans with the same bounds."""
    return _sum(_exact_counts(article) for article in articles)


def overlap(articles: Iterable[ArticleOutcome]) -> PrecisionRecall:
    """Count spans that overlap, matched one to one."""
    return _sum(_overlap_counts(article) for article in articles)


def end_to_end(articles: Iterable[ArticleOutcome]) -> PrecisionRecall:
    """Count gold toponyms with coordinates, and mentions that can be judged, which were found and placed right."""
    return _sum(_end_to_end_counts(article) for article in articles)


Counts = tuple[int, int, int, int]
"""Right predicted, predicted, right gold, gold: of one article, plain numbers since a bootstrap adds millions."""


def _exact_counts(article: ArticleOutcome) -> Counts:
    right = sum(gold.exact for gold in article.gold)
    return right, len(article.mentions), right, len(article.gold)


def _overlap_counts(article: ArticleOutcome) -> Counts:
    right = sum(gold.overlap for gold in article.gold)
    return right, len(article.mentions), right, len(article.gold)


def _end_to_end_counts(article: ArticleOutcome) -> Counts:
    return (
        sum(mention.placed for mention in article.mentions),
        sum(mention.judged for mention in article.mentions),
        sum(gold.placed for gold in article.gold if gold.has_point),
        sum(gold.has_point for gold in article.gold),
    )


def _right_counts(article: ArticleOutcome) -> Counts:
    right = sum(gold.answer.right for gold in article.gold if gold.has_point)
    return 0, 0, right, sum(gold.has_point for gold in article.gold)


def _sum(counts: Iterable[Counts]) -> PrecisionRecall:
    right_predicted, predicted, right_gold, gold = (sum(column) for column in zip((0, 0, 0, 0), *counts, strict=True))
    return PrecisionRecall(right_predicted=right_predicted, predicted=predicted, right_gold=right_gold, gold=gold)


def _f1(counts: Sequence[Counts]) -> float | None:
    total = _sum(counts)
    return total.f1 if total.gold else None


def _recall(counts: Sequence[Counts]) -> float | None:
    total = _sum(counts)
    return total.recall if total.gold else None


RATIOS: dict[str, tuple[Callable[[ArticleOutcome], Counts], Callable[[Sequence[Counts]], float | None]]] = {
    "exact_f1": (_exact_counts, _f1),
    "overlap_f1": (_overlap_counts, _f1),
    "accuracy_id_or_161km": (_right_counts, _recall),
    "f1_161km": (_end_to_end_counts, _f1),
    "recall_161km": (_end_to_end_counts, _recall),
}
"""The scores that have intervals and that comparisons test: counts of one article, and their ratio over many."""


def _resolution(answers: Iterable[Answer]) -> ResolutionScores:
    answers = list(answers)
    return resolution_scores([answer.error_km for answer in answers], [answer.same_id for answer in answers])


def _baseline_end_to_end(articles: Iterable[ArticleOutcome]) -> PrecisionRecall:
    return _sum(
        (
            sum(mention.baseline_placed for mention in article.mentions),
            sum(mention.baseline_judged for mention in article.mentions),
            sum(gold.baseline_placed for gold in article.gold if gold.has_point),
            sum(gold.has_point for gold in article.gold),
        )
        for article in articles
    )


def _class_scores(name: ToponymClass, gold: Sequence[GoldOutcome]) -> ClassScores:
    pointed = [outcome for outcome in gold if outcome.has_point]
    return ClassScores(
        toponym_class=name,
        toponyms=len(gold),
        recall_exact=sum(outcome.exact for outcome in gold) / len(gold),
        recall_overlap=sum(outcome.overlap for outcome in gold) / len(gold),
        n=len(pointed),
        accuracy_id_or_161km=sum(outcome.answer.right for outcome in pointed) / len(pointed) if pointed else None,
        recall_161km=sum(outcome.placed for outcome in pointed) / len(pointed) if pointed else None,
    )
