"""For all tests: no network, the console command, what the checkout holds."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from command import OFFLINE, ROOT, Geoview, environment

# Before anything is tested: from here on this process has no network.
_spec = importlib.util.spec_from_file_location("geoview_tests_offline", OFFLINE / "sitecustomize.py")
assert _spec is not None
assert _spec.loader is not None
_spec.loader.exec_module(importlib.util.module_from_spec(_spec))


@pytest.fixture
def geoview(tmp_path: Path) -> Geoview:
    """The command, to be run in ``tmp_path``."""
    return Geoview(tmp_path)


@pytest.fixture(scope="session", name="environment")
def _environment() -> dict[str, str]:
    """The command's environment."""
    return environment()


@pytest.fixture(scope="session")
def example() -> Path:
    """The example article of README."""
    return ROOT / "tests" / "articles" / "syria-coast.txt"
