"""Why a candidate was chosen, in plain words, from the columns that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.resolve.containers import inside, is_country
from geoview.resolve.features import COLUMNS

if TYPE_CHECKING:
    from geoview.resolve.features import Table
    from geoview.resolve.groups import Name

_AT_HOME = 0.3
_INDEX = {column: index for index, column in enumerate(COLUMNS)}


def reason(name: Name, table: Table, row: int) -> str:
    """Return one line that says what speaks for the place in a row of the table."""
    return "; ".join([*_said(name, table, row), *_company(table, row), _among(name, table, row)])


def _value(table: Table, row: int, column: str) -> float:
    return float(table.values[row, _INDEX[column]])


def _said(name: Name, table: Table, row: int) -> list[str]:
    """Return what the text itself says of the name, and the reader."""
    said = ["one of your own places"] if table.places[row].id.startswith("user:") else []
    chosen = name.candidates[row - int(table.starts[table.owner[row]])]
    if chosen.match == "fuzzy":
        said.append(f"taken for a misspelling of '{chosen.matched_name}'")
    for container, firm in name.containers:
        if inside(table.places[row], container):
            said.append(f"the text {'puts it in' if firm else 'ties it to'} {container.name}")
            break
    if _value(table, row, "states others"):
        said.append(f"'{name.contained[0].written}' is said to be there")
    if _value(table, row, "type agrees"):
        said.append(f"'{name.word_text}' stands beside it")
    return said


def _company(table: Table, row: int) -> list[str]:
    """Return what the other names of the article say."""
    place = table.places[row]
    if place.admin1 and _value(table, row, "admin1 named") > 0.5 and not _value(table, row, "stated inside"):
        return [f"the article names {place.admin1}"]
    named = max(_value(table, row, "country named"), _value(table, row, "country by demonym"))
    if place.country and not is_country(place) and named > 0.5:
        return ["the article names its country"]
    if _value(table, row, "home") > _AT_HOME:
        return ["near where the source is at home"]
    near = round(_value(table, row, "near 200") * max(1, len(table.names) - 1))
    return [f"{near} other places are near it"] if near >= 2 else []


def _among(name: Name, table: Table, row: int) -> str:
    count = len(name.candidates)
    if count == 1:
        return "the only place of that name"
    return f"{'the most important' if _value(table, row, 'top') else 'one'} of {count} places of that name"
