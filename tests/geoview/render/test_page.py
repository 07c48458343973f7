"""The page as text: what goes in, what may run, what stays the same. tests/browser drives it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from dataclasses import replace
from typing import Any

import folium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.place import BoundingBox
from geoview.render.page import ArticleMap, PageOptions, json_block, render_page
from geoview.render.page_data import PageData, kind, place_value
from geoview.types import GeoparsedArticle, Mention, Resolution
from page_articles import HOSTILE, article, as_seen, hostile, place, resolve, syria_coast

# Everything between a script's tags, with its attributes.
_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def page() -> str:
    return render_page([syria_coast()])


def data(page: str) -> dict[str, Any]:
    """What the page's script reads."""
    attributes, text = next((a, body) for a, body in _SCRIPT.findall(page) if 'id="gv-data"' in a)
    if "application/json" not in attributes:
        text = zlib.decompress(base64.b64decode(text)).decode("ascii")
    value: dict[str, Any] = json.loads(text)
    return value


def base(page: str) -> bytes:
    text = next(body for attributes, body in _SCRIPT.findall(page) if 'id="gv-base"' in attributes)
    return zlib.decompress(base64.b64decode(text))


def test_the_same_articles_give_the_same_bytes(page: str) -> None:
    assert render_page([syria_coast()]) == page


def test_a_page_of_one_article_is_at_most_600_kb(page: str) -> None:
    assert len(page.encode()) < 560_000  # 600 KB is the promise; this is about what it takes today


def test_the_page_names_nothing_to_fetch(page: str) -> None:
    markup = re.sub(r"<style>.*?</style>", "", _SCRIPT.sub("", page), flags=re.DOTALL)
    assert not re.findall(r"<link\b|<img\b|<iframe\b|\bsrc=|\bstyle=", markup)
    assert re.findall(r'url\((?!#|data:|"?images/)', page) == []  # Leaflet's own images, for classes not used here


def test_each_script_runs_by_its_hash_and_no_other(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe-eval" not in policy[1]
    allowed = re.findall(r"'sha256-([^']+)'", policy[1])
    bodies = [body for attributes, body in _SCRIPT.findall(page) if not attributes]
    hashes = [base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies]
    assert allowed == hashes
    assert len(hashes) == 4  # the first lines, Leaflet, the page's own, and the line that starts it
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_page_tells_who_wrote_it_before_anything_else(page: str) -> None:
    assert '<meta name="generator" content="geoview ' in page[:300]
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_places_are_listed_for_readers_without_javascript(page: str) -> None:
    plain = re.search(r'<div id="plain">(.*?)</div>', page, re.DOTALL)
    assert plain
    assert "<b>Hmeimim air base</b> (35.401, 35.949; mentions: 1)" in plain[1]
    assert "The <mark>Hmeimim air base</mark>, near Jableh, was silent." in plain[1]


def test_mentions_say_where_they_stand_and_what_they_mean(page: str) -> None:
    value = data(page)
    only = value["articles"][0]
    for start, end, number, percent, *_ in only["mentions"]:
        assert only["text"][start:end].strip()
        assert number is None or value["places"][number]["name"]
        assert 0 <= percent <= 100
    spoken = {only["text"][start:end]: number for start, end, number, *_ in only["mentions"]}
    assert spoken["Paris"] is None
    assert value["places"][spoken["Hmeimim air base"]]["kind"] == "site"


def test_a_place_is_listed_once_however_often_it_is_mentioned() -> None:
    gathered = PageData([syria_coast(), syria_coast()])
    assert len({one.id for one in gathered.places}) == len(gathered.places)
    assert len(gathered.provenance) == 1


def test_offsets_count_utf16_units_behind_an_emoji() -> None:
    text = "😀 Latakia 😀 Homs"
    value = PageData([resolve(article(text))]).articles[0]
    units = text.encode("utf-16-le")
    spoken = [units[2 * start : 2 * end].decode("utf-16-le") for start, end, *_ in value["mentions"]]
    assert spoken == ["Latakia", "Homs"]


def test_two_lone_surrogates_count_as_two_though_a_browser_sees_one_character() -> None:
    (mention,) = PageData([resolve(article("\ud83d\ude00 Homs"))]).articles[0]["mentions"]
    assert mention[:2] == [3, 7]


@pytest.mark.parametrize("payload", HOSTILE, ids=ascii)
def test_hostile_text_stays_text(payload: str) -> None:
    page = render_page([hostile(payload)])
    assert data(page)["articles"][0]["text"] == as_seen(hostile(payload).article.text)
    bodies = [body for attributes, body in _SCRIPT.findall(page) if not attributes]
    assert len(bodies) == 4
    assert not any(payload in body for body in bodies if len(payload) > 3)
    page.encode("utf-8")  # no lone surrogate is left outside the data
    assert "\0" not in page


def test_nothing_of_an_article_is_compiled_as_a_template() -> None:
    page = render_page([hostile("{{ 7 * 7 }}{% raw %}{#")], options=PageOptions(title="{{ 6 * 111 }}{% raw %}"))
    assert "<title>{{ 6 * 111 }}{% raw %}</title>" in page
    assert "666" not in page.split("<style>")[0]


def test_an_options_title_cannot_leave_its_element() -> None:
    page = render_page([syria_coast()], options=PageOptions(title="</title><script>alert(1)</script><!--places-->"))
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--places--&gt;</title>" in page
    assert "<script>alert" not in page


@given(st.text(alphabet=st.characters(), max_size=40))
@settings(max_examples=60)
def test_json_comes_back_and_cannot_end_its_block(text: str) -> None:
    block = json_block("x", {"text": text})
    body = block.removeprefix('<script type="application/json" id="x">').removesuffix("</script>\n")
    assert json.loads(body) == {"text": as_seen(text)}
    assert not set(body) & set("<>&\0\r\n\u2028\u2029")
    assert body.isascii()


def test_long_data_are_deflated_and_come_back() -> None:
    text = "Homs is far from Aleppo. " * 6000
    page = render_page([resolve(article(text))])
    assert data(page)["articles"][0]["text"] == text
    assert len(page) < 900_000


def test_an_article_without_a_place_and_no_article_at_all_make_a_page() -> None:
    nothing = GeoparsedArticle(article=article("The cat slept."), resolutions=(), provenance=syria_coast().provenance)
    assert "No place was found in the text." in render_page([nothing])
    assert "Places in 0 articles" in render_page([])


def test_several_articles_have_a_title_of_their_number() -> None:
    assert "<title>Places in 2 articles</title>" in render_page([syria_coast(), resolve(article("Homs"))])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A.PCLI", "country"), ("A.PCLD", "country"), ("A.ADM1", "region"), ("P.PPLC", "city"), ("S.AIRB", "site"),
        ("R.ST", "site"), ("H.SEA", "water"), ("U.SMU", "water"), ("T.MTS", "region"), ("L.RGN", "region"),
        ("V.FRST", "region"),
    ],
)  # fmt: skip
def test_each_feature_class_has_its_kind(code: str, expected: str) -> None:
    assert kind(place("1", "X", 0, 0, code)) == expected


def test_what_is_not_known_of_a_place_is_left_out() -> None:
    assert place_value(place("1", "Höfn", 64.254, -15.212, "P.PPL")) == {
        "id": "geonames:1", "name": "Höfn", "lat": 64.254, "lon": -15.212, "class": "P", "code": "PPL", "kind": "city",
    }  # fmt: skip
    known = place("2", "X", 0, 0, "H.SEA", bounds=BoundingBox(1, 170, 2, -170), note="disputed")
    assert place_value(known)["bounds"] == [1, 170, 2, -170]
    assert place_value(known)["note"] == "disputed"


def test_the_base_map_is_finer_around_the_places() -> None:
    (near,) = resolve(article("Homs")).resolutions
    far = replace(near, place=place("9", "Homs", -30.0, 140.0, "P.PPL"))
    pages = [
        render_page([GeoparsedArticle(article=article("Homs"), resolutions=found, provenance=syria_coast().provenance)])
        for found in ((), (near,), (far,))
    ]
    coarse, fine, outback = (_points(base(page)) for page in pages)
    assert fine > coarse + 500
    assert coarse < outback < fine  # the Australian desert has little to draw


def _points(packed: bytes) -> int:
    """Number of points in a packed base map."""
    (length,) = struct.unpack(">I", packed[:4])
    table = json.loads(packed[4 : 4 + length])
    assert {"RU", "SY", "XK"} < {country["code"] for country in table["countries"]}
    numbers = iter(packed[4 + length :])

    def varint() -> int:
        value = shift = 0
        for byte in numbers:
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        return value

    return sum(varint() for _ in range(varint()))


def test_a_folium_user_can_add_a_layer_of_their_own() -> None:
    made = ArticleMap([syria_coast()], options=PageOptions())
    folium.CircleMarker([35, 36]).add_to(made)
    page = made.get_root().render()
    assert ".addTo(map_geoview)" in page
    test_each_script_runs_by_its_hash_and_no_other(page)


def test_a_mention_that_no_place_fits_is_told_with_its_reason() -> None:
    words = article("Zzyzx")
    mention = Mention(start=0, end=5, text="Zzyzx")
    unknown = Resolution(mention=mention, place=None, confidence=0.0, reason="not in the gazetteer")
    value = PageData([GeoparsedArticle(article=words, resolutions=(unknown,), provenance=syria_coast().provenance)])
    assert value.value()["reasons"] == ["not in the gazetteer"]
    assert value.places == []
