"""For all tests: no network, the console command, what the checkout holds."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parent.parent
OFFLINE = ROOT / "tests" / "offline"

# Before anything is tested: from here on this process has no network.
_spec = importlib.util.spec_from_file_location("geoview_tests_offline", OFFLINE / "sitecustomize.py")
assert _spec is not None
assert _spec.loader is not None
_offline = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_offline)


class Command(Protocol):
    """Runs ``geoview`` with arguments, in the test's own folder, without a network."""

    def __call__(
        self, *arguments: str | Path, stdin: str | bytes = b"", timeout: float = 60, check: bool = False
    ) -> subprocess.CompletedProcess[str]: ...


def console_command() -> list[str]:
    """Return the command that was installed beside this Python, or the module where there is none."""
    script = Path(sys.executable).parent / "geoview"
    return [str(script)] if script.exists() else [sys.executable, "-c", "from geoview.cli import main; main()"]


def environment() -> dict[str, str]:
    """Return the environment for a command: no network, no browser, plain text of a known width."""
    paths = [str(OFFLINE), str(ROOT), os.environ.get("PYTHONPATH", "")]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GEOVIEW_", "_GEOVIEW"))}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONWARNINGS": "error",
        "BROWSER": "false",
        "COLUMNS": "200",
    }


@pytest.fixture
def geoview(tmp_path: Path) -> Command:
    def run(
        *arguments: str | Path, stdin: str | bytes = b"", timeout: float = 60, check: bool = False
    ) -> subprocess.CompletedProcess[str]:
        raw = subprocess.run(
            [*console_command(), *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=environment(),
            timeout=timeout,
            check=False,
        )
        done = subprocess.CompletedProcess(
            raw.args, raw.returncode, raw.stdout.decode("utf-8"), raw.stderr.decode("utf-8")
        )
        if check:
            assert done.returncode == 0, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def example() -> Path:
    """The example article of README."""
    return ROOT / "tests" / "articles" / "syria-coast.txt"
