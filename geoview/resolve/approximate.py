"""What no gazetteer holds, put where the text puts it: in the town or area that it names, and marked as approximate.

"Randolph, New Hampshire" where nothing of the name is known in New Hampshire; "Wellhouse Lane, Winchester"; "Fath
Airport" in a report from Karaj. The answer is the town or area itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from geoview.resolve.containers import is_country

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gazetteer import Place
    from geoview.types import Article, Mention, Resolution

# Shares of such answers that were right where it is known (10 of 11, 6 of 9, 4 of 9: the first 70 % of LGL and TR-News,
# Wikinews, articles of our own).
_STATED, _BESIDE, _FAR = 0.85, 0.6, 0.4
_SURE = 0.5  # confidence that the town or area itself needs
_HEAD = 1000  # characters in which a dateline stands
_DATELINE = re.compile(r"(?:[,/][^\n—–]{1,40}?)?(\s\([^()\n]{1,40}\))?\s*(?:[—–]|\s--?\s|-\s)")
_AWAY_KM = 300.0
_REACH = 300  # characters before a site in which its town is looked for
_DIRECTIONS = (
    r"(?:(?:north|south|east|west|central|upper|lower|northern|southern|eastern|western|downtown|suburban|rural)\s)?"
)
_IN = re.compile(
    rf",\s|\s\(|,?\s(?:in|near|outside|at|on|just\soutside|not\sfar\sfrom|off(?:\sthe\scoast\sof)?)\s(?:the\s)?{_DIRECTIONS}"
)
_OWNED = re.compile(r"['’]s?\s(?:[a-z]+\s){0,2}")
# Words that make a site of what stands before or behind them, in the languages that English news quotes.
_AFTER = (
    r"Abbey|Academy|Airbase|Airfield|Airport|Airstrip|Apartments|Aquarium|Arena|Ave|Avenue|"
    r"Ballpark|Barracks|Base|Basilica|Beach|Blvd|Boulevard|Bridge|Building|Café|Campus|Canal|"
    r"Casino|Castle|Cathedral|Cemetery|Center|Centre|Chapel|Church|Clinic|Club|College|Complex|"
    r"Convent|Cottage|Court|Courthouse|Creek|Crescent|Cross|Dam|Dock|Docks|Drive|Embankment|"
    r"Expressway|Falls|Farm|Field|Forest|Fountain|Freeway|Gallery|Garden|Gardens|Gate|Golf|Hall|"
    r"Harbor|Harbour|Highway|Hill|Hospital|Hostel|Hotel|House|Inn|Institute|Interchange|Island|"
    r"Junction|Lake|Lane|Library|Lighthouse|Lodge|Mall|Manor|Marina|Market|Memorial|Mine|"
    r"Monastery|Monument|Mosque|Motorway|Museum|Observatory|Oval|Palace|Park|Parkway|Pass|Pavilion|"
    r"Peak|Pier|Place|Plant|Plaza|Priory|Prison|Pub|Racecourse|Ranch|Rd|Refinery|Reservation|"
    r"Reserve|Reservoir|Resort|Restaurant|Ring|River|Road|Route|School|Shrine|Speedway|Square|St|"
    r"Stadium|Station|Statue|Street|Synagogue|Temple|Terminal|Terrace|Theater|Theatre|Tower|"
    r"Townhall|Trail|Tunnel|University|Valley|Viaduct|Villa|Walk|Wharf|Wood|Woods|Yard|Zoo"
)
_BEFORE = (
    r"Avenida|Bahnhof|Basilica|Basilique|Boulevard|Calle|Camp|Campo|Cape|Casa|Castel|Castello|"
    r"Catedral|Cathédrale|Chiesa|Château|Dom|Eglise|Fort|Gare|Highway|Hotel|Hôtel|Iglesia|"
    r"Interstate|Jardin|Lake|Mount|Museo|Musée|Palacio|Palais|Palazzo|Piazza|Place|Playa|Plaza|"
    r"Pont|Ponte|Port|Puente|Puerta|Route|Rua|Rue|Schloss|Stazione|Teatro|Théâtre|Torre|Via|"
    r"Villa|Église"
)
_SITE = re.compile(
    rf"\b(?:{_AFTER})\b\.?$|^(?:{_BEFORE})\s|\w(?:straße|strasse|platz|gasse|allee|brücke|kirche|markt|bahnhof|gatan|straat|plein)$"
)


def approximated(
    article: Article, mentions: Sequence[Mention], resolutions: Sequence[Resolution], lacking: Mapping[int, int]
) -> list[Resolution]:
    """Return the resolutions, those without any candidate put in the town or area that the text gives them.

    Args:
        article: the text.
        mentions: its mentions, in the order of the text.
        resolutions: one a mention.
        lacking: by mention, the one that it is said to lie in, where the gazetteer has nothing of the name there.
    """
    settled = list(resolutions)
    lost = [
        index
        for index, one in enumerate(resolutions)
        if one.place is None and not one.candidates and one.mention.kind != "demonym"
    ]
    if not lost:
        return settled
    towns = [index for index, resolution in enumerate(resolutions) if _holds(resolution)]
    dateline = _dateline(article.text, mentions, resolutions)
    for index in lost:
        found = _stated(article.text, mentions, resolutions, index, lacking) or _beside(
            article.text, mentions, towns, index
        )
        if (
            found is not None
            and dateline is not None
            and found[1] < _STATED
            and _is_away(resolutions, found[0], dateline)
        ):
            found = dateline, _FAR, "the report comes from"
        if found is not None:
            outer, share, why = found
            place, confidence = resolutions[outer].place, resolutions[outer].confidence
            settled[index] = replace(
                resolutions[index],
                place=place,
                confidence=round(min(confidence, share) * mentions[index].score, 4),
                reason=f"not in the gazetteer; {why} {place.name if place else ''}",
                approximate=True,
            )
    return settled


def _stated(
    text: str,
    mentions: Sequence[Mention],
    resolutions: Sequence[Resolution],
    index: int,
    lacking: Mapping[int, int],
) -> tuple[int, float, str] | None:
    """Return the mention that the text itself puts one in or near."""
    if index in lacking and _holds(resolutions[lacking[index]]):
        return lacking[index], _STATED, "the text puts it in"
    after, before = index + 1, index - 1
    if after < len(mentions) and _holds(resolutions[after]):
        between = text[mentions[index].end : mentions[after].start]
        if _IN.fullmatch(between) and not _in_row(text, mentions, index):
            return after, _STATED, "the text puts it in or near"
    if before >= 0 and _holds(resolutions[before]):
        between = text[mentions[before].end : mentions[index].start]
        if _OWNED.fullmatch(between):
            return before, _STATED, "the text puts it in"
    return None


def _in_row(text: str, mentions: Sequence[Mention], index: int) -> bool:
    """Tell whether a name with a comma behind it is one of several in a row."""
    return (index > 0 and text[mentions[index - 1].end : mentions[index].start] in {", ", " and "}) or (
        index + 2 < len(mentions)
        and re.fullmatch(r",?\s(?:and|or)\s", text[mentions[index + 1].end : mentions[index + 2].start]) is not None
    )


def _beside(text: str, mentions: Sequence[Mention], towns: Sequence[int], index: int) -> tuple[int, float, str] | None:
    """Return the town or area last named before a street, building or the like, or else the first one behind it."""
    if not towns or not _SITE.search(mentions[index].text):
        return None
    at = bisect_left(towns, index)
    if at == 0:
        return towns[0], _FAR, "named behind it is"
    near = max(0, mentions[index].start - _REACH)
    near = max(near, text.rfind("\n", near, mentions[index].start))
    last = towns[at - 1]
    return last, _BESIDE if mentions[last].start >= near else _FAR, "last named before it is"


def _dateline(text: str, mentions: Sequence[Mention], resolutions: Sequence[Resolution]) -> int | None:
    """Return the mention of the town that a report comes from: ``BEIRUT, Lebanon (AP) —``."""
    for index, resolution in enumerate(resolutions):
        start, end = mentions[index].start, mentions[index].end
        if start > _HEAD:
            return None
        found = _DATELINE.match(text, end)
        opens = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        is_town = resolution.place is not None and not is_great(resolution.place)
        if is_town and opens and found and (found[1] or mentions[index].text.isupper()):
            return index
    return None


def _is_away(resolutions: Sequence[Resolution], index: int, dateline: int) -> bool:
    """Tell whether a place is far from where the report comes from: one that it only mentions."""
    place, home = resolutions[index].place, resolutions[dateline].place
    return place is not None and home is not None and place.distance_km(home.latitude, home.longitude) > _AWAY_KM


def _holds(resolution: Resolution) -> bool:
    return (
        resolution.place is not None
        and resolution.confidence >= _SURE
        and resolution.mention.kind == "place"
        and not is_great(resolution.place)
    )


def is_great(place: Place) -> bool:
    """Tell whether a place cannot stand for what lies in it: neither a town nor an area within a country."""
    return place.feature_class not in "AP" or is_country(place) or place.feature_code == "PCLH"
