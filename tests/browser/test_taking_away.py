"""What is taken away from the page is read back: what is shown, and no more."""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geoview.render.page import PageOptions
from page_articles import HOSTILE, hostile, syria_coast

Open = Callable[..., Any]

KML = "{http://www.opengis.net/kml/2.2}"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def taken(page: Any, label: str) -> bytes:
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name=label).click()
    return Path(saved.value.path()).read_bytes()


def test_the_kml_comes_back_and_holds_what_is_shown(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Country 13").click()
    root = ET.fromstring(taken(page, "KML"))  # noqa: S314 - our own
    marks = {one.findtext(f"{KML}name"): one for one in root.iter(f"{KML}Placemark")}
    assert len(marks) == 20
    assert marks["Latakia"].findtext(f".//{KML}coordinates") == "35.79011,35.53168"
    assert marks["Latakia"].findtext(f".//{KML}Data[@name='mentions']/{KML}value") == "3"
    assert "In <b>Latakia</b> the harbour keeps its own time." in marks["Latakia"].findtext(f"{KML}description", "")


def test_the_kml_of_hostile_text_is_whole_and_is_text(open_page: Open) -> None:
    page = open_page(*map(hostile, HOSTILE))
    root = ET.fromstring(taken(page, "KML"))  # noqa: S314 - our own
    names = [one.findtext(f"{KML}name", "") for one in root.iter(f"{KML}Placemark")]
    assert len(names) == len(HOSTILE)
    assert any("<img src=x onerror='window.ran = 1'>" in name for name in names)
    for one in root.iter(f"{KML}description"):
        assert set(re.findall(r"<(\w+)", one.text or "")) <= {"p", "b"}
    assert any("</script>" in html.unescape(one.text or "") for one in root.iter(f"{KML}description"))


def test_the_picture_shows_sea_land_pins_names_and_credits(open_page: Open) -> None:
    page = open_page()
    frame = page.locator("#map_geoview").bounding_box()
    pin = page.locator('.pin[aria-label^="Damascus,"] .shape').bounding_box()
    width, height, pixels = _decoded(taken(page, "Picture"))
    assert (width, height) == (round(frame["width"]) * 2, (round(frame["height"]) + 46) * 2)

    def colour(x: float, y: float) -> tuple[int, ...]:
        return pixels(int(2 * (x - frame["x"])), int(2 * (y - frame["y"])))

    assert colour(frame["x"] + 80, frame["y"] + 600) == (213, 227, 236)  # the sea
    line = {colour(pin["x"] + at / 2, pin["y"] + pin["height"] / 2 - 4) for at in range(int(pin["width"] * 2))}
    assert (181, 66, 0) in line  # the pin
    inks = {pixels(x, y) for x in range(900) for y in range(int(frame["height"] * 2) + 8, height, 3)}
    assert (255, 255, 255) in inks
    assert (22, 25, 29) in inks  # title and credits
    name = page.locator('.pin[aria-label^="Damascus,"] .name').bounding_box()
    row = {colour(name["x"] + at / 2, name["y"] + name["height"] / 2) for at in range(int(name["width"] * 2))}
    assert min(map(sum, row)) < 200  # letters


def test_the_picture_in_the_dark_and_on_a_phone(open_page: Open) -> None:
    page = open_page(color_scheme="dark", **PHONE)
    _, _, pixels = _decoded(taken(page, "Picture"))
    assert max(pixels(4, 4)) < 120
    page.get_by_role("button", name="Save", exact=True).click()
    box = page.locator("#take").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def _decoded(png: bytes) -> tuple[int, int, Callable[[int, int], tuple[int, ...]]]:
    """Width, height, and what colour a pixel has; PNG's filters undone by hand."""
    assert png.startswith(b"\x89PNG")
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) in {(8, 6), (8, 2)}
    size = 4 if kind == 6 else 3
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw = zlib.decompress(packed)
    rows: list[bytearray] = []
    before = bytearray(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        rows.append(
            before := _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * size]), before, size)
        )
    return width, height, lambda x, y: tuple(rows[y][x * size : x * size + 3])


def _unfiltered(kind: int, row: bytearray, above: bytearray, size: int) -> bytearray:
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
    for at in range(len(row) if kind else 0):
        left = row[at - size] if at >= size else 0
        corner = above[at - size] if at >= size else 0
        if kind == 1:
            guess = left
        elif kind == 3:
            guess = (left + above[at]) // 2
        else:
            base = left + above[at] - corner
            guess = min((left, above[at], corner), key=lambda one: abs(base - one))
        row[at] = (row[at] + guess) & 255
    return row


def test_link_and_citation_are_copied(open_page: Open) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("location.hash = geoview.link(geoview.model.shown.find((one) => one.name === 'Homs'))")
    expect(page.locator(".card h2")).to_have_text("Homs")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".said")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#p=geonames%3A169577")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".said")).to_have_text("Citation copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“On Syria's coast, a quiet week between the harbour and the hills” (syria-coast.txt, 2024-12-20). Map made with "
        "geoview 0.1.0; place data © GeoNames (CC BY 4.0), map data Natural Earth."
    )
    page.keyboard.press("Escape")
    expect(page.locator("#take")).to_be_hidden()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_focused()


def test_where_nothing_may_be_copied_the_text_is_shown(open_page: Open) -> None:
    page = open_page()
    page.evaluate(
        "() => { document.execCommand = () => false; navigator.clipboard.writeText = () => Promise.reject(Error('no')); }"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".said")).to_contain_text("Map made with geoview")


def test_a_corrected_place_is_taken_away_as_corrected(open_page: Open) -> None:
    page = open_page()
    page.evaluate("geoview.corrections.add({words: 'Homs', decision: 'not a place', scope: 'everywhere'})")
    assert b"<name>Homs</name>" not in taken(page, "KML")
    page.locator("#corrections-bar").get_by_role("button", name="Undo").click()
    assert b"<name>Homs</name>" in taken(page, "KML")


def test_without_the_text_offsets_are_those_of_the_text(open_page: Open) -> None:
    page = open_page(options=PageOptions(text=False))
    rows = taken(page, "CSV").decode("utf-8-sig").splitlines()
    start = syria_coast().article.text.index("Tartous naval base")
    assert any(f",{start},{start + 18},Tartous naval base," in row for row in rows)


@pytest.mark.parametrize("form", ["light", "dark", "phone"])
def test_axe_finds_nothing_in_the_menu(open_page: Open, form: str) -> None:
    more = PHONE if form == "phone" else {"color_scheme": form}
    page = open_page(bypass_csp=True, **more)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Copy citation").click()
    page.wait_for_timeout(100)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
