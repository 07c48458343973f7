"""Make the table of cities whose names help readers to find their way: ``assets/base/towns.tsv``.

    python -m geoview.render.towns_build

From the embedded gazetteer (GeoNames): capitals, and cities from 40,000 people, the most important first. A line each:
name, latitude and longitude in hundredths of a degree.
"""

from __future__ import annotations

import sys

import gazetteer
from geoview.render.areas import FILES

_PEOPLE = 40_000
# A capital or a seat is known by more than its people: it counts so many times as large.
_WEIGHTS = {"PPLC": 5.0, "PPLA": 1.6}
_EARTH = gazetteer.BoundingBox(-90.0, -180.0, 90.0, 180.0)


def main() -> int:
    """Write the table."""
    with gazetteer.open() as store:
        cities = store.within(_EARTH, levels=("city",))
    # Districts of cities (PPLX) are in the names of their cities.
    known = [
        (-place.population * _WEIGHTS.get(place.feature_code, 1.0), place)
        for place in cities
        if place.feature_code == "PPLC" or (place.population >= _PEOPLE and place.feature_code != "PPLX")
    ]
    known.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].id))
    lines = (f"{place.name}\t{round(place.latitude * 100)}\t{round(place.longitude * 100)}\n" for _, place in known)
    (FILES / "towns.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{len(known):,} cities", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
