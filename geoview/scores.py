"""The scores: pure functions from gold and answers to numbers. No text, no gazetteer, no files.

Rates are fractions between 0 and 1, distances are kilometres. Where a rate's denominator is zero, precision, recall and
F1 are 0.0; a resolution score over no toponym, and the calibration of no answer, are None.

The measures of resolution follow Gritta, Pilehvar and Collier, "A pragmatic guide to geoparsing evaluation" (Language
Resources and Evaluation 54, 2020), with one difference that they ask for themselves: a toponym left without an answer
counts as the worst error, so that nobody gains by being silent.
"""

from __future__ import annotations

import heapq
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import fsum, log
from statistics import median
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

NEAR_KM = 161.0
"""An answer within 161 km (100 miles) is right, as everywhere in the field since Leidner's thesis of 2007."""

UNRESOLVED_KM = 20_039.0
"""The error of no answer: half of the Earth's circumference, the worst there is."""

CALIBRATION_BINS = 10

Span = tuple[int, int]
"""Start, and end behind the last character."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionRecall:
    """Counts, and the rates from them.

    Precision and recall have each a count of their own of what is right: they differ where one mention covers two gold
    toponyms. In one-to-one matching the two are the same.

    Attributes:
        right_predicted: predictions that are right.
        predicted: predictions that can be judged.
        right_gold: gold items that were got right.
        gold: gold items.
    """

    right_predicted: int
    predicted: int
    right_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """Right predictions of all predictions."""
        return self.right_predicted / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Gold items got right, of all gold items."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: PrecisionRecall) -> PrecisionRecall:
        return PrecisionRecall(
            right_predicted=self.right_predicted + other.right_predicted,
            predicted=self.predicted + other.predicted,
            right_gold=self.right_gold + other.right_gold,
            gold=self.gold + other.gold,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionScores:
    """How well gold spans were resolved.

    Attributes:
        n: gold toponyms with coordinates; the others are None where it is 0.
        accuracy_161km: the share placed within 161 km.
        accuracy_id_or_161km: the share placed within 161 km, or at the gold's own GeoNames id.
        mean_error_km: an unresolved one counts 20,039 km.
        median_error_km: likewise.
        auc: area under the curve of scaled log errors; lower is better.
    """

    n: int
    accuracy_161km: float | None
    accuracy_id_or_161km: float | None
    mean_error_km: float | None
    median_error_km: float | None
    auc: float | None


def exact_matches(gold: Sequence[Span], predicted: Sequence[Span]) -> PrecisionRecall:
    """Count predictions with the same start and end as a gold span, each span once."""
    right = len(match_exact(gold, predicted))
    return PrecisionRecall(right_predicted=right, predicted=len(predicted), right_gold=right, gold=len(gold))


def overlap_matches(gold: Sequence[Span], predicted: Sequence[Span]) -> PrecisionRecall:
    """Count predictions that share a character with a gold span, matched one to one; see ``match_one_to_one``."""
    right = len(match_one_to_one(gold, predicted))
    return PrecisionRecall(right_predicted=right, predicted=len(predicted), right_gold=right, gold=len(gold))


def match_exact(gold: Sequence[Span], predicted: Sequence[Span]) -> list[tuple[int, int]]:
    """Pair gold and predicted spans with the same start and end: each at most once.

    Returns:
        Pairs of indexes (into gold, into predicted), by index in gold.
    """
    waiting: dict[Span, list[int]] = {}
    for index, span in reversed(list(enumerate(predicted))):
        waiting.setdefault(span, []).append(index)
    return [(index, waiting[span].pop()) for index, span in enumerate(gold) if waiting.get(span)]


def match_one_to_one(gold: Sequence[Span], predicted: Sequence[Span]) -> list[tuple[int, int]]:
    """Pair gold and predicted spans that overlap: each at most once, and as many pairs as there can be.

    Sweeps over the ends of both families. The span that ends first is paired with the overlapping span of the other
    family that ends first of those left. That is a maximum matching of the two families, nested spans included:
    whatever overlaps the span that ends first holds its last character, so of two such spans the one that ends later
    also overlaps everything that the other can still be paired with, and can be spared. O(n log n).

    Returns:
        Pairs of indexes (into gold, into predicted), by position in the text.
    """
    families = (gold, predicted)
    # At one end gold comes first, then the earlier start: the order of the input is of no matter.
    by_end = sorted(
        (end, family, start, index) for family in (0, 1) for index, (start, end) in enumerate(families[family])
    )
    starts = [sorted((span[0], index) for index, span in enumerate(family)) for family in families]
    begun = [0, 0]
    open_spans: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]] = ([], [])
    done: tuple[set[int], set[int]] = (set(), set())
    pairs: list[tuple[int, int]] = []
    for end, family, _, index in by_end:
        if index in done[family]:
            continue
        done[family].add(index)
        other = 1 - family
        # Spans of the other family that begin before this end. Those that ended before were swept over, hence are done.
        while begun[other] < len(starts[other]) and starts[other][begun[other]][0] < end:
            start, candidate = starts[other][begun[other]]
            heapq.heappush(open_spans[other], (families[other][candidate][1], start, candidate))
            begun[other] += 1
        while open_spans[other]:
            _, _, candidate = heapq.heappop(open_spans[other])
            if candidate not in done[other]:
                done[other].add(candidate)
                pairs.append((index, candidate) if family == 0 else (candidate, index))
                break
    return sorted(pairs, key=lambda pair: (gold[pair[0]], predicted[pair[1]], pair))


def overlaps(gold: Sequence[Span], predicted: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield every pair of indexes (into gold, into predicted) whose spans share a character, in order of gold."""
    by_start = sorted((start, end, index) for index, (start, end) in enumerate(predicted))
    starts = [start for start, _, _ in by_start]
    longest = max((end - start for start, end, _ in by_start), default=0)
    for index, (start, end) in enumerate(gold):
        # What begins further left than the longest span is long cannot reach this one.
        for _, other_end, other in by_start[bisect_right(starts, start - longest) : bisect_left(starts, end)]:
            if other_end > start:
                yield index, other


def resolution_scores(errors_km: Iterable[float | None], same_id: Iterable[bool]) -> ResolutionScores:
    """Score answers for gold spans with coordinates.

    Args:
        errors_km: of each toponym, the distance between answer and gold; None for no answer.
        same_id: of each toponym, whether the answer has the gold's GeoNames id.
    """
    answers = list(zip(errors_km, same_id, strict=True))
    errors = [UNRESOLVED_KM if error is None else error for error, _ in answers]
    n = len(errors)
    if not n:
        return ResolutionScores(
            n=0, accuracy_161km=None, accuracy_id_or_161km=None, mean_error_km=None, median_error_km=None, auc=None
        )
    near = sum(is_right(error, same_id=False) for error, _ in answers)
    right = sum(is_right(error, same_id=same) for error, same in answers)
    return ResolutionScores(
        n=n,
        accuracy_161km=near / n,
        accuracy_id_or_161km=right / n,
        mean_error_km=fsum(errors) / n,
        median_error_km=median(errors),
        auc=area_under_errors(errors),
    )


def is_right(error_km: float | None, *, same_id: bool) -> bool:
    """Tell whether an answer is within 161 km or has the gold's id; no answer is wrong."""
    return error_km is not None and (same_id or error_km <= NEAR_KM)


def area_under_errors(errors_km: Sequence[float]) -> float:
    """Return the area, by trapezoids, under the sorted errors scaled by ln(error + 1) / ln(20,040).

    0 when every answer is exact, 1 when every one is the worst. The curve is drawn over [0, 1]; one error alone is a
    line of its own height. The measure is Jurgens et al.'s ("Geolocation prediction in Twitter using social networks",
    ICWSM 2015), on the log scale of Gritta et al.
    """
    if not errors_km:
        raise ValueError("no error to draw a curve of")
    heights = sorted(log(error + 1) / log(UNRESOLVED_KM + 1) for error in errors_km)
    if len(heights) == 1:
        return heights[0]
    return (fsum(heights) - (heights[0] + heights[-1]) / 2) / (len(heights) - 1)


def expected_calibration_error(answers: Iterable[tuple[float, bool]]) -> float | None:
    """Return the mean gap between confidence and the share of right answers, over ten bins of equal width.

    Bins are (0, 0.1], (0.1, 0.2], …, with 0 in the first; each weighs as many answers as it holds (Guo et al., "On
    calibration of modern neural networks", ICML 2017).

    Args:
        answers: confidence 0..1, and whether the answer is right.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(CALIBRATION_BINS)]
    for confidence, right in answers:
        # The bin whose upper rim is the first at or above: compared to n / 10 as written, as 0.3 * 10 is not 3 exactly.
        number = next(n for n in range(CALIBRATION_BINS) if confidence <= (n + 1) / CALIBRATION_BINS)
        bins[number].append((confidence, right))
    total = sum(map(len, bins))
    if not total:
        return None
    return fsum(abs(fsum(confidence - right for confidence, right in answers)) for answers in bins) / total


def bootstrap(
    articles: Sequence[_T],
    score: Callable[[Sequence[_T]], float | None],
    *,
    samples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the percentile interval of a score when articles are resampled.

    Whole articles are drawn with replacement, not toponyms: those of one article stand and fall together, and
    resampling them one by one would give intervals that are too narrow (Efron and Tibshirani, An Introduction to the
    Bootstrap, 1993, chapter 13).

    Args:
        articles: what the score needs of each article.
        score: from a sample of articles to a number; None where the sample has none.
        samples: how many are drawn.
        level: the share of samples that the interval holds.
        seed: the same seed gives the same interval on every machine.

    Returns:
        Low and high, or None where no sample has a score.
    """
    draw = random.Random(seed)  # noqa: S311 - statistics, not secrets
    values = sorted(
        value
        for _ in range(samples if articles else 0)
        if (value := score(draw.choices(articles, k=len(articles)))) is not None
    )
    if not values:
        return None
    tail = (1 - level) / 2
    return _quantile(values, tail), _quantile(values, 1 - tail)


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between order statistics."""
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])
