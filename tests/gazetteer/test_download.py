"""Downloads, from a local server that cuts off, refuses, sends more than it announced, or changes the file."""

from __future__ import annotations

import hashlib
import shutil
from collections import namedtuple
from functools import partial
from pathlib import Path

import pytest

import gazetteer.download
from file_server import Served, served
from gazetteer.download import Progress, is_address
from gazetteer.errors import DownloadError, GazetteerError

DATA = bytes(range(256)) * 8000  # 2 MB
fetch = partial(gazetteer.download.fetch, pause=0.0)


def left(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_file_comes_whole_with_its_size_told(tmp_path: Path) -> None:
    told: list[Progress] = []
    with served(Served(DATA)) as server:
        file = fetch(server.url, tmp_path, progress=told.append)
    assert file == tmp_path / "NL.txt"
    assert file.read_bytes() == DATA
    assert told[-1] == Progress(name="NL.txt", done=len(DATA), total=len(DATA))
    assert [state.done for state in told] == sorted({state.done for state in told})
    assert "geoview" in server.requests[0]["user-agent"]


def test_what_was_cut_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    with served(Served(DATA, cuts=[500_000, 700_000])) as server:
        assert fetch(server.url, tmp_path).read_bytes() == DATA
    assert [request.get("range") for request in server.requests] == [None, "bytes=500000-", "bytes=1200000-"]


def test_a_server_that_keeps_cutting_off_fails_in_one_line_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with served(Served(DATA, cuts=[500_000, 0, 0, 0, 0])) as server:
        with pytest.raises(
            DownloadError, match=r"NL\.txt was cut off at 500,000 of 2,048,000 bytes .*; run this again to go on"
        ) as caught:
            fetch(server.url, tmp_path)
        assert "\n" not in str(caught.value)
        assert not (tmp_path / "NL.txt").exists()
        assert fetch(server.url, tmp_path).read_bytes() == DATA
    assert server.requests[-1]["range"] == "bytes=500000-"


def test_a_part_of_a_file_that_has_changed_since_is_thrown_away(tmp_path: Path) -> None:
    with served(Served(DATA, cuts=[500_000, 0, 0, 0, 0])) as server:
        with pytest.raises(DownloadError):
            fetch(server.url, tmp_path)
        server.data, server.etag = DATA[::-1], '"2"'
        assert fetch(server.url, tmp_path).read_bytes() == DATA[::-1]


def test_a_server_that_hands_out_no_parts(tmp_path: Path) -> None:
    with served(Served(DATA, cuts=[500_000], ranges=False)) as server:
        assert fetch(server.url, tmp_path).read_bytes() == DATA


def test_a_file_of_unknown_length(tmp_path: Path) -> None:
    told: list[Progress] = []
    with served(Served(DATA, announced=False)) as server:
        assert fetch(server.url, tmp_path, progress=told.append).read_bytes() == DATA
    assert told[-1].total is None


def test_what_is_there_unchanged_is_not_fetched_again(tmp_path: Path) -> None:
    with served(Served(DATA)) as server:
        fetch(server.url, tmp_path)
        told: list[Progress] = []
        assert fetch(server.url, tmp_path, progress=told.append).read_bytes() == DATA
        assert told == []
        server.data, server.etag = b"new", '"2"'
        assert fetch(server.url, tmp_path).read_bytes() == b"new"


@pytest.mark.parametrize("size", [3, 100_000, 262_144, len(DATA)])
def test_more_than_was_announced_is_refused(tmp_path: Path, size: int) -> None:
    with (
        served(Served(DATA[:size], excess=b"<script>" * 100)) as server,
        pytest.raises(DownloadError, match=f"longer than the {size:,} bytes announced"),
    ):
        fetch(server.url, tmp_path)
    assert not (tmp_path / "NL.txt").exists()


@pytest.mark.parametrize(
    ("status", "message"), [(404, "answers 404 Not Found"), (403, "answers 403"), (401, "answers 401")]
)
def test_a_refusal_is_told_at_once(tmp_path: Path, status: int, message: str) -> None:
    with served(Served(DATA, statuses=[status])) as server, pytest.raises(DownloadError, match=message):
        fetch(server.url, tmp_path)
    assert len(server.requests) == 1
    assert left(tmp_path) == set()


def test_a_server_that_is_busy_is_asked_again(tmp_path: Path) -> None:
    with served(Served(DATA, statuses=[503, 500, 429])) as server:
        assert fetch(server.url, tmp_path).read_bytes() == DATA
    with (
        served(Served(DATA, statuses=[503] * 9)) as server,
        pytest.raises(DownloadError, match="the server answers 503"),
    ):
        fetch(server.url, tmp_path / "..")


def test_a_part_that_does_not_fit_is_thrown_away(tmp_path: Path) -> None:
    with served(Served(DATA, cuts=[500_000, 0, 0, 0, 0])) as server:
        with pytest.raises(DownloadError):
            fetch(server.url, tmp_path)
        server.statuses = [416]
        assert fetch(server.url, tmp_path).read_bytes() == DATA


def test_nobody_listens(tmp_path: Path) -> None:
    with served(Served(DATA)) as server:
        pass
    with pytest.raises(DownloadError, match="cannot be reached: connection refused"):
        fetch(server.url, tmp_path)
    with pytest.raises(GazetteerError, match="cannot be reached"):
        fetch("http://localhost:1/NL.zip", tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "http://download.geonames.org/export/dump/NL.zip", "ftp://example.org/NL.zip", "file:///etc/passwd",
        "HTTP://EXAMPLE.ORG/a", "http://127.0.0.1.example.org/a", "http://localhost@example.org/a", "data://text/plain,x",
    ],
)  # fmt: skip
def test_only_tls_is_fetched(tmp_path: Path, address: str) -> None:
    with pytest.raises(DownloadError, match="only https:// is fetched"):
        fetch(address, tmp_path)


@pytest.mark.parametrize("there", ["http://example.org/NL.zip", "file:///etc/passwd", "ftp://example.org/x"])
def test_a_redirection_away_from_tls_is_not_followed(tmp_path: Path, there: str) -> None:
    with served(Served(DATA, redirect=there)) as server, pytest.raises(DownloadError):
        fetch(server.url, tmp_path)
    assert left(tmp_path) == set()


def test_a_checksum_is_held(tmp_path: Path) -> None:
    right = hashlib.sha256(DATA).hexdigest()
    with served(Served(DATA)) as server:
        assert fetch(f"{server.url}#sha256={right.upper()}", tmp_path).read_bytes() == DATA
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        with pytest.raises(DownloadError, match=f"has the SHA-256 {right}, not 0000"):
            fetch(f"{server.url}#sha256={'0' * 64}", tmp_path)
        assert not (tmp_path / "NL.txt").exists()
        with pytest.raises(DownloadError, match="behind #"):
            fetch(f"{server.url}#md5=1", tmp_path)


@pytest.mark.parametrize("path", ["", "a/", "..", "a/%2E%2E", "a/b%2Fc", "a%5Cb", "%00"])
def test_an_address_that_names_no_file(tmp_path: Path, path: str) -> None:
    with pytest.raises(DownloadError, match="names no file"):
        fetch(f"https://example.org/{path}", tmp_path)


def test_a_disk_without_room_is_told_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - what shutil gives
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with (
        served(Served(DATA)) as server,
        pytest.raises(DownloadError, match="has 2,048,000 bytes, and 1 are free on this disk"),
    ):
        fetch(server.url, tmp_path)


def test_an_address_and_a_path_are_told_apart() -> None:
    assert is_address("https://x/y")
    assert is_address("ftp://x")
    assert not is_address("C:\\dumps\\NL.zip")
    assert not is_address("dumps/NL.zip")
