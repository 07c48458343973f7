from __future__ import annotations

import pytest

from geoview.recognize.language import language_warning
from geoview.types import Article


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Die Stadt Aleppo wurde von den Truppen nicht mit der Luftwaffe angegriffen.",
            "English",
        ),
        (
            "Les habitants de la ville ont été évacués dans la nuit par le maire est avec eux.",
            "English",
        ),
        ("قالت مصادر عسكرية إن القوات انسحبت من مواقع في شمال سوريا صباح اليوم", "Latin"),
        ("Российские войска выводят технику с передовых позиций на севере Сирии", "Latin"),
    ],
)
def test_other_languages_are_told(text: str, reason: str) -> None:
    warning = language_warning(Article(id="1", text=text))
    assert warning is not None
    assert reason in warning
    assert "\n" not in warning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Aleppo",
        "Paris, London, Berlin, Madrid, Rome, Vienna, Prague, Warsaw, Lisbon, Dublin, Oslo, Bern and Athens",
        "The mayor of Rio de Janeiro said that the road to São Paulo was closed by the police for the day.",
        "He said “Die Stadt ist nicht mit dem Auto zu erreichen”, and the troops that were in it left.",
    ],
)
def test_english_and_lists_pass(text: str) -> None:
    assert language_warning(Article(id="1", text=text)) is None


def test_what_the_article_says_of_itself_counts() -> None:
    assert "'fr'" in str(language_warning(Article(id="1", text="Paris", language="fr")))
    assert language_warning(Article(id="1", text="Paris", language="en-GB")) is None
