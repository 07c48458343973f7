"""``python -m gazetteer.tables``: make the source tables again."""

from __future__ import annotations

import argparse
import json
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.tables import airports, areas, cities, countries, held, seas, subdivisions
from gazetteer.tables.packages import MissingPackageError, Packages
from gazetteer.tables.table import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.sources import Row
    from gazetteer.tables.packages import Source

_DATA = Path(__file__).parent.parent / "data"


def main(arguments: list[str] | None = None) -> int:
    """Write every table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gazetteer.tables", description=__doc__)
    parser.add_argument("--out", type=Path, default=_DATA, help="folder for the tables (default: gazetteer/data)")
    parser.add_argument("--npm-cache", type=Path, default=Path(".npm-cache"), help="folder for the npm tarballs")
    options = parser.parse_args(arguments)
    try:
        make(Packages(options.npm_cache), options.out)
    except MissingPackageError as error:
        print(f"gazetteer.tables: {error}", file=sys.stderr)
        return 1
    return 0


def make(source: Packages, out: Path) -> None:
    """Write all tables, ``country_continents.tsv`` and ``sources.json`` to a folder.

    The curated tables that lie there are told which areas hold their places (``gazetteer.tables.held``).

    Raises:
        MissingPackageError: a package is not there.
    """
    out.mkdir(parents=True, exist_ok=True)
    known = areas.Areas(source)
    polygons = areas.shapes_of(source)
    towns = cities.read(source, known)
    counties = subdivisions.us_counties(source)
    holders = held.Holders(towns, polygons, counties, known)
    geometry = subdivisions.Geometry(polygons, counties, towns)
    romanised = cities.romanised(source)
    nations = list(countries.rows(source, polygons, towns))
    second = chain(
        subdivisions.admin2_rows(known, geometry, romanised),
        subdivisions.former_us_counties(source, known, counties),
    )
    former = subdivisions.former_rows(known, polygons, (name for row in nations for name in (row.name, *row.names)))
    tables: dict[str, tuple[Iterable[Row], tuple[Source, ...]]] = {
        "cities": (cities.rows(source, known, towns), cities.SOURCES),
        "countries": (nations, countries.SOURCES),
        "continents": (countries.continent_rows(source), countries.CONTINENT_SOURCES),
        "admin1": (chain(subdivisions.admin1_rows(known, geometry, romanised), former), subdivisions.ADMIN1_SOURCES),
        "admin2": (second, subdivisions.ADMIN2_SOURCES),
        "seas": (seas.rows(source), seas.SOURCES),
        "airports": (map(holders.put, airports.rows(source)), airports.SOURCES),
    }
    described = []
    for name, (rows, sources) in tables.items():
        path = out / f"{name}.tsv.xz"
        count = write_table(rows, path)
        described.append(_described(name, count, sources, source))
        print(f"{path.name}: {count:,} rows, {path.stat().st_size:,} bytes", file=sys.stderr)
    ids = countries.continent_ids(source)
    lines = ["country\tcontinent", *(f"{country}\t{continent}" for country, continent in ids.items())]
    (out / "country_continents.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    text = json.dumps({"tables": described}, indent=2, ensure_ascii=False) + "\n"
    (out / "sources.json").write_text(text, encoding="utf-8")
    filled = held.fill(out, holders)
    print(f"curated tables: {filled:,} places put into their areas", file=sys.stderr)


def _described(name: str, rows: int, sources: tuple[Source, ...], source: Packages) -> dict[str, object]:
    return {
        "name": name,
        "file": f"{name}.tsv.xz",
        "rows": rows,
        "sources": [
            {
                "name": each.name,
                "version": source.version(each),
                "licence": each.licence,
                "url": each.url,
                "credit": each.credit,
            }
            for each in sources
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
