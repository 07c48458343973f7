"""The names of first-level areas: one in English to show, and the other spellings.

GeoNames names an area as its own officials do ("Tul'skaya oblast'"), Natural Earth often in English ("Tula"), but its
names do not always belong to the area whose number it carries: a reform moved one and not the other. So an English name
is taken only where it agrees with one of GeoNames' own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.names import fold
from gazetteer.tables import spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.tables.areas import Area, Shape

_TYPES = frozenset(
    {
        "Aimag", "Aimak", "Aymag", "Canton", "County", "Department", "District", "Emirate", "Governorate",
        "Municipality", "Oblast", "Parish", "Prefecture", "Province", "Quarter", "Raion", "Rayon", "Region",
        "Voivodeship",
    }
)  # fmt: skip
_PREFIX = "Emirate of "
# Alone these name nothing: "Southern Governorate" stays whole.
_NAMELESS = frozenset(
    {
        "and", "capital", "central", "east", "eastern", "inner", "islands", "lower", "middle", "north", "northeast",
        "northeastern", "northern", "northwest", "northwestern", "outer", "south", "southeast", "southeastern",
        "southern", "southwest", "southwestern", "upper", "west", "western",
    }
)  # fmt: skip
_TRANSLATED = ("name_en", "name", "name_alt", "name_de", "name_es", "name_fr", "name_it", "name_nl", "name_pt")
_SAME_START = 3


def without_type(name: str) -> str:
    """Give a name without its type word ("Tehran Province" is Tehran), whole where nothing would be left to say."""
    short = name.removeprefix(_PREFIX)
    head, _, last = short.rpartition(" ")
    short = head if head and last in _TYPES else short
    return name if _is_nameless(short) else short


def names(area: Area, shape: Shape | None, *, romanised: bool) -> tuple[str, tuple[str, ...]]:
    """Give the name to show and the other spellings.

    Args:
        area: as GeoNames has it.
        shape: its only polygon, for Natural Earth's names; None where there is none or more than one.
        romanised: whether GeoNames' name carries romanisation marks.
    """
    own = _forwards(spelling.clean(area.name))
    aliases = [spelling.clean(alias) for alias in area.aliases]
    latin = [alias for alias in aliases if spelling.is_spelling(alias)]
    theirs = list(_agreeing(shape, [area.name, *latin])) if shape else []
    typed = [alias for alias in latin if without_type(alias) != alias]
    candidates = [*theirs[:1], *map(without_type, typed), own]
    name = next((each for each in map(without_type, candidates) if not _is_nameless(each)), (typed or [own])[0])
    name = spelling.plain(name) if romanised else name
    given = [own, *aliases, *map(without_type, typed), *theirs]
    # "de Homs", "della Chukotka": a case form, not a name.
    return name, spelling.alternates(name, (each for each in given if each[:1].isupper()))


def apart(shown: dict[str, str], alternates: dict[str, tuple[str, ...]], sizes: dict[str, float]) -> dict[str, str]:
    """Give names in which no two areas of one country are alike, as far as their other names allow.

    Of areas with one name (Kyiv and Kyiv Oblast) the smallest keeps it, the others take a longer one of their own.

    Args:
        shown: the name of each area, by id.
        alternates: its other spellings, by id.
        sizes: how large it is, by id, in any unit.
    """
    groups: dict[str, list[str]] = {}
    for identity, name in shown.items():
        groups.setdefault(fold(name), []).append(identity)
    changed = dict(shown)
    for key, members in groups.items():
        for identity in sorted(members, key=lambda each: (sizes[each], each))[1:]:
            others = (name for name in alternates[identity] if fold(name) not in groups)
            typed = [name for name in others if key in fold(name) or name.split()[-1] in _TYPES]
            rest = [name for name in alternates[identity] if fold(name) not in groups]
            changed[identity] = next(iter([*typed, *rest]), shown[identity])
    return changed


def _agreeing(shape: Shape, ours: list[str]) -> Iterator[str]:
    """Yield Natural Earth's names, the English one first, as far as they belong to the area."""
    keys = {fold(form) for name in ours for form in (name, without_type(name))}
    starts = {key[:_SAME_START] for key in keys}

    def agrees(name: str) -> bool:
        key = fold(without_type(name))
        return key in keys or key[:_SAME_START] in starts

    english = spelling.clean(shape.names.get("name_en", ""))
    if english and agrees(english) and spelling.is_spelling(english):
        for field in _TRANSLATED:
            yield from _split(shape.names.get(field, ""))
    else:
        yield from filter(agrees, _split(shape.names.get("name", "")))


def _split(names: str) -> Iterable[str]:
    return (spelling.clean(name) for name in names.split("|") if name)


def _forwards(name: str) -> str:
    """Give "Región de Murcia" for "Murcia, Región de"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and "," not in tail else name


def _is_nameless(name: str) -> bool:
    return set(fold(name).split()) <= _NAMELESS
