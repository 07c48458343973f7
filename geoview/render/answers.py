"""What the gazetteer answers, for terminals and for programs: candidates, and what it holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geoview.render.records import dumps, place_record
from geoview.render.table import aligned, containers, plain, terminal_columns

if TYPE_CHECKING:
    from typing import TextIO

    from gazetteer import GazetteerInfo
    from gazetteer.place import Candidate, Surroundings

_TOP_COUNTRIES = 10


def candidates_table(candidates: tuple[Candidate, ...], stream: TextIO, *, prefix: bool = False) -> str:
    """Return candidates as a table for the stream it goes to, and the notes on disputed places below it."""
    header = ("Id", "Name", "Match", "In", "Class", "Population", "Latitude", "Longitude", "Matched name")
    rows = [
        (
            candidate.place.id,
            candidate.place.name,
            "prefix" if prefix else candidate.match,
            containers(candidate.place),
            f"{candidate.place.feature_class} {candidate.place.feature_code}",
            f"{candidate.place.population:,}" if candidate.place.population else "",
            f"{candidate.place.latitude:.4f}",
            f"{candidate.place.longitude:.4f}",
            candidate.matched_name,
        )
        for candidate in candidates
    ]
    notes = [
        f"{plain(candidate.place.name)}: {plain(candidate.place.note)}\n"
        for candidate in candidates
        if candidate.place.note
    ]
    return aligned(header, rows, terminal_columns(stream)) + ("\n" + "".join(notes) if notes else "")


def candidates_json(name: str, candidates: tuple[Candidate, ...], *, prefix: bool = False) -> str:
    """Return candidates as JSON: each with its match, and its place with bounds and note."""
    return dumps({"name": name, "candidates": [_record(candidate, prefix=prefix) for candidate in candidates]}) + "\n"


def _record(candidate: Candidate, *, prefix: bool) -> dict[str, Any]:
    place = candidate.place
    return {
        "match": "prefix" if prefix else candidate.match,
        "matched_name": candidate.matched_name,
        "place": {**place_record(place), "bounds": None if place.bounds is None else list(place.bounds)},
    }


def surroundings_table(around: Surroundings, stream: TextIO) -> str:
    """Return the places nearest to a point as a table for the stream it goes to, and the areas that contain it."""
    header = ("Id", "Name", "In", "Class", "Population", "Km", "Latitude", "Longitude")
    rows = [
        (
            near.place.id,
            near.place.name,
            containers(near.place),
            f"{near.place.feature_class} {near.place.feature_code}",
            f"{near.place.population:,}" if near.place.population else "",
            f"{near.distance_km:,.1f}",
            f"{near.place.latitude:.4f}",
            f"{near.place.longitude:.4f}",
        )
        for near in around.places
    ]
    areas = "; ".join(plain(area.name) for area in around.areas)
    table = aligned(header, rows, terminal_columns(stream)) if rows else ""
    return table + (f"\nWithin the bounds of: {areas}\n" if areas else "")


def surroundings_json(around: Surroundings) -> str:
    """Return what lies around a point as JSON: places with their distances in kilometres, and areas."""
    value = {
        "latitude": around.latitude,
        "longitude": around.longitude,
        "places": [
            {"distance_km": round(near.distance_km, 3), "place": place_record(near.place)} for near in around.places
        ],
        "areas": [{**place_record(area), "bounds": list(area.bounds or ())} for area in around.areas],
    }
    return dumps(value) + "\n"


def info_json(info: GazetteerInfo) -> str:
    """Return what a gazetteer holds as JSON, its fields as the keys."""
    return dumps(asdict(info), indent=2) + "\n"


def info_table(info: GazetteerInfo) -> str:
    """Return what a gazetteer holds as text for people: the file, its sources to credit, classes and countries."""
    facts = (
        ("File", info.path),
        ("Version", f"{info.version} (schema {info.schema_version})"),
        ("Size", f"{info.bytes / 1e6:.1f} MB"),
        ("Places", f"{info.places:,}"),
        ("Names", f"{info.names:,}"),
    )
    classes = [(_CLASSES.get(name, name), f"{count:,}") for name, count in info.classes.items()]
    top = list(info.countries.items())[:_TOP_COUNTRIES]
    tables = (
        "".join(f"{name:<9}{plain(value)}\n" for name, value in facts),
        aligned(
            ("Source", "Version", "Rows", "Licence", "Address"),
            [(source.name, source.version, f"{source.rows:,}", source.licence, source.url) for source in info.sources],
        ),
        aligned(("Class", "Places"), classes),
        aligned(("Country", "Places"), [(name, f"{count:,}") for name, count in top]),
    )
    more = len(info.countries) - len(top)
    return "\n".join(tables) + (f"and {more:,} more countries\n" if more else "")


_CLASSES = {
    "A": "A areas: countries, states, districts",
    "H": "H waters",
    "L": "L regions, parks",
    "P": "P populated places",
    "R": "R roads, railways",
    "S": "S sites: buildings, bases, airports",
    "T": "T terrain: mountains, islands, deserts",
    "U": "U under the sea",
    "V": "V vegetation",
}
