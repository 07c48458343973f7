"""Plain texts: a file, the text files of a folder, standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geoview.articles import archive
from geoview.articles.decode import UndecodableError, decode
from geoview.articles.reader import file_name, first_line, is_folder, plain_lines, why
from geoview.errors import ArticleError, printable
from geoview.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoview.articles.reader import ReadOptions

# Not .md: what lies beside articles under that ending is a folder's README. A file that is named itself is read.
TEXT_ENDINGS = (".txt", ".text")


class TextFileReader:
    """One file, one article: its id is the file's name without ending, its title the first line."""

    name = "text file"

    def accepts(self, source: str) -> bool:
        """Take whatever no other reader takes."""
        return not is_folder(source)

    def size(self, source: str) -> int:
        """Return the file's size in bytes, 0 where there is none."""
        try:
            return Path(source).stat().st_size
        except (OSError, ValueError):
            return 0

    def read(self, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
        """Yield the article, or why there is none."""
        try:
            raw = Path(source).read_bytes()
        except OSError as error:
            yield ArticleError(f"{printable(source)}: {why(error)}")
        except ValueError:  # a NUL in the name
            yield ArticleError(f"{printable(source)}: no such file or folder")
        else:
            name = file_name(source)
            yield _article(raw, options, label=printable(source), identifier=Path(name).stem or name, source=name)


class FolderReader:
    """The text files and archives of a folder and the folders in it, by name; hidden ones are left out."""

    name = "folder"

    def accepts(self, source: str) -> bool:
        """Take folders."""
        return is_folder(source)

    def size(self, source: str) -> int:
        """Return the size in bytes of the files that would be read."""
        return sum(_reader_in_folder(path).size(path) for path in _files(source, []))

    def read(self, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:
        """Yield the articles of each file in turn."""
        problems: list[OSError] = []
        found = False
        for path in _files(source, problems):
            found = True
            yield from _reader_in_folder(path).read(path, options)
        for problem in problems:
            yield ArticleError(f"{printable(str(problem.filename or source))}: {why(problem)}")
        if not found and not problems:
            endings = ", ".join((*TEXT_ENDINGS, *archive.ENDINGS))
            yield ArticleError(
                f"{printable(source)}: the folder holds no text files ({endings}); name the files themselves"
            )


class StandardInputReader:
    """What comes in through ``-``: one plain text, or a JSONL archive where the first line is an article's."""

    name = "standard input"

    def accepts(self, source: str) -> bool:
        """Take ``-``."""
        return source == "-"

    def size(self, source: str) -> int:  # noqa: ARG002 - as the protocol says
        """Return 0: nobody knows what will come."""
        return 0

    def read(self, source: str, options: ReadOptions) -> Iterator[Article | ArticleError]:  # noqa: ARG002 - the same
        """Yield the article or articles, or why there is none."""
        if sys.stdin is None:
            yield ArticleError("standard input: is closed; name a file instead")
            return
        stream = sys.stdin.buffer
        first = stream.readline()
        if archive.begins_archive(first):
            yield from archive.articles_in(stream, options, label="standard input", stem="stdin", first=first)
            return
        yield _article(first + stream.read(), options, label="standard input", identifier="stdin", source=None)


def _article(
    raw: bytes, options: ReadOptions, *, label: str, identifier: str, source: str | None
) -> Article | ArticleError:
    """Make one article of one text's bytes; ``label`` names it in errors."""
    options.on_bytes(len(raw))
    if not raw:
        return ArticleError(f"{label}: is empty")
    try:
        text = plain_lines(decode(raw, options.encoding))
    except UndecodableError as error:
        return ArticleError(f"{label}: {error}")
    if not text.strip():
        return ArticleError(f"{label}: holds only white space")
    return Article(id=identifier, text=text, title=first_line(text), source=source)


def _files(folder: str, problems: list[OSError]) -> Iterator[str]:
    """Yield the paths of the readable files below a folder in a stable order; what stops the walk is appended.

    The file that standard output goes to is none of them: it would be read as fast as it is written.
    """
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = str(Path(parent, name))
            if (
                not name.startswith(".")
                and name.lower().endswith((*TEXT_ENDINGS, *archive.ENDINGS))
                and not _is_standard_output(path)
            ):
                yield path


def _is_standard_output(path: str) -> bool:
    try:
        return os.path.samestat(Path(path).stat(), os.fstat(1))
    except OSError:
        return False


def _reader_in_folder(path: str) -> archive.ArchiveReader | TextFileReader:
    reader = archive.ArchiveReader()
    return reader if reader.accepts(path) else TextFileReader()
