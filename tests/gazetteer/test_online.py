"""--online: a service asked politely, by name alone, and only where the user said so."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from command import Geoview, environment
from gazetteer import BoundingBox, OnlineError
from gazetteer.online import Online
from nominatim_server import QARYAT, Nominatim, nominatim

AGENT = "geoview-tests/1.0 (tests@example.org)"


@pytest.fixture
def server() -> Iterator[Nominatim]:
    with nominatim(Nominatim()) as state:
        yield state


def online(server: Nominatim, cache: Path, **more: Any) -> Online:
    options = {"domain": server.domain, "scheme": "http", **more.pop("options", {})}
    return Online(**{"user_agent": AGENT, "cache": cache, "options": options, "pause": 0.0} | more)


def test_an_answer_is_a_place_that_says_where_it_is_from(server: Nominatim, tmp_path: Path) -> None:
    (found,) = online(server, tmp_path).candidates("Qaryat Mubham")
    place = found.place
    assert (place.id, place.name, place.latitude, place.longitude) == (
        "nominatim:node/4242",
        "Qaryat Mubham",
        35.5412,
        35.9011,
    )
    assert (place.feature_class, place.feature_code, place.country, place.admin1) == (
        "P",
        "PPL",
        "SY",
        "Latakia Governorate",
    )
    assert place.bounds == BoundingBox(35.5212, 35.8811, 35.5612, 35.9211)
    assert place.note is not None
    assert "OpenStreetMap contributors, ODbL" in place.note
    assert (found.match, found.confidence) == ("exact", None)


def test_only_the_name_is_sent_by_who_was_named(server: Nominatim, tmp_path: Path) -> None:
    online(server, tmp_path).candidates("Qaryat Mubham")
    ((path, query, headers, _),) = server.asked
    assert path == "/search"
    assert query == {
        "q": "Qaryat Mubham",
        "format": "json",
        "limit": "40",
        "accept-language": "en",
        "addressdetails": "1",
    }
    assert headers["user-agent"] == AGENT


def test_nobody_is_asked_twice(server: Nominatim, tmp_path: Path) -> None:
    first = online(server, tmp_path).candidates("Qaryat Mubham")
    assert online(server, tmp_path).candidates(" Qaryat   Mubham ") == first
    assert online(server, tmp_path).candidates("Nowhere at all") == []
    assert online(server, tmp_path).candidates("Nowhere at all") == []
    assert [query["q"] for _, query, _, _ in server.asked] == ["Qaryat Mubham", "Nowhere at all"]


def test_a_damaged_memory_is_asked_anew(server: Nominatim, tmp_path: Path) -> None:
    first = online(server, tmp_path).candidates("Qaryat Mubham")
    for damage in ("", "[]", '{"name": "Qaryat Mubham", "places": [{"id": 3}]}'):
        (file,) = (tmp_path / "nominatim").glob("*.json")
        file.write_text(damage)
        assert online(server, tmp_path).candidates("Qaryat Mubham") == first
    assert len(server.asked) == 4


def test_one_request_a_second_also_of_two_processes(server: Nominatim, tmp_path: Path) -> None:
    one = online(server, tmp_path, pause=0.3)
    one.candidates("a")
    one.candidates("b")
    online(server, tmp_path, pause=0.3).candidates("c")  # as another process would
    times = [at for _, _, _, at in server.asked]
    assert all(later - earlier >= 0.25 for earlier, later in pairwise(times))


def test_what_is_no_name_is_not_sent(server: Nominatim, tmp_path: Path) -> None:
    for text in ("", " ", "?!", "a long text " * 30):
        assert online(server, tmp_path).candidates(text) == []
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "headers", "line"),
    [
        (403, {}, "nominatim refuses this user agent or key (HTTP 401 or 403); see its usage policy"),
        (429, {}, "nominatim was asked too often (HTTP 429); try again later"),
        (429, {"Retry-After": "30"}, "nominatim was asked too often (HTTP 429); it wants 30 s of peace"),
        (500, {}, "nominatim is out of order (HTTP 500); try again later"),
        (503, {}, "nominatim is out of order (HTTP 503); try again later"),
    ],
)
def test_a_refusal_is_one_line_and_is_not_remembered(
    server: Nominatim, tmp_path: Path, status: int, headers: dict[str, str], line: str
) -> None:
    server.status, server.headers = status, headers
    with pytest.raises(OnlineError) as caught:
        online(server, tmp_path).candidates("Qaryat Mubham")
    assert str(caught.value) == line
    assert len(server.asked) == 1  # who refuses is not pressed
    server.status = 200
    assert online(server, tmp_path).candidates("Qaryat Mubham")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"[1, 2]", b"[[]]", b'{"lat": 1}', b'[{"lat": "x", "lon": "1"}]', b'[{"lat": "91", "lon": "1", "place_id": 1}]',
        b'[{"lat": "1", "lon": "1"}]', b'[{"lat": "NaN", "lon": "1", "osm_id": 1, "osm_type": "node"}]', b'{"error": "out of order"}', b'"text"', b'[{"osm_id": 1, "osm_type": "node"}]', b"[{]", b"\xff",
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_one_line(server: Nominatim, tmp_path: Path, body: bytes) -> None:
    server.body = body
    with pytest.raises(OnlineError, match=r"^nominatim (gave an answer that cannot be read|failed)") as caught:
        online(server, tmp_path).candidates("Qaryat Mubham")
    assert "\n" not in str(caught.value)


def test_strange_parts_of_an_answer_are_left_out(server: Nominatim, tmp_path: Path) -> None:
    strange = QARYAT | {"address": "Syria", "boundingbox": ["1"], "addresstype": None, "type": 7, "name": None}
    server.body = json.dumps([strange]).encode()
    (found,) = online(server, tmp_path).candidates("Mubham")
    assert (found.place.name, found.place.bounds, found.place.feature_class) == ("Qaryat Mubham", None, "S")
    assert (found.match, found.place.country) == ("alternate", None)


def test_no_answer_in_time_and_nobody_there(server: Nominatim, tmp_path: Path) -> None:
    server.wait = 0.5
    with pytest.raises(OnlineError, match="nominatim did not answer within"):
        online(server, tmp_path, options={"timeout": 0.1}).candidates("Qaryat Mubham")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        domain = f"127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(OnlineError, match="nominatim cannot be reached; is this machine online"):
            online(server, tmp_path, options={"domain": domain}).candidates("Qaryat Mubham")


def test_what_a_service_lacks_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(OnlineError, match="Nominatim's policy asks who asks: give --user-agent"):
        Online(user_agent=None, cache=tmp_path)
    with pytest.raises(
        OnlineError, match="nominatim cannot be asked like this: Using Nominatim with default or sample"
    ):
        Online(user_agent="my-application", cache=tmp_path)
    with pytest.raises(OnlineError, match="nominatim cannot be asked like this: 'int' object"):
        Online(user_agent=AGENT, cache=tmp_path, options={"domain": 7})
    with pytest.raises(OnlineError, match="geopy has no geocoder 'mapquest-of-mars'"):
        Online("mapquest-of-mars", user_agent=AGENT, cache=tmp_path)
    with pytest.raises(OnlineError, match=r"opencage cannot be asked like this: .*api_key"):
        Online("opencage", user_agent=AGENT, cache=tmp_path)


def test_another_of_geopys_geocoders(server: Nominatim, tmp_path: Path) -> None:
    feature = {"geometry": {"coordinates": [35.9, 35.5]}, "properties": {"name": "Qaryat Mubham", "country": "Syria"}}
    server.body = json.dumps({"features": [feature]}).encode()
    (found,) = online(server, tmp_path, service="photon").candidates("Qaryat Mubham")
    assert (found.place.id, found.place.name) == ("photon:35.50000,35.90000", "Qaryat Mubham")
    assert "found online by photon" in (found.place.note or "")


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def env(server: Nominatim, tmp_path: Path) -> dict[str, str]:
    """An environment in which Nominatim is the local server."""
    folder = tmp_path / "config" / "geoview"
    folder.mkdir(parents=True)
    settings = {"geocoder_options": {"domain": server.domain, "scheme": "http"}}
    (folder / "settings.json").write_text(json.dumps(settings))
    kept = {name: value for name, value in environment().items() if "proxy" not in name.lower()}
    return kept | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_lookup_asks_where_it_is_told_to(geoview: Geoview, server: Nominatim, env: dict[str, str]) -> None:
    assert geoview("lookup", "Qaryat Mubham", env=env).returncode == 1
    assert server.asked == []
    done = geoview("lookup", "Qaryat Mubham", "--online", "--user-agent", AGENT, "--format", "json", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["candidates"][0]["place"]["id"] == "nominatim:node/4242"
    again = geoview("lookup", "Qaryat Mubham", "--online", env=env | {"GEOVIEW_USER_AGENT": AGENT})
    assert "nominatim:node/4242" in again.stdout
    assert len(server.asked) == 1


def test_lookup_without_an_agent_or_an_answer_is_one_line(
    geoview: Geoview, server: Nominatim, env: dict[str, str]
) -> None:
    done = geoview("lookup", "Qaryat Mubham", "--online", env=env)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "geoview: Nominatim's policy asks who asks: give --user-agent, or set GEOVIEW_USER_AGENT"
    )
    server.status = 429
    done = geoview("lookup", "Qaryat Mubham", "--online", env=env | {"GEOVIEW_USER_AGENT": AGENT})
    assert (done.returncode, done.stderr) == (1, "geoview: nominatim was asked too often (HTTP 429); try again later\n")
    done = geoview("lookup", "Latakia", "--user-agent", AGENT, env=env)
    assert done.returncode == 2
    assert "'--user-agent': it is for --online, and nothing is asked without it" in done.stderr


TEXT = (
    "The plane landed at Mubham International Airport, near Latakia, on Monday. "
    "Mubham International Airport reopened in May."
)


def test_an_article_tells_the_service_its_unknown_names_and_nothing_else(
    geoview: Geoview, server: Nominatim, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    server.answers["Mubham International Airport"] = [QARYAT]
    without = geoview("places", "a.txt", "--format", "json", env=env)
    assert server.asked == []
    done = geoview("places", "a.txt", "--format", "json", "--online", env=env | {"GEOVIEW_USER_AGENT": AGENT})
    assert done.returncode == 0, done.stderr
    assert [query["q"] for _, query, _, _ in server.asked] == [
        "Mubham International Airport"
    ]  # once, although it stands there twice
    found = [
        place
        for place in json.loads(done.stdout)["articles"][0]["mentions"]
        if place["text"] == "Mubham International Airport"
    ]
    assert [each["place"]["id"] for each in found] == ["nominatim:node/4242"] * 2
    assert found[0]["reason"].startswith("not in the gazetteer; nominatim was asked online, and has it near Latakia")
    assert "nominatim online" in done.stdout
    assert "nominatim:node/4242" not in without.stdout
    page = geoview("map", "a.txt", "-o", "a.html", "--online", env=env | {"GEOVIEW_USER_AGENT": AGENT})
    assert page.returncode == 0, page.stderr
    assert "OpenStreetMap contributors, ODbL" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_service_that_fails_costs_an_article_nothing_but_a_line(
    geoview: Geoview, server: Nominatim, env: dict[str, str], tmp_path: Path
) -> None:
    server.status = 403
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    done = geoview("places", "a.txt", "b.txt", "--format", "csv", "--online", env=env | {"GEOVIEW_USER_AGENT": AGENT})
    assert done.returncode == 1
    assert "geonames:173576" in done.stdout
    assert done.stderr.count("nominatim refuses this user agent") == 1
    assert len(server.asked) == 1
