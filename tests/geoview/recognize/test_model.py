from __future__ import annotations

import math
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest

from geoview.errors import ModelError
from geoview.recognize.model import Decoded, Model, pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TRANSITIONS = (2.2, -0.2, -6.3, -1.6, -2.8, 0.7, -0.4, -2.2, 1.5)
EMISSIONS = [complex(0.7, -1), complex(-1, 0.9), complex(2.5, 0.2), complex(0.3, 1.8), complex(-2, -1.5)]


def weight(labels: Sequence[int]) -> float:
    gains = [(0.0, score.real, score.imag)[label] for score, label in zip(EMISSIONS, labels, strict=True)]
    steps = [TRANSITIONS[3 * a + b] for a, b in pairwise(labels)]
    return sum(gains) + sum(steps) + TRANSITIONS[3 * labels[-1]]  # O follows a stretch


def test_decoding_is_what_counting_all_label_sequences_gives() -> None:
    decoded = Decoded(TRANSITIONS, EMISSIONS)
    every = list(product(range(3), repeat=len(EMISSIONS)))
    total = sum(math.exp(weight(labels)) for labels in every)
    best = max(every, key=weight)
    begun = [index for index, label in enumerate(best) if label == 1]
    assert [first for first, _ in decoded.found()] == begun
    for first in range(5):
        for last in range(first, 5):
            wanted = (1, *(2 for _ in range(last - first)))
            share = sum(
                math.exp(weight(labels))
                for labels in every
                if labels[first : last + 1] == wanted and (last == 4 or labels[last + 1] != 2)
            )
            assert decoded.sureness(first, last) == pytest.approx(share / total, abs=1e-9)


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "small.model"
    path.write_bytes(pack(TRANSITIONS, {"w=aleppo": (3.5, -1.25), "none": (0.0, 0.0), "-1w=in": (1.5, 0.0)}))
    model = Model(path)
    assert model.transitions == pytest.approx(TRANSITIONS)
    assert model.emissions(["in", "aleppo"], [[], []])[1] == pytest.approx(complex(5.0, -1.25))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data[:-9], "cut short"),
        (lambda data: data[:5], "no such model"),
        (lambda _: b"", "no such model"),
        (lambda data: data[:-1] + b"~", "damaged"),
        (lambda data: data.replace(b"crf 3", b"crf 999", 1), "version 999"),
        (lambda _: b"lCRF" + bytes(4000), "no such model"),
    ],
)
def test_a_spoilt_model_is_refused_in_one_line(spoil: object, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.model"
    assert callable(spoil)
    path.write_bytes(spoil(pack(TRANSITIONS, {"w=aleppo": (3.5, -1.25)})))
    with pytest.raises(ModelError, match=reason) as caught:
        Model(path)
    assert "\n" not in str(caught.value)
    assert "reinstall" in str(caught.value)
