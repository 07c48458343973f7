"""Making the word lists again."""

from __future__ import annotations

from pathlib import Path

import pytest

from geoview.training.lexicons import SCOWL_SIZES, SCOWL_SPELLINGS, census_names, common_words, make

SHIPPED = Path(__file__).parents[2] / "geoview" / "recognize" / "data"


@pytest.fixture
def scowl(tmp_path: Path) -> Path:
    folder = tmp_path / "scowl"
    folder.mkdir()
    for spelling in SCOWL_SPELLINGS:
        for size in SCOWL_SIZES:
            (folder / f"{spelling}-words.{size}").write_text("", "utf-8")
    (folder / "english-words.10").write_text("the\na\nthe's\nMarch\ncafé\n", "utf-8")
    (folder / "british-words.50").write_text("harbour\n", "utf-8")
    (folder / "english-words.70").write_text("berlin\n", "utf-8")
    return folder


@pytest.fixture
def names(tmp_path: Path) -> Path:
    folder = tmp_path / "names"
    folder.mkdir()
    for file, line in (("male.first", "JAMES 3.3"), ("female.first", "MARY 2.6"), ("all.last", "SMITH 1.0")):
        (folder / f"dist.{file}").write_text(f"{line} 1.006 1\n", "ascii")
    return folder


def test_common_words_are_lower_case_words_of_the_sizes_that_readers_know(scowl: Path) -> None:
    assert common_words(scowl) == {"the", "café", "harbour"}


def test_census_names_are_the_first_column(names: Path) -> None:
    assert census_names(names / "dist.male.first", names / "dist.female.first") == {"james", "mary"}


def test_making_twice_gives_the_same_bytes_and_the_shipped_headers(scowl: Path, names: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once", tmp_path / "twice"
    for folder in (once, twice):
        folder.mkdir()
        made = list(make(scowl, names, folder))
        assert [path.name for path in made] == ["common_words.txt", "first_names.txt", "last_names.txt"]
    for path in once.iterdir():
        assert path.read_bytes() == (twice / path.name).read_bytes()
        assert path.read_text("utf-8").splitlines()[:2] == (SHIPPED / path.name).read_text("utf-8").splitlines()[:2]


def test_a_missing_source_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        common_words(tmp_path)
