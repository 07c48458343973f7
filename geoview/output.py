"""Files written whole or not at all (a temporary file in the same folder, then a rename), and safe cells of CSV."""

from __future__ import annotations

import errno
import os
import re
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from gazetteer.errors import GazetteerError
from geoview.errors import GeoviewError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PROBE = 4096

# A spreadsheet takes such a cell as a formula, white space before it or not. Numbers are meant.
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def cell(value: object) -> str:
    """Return what stands in a cell: text that a spreadsheet would run begins with an apostrophe."""
    text = "" if value is None else str(value).replace("\0", "\ufffd")
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def uncelled(text: str) -> str:
    """Return what ``cell`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text.lstrip("'")) else text


def check_target(path: str | Path, *, owned: Callable[[str, str], bool], force: bool = False) -> None:
    """Find out what would stop a file from being written, before the work for it is done.

    Args:
        path: the file to be written.
        owned: tells from the first and the last characters of a file whether geoview wrote it.
        force: another's file may be overwritten.

    Raises:
        OutputError: it would be overwritten, is a folder, or cannot be written.
    """
    try:
        _check(path, _real(path), owned=owned, force=force)
    except OutputError:
        raise
    except OSError as error:  # not even looking is allowed
        raise OutputError(f"{path}: cannot be written: {_why(error)}") from error


def _check(path: str | Path, target: Path, *, owned: Callable[[str, str], bool], force: bool) -> None:
    if target.is_dir():
        raise OutputError(f"{path}: is a folder; name a file in it")
    if not target.exists():
        _check_folder(path, target.parent)
    elif not os.access(target, os.W_OK):
        raise OutputError(f"{path}: no permission to write it")
    elif target.is_file():
        _check_folder(path, target.parent)
        if not force and not _is_ours(target, owned):
            raise OutputError(f"{path}: was not written by geoview; name another file, or overwrite it with --force")


@contextmanager
def replacing(path: str | Path) -> Iterator[TextIO]:
    """Open a text file (UTF-8) that takes its place only when the block ends well; folders are made as needed.

    Whatever ends the block otherwise (an error, Ctrl-C) leaves nothing behind, and leaves what was there as it was.
    A device or a pipe is written directly.

    Raises:
        OutputError: the file cannot be written; the message says why.
    """
    target = _real(path)
    made: list[Path] = []
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with _open(target) as stream:
                yield stream
            return
        made = _make_folders(target.parent)
        with _renamed(target) as stream:
            yield stream
    except (GeoviewError, GazetteerError):
        _remove_folders(made)
        raise
    except OSError as error:
        _remove_folders(made)
        raise OutputError(f"{path}: cannot be written: {_why(error)}") from error
    except BaseException:
        _remove_folders(made)
        raise


@contextmanager
def _renamed(target: Path) -> Iterator[TextIO]:
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with _open(temporary, exclusive=True) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _open(path: Path, *, exclusive: bool = False) -> TextIO:
    # open() makes new files with the permissions that the user's umask leaves, which the tempfile module does not.
    # What UTF-8 cannot hold (lone surrogates) becomes "?".
    return path.open("x" if exclusive else "w", encoding="utf-8", errors="replace", newline="")


def _real(path: str | Path) -> Path:
    """Return the path behind symbolic links, so that the link stays and its target is replaced."""
    return Path(os.path.realpath(path))


def _is_ours(target: Path, owned: Callable[[str, str], bool]) -> bool:
    with target.open("rb") as stream:
        head = stream.read(_PROBE)
        stream.seek(max(0, target.stat().st_size - _PROBE))
        tail = stream.read()
    # An empty file has nothing to lose.
    return not head or owned(head.decode("utf-8", "replace"), tail.decode("utf-8", "replace"))


def _check_folder(path: str | Path, folder: Path) -> None:
    """Refuse a folder that cannot be written, or cannot be made."""
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise OutputError(f"{path}: cannot be written: {folder.name} is a file, not a folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: no permission to write in that folder")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the new ones, innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_folders(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):  # somebody else put a file there meanwhile
            folder.rmdir()


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full"
    if isinstance(error, PermissionError):
        return "no permission"
    return (error.strerror or str(error)).lower()
