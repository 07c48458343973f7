"""Geoparsed articles made by hand: what writers are given."""

from __future__ import annotations

import pytest

from gazetteer.place import BoundingBox, Candidate, Place
from geoview.types import Article, GeoparsedArticle, Mention, MentionKind, Provenance, Resolution

PROVENANCE = Provenance(geoview="0.1.0", gazetteer="test 1", recognizer="rules 1", resolver="rules 1")

SYRIA = Place(
    id="geonames:163843",
    name="Syria",
    latitude=35.0,
    longitude=38.0,
    feature_class="A",
    feature_code="PCLI",
    country="SY",
    population=16906283,
    bounds=BoundingBox(32.3, 35.7, 37.3, 42.4),
)
LATAKIA = Place(
    id="geonames:173576",
    name="Latakia",
    latitude=35.53168,
    longitude=35.79011,
    feature_class="P",
    feature_code="PPLA",
    country="SY",
    admin1="Latakia",
    admin2="Latakia District",
    population=340181,
)
FIJI = Place(
    id="curated:koro-sea", name="Koro Sea", latitude=-18.0, longitude=179.9, feature_class="H", feature_code="SEA"
)


def resolved(text: str, name: str, place: Place | None, *, kind: MentionKind = "place", after: int = 0) -> Resolution:
    """Resolve the first ``name`` behind ``after`` in ``text`` to a place."""
    start = text.index(name, after)
    candidates = (
        () if place is None else (Candidate(place=place, matched_name=name, match="exact", confidence=0.91237),)
    )
    return Resolution(
        mention=Mention(start=start, end=start + len(name), text=name, kind=kind),
        place=place,
        confidence=0.91237 if place else 0.2,
        candidates=candidates,
        reason="most populous of 3" if place else "nothing was sure enough",
        use="modifier" if kind == "demonym" else "literal",
    )


def geoparsed(article: Article, *resolutions: Resolution) -> GeoparsedArticle:
    return GeoparsedArticle(article=article, resolutions=resolutions, provenance=PROVENANCE)


@pytest.fixture
def articles() -> list[GeoparsedArticle]:
    """Two articles: three places, one of them in both, one mention unresolved."""
    first = "LATAKIA, Syria — In Latakia the harbour keeps its own time.\nSyrian officials met in Nowhereville."
    second = "Ships left the Koro Sea for Latakia, Koro Sea fishermen said."
    return [
        geoparsed(
            Article(
                id="coast", title="The coast", source="coast.txt", published="2024-12-14", language="en", text=first
            ),
            resolved(first, "LATAKIA", LATAKIA),
            resolved(first, "Syria", SYRIA),
            resolved(first, "Latakia", LATAKIA),
            resolved(first, "Syrian", SYRIA, kind="demonym", after=30),
            resolved(first, "Nowhereville", None),
        ),
        geoparsed(
            Article(id="sea", text=second),
            resolved(second, "Koro Sea", FIJI),
            resolved(second, "Latakia", LATAKIA),
            resolved(second, "Koro Sea", FIJI, after=30),
        ),
    ]


@pytest.fixture
def hostile() -> list[GeoparsedArticle]:
    """An article, a title and a place that try to run, to break out, or to break."""
    attack = "{{7*7}} {% raw %} {# </script> ${x} `y` <img src=x onerror=alert(1)> \u2028 \u2029 \x85 \ud800 \udfff \0 \x1b[2J \u202e"
    place = Place(
        id="user:1", name=f"=cmd|' /C calc'!A0 {attack}", latitude=0, longitude=0, feature_class="P", feature_code="PPL"
    )
    text = f'{attack}\n=HYPERLINK("http://example.org") Latakia, {attack}'
    return [
        geoparsed(
            Article(id=f"@{attack}", title=f"+{attack}", source=f"-{attack}", text=text),
            resolved(text, "Latakia", place),
        )
    ]
