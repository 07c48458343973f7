"""Makes the recogniser's word lists again: ``python -m geoview.training.lexicons SCOWL NAMES [-o FOLDER]``.

SCOWL is the folder of Debian's package ``scowl`` (``/usr/share/dict/scowl``); NAMES is the folder of the package
``names`` from PyPI (US Census of 1990). Only the lists that come from elsewhere are made here: ``common_words.txt``,
``first_names.txt`` and ``last_names.txt``. The others are written by hand and mended by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DATA = Path(__file__).parent.parent / "recognize" / "data"

# SCOWL's sizes up to "medium": what a newspaper's reader knows. From 55 on come words so rare that calling them
# common would cost more toponyms than it saves: "panama" (55, a hat), "java" (60), "berlin" (70, a carriage).
SCOWL_SIZES = (10, 20, 35, 40, 50)
SCOWL_SPELLINGS = ("english", "american", "british", "british_z")

HEADER = """\
# {what}
# From {source}; licence in README.md. Do not edit: made by python -m geoview.training.lexicons
"""


def common_words(scowl: Path) -> set[str]:
    """Lower-case English words: no proper names, no abbreviations, nothing with an apostrophe or a single letter."""
    words: set[str] = set()
    for spelling in SCOWL_SPELLINGS:
        for size in SCOWL_SIZES:
            lines = (scowl / f"{spelling}-words.{size}").read_text("utf-8").split()
            words.update(word for word in lines if len(word) > 1 and word.isalpha() and word == word.lower())
    return words


def census_names(*tables: Path) -> set[str]:
    """The first column of the census' tables (``SMITH 1.006 1.006 1``), in lower case."""
    return {line.split()[0].lower() for table in tables for line in table.read_text("ascii").splitlines() if line}


def write(path: Path, words: Iterable[str], *, what: str, source: str) -> None:
    """Write ``words`` sorted, one a line, under a header that says what they are."""
    path.write_text(HEADER.format(what=what, source=source) + "\n".join(sorted(words)) + "\n", "utf-8")


def make(scowl: Path, names: Path, out: Path) -> Iterator[Path]:
    """Write the three lists into ``out`` and yield each path as it is done.

    Raises:
        FileNotFoundError: a source table is not where it should be.
    """
    census = "the US Census of 1990, by way of the package names 0.3 of PyPI"
    path = out / "common_words.txt"
    write(path, common_words(scowl), what="Common English words, sizes 10 to 50", source="SCOWL 2020.12.07")
    yield path
    path = out / "first_names.txt"
    firsts = census_names(names / "dist.male.first", names / "dist.female.first")
    write(path, firsts, what="First names", source=census)
    yield path
    path = out / "last_names.txt"
    write(path, census_names(names / "dist.all.last"), what="Surnames", source=census)
    yield path


def main() -> None:
    """Read the command line and make the lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scowl", type=Path, help="the folder of SCOWL's lists, /usr/share/dict/scowl")
    parser.add_argument("names", type=Path, help="the folder of the Python package names")
    parser.add_argument("-o", "--out", type=Path, default=DATA, help="where to write (default: %(default)s)")
    options = parser.parse_args()
    for path in make(options.scowl, options.names, options.out):
        print(path)


if __name__ == "__main__":
    main()
