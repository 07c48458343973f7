"""The progress bar: there on a terminal when work is long, nowhere else."""

from __future__ import annotations

import io

import pytest

from geoview.cli import progress
from geoview.cli.progress import ProgressBar, drawing


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "elapsed", "expected"),
    [
        (None, 75.0, "1:15 reading"),
        (0.0, 3.0, "[..............................]   0% 0:03 reading"),
        (0.25, 10.0, "[#######.......................]  25% 0:30 left reading"),
        (1.5, 10.0, "[##############################] 100% 0:00 left reading"),
    ],
)
def test_what_it_looks_like(done: float | None, elapsed: float, expected: str) -> None:
    assert drawing(done, "reading", elapsed) == expected


def _worked(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, patience: float, enabled: bool = True) -> str:
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    with ProgressBar(stream, enabled=enabled) as bar:
        bar.update(0.5, "3 articles")
        bar._ended.wait(0.3)
    return stream.getvalue()


def test_long_work_on_a_terminal_shows_it_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _worked(Terminal(), monkeypatch, patience=0.01)
    assert "[###############...............]  50%" in shown
    assert "3 articles" in shown
    assert shown.endswith("\r\x1b[2K")


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _worked(Terminal(), monkeypatch, patience=60) == ""


def test_elsewhere_it_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _worked(io.StringIO(), monkeypatch, patience=0.01) == ""
    assert _worked(Terminal(), monkeypatch, patience=0.01, enabled=False) == ""


def test_after_it_was_stopped_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    stream = Terminal()
    with ProgressBar(stream) as bar:
        bar.stop()
        before = stream.getvalue()
        bar.update(0.5, "3 articles")
    assert stream.getvalue() == before
