"""JSONL archives: one article a line.

Each line is ``{"text": …}`` with ``id``, ``title``, ``source``, ``published`` and ``language`` where they are known.
What ``geoview places --format jsonl`` writes is such an archive.
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from itertools import chain
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING

from geoview.articles.decode import marked_encoding
from geoview.articles.reader import file_name, is_folder, one_line, plain_lines, why
from geoview.errors import ArticleError, printable
from geoview.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoview.articles.reader import ReadOptions

ENDINGS = (".jsonl", ".ndjson")

_KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}


class ArchiveReader:
    """A file of many articles, read line by line: memory is that of one article."""

    name = "JSONL archive"

    def accepts(self, source: str) -> bool:
        """Take files by their ending."""
        return source.lower().endswith(ENDINGS) and not is_folder(source)

    def size(self, source: str) -> int:
        """Return the file's size in bytes, 0 where there is none."""
        try:
            return Path(source).stat().st_size
        except (OSError, ValueError):
            return 0

    def read(self, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
        """Yield each line's article, or an error that names file and line."""
        name = file_name(source)
        try:
            with Path(source).open("rb") as stream:
                yield from articles_in(
                    stream, options, label=printable(source), stem=Path(name).stem or name, source=name
                )
        except OSError as error:
            yield ArticleError(f"{printable(source)}: {why(error)}")
        except ValueError:  # a NUL in the name
            yield ArticleError(f"{printable(source)}: no such file or folder")


def begins_archive(line: bytes) -> bool:
    """Tell whether a first line is an article's object rather than the beginning of a plain text."""
    if b'"text"' not in line:
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def articles_in(
    stream: IO[bytes],
    options: ReadOptions,
    *,
    label: str,
    stem: str,
    source: str | None = None,
    first: bytes | None = None,
) -> Iterator[Article | ArticleError]:
    """Yield the articles of an open archive.

    Args:
        stream: the archive's bytes.
        options: how to read.
        label: names the archive in errors.
        stem: articles without an id get ``stem-LINE``.
        source: of articles that name none.
        first: a first line that has been taken from the stream already.
    """
    found = False
    for number, line in enumerate(_lines(stream, options, first), 1):
        if isinstance(line, UnicodeError):
            found = True
            yield ArticleError(f"{label}:{number}: is not {_name(line)}; name the archive's encoding with --encoding")
        elif line and not line.isspace():
            found = True
            for item in _items(line, f"{stem}-{number}", source):
                yield ArticleError(f"{label}:{number}: {item}") if isinstance(item, str) else item
    if not found:
        yield ArticleError(f"{label}: is empty")


def _lines(stream: IO[bytes], options: ReadOptions, first: bytes | None) -> Iterator[str | UnicodeError]:
    """Yield the archive's lines, and an error in the place of one that cannot be decoded."""
    mark = marked_encoding(stream.peek(4)[:4]) if isinstance(stream, io.BufferedReader) and first is None else None
    encoding = options.encoding or mark or "utf-8"
    if encoding.startswith(("utf-16", "utf-32")):
        # A line end's byte may be half of another character here: decode first, then split.
        yield from _wide_lines(io.TextIOWrapper(stream, encoding, newline="\n"), options)
        return
    for raw in chain(() if first is None else (first,), stream):
        options.on_bytes(len(raw))
        try:
            yield raw.decode(encoding).removeprefix("\ufeff")
        except UnicodeError as error:
            yield error


def _wide_lines(text: io.TextIOWrapper, options: ReadOptions) -> Iterator[str | UnicodeError]:
    try:
        for line in text:
            options.on_bytes(2 * len(line))
            yield line.removeprefix("\ufeff")
    except UnicodeError as error:
        yield error
    finally:
        text.detach()  # whoever opened the bytes closes them


def _name(error: UnicodeError) -> str:
    return error.encoding.upper() if isinstance(error, UnicodeDecodeError) else "readable"


def _items(line: str, identifier: str, source: str | None) -> Iterator[Article | str]:
    """Yield what is wrong with a line, each in words, and its article where it has a text."""
    try:
        fields = json.loads(line)
    except RecursionError:
        yield "is nested too deeply"
        return
    except ValueError as error:
        what = f"{error.msg.lower()} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        yield f'is not JSON: {what}; each line is to be an object such as {{"text": "…"}}'
        return
    if not isinstance(fields, dict):
        yield f'is {_KINDS.get(type(fields), "null")}, not an object such as {{"text": "…"}}'
        return
    text = fields.get("text")
    if not isinstance(text, str):
        yield 'has no "text"' if text is None else f'"text" is {_KINDS[type(text)]}, not a string'
        return
    if not text.strip():
        yield '"text" is empty'
        return
    if isinstance(fields.get("id"), int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    strings: dict[str, str | None] = {}
    for key in ("id", "title", "source", "published", "language"):
        value = fields.get(key)
        if value is not None and not isinstance(value, str):
            yield f'"{key}" is {_KINDS[type(value)]}, not a string; read without it'
            value = None
        strings[key] = value.strip() or None if value else None
    published = _date(strings["published"])
    if strings["published"] and published is None:
        yield f'"published" is {printable(strings["published"][:40])!r}, no date such as 2024-12-14; read without it'
    yield Article(
        id=strings["id"] or identifier,
        text=plain_lines(text),
        title=one_line(strings["title"] or ""),
        source=_public(strings["source"]) or source,
        published=published,
        language=strings["language"],
    )


def _date(value: str | None) -> str | None:
    """Return the day of an ISO 8601 date or time, or None."""
    try:
        return datetime.fromisoformat(value).date().isoformat() if value else None
    except ValueError:
        return None


def _public(source: str | None) -> str | None:
    """Return a source without the folders of the machine it was read on."""
    if source is None:
        return None
    if source.lower().startswith("file:") or source.startswith(("/", "~")):
        return PurePosixPath(source).name or None
    if PureWindowsPath(source).is_absolute():
        return PureWindowsPath(source).name or None
    return source
