"""A model's file: a line with its kind and version, and the length and checksum of what follows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from geoview.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 100  # characters of the line


def seal(kind: str, version: int, body: bytes) -> bytes:
    """Return the bytes of a model's file."""
    return f"{kind} {version} {len(body)} {zlib.crc32(body)}\n".encode() + body


def kind_of(path: Path) -> str:
    """Return what kind of model a file says that it is, or "" where it says nothing or cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).split(b" ", 1)[0].decode("ascii", "replace")
    except OSError:
        return ""


def read(path: Path, kind: str, version: int) -> bytes:
    """Return the body of a model's file.

    Raises:
        ModelError: the file is missing, truncated, damaged, of another kind or version.
    """
    try:
        return unseal(path.read_bytes(), kind, version, name=path.name)
    except OSError as error:
        raise _refusal(path.name, (error.strerror or str(error)).lower()) from error


def unseal(data: bytes, kind: str, version: int, *, name: str) -> bytes:
    """Return the body of a model's bytes; the arguments and errors are those of ``read``."""
    head, _, body = data.partition(b"\n")
    try:
        found, its_version, length, checksum = head[:_LONGEST].split()
        wrong = _wrong(found == kind.encode(), (int(its_version), version), body, int(length), int(checksum))
    except ValueError:
        wrong = "it is no such model"
    if wrong:
        raise _refusal(name, wrong)
    return body


def _wrong(same_kind: bool, versions: tuple[int, int], body: bytes, length: int, checksum: int) -> str:  # noqa: FBT001 -- private
    if not same_kind:
        return "it is no such model"
    if versions[0] != versions[1]:
        return f"its features are of version {versions[0]}, not {versions[1]}"
    if len(body) < length:
        return f"it is cut short, {len(body)} of {length} bytes"
    return "" if zlib.crc32(body) == checksum else "it is damaged"


def _refusal(name: str, wrong: str) -> ModelError:
    return ModelError(f"cannot load the recogniser's model {name}: {wrong}; reinstall geoview-map or train it anew")
