"""Makes the resolver's model again: ``python -m geoview.training.resolver CORPUS… -o MODEL``.

The ranker: for each name of an article a softmax over its candidates against the right one (listwise loss, Cao et al.
2007), one hidden layer, Adam (Kingma and Ba 2015), the mean of a few seeds; in two rounds, the second trained on what
the first says of articles that it had not seen (five folds). The confidence: a logistic model on answers for articles
that neither round had seen, so that it tells how often such answers are right.
NumPy only, fixed seeds: the same corpora and gazetteer give the same weights.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import gazetteer
from gazetteer.geodesy import distance_km
from geoview.corpora import AnnotatedArticle, Part, read_corpus
from geoview.resolve.features import COLUMNS, Table, softmax
from geoview.resolve.groups import gather
from geoview.resolve.home import home_of
from geoview.resolve.ranker import Model, Network, best_rows, evidence, save
from geoview.resolve.ranker import shares as ranker_shares
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Gazetteer, Place
    from geoview.corpora import GoldToponym

HIDDEN, SEEDS, EPOCHS, RATE, DECAY, DROPOUT, BATCH = 32, 3, 30, 3e-3, 1e-4, 0.1, 64
FOLDS = 5
# What in a text speaks for a place, apart from its importance. That its country is named is too little: American papers
# name the United States, and the president flies to Geneva.
_EVIDENCE = (
    "stated inside", "owner inside", "states others", "type agrees", "list agrees", "admin1 named", "near 50",
)  # fmt: skip
_TELLING = 0.2
NEAR_KM = 161.0


@dataclass(slots=True, kw_only=True)
class Example:
    """The names of one article.

    Attributes:
        table: their candidates.
        values: (rows, COLUMNS) of the round that is being trained.
        target: (rows,) the share of each candidate in being right; sums to 1 a name, or 0 where none is.
        right: (rows,) whether the row is within 161 km or has the gold's id.
        mentions: (names,) how many mentions with gold coordinates each has; 0 keeps a name out.
    """

    table: Table
    values: np.ndarray
    target: np.ndarray
    right: np.ndarray
    mentions: np.ndarray


def pieces(annotated: AnnotatedArticle, size: int = 400) -> list[AnnotatedArticle]:
    """Return an article cut at line or sentence ends into pieces of about ``size`` characters.

    People also ask about a sentence: trained on whole articles alone, the ranker is lost in short company.
    """
    text = annotated.article.text
    cuts = [0]
    for found in re.finditer(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n+", text):
        if found.end() - cuts[-1] >= size:
            cuts.append(found.end())
    result = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        held = tuple(
            replace(one, start=one.start - start, end=one.end - start)
            for one in annotated.toponyms
            if start <= one.start and one.end <= end
        )
        if held and len(cuts) > 1:
            article = replace(annotated.article, id=f"{annotated.article.id}:{start}", text=text[start:end], title=None)
            result.append(AnnotatedArticle(article=article, toponyms=held))
    return result


def example(annotated: AnnotatedArticle, places: Gazetteer) -> Example:
    """Return the candidates of an article's gold mentions with their targets."""
    gold = sorted(annotated.toponyms, key=lambda toponym: toponym.start)
    mentions = [
        Mention(start=one.start, end=one.end, text=one.text, kind="demonym" if one.is_demonym else "place")
        for one in gold
    ]
    names = gather(annotated.article, mentions, places.candidates)
    home = home_of(annotated.article.source, places.candidates)
    table = Table(annotated.article, names, [(mention.start, mention.end) for mention in mentions], home)
    table.add_company(table.prior())
    target, right = np.zeros(len(table.places)), np.zeros(len(table.places), dtype=bool)
    counts = np.zeros(len(table.names), dtype=int)
    for number, name in enumerate(table.names):
        rows = slice(table.starts[number], table.starts[number + 1])
        for index in name.mentions:
            if gold[index].point is None:
                continue
            counts[number] += 1
            share, near = _target(table.places[rows], gold[index])
            target[rows] += share
            right[rows] |= near
        if (total := target[rows].sum()) > 0:
            target[rows] /= total
    return Example(table=table, values=table.values.copy(), target=target, right=right, mentions=counts)


def _target(places: Sequence[Place], gold: GoldToponym) -> tuple[np.ndarray, np.ndarray]:
    """Return each candidate's share in being the gold's referent, and whether it would be judged right."""
    point = gold.point
    if point is None:
        return np.zeros(len(places)), np.zeros(len(places), dtype=bool)
    gap = np.array([distance_km(place.latitude, place.longitude, *point) for place in places])
    same = np.array([place.id == f"geonames:{gold.geonameid}" for place in places])
    # A region's or a river's point is anybody's choice: one whose bounds hold the gold's point is the same thing.
    area = np.array(
        [
            place.feature_class in "LTH" and place.bounds is not None and place.bounds.contains(*point)
            for place in places
        ]
    )
    right = (gap <= NEAR_KM) | same | area
    if same.any():
        return same.astype(float), right
    # Without its id the nearest is meant; a city and the district around it may share the point.
    nearest = (gap <= gap.min() + 5.0) & (gap <= NEAR_KM)
    meant = nearest if nearest.any() else area
    return meant / max(1, meant.sum()), right


def examples_of(articles: Sequence[AnnotatedArticle], places: Gazetteer) -> list[list[Example]]:
    """Return the examples of each article: the whole of it, and its pieces."""
    return [
        [example(annotated, places), *(founded(example(piece, places)) for piece in pieces(annotated))]
        for annotated in articles
    ]


def founded(piece: Example) -> Example:
    """Return a piece of an article without the names that it says too little of.

    A local paper's "Oxford" is Oxford in Mississippi; cut from the paper, the sentence does not tell, and to learn it
    would be to learn that Oxford is in Mississippi.
    """
    evidence = piece.table.values[:, [COLUMNS.index(column) for column in _EVIDENCE]].max(axis=1)
    top = piece.table.values[:, COLUMNS.index("top")] > 0
    for number, (start, end) in enumerate(pairwise(piece.table.starts)):
        meant = piece.target[start:end] > 0
        if meant.any() and not (top[start:end][meant].any() or (evidence[start:end][meant] > _TELLING).any()):
            piece.mentions[number] = 0
    return piece


def train(articles: Sequence[Sequence[Example]]) -> Model:
    """Train both rounds and the confidence; the examples' values are those of the second round afterwards.

    Args:
        articles: the examples of each article, which go into one fold together.
    """
    examples = [one for number in range(FOLDS) for article in articles[number::FOLDS] for one in article]
    fold_of = [number for number in range(FOLDS) for article in articles[number::FOLDS] for _ in article]
    first = _fit(examples)
    for one, share in zip(examples, _unseen(examples, fold_of), strict=True):
        one.table.add_company(share, second=True)
        one.values = one.table.values.copy()
    second = _fit(examples)
    proof, answers, weights = [], [], []
    for one, share in zip(examples, _unseen(examples, fold_of), strict=True):
        if not len(share):
            continue
        best = best_rows(share, one.table.starts)
        proof.append(evidence(second, one.values[best], share[best]))
        answers.append(one.right[best])
        weights.append(one.mentions)
    trust = _logistic(np.vstack(proof), np.concatenate(answers).astype(float), np.concatenate(weights).astype(float))
    return Model(first=first, second=second, trust=trust)


def _unseen(examples: Sequence[Example], fold_of: Sequence[int]) -> list[np.ndarray]:
    """Return the shares of each example's rows by a network that was trained on the other folds."""
    found: list[np.ndarray] = [np.zeros(0)] * len(examples)
    for fold in range(FOLDS):
        network = _fit([one for one, own in zip(examples, fold_of, strict=True) if own != fold])
        for number, (one, own) in enumerate(zip(examples, fold_of, strict=True)):
            if own == fold and len(one.values):
                found[number] = ranker_shares(network, one.table)
    return found


def _fit(examples: Sequence[Example]) -> Network:
    values, target, weight, starts = _stack(examples)
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-6
    scaled = ((values - mean) / scale).astype(np.float32)
    trained = [_fit_one(scaled, target, weight, starts, seed) for seed in range(SEEDS)]
    hidden, bias, output = (np.stack(part) for part in zip(*trained, strict=True))
    return Network(mean=mean, scale=scale, hidden=hidden, hidden_bias=bias, output=output)


def _stack(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows, targets, weights (1 + ln mentions) and bounds of all names that have a right candidate."""
    values, target, weight, sizes = [], [], [], []
    for one in examples:
        starts = one.table.starts
        for number, (start, end) in enumerate(pairwise(starts)):
            if one.mentions[number] and one.target[start:end].sum() > 0:
                values.append(one.values[start:end])
                target.append(one.target[start:end])
                weight.append(1 + np.log(one.mentions[number]))
                sizes.append(end - start)
    return (
        np.concatenate(values),
        np.concatenate(target).astype(np.float32),
        np.array(weight, np.float32),
        np.cumsum([0, *sizes]),
    )


def _fit_one(
    values: np.ndarray, target: np.ndarray, weight: np.ndarray, starts: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    columns = values.shape[1]
    weights = [
        random.normal(0, columns**-0.5, (columns, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, dtype=np.float32),
        random.normal(0, HIDDEN**-0.5, HIDDEN).astype(np.float32),
    ]
    first = [np.zeros_like(part) for part in weights]
    second = [np.zeros_like(part) for part in weights]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / EPOCHS))
        order = random.permutation(len(weight))
        for begin in range(0, len(order), BATCH):
            names = order[begin : begin + BATCH]
            gradients = _gradients(values, target, weight, starts, names, weights, random)
            step += 1
            for part, gradient, m, v in zip(weights, gradients, first, second, strict=True):
                m[...] += 0.1 * (gradient - m)
                v[...] += 0.001 * (gradient**2 - v)
                part[...] -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return weights[0], weights[1], weights[2]


def _gradients(  # noqa: PLR0913, PLR0917 -- the state of one step of training
    values: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray,
    starts: np.ndarray,
    names: np.ndarray,
    weights: Sequence[np.ndarray],
    random: np.random.Generator,
) -> list[np.ndarray]:
    rows = np.concatenate([np.arange(starts[name], starts[name + 1]) for name in names])
    sizes = [int(starts[name + 1] - starts[name]) for name in names]
    hidden, bias, output = weights
    before = values[rows] @ hidden + bias
    dropped = (random.random(before.shape, dtype=np.float32) > DROPOUT) / np.float32(1 - DROPOUT)
    active = np.maximum(before, 0) * dropped
    share = softmax(active @ output, np.cumsum([0, *sizes]))
    error = (share - target[rows]) * np.repeat(weight[names], sizes) / len(names)
    back = np.outer(error, output) * dropped * (before > 0)
    return [values[rows].T @ back + DECAY * hidden, back.sum(axis=0), active.T @ error + DECAY * output]


def _logistic(values: np.ndarray, answers: np.ndarray, weights: np.ndarray, ridge: float = 5.0) -> np.ndarray:
    """Return the coefficients of a ridge-penalised logistic regression, by Newton's method."""
    coefficients = np.zeros(values.shape[1])
    penalty = np.full(values.shape[1], ridge)
    penalty[-1] = 0.0
    for _ in range(50):
        probability = 1 / (1 + np.exp(-(values @ coefficients)))
        gradient = values.T @ (weights * (probability - answers)) + penalty * coefficients
        curvature = (values * (weights * probability * (1 - probability))[:, None]).T @ values + np.diag(penalty + 1e-9)
        change = np.linalg.solve(curvature, gradient)
        coefficients -= change
        if np.abs(change).max() < 1e-9:
            break
    return coefficients


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description="Train the resolver's model.")
    parser.add_argument("corpus", nargs="+", type=Path, help="annotated articles, JSONL")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model to write")
    parser.add_argument("--part", choices=["all", "first70", "last30"], default="all", help="which articles of each")
    options = parser.parse_args()
    part: Part = options.part
    with gazetteer.open() as places:
        annotated = [one for path in options.corpus for one in read_corpus(path, part).articles]
        examples = examples_of(annotated, places)
    save(train(examples), options.output)
    mentions = sum(int(whole.mentions.sum()) for whole, *_ in examples)
    print(f"{options.output.name}: trained on {mentions} mentions of {len(examples)} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
