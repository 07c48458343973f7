"""Hold the curated tables against Natural Earth's named features, and say what is missing.

    python tests/gazetteer/check_natural_earth.py [--missing]

Prints each row whose point is far from every feature of its name, and for ranks 0 to 3 of each layer how many features
the tables know by name. Exits with 1 where a row is far off.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

from curated import (  # noqa: E402 - the script runs from any folder
    FEATURES,
    Curated,
    Feature,
    Spot,
    core,
    km_apart,
    known_names,
    natural_earth,
    other_names,
    rows,
)

Index = Mapping[str, Sequence[Curated | Spot]]

FAR_KM = 75.0
# The reference's shapes are simplified, some to a corner of the real one (the Caucasus is two kilometres long there),
# so a row agrees with a feature where the one's point lies near the other's box, whichever way round.
# Rows that bear the name of something else in Natural Earth, or lie where its simplified box does not reach.
AGREED = {
    "curated:blue-mountains-jamaica": "Australia's are there",
    "curated:cape-ann": "Antarctica's is there",
    "curated:channel-islands": "California's are there",
    "curated:cordillera-occidental-colombia": "Peru's is there",
    "curated:cordillera-real": "the whole eastern Andes of Bolivia there",
    "curated:cumberland-england": "the river in Kentucky is there",
    "curated:katanga": "a river in Siberia",
    "curated:lake-george-new-south-wales": "Florida's is there",
    "curated:litani-river": "Suriname's is there",
    "curated:mississippi-delta": "the flood plain in the state of Mississippi; the mouth is there",
    "curated:rockall": "85 km off there; at 57.6 N under the disputed areas",
    "curated:roosevelt-island": "Antarctica's is there",
    "curated:salt-range": "a stretch farther east there",
    "curated:serra-do-mar": "a stretch farther west there",
    "curated:sierra-nevada-spain": "that of the United States is there",
    "curated:stanovoy-range": "its eastern end there",
    "curated:st-marys-river": "Michigan's is there",
    "curated:west-antarctica": "a strip across the Weddell Sea there",
}
MOST_IMPORTANT = 3


def far_rows(features: list[Feature]) -> list[tuple[float, Curated, Feature]]:
    """Give the rows that lie far from every feature that has one of their names, with the nearest of those."""
    by_key: dict[str, list[Feature]] = defaultdict(list)
    for feature in features:
        for key in feature.keys:
            by_key[key].append(feature)
    found = []
    for key, named in known_names().items():
        for row in named:
            same = by_key.get(key, [])
            if not same:
                continue
            distance, nearest = min(((km_between(row, each), each) for each in same), key=lambda pair: pair[0])
            if distance > FAR_KM and row.record["id"] not in AGREED:
                found.append((distance, row, nearest))
    return found


def known_features(features: list[Feature], index: Index) -> dict[str, tuple[list[Feature], list[Feature]]]:
    """Sort the features of ranks 0 to 3 by layer into known and unknown ones.

    A feature is known where a row near it has its name, or the same name but for the words of its kind.
    """
    cores: dict[str, list[Curated | Spot]] = defaultdict(list)
    for key, named in index.items():
        cores[core(key)].extend(named)
    found: dict[str, tuple[list[Feature], list[Feature]]] = defaultdict(lambda: ([], []))
    for feature in features:
        if feature.rank <= MOST_IMPORTANT:
            same = [row for key in feature.keys for row in (*index.get(key, ()), *cores.get(core(key) or key, ()))]
            near = any(km_between(row, feature) <= FAR_KM for row in same)
            found[feature.layer][0 if near else 1].append(feature)
    return found


def km_between(row: Curated | Spot, feature: Feature) -> float:
    """Give the distance between the point of one and the box of the other, whichever is shorter."""
    distance = km_apart(*row.point, feature.bounds)
    return distance if row.bounds is None else min(distance, km_apart(*feature.point, row.bounds))


def main() -> int:
    """Print the report."""
    if not FEATURES.exists():
        print(f"no {FEATURES.name}: set GEOVIEW_SHARED to the folder that has reference/{FEATURES.name}")
        return 1
    features = natural_earth()
    far = far_rows(features)
    for distance, row, feature in sorted(far, key=lambda item: -item[0]):
        print(f"{distance:6.0f} km from {feature.layer} {feature.name!r}: {row}")
    print(f"{len(rows())} rows, {len(far)} farther than {FAR_KM:.0f} km from what has their name")
    print(f"features of ranks 0 to {MOST_IMPORTANT}, known to these tables, and with countries, admin1 and seas:")
    curated, others = known_names(), other_names()
    together: Index = {key: [*curated.get(key, ()), *others.get(key, ())] for key in curated.keys() | others.keys()}
    own, whole = known_features(features, curated), known_features(features, together)
    for layer, (known, missing) in sorted(whole.items()):
        kinds = Counter(each.kind.lower() for each in missing).most_common()
        listed = ", ".join(f"{count} {kind}" for kind, count in kinds) or "none"
        every = len(known) + len(missing)
        print(f"  {layer:10}{len(own[layer][0]):4} and {len(known):4} of {every:4}; missing: {listed}")
        if "--missing" in sys.argv:
            for each in sorted(missing, key=lambda each: (each.rank, each.name)):
                print(f"    {each.rank} {each.kind:16} {each.name} {each.point}")
    return 1 if far else 0


if __name__ == "__main__":
    raise SystemExit(main())
