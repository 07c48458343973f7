"""The CRF's model: its file, and the decoding of label sequences (Viterbi, and forward-backward for the sureness).

CRFsuite trains it; running needs no more than this module. Only differences between labels matter, so the file has the
weights of B and I less that of O, as 32-bit floats, behind one line that names the features' version, and the length
and checksum of the rest.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from typing import TYPE_CHECKING

from geoview.errors import ModelError
from geoview.recognize.features import VERSION, expand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geoview.recognize.features import Part

    Scores = tuple[float, float]

LABELS = "OBI"
_MAGIC = b"geoview-crf"
_REMEMBERED = 100_000  # parts; a tenth of them come anew in each article


def pack(transitions: Sequence[float], weights: Mapping[str, Scores]) -> bytes:
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
    return b"%s %d %d %d\n" % (_MAGIC, VERSION, len(body), zlib.crc32(body)) + body


def _unpack(path: Path) -> bytes:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        magic, version, length, checksum = head[:100].split()
        wrong = _wrong(magic, int(version), body, int(length), int(checksum))
    except OSError as error:
        wrong = (error.strerror or str(error)).lower()
    except ValueError:
        wrong = "it is no such model"
    if wrong:
        raise ModelError(
            f"cannot load the recogniser's model {path.name}: {wrong}; reinstall geoview-map or train it anew"
        )
    return body


def _wrong(magic: bytes, version: int, body: bytes, length: int, checksum: int) -> str:
    if magic != _MAGIC:
        return "it is no such model"
    if version != VERSION:
        return f"its features are of version {version}, not {VERSION}"
    if len(body) < length:
        return f"it is cut short, {len(body)} of {length} bytes"
    return "" if zlib.crc32(body) == checksum else "it is damaged"


class Model:
    """The weights, and the best labels for the parts of an article's tokens."""

    def __init__(self, path: Path) -> None:
        """Read a model that ``python -m geoview.training.recognizer`` made.

        Raises:
            ModelError: the file is missing, truncated, damaged, or its features are of another version.
        """
        size, _, rest = _unpack(path).partition(b"\n")
        names = rest[: int(size)].decode().split("\n")
        numbers = array("f")
        numbers.frombytes(rest[int(size) :])
        if sys.byteorder == "big":
            numbers.byteswap()
        self.transitions = tuple(numbers[:9])
        self._weights = numbers
        self._at = dict(zip(names, range(9, len(numbers), 2), strict=True))
        self._known: dict[Part, Scores] = {}

    def emissions(self, rows: Sequence[Sequence[Part]]) -> list[Scores]:
        """Return the scores of B and I, less that of O, for each token."""
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        scores = []
        for row in rows:
            begin = inside = 0.0
            for part in row:
                pair = known.get(part)
                if pair is None:
                    pair = known[part] = self._score(part)
                begin += pair[0]
                inside += pair[1]
            scores.append((begin, inside))
        return scores

    def _score(self, part: Part) -> Scores:
        begin = inside = 0.0
        for name in expand(part):
            at = self._at.get(name)
            if at is not None:
                begin += self._weights[at]
                inside += self._weights[at + 1]
        return begin, inside

    def labels(self, emissions: Sequence[Scores]) -> list[int]:
        """Return the best labels (0 O, 1 B, 2 I) by Viterbi's algorithm."""
        oo, ob, oi, bo, bb, bi, io, ib, ii = self.transitions
        back: list[tuple[int, int, int]] = []
        outside, (begun, within) = 0.0, emissions[0]
        for begin, inside in emissions[1:]:
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
            outside, begun, within = best, best_b + begin, best_i + inside
            back.append((step, step_b, step_i))
        labels = []
        label = max((outside, 0), (begun, 1), (within, 2))[1]
        for steps in reversed(back):
            labels.append(label)
            label = steps[label]
        labels.append(label)
        labels.reverse()
        return labels

    def sureness(self, emissions: Sequence[Scores], first: int, last: int) -> float:
        """Return the probability that exactly these tokens are a toponym; what is more than six away is not looked at."""
        low, high = max(0, first - 6), min(len(emissions), last + 7)
        window = emissions[low:high]
        wanted = [0] * len(window)
        wanted[first - low] = 1
        wanted[first - low + 1 : last - low + 1] = [2] * (last - first)
        total = self._log_sum(window, {})
        span = {index: wanted[index] for index in range(first - low, last - low + 1)}
        held = self._log_sum(window, span)
        if last + 1 == high:
            return math.exp(held - total)
        longer = self._log_sum(window, {**span, last - low + 1: 2})
        return max(0.0, math.exp(held - total) - math.exp(longer - total))

    def _log_sum(self, window: Sequence[Scores], fixed: Mapping[int, int]) -> float:
        """Return the logarithm of the summed weights of all label sequences that keep to what is fixed."""
        steps = [self.transitions[start : start + 3] for start in (0, 3, 6)]
        state = [0.0, -math.inf, -math.inf]
        for index, (begin, inside) in enumerate(window):
            gains = (0.0, begin, inside)
            only = fixed.get(index)
            state = [
                gains[to] + _log_add([state[start] + steps[start][to] for start in range(3)])
                if only in {None, to}
                else -math.inf
                for to in range(3)
            ]
        return _log_add(state)


def _log_add(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values)) if top > -math.inf else top
