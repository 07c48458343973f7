"""Files are written whole or not at all, and another's is left alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from geoview import output
from geoview.errors import OutputError


def _nobodys(head: str, tail: str) -> bool:  # noqa: ARG001
    return False


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    with output.replacing(tmp_path / "new") as stream:
        stream.write("é\n")
    assert (tmp_path / "new").read_bytes() == "é\n".encode()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o640)
    with output.replacing(path) as stream:
        stream.write("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_folders_are_made(tmp_path: Path) -> None:
    with output.replacing(tmp_path / "a" / "b" / "x") as stream:
        stream.write("new")
    assert _files(tmp_path) == ["a", "a/b", "a/b/x"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError])
def test_whatever_stops_it_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "x").write_text("old")
    for path in (tmp_path / "x", tmp_path / "a" / "b" / "x"):
        with pytest.raises(error), output.replacing(path) as stream:  # noqa: PT012
            stream.write("half of it")
            stream.flush()
            raise error
    assert _files(tmp_path) == ["x"]
    assert (tmp_path / "x").read_text() == "old"


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "link").symlink_to("x")
    with output.replacing(tmp_path / "link") as stream:
        stream.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "x").read_text() == "new"


def test_a_device_is_written_not_replaced() -> None:
    with output.replacing("/dev/null") as stream:
        stream.write("gone")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116
    full = pytest.raises(OutputError, match=r"^/dev/full: cannot be written: the disk is full$")
    with full, output.replacing("/dev/full") as stream:
        stream.write("no")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("folder", "is a folder; name a file in it"),
        ("file/x", "file is a file, not a folder"),
        ("file/a/x", "file is a file, not a folder"),
        ("file", "was not written by geoview; name another file, or overwrite it with --force"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError) as caught:
        output.check_target(tmp_path / name, owned=_nobodys)
    assert str(caught.value).endswith(message)


def test_the_name_of_a_full_length_file(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + ".html")
    with output.replacing(path) as stream:
        stream.write("new")
    assert path.read_text() == "new"


def test_an_empty_file_has_nothing_to_lose(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    output.check_target(tmp_path / "x", owned=_nobodys)


def test_beginning_and_end_tell_whose_a_file_is(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("begin" + " " * 10_000 + "end")
    output.check_target(tmp_path / "x", owned=lambda head, tail: head.startswith("begin") and tail.endswith("end"))
