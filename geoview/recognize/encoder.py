"""A small BERT encoder that scores the pieces of a text as O, B or I, run by NumPy (Devlin et al. 2019).

Matrices are kept in four bits: groups of 32 numbers share a scale, the greatest of them over 7 (training has seen them
so). One window of a text is run at a time: at this size that costs nothing, and what a window gets does not hang on
what stands in others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

GROUP = 32
WINDOW = 128  # pieces, the first and the last of them marks of the window's ends
HEADS = 12
_EPSILON = 1e-12
_MATRICES = ("qkv", "out", "up", "down")
_NORMS = ("n1", "n2")


class Quantised(NamedTuple):
    """A matrix in four bits a number.

    Attributes:
        nibbles: uint8, two numbers each, the first in the lower half; 8 stands for zero.
        scales: float16, one for each group.
        shape: rows and columns.
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]
    shape: tuple[int, int]

    def rows(self, wanted: NDArray[np.intp] | slice = slice(None)) -> Floats:
        """Return rows as 32-bit floats."""
        rows, columns = self.shape
        nibbles = self.nibbles.reshape(rows, columns // GROUP, GROUP // 2)[wanted]
        numbers = np.empty((*nibbles.shape[:2], GROUP), np.float32)
        numbers[..., 0::2] = nibbles & 15
        numbers[..., 1::2] = nibbles >> 4
        numbers -= 8
        numbers *= self.scales.reshape(rows, columns // GROUP)[wanted].astype(np.float32)[..., None]
        return numbers.reshape(-1, columns)


def quantised(matrix: Floats) -> Quantised:
    """Return a matrix in four bits a number; its columns are a multiple of 32."""
    groups = matrix.reshape(-1, GROUP)
    scales = np.maximum(np.abs(groups).max(axis=1) / 7, 1e-7).astype(np.float16)
    numbers = np.clip(np.rint(groups / scales.astype(np.float32)[:, None]), -8, 7).astype(np.int8) + 8
    nibbles = (numbers[:, 0::2] | numbers[:, 1::2] << 4).astype(np.uint8)
    return Quantised(nibbles.reshape(-1), scales, (matrix.shape[0], matrix.shape[1]))


def pack(tensors: Mapping[str, Floats]) -> bytes:
    """Return tensors as bytes: a line that names them, then their numbers; encoder's matrices in four bits."""
    head: list[tuple[str, list[int]]] = []
    parts: list[bytes] = []
    for name, tensor in tensors.items():
        head.append((name, list(tensor.shape)))
        if _is_quantised(name):
            four = quantised(np.ascontiguousarray(tensor, np.float32))
            parts += (four.nibbles.tobytes(), four.scales.astype("<f2").tobytes())
        else:
            parts.append(tensor.astype("<f2").tobytes())
    return json.dumps(head).encode() + b"\n" + b"".join(parts)


def unpack(data: bytes) -> dict[str, Floats | Quantised]:
    """Return the tensors of ``pack``."""
    head, _, rest = data.partition(b"\n")
    tensors: dict[str, Floats | Quantised] = {}
    at = 0
    for name, shape in json.loads(head):
        count = int(np.prod(shape))
        if _is_quantised(name):
            nibbles = np.frombuffer(rest, np.uint8, count // 2, at)
            at += count // 2
            tensors[name] = Quantised(nibbles, np.frombuffer(rest, "<f2", count // GROUP, at), tuple(shape))
            at += count // GROUP * 2
        else:
            tensors[name] = np.frombuffer(rest, "<f2", count, at).astype(np.float32).reshape(shape)
            at += count * 2
    return tensors


def _is_quantised(name: str) -> bool:
    return name == "words" or name.endswith(tuple(f"{matrix}.weight" for matrix in _MATRICES))


class Encoder:
    """The network: pieces and cues of a window in, scores of the labels out."""

    def __init__(self, tensors: Mapping[str, Floats | Quantised]) -> None:
        """Take the tensors that training wrote."""
        words = tensors["words"]
        self._words = words if isinstance(words, Quantised) else quantised(words)
        plain = {
            name: tensor.rows().T if isinstance(tensor, Quantised) else tensor
            for name, tensor in tensors.items()
            if name != "words"
        }
        self._plain = plain
        self._layers = sum(name.endswith("qkv.weight") for name in plain)

    def scores(self, pieces: Sequence[int], cues: Sequence[Sequence[int]]) -> Floats:
        """Return the scores of O, B and I of each piece.

        Args:
            pieces: ids of at most 128 pieces.
            cues: of each piece, the rows of its cues.
        """
        plain = self._plain
        x = self._words.rows(np.asarray(pieces, np.intp)) + plain["positions"][: len(pieces)]
        marked = [at for at, rows in enumerate(cues) for _ in rows]
        np.add.at(x, marked, plain["cues"][[row for rows in cues for row in rows]])
        x = self._norm(x, "norm")
        for layer in range(self._layers):
            x = self._layer(x, f"layers.{layer}.")
        return self._times(x, "head", turned=True)

    def _layer(self, x: Floats, layer: str) -> Floats:
        size, width = x.shape
        queries, keys, values = (
            self._times(x, layer + "qkv").reshape(size, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        )
        weights: Floats = queries @ keys.transpose(0, 2, 1)
        weights *= np.float32((width // HEADS) ** -0.5)
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        seen = (weights @ values).transpose(1, 0, 2).reshape(size, width)
        x = self._norm(x + self._times(seen, layer + "out"), layer + "n1")
        return self._norm(x + self._times(_gelu(self._times(x, layer + "up")), layer + "down"), layer + "n2")

    def _times(self, x: Floats, name: str, *, turned: bool = False) -> Floats:
        matrix = self._plain[name + ".weight"]
        product: Floats = x @ (matrix.T if turned else matrix)
        product += self._plain[name + ".bias"]
        return product

    def _norm(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        x *= self._plain[name + ".weight"]
        x += self._plain[name + ".bias"]
        return x


def _gelu(x: Floats) -> Floats:
    """Return the Gaussian error linear unit, by its tanh form (Hendrycks and Gimpel 2016)."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
