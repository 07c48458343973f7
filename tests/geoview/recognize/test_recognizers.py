from __future__ import annotations

import os
from importlib.metadata import EntryPoint, EntryPoints
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest

from geoview import recognize
from geoview.errors import ModelError
from geoview.pipeline import geoparse
from geoview.recognize.rules import RulesRecognizer
from geoview.types import Article
from stub_spacy import Language, install

if TYPE_CHECKING:
    from gazetteer import Gazetteer

SHARED = Path(os.environ.get("GEOVIEW_SHARED") or Path(__file__).parents[4] / "shared")


def found(text: str, places: Gazetteer, name: str = "crf") -> list[str]:
    return [mention.text for mention in recognize.load(name, places).mentions(Article(id="1", text=text))]


@pytest.mark.parametrize("name", ["crf", "rules", "spacy:stub"])
def test_the_contract(name: str, places: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Language(dict.fromkeys(["LATAKIA", "Syria", "Homs", "Hama", "Aleppo", "St. John's"], "GPE")))
    text = "LATAKIA, Syria (AP) — Syrians fled from Homs, Hama and Aleppo to Stratford-upon-Avon and St. John's.\n"
    recognizer = recognize.load(name, places)
    mentions = recognizer.mentions(Article(id="1", text=text * 3))
    assert recognizer.name.startswith(f"{name} ")
    assert len(mentions) >= 15
    for mention, after in pairwise(mentions):
        assert mention.end <= after.start
        assert (text * 3)[mention.start : mention.end] == mention.text
        assert 0 < mention.score <= 1
    assert {mention.kind for mention in mentions} == {"place", "demonym"}
    assert recognizer.mentions(Article(id="2", text="")) == []


def test_the_article(places: Gazetteer) -> None:
    path = SHARED / "articles" / "syria-bases.txt"
    if not path.exists():
        pytest.skip(f"the article is not beside this checkout: no {path.name} in {SHARED.name}/articles")
    names = set(found(path.read_text(encoding="utf-8"), places))
    wanted = "Syria Russia Moscow Latakia Tartous Libya Israel Turkiye Iran".split()  # noqa: SIM905
    assert {*wanted, "Alawite Mountains", "Golan Heights"} <= names
    assert any("Hmeimim" in name for name in names)
    wrong = ("Islamic State", "Interfax", "Reuters", "Tahrir", "Sham", "Sergey", "Bogdanov", "Assad")
    assert [name for name in names if any(part in name for part in wrong)] == []


def test_the_document_decides(places: Gazetteer) -> None:
    text = (
        "Georgia Stevens skates in Red Deer. Georgia began at the age of four, her father said. Georgia trains daily."
    )
    assert found(text, places) == ["Red Deer"]


def test_a_type_word_makes_a_name_whole(places: Gazetteer) -> None:
    text = "In Harlow Road a car burnt. Runners crossed the Brooklyn Bridge to Dunmore Avenue and the Kelvin River."
    assert found(text, places) == ["Harlow Road", "Brooklyn Bridge", "Dunmore Avenue", "Kelvin River"]


def test_coordinates_bring_their_place(places: Gazetteer) -> None:
    parsed = geoparse(Article(id="1", text="The wreck off Syria lies at 35.4011 N, 35.9487 E."), gazetteer=places)
    resolutions = {resolution.mention.text: resolution for resolution in parsed.resolutions}
    place = resolutions["35.4011 N, 35.9487 E"].place
    assert place is not None
    assert place.id == "point:35.4011,35.9487"
    assert [resolution.mention.text for resolution in parsed.resolutions] == ["Syria", "35.4011 N, 35.9487 E"]


@pytest.mark.parametrize(
    "text",
    ["See https://paris.com/London and @London, or write to rome@paris.com", "Read more: all of it\nCookie policy"],
)
def test_what_is_no_text_is_left_alone(text: str, places: Gazetteer) -> None:
    assert found(text, places) == []


def test_unseen_characters_do_not_hide_a_name(places: Gazetteer) -> None:
    assert found("He flew to Dam\u200bascus in Syria.", places) == ["Dam\u200bascus", "Syria"]


@pytest.mark.parametrize(
    "piece",
    [
        "The mayor of Paris went to Aleppo in Syria. ",
        "THE MAYOR OF PARIS WENT TO ALEPPO AND SYRIA ",
        "Paris",
        "Paris-",
        "Paris's ",
        "Paris, Texas, ",
        "PARIS/",
        "Paris (",
        "Bank of ",
        "U.S. ",
        "a.",
        "35.4011 N, ",
        "\tParis\tLondon\n",
        "Dam\u200bascus \u202eنص\u202c ",
        "🇸🇾 Syria 😀 ",
    ],
)
def test_bad_input_takes_time_by_its_length_only(piece: str, places: Gazetteer) -> None:
    recognizer = recognize.load("crf", places)

    def seconds(characters: int) -> float:
        article = Article(id="1", text=piece * (characters // len(piece)))
        begun = process_time()
        recognizer.mentions(article)
        return process_time() - begun

    seconds(5_000)
    assert seconds(80_000) < 16 * seconds(10_000) + 1.0  # eight times the text; a square would be 64


# Which one is loaded


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(recognize, "MODEL", tmp_path / "crf.model")


@pytest.mark.usefixtures("no_model")
def test_without_its_model_the_rules_stand_in_and_say_so(places: Gazetteer) -> None:
    parsed = geoparse(Article(id="1", text="He lives in Aleppo."), gazetteer=places)
    assert parsed.provenance.recognizer == "rules 1 (fallback)"
    assert [resolution.mention.text for resolution in parsed.resolutions] == ["Aleppo"]
    (warning,) = parsed.warnings
    assert "crf.model" in warning
    assert "\n" not in warning


@pytest.mark.usefixtures("no_model")
def test_what_was_asked_for_by_name_has_no_stand_in(places: Gazetteer) -> None:
    with pytest.raises(ModelError, match=r"crf\.model"):
        recognize.load("crf", places)


def test_a_model_by_its_path(places: Gazetteer) -> None:
    assert recognize.load(recognize.MODEL, places).name.startswith("crf ")
    with pytest.raises(ModelError, match="there are crf, rules"):
        recognize.load("no-such-recogniser", places)


def test_a_plug_in(places: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("mine", "geoview.recognize.rules:RulesRecognizer", recognize.PLUGINS)
    broken = EntryPoint("broken", "no_such_module:Recognizer", recognize.PLUGINS)
    every = EntryPoints([entry, broken])
    monkeypatch.setattr(recognize, "_plugins", lambda: every)
    assert isinstance(recognize.load("mine", places), RulesRecognizer)
    with pytest.raises(ModelError, match="no_such_module"):
        recognize.load("broken", places)
    with pytest.raises(ModelError, match="mine"):
        recognize.load("other", places)
