"""A page's base map, unpacked as the page's script does."""

from __future__ import annotations

import base64
import json
import zlib
from itertools import accumulate
from typing import Any


def numbers(packed: bytes) -> list[int]:
    """All varints of a string of them."""
    found, value, shift = [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    return found


def signed(values: list[int]) -> list[int]:
    return [-(value + 1) // 2 if value % 2 else value // 2 for value in values]


def unpack(text: str) -> tuple[dict[str, Any], list[list[tuple[int, int]]], list[list[list[int]]]]:
    """The table, the arcs as grid points, and the rings of each country, then of each outline, as the script reads them."""
    packed = zlib.decompress(base64.b64decode(text))
    length = int.from_bytes(packed[:4], "big")
    values = iter(numbers(packed[4 + length :]))
    sizes = [next(values) for _ in range(next(values))]
    axes = [[list(accumulate(signed([next(values) for _ in range(size)]))) for size in sizes] for _ in "xy"]
    arcs = [list(zip(xs, ys, strict=True)) for xs, ys in zip(*axes, strict=True)]
    rings = [
        [[next(values) for _ in range(next(values))] for _ in range(next(values))]
        for _areas in ("countries", "outlines")
        for _ in range(next(values))
    ]
    assert next(values, None) is None
    return json.loads(packed[4 : 4 + length]), arcs, rings
