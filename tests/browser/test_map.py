"""The map: areas, pins, names and layers, as someone who looks at it and presses what is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from geoview.render.page import PageOptions
from page_articles import BAVARIA, BLACK_FOREST, naming, place, syria_coast

Open = Callable[..., Any]

GERMANY = place("2921044", "Germany", 51.5, 10.5, "A.PCLI", "DE")
MUNICH = place("2867714", "Munich", 48.13743, 11.57549, "P.PPLA", "DE")


def colour_at(page: Any, latitude: float, longitude: float) -> tuple[int, ...]:
    """What the map's canvas shows at a point."""
    return tuple(
        page.evaluate(
            """([lat, lon]) => {
              const canvas = document.querySelector(".leaflet-base-pane canvas");
              const at = map_geoview.latLngToContainerPoint([lat, lon]);
              const frame = canvas.getBoundingClientRect(), map = map_geoview.getContainer().getBoundingClientRect();
              const ratio = canvas.width / frame.width;
              const [x, y] = [(at.x + map.x - frame.x) * ratio, (at.y + map.y - frame.y) * ratio];
              const one = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
              one.drawImage(canvas, Math.round(x), Math.round(y), 1, 1, 0, 0, 1, 1);
              return [...one.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }""",
            [latitude, longitude],
        )
    )


def test_an_area_is_tinted_within_its_outline(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, MUNICH, GERMANY))
    page.wait_for_timeout(200)
    bavaria, hesse = colour_at(page, 49.3, 11.8), colour_at(page, 50.5, 9.0)
    assert bavaria != hesse
    page.get_by_role("button", name="Layers").click()
    page.get_by_label("Areas").uncheck()
    page.wait_for_timeout(200)
    assert colour_at(page, 49.3, 11.8) == hesse
    page.get_by_label("Areas").check()
    page.get_by_role("button", name="Region, mountains 1").click()
    page.wait_for_timeout(200)
    assert colour_at(page, 49.3, 11.8) == hesse


def test_the_area_looked_at_has_its_outline_and_an_extent_has_no_border(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, BLACK_FOREST, GERMANY, MUNICH))
    for name, corners, extent in (("Bavaria", 100, False), ("Black Forest", 20, True), ("Germany", 300, False)):
        page.locator("#side a.mention", has_text=name).click()
        expect(page.locator(".card h2")).to_have_text(name)
        shape = page.locator("path.area:not(.hint)")
        expect(shape).to_have_count(1)
        assert shape.get_attribute("d").count("L") > corners
        assert ("extent" in shape.get_attribute("class")) == extent
    page.locator("#side a.mention", has_text="Munich").click()
    expect(page.locator(".card h2")).to_have_text("Munich")
    expect(page.locator("path.area")).to_have_count(0)
    page.locator("#side a.mention", has_text="Bavaria").hover()
    expect(page.locator("path.area.hint")).to_have_count(1)


def test_without_borders_states_have_none_either(open_page: Open) -> None:
    page = open_page(naming(BAVARIA, GERMANY, MUNICH), options=PageOptions(borders=False))
    page.locator("#side a.mention", has_text="Bavaria").click()
    expect(page.locator("path.area.extent")).to_have_count(1)
    page.locator("#side a.mention", has_text="Germany").click()
    expect(page.locator(".card h2")).to_have_text("Germany")
    expect(page.locator("path.area")).to_have_count(0)


def test_no_name_stands_on_another_or_on_a_pin(open_page: Open) -> None:
    page = open_page(syria_coast())
    page.wait_for_timeout(300)
    boxes = [one.bounding_box() for one in page.locator(".name:visible, .country span, .town span").all()]
    assert len(boxes) > 10
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"] + 3
                or other["x"] + other["width"] <= one["x"] + 3
                or one["y"] + one["height"] <= other["y"] + 3
                or other["y"] + other["height"] <= one["y"] + 3
            )
            assert apart, (one, other)
