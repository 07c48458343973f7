"""Corrections applied to resolved articles."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import ROOT
from gazetteer.errors import UnknownPlaceError
from gazetteer.place import Place
from geoview.corrections import Corrector
from geoview.corrections.apply import REASON, best_fits
from geoview.types import Correction, GeoparsedArticle
from page_articles import article, place, resolve

ALEXANDRIA = place("361058", "Alexandria", 31.2, 29.9, "P.PPLA", "EG")


class Known:
    """A gazetteer of one place."""

    def place(self, place_id: str) -> Place:
        if place_id != ALEXANDRIA.id:
            raise UnknownPlaceError(place_id)
        return ALEXANDRIA


def corrected(given: GeoparsedArticle, *corrections: Correction) -> tuple[GeoparsedArticle, list[str]]:
    corrector = Corrector(corrections, gazetteer=Known())  # type: ignore[arg-type]
    return corrector.apply(given), [str(problem) for problem in corrector.problems()]


def told(geoparsed: GeoparsedArticle) -> list[tuple[str, str | None]]:
    return [(one.mention.text, one.place and one.place.name) for one in geoparsed.resolutions]


TEXT = "Homs lies inland. From Homs the road leads to Aleppo, and Homs is far."
ONE = Correction(words="Homs", decision="place", place=ALEXANDRIA.id)


def test_everywhere_one_article_and_one_mention() -> None:
    everywhere, _ = corrected(resolve(article(TEXT)), ONE)
    assert told(everywhere) == [
        ("Homs", "Alexandria"), ("Homs", "Alexandria"), ("Aleppo", "Aleppo"), ("Homs", "Alexandria"),
    ]  # fmt: skip
    here = replace(ONE, scope="article", article="article-1")
    assert corrected(resolve(article(TEXT)), here)[0].resolutions == everywhere.resolutions
    elsewhere, problems = corrected(resolve(article(TEXT)), replace(here, article="b"))
    assert told(elsewhere) == told(resolve(article(TEXT)))
    assert problems == ["correction of 'Homs' in article b: this article is not among the sources"]
    only = replace(here, scope="mention", before="From", after="the road")
    assert told(corrected(resolve(article(TEXT)), only)[0]) == [
        ("Homs", "Homs"), ("Homs", "Alexandria"), ("Aleppo", "Aleppo"), ("Homs", "Homs"),
    ]  # fmt: skip


def test_what_is_decided_is_sure_and_says_so_and_keeps_the_runners_up() -> None:
    before = resolve(article("A road to Moscow."))
    after, problems = corrected(before, replace(ONE, words="Moscow"))
    (resolution,) = after.resolutions
    assert problems == []
    assert (resolution.place, resolution.confidence, resolution.reason) == (ALEXANDRIA, 1.0, REASON)
    assert [one.place.id for one in resolution.candidates] == [
        ALEXANDRIA.id, *(one.place.id for one in before.resolutions[0].candidates),
    ]  # fmt: skip
    assert [one.confidence for one in resolution.candidates] == [1.0, None, None, None]
    assert [one.words for one in after.corrections] == ["Moscow"]


def test_the_more_particular_one_holds_and_of_equals_the_later() -> None:
    never = Correction(words="Homs", decision="not a place", scope="article", article="article-1")
    point = Correction(words="Homs", decision="point", name="Mill", latitude=1.0, longitude=2.0)
    here = replace(ONE, scope="mention", article="article-1", start=0)
    for order in ((here, never, point), (point, never, here), (never, here, point)):
        after, problems = corrected(resolve(article(TEXT)), *order)
        assert told(after) == [("Homs", "Alexandria"), ("Aleppo", "Aleppo")]
        assert problems == []
    assert told(corrected(resolve(article("Homs")), ONE, point)[0]) == [("Homs", "Mill")]
    assert told(corrected(resolve(article("Homs")), point, ONE)[0]) == [("Homs", "Alexandria")]


def test_a_point_is_a_place_of_its_own() -> None:
    point = Correction(words="Homs", decision="point", name="Old mill", latitude=-0.0, longitude=36.123456)
    (resolution,) = corrected(resolve(article("Homs")), point)[0].resolutions
    assert resolution.place
    assert resolution.place.id == "point:0,36.12346"
    assert (resolution.place.name, resolution.place.latitude) == ("Old mill", 0.0)


def test_a_place_that_the_gazetteer_lacks_is_a_point_with_a_note() -> None:
    gone = Correction(words="Homs", decision="place", place="geonames:9", name="Ghost", latitude=3.0, longitude=4.0)
    after, problems = corrected(resolve(article("Homs")), gone)
    (resolution,) = after.resolutions
    assert resolution.place
    assert (resolution.place.id, resolution.place.name, resolution.place.longitude) == ("geonames:9", "Ghost", 4.0)
    assert resolution.place.note == "The gazetteer has no such place; its name and point are those of the corrections."
    assert problems == [
        "correction of 'Homs': geonames:9: the gazetteer has no such place; its name and point are those of the corrections"
    ]


def test_a_place_that_nobody_knows_changes_nothing() -> None:
    gone = Correction(words="Homs", decision="place", place="geonames:9")
    after, problems = corrected(resolve(article("Homs")), gone)
    assert after == resolve(article("Homs"))
    assert problems == [
        "correction of 'Homs': the gazetteer has no place geonames:9, and the correction neither name nor point"
    ]


def test_what_no_longer_applies_is_told() -> None:
    words = Correction(words="Atlantis", decision="not a place")
    spot = Correction(words="Homs", decision="not a place", scope="mention", article="article-1", before="the ruins of")
    two = Correction(words="Homs", decision="not a place", scope="mention", article="article-1", before="in")
    after, problems = corrected(resolve(article("in Homs, in Homs")), words, spot, two)
    assert len(after.resolutions) == 2
    assert problems == [
        "correction of 'Atlantis': no mention has these words",
        "correction of 'Homs' in article article-1: no mention of these words stands between the words that it names",
        "correction of 'Homs' in article article-1: 2 mentions stand between such words; give more of them, or the start",
    ]


def test_words_that_are_no_mention_can_be_called_a_place() -> None:
    mill = Correction(
        words="old mill", decision="point", scope="mention", article="article-1", name="Mill", latitude=1.0,
        longitude=2.0, before="near the",
    )  # fmt: skip
    after, problems = corrected(resolve(article("Homs, near the old\nmill, and the old mill")), mill)
    assert told(after) == [("Homs", "Homs"), ("old\nmill", "Mill")]
    assert problems == []
    within, problems = corrected(resolve(article("near the Homs")), replace(mill, words="Hom"))
    assert told(within) == [("Homs", "Homs")]
    assert len(problems) == 1


def test_thousands_of_corrections_take_no_longer_than_their_number() -> None:
    given = resolve(article("Homs and the road and the sea. " * 300))
    one = Correction(words="the", decision="place", scope="mention", article="article-1", place=ALEXANDRIA.id)
    many = [replace(one, before=f"no{number} such words") for number in range(2000)]
    start = time.process_time()
    unchanged, problems = corrected(given, *many)
    assert time.process_time() - start < 20
    assert (unchanged.resolutions, len(problems)) == (given.resolutions, 2000)


def test_a_point_is_none_of_the_gazetteers_whatever_stands_beside_it() -> None:
    point = Correction(
        words="Homs", decision="point", place=ALEXANDRIA.id, name="The mill", latitude=35.61, longitude=36.17
    )
    done, problems = corrected(resolve(article("Homs.")), point)
    placed = done.resolutions[0].place
    assert placed is not None
    assert (placed.id, placed.name, placed.note, problems) == ("point:35.61,36.17", "The mill", None, [])


def test_articles_that_no_correction_is_about_stay_what_they_are() -> None:
    before = resolve(article(TEXT))
    assert corrected(before)[0] is before
    assert corrected(before, Correction(words="Oslo", decision="not a place"))[0] == before


CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "support" / "fit_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_mention_is_found_again(case: dict[str, Any]) -> None:
    """The page's script is held to the same cases in tests/browser/test_correcting.py."""
    spans = [found.span() for found in re.finditer(re.escape(case["words"]), case["text"])]
    wanted = Correction(
        words=case["words"], decision="not a place", scope="mention", article="a", start=case.get("start"),
        before=case.get("before", ""), after=case.get("after", ""),
    )  # fmt: skip
    assert best_fits(case["text"], spans, wanted) == case["fits"]


@given(st.lists(st.sampled_from(["Homs", "in", "Aleppo", "far", "on", "."]), max_size=30), st.data())
def test_a_mention_is_found_where_it_was(words: list[str], data: st.DataObject) -> None:
    before = resolve(article(" ".join(words)))
    if not before.resolutions:
        return
    mention = data.draw(st.sampled_from(before.resolutions)).mention
    text = before.article.text
    correction = Correction(
        words=mention.text, decision="not a place", scope="mention", article="article-1", start=mention.start,
        before=text[: mention.start], after=text[mention.end :],
    )  # fmt: skip
    after, problems = corrected(before, correction)
    assert problems == []
    assert [one.mention for one in after.resolutions] == [
        one.mention for one in before.resolutions if one.mention != mention
    ]
