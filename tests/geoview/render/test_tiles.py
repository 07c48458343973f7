"""Online layers: what is one, and what a page opens for it."""

from __future__ import annotations

import re

import pytest

from geoview.render.page import PageOptions, render_page
from geoview.render.tiles import TileLayer, tile_layer


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("nonsense", "no tile layer is named 'nonsense'"),
        ("", "no tile layer is named ''"),
        ("OpenTopoMaps", "like it are OpenTopoMap"),
        ("CartoDB.Positron", "CartoDB.Positron needs a key of its provider"),
        ("Thunderforest.OpenCycleMap", "needs a key"),
        ("https://tiles.example/{z}/{x}.png", "has no {y}"),
        ("https://tiles.example/", "has no {z}, {x}, {y}"),
        ("ftp://tiles.example/{z}/{x}/{y}", "begins with neither https:// nor http://"),
        ("javascript:alert(1)//{z}/{x}/{y}", "begins with neither"),
        ("https://tiles.example/{z}/{x}/{y}?key={key}", "has {key}"),
        ("https://tiles.example; script-src */{z}/{x}/{y}", "no address of tiles that a page can hold"),
        ("https://tiles.example\"'>/{z}/{x}/{y}", "that a page can hold"),
        ("https://tiles.example/{z}/{x}/{y}\n", "that a page can hold"),
        ("https://user:secret@tiles.example/{z}/{x}/{y}", "that a page can hold"),
        ("https:///{z}/{x}/{y}", "that a page can hold"),
        ("https://{z}.tiles.example/{x}/{y}", "that a page can hold"),
    ],
)
def test_what_is_no_layer_is_told_in_one_line(wanted: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)) as told:
        tile_layer(f"{wanted}x" if wanted.endswith("\n") else wanted)
    assert "\n" not in str(told.value)


def test_a_name_is_found_however_it_is_written() -> None:
    layer = tile_layer("opentopomap")
    assert layer.name == "OpenTopoMap"
    assert layer.hosts == tuple(f"https://{each}.tile.opentopomap.org" for each in "abc")
    assert layer.attribution.startswith("Map data: © OpenStreetMap contributors")
    assert "<" not in layer.attribution
    assert layer.warning is None


def test_openstreetmaps_own_servers_are_warned_of() -> None:
    warning = tile_layer("OpenStreetMap.Mapnik").warning
    assert warning is not None
    assert "Referer" in warning


def test_an_address_opens_the_policy_for_its_host_alone() -> None:
    layer = tile_layer("HTTP://localhost:8080/tiles/{z}/{x}/{y}{r}.png")
    assert layer.hosts == ("http://localhost:8080",)
    assert layer.url.endswith("/tiles/{z}/{x}/{y}.png")
    page = render_page([], options=PageOptions(tiles=layer))
    assert "img-src data: http://localhost:8080; base-uri" in page
    assert "img-src data:; base-uri" in render_page([])


def test_a_layer_made_by_hand_cannot_open_more_than_a_host() -> None:
    with pytest.raises(ValueError, match="that a page can hold"):
        TileLayer(name="x", url="https://a/{z}/{x}/{y}", attribution="", hosts=("https://a; script-src *",))


def test_every_layer_of_the_register_works_or_says_why_not() -> None:
    providers = pytest.importorskip("xyzservices").providers
    hosts = set()
    for name in providers.flatten():
        try:
            hosts |= set(tile_layer(name).hosts)
        except ValueError as error:
            assert re.search("needs a key|no address of tiles", str(error)), name  # noqa: PT017 - which of them, matters
    assert len(hosts) > 30
    assert all(re.fullmatch(r"https?://[\w.:-]+", host) for host in hosts)
