"""Articles resolved by hand, for the page's tests: real coordinates, unsure and unresolved mentions, other readings."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.place import BoundingBox, Candidate, Place
from geoview.resolve.use import with_uses
from geoview.types import Article, GeoparsedArticle, Mention, Provenance, Resolution, Use

if TYPE_CHECKING:
    from collections.abc import Mapping

SYRIA_COAST = Path(__file__).parents[1] / "articles" / "syria-coast.txt"
MADE_BY = Provenance(geoview="0.1.0", gazetteer="2024.12", recognizer="rules 1", resolver="rules 1")


def place(
    key: str, name: str, latitude: float, longitude: float, code: str, country: str | None = None, **more: object
) -> Place:
    """A place; ``code`` is feature class and code: ``P.PPLC``."""
    feature_class, feature_code = code.split(".")
    return Place(
        id=key if ":" in key else f"geonames:{key}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class=feature_class,
        feature_code=feature_code,
        country=country,
        **more,  # type: ignore[arg-type]
    )


_PLACES = {
    found.name: found
    for found in (
        place("163843", "Syria", 35.0, 38.0, "A.PCLI", "SY", population=16_906_283),
        place("298795", "Türkiye", 39.0, 35.0, "A.PCLI", "TR"),
        place("2215636", "Libya", 28.0, 17.0, "A.PCLI", "LY"),
        place("357994", "Egypt", 27.0, 30.0, "A.PCLI", "EG"),
        place("2017370", "Russia", 60.0, 100.0, "A.PCLI", "RU", population=144_478_050),
        place("146669", "Cyprus", 35.0, 33.0, "A.PCLI", "CY"),
        place("248816", "Jordan", 31.0, 36.0, "A.PCLI", "JO"),
        place("3175395", "Italy", 42.83333, 12.83333, "A.PCLI", "IT"),
        place("390903", "Greece", 39.0, 22.0, "A.PCLI", "GR"),
        place("2921044", "Germany", 51.5, 10.5, "A.PCLI", "DE"),
        place("3017382", "France", 46.0, 2.0, "A.PCLI", "FR"),
        place("294640", "Israel", 31.5, 34.75, "A.PCLI", "IL"),
        place("272103", "Lebanon", 33.83333, 35.83333, "A.PCLI", "LB"),
        place("173576", "Latakia", 35.53168, 35.79011, "P.PPLA", "SY", admin1="Latakia", population=431_656),
        place("304531", "Mersin", 36.81196, 34.63863, "P.PPLA", "TR", admin1="Mersin", population=973_000),
        place("170063", "Aleppo", 36.20124, 37.16117, "P.PPLA", "SY", admin1="Aleppo", population=2_098_210),
        place("169577", "Homs", 34.72682, 36.72339, "P.PPLA", "SY", admin1="Homs", population=775_404),
        place("163345", "Tartous", 34.88902, 35.88659, "P.PPLA", "SY", admin1="Tartus", population=162_980),
        place("524901", "Moscow", 55.75222, 37.61556, "P.PPLC", "RU", admin1="Moscow", population=10_381_222),
        place("170654", "Damascus", 33.5102, 36.29128, "P.PPLC", "SY", admin1="Damascus", population=1_569_394),
        place("276781", "Beirut", 33.89332, 35.50157, "P.PPLC", "LB", admin1="Beyrouth", population=1_916_100),
        place("170017", "Jableh", 35.36207, 35.92759, "P.PPL", "SY", admin1="Latakia", population=48_576),
        place("163895", "Slunfeh", 35.60111, 36.17278, "P.PPL", "SY", admin1="Latakia"),
        place("169387", "Idlib", 35.93062, 36.63393, "P.PPLA", "SY", admin1="Idlib", population=128_840),
        place("170794", "Deir ez-Zor", 35.33588, 40.14084, "P.PPLA", "SY", admin1="Deir ez-Zor", population=242_565),
        place("174037", "Arwad", 34.85611, 35.85833, "T.ISL", "SY", admin1="Tartus"),
        place("curated:tartous-naval-base", "Tartous naval base", 34.91, 35.875, "S.NVB", "SY", admin1="Tartus"),
        place("curated:hmeimim", "Hmeimim air base", 35.4011, 35.9487, "S.AIRB", "SY", admin1="Latakia"),
        place(
            "curated:alawite-mountains", "Alawite Mountains", 35.2, 36.15, "T.MTS", "SY",
            bounds=BoundingBox(34.75, 35.95, 35.75, 36.35),
        ),
        place(
            "curated:golan-heights", "Golan Heights", 32.98, 35.75, "T.UPLD", "SY",
            bounds=BoundingBox(32.69, 35.62, 33.33, 35.92),
            note="Occupied and annexed by Israel; recognised by most states as Syrian. GeoNames files it under Syria.",
        ),
        place("363196", "Mediterranean Sea", 35.5, 18.0, "H.SEA", None, bounds=BoundingBox(30.2, -5.6, 45.8, 36.2)),
        place("curated:orontes", "Orontes", 35.4, 36.39, "H.STM", "SY"),
        place("curated:nabi-yunis", "Nabi Yunis", 35.5933, 36.2033, "T.PK", "SY", admin1="Latakia"),
    )
}  # fmt: skip

_OTHERS = {
    "Tartous": [(place("173578", "Tartūs", 36.45, 42.9, "P.PPL", "IQ", admin1="Nineveh"), 0.04)],
    "Aleppo": [(place("5177358", "Aleppo", 40.83, -75.48, "P.PPL", "US", admin1="Pennsylvania"), 0.01)],
    "Moscow": [
        (place("5601538", "Moscow", 46.73239, -117.00017, "P.PPLA2", "US", admin1="Idaho", population=25_060), 0.02),
        (place("5203066", "Moscow", 41.33675, -75.51852, "P.PPL", "US", admin1="Pennsylvania"), 0.01),
    ],
    "Lebanon": [(place("4303436", "Lebanon", 37.56979, -85.25274, "P.PPLA2", "US", admin1="Kentucky"), 0.01)],
    "Nabi Yunis": [
        (place("curated:nabi-yunus-mosul", "Nabi Yunus", 36.3494, 43.1597, "S.SHRN", "IQ", admin1="Nineveh"), 0.38),
    ],
}  # fmt: skip

# What the text says, where that differs from the place's name; (place, confidence, kind, reason).
_CAPITAL = "the capital, named with its country"
_SPELLINGS: Mapping[str, tuple[str, float, str, str]] = {
    "Syria": ("Syria", 0.99, "place", "a country"),
    "southern Turkey": ("Türkiye", 0.97, "place", "part of a country"),
    "Syrian": ("Syria", 0.95, "demonym", "a demonym of the country"),
    "Turkish": ("Türkiye", 0.95, "demonym", "a demonym of the country"),
    "Russian": ("Russia", 0.95, "demonym", "a demonym of the country"),
    "Moscow": ("Moscow", 0.96, "place", _CAPITAL),
    "Damascus": ("Damascus", 0.98, "place", _CAPITAL),
    "Beirut": ("Beirut", 0.98, "place", "the only large place of that name"),
    "Slunfeh": ("Slunfeh", 0.78, "place", "near other places of the text"),
    "Nabi Yunis": ("Nabi Yunis", 0.44, "place", "near other places of the text, but several have the name"),
    "Alawite Mountains": ("Alawite Mountains", 0.72, "place", "a mountain range near other places of the text"),
    "Mediterranean": ("Mediterranean Sea", 0.97, "place", "a sea"),
    "Orontes": ("Orontes", 0.66, "place", "a river near other places of the text"),
}
_UNRESOLVED = {"Paris": "part of a person's name?"}


def article(text: str, **more: object) -> Article:
    title = text.split("\n", 1)[0] or None
    return Article(**{"id": "article-1", "text": text, "title": title, **more})  # type: ignore[arg-type]


def resolve(of: Article) -> GeoparsedArticle:
    """Every known spelling in the text, longest first; "northern" and the like are not looked at."""
    spellings = {name: (name, 0.93, "place", "the largest place of that name") for name in _PLACES} | dict(_SPELLINGS)
    for name, found in _PLACES.items():
        if found.feature_code == "PCLI":
            spellings.setdefault(name, (name, 0.98, "place", "a country"))
    names = sorted([*spellings, *_UNRESOLVED], key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    return GeoparsedArticle(
        article=of,
        resolutions=tuple(_resolution(found, spellings) for found in pattern.finditer(of.text)),
        provenance=MADE_BY,
    )


def used(text: str, uses: Mapping[str, Use]) -> GeoparsedArticle:
    """An article whose mentions of some words do not name the place itself."""
    resolved = resolve(article(text))
    resolutions = [dataclasses.replace(one, use=uses.get(one.mention.text, "literal")) for one in resolved.resolutions]
    return dataclasses.replace(resolved, resolutions=tuple(resolutions))


def _resolution(found: re.Match[str], spellings: Mapping[str, tuple[str, float, str, str]]) -> Resolution:
    text = found.group()
    if text in _UNRESOLVED:
        mention = Mention(start=found.start(), end=found.end(), text=text)
        paris = Candidate(
            place=place("2988507", "Paris", 48.85341, 2.3488, "P.PPLC", "FR"),
            matched_name=text,
            match="exact",
            confidence=0.31,
        )
        return Resolution(mention=mention, place=None, confidence=0.31, candidates=(paris,), reason=_UNRESOLVED[text])
    name, confidence, kind, reason = spellings[text]
    referent = _PLACES[name]
    ranked = [(referent, confidence), *_OTHERS.get(name, [])]
    return Resolution(
        mention=Mention(start=found.start(), end=found.end(), text=text, kind=kind),  # type: ignore[arg-type]
        place=referent,
        confidence=confidence,
        candidates=tuple(
            Candidate(place=one, matched_name=text, match="exact", confidence=chance) for one, chance in ranked
        ),
        reason=reason,
    )


def syria_coast() -> GeoparsedArticle:
    """The example article of README, as the pipeline should resolve it."""
    text = SYRIA_COAST.read_text(encoding="utf-8")
    resolved = resolve(article(text, id="syria-coast", source="syria-coast.txt", published="2024-12-20", language="en"))
    return dataclasses.replace(resolved, resolutions=with_uses(resolved.article, resolved.resolutions))


# What has run in pages made with folium, in Python or in the browser, and what breaks parsers.
HOSTILE = (
    "{{7*7}}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% raw %}",
    "{#",
    "</script><script>window.ran = 1</script>",
    "<!--<script>",
    "${window.ran = 1}",
    "`${window.ran = 1}`",
    "<img src=x onerror='window.ran = 1'>",
    "\"'><svg onload=window.ran=1>",
    "javascript:window.ran=1",
    "&lt;b&gt; &amp;amp;",
    "line\u2028and\u2029paragraph",
    "lone \ud800 and \udfff",
    "\ud83d\ude00",
    "nul \0 and bell \a",
    "\u202eright to left\u202c \u200f",
    "<!--title--><!--places-->",
    "=1+1",
)


def hostile(payload: str) -> GeoparsedArticle:
    """An article with a payload in everything that someone else may have written."""
    text = f"{payload} Latakia {payload}\n{payload}Homs{payload} and Nowhere {payload}"
    of = article(text, id=f"id {payload}", title=payload, source=payload, published=payload, language="en")
    start = text.index("Latakia")
    second = text.index("Nowhere")
    bad = place(
        f"user:{payload}",
        f"Latakia {payload}",
        35.53,
        35.79,
        "P.PPL",
        payload,
        admin1=payload,
        admin2=payload,
        note=payload,
    )
    other = place(f"user:other {payload}", payload, 30.0, 30.0, "T.MT", payload, admin1=payload)
    candidates = (
        Candidate(place=bad, matched_name=payload, match="exact", confidence=0.5),
        Candidate(place=other, matched_name=payload, match="exact", confidence=0.3),
    )
    return GeoparsedArticle(
        article=of,
        resolutions=(
            Resolution(
                mention=Mention(start=start, end=start + 7, text="Latakia"), place=bad, confidence=0.5,
                candidates=candidates, reason=payload,
            ),
            Resolution(
                mention=Mention(start=second, end=second + 7, text="Nowhere"), place=None, confidence=0.1,
                candidates=candidates, reason=payload,
            ),
        ),
        provenance=Provenance(geoview=payload, gazetteer=payload, recognizer=payload, resolver=payload),
        warnings=(payload,),
    )  # fmt: skip


def crowd(count: int) -> GeoparsedArticle:
    """Villages about one point, nearer than pins are wide."""
    return invented({f"Village {i}": (48.0 + (i % 8) * 0.004, 8.0 + (i // 8) * 0.004) for i in range(count)})


def pacific() -> GeoparsedArticle:
    """Places on both sides of 180 degrees."""
    return invented({"Suva": (-18.14, 178.44), "Apia": (-13.83, -171.77), "Tonga": (-21.14, -175.2)})


def invented(places: Mapping[str, tuple[float, float]]) -> GeoparsedArticle:
    """A text that names places of its own, one a line."""
    return naming(
        *(place(f"user:{number}", name, *point, "P.PPL") for number, (name, point) in enumerate(places.items()))
    )


def naming(*places: Place) -> GeoparsedArticle:
    """A text that names places, one a line."""
    of = article("\n".join(one.name for one in places))
    resolutions, at = [], 0
    for one in places:
        mention = Mention(start=at, end=at + len(one.name), text=one.name)
        resolutions.append(Resolution(mention=mention, place=one, confidence=0.9))
        at += len(one.name) + 1
    return GeoparsedArticle(article=of, resolutions=tuple(resolutions), provenance=MADE_BY)


BAVARIA = place("2951839", "Bavaria", 48.95, 11.4, "A.ADM1", "DE", bounds=BoundingBox(47.271, 8.979, 50.565, 13.839))
"""An area that has an outline; of the next, only the extent is known."""
BLACK_FOREST = place(
    "curated:black-forest", "Black Forest", 48.3, 8.2, "T.MTS", "DE", bounds=BoundingBox(47.6, 7.7, 48.9, 8.6)
)


def as_seen(text: str) -> str:
    """A text as JavaScript has it: two surrogates that fit are one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
