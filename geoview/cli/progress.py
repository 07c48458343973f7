"""A progress bar on a terminal, for work that takes long enough to be asked about."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

_PATIENCE = 1.0  # seconds: shorter work shows nothing
_EVERY = 0.2  # seconds between two drawings
_CELLS = 30
_ENOUGH = 0.02  # done before the time left is worth a guess


class ProgressBar:
    """Draws on a terminal, on one line, and takes the line away at the end; elsewhere it does nothing.

    A thread draws, so that the clock goes on while one long article is worked on.

    Args:
        stream: standard error.
        enabled: False draws nothing.
    """

    def __init__(self, stream: TextIO, *, enabled: bool = True) -> None:
        self._stream = stream
        self._enabled = enabled and stream.isatty()
        self._started = time.monotonic()
        self._state: tuple[float | None, str] = (None, "")
        self._drawn = False
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        if self._enabled:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away for good."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self.clear()

    def update(self, done: float | None, note: str) -> None:
        """Say how far the work is; what goes back has begun anew, and so does the clock.

        Args:
            done: 0..1; None where nobody can know.
            note: stands behind the bar.
        """
        if done is not None and done < (self._state[0] or 0.0):
            self._started = time.monotonic()
        self._state = (done, note)

    def clear(self) -> None:
        """Take the bar away until it is drawn next, so that a message can have the line."""
        with self._lock:
            if self._drawn:
                self._stream.write("\r\x1b[2K")
                self._stream.flush()
                self._drawn = False

    def _run(self) -> None:
        if self._ended.wait(_PATIENCE):
            return
        while not self._ended.is_set():
            with self._lock:
                self._stream.write(f"\r\x1b[2K{drawing(*self._state, time.monotonic() - self._started)}")
                self._stream.flush()
                self._drawn = True
            self._ended.wait(_EVERY)


def drawing(done: float | None, note: str, elapsed: float) -> str:
    """Return one picture of the bar; ``elapsed`` in seconds."""
    if done is None:
        return f"{_clock(elapsed)} {note}"
    done = min(max(done, 0.0), 1.0)
    full = int(done * _CELLS)
    left = f" {_clock(elapsed / done - elapsed)} left" if done > _ENOUGH else f" {_clock(elapsed)}"
    return f"[{'#' * full}{'.' * (_CELLS - full)}] {done:4.0%}{left} {note}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
