"""Recognition by a small transformer and the CRF together: their scores of each token are added, then decoded at once.

The transformer has read more English than the annotated articles hold; the CRF knows the gazetteer better, and how
labels follow one another. Each errs where the other does not.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geoview.recognize import cues, model_file
from geoview.recognize.encoder import WINDOW, Encoder, pack, unpack
from geoview.recognize.features import VERSION as FEATURES
from geoview.recognize.features import parts
from geoview.recognize.model import Decoded, Model
from geoview.recognize.pieces import Pieces
from geoview.recognize.tagging import TaggingRecognizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gazetteer import Gazetteer
    from geoview.recognize.encoder import Floats
    from geoview.recognize.features import Part
    from geoview.recognize.spans import Span
    from geoview.tokens import Token

KIND = "geoview-neural"
VERSION = 1000 * FEATURES + 1
_LONGEST = 12  # pieces of one token; what a longer one ends in tells nothing
_REMEMBERED = 30_000
_MARGIN = 12  # pieces on either side of a window that only the neighbouring window speaks for
_NET, _CRF = 0.6, 0.6  # of the scores; chosen on the first 70 % of TR-News, with models of LGL
_APART = -20.0  # the inside of a toponym follows no token outside one


class Input(NamedTuple):
    """Ids of a token's pieces, never none, and rows of its cues."""

    pieces: tuple[int, ...]
    cues: tuple[int, ...]


class Parts(NamedTuple):
    """What a model's file holds.

    Attributes:
        vocabulary: the pieces, in the order of their ids.
        cues: names of the cues; the first one has row 1.
        tensors: of the encoder, by name.
        crf: the file of the CRF that was trained on the same articles.
    """

    vocabulary: list[str]
    cues: list[str]
    tensors: Mapping[str, Floats]
    crf: bytes


def write(parts: Parts) -> bytes:
    """Return a model's file."""
    head = json.dumps({"vocabulary": parts.vocabulary, "cues": parts.cues, "crf": len(parts.crf)}, ensure_ascii=False)
    return model_file.seal(KIND, VERSION, head.encode() + b"\n" + parts.crf + pack(parts.tensors))


class Inputs:
    """What the encoder gets of each token: its pieces, and the rows of its cues. Training and running share it."""

    def __init__(self, vocabulary: Sequence[str], known: Sequence[str]) -> None:
        """Take the pieces in the order of their ids, and the names of the cues; the first one has row 1."""
        self.pieces = Pieces(vocabulary)
        self._rows = {cue: row for row, cue in enumerate(known, start=1)}
        self._of_word = lru_cache(_REMEMBERED)(lambda text: self._known(cues.of_word(text)))
        self._of_part = lru_cache(_REMEMBERED)(lambda part: self._known(cues.of_part(part)))

    def __call__(self, tokens: Sequence[Token], rows: Sequence[Sequence[Part]]) -> list[Input]:
        """Return the inputs of each token; ``rows`` is as ``features.parts`` gives it."""
        return [
            Input(
                self.pieces(token.text)[:_LONGEST],
                (*self._of_word(token.text), *(one for part in row for one in self._of_part(part))),
            )
            for token, row in zip(tokens, rows, strict=True)
        ]

    def _known(self, names: Sequence[str]) -> tuple[int, ...]:
        return tuple(self._rows[name] for name in names if name in self._rows)


class NeuralRecognizer(TaggingRecognizer):
    """The transformer with the CRF: better than the CRF alone, at a twentieth of its speed."""

    def __init__(self, gazetteer: Gazetteer, model: Path) -> None:
        """Load a model that ``python -m geoview.training.neural`` made.

        Raises:
            ModelError: the file is missing, truncated, damaged, or of another version.
        """
        head, _, rest = model_file.read(model, KIND, VERSION).partition(b"\n")
        known = json.loads(head)
        self._crf = Model(rest[: known["crf"]])
        self._encoder = Encoder(unpack(rest[known["crf"] :]))
        self._inputs = Inputs(known["vocabulary"], known["cues"])
        steps = [_CRF * weight for weight in self._crf.transitions]
        steps[2] = _APART
        self._transitions = tuple(steps)
        super().__init__(f"neural {FEATURES}.1", gazetteer, self._labels)

    def _labels(self, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Decoded:
        rows = parts(text, tokens, spans)
        own = self._scores(self._inputs(tokens, rows))
        crf = self._crf.emissions([token.text for token in tokens], rows)
        return Decoded(self._transitions, [_NET * one + _CRF * other for one, other in zip(own, crf, strict=True)])

    def _scores(self, inputs: Sequence[Input]) -> list[complex]:
        """Return the scores of B and I, less that of O, for each token, at its first piece."""
        marks = self._inputs.pieces
        scores: list[complex] = []
        nothing: tuple[int, ...] = ()
        for first, last, start, end in windows([len(one.pieces) for one in inputs]):
            pieces, rows, begins = [marks.opens], [nothing], []
            for one in inputs[first:last]:
                begins.append(len(pieces))
                pieces += one.pieces
                rows += [one.cues] * len(one.pieces)
            found = self._encoder.scores([*pieces, marks.closes], rows)[begins]
            found -= found[:, :1]
            scores += [complex(begin, inside) for _, begin, inside in found[start - first : end - first].tolist()]
        return scores


def windows(lengths: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield windows that overlap, so that each token is scored with something on either side of it.

    Args:
        lengths: how many pieces each token has.

    Yields:
        first and last token of the window, and of those that it speaks for; each last one is the one behind.
    """
    first = spoken = 0
    while spoken < len(lengths):
        last = _reach(lengths, first, WINDOW - 2, 1)
        if last == len(lengths):
            yield first, last, spoken, last
            return
        until = max(_reach(lengths, last - 1, _MARGIN, -1) + 1, spoken + 1)
        yield first, last, spoken, until
        spoken = until
        first = max(_reach(lengths, until - 1, _MARGIN, -1) + 1, first + 1)


def _reach(lengths: Sequence[int], at: int, pieces: int, step: int) -> int:
    """Return the first token from ``at`` on, in steps of 1 or -1, that does not fit into so many pieces."""
    while 0 <= at < len(lengths) and lengths[at] <= pieces:
        pieces -= lengths[at]
        at += step
    return at
