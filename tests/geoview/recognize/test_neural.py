"""The transformer: its pieces, its windows, its arithmetic and its file, with a small one made here."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoview import recognize
from geoview.errors import ModelError
from geoview.recognize.encoder import GROUP, Encoder, pack, quantised, unpack
from geoview.recognize.neural import NeuralRecognizer, Parts, windows, write
from geoview.recognize.pieces import CLOSES, OPENS, UNKNOWN, Pieces
from geoview.types import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer import Gazetteer

LETTERS = [one for letter in "abcdefghijklmnopqrstuvwxyz0123456789'-,.$" for one in (letter, f"##{letter}")]
VOCABULARY = [UNKNOWN, OPENS, CLOSES, *LETTERS, "the", "aleppo", "lat", "##ak", "##ia", "中", "é"]
CUES = ["s=Xx", "s=x", "opens", "gBcity3"]
WIDTH = 96


def tensors(layers: int = 1, says: float = 0.0) -> dict[str, np.ndarray]:
    """Return a small random network, the scores of which are ``says`` times something."""
    random = np.random.default_rng(0)

    def normal(*shape: int) -> np.ndarray:
        return random.normal(0, 0.2, shape).astype(np.float32)

    made = {
        "words": normal(len(VOCABULARY), WIDTH),
        "positions": normal(128, WIDTH),
        "cues": normal(len(CUES) + 1, WIDTH),
        "norm.weight": normal(WIDTH) + 1,
        "norm.bias": normal(WIDTH),
        "head.weight": says * normal(3, WIDTH),
        "head.bias": says * normal(3),
    }
    for layer in range(layers):
        for name, rows, columns in (("qkv", 3, 1), ("out", 1, 1), ("up", 4, 1), ("down", 1, 4)):
            made[f"layers.{layer}.{name}.weight"] = normal(rows * WIDTH, columns * WIDTH)
            made[f"layers.{layer}.{name}.bias"] = normal(rows * WIDTH)
        for name in ("n1", "n2"):
            made[f"layers.{layer}.{name}.weight"] = normal(WIDTH) + 1
            made[f"layers.{layer}.{name}.bias"] = normal(WIDTH)
    return made


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return the file of a model whose transformer says nothing, so that the CRF decides."""
    path = tmp_path / "small.model"
    path.write_bytes(write(Parts(VOCABULARY, CUES, tensors(), recognize.MODEL.read_bytes())))
    return path


# Pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Aleppo", ["aleppo"]),
        ("LATAKIA", ["lat", "##ak", "##ia"]),
        ("Café", ["c", "##a", "##f", "##e"]),
        ("St.", ["s", "##t", "."]),
        ("$5", ["$", "5"]),
        ("a中", ["a", "中"]),
        ("Dam\u200bas", ["d", "##a", "##m", "##a", "##s"]),
        ("😀", [UNKNOWN]),
        ("نص", [UNKNOWN]),
        ("x" * 101, [UNKNOWN]),
        ("\u200b", [UNKNOWN]),
    ],
)
def test_a_word_falls_into_the_longest_pieces(text: str, pieces: list[str]) -> None:
    assert [VOCABULARY[at] for at in Pieces(VOCABULARY)(text)] == pieces


@settings(max_examples=500, deadline=None)  # beyond Hebrew, what is an accent depends on the version of Unicode
@given(text=st.text(st.characters(max_codepoint=0x5FF, exclude_categories=["Cn"]), min_size=1, max_size=12))
def test_pieces_are_those_of_the_tokenizers_package(text: str) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the package tokenizers is not installed")
    reference = tokenizers.BertWordPieceTokenizer({piece: at for at, piece in enumerate(VOCABULARY)})
    assert list(Pieces(VOCABULARY)(text)) == (reference.encode(text, add_special_tokens=False).ids or [0])


# Windows


@given(st.lists(st.integers(1, 12), max_size=400))
def test_each_token_is_spoken_for_once_by_a_window_that_holds_it(lengths: list[int]) -> None:
    spoken: list[int] = []
    for first, last, start, end in windows(lengths):
        assert first <= start < end <= last
        assert sum(lengths[first:last]) <= 126
        if first > 0:
            assert sum(lengths[first:start]) <= 12
        spoken += range(start, end)
    assert spoken == list(range(len(lengths)))


# Arithmetic


def test_four_bits_keep_each_number_to_half_a_step() -> None:
    matrix = np.random.default_rng(1).normal(0, 1, (6, 64)).astype(np.float32)
    four = quantised(matrix)
    steps = np.abs(matrix.reshape(-1, GROUP)).max(axis=1, keepdims=True) / 7
    off = np.abs(four.rows() - matrix).reshape(-1, GROUP)
    assert (off <= steps * 0.51).all()
    assert (four.rows(np.array([4, 1])) == four.rows()[[4, 1]]).all()
    assert four.nibbles.nbytes == matrix.size // 2


def test_the_encoder_gives_what_pytorch_gives() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    kept = unpack(pack(tensors(says=1.0)))
    pieces, rows = [1, 5, 9, 40, 2], [[], [1, 3], [2], [], []]
    plain = {name: torch.tensor(one if isinstance(one, np.ndarray) else one.rows()) for name, one in kept.items()}
    norm = torch.nn.functional.layer_norm
    x = plain["words"][pieces] + plain["positions"][:5]
    for at, some in enumerate(rows):
        x[at] += plain["cues"][some].sum(dim=0)
    x = norm(x, (WIDTH,), plain["norm.weight"], plain["norm.bias"], 1e-12)
    layer = {name.removeprefix("layers.0."): one for name, one in plain.items()}
    times = lambda x, name: x @ layer[f"{name}.weight"].T + layer[f"{name}.bias"]  # noqa: E731
    queries, keys, values = times(x, "qkv").view(5, 3, 12, 8).permute(1, 2, 0, 3)
    seen = torch.nn.functional.scaled_dot_product_attention(queries, keys, values).transpose(0, 1).reshape(5, WIDTH)
    x = norm(x + times(seen, "out"), (WIDTH,), layer["n1.weight"], layer["n1.bias"], 1e-12)
    wide = torch.nn.functional.gelu(times(x, "up"), approximate="tanh")
    x = norm(x + times(wide, "down"), (WIDTH,), layer["n2.weight"], layer["n2.bias"], 1e-12)
    assert Encoder(kept).scores(pieces, rows) == pytest.approx(times(x, "head").numpy(), abs=1e-4)


# The recogniser


def test_a_transformer_that_says_nothing_leaves_it_to_the_crf(model: Path, places: Gazetteer) -> None:
    article = Article(id="1", text="LATAKIA, Syria (AP) — Syrians 😀 fled from Homs \u202bنص\u202c to Aleppo.")
    recognizer = recognize.load(model, places)
    assert isinstance(recognizer, NeuralRecognizer)
    assert recognizer.name.startswith("neural ")
    spans = [(mention.start, mention.end, mention.kind) for mention in recognizer.mentions(article)]
    assert spans == [(one.start, one.end, one.kind) for one in recognize.load("crf", places).mentions(article)]
    assert len(spans) == 5
    assert recognizer.mentions(Article(id="2", text="")) == []


def test_long_lines_take_time_by_their_length_only(model: Path, places: Gazetteer) -> None:
    recognizer = recognize.load(model, places)

    def seconds(words: int) -> float:
        article = Article(id="1", text="Aleppo and " * (words // 2))
        begun = process_time()
        assert len(recognizer.mentions(article)) == words // 2
        return process_time() - begun

    seconds(100)
    assert seconds(16_000) < 16 * seconds(2_000) + 1.0  # eight times the text; a square would be 64


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data[:-9], "cut short"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "damaged"),
        (lambda data: b"geoview-neural 1" + data[data.index(b" ", 15) :], "version 1"),
    ],
)
def test_a_spoilt_model_is_refused_in_one_line(
    spoil: Callable[[bytes], bytes], reason: str, model: Path, places: Gazetteer
) -> None:
    model.write_bytes(spoil(model.read_bytes()))
    with pytest.raises(ModelError, match=reason) as caught:
        recognize.load(model, places)
    assert "\n" not in str(caught.value)
