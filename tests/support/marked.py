"""Articles with their toponyms marked in the text, tests/golden/articles_*.txt: ``[surface|answer]``.

The answer is "name, first-level area if any, country's code", ``demonym``, or ``?`` where no gazetteer would hold it. Written
for geoview by people who had not seen its code; the answers are from memory. A geographer can add one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, Place, fold

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")


def corpus(path: Path, places: Gazetteer) -> list[dict[str, Any]]:
    """Return the rows of a corpus (see ``geoview.corpora``); a toponym that the gazetteer lacks has no point."""
    articles = re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_article(*article.split("\n", 1), places) for article in articles]


def _article(head: str, body: str, places: Gazetteer) -> dict[str, Any]:
    text, toponyms, at = "", [], 0
    for mark in _MARK.finditer(body := body.strip()):
        text += body[at : mark.start()]
        row: dict[str, Any] = {"start": len(text), "end": len(text) + len(mark[1]), "text": mark[1]}
        if mark[2] == "demonym":
            row["kind"] = "demonym"
        elif place := _answer(mark[1], mark[2], places):
            row |= {"lat": place.latitude, "lon": place.longitude}
            if place.id.startswith("geonames:"):
                row["geonameid"] = int(place.id.removeprefix("geonames:"))
        toponyms.append(row)
        text += mark[1]
        at = mark.end()
    text += body[at:]
    return {
        "id": head.split("|", maxsplit=1)[0].strip(),
        "title": text.split("\n")[0],
        "text": text,
        "toponyms": toponyms,
    }


def _answer(surface: str, answer: str, places: Gazetteer) -> Place | None:
    name, *rest = (part.strip() for part in answer.split(","))
    country = rest.pop() if rest and re.fullmatch("[A-Z]{2}", rest[-1]) else None
    area = fold(rest[0]) if rest else ""
    offered = [one.place for one in places.candidates(name) or places.candidates(surface)]
    there = [place for place in offered if country in {None, place.country} or place.country is None]
    if not area:
        return there[0] if there else None
    # "New York, New York, US" is the city: what lies in the area comes before what says nothing of areas.
    there.sort(key=lambda place: 0 if place.admin1 and area in fold(place.admin1) else 1 if not place.admin1 else 2)
    return there[0] if there else None
