"""Makes a model of the transformer and the CRF: ``python -m geoview.training.neural CORPUS… -o MODEL``.

Half an hour on two idle cores for a thousand articles; the same corpora, gazetteer and versions give much the same
model. In each round about half of the articles are made anew: see ``augment``.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

import gazetteer
from gazetteer import BoundingBox
from geoview.corpora import PARTS, read_corpus
from geoview.recognize import cues
from geoview.recognize.encoder import WINDOW
from geoview.recognize.features import parts
from geoview.recognize.neural import Inputs, Parts, write
from geoview.recognize.spans import find_spans
from geoview.tokens import tokenize
from geoview.training.augment import Forgetful, renamed, shouted
from geoview.training.network import Base, Network
from geoview.training.recognizer import labels_of, train

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gazetteer import Gazetteer
    from gazetteer.by_name import NameUse
    from geoview.corpora import AnnotatedArticle
    from geoview.recognize.neural import Input

BATCH = 16
RATE, NEW_RATE = 1e-4, 1e-3  # of the encoder, and of cues and labels, which begin at nothing
WARM = 0.1  # of the steps, in which the rate rises; then it falls
ROUNDED = 0.7  # of the steps, after which weights are seen in four bits
_MOST_CUES = 24
_RENAMED = ("city", "admin1", "admin2", "country")
_SEEN = 40  # times that a cue has to occur
_UNMARKED = -100


class Labelled(NamedTuple):
    """A token: what the encoder gets, and the index of its label in "OBI"."""

    input: Input
    label: int


class Examples:
    """The articles as windows of labelled tokens, other ones in each round."""

    def __init__(self, articles: Sequence[AnnotatedArticle], places: Gazetteer, inputs: Inputs, seed: int) -> None:
        self._articles, self._places, self._inputs = articles, places, inputs
        self._random = random.Random(seed)  # noqa: S311 -- no secret
        self._pool = name_pool(places)
        self._plain = [self._labelled(annotated, places.uses) for annotated in articles]

    def round(self) -> list[list[Labelled]]:
        """Return the windows of a round, shuffled."""
        found = [
            window
            for annotated, plain in zip(self._articles, self._plain, strict=True)
            for window in self._windows(self._varied(annotated, plain))
        ]
        self._random.shuffle(found)
        return found

    def _varied(self, annotated: AnnotatedArticle, plain: list[Labelled]) -> list[Labelled]:
        """Return the tokens of an article: in 8 of 100 rounds in capitals, in 22 renamed, in 25 half unknown."""
        chance = self._random.random()
        if chance >= 0.45:
            return plain
        if chance < 0.08:
            annotated = shouted(annotated, self._random)
        if 0.06 < chance < 0.28:
            annotated = renamed(annotated, self._places, self._pool, 0.5, self._random)
        forgetful = Forgetful(self._places, 0.2, self._random)
        return self._labelled(annotated, forgetful.uses if chance > 0.2 else self._places.uses)

    def _labelled(self, annotated: AnnotatedArticle, uses: Callable[[str], list[NameUse]]) -> list[Labelled]:
        text = annotated.article.text
        tokens = tokenize(text)
        found = self._inputs(tokens, parts(text, tokens, find_spans(tokens, text, uses)))
        labels = labels_of(annotated, tokens)
        return [Labelled(one, "OBI".index(label)) for one, label in zip(found, labels, strict=True)]

    def _windows(self, tokens: Sequence[Labelled]) -> Iterator[list[Labelled]]:
        """Yield windows, the first of them of any length, so that they begin elsewhere in each round."""
        room = self._random.randint(WINDOW // 3, WINDOW - 2)
        window: list[Labelled] = []
        for token in tokens:
            size = len(token.input.pieces)
            if size > room:
                yield window
                window, room = [], WINDOW - 2
            window.append(token)
            room -= size
        if window:
            yield window


def name_pool(places: Gazetteer) -> dict[str, list[str]]:
    """Return names of cities and areas, by level, for others to be renamed to."""
    pool: dict[str, list[str]] = {}
    for place in places.within(BoundingBox(-90, -180, 90, 180), 60_000, levels=_RENAMED):
        pool.setdefault(place.level, []).append(place.name)
    return pool


def known_cues(articles: Sequence[AnnotatedArticle], places: Gazetteer) -> list[str]:
    """Return the cues that occur often enough in some articles to be learned, in the order of their names."""
    counts: Counter[str] = Counter()
    for annotated in articles:
        text = annotated.article.text
        tokens = tokenize(text)
        rows = parts(text, tokens, find_spans(tokens, text, places.uses))
        for token, row in zip(tokens, rows, strict=True):
            counts.update(set(cues.of_token(token.text, row)))
    return sorted(cue for cue, count in counts.items() if count >= _SEEN)


class Batch(NamedTuple):
    """Windows side by side, each filled up to the longest."""

    pieces: torch.Tensor
    cues: torch.Tensor
    seen: torch.Tensor
    labels: torch.Tensor


def batch(windows: Sequence[Sequence[Labelled]], inputs: Inputs) -> Batch:
    """Return windows as tensors; labels stand at the first piece of each token."""
    length = max(sum(len(token.input.pieces) for token in window) for window in windows) + 2
    made = Batch(
        torch.zeros(len(windows), length, dtype=torch.long),
        torch.zeros(len(windows), length, _MOST_CUES, dtype=torch.long),
        torch.zeros(len(windows), length, dtype=torch.bool),
        torch.full((len(windows), length), _UNMARKED),
    )
    for row, window in enumerate(windows):
        made.pieces[row, 0] = inputs.pieces.opens
        at = 1
        for (pieces, known), label in window:
            end = at + len(pieces)
            made.pieces[row, at:end] = torch.tensor(pieces)
            few = known[:_MOST_CUES]
            made.cues[row, at:end, : len(few)] = torch.tensor(few, dtype=torch.long)
            made.labels[row, at] = label
            at = end
        made.pieces[row, at] = inputs.pieces.closes
        made.seen[row, : at + 1] = True
    return made


def learn(network: Network, examples: Examples, inputs: Inputs, rounds: int) -> None:
    """Train the network (AdamW; Loshchilov and Hutter 2019) and tell the loss of each round on standard error."""
    new = [*network.cues.parameters(), *network.head.parameters()]
    old = [*network.norm.parameters(), *network.layers.parameters()]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": NEW_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    windows = examples.round()
    steps = rounds * (len(windows) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM * steps), max(0.0, (steps - step) / ((1 - WARM) * steps)))
    )
    network.train()
    step = 0
    for number in range(rounds):
        losses = []
        for start in range(0, len(windows), BATCH):
            if step == int(ROUNDED * steps):
                network.round_from_now()
            made = batch(windows[start : start + BATCH], inputs)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(made.pieces, made.cues, made.seen)
            loss = functional.cross_entropy(scores.float().view(-1, 3), made.labels.view(-1), ignore_index=_UNMARKED)
            optimizer.zero_grad()
            loss.backward()
            clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
            step += 1
        print(f"round {number + 1} of {rounds}: loss {sum(losses) / len(losses):.4f}", file=sys.stderr)
        windows = examples.round() if number + 1 < rounds else []


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description="Train a model of the transformer and the CRF.")
    parser.add_argument("corpus", nargs="+", type=Path, help="annotated articles, JSONL")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model to write")
    parser.add_argument("--part", choices=PARTS, default="all", help="which articles of each")
    parser.add_argument("--encoder", type=Path, help="folder of an uncased BERT model [default: all-MiniLM-L6-v2]")
    parser.add_argument("--layers", type=int, default=4, help="how many of its layers, from the first [default: 4]")
    parser.add_argument("--pieces", type=int, default=12_000, help="how many of its pieces [default: 12000]")
    parser.add_argument("--rounds", type=int, default=4, help="how often each article is read [default: 4]")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    articles = [annotated for path in options.corpus for annotated in read_corpus(path, options.part).articles]
    base = Base(options.encoder)
    with gazetteer.open() as places, TemporaryDirectory() as folder:
        crf = Path(folder, "crf.model")
        train(articles, places, crf)
        kept, known = base.kept(options.pieces), known_cues(articles, places)
        vocabulary = [base.vocabulary[at] for at in kept]
        inputs = Inputs(vocabulary, known)
        network = Network(base, kept, len(known), options.layers)
        learn(network, Examples(articles, places, inputs, options.seed), inputs, options.rounds)
        options.output.write_bytes(write(Parts(vocabulary, known, network.tensors(), crf.read_bytes())))
    print(f"{options.output.name}: trained on {len(articles)} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
