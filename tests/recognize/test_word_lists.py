"""The word lists: each line is what its README says, so that a reader may rely on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "geoview" / "recognize" / "data"
LISTS = sorted(DATA.glob("*.txt"), key=lambda path: path.name)
WORDS = [path for path in LISTS if path.name != "SCOWL-COPYRIGHT.txt"]
FEATURE = re.compile(r"[AHLPRSTUV]/[A-Z0-9]{2,5}")


def entries(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if not line.startswith("#")]


def test_the_readme_names_every_list() -> None:
    readme = (DATA / "README.md").read_text("utf-8")
    assert {path.name for path in LISTS} == set(re.findall(r"[\w-]+\.txt", readme))


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_a_list_says_what_it_is_and_is_sorted_without_doubles(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")
    found = [entry.split("\t")[0] for entry in entries(path.name)]
    assert found == sorted(set(found))
    assert all(entry == entry.strip() != "" for entry in found)


@pytest.mark.parametrize("name", ["common_words.txt", "first_names.txt", "last_names.txt"])
def test_made_lists_are_in_lower_case(name: str) -> None:
    found = entries(name)
    assert len(found) > 5_000
    assert all(word == word.lower() and word.isalpha() for word in found)


def test_common_words_are_common() -> None:
    found = set(entries("common_words.txt"))
    assert {"march", "nice", "of", "reading", "turkey", "mobile", "colour", "color"} <= found
    assert not {"aleppo", "berlin", "java", "panama", "syria", "s", "don't"} & found


def test_place_words_have_a_position_and_feature_codes() -> None:
    for entry in entries("place_words.txt"):
        _, position, codes = entry.split("\t")
        assert position in {"before", "after", "both"}, entry
        assert codes, entry
        assert all(FEATURE.fullmatch(code) for code in codes.split(" ")), entry


def test_stop_phrases_are_dropped_or_searched() -> None:
    found = dict(entry.split("\t") for entry in entries("stop_phrases.txt"))
    assert set(found.values()) == {"drop", "inner"}
    assert found["El Niño"] == found["West Nile virus"] == found["Islamic State"] == found["Interfax"] == "drop"
    assert found["Boston Globe"] == found["Dallas Cowboys"] == found["Treaty of Versailles"] == "inner"


def test_a_phrase_with_an_inner_name_has_more_than_one_word() -> None:
    alone = [entry for entry in entries("stop_phrases.txt") if entry.endswith("\tinner") and " " not in entry]
    assert not alone


def test_no_single_word_that_is_dropped_is_a_place_that_news_writes_about() -> None:
    dropped = {entry.split("\t")[0] for entry in entries("stop_phrases.txt") if entry.endswith("\tdrop")}
    places = {"Java", "Amazon", "March", "May", "Chelsea", "Jordan", "Georgia", "Paris", "Harvard", "Oxford", "Lourdes"}
    assert not dropped & places
