"""GeoNames' files as they are handed out: plain or zipped, told apart by what is in them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from gazetteer.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["places", "alternates", "countries", "admin1", "admin2", "hierarchy", "features"]

_LONGEST = 1 << 16  # bytes in a line; GeoNames' longest has 10,000 characters of alternate names
_SNIFFED = 100  # lines
_BOM = b"\xef\xbb\xbf"
_COMPANIONS = re.compile(r"readme.*|iso-?languagecodes.*|__macosx/.*|.*/", re.IGNORECASE)
# What a line's first columns look like, by kind; the number of columns settles the rest.
_LOOKS: tuple[tuple[Kind, range, tuple[str, ...]], ...] = (
    ("places", range(12, 21), (r"\d+", r".*", r".*", r".*", r"[-+.\d]+", r"[-+.\d]+")),
    ("countries", range(17, 20), (r"[A-Z]{2}", r"[A-Z]{3}", r"\d{3}")),
    ("alternates", range(4, 11), (r"\d+", r"\d+", r"[\w-]*", r".+")),
    ("hierarchy", range(2, 4), (r"\d+", r"\d+")),
    ("admin2", range(4, 5), (r"[A-Z]{2}\.[^.]*\..+", r".*", r".*", r"\d+")),
    ("admin1", range(4, 5), (r"[A-Z]{2}\.[^.]+", r".*", r".*", r"\d+")),
    ("features", range(2, 4), (r"[A-Z]\.[A-Z0-9]+",)),
)


class DumpFile(NamedTuple):
    """A file of the dump, and what it holds."""

    path: Path
    kind: Kind
    size: int


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open the text in a file, or the one text in a zip archive.

    Raises:
        SourceError: it cannot be opened, or is a damaged archive, or one without a text.
    """
    try:
        with path.open("rb") as raw:
            if raw.read(4)[:2] != b"PK":
                raw.seek(0)
                yield raw
                return
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as member:
                # zipfile reads lines in Python; the buffer does it in C.
                yield io.BufferedReader(member, 1 << 20)  # type: ignore[arg-type] # it has all that is asked of it
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"{path.name} is a damaged archive ({error}); fetch it again") from error
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read: {(error.strerror or str(error)).lower()}") from error


def lines(stream: io.BufferedReader, path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, without a byte order mark.

    Raises:
        SourceError: one is so long that this is no table.
    """
    first = True
    for line in iter(partial(stream.readline, _LONGEST), b""):
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            raise SourceError(f"{path.name} is no table of GeoNames: a line has more than {_LONGEST:,} bytes")
        yield line.removeprefix(_BOM) if first else line
        first = False


def recognised(path: Path) -> DumpFile:
    """Tell what a file holds.

    Raises:
        SourceError: it is missing, or none of the files that GeoNames hands out.
    """
    votes: dict[Kind, int] = {}
    with opened(path) as stream:
        for number, line in enumerate(lines(stream, path)):
            if number == _SNIFFED:
                break
            kind = _kind(line.decode("utf-8", "replace").rstrip("\r\n"))
            if kind is not None:
                votes[kind] = votes.get(kind, 0) + 1
    if not votes:
        raise SourceError(
            f"{path.name} is none of GeoNames' files (allCountries, XX, citiesN, alternateNamesV2, countryInfo, "
            "admin1CodesASCII, admin2Codes, hierarchy, featureCodes); "
            "give what https://download.geonames.org/export/dump/ has"
        )
    return DumpFile(path, max(votes, key=lambda kind: votes[kind]), _text_size(path))


def _kind(line: str) -> Kind | None:
    fields = line.split("\t")
    if line.startswith("#"):
        return None
    for kind, columns, patterns in _LOOKS:
        if len(fields) in columns and all(map(re.fullmatch, patterns, fields)):
            return kind
    return None


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    texts = [entry for entry in archive.infolist() if not _COMPANIONS.fullmatch(entry.filename)]
    if len(texts) != 1:
        names = ", ".join(entry.filename for entry in texts[:5]) or "nothing"
        raise SourceError(f"{path.name} holds {names}; one text is expected in it")
    return texts[0]


def _text_size(path: Path) -> int:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return _member(archive, path).file_size
    return path.stat().st_size
