"""How a command ends when something goes wrong in it."""

from __future__ import annotations

import warnings

import pytest

from gazetteer.errors import StoreError
from geoview.cli.console import Console
from geoview.errors import ArticleError, OutputError


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ArticleError("a.txt: is empty"), 1, "geoview: a.txt: is empty\n"),
        (OutputError("x.html: cannot be written"), 1, "geoview: x.html: cannot be written\n"),
        (StoreError("g.sqlite is no gazetteer"), 1, "geoview: g.sqlite is no gazetteer\n"),
        (MemoryError(), 1, "geoview: not enough memory; give the articles in smaller files\n"),
        (KeyboardInterrupt(), 130, "geoview: stopped\n"),
        (
            ZeroDivisionError("division\nby zero"),
            1,
            "geoview: a bug in geoview 0.1.0: ZeroDivisionError: division\\nby zero; please report it with what -v adds\n",
        ),
    ],
)
def test_an_exception_is_one_line_and_a_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    with Console(quiet=True) as console:
        raise error
    assert console.code == code
    assert capsys.readouterr() == ("", said)


def test_verbose_shows_where_a_bug_is(capsys: pytest.CaptureFixture[str]) -> None:
    with Console(verbose=True) as console:
        raise ZeroDivisionError("by zero")
    told = capsys.readouterr().err
    assert console.code == 1
    assert told.startswith("Traceback")
    assert told.endswith("geoview: a bug in geoview 0.1.0: ZeroDivisionError: by zero\n")


def test_what_is_not_its_own_passes() -> None:
    with pytest.raises(SystemExit), Console():
        raise SystemExit(3)


def test_all_done_is_zero(capsys: pytest.CaptureFixture[str]) -> None:
    with Console() as console:
        console.note("a note")
        console.detail("a detail")
    assert console.code == 0
    assert capsys.readouterr().err == "a note\n"


def test_warnings_are_notes_without_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    before = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        with Console():
            warnings.warn("the model is old", stacklevel=1)
    assert capsys.readouterr().err == "warning: the model is old\n"
    assert warnings.showwarning is before


def test_an_error_that_was_survived_still_counts(capsys: pytest.CaptureFixture[str]) -> None:
    with Console() as console:
        for number in range(25):
            console.error(f"{number}.txt: is empty")
    assert console.code == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 21
    assert told[-1] == "geoview: and 5 more of these; -v shows all"
