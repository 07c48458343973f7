"""Makes the recogniser's model again: ``python -m geoview.training.recognizer CORPUS… -o MODEL``.

Labels are B, I and O of places; demonyms are the gazetteer's, so they are O here. Training is L-BFGS on the penalised
likelihood (CRFsuite, Okazaki 2007): the same corpora and gazetteer give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pycrfsuite

import gazetteer
from geoview.corpora import Part, read_corpus
from geoview.recognize.features import features
from geoview.recognize.model import LABELS, pack
from geoview.recognize.spans import find_spans
from geoview.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazetteer import Gazetteer
    from geoview.corpora import AnnotatedArticle
    from geoview.tokens import Token

SETTINGS = {"c1": 0.02, "c2": 0.5, "max_iterations": 120, "feature.possible_transitions": True}


def train(articles: Iterable[AnnotatedArticle], places: Gazetteer, model: Path) -> None:
    """Train on annotated articles and write the model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for annotated in articles:
        trainer.append(*example(annotated, places))
    trainer.set_params(SETTINGS)
    with TemporaryDirectory() as folder:
        bare = Path(folder, "bare")
        trainer.train(str(bare))
        model.write_bytes(_packed(bare))


def _packed(bare: Path) -> bytes:
    """Return our form of CRFsuite's model."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(bare))
    info = tagger.info()
    weights: dict[str, list[float]] = {}
    for (name, label), weight in info.state_features.items():
        weights.setdefault(name, [0.0, 0.0, 0.0])[LABELS.index(label)] = weight
    transitions = [info.transitions.get((start, end), 0.0) for start in LABELS for end in LABELS]
    return pack(transitions, {name: (b - o, i - o) for name, (o, b, i) in weights.items()})


def example(annotated: AnnotatedArticle, places: Gazetteer) -> tuple[list[list[str]], list[str]]:
    """Return the features and labels of an article's tokens."""
    text = annotated.article.text
    tokens = tokenize(text)
    return features(text, tokens, find_spans(tokens, text, places.uses)), labels_of(annotated, tokens)


def labels_of(annotated: AnnotatedArticle, tokens: Sequence[Token]) -> list[str]:
    """Return the labels of an article's tokens."""
    labels = ["O"] * len(tokens)
    at = 0
    for toponym in sorted(annotated.toponyms, key=lambda toponym: (toponym.start, -toponym.end)):
        if toponym.is_demonym:
            continue
        while at < len(tokens) and tokens[at].end <= toponym.start:
            at += 1
        index, label = at, "B"
        while index < len(tokens) and tokens[index].start < toponym.end:
            labels[index], label = label, "I"
            index += 1
    return labels


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description="Train the recogniser's model.")
    parser.add_argument("corpus", nargs="+", type=Path, help="annotated articles, JSONL")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the model to write")
    parser.add_argument("--part", choices=["all", "first70", "last30"], default="all", help="which articles of each")
    options = parser.parse_args()
    part: Part = options.part
    articles = [annotated for path in options.corpus for annotated in read_corpus(path, part).articles]
    with gazetteer.open() as places:
        train(articles, places, options.output)
    print(f"{options.output.name}: trained on {len(articles)} articles", file=sys.stderr)


if __name__ == "__main__":
    main()
