from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened
