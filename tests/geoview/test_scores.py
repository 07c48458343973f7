from __future__ import annotations

from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoview.scores import (
    NEAR_KM,
    UNRESOLVED_KM,
    PrecisionRecall,
    Span,
    area_under_errors,
    bootstrap,
    exact_matches,
    expected_calibration_error,
    is_right,
    match_one_to_one,
    overlap_matches,
    overlaps,
    resolution_scores,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=7
)
ERRORS = st.lists(st.none() | st.floats(0, 20_015), min_size=1, max_size=30)


def flat(spans: list[tuple[int, int]]) -> list[Span]:
    """Drop what overlaps an earlier span: what a recogniser answers."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


# Recognition, by hand


def test_exact_counts_same_bounds_only() -> None:
    counts = exact_matches(gold=[(0, 5), (10, 14), (20, 26)], predicted=[(0, 5), (10, 15), (30, 33), (20, 26)])
    assert (counts.precision, counts.recall) == (2 / 4, 2 / 3)
    assert counts.f1 == pytest.approx(4 / 7)


def test_one_span_predicted_twice_is_right_once() -> None:
    assert exact_matches(gold=[(0, 5)], predicted=[(0, 5), (0, 5)]).precision == 0.5
    assert overlap_matches(gold=[(0, 5)], predicted=[(0, 5), (0, 5)]).precision == 0.5


def test_one_prediction_over_two_gold_spans_matches_one_of_them() -> None:
    # "Paris, Texas" as one mention.
    counts = overlap_matches(gold=[(0, 5), (7, 12)], predicted=[(0, 12)])
    assert (counts.precision, counts.recall) == (1.0, 0.5)


def test_touching_spans_do_not_overlap() -> None:
    assert match_one_to_one([(0, 5)], [(5, 9)]) == []


def test_matching_takes_as_many_as_there_can_be() -> None:
    # Left to right by start, (0, 12) would be given (0, 5), and nothing would be left for (2, 4).
    assert len(match_one_to_one(gold=[(0, 5), (8, 12)], predicted=[(0, 12), (2, 4)])) == 2
    # A chain: each overlaps the next.
    assert match_one_to_one([(0, 4), (6, 10)], [(3, 7), (9, 12)]) == [(0, 0), (1, 1)]
    # Nested gold: both are found by nested predictions.
    assert len(match_one_to_one([(0, 20), (4, 9)], [(4, 9), (12, 20)])) == 2


def test_nothing_found_and_nothing_there_are_zero_not_an_error() -> None:
    assert exact_matches([], []).f1 == exact_matches([(0, 1)], []).f1 == exact_matches([], [(0, 1)]).f1 == 0.0


def test_counts_add_up() -> None:
    total = exact_matches([(0, 5)], [(0, 5)]) + exact_matches([(0, 5)], [(1, 5)])
    assert total == PrecisionRecall(right_predicted=1, predicted=2, right_gold=1, gold=2)


# Recognition, properties


@given(SPANS, SPANS)
def test_matching_is_one_to_one_and_overlaps(gold: list[Span], predicted: list[Span]) -> None:
    pairs = match_one_to_one(gold, predicted)
    assert len(pairs) <= min(len(gold), len(predicted))
    assert len({g for g, _ in pairs}) == len({p for _, p in pairs}) == len(pairs)
    assert all(gold[g][0] < predicted[p][1] and predicted[p][0] < gold[g][1] for g, p in pairs)


@given(SPANS, SPANS)
def test_matching_is_maximum(gold: list[Span], predicted: list[Span]) -> None:
    """Held against augmenting paths (Kuhn's algorithm), which are right for every graph."""
    partner: dict[int, int] = {}

    def augment(g: int, tried: set[int]) -> bool:
        for p, (start, end) in enumerate(predicted):
            if p not in tried and gold[g][0] < end and start < gold[g][1]:
                tried.add(p)
                if p not in partner or augment(partner[p], tried):
                    partner[p] = g
                    return True
        return False

    assert len(match_one_to_one(gold, predicted)) == sum(augment(g, set()) for g in range(len(gold)))


@given(SPANS, SPANS, st.randoms(use_true_random=False))
def test_order_is_of_no_matter(gold: list[Span], predicted: list[Span], shuffler: random.Random) -> None:
    before = exact_matches(gold, predicted), overlap_matches(gold, predicted)
    shuffled_gold, shuffled_predicted = gold[:], predicted[:]
    shuffler.shuffle(shuffled_gold)
    shuffler.shuffle(shuffled_predicted)
    assert (
        exact_matches(shuffled_gold, shuffled_predicted),
        overlap_matches(shuffled_gold, shuffled_predicted),
    ) == before


@given(SPANS.filter(bool))
def test_a_perfect_recogniser_scores_one(gold: list[Span]) -> None:
    assert exact_matches(gold, gold).f1 == overlap_matches(gold, gold).f1 == 1.0


@given(SPANS, SPANS)
def test_overlap_never_finds_less_than_exact(gold: list[Span], predicted: list[Span]) -> None:
    assert overlap_matches(gold, predicted).right_gold >= exact_matches(gold, predicted).right_gold


@given(SPANS, SPANS)
def test_overlaps_are_all_of_them(gold: list[Span], predicted: list[Span]) -> None:
    every = {
        (g, p)
        for g, (start, end) in enumerate(gold)
        for p, (other_start, other_end) in enumerate(predicted)
        if start < other_end and other_start < end
    }
    found = list(overlaps(gold, predicted))
    assert len(found) == len(every)
    assert set(found) == every


def test_a_long_article_is_matched_in_no_time() -> None:
    chain = [(4 * i, 4 * i + 4) for i in range(100_000)]
    shifted = [(start + 2, end + 2) for start, end in chain]
    assert len(match_one_to_one(chain, shifted)) == 100_000


# Resolution, by hand


def test_resolution_by_hand() -> None:
    scores = resolution_scores([0.0, 161.0, 161.1, None, 3000.0], [False, False, False, False, True])
    assert scores.n == 5
    assert scores.accuracy_161km == 2 / 5
    assert scores.accuracy_id_or_161km == 3 / 5
    assert scores.mean_error_km == pytest.approx((161 + 161.1 + 20_039 + 3000) / 5)
    assert scores.median_error_km == 161.1
    heights = [log(error + 1) / log(20_040) for error in (0, 161, 161.1, 3000, 20_039)]
    trapezoids = sum((low + high) / 2 for low, high in pairwise(heights)) / 4
    assert scores.auc == pytest.approx(trapezoids)


def test_resolution_of_nothing_is_not_a_number() -> None:
    scores = resolution_scores([], [])
    assert scores.n == 0
    assert scores.accuracy_161km is scores.accuracy_id_or_161km is scores.mean_error_km is scores.auc is None


def test_no_answer_is_wrong_even_where_the_id_is_said_to_be_right() -> None:
    assert not is_right(None, same_id=True)
    assert is_right(NEAR_KM, same_id=False)
    assert not is_right(NEAR_KM + 0.001, same_id=False)
    assert is_right(5000.0, same_id=True)


def test_the_area_runs_from_exact_to_worst() -> None:
    assert area_under_errors([0.0, 0.0, 0.0]) == 0.0
    assert area_under_errors([UNRESOLVED_KM] * 3) == pytest.approx(1.0)
    assert area_under_errors([UNRESOLVED_KM]) == pytest.approx(1.0)
    assert area_under_errors([0.0, UNRESOLVED_KM]) == pytest.approx(0.5)
    with pytest.raises(ValueError, match="no error"):
        area_under_errors([])


# Resolution, properties


@given(ERRORS, st.randoms(use_true_random=False))
def test_resolution_does_not_depend_on_order(errors: list[float | None], shuffler: random.Random) -> None:
    shuffled = errors[:]
    shuffler.shuffle(shuffled)
    same = [False] * len(errors)
    assert resolution_scores(errors, same) == resolution_scores(shuffled, same)


@given(ERRORS)
def test_resolution_stays_in_its_bounds(errors: list[float | None]) -> None:
    scores = resolution_scores(errors, [False] * len(errors))
    assert scores.accuracy_161km == scores.accuracy_id_or_161km
    assert scores.accuracy_161km is not None
    assert scores.auc is not None
    assert scores.mean_error_km is not None
    assert 0 <= scores.accuracy_161km <= 1
    assert 0 <= scores.auc <= 1 + 1e-12
    assert 0 <= scores.mean_error_km <= UNRESOLVED_KM * (1 + 1e-12)


@given(ERRORS, st.integers(0, 29))
def test_an_answer_never_scores_worse_than_none(errors: list[float | None], which: int) -> None:
    which %= len(errors)
    silent = [*errors[:which], None, *errors[which + 1 :]]
    spoken = [*errors[:which], 20_015.0, *errors[which + 1 :]]
    same = [False] * len(errors)
    assert (resolution_scores(spoken, same).auc or 0) <= (resolution_scores(silent, same).auc or 0)


# Calibration


def test_calibration_by_hand() -> None:
    # Bin (0.8, 0.9]: mean confidence 0.9, half right, two answers; bin (0.1, 0.2]: 0.2, none right, one answer.
    assert expected_calibration_error([(0.9, True), (0.9, False), (0.2, False)]) == pytest.approx(
        (2 * 0.4 + 1 * 0.2) / 3
    )


def test_calibration_of_the_sure_and_right_is_perfect() -> None:
    assert expected_calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert expected_calibration_error([]) is None


@pytest.mark.parametrize("confidence", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
def test_a_rim_belongs_to_the_bin_below(confidence: float) -> None:
    # One bin: gaps of opposite sign cancel. Two bins: they would add up.
    answers = [(confidence, True), (confidence - 0.05, False)]
    one_bin = abs(confidence - 1 + confidence - 0.05) / 2
    assert expected_calibration_error(answers) == pytest.approx(one_bin)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_calibration_is_a_share(answers: list[tuple[float, bool]]) -> None:
    error = expected_calibration_error(answers)
    assert error is not None
    assert 0 <= error <= 1 + 1e-12


# Bootstrap


def accuracy(articles: Sequence[tuple[int, int]]) -> float:
    return sum(right for right, _ in articles) / sum(n for _, n in articles)


def test_the_interval_holds_the_score_and_repeats_itself() -> None:
    articles = [(3, 4), (1, 5), (2, 2), (0, 3), (6, 7), (2, 6)]
    low, high = bootstrap(articles, accuracy) or (1.0, 0.0)
    assert 0 <= low < accuracy(articles) < high <= 1
    assert bootstrap(articles, accuracy) == (low, high)
    assert bootstrap(articles, accuracy, seed=1) != (low, high)


def test_articles_that_agree_leave_no_doubt() -> None:
    assert bootstrap([(3, 4)] * 20, accuracy) == (0.75, 0.75)


def test_the_interval_is_as_wide_as_theory_says() -> None:
    # 400 articles of one toponym, half right: the binomial's 95 % interval is 0.5 ± 1.96 * sqrt(0.25 / 400) = ± 0.049.
    low, high = bootstrap([(i % 2, 1) for i in range(400)], accuracy) or (0.0, 0.0)
    assert low == pytest.approx(0.451, abs=0.008)
    assert high == pytest.approx(0.549, abs=0.008)


def test_nothing_to_resample() -> None:
    assert bootstrap([], accuracy) is None
    assert bootstrap([1, 2], lambda _: None) is None


@given(SPANS, SPANS)
def test_flat_predictions_match_flat_gold_like_a_walk(gold: list[Span], predicted: list[Span]) -> None:
    """Where nothing is nested, walking both from left to right finds the same number."""
    gold, predicted = flat(gold), flat(predicted)
    i = j = walked = 0
    while i < len(gold) and j < len(predicted):
        if gold[i][1] <= predicted[j][0]:
            i += 1
        elif predicted[j][1] <= gold[i][0]:
            j += 1
        else:
            walked, i, j = walked + 1, i + 1, j + 1
    assert overlap_matches(gold, predicted).right_gold == walked
