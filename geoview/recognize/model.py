"""The CRF's model: its file, and the decoding of label sequences (Viterbi, and forward-backward for the sureness).

CRFsuite trains it; running needs no more than this module. Only differences between labels matter, so the file has the
weights of B and I less that of O, as 32-bit floats.
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, Any

from geoview.recognize.features import VERSION, around, expand, word
from geoview.recognize.model_file import read, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from geoview.recognize.features import Part

    Scores = complex

LABELS = "OBI"
KIND = "geoview-crf"
_RULED_OUT = -4.0  # e^-4 to 1 against the beginning and the inside of a toponym, before its neighbours count
_REMEMBERED = 30_000  # parts; a tenth of them come anew in each article


def pack(transitions: Sequence[float], weights: Mapping[str, tuple[float, float]]) -> bytes:
    """Return a model's file.

    Args:
        transitions: 9 weights: from O to O, B, I; from B; from I.
        weights: of each feature, for B and for I, less that for O.
    """
    kept = {name: pair for name, pair in sorted(weights.items()) if any(abs(one) >= 5e-4 for one in pair)}
    numbers = array("f", [*transitions, *(one for pair in kept.values() for one in pair)])
    if sys.byteorder == "big":
        numbers.byteswap()
    names = "\n".join(kept).encode()
    body = b"%d\n" % len(names) + names + numbers.tobytes()
    return seal(KIND, VERSION, body)


class Model:
    """The weights, and the best labels for the parts of an article's tokens."""

    def __init__(self, source: Path | bytes) -> None:
        """Read a model that ``python -m geoview.training.recognizer`` made: its file, or the bytes of that.

        Raises:
            ModelError: the file is missing, truncated, damaged, or its features are of another version.
        """
        body = (
            unseal(source, KIND, VERSION, name="of the CRF")
            if isinstance(source, bytes)
            else read(source, KIND, VERSION)
        )
        size, _, rest = body.partition(b"\n")
        names = rest[: int(size)].decode().split("\n")
        numbers = array("f")
        numbers.frombytes(rest[int(size) :])
        if sys.byteorder == "big":
            numbers.byteswap()
        self.transitions = tuple(numbers[:9])
        self._weights = numbers
        self._at = dict(zip(names, range(9, len(numbers), 2), strict=True))
        self._words = [_Remembered(partial(self._word, offset)) for offset in range(-2, 3)]
        self._parts = _Remembered(self._part)

    def emissions(self, texts: Sequence[str], rows: Sequence[Sequence[Part]]) -> list[Scores]:
        """Return the scores of B and I, less that of O, for each token: a complex number, to add two at once.

        Args:
            texts: of the tokens.
            rows: their parts, as ``features.parts`` gives them.
        """
        for known in (*self._words, self._parts):
            if len(known) > _REMEMBERED:
                known.clear()
        before2, before, own, after, after2 = self._words
        lowers = ["", *map(str.lower, texts), ""]
        padded = ["", "", *texts, "", ""]
        part, at, weights = self._parts, self._at, self._weights
        scores = [
            before2[padded[index]]
            + before[padded[index + 1]]
            + own[text]
            + after[padded[index + 3]]
            + after2[padded[index + 4]]
            for index, text in enumerate(texts)
        ]
        for index, row in enumerate(rows):
            pair = at.get(around(lowers[index], lowers[index + 2]))
            if pair is not None:
                scores[index] += complex(weights[pair], weights[pair + 1])
            for one in row:
                scores[index] += part[one]
        return scores

    def _word(self, offset: int, text: str) -> Scores:
        return self._sum(word(offset, text))

    def _part(self, part: Part) -> Scores:
        return self._sum(expand(part))

    def _sum(self, names: Sequence[str]) -> Scores:
        found = [at for name in names if (at := self._at.get(name)) is not None]
        return complex(sum(self._weights[at] for at in found), sum(self._weights[at + 1] for at in found))

    def decode(self, emissions: Sequence[Scores]) -> Decoded:
        """Return the best labels, and the probabilities of spans."""
        return Decoded(self.transitions, emissions)


class Decoded:
    """The labels of an article's tokens: the best ones, and how probable toponyms are.

    Tokens whose features all but rule out a toponym are taken as O, so that only what lies between them is reckoned.
    """

    def __init__(self, transitions: Sequence[float], emissions: Sequence[Scores]) -> None:
        """Take the scores of ``Model.emissions``."""
        self._transitions = transitions
        self._steps = [math.exp(weight) for weight in transitions]
        self.emissions = emissions
        # (first, last) of each stretch in doubt, by its first token
        self._stretches = _stretches(emissions)
        self._starts = [first for first, _ in self._stretches]
        self._sums: dict[int, _Sums] = {}

    def found(self) -> list[tuple[int, int]]:
        """Return the first and last tokens of the toponyms of the best labels (Viterbi 1967)."""
        found: list[tuple[int, int]] = []
        for first, last in self._stretches:
            begun = -1
            for index, label in enumerate([*self._labels(first, last), 0], start=first):
                if begun >= 0 and label != 2:
                    found.append((begun, index - 1))
                    begun = -1
                if label and begun < 0:
                    begun = index
        return found

    def _labels(self, first: int, last: int) -> list[int]:
        """Return the labels of a stretch: 0 O, 1 B, 2 I; O stands on either side of it."""
        oo, ob, oi, bo, bb, bi, io, ib, ii = self._transitions
        back: list[tuple[int, int, int]] = []
        outside, begun, within = 0.0, -math.inf, -math.inf
        if first == 0:  # nothing stands before the first token, not even O
            outside, begun, within = 0.0, self.emissions[0].real, self.emissions[0].imag
            back.append((0, 0, 0))
        for score in self.emissions[max(first, 1) : last + 1]:
            best, step = outside + oo, 0
            if begun + bo > best:
                best, step = begun + bo, 1
            if within + io > best:
                best, step = within + io, 2
            best_b, step_b = outside + ob, 0
            if begun + bb > best_b:
                best_b, step_b = begun + bb, 1
            if within + ib > best_b:
                best_b, step_b = within + ib, 2
            best_i, step_i = outside + oi, 0
            if begun + bi > best_i:
                best_i, step_i = begun + bi, 1
            if within + ii > best_i:
                best_i, step_i = within + ii, 2
            outside, begun, within = best, best_b + score.real, best_i + score.imag
            back.append((step, step_b, step_i))
        label = max((outside + oo, 0), (begun + bo, 1), (within + io, 2))[1]
        labels = []
        for steps in reversed(back):
            labels.append(label)
            label = steps[label]
        labels.reverse()
        return labels

    def sureness(self, first: int, last: int) -> float:
        """Return the probability that exactly the tokens from ``first`` to ``last`` (inclusive) are a toponym."""
        at = bisect_right(self._starts, first) - 1
        if at < 0 or self._stretches[at][1] < last:
            return 0.0
        begin, end = self._stretches[at]
        if begin not in self._sums:
            self._sums[begin] = _Sums(self._steps, self.emissions[begin : end + 1], opens=begin == 0)
        return self._sums[begin].chance(first - begin, last - begin)


def _stretches(emissions: Sequence[Scores]) -> list[tuple[int, int]]:
    """Return the first and last indexes of the runs of tokens that may be part of a toponym."""
    stretches: list[tuple[int, int]] = []
    for index, score in enumerate(emissions):
        if score.real > _RULED_OUT or score.imag > _RULED_OUT:
            if stretches and stretches[-1][1] == index - 1:
                stretches[-1] = (stretches[-1][0], index)
            else:
                stretches.append((index, index))
    return stretches


class _Sums:
    """The forward-backward sums of one stretch, each step scaled to a sum of 1 (Rabiner 1989)."""

    def __init__(self, steps: Sequence[float], emissions: Sequence[Scores], *, opens: bool) -> None:
        self._steps = steps
        # Beyond e^30 to 1 nothing is surer, and nothing overflows.
        self._gains = [
            (math.exp(max(-30.0, min(30.0, score.real))), math.exp(max(-30.0, min(30.0, score.imag))))
            for score in emissions
        ]
        oo, ob, oi, bo, bb, bi, io, ib, ii = steps
        self._forward: list[tuple[float, float, float]] = []
        self._scales: list[float] = []
        outside, begun, within = 1.0, 0.0, 0.0
        for index, (begin, inside) in enumerate(self._gains):
            if opens and index == 0:
                begun, within = begin, inside
            else:
                outside, begun, within = (
                    outside * oo + begun * bo + within * io,
                    (outside * ob + begun * bb + within * ib) * begin,
                    (outside * oi + begun * bi + within * ii) * inside,
                )
            scale = 1.0 / (outside + begun + within)
            outside, begun, within = outside * scale, begun * scale, within * scale
            self._forward.append((outside, begun, within))
            self._scales.append(scale)
        self._total = outside * oo + begun * bo + within * io
        self._backward = [(oo, bo, io)] * len(emissions)
        outside, begun, within = oo, bo, io
        for index in range(len(emissions) - 1, 0, -1):
            begin, inside = self._gains[index]
            scale = self._scales[index]
            rest, starts, goes_on = outside * scale, begun * begin * scale, within * inside * scale
            outside, begun, within = (
                oo * rest + ob * starts + oi * goes_on,
                bo * rest + bb * starts + bi * goes_on,
                io * rest + ib * starts + ii * goes_on,
            )
            self._backward[index - 1] = outside, begun, within

    def chance(self, first: int, last: int) -> float:
        """Return 0..1 for the tokens of the stretch from ``first`` to ``last``, inclusive."""
        steps, chance, label = self._steps, self._forward[first][1], 1
        for index in range(first + 1, last + 1):
            chance *= steps[3 * label + 2] * self._gains[index][1] * self._scales[index]
            label = 2
        if last + 1 < len(self._gains):
            outside, begun, _ = self._backward[last + 1]
            ends = steps[3 * label] * outside + steps[3 * label + 1] * self._gains[last + 1][0] * begun
            chance *= ends * self._scales[last + 1]
        else:
            chance *= steps[3 * label]
        return min(1.0, chance / self._total)


class _Remembered(dict[Any, complex]):
    """What a function returned for each key."""

    def __init__(self, function: Callable[[Any], complex]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: Any) -> complex:
        value = self[key] = self._function(key)
        return value
