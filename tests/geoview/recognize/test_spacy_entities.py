"""The plug-in for spaCy models: with a stub of spaCy everywhere, and with spaCy itself where it is installed."""

from __future__ import annotations

import sys
import tomllib
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from geoview import recognize
from geoview.errors import ModelError
from geoview.pipeline import geoparse
from geoview.recognize.spacy_entities import SpacyRecognizer
from geoview.types import Article
from stub_spacy import ENTRY, Language, install

if TYPE_CHECKING:
    from gazetteer import Gazetteer

ENTITIES = {
    "Aleppo": "GPE",
    "Golan Heights": "LOC",
    "the Hague": "GPE",
    "Tower Bridge's": "FAC",
    "Syrians": "NORP",
    "Democrats": "NORP",
    "Homs": "PERSON",
}
TEXT = "Syrians 😀 and Democrats left Aleppo and Homs\nfor the Hague; \u202bدمشق\u202c, Tower Bridge's and the Golan Heights."


def found(recognizer: SpacyRecognizer, text: str) -> list[tuple[str, str]]:
    mentions = recognizer.mentions(Article(id="1", text=text))
    for mention, after in pairwise(mentions):
        assert mention.end <= after.start
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.text
        assert 0 < mention.score <= 1
    return [(mention.text, mention.kind) for mention in mentions]


def test_an_english_model_gets_the_after_care(monkeypatch: pytest.MonkeyPatch, places: Gazetteer) -> None:
    install(monkeypatch, Language(ENTITIES))
    recognizer = SpacyRecognizer(places, "stub")
    assert recognizer.name == "spacy:stub 1.0"
    assert found(recognizer, TEXT) == [
        ("Syrians", "demonym"),
        ("Aleppo", "place"),
        ("the Hague", "place"),
        ("Tower Bridge", "place"),
        ("Golan Heights", "place"),
    ]
    assert found(recognizer, "") == []


def test_of_another_language_only_the_model_counts(monkeypatch: pytest.MonkeyPatch, places: Gazetteer) -> None:
    install(monkeypatch, Language(ENTITIES, lang="de"))
    recognizer = SpacyRecognizer(places, "stub")
    assert ("Tower Bridge's", "place") in found(recognizer, TEXT)
    assert ("Syrians", "demonym") in found(recognizer, TEXT)
    assert ("Damascus", "place") not in found(recognizer, "Damascus and the Thames River")


def test_a_text_in_the_model_s_own_language_is_not_warned_of(
    monkeypatch: pytest.MonkeyPatch, places: Gazetteer
) -> None:
    text = "Der Bürgermeister von Aleppo ist nicht mit dem Zug nach Homs und auch nicht in die Türkei gefahren."
    article = Article(id="1", text=text)
    for lang, warnings in (("de", 0), ("en", 1)):
        install(monkeypatch, Language(ENTITIES, lang=lang))
        parsed = geoparse(article, gazetteer=places, recognizer=SpacyRecognizer(places, "stub"))
        assert len(parsed.warnings) == warnings
        assert "Aleppo" in [resolution.mention.text for resolution in parsed.resolutions]


def test_long_lines_are_no_matter(monkeypatch: pytest.MonkeyPatch, places: Gazetteer) -> None:
    install(monkeypatch, Language(ENTITIES))
    text = "Aleppo and the rest " * 5_000
    assert len(found(SpacyRecognizer(places, "stub"), text)) == 5_000


def test_without_spacy_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, places: Gazetteer) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ModelError, match=r"pip install 'geoview-map\[spacy\]'"):
        SpacyRecognizer(places, "en_core_web_sm")


@pytest.mark.parametrize(
    ("language", "model", "reason"),
    [
        (Language(ENTITIES), "", "name the spaCy model"),
        (OSError("[E050] Can't find model\nmany lines"), "nosuch", "python -m spacy download nosuch"),
        (OSError("[E053] Could not read config"), ".", "the folder holds none"),
        (ValueError("[E139] Error\nof two lines"), "old", "of two lines"),
        (Language({}, assigns="token.tag"), "tagger", "marks no named entities"),
    ],
)
def test_what_cannot_be_loaded_is_told_in_one_line(
    language: Language | Exception,
    model: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    places: Gazetteer,
) -> None:
    install(monkeypatch, language)
    with pytest.raises(ModelError, match=reason) as caught:
        SpacyRecognizer(places, model)
    assert "\n" not in str(caught.value)


def test_it_is_a_plug_in_whose_model_stands_behind_a_colon(monkeypatch: pytest.MonkeyPatch, places: Gazetteer) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][recognize.PLUGINS] == {ENTRY.name: ENTRY.value}
    install(monkeypatch, Language(ENTITIES))
    assert isinstance(recognize.load("spacy:stub", places), SpacyRecognizer)
    with pytest.raises(ModelError, match="name the spaCy model"):
        recognize.load("spacy", places)


def test_with_spacy_itself(places: Gazetteer, tmp_path: Path) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install 'geoview-map[spacy]'")
    language = import_module("spacy").blank("en")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in ENTITIES.items()])
    language.to_disk(tmp_path)
    recognizer = SpacyRecognizer(places, str(tmp_path))
    names = found(recognizer, TEXT)
    assert [name for name, kind in names if kind == "place"] == ["Aleppo", "the Hague", "Tower Bridge", "Golan Heights"]
    assert [name for name, kind in names if kind == "demonym"] == ["Syrians"]
