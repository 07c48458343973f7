"""The ``geoview`` command as a process of its own, for tests: without a network, in a folder of the test's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
OFFLINE = ROOT / "tests" / "offline"


def _command() -> list[str]:
    """Return the command that was installed beside this Python, or the module where there is none."""
    script = Path(sys.executable).parent / "geoview"
    return [str(script)] if script.exists() else [sys.executable, "-m", "geoview"]


def environment() -> dict[str, str]:
    """Return the environment of a command: no network, no browser, warnings are errors, lines of a known width."""
    paths = [str(OFFLINE), str(ROOT), os.environ.get("PYTHONPATH", "")]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GEOVIEW_", "_GEOVIEW"))}
    return kept | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "error"),
        "BROWSER": "false",
        "XDG_CONFIG_HOME": str(ROOT / "tests" / "no-settings"),  # not the settings of who runs the tests
        "COLUMNS": "200",
    }


def _plain_child() -> None:
    # A shell that starts the tests in the background lets them ignore Ctrl-C, and children inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True)
class Geoview:
    """Runs the ``geoview`` command as a process of its own, in a test's folder, without a network."""

    folder: Path

    def start(
        self, *arguments: str | Path, prepare: Callable[[], None] = _plain_child, **options: Any
    ) -> subprocess.Popen[bytes]:
        """Start it; ``prepare`` runs in the child before."""
        return subprocess.Popen(
            [*_command(), *map(str, arguments)],
            preexec_fn=prepare,  # noqa: PLW1509 - no threads here
            **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            | {"cwd": self.folder, "env": environment()}
            | options,
        )

    def __call__(
        self, *arguments: str | Path, stdin: str | bytes = b"", timeout: float = 120, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with self.start(*arguments, **options) as process:
            try:
                out, err = process.communicate(given, timeout=timeout)
            except BaseException:
                process.kill()
                raise
        return subprocess.CompletedProcess(
            process.args, process.returncode, (out or b"").decode(), (err or b"").decode()
        )


def one_line(stderr: str) -> str:
    """Return what a command said, which must be one line and no traceback."""
    (line,) = stderr.splitlines()
    assert "Traceback" not in line
    return line
