"""The committed tables, read once a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gazetteer.sources import Row
from gazetteer.sources.tables import read_table

ROOT = Path(__file__).parents[2]
DATA = ROOT / "gazetteer" / "data"
# Two-letter codes of the 193 member states of the United Nations.
UN_MEMBERS = (
    "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM "
    "CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN "
    "HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA "
    "MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PT PW PY "
    "QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA "
    "UG US UY UZ VC VE VN VU WS YE ZA ZM ZW"
)


@cache
def rows(table: str) -> tuple[Row, ...]:
    return tuple(read_table(DATA / f"{table}.tsv.xz"))


@cache
def by_id(table: str) -> dict[str, Row]:
    return {row.id: row for row in rows(table)}


@cache
def countries() -> dict[str | None, Row]:
    return {row.country: row for row in rows("countries")}


def first(table: str, name: str, country: str | None = None) -> Row:
    return next(row for row in rows(table) if row.name == name and row.country == country)
