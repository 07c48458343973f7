"""A gazetteer of one's own making: a source's files, merged with the embedded tables, into one file."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.build import build, embedded_sources
from gazetteer.download import Progress, fetch, is_address
from gazetteer.errors import GazetteerError, SchemaError, SourceError, StoreError
from gazetteer.sources import NAMES, Reading, Row, Selection, source
from gazetteer.sources.tables import extra_names, is_places_csv, merged, read_table, table_files, with_extras
from gazetteer.store import Gazetteer, GazetteerInfo, SourceInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TABLES = Path(__file__).parent / "data"
_CITIES = "cities.tsv.xz"
_COUNTRIES = {"countries.tsv.xz", "continents.tsv.xz"}
# Shares of a full build's time, measured on a synthetic dump: what comes in, and the sorting.
_READ, _SORTED = 0.72, 0.28


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to build.

    Attributes:
        source: one of ``gazetteer.sources.NAMES``.
        files: paths and addresses of the source's files.
        target: the file to write.
        selection: which places of the source, and which cities of the embedded tables, are wanted. Countries, areas,
            seas and curated places always are.
        tolerated: the share of broken rows, 0..1, above which a file is refused.
        force: overwrite a file that is no gazetteer.
    """

    source: str
    files: tuple[str, ...]
    target: Path
    selection: Selection = field(default_factory=Selection)
    tolerated: float = 0.01
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of it; ``read``, ``left_out`` and ``broken`` count rows of the source's files."""

    info: GazetteerInfo
    read: int
    left_out: int
    broken: int


def make(
    recipe: Recipe,
    *,
    tell: Callable[[str], None] = lambda _: None,
    progress: Callable[[float | None, str], None] = lambda _, __: None,
) -> Built:
    """Build a gazetteer file from a source's files: whole or not at all.

    What is fetched lies in a folder beside the target, ``TARGET.download``, until the build has ended well: so a second
    try goes on where the first one ended. The target that was there works on until the new one takes its place.

    Args:
        recipe: what to build.
        tell: called with a line for each of the first broken rows.
        progress: called with the share done, 0..1 or None, and what is being done.

    Raises:
        SourceError: the source's files cannot be read, or too much of them is broken.
        DownloadError: a file did not come whole.
        StoreError: the target cannot be written: a full disk, another build at work, a file of something else.
    """
    if recipe.source not in NAMES:
        source(recipe.source)
    target = recipe.target
    _check_target(target, force=recipe.force)
    downloads = target.with_name(target.name + ".download")
    with _alone(target), _said_plainly(target):
        files = _gathered(recipe.files, downloads, progress)
        with _workspace(target) as workspace:
            reading = Reading(
                workspace=workspace,
                selection=recipe.selection,
                tolerated=recipe.tolerated,
                tell=tell,
                progress=lambda share, doing: progress(_READ * share, doing),
            )
            made = workspace / "made.sqlite"
            _build(recipe, files, reading, made, progress)
            made.replace(target)
        shutil.rmtree(downloads, ignore_errors=True)
    with Gazetteer(target) as store:
        return Built(info=store.info(), read=reading.read, left_out=reading.left_out, broken=reading.broken)


def _build(
    recipe: Recipe, files: list[Path], reading: Reading, made: Path, progress: Callable[[float | None, str], None]
) -> None:
    module = source(recipe.source)
    checksum = _checksum(files, recipe.selection)
    base = _Base(recipe.selection, _TABLES)
    given = 0

    def counted() -> Iterator[Row]:
        nonlocal given
        for row in module.read(files, reading):
            given += 1
            yield row

    def sources() -> Iterator[SourceInfo]:
        # Asked for when the rows are in.
        about = module.ABOUT
        yield SourceInfo(about.title, checksum[:8], about.licence, about.url, about.credit, given)
        yield from base.sources()

    build(
        base.merged_with(counted()),
        made,
        sources=sources(),
        version=f"{recipe.source} {checksum[:8]}",
        checksum=checksum,
        told=lambda share, doing: progress(_READ + _SORTED * share, doing),
    )


class _Base:
    """The embedded tables, for what another source is laid over.

    A curated row, a country's and a continent's outrank the source's row of the same id. Of other areas the source
    knows point, population and code better, and the table the English name and the bounds. Cities are the source's
    alone where it has them.
    """

    def __init__(self, selection: Selection, folder: Path) -> None:
        self.folder, self.selection = folder, selection
        self.extras = extra_names(folder)
        self.outranking: dict[str, Row] = {}
        self.areas: dict[str, Row] = {}
        for file in table_files(folder):
            if is_places_csv(file) or file.name in _COUNTRIES:
                for row in read_table(file):
                    before = self.outranking.get(row.id)
                    # Curated files are read before the tables, and outrank them as well.
                    self.outranking[row.id] = row if before is None else merged(before, row)
            elif file.suffix == ".xz" and file.name != _CITIES:
                for row in read_table(file):
                    self.areas[row.id] = row
        for key in self.outranking.keys() & self.areas.keys():
            self.outranking[key] = merged(self.outranking[key], self.areas.pop(key))
        self.cities = {row.id for row in self._cities()}

    def sources(self) -> Iterator[SourceInfo]:
        yield from embedded_sources(self.folder)

    def merged_with(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield the source's rows, merged with the tables', and then what the tables have alone."""
        for row in rows:
            whole = row
            if (better := self.outranking.pop(row.id, None)) is not None:
                whole = merged(better, row)
            elif (area := self.areas.pop(row.id, None)) is not None:
                whole = _area(area, row)
            self.cities.discard(row.id)
            yield with_extras(whole, self.extras) if row.id in self.extras else whole
        for left in (*self.areas.values(), *self.outranking.values()):
            yield with_extras(left, self.extras)
        for row in self._cities():
            if row.id in self.cities and row.id not in self.outranking:
                yield with_extras(row, self.extras)

    def _cities(self) -> Iterator[Row]:
        selection = replace(self.selection, classes=frozenset())
        if self.selection.classes and "P" not in self.selection.classes:
            return
        file = self.folder / _CITIES
        if file.exists():
            yield from (row for row in read_table(file) if selection.takes(row.country, "P", row.population))


def _area(table: Row, other: Row) -> Row:
    """Return an area's row: the table's names, bounds and notes, the source's point, population and codes."""
    both = merged(table, other)
    return replace(
        both,
        latitude=other.latitude,
        longitude=other.longitude,
        feature_code=other.feature_code or table.feature_code,
        country=other.country or table.country,
        population=other.population or table.population,
    )


def _gathered(names: tuple[str, ...], downloads: Path, progress: Callable[[float | None, str], None]) -> list[Path]:
    """Return the files, those with an address fetched."""
    files = []
    for name in names:
        if is_address(name):
            try:
                files.append(fetch(name, downloads, progress=lambda state: progress(*_told(state))))
            except BaseException:
                with suppress(OSError):  # what came is kept; a folder that nothing came to is not
                    downloads.rmdir()
                raise
        elif Path(name).is_file():
            files.append(Path(name))
        else:
            raise SourceError(f"{name}: there is no such file; give a file, or an address that begins with https://")
    if not files:
        raise SourceError("no file was given; give a source's files, or their https:// addresses")
    return files


def _told(state: Progress) -> tuple[float | None, str]:
    if state.total is None:
        return None, f"fetching {state.name}, {state.done / 1e6:,.1f} MB"
    share = state.done / max(1, state.total)
    return share, f"fetching {state.name}, {state.done / 1e6:,.1f} of {state.total / 1e6:,.1f} MB"


def _checksum(files: list[Path], selection: Selection) -> str:
    digest = hashlib.sha256(repr(_plain(selection)).encode())
    for file in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _plain(selection: Selection) -> tuple[object, ...]:
    return (
        sorted(selection.countries), sorted(selection.classes), sorted(selection.languages),
        selection.min_population, selection.historic, selection.colloquial,
    )  # fmt: skip


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir() or not target.parent.is_dir():
        raise StoreError(f"{target}: name a file in a folder that exists")
    if not os.access(target.parent, os.W_OK):
        raise StoreError(f"{target}: no permission to write in that folder")
    if target.exists() and target.stat().st_size and not force:
        try:
            Gazetteer(target).close()
        except SchemaError:
            pass  # an older one is to be replaced
        except StoreError as error:
            raise StoreError(f"{target}: is no gazetteer; name another file, or overwrite it with --force") from error


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep a second build of the same file away, with SQLite's own lock: it ends with the process, in any case."""
    lock = target.with_name(f".{target.name}.lock")
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise StoreError(
                    f"{target.name}: another build is writing it; wait for its end, or name another file"
                ) from error
            raise StoreError(f"{target.name}: cannot be written: {error}") from error
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


@contextmanager
def _workspace(target: Path) -> Iterator[Path]:
    """Give a folder beside the target, without what a build that was killed left in it: no other is at work there."""
    folder = target.with_name(f".{target.name}.work")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _said_plainly(target: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a full disk into a line for people."""
    try:
        yield
    except GazetteerError:
        raise
    except (sqlite3.OperationalError, OSError) as error:
        full = "full" in str(error) or getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
        why = "the disk is full; free some space" if full else f"{error}; see that the disk is in order"
        raise StoreError(f"{target.name} cannot be built: {why}; what was there before is as it was") from error
