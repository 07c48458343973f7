"""How else a place is written: every spelling under which it is found, and what follows from the words of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.names import fold
from gazetteer.rows import MAIN_PEOPLE, MATCHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer.sources import Row

EXACT, ALTERNATE, ABBREVIATION, DEMONYM = range(len(MATCHES))

_WRITTEN_ALSO = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_WRITTEN_ALSO |= {short: long for long, short in _WRITTEN_ALSO.items()}

# "Milan Province" is the "Province of Milan".
_AREA_TYPES = {
    "canton", "county", "department", "district", "division", "emirate", "governorate", "oblast", "prefecture",
    "province", "region", "state", "voivodeship",
}  # fmt: skip
# What first-level areas are called in countries where that is neither province, region, governorate nor district.
_TYPE_OF = {
    country: (kind,)
    for kind, countries in {
        "Canton": "CH",
        "County": "EE HR HU KE LR LT NO RO SE",
        "Department": "BO CO GT HN NI PY SV UY",
        "Division": "BD",
        "Emirate": "AE",
        "Oblast": "BG KG KZ RU UA UZ",
        "Prefecture": "GR JP",
        "State": "AT AU BR DE IN MM MX MY NG SD SS VE",
        "Voivodeship": "PL",
    }.items()
    for country in countries.split()
}
# With a type alone they name nothing: "Central Region".
_NAMELESS = {"capital", "central", "east", "eastern", "north", "northern", "south", "southern", "west", "western"}
# "Lake Tahoe" is "Tahoe Lake" to some, "San Francisco Bay" the "Bay of San Francisco".
_BEFORE_OR_BEHIND = {"lake", "river"}
_BEFORE_WITH_OF = {"bay", "gulf", "island", "peninsula", "strait"}
_SHORT_DIRECTIONS = {"North": "N.", "South": "S.", "East": "E.", "West": "W."}


def spellings(row: Row) -> dict[str, tuple[int, str]]:
    """Return the folds of a place's names, each with its best kind of match, and of several spellings the first."""
    found = {folded: (EXACT, row.name)} if (folded := fold(row.name)) else {}
    _write_also(found, folded, (ALTERNATE, row.name))
    # What stands behind a comma only tells sites apart: "Union Square, Manhattan".
    bare = row.name.partition(", ")[0]
    is_site = row.feature_class in {"R", "S"} or row.feature_code == "PRK"
    equals = (*row.equals, bare) if is_site and bare in row.names else row.equals
    kinds = ((EXACT, equals), (ALTERNATE, row.names), (ABBREVIATION, row.abbreviations), (DEMONYM, row.demonyms))
    for match, names in kinds:
        for name in names:
            folded, use = fold(name), (match, name)
            if folded and (folded not in found or use < found[folded]):
                found[folded] = use
            if match != DEMONYM:
                _write_also(found, folded, (ALTERNATE, name))
    forms = _forms_of(row)
    if forms is not None:
        for match, name in list(found.values()):
            if match in {EXACT, ALTERNATE}:
                for form, kind in forms(row, name):
                    found.setdefault(folded := fold(form), (kind, form))
                    _write_also(found, folded, (kind, form))
    first, _, rest = row.name.partition(" ")
    if rest and first in _SHORT_DIRECTIONS and (row.feature_class == "A" or row.population > MAIN_PEOPLE):
        form = f"{_SHORT_DIRECTIONS[first]} {rest}"
        found.setdefault(fold(form), (ABBREVIATION, form))
    return found


def _forms_of(row: Row) -> Callable[[Row, str], Iterator[tuple[str, int]]] | None:
    """Return what tells how else the names of such a place are written whose words say what it is."""
    if row.feature_code == "AIRP":
        return _airport_forms
    if row.feature_code in {"ADM1", "ADM1H", "ADM2"}:
        return _area_forms
    # Of the dumps' millions nobody writes it.
    return _natural_forms if row.feature_class in {"H", "T"} and row.rank is not None else None


def _airport_forms(_: Row, name: str) -> Iterator[tuple[str, int]]:
    for part in (name, *name.split(" / ")[1:]):  # "Ottawa / Macdonald-Cartier International Airport"
        yield part, ALTERNATE
        if part.endswith(" International Airport"):
            yield part.replace(" International", ""), ALTERNATE


def _natural_forms(row: Row, name: str) -> Iterator[tuple[str, int]]:
    """Yield the name of a water or a landform with the word for what it is at its other end."""
    first, _, rest = name.partition(" ")
    head, _, last = name.rpartition(" ")
    kinds = {first.lower(), last.lower()} & (_BEFORE_OR_BEHIND | _BEFORE_WITH_OF)
    if not kinds:
        if row.feature_code == "ISL":
            yield f"{name} Island", ALTERNATE
            yield f"Island of {name}", ALTERNATE
        return
    if last.lower() in _BEFORE_OR_BEHIND and head:
        yield f"{last.capitalize()} {head}", ALTERNATE
    elif last.lower() in _BEFORE_WITH_OF and head:
        yield f"{last.capitalize()} of {head}", ALTERNATE
    if first.lower() in _BEFORE_OR_BEHIND and rest:
        yield f"{rest} {first.capitalize()}", ALTERNATE
    elif first.lower() in _BEFORE_WITH_OF and rest.startswith("of "):
        yield f"{rest.removeprefix('of ')} {first.capitalize()}", ALTERNATE


def _area_forms(row: Row, name: str) -> Iterator[tuple[str, int]]:
    yield from _turned_area(name)
    words = set(fold(name).split())
    if name != row.name or words & _AREA_TYPES or words <= _NAMELESS or row.country in {"CA", "US"}:
        return
    if row.feature_code == "ADM2":
        yield f"{name} District", ALTERNATE
        return
    # News says of one area now province, now region, now governorate.
    own = _TYPE_OF.get(row.country or "", ())
    for kind in ("Province", "Governorate", "Region", "District", *own):
        yield f"{name} {kind}", ALTERNATE
    for kind in own:
        yield f"{kind} of {name}", ALTERNATE


def _turned_area(name: str) -> Iterator[tuple[str, int]]:
    """Yield the name of an area with the word for what it is at its other end, or written short."""
    head, _, last = name.rpartition(" ")
    kind = last.lower()
    if head and kind in _AREA_TYPES and not head.endswith(" of"):
        yield f"{last.capitalize()} of {head}", ALTERNATE
        if kind == "county":
            yield f"{head} Co.", ABBREVIATION
        if kind == "governorate":
            yield f"{head} Province", ALTERNATE
    first, _, rest = name.partition(" of ")
    if rest and first.lower() in _AREA_TYPES - {"state"}:  # "Illinois State" is a university
        yield f"{rest} {first.capitalize()}", ALTERNATE
    first, _, rest = name.partition(" ")
    if rest and first.lower() == "county" and not rest.startswith("of "):
        yield f"Co. {rest}", ABBREVIATION


def _write_also(found: dict[str, tuple[int, str]], folded: str, use: tuple[int, str]) -> None:
    """Put down the other way to write a name that begins with a word which has two."""
    first, _, rest = folded.partition(" ")
    if rest and first in _WRITTEN_ALSO:
        other = f"{_WRITTEN_ALSO[first]} {rest}"
        if other not in found or use < found[other]:
            found[other] = use
