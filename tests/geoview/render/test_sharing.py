"""What may be shared: pages without the text, short snippets, frames; and no path of this machine in any file."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from command import ROOT, Geoview
from geoview.cli.options import SNIPPET_WORDS
from geoview.render import FORMATS
from geoview.render.page import PageOptions, render_page
from geoview.render.summary import snippet
from page_articles import syria_coast

_BLOCK = re.compile(r'<script type="([a-z/]+)" id="gv-data">(.*?)</script>', re.DOTALL)


def opened(page: str) -> str:
    """The page with its data as a reader of the source can have them."""
    kind, text = _BLOCK.findall(page)[0]
    if kind != "application/json":
        text = zlib.decompress(base64.b64decode(text)).decode("ascii")
    return page + json.dumps(json.loads(text), ensure_ascii=False)


def data(page: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(opened(page)[len(page) :])
    return value


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _runs(text: str, length: int = 4) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.parametrize(
    "options", [PageOptions(text=False), PageOptions(text=False, snippet_words=6), PageOptions(embed=True)]
)
def test_nothing_of_the_text_but_the_snippets_and_the_title(options: PageOptions) -> None:
    given = syria_coast()
    text = given.article.text
    allowed = _runs(given.article.title or "")
    for one in given.resolutions:
        allowed |= _runs(str(snippet(given.article, one.mention, options.snippet_words)))
    hidden = _runs(text) - allowed
    assert len(hidden) > 50  # of some 700: there is something to hide
    page = " ".join(_words(opened(render_page([given], options=options)).replace("\\n", " ")))
    assert [run for run in hidden if f" {' '.join(run)} " in page] == []
    whole = " ".join(_words(opened(render_page([given])).replace("\\n", " ")))
    assert all(f" {' '.join(run)} " in whole for run in hidden)


def test_a_page_without_text_counts_characters_as_files_do() -> None:
    (only,) = data(render_page([syria_coast()], options=PageOptions(text=False)))["articles"]
    assert only["text"] is None
    text = syria_coast().article.text
    assert all(text[one[0] : one[1]] == one[12] for one in only["mentions"])


def test_snippets_are_as_long_as_asked() -> None:
    for words in (1, 6, 12):
        (only,) = data(render_page([syria_coast()], options=PageOptions(snippet_words=words)))["articles"]
        lengths = [len(f"{one[7]} {one[8]}".replace("…", " ").split()) for one in only["mentions"]]
        assert max(lengths) <= max(2, words)
    with pytest.raises(ValueError, match="a snippet of 0 words is none"):
        PageOptions(snippet_words=0)
    assert PageOptions().snippet_words == SNIPPET_WORDS


def test_the_commands_options_reach_the_page(geoview: Geoview, tmp_path: Path) -> None:
    example = ROOT / "tests" / "articles" / "syria-coast.txt"
    assert geoview("map", example, "-o", "a.html", "--no-text", "--snippet-words", "5").returncode == 0
    (only,) = data((tmp_path / "a.html").read_text(encoding="utf-8"))["articles"]
    assert only["text"] is None
    assert max(len(f"{one[7]} {one[8]}".split()) for one in only["mentions"]) <= 7
    assert geoview("map", example, "-o", "b.html", "--embed").returncode == 0
    assert '<div id="app" class="embed">' in (tmp_path / "b.html").read_text(encoding="utf-8")
    assert geoview("map", example, "--snippet-words", "0").returncode == 2


@pytest.mark.parametrize("ending", ["html", *(one.endings[0][1:] for one in FORMATS.values())])
def test_no_file_names_a_path_of_this_machine(geoview: Geoview, tmp_path: Path, ending: str) -> None:
    """Whatever the sources, the user's own places and the corrections are called on the command line."""
    folder = tmp_path / "secret folder"
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "a.txt").write_text("Ships left Latakia for Zzyzx Wharf.")
    (folder / "b.jsonl").write_text(json.dumps({"text": "Snow in Oslo."}) + "\n")
    (folder / "own.csv").write_text("name,lat,lon\nZzyzx Wharf,35.5,35.7\n")
    (folder / "c.csv").write_text("words,name,lat,lon\nOslo,Mill,1,2\n")
    if ending == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    command = ["map"] if ending == "html" else ["places"]
    done = geoview(
        *command, folder / "texts", folder / "b.jsonl", "-o", folder / f"out.{ending}", "--places", folder / "own.csv",
        "--corrections", folder / "c.csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (folder / f"out.{ending}").read_bytes().decode("utf-8", "replace")
    shown = opened(text) if ending == "html" else text
    assert "Zzyzx Wharf" in shown
    for part in ("secret folder", str(tmp_path), str(ROOT), str(Path.home())):
        assert part not in shown
