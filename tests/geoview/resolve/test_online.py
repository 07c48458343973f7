"""What is asked online for an article, and what becomes of the answers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from gazetteer.errors import OnlineError
from gazetteer.place import Candidate, Place
from geoview.resolve.online import CONFIDENCE, with_online
from geoview.types import Article, GeoparsedArticle, Mention, Provenance, Resolution

TEXT = "Mubham, Syria, Mubham, Paris and Mubhamians."
HERE = Place(id="nominatim:node/1", name="Mubham", latitude=35.5, longitude=36, feature_class="P", feature_code="PPL")
SYRIA = Place(id="geonames:163843", name="Syria", latitude=35, longitude=38, feature_class="A", feature_code="PCLI")


@dataclass
class Service:
    """A service that knows one name."""

    service: str = "nominatim"
    asked: list[str] = field(default_factory=list)
    fails: bool = False

    def candidates(self, name: str, limit: int = 10) -> list[Candidate]:
        self.asked.append(name)
        if self.fails:
            raise OnlineError("out of order")
        return [Candidate(place=HERE, matched_name="Mubham", match="exact")][:limit] if name == "Mubham" else []


def geoparsed() -> GeoparsedArticle:
    def resolution(start: int, text: str, **more: object) -> Resolution:
        kind = "demonym" if text == "Mubhamians" else "place"
        mention = Mention(start=start, end=start + len(text), text=text, kind=kind)  # type: ignore[arg-type]
        return Resolution(
            **{"mention": mention, "place": None, "confidence": 0.0, "reason": "not in the gazetteer"} | more
        )  # type: ignore[arg-type]

    unsure = Candidate(place=SYRIA, matched_name="Paris", match="exact", confidence=0.1)
    found = (
        resolution(0, "Mubham"),
        resolution(8, "Syria", place=SYRIA, confidence=0.9),
        resolution(15, "Mubham", use="metonymic"),
        resolution(23, "Paris", candidates=(unsure,), reason="too unsure"),
        resolution(33, "Mubhamians"),
    )
    made = Provenance(geoview="1", gazetteer="embedded 1", recognizer="rules 1", resolver="rules 1")
    return GeoparsedArticle(article=Article(id="a", text=TEXT), resolutions=found, provenance=made)


def test_each_unknown_name_is_asked_once_and_no_other() -> None:
    service = Service()
    before = geoparsed()
    after = with_online(before, service)
    assert service.asked == ["Mubham"]
    first, second = after.resolutions[0], after.resolutions[2]
    assert (first.place, first.confidence, first.candidates[0].confidence) == (HERE, CONFIDENCE, CONFIDENCE)
    assert (second.place, second.use) == (HERE, "metonymic")
    assert "nominatim was asked online" in first.reason
    assert [after.resolutions[at] for at in (1, 3, 4)] == [before.resolutions[at] for at in (1, 3, 4)]
    assert after.provenance.gazetteer == "embedded 1, nominatim online"


def test_without_an_answer_nothing_changes() -> None:
    before = geoparsed()

    class Silent(Service):
        def candidates(self, name: str, limit: int = 10) -> list[Candidate]:
            return super().candidates(name + " of another name", limit)

    assert with_online(before, Silent()) is before


def test_a_failure_is_the_callers_to_handle() -> None:
    with pytest.raises(OnlineError):
        with_online(geoparsed(), Service(fails=True))


@pytest.mark.parametrize(("latitude", "taken"), [(35.6, True), (48.9, False)])
def test_a_site_whose_town_is_told_takes_only_an_answer_there(latitude: float, *, taken: bool) -> None:
    town = Place(id="geonames:1", name="Town", latitude=latitude, longitude=36, feature_class="P", feature_code="PPL")
    mention = Mention(start=0, end=6, text="Mubham")
    known = Resolution(mention=mention, place=town, confidence=0.6, reason="", approximate=True)
    found = with_online(replace(geoparsed(), resolutions=(known,)), Service()).resolutions[0]
    assert found.place == (HERE if taken else town)
    assert found.confidence == 0.6
    assert found.approximate is not taken
