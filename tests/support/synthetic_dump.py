"""A faithful synthetic GeoNames dump of any size, made from real files: for measuring the build, where the real one is not.

    python tests/support/synthetic_dump.py FOLDER --places 13000000 --names 18000000

writes ``allCountries.zip`` and ``alternateNamesV2.zip`` beside copies of the code tables. Faithful are the columns, the order
(by country, then by id), the shares of feature codes and of populations (the Netherlands'), the lengths of names, the
shares of languages, scripts, pseudo-languages and flags of alternate names (GeoNames' own, as its pages state or
estimated), and that most places have no alternate name and few have very many. Names are invented from the parts of real ones.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(os.environ.get("GEOVIEW_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "reference" / "geonames"
TABLES = ("admin1CodesASCII.txt", "admin2Codes.txt", "countryInfo.txt")

# Of a hundred alternate names: language, script, how many.
_LANGUAGES = (
    ("", "latin", 22), ("en", "latin", 13), ("link", "url", 9), ("wkdt", "wikidata", 4), ("post", "digits", 2),
    ("unlc", "code", 1), ("iata", "code", 1), ("abbr", "code", 1), ("ru", "cyrillic", 7), ("uk", "cyrillic", 3),
    ("zh", "han", 5), ("zh-Hant", "han", 1), ("ja", "kana", 3), ("ar", "arabic", 5), ("fa", "arabic", 3),
    ("ko", "hangul", 1), ("th", "thai", 1), ("es", "latin", 4), ("fr", "latin", 4), ("de", "latin", 3),
    ("nl", "latin", 2), ("id", "latin", 2), ("vi", "latin", 1), ("no", "latin", 2),
)  # fmt: skip
_SCRIPTS = {
    "cyrillic": (0x430, 32), "han": (0x4E00, 3000), "kana": (0x30A1, 80), "arabic": (0x627, 36), "hangul": (0xAC00, 3000),
    "thai": (0xE01, 46),
}  # fmt: skip


def _real_rows() -> list[list[str]]:
    return [line.split("\t") for line in (REAL / "NL.txt").read_text(encoding="utf-8").split("\n") if line]


def _areas() -> dict[str, list[tuple[str, str]]]:
    """Return each country's pairs of first- and second-level codes, "" where it has none."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for line in (REAL / "admin2Codes.txt").read_text(encoding="utf-8").splitlines():
        country, admin1, admin2 = line.split("\t")[0].split(".", 2)
        areas.setdefault(country, []).append((admin1, admin2))
    for line in (REAL / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines():
        country, admin1 = line.split("\t")[0].split(".", 1)
        areas.setdefault(country, []).append((admin1, ""))
    return dict(sorted(areas.items()))


def _parts(rows: list[list[str]]) -> tuple[list[str], list[str]]:
    """Return how names begin and how they end: cut in the middle, so that a new one looks like an old one."""
    names = [row[1] for row in rows]
    return [name[: (len(name) + 1) // 2] for name in names], [name[(len(name) + 1) // 2 :] for name in names]


def place_lines(count: int, seed: int = 1) -> Iterator[str]:
    """Yield lines of allCountries.txt; ids count up from 1 in each country's block, as GeoNames' do, mixed across them."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    rows, areas = _real_rows(), _areas()
    begins, ends = _parts(rows)
    countries = list(areas)
    pick, number = rng.random, 0
    for index, country in enumerate(countries):
        share = count // len(countries) + (index < count % len(countries))
        pairs = areas[country]
        south, west = -60 + 110 * pick(), -170 + 330 * pick()
        for step in range(share):
            number += 1
            row = rows[int(pick() * len(rows))]
            name = begins[int(pick() * len(rows))] + ends[int(pick() * len(rows))]
            admin1, admin2 = pairs[int(pick() * len(pairs))]
            population = row[14] if row[6] == "P" else "0"
            key = 1 + index + step * len(countries)
            yield (
                f"{key}\t{name}\t{name.encode('ascii', 'ignore').decode()}\t{name}\t{south + 10 * pick():.5f}\t{west + 10 * pick():.5f}\t"
                f"{row[6]}\t{row[7]}\t{country}\t\t{admin1}\t{admin2}\t\t\t{population}\t\t{row[16]}\t{row[17]}\t{row[18]}\n"
            )


def name_lines(count: int, places: int, seed: int = 2) -> Iterator[str]:
    """Yield lines of alternateNamesV2.txt, in the order of their ids, their places in blocks as in allCountries.txt."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    rows = _real_rows()
    begins, ends = _parts(rows)
    blocks = len(_areas())
    kinds = [(language, script) for language, script, share in _LANGUAGES for _ in range(share)]
    pick, number = rng.random, 0
    words = {
        script: ["".join(chr(first + int(pick() * span)) for _ in range(2 + int(pick() * 8))) for _ in range(5000)]
        for script, (first, span) in _SCRIPTS.items()
    }
    for block in range(blocks):
        quota = count // blocks + (block < count % blocks)
        steps = max(1, places // blocks)
        step = 0
        while quota > 0:
            # Most places have one or two names beside their own, a capital a hundred and more.
            several = min(quota, 1 + int(pick() ** -0.45) if pick() > 0.3 else 1)
            quota -= several
            key = 1 + block + (step % steps) * blocks
            step += 1 + int(pick() * 2 * steps * several / max(1, quota + several))
            for _ in range(several):
                number += 1
                language, script = kinds[int(pick() * len(kinds))]
                match script:
                    case "latin":
                        name = begins[int(pick() * len(rows))] + ends[int(pick() * len(rows))]
                    case "url":
                        name = f"https://en.wikipedia.org/wiki/{begins[int(pick() * len(rows))]}"
                    case "wikidata":
                        name = f"Q{int(pick() * 1e8)}"
                    case "digits":
                        name = f"{int(pick() * 1e5):05d}"
                    case "code":
                        name = "".join(chr(65 + int(pick() * 26)) for _ in range(3))
                    case _:
                        some = words[script]
                        name = some[int(pick() * len(some))] + some[int(pick() * len(some))][:3]
                chance = pick()
                flags = (
                    "1" if chance < 0.08 else "",
                    "1" if chance > 0.99 else "",
                    "",
                    "1" if 0.5 < chance < 0.51 else "",
                )
                yield f"{number}\t{key}\t{language}\t{name}\t" + "\t".join(flags) + "\t\t\n"


def write(folder: Path, *, places: int, names: int) -> list[Path]:
    """Write a dump into a folder, and return its files."""
    files = []
    for stem, source in (("allCountries", place_lines(places)), ("alternateNamesV2", name_lines(names, places))):
        file = folder / f"{stem}.zip"
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open(f"{stem}.txt", "w", force_zip64=True) as out,
        ):
            buffer: list[str] = []
            for line in source:
                buffer.append(line)
                if len(buffer) == 20000:
                    out.write("".join(buffer).encode())
                    buffer.clear()
            out.write("".join(buffer).encode())
        files.append(file)
    return files + [Path(shutil.copy(REAL / name, folder)) for name in TABLES]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=1_000_000)
    parser.add_argument("--names", type=int, default=1_400_000)
    given = parser.parse_args()
    for made in write(given.folder, places=given.places, names=given.names):
        print(made, made.stat().st_size)
