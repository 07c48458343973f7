"""Why a candidate was chosen, in plain words, from the columns that decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.resolve.features import COLUMNS
from geoview.resolve.groups import inside, is_country

if TYPE_CHECKING:
    from geoview.resolve.features import Table
    from geoview.resolve.groups import Name

_INDEX = {column: index for index, column in enumerate(COLUMNS)}


def reason(name: Name, table: Table, row: int) -> str:
    """Return one line that says what speaks for the place in a row of the table."""
    place = table.places[row]

    def value(column: str) -> float:
        return float(table.values[row, _INDEX[column]])

    why: list[str] = []
    for container, firm in name.containers:
        if inside(place, container):
            why.append(f"the text {'puts it in' if firm else 'ties it to'} {container.name}")
            break
    if value("states others"):
        why.append(f"'{name.contained[0].written}' is said to be there")
    if value("type agrees"):
        why.append(f"'{name.word_text}' stands beside it")
    if place.admin1 and value("admin1 named") > 0.5 and not value("stated inside"):
        why.append(f"the article names {place.admin1}")
    elif place.country and not is_country(place) and max(value("country named"), value("country by demonym")) > 0.5:
        why.append("the article names its country")
    near = round(value("near 200") * max(1, len(table.names) - 1))
    if near >= 2 and not why:
        why.append(f"{near} other places are near it")
    count = len(name.candidates)
    if count == 1:
        why.append("the only place of that name")
    elif value("top"):
        why.append(f"the most important of {count} places of that name")
    else:
        why.append(f"one of {count} places of that name")
    return "; ".join(why)
