"""What a command says, and how it ends: one line for each thing that failed, and an exit code."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Self, TextIO, cast

from geoview import __version__
from geoview.errors import GeoviewError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from geoview.cli.progress import ProgressBar

FAILED = 1
STOPPED = 130  # 128 + SIGINT, as shells count
READER_GONE = 141  # 128 + SIGPIPE
_SHOWN_ERRORS = 20


class Console:
    """Standard error for messages, standard output for data; as a context, it turns exceptions into ``code``.

    Args:
        quiet: nothing but errors.
        verbose: details, and the traceback of a bug.

    Attributes:
        code: the exit code: 0 all done, 1 something failed, 130 and 141 where the user or the reader stopped it.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet, self.verbose = quiet, verbose
        self.code = 0
        self._errors = 0
        self._bar: ProgressBar | None = None

    def __enter__(self) -> Self:
        # What the library warns of is one line here, without the file and line of the library.
        self._shows_warning = warnings.showwarning
        warnings.showwarning = lambda message, *_, **__: self.note(f"warning: {message}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        warnings.showwarning = self._shows_warning
        if error is None:
            error = _flush_stdout()
        handled = error is None or self._fail(error)
        if self._errors > _SHOWN_ERRORS and not self.verbose:
            self._line(f"geoview: and {self._errors - _SHOWN_ERRORS:,} more of these; -v shows all")
        return handled

    @property
    def stdout(self) -> TextIO:
        """Standard output; the first data that go to a terminal take the progress bar away for good.

        Raises:
            GeoviewError: there is none.
        """
        if sys.stdout is None:
            raise GeoviewError("standard output is closed; name a file with -o")
        return cast("TextIO", _BarFreeStream(sys.stdout, self._bar))

    def error(self, problem: object) -> None:
        """Say that something failed: the command may go on, and ends with 1."""
        self._errors += 1
        self.code = self.code or FAILED
        if self._errors <= _SHOWN_ERRORS or self.verbose:
            self._line(f"geoview: {problem}")

    def note(self, text: str) -> None:
        """Say something that is no failure."""
        if not self.quiet:
            self._line(text)

    def detail(self, text: str) -> None:
        """Say what only those who asked for more want to know."""
        if self.verbose:
            self._line(text)

    def progress(self) -> ProgressBar:
        """Return the progress bar; what is said from here on takes its line first."""
        from geoview.cli.progress import ProgressBar

        self._bar = ProgressBar(sys.stderr, enabled=not self.quiet)
        return self._bar

    def _fail(self, error: BaseException) -> bool:
        """Say what an exception means to the user; False for those that are not ours to handle."""
        from gazetteer.errors import GazetteerError

        match error:
            case BrokenPipeError():
                _drop_stdout()
                self.code = READER_GONE
            case KeyboardInterrupt():
                self.error("stopped")
                self.code = STOPPED
            case GeoviewError() | GazetteerError():
                self.error(error)
            case OSError() if error.filename is not None:  # one that nobody thought of
                self.error(f"{error.filename}: {(error.strerror or str(error)).lower()}")
            case OSError():  # files have errors of their own: this is a stream
                _drop_stdout()
                self.error(f"standard output cannot be written: {(error.strerror or str(error)).lower()}")
            case MemoryError():
                self.error("not enough memory; give the articles in smaller files")
            case Exception():
                self._bug(error)
            case _:
                return False
        return True

    def _bug(self, error: Exception) -> None:
        if self.verbose:
            import traceback

            traceback.print_exception(error)
        advice = "" if self.verbose else "; please report it with what -v adds"
        self.error(f"a bug in geoview {__version__}: {type(error).__name__}: {error}{advice}")

    def _line(self, text: str) -> None:
        if self._bar is not None:
            self._bar.clear()
        if sys.stderr is not None:
            sys.stderr.write(printable(text) + "\n")
            sys.stderr.flush()


class _BarFreeStream:
    """A text stream that takes the progress bar away for good before it writes to a terminal."""

    def __init__(self, stream: TextIO, bar: ProgressBar | None) -> None:
        self._stream, self._bar = stream, bar

    def isatty(self) -> bool:
        return self._stream.isatty()

    def write(self, text: str) -> int:
        if self._bar is not None and self.isatty():
            self._bar.stop()
        return self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)


def _flush_stdout() -> OSError | None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return error
    return None


def _drop_stdout() -> None:
    """Let what is left in the buffer go into nothing, or Python would complain about it at its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
