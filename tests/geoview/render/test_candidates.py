"""``geoview lookup NAME --map``: what a name may mean, on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import Geoview
from gazetteer.place import Candidate, Place
from geoview.render.candidates import candidates_article, file_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Portland", "portland"),
        ("Paris, TX", "paris-tx"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\0y", "c-x-y"),
        ("con", "con-place"),
        ("...", "lookup-place"),
        ("اللاذقية", "اللاذقية"),
        ("x" * 300, "x" * 80),
    ],
)
def test_any_name_gives_a_file_name(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_each_place_is_a_line_and_a_mention_of_its_own() -> None:
    places = [
        Place(id="geonames:1", name="Portland", latitude=1, longitude=2, feature_class="P", feature_code="PPL", population=5000),
        Place(id="user:2", name="A\nB", latitude=3, longitude=4, feature_class="P", feature_code="PPL", country="US"),
    ]  # fmt: skip
    found = [Candidate(place=place, matched_name="Portland", match="exact") for place in places]
    made = candidates_article("Portland\n<b>", found, gazetteer="test 1")
    assert made.article.title == "Places for “Portland <b>”"
    assert [resolution.place for resolution in made.resolutions] == places
    for resolution in made.resolutions:
        mention = resolution.mention
        assert made.article.text[mention.start : mention.end] == mention.text
    assert "Portland (P PPL, 5,000 people; geonames:1)" in made.article.text
    assert "A B, US (P PPL, as Portland; user:2)" in made.article.text


def test_the_command_makes_a_page_beside_the_table(geoview: Geoview, tmp_path: Path) -> None:
    done = geoview("lookup", "Portland", "--map", "--limit", "4")
    assert done.returncode == 0, done.stderr
    assert "geonames:5746545" in done.stdout
    assert done.stderr == "output/portland.html: 4 places\n"
    page = (tmp_path / "output" / "portland.html").read_text(encoding="utf-8")
    assert "Multnomah County" in page
    assert geoview("lookup", "Portland", "--map").returncode == 0  # its own page is overwritten


def test_what_cannot_be_written_is_said(geoview: Geoview, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    done = geoview("lookup", "Portland", "--map", "-o", "mine.html")
    assert done.returncode == 1
    assert "mine.html" in done.stderr
    assert (tmp_path / "mine.html").read_text() == "mine"
    assert geoview("lookup", "Portland", "-o", "x.html").returncode == 2
    done = geoview("lookup", "Nowhere at all", "--map")
    assert done.returncode == 1
    assert not (tmp_path / "output").exists()
