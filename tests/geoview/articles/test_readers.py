"""One contract over all readers, and the peculiarities of each."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from geoview.articles import READERS, Reader, ReadOptions, read, reader_of, size_of
from geoview.errors import ArticleError
from geoview.types import Article

FIRST, SECOND = "Floods in Jakarta\r\nThe river rose.\r", "Snow in Oslo\nTrams stood still.\n"
Make = Callable[[Path, pytest.MonkeyPatch], tuple[str, int]]


def _text(folder: Path, _: pytest.MonkeyPatch) -> tuple[str, int]:
    path = folder / "floods.txt"
    path.write_bytes(FIRST.encode())
    return str(path), 1


def _folder(folder: Path, _: pytest.MonkeyPatch) -> tuple[str, int]:
    inner = folder / "news"
    (inner / "deeper").mkdir(parents=True)
    (inner / "a.txt").write_bytes(FIRST.encode())
    (inner / "deeper" / "b.TXT").write_bytes(SECOND.encode())
    (inner / ".hidden.txt").write_text("no")
    (inner / "picture.png").write_bytes(b"\x89PNG\r\n")
    return str(inner), 2


def _archive(folder: Path, _: pytest.MonkeyPatch) -> tuple[str, int]:
    path = folder / "archive.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in (FIRST, SECOND)))
    return str(path), 2


def _stdin(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:  # noqa: ARG001
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(FIRST.encode())))
    return "-", 1


MAKERS: dict[str, Make] = {
    "text file": _text,
    "folder": _folder,
    "JSONL archive": _archive,
    "standard input": _stdin,
}


@pytest.fixture(params=READERS, ids=lambda reader: reader.name)
def made(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Reader, str, int]:
    reader: Reader = request.param
    source, count = MAKERS[reader.name](tmp_path, monkeypatch)
    return reader, source, count


def test_every_reader_has_a_name_of_its_own_and_a_source_here() -> None:
    assert sorted(reader.name for reader in READERS) == sorted(MAKERS)


def test_its_sources_come_to_it(made: tuple[Reader, str, int]) -> None:
    reader, source, _ = made
    assert reader_of(source) is reader


def test_articles_keep_the_contract(made: tuple[Reader, str, int], tmp_path: Path) -> None:
    _, source, count = made
    found = list(read([source]))
    assert len(found) == count
    assert len({article.id for article in found}) == count
    assert found[0].text == "Floods in Jakarta\nThe river rose.\n"
    for article in found:
        assert "\r" not in article.text
        for value in (article.id, article.title, article.source):
            assert str(tmp_path) not in (value or "")


def test_nothing_is_read_before_it_is_asked_for(made: tuple[Reader, str, int]) -> None:
    reader, source, _ = made
    taken: list[int] = []
    articles = reader.read(source, ReadOptions(on_bytes=taken.append))
    assert isinstance(articles, Iterator)
    assert not taken
    next(articles)
    assert taken


def test_bytes_are_counted_as_announced(made: tuple[Reader, str, int]) -> None:
    reader, source, _ = made
    taken: list[int] = []
    announced = reader.size(source)
    list(reader.read(source, ReadOptions(on_bytes=taken.append)))
    assert announced in {sum(taken), 0 if reader.name == "standard input" else -1}


def test_what_is_missing_is_told_not_raised(made: tuple[Reader, str, int], tmp_path: Path) -> None:
    reader, source, _ = made
    if source == "-":
        sys.stdin.buffer.read()
    missing = "-" if source == "-" else str(tmp_path / "gone" / Path(source).name)
    (problem,) = reader.read(missing, ReadOptions())
    assert isinstance(problem, ArticleError)
    assert len(str(problem).splitlines()) == 1


def test_ids_stay_unique_over_all_sources(tmp_path: Path) -> None:
    paths = []
    for name in ("a/x.txt", "b/x.txt", "c/x.txt", "d/x-2.txt"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text("Oslo")
        paths.append(str(path))
    assert [article.id for article in read(paths)] == ["x", "x-2", "x-3", "x-2-2"]


def test_one_bad_source_loses_no_other(tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("Oslo")
    empty.write_text("")
    problems: list[ArticleError] = []
    sources = [str(empty), str(tmp_path / "gone.txt"), str(good)]
    assert [article.id for article in read(sources, on_error=problems.append)] == ["good"]
    assert [str(problem).rpartition(": ")[2] for problem in problems] == ["is empty", "no such file or folder"]
    with pytest.raises(ArticleError, match="is empty"):
        list(read(sources))


def test_addresses_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no network address is opened"):
        list(read(["https://example.org/article.txt"]))
    assert size_of([str(tmp_path / "gone.txt")]) == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n  Floods   in\tJakarta \n\nThe river rose.", "Floods in Jakarta"),
        ("word " * 100, "word " * 23 + "word…"),
        ("x" * 500, "x" * 120 + "…"),
        ("one line", "one line"),
    ],
)
def test_the_title_is_the_first_line_and_stays_in_the_text(tmp_path: Path, text: str, title: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text)
    (article,) = read([str(path)])
    assert article.title == title
    assert article.text == text


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("Zürich – 東京".encode(), None),
        ("Zürich – 東京".encode("utf-8-sig"), None),
        ("Zürich – 東京".encode("utf-16"), None),
        (b"\xfe\xff" + "Zürich – 東京".encode("utf-16-be"), None),
        ("Zürich – 東京".encode("utf-32"), None),
        ("Zürich – 東京".encode("utf-16-le"), "UTF-16LE"),
        ("Zürich – 東京".encode("gb18030"), "gb18030"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, encoding: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert [article.text for article in read([str(path)], encoding=encoding)] == ["Zürich – 東京"]


@pytest.mark.parametrize(
    ("raw", "encoding", "message"),
    [
        (b"", None, "is empty"),
        (b" \n\t\r\n ", None, "holds only white space"),
        ("\ufeff".encode(), None, "holds only white space"),
        (
            b"caf\xe9 in Paris",
            None,
            "is not UTF-8 (byte 0xe9 at 3); name its encoding with --encoding, for example cp1252",
        ),
        (b"caf\xe9 in Paris", "ascii", "is not ASCII (byte 0xe9 at 3); name another one with --encoding"),
        (b"\xff\xfea", None, "is not UTF-16"),
        (bytes(range(256)) * 8, None, "looks binary"),
        ("Oslo and Bergen".encode("utf-16-le"), None, "looks binary"),
        (bytes(range(256)) * 8, "latin-1", "looks binary"),
        (b"%PDF-1.7\nOslo", None, "looks binary (a PDF document)"),
        (b"PK\x03\x04rest", None, "looks binary (a ZIP archive or an office document)"),
    ],
)
def test_what_is_no_text(tmp_path: Path, raw: bytes, encoding: str | None, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(ArticleError) as caught:
        list(read([str(path)], encoding=encoding))
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_single_nul_in_a_long_text_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The ferry left Oslo on time. " * 10 + "\0")
    (article,) = read([str(path)])
    assert article.text.endswith("\0")


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "undefined", ""])
def test_encodings_that_are_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(LookupError, match="no text encoding"):
        list(read([str(tmp_path)], encoding=name))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything; the command's test drops its rights instead")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Oslo")
    path.chmod(0)
    with pytest.raises(ArticleError, match="no permission to read it"):
        list(read([str(path)]))


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(ArticleError, match="holds no text files"):
        list(read([str(tmp_path)]))


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "caf") + b"\xe9.txt"
    Path(os.fsdecode(path)).write_text("Oslo")
    (article,) = read([str(tmp_path)])
    assert article.source == "caf\ufffd.txt"
    assert article.id == "caf\ufffd"


def _read_archive(tmp_path: Path, *lines: str | bytes, name: str = "news.jsonl") -> tuple[list[Article], list[str]]:
    path = tmp_path / name
    path.write_bytes(b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    problems: list[ArticleError] = []
    return list(read([str(path)], on_error=problems.append)), [
        str(problem).removeprefix(f"{path.parent}/") for problem in problems
    ]


def test_an_archive_gives_what_is_known(tmp_path: Path) -> None:
    line = json.dumps(
        {
            "id": "wn1",
            "title": " Two\n lines ",
            "source": "https://example.org/1",
            "published": "2024-12-14T08:30:00Z",
            "language": "en",
            "text": "a\r\nb",
            "more": [1],
        }
    )
    articles, problems = _read_archive(tmp_path, line, "", '{"id": 7, "text": "c"}', '{"text": "d"}')
    assert not problems
    assert articles == [
        Article(
            id="wn1",
            title="Two lines",
            source="https://example.org/1",
            published="2024-12-14",
            language="en",
            text="a\nb",
        ),
        Article(id="7", source="news.jsonl", text="c"),
        Article(id="news-4", source="news.jsonl", text="d"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "/home/somebody/secret/a.txt",
        "~/secret/a.txt",
        "C:\\secret\\a.txt",
        "file:///home/secret/a.txt",
        "\\\\host\\secret\\a.txt",
    ],
)
def test_an_archive_tells_no_local_path(tmp_path: Path, source: str) -> None:
    ((article,), _) = _read_archive(tmp_path, json.dumps({"text": "a", "source": source}))
    assert article.source == "a.txt"


def test_hostile_text_comes_through_an_archive_unchanged(tmp_path: Path) -> None:
    hostile = "{{7*7}} {% raw %} {# </script> ${x} ` <img onerror=x> \u2028 \ud800 \udfff \0 \u202e \x85"
    ((article,), problems) = _read_archive(tmp_path, json.dumps({"text": hostile, "title": hostile}))
    assert not problems
    assert article.text == hostile


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON"),
        ('{"text": "a"} x', "is not JSON: extra data at column 15"),
        ("[1]", "is a list, not an object"),
        ("null", "is null, not an object"),
        ("{}", 'has no "text"'),
        ('{"text": 3}', '"text" is a number, not a string'),
        ('{"text": " \\n"}', '"text" is empty'),
        ("[" * 100_000, "is nested too deeply"),
        (b'{"text": "caf\xe9"}', "is not UTF-8"),
        ("9" * 5000, "is not JSON"),
    ],
)
def test_a_malformed_line_is_named_and_loses_no_other(tmp_path: Path, line: str | bytes, message: str) -> None:
    articles, (problem,) = _read_archive(tmp_path, '{"text": "a"}', line, '{"text": "b"}')
    assert [article.text for article in articles] == ["a", "b"]
    assert problem.startswith("news.jsonl:2: ")
    assert message in problem


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ('"title": 3', '"title" is a number, not a string; read without it'),
        ('"published": "soon"', "\"published\" is 'soon', no date such as 2024-12-14; read without it"),
        ('"id": true', '"id" is true or false, not a string; read without it'),
    ],
)
def test_a_field_of_the_wrong_kind_loses_no_article(tmp_path: Path, field: str, message: str) -> None:
    (article,), (problem,) = _read_archive(tmp_path, f'{{"text": "a", {field}}}')
    assert article == Article(id="news-1", source="news.jsonl", text="a")
    assert problem == f"news.jsonl:1: {message}"


def test_an_archive_in_utf16(tmp_path: Path) -> None:
    # U+0A0A and U+0D0A hold a line end's byte.
    path = tmp_path / "wide.ndjson"
    path.write_bytes("".join(f'{{"text": "\u0a0a\u0d0a {number}"}}\n' for number in range(3)).encode("utf-16"))
    assert [article.text for article in read([str(path)])] == [f"\u0a0a\u0d0a {number}" for number in range(3)]


def test_an_empty_archive(tmp_path: Path) -> None:
    assert _read_archive(tmp_path, "\n \n") == ([], ["news.jsonl: is empty"])


def test_an_archive_of_many_articles_does_not_sit_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as stream:
        stream.writelines(json.dumps({"text": f"{number} " + "x" * 100}) + "\n" for number in range(100_000))
    taken: list[int] = []
    articles = read([str(path)], on_bytes=taken.append)
    assert next(articles).text.startswith("0 ")
    assert sum(taken) < 1000
    assert sum(1 for _ in articles) == 99_999
    assert sum(taken) == path.stat().st_size


def test_standard_input_takes_an_archive_too(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b'{"text": "a", "source": null}\n{"text": "b"}\n'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    assert [(article.id, article.text, article.source) for article in read(["-"])] == [
        ("stdin-1", "a", None),
        ("stdin-2", "b", None),
    ]


def test_a_plain_text_that_speaks_of_text_is_no_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'The "text" of the treaty\nwas signed in Lisbon.'))
    )
    assert [article.title for article in read(["-"])] == ['The "text" of the treaty']
