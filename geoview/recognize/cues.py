"""What the transformer is told of each token beside its pieces: the parts of the CRF's features that are no words.

The encoder is uncased and knows no gazetteer; capitals, word lists, the gazetteer's match and what the article shows of
the same word elsewhere come as cues, each a vector that training learns and that is added to those of the pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.features import describe, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geoview.recognize.features import Part


def of_word(text: str) -> tuple[str, ...]:
    """Return the cues of a token's own text: its shape, and the word lists that have it."""
    own = describe(text)
    return ("s=" + own.shape, *own.kinds)


def of_part(part: Part) -> tuple[str, ...]:
    """Return the cues of one of ``features.parts``; those that name neighbours have none, the encoder reads them."""
    kind, *values = part
    if kind in {"g", "l"}:
        return tuple(expand(part))
    if kind == "r":
        length, place, opener, closer, head = values
        return tuple(
            one
            for one in (f"r{min(int(str(length)), 4)}{place}", f"f{opener}", f"c{closer}", f"h{head}")
            if len(one) > 1
        )
    if kind == "d":
        mask, _, twin = values
        seen = int(str(mask))
        return (*(f"d{bit}" for bit in range(8) if seen >> bit & 1), *(["twin"] if twin else []))
    return ()


def of_token(text: str, row: Iterable[Part]) -> list[str]:
    """Return all cues of a token."""
    return [*of_word(text), *(cue for part in row for cue in of_part(part))]
