"""Where rows come from: one module a source, each yields ``Row``.

Every source but the embedded tables is a module with ``ABOUT`` and ``read(files, reading)``; ``source(name)`` gives it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from gazetteer.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gazetteer.place import BoundingBox

# The name on the command line, and the module in this folder.
NAMES = {
    "geonames": "geonames",
    "linked-places": "linked_places",
    "natural-earth": "natural_earth",
    "whosonfirst": "whosonfirst",
    "ourairports": "ourairports",
    "own": "overlay",
}
_SHOWN = 10
_FEW = 1000  # rows before a share means something, while there are more to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place as a source gives it, before the store is built.

    Attributes:
        id: ``geonames:…``, ``curated:…``, ``user:…``.
        admin1: id of the first-level area that holds it, or None.
        admin2: id of the second-level area that holds it, or None.
        equals: names as common as the name itself: "New York" of New York City. Matches of them are exact.
        names: further spellings (the store marks them ``alternate``); not the name itself.
        abbreviations: short forms that mean it only in capitals or with dots ("U.S.", "Ill.").
        demonyms: "Syrian", "Syrians".
        rank: for what has no population: 0 (continent, ocean) to 6 (known locally); None where population tells.
        note: for readers, as in ``Place``.
        others as in ``Place``.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    bounds: BoundingBox | None = None
    equals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    rank: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which places of a source are wanted, and by which of their names.

    Attributes:
        countries: ISO 3166-1 alpha-2 codes; none given: all, and what lies in no country.
        classes: GeoNames' feature classes; none given: all.
        languages: ISO 639 codes of alternate names; none given: all. Names of no stated language always count.
        min_population: populated places with fewer inhabitants (or an unknown number) are left out.
        historic: names that are no longer in use count, too.
        colloquial: nicknames and slang count, too.
    """

    countries: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    min_population: int = 0
    historic: bool = True
    colloquial: bool = True

    def takes(self, country: str | None, feature_class: str, population: int) -> bool:
        """Tell whether a place is wanted."""
        return (
            (not self.countries or country in self.countries)
            and (not self.classes or feature_class in self.classes)
            and (feature_class != "P" or population >= self.min_population)
        )


@dataclass(slots=True, kw_only=True)
class Reading:
    """One pass over a source's files: what is wanted, and what became of the rows.

    Attributes:
        workspace: a folder for what does not fit in memory; the caller removes it.
        selection: which places are wanted.
        tolerated: the share of broken rows, 0..1, above which a file is refused.
        tell: called with a line for each of the first broken rows.
        progress: called with the share done, 0..1, and what is being done.
        read: rows read so far.
        left_out: rows that were not wanted.
        broken: rows that could not be read.
    """

    workspace: Path
    selection: Selection
    tolerated: float = 0.01
    tell: Callable[[str], None] = lambda _: None
    progress: Callable[[float, str], None] = lambda _, __: None
    read: int = 0
    left_out: int = 0
    broken: int = 0

    def broke(self, file: Path, line: int, why: object) -> None:
        """Count a broken row, and tell of the first ones."""
        self.broken += 1
        if self.broken <= _SHOWN:
            self.tell(f"{file.name}, line {line}: {why}; skipped")

    def check(self, file: Path, broken: int, read: int, *, ended: bool) -> None:
        """Refuse a file of which too much is broken.

        Raises:
            SourceError: more than ``tolerated`` of its rows are.
        """
        if (ended or read >= _FEW) and broken > self.tolerated * read:
            raise SourceError(
                f"{file.name}: {broken:,} of {read:,} rows are broken, more than the {self.tolerated:.3g} allowed; "
                "fetch the file again, or allow more with --max-broken"
            )


class About(NamedTuple):
    """What a source is: for credits, and for help."""

    title: str
    licence: str
    url: str
    credit: str
    reads: str


class Source(Protocol):
    """What every source module has."""

    ABOUT: About

    def read(self, files: Sequence[Path], reading: Reading) -> Iterator[Row]:
        """Yield the places of the files, in any order, no id twice.

        Raises:
            SourceError: a file cannot be read; the message names it, and the line where there is one.
        """


def source(name: str) -> Source:
    """Return a source module by its name in ``NAMES``.

    Raises:
        SourceError: there is none of that name.
    """
    if name not in NAMES:
        raise SourceError(f"no source is called {name!r}; there are {', '.join(NAMES)}")
    return cast("Source", importlib.import_module(f"{__name__}.{NAMES[name]}"))
