"""What people hand in by mistake, and machines that fail: one line, the right exit code, nothing half-written."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pty
import re
import resource
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command import Geoview

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
PR_CAPBSET_DROP = 24


def _as_anyone() -> None:
    """Let root, too, be refused what permissions forbid."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot drop rights")


def _failed(done: subprocess.CompletedProcess[str], message: str, code: int = 1) -> None:
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.splitlines()
    assert line == f"geoview: {message}"


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("command", ["map", "places"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.txt: is empty"),
        (b" \n\t \r\n", "a.txt: holds only white space"),
        (bytes(range(256)) * 20, "a.txt: looks binary; if it is a text, name its encoding with --encoding (UTF-16 without a mark: utf-16-le)"),
        (b"%PDF-1.7 Oslo", "a.txt: looks binary (a PDF document); save it as plain text first"),
        (b"caf\xe9 in Paris", "a.txt: is not UTF-8 (byte 0xe9 at 3); name its encoding with --encoding, for example cp1252"),
    ],
)  # fmt: skip
def test_no_article(geoview: Geoview, tmp_path: Path, command: str, content: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    _failed(geoview(command, "a.txt"), message)
    assert _files(tmp_path) == ["a.txt"]


def test_the_encoding_that_the_message_names_helps(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Das Café in Zürich".encode("cp1252"))
    done = geoview("places", "a.txt", "--encoding", "cp1252")
    assert done.returncode == 0
    assert "Zürich" in json.loads(done.stdout)["text"]


def test_no_source(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG")
    _failed(geoview("map", "gone.txt"), "gone.txt: no such file or folder")
    _failed(geoview("map", "gone.jsonl"), "gone.jsonl: no such file or folder")
    _failed(
        geoview("map", "pictures"),
        "pictures: the folder holds no text files (.txt, .text, .jsonl, .ndjson); name the files themselves",
    )
    _failed(geoview("map", "-"), "standard input: is empty")
    _failed(
        geoview("map", "https://example.org/a"),
        "https://example.org/a: no network address is opened; save the article to a file",
    )
    _failed(geoview("map", "a\nb\x1b[2J.txt"), "a\\nb\\x1b[2J.txt: no such file or folder")
    assert _files(tmp_path) == ["pictures", "pictures/a.png"]


def test_no_permission_to_read(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text("Oslo")
    (tmp_path / "b").chmod(0)
    _failed(geoview("map", "a.txt", prepare=_as_anyone), "a.txt: no permission to read it")
    _failed(geoview("map", "b", prepare=_as_anyone), "b: no permission to read it")
    _failed(geoview("map", "b/c.txt", prepare=_as_anyone), "b/c.txt: no permission to read it")
    (tmp_path / "b").chmod(0o700)


def test_no_permission_to_write(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo")
    (tmp_path / "x.html").write_text("mine")
    (tmp_path / "x.html").chmod(0o400)
    (tmp_path / "b").mkdir(mode=0o500)
    (tmp_path / "d").mkdir(mode=0)
    before = _files(tmp_path)
    _failed(
        geoview("map", "a.txt", "-o", "d/e/x.html", prepare=_as_anyone), "d/e/x.html: cannot be written: no permission"
    )
    for target in ("b/x.html", "b/c/x.html"):
        _failed(
            geoview("map", "a.txt", "-o", target, prepare=_as_anyone),
            f"{target}: no permission to write in that folder",
        )
    _failed(geoview("map", "a.txt", "-o", "x.html", "--force", prepare=_as_anyone), "x.html: no permission to write it")
    _failed(
        geoview("map", "a.txt", "-o", "a.txt/x.html"), "a.txt/x.html: cannot be written: a.txt is a file, not a folder"
    )
    _failed(geoview("map", "a.txt", "-o", "b"), "b: is a folder; name a file in it")
    assert _files(tmp_path) == before


def test_a_disk_that_fills_up(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Snow fell in Oslo.")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    _failed(
        geoview("map", "a.txt", "-o", "b/x.html", prepare=small_files), "b/x.html: cannot be written: file too large"
    )
    _failed(geoview("map", "a.txt", "-o", "/dev/full"), "/dev/full: cannot be written: the disk is full")
    with Path("/dev/full").open("wb") as full:
        _failed(
            geoview("places", "a.txt", "-q", stdout=full), "standard output cannot be written: no space left on device"
        )
    assert _files(tmp_path) == ["a.txt"]


@pytest.fixture
def archive(tmp_path: Path, example: Path) -> Path:
    """Some seconds of work."""
    path = tmp_path / "archive.jsonl"
    line = json.dumps({"text": example.read_text()}) + "\n"
    path.write_text(line * 600)
    return path


def _wait_for(found: Callable[[], bool]) -> None:
    for _ in range(600):
        if found():
            return
        time.sleep(0.05)
    pytest.fail("never came")


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "geoview: stopped\n"), (signal.SIGTERM, 143, ""), (signal.SIGHUP, 129, "")],
)
def test_stopping_leaves_nothing(
    geoview: Geoview, tmp_path: Path, archive: Path, number: int, code: int, said: str
) -> None:
    with geoview.start("places", archive, "-o", "new/x.jsonl", stdin=subprocess.DEVNULL) as process:
        _wait_for(lambda: any((tmp_path / "new").glob(".*.part")))
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out.decode(), err.decode()) == (code, "", said)
    assert _files(tmp_path) == ["archive.jsonl"]


def test_stopping_leaves_the_page_that_was_there(geoview: Geoview, tmp_path: Path, archive: Path) -> None:
    (tmp_path / "a.txt").write_text("Snow fell in Oslo.")
    assert geoview("map", "a.txt", "-o", "x.html").returncode == 0
    before = (tmp_path / "x.html").read_bytes()
    with geoview.start("map", archive, "-o", "x.html", stdin=subprocess.DEVNULL) as process:
        _wait_for(lambda: any(tmp_path.glob(".*.part")))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    assert (tmp_path / "x.html").read_bytes() == before
    assert _files(tmp_path) == ["a.txt", "archive.jsonl", "x.html"]


def test_a_reader_that_goes_away(geoview: Geoview, archive: Path) -> None:
    with geoview.start("places", archive, "-q", stdin=subprocess.DEVNULL) as process:
        assert process.stdout.readline().startswith(b'{"id": ')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


# --- terminals


@contextlib.contextmanager
def _terminal() -> Iterator[tuple[int, Callable[[subprocess.Popen[bytes]], str]]]:
    """Give a terminal's end for a child, and a function that reads what the child wrote until it ended."""
    ours, theirs = pty.openpty()

    def read(process: subprocess.Popen[bytes]) -> str:
        os.close(theirs)
        told = b""
        while True:
            ready, _, _ = select.select([ours], [], [], 60)
            assert ready, "nothing for a minute"
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the child's end was closed
                break
            if not chunk:
                break
            told += chunk
        process.wait(timeout=60)
        return told.decode()

    try:
        yield theirs, read
    finally:
        os.close(ours)


def test_long_work_shows_a_progress_bar_on_a_terminal(geoview: Geoview, archive: Path) -> None:
    with _terminal() as (terminal, read):
        process = geoview.start("places", archive, "-o", "x.jsonl", stderr=terminal, stdin=subprocess.DEVNULL)
        with process:
            told = read(process)
    assert process.returncode == 0
    assert "#" in told
    assert "% " in told
    assert " left " in told
    assert "\r\x1b[2Kx.jsonl: 600 articles, " in told
    assert re.search(r" mentions(, \d+ unresolved)?\r\n$", told)


def test_a_terminal_gets_a_table_without_a_bar_in_it(geoview: Geoview, example: Path) -> None:
    with _terminal() as (terminal, read):
        process = geoview.start("places", example, stdout=terminal, stderr=terminal, stdin=subprocess.DEVNULL)
        with process:
            told = read(process)
    assert process.returncode == 0
    lines = told.replace("\r\n", "\n").splitlines()
    assert lines[0].startswith("Place ")
    assert re.search(r" mentions(, \d+ unresolved)?$", lines[-1])


def test_elsewhere_no_bar_is_drawn(geoview: Geoview, archive: Path) -> None:
    done = geoview("places", archive, "-o", "x.jsonl")
    (line,) = done.stderr.splitlines()
    assert line.startswith("x.jsonl: 600 articles, ")


# --- size


def test_a_text_of_20_megabytes(geoview: Geoview, tmp_path: Path, example: Path) -> None:
    """180 s and 1.5 GB are what a user may be asked to bear."""
    text = example.read_text() + "\n\n"
    (tmp_path / "big.txt").write_text(text * (20_000_000 // len(text)))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

    started = time.monotonic()
    done = geoview("places", "big.txt", "-o", "x.jsonl", timeout=600, prepare=limited)
    took = time.monotonic() - started
    assert done.returncode == 0, done.stderr
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    assert took < 180, f"{took:.0f} s"
    assert peak < 1.5, f"{peak:.2f} GB"
