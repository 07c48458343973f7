"""Coordinates written in a text: mentions that bring their own place, so that no gazetteer is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazetteer.place import Place
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEGREE = r"\s?(?:°|º|˚|degrees?|deg\.?)"
_MINUTE = r"\s?(?:['′’‘]|minutes?|min\.?)"
_SECOND = r"\s?(?:[\"″”“]|''|′′|’’|seconds?|sec\.?)"
_HALF = r"(?P<{0}>[NSEW](?!\w)|(?i:north|south|east|west)(?!\w)(?:\s(?i:latitude|longitude))?)"


def _angle(axis: str, *, mark: str) -> str:
    """Return the pattern of degrees, minutes and seconds; ``mark`` quantifies the degree sign."""
    return (
        rf"(?P<{axis}d>\d{{1,3}}(?:\.\d{{1,9}})?)(?P<{axis}g>{_DEGREE}){mark}"
        rf"(?:\s?(?P<{axis}m>\d{{1,2}}(?:\.\d{{1,6}})?){_MINUTE}(?:\s?(?P<{axis}s>\d{{1,2}}(?:\.\d{{1,6}})?){_SECOND})?)?"
    )


_BETWEEN = r"\s?[,;/]?\s?(?:and\s)?"
# 35.4011 N, 35.9487 E; 35°24′N 35°57′E; 35 degrees 24 minutes north, 35 degrees 57 minutes east
_BEHIND = re.compile(
    rf"(?<![\w.]){_angle('a', mark='?')}\s?{_HALF.format('ah')}{_BETWEEN}{_angle('b', mark='?')}\s?{_HALF.format('bh')}"
)
# N 35.4011, E 35.9487; N35°24′ E35°57′
_BEFORE = re.compile(
    rf"(?<!\w)(?P<ah>[NSEW])\s?{_angle('a', mark='?')}{_BETWEEN}(?P<bh>[NSEW])\s?{_angle('b', mark='?')}(?![\w.]*\d)"
)
# 35.4011, 35.9487 and -33.8688°, 151.2093°: without letters only where the decimals make it plain
_SIGNED = re.compile(
    r"(?<![\w.,+-])(?<!\d,\s)(?P<ad>[-+−]?\d{1,2}\.\d{4,9})°?,\s?(?P<bd>[-+−]?\d{1,3}\.\d{4,9})(?!\d|\.\d|,\d|\s?[%$€£]|\s?,\s?[-+−]?\d)°?"
)


def find_coordinates(text: str) -> list[Mention]:
    """Return the coordinates of a text as mentions, each with its place, in the order of the text, none overlapping."""
    found: list[Mention] = []
    for mention in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _all(text: str) -> Iterator[Mention]:
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(text):
            first, second = _value(match, "a"), _value(match, "b")
            if first is not None and second is not None:
                axes = dict([first, second])
                if len(axes) == 2:
                    yield from _mention(match, axes["latitude"], axes["longitude"])
    for match in _SIGNED.finditer(text):
        yield from _mention(match, *(float(match[name].replace("−", "-")) for name in ("ad", "bd")))


def _value(match: re.Match[str], axis: str) -> tuple[str, float] | None:
    """Return which of the two an angle is, and its value in degrees; None for what is none ("the 12 N, 14 E buses")."""
    half = match[f"{axis}h"][0].upper()
    if "." not in match[f"{axis}d"] and not match[f"{axis}g"]:
        return None
    minutes, seconds = float(match[f"{axis}m"] or 0), float(match[f"{axis}s"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    value = float(match[f"{axis}d"]) + minutes / 60 + seconds / 3600
    return "latitude" if half in "NS" else "longitude", -value if half in "SW" else value


def _mention(match: re.Match[str], latitude: float, longitude: float) -> Iterator[Mention]:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return
    latitude, longitude = round(latitude, 5) + 0.0, round(longitude, 5) + 0.0
    point = f"{latitude:.7g},{longitude:.8g}"
    yield Mention(
        start=match.start(),
        end=match.end(),
        text=match.group(),
        score=0.99,
        place=Place(
            id=f"point:{point}",
            name=match.group(),
            latitude=latitude,
            longitude=longitude,
            feature_class="S",
            feature_code="PNT",
        ),
    )
