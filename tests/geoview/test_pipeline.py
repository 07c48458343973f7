"""geoparse(): the stages together, on a text of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import gazetteer
from geoview import pipeline
from geoview.pipeline import geoparse, pieces
from geoview.types import Article

if TYPE_CHECKING:
    import pytest


@given(st.text(alphabet="ab \n", max_size=300))
def test_pieces_tile_the_text(text: str) -> None:
    bounds = list(pieces(text))
    assert "".join(text[start:end] for start, end in bounds) == text


def test_a_long_text_is_read_in_pieces_that_part_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_PIECE", 100)
    text = "The ferry from Mersin reached Latakia, Syria.\n" * 20
    bounds = list(pieces(text))
    assert len(bounds) > 5
    assert all(text[end - 1] == "\n" for _, end in bounds)
    told: list[float] = []
    with gazetteer.open() as places:
        found = geoparse(Article(id="1", text=text), gazetteer=places, on_progress=told.append)
    assert [one.mention.text for one in found.resolutions] == ["Mersin", "Latakia", "Syria"] * 20
    assert {one.place.country for one in found.resolutions if one.place} == {"TR", "SY"}
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == len(bounds)


def test_words_without_a_line_end_are_parted_at_spaces() -> None:
    text = "word " * 100_000
    assert all(text[end - 1] == " " for _, end in pieces(text))
    assert max(end - start for start, end in pieces(text)) <= 200_000
