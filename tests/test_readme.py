"""README's commands and its Python run, and say what is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import ROOT, Geoview

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = "bash"

# The two commands at the beginning: everything that a fresh machine needs.
SETUP = re.findall(r"^    (python3 -m venv .*)$", README, flags=re.MULTILINE)
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"^```console\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ ")
]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What of the checkout the commands need."""
    shutil.copytree(ROOT / "tests" / "articles", tmp_path / "tests" / "articles")
    return tmp_path


def test_two_commands_do_all_the_setting_up() -> None:
    map_command, test_command = SETUP
    assert map_command.endswith("&& .venv/bin/geoview map tests/articles/syria-coast.txt")
    assert test_command.endswith("&& .venv/bin/pytest")
    for command in SETUP:
        assert "pip install" in command


def test_the_map_command_makes_the_page(geoview: Geoview, checkout: Path) -> None:
    arguments = SETUP[0].rpartition(".venv/bin/geoview ")[2].split()
    done = geoview(*arguments)
    assert done.returncode == 0, done.stderr
    page = (checkout / "output" / "syria-coast.html").read_text(encoding="utf-8")
    for name in ("Latakia", "Tartous", "Alawite Mountains", "Libya"):
        assert name in page


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_run(checkout: Path, environment: dict[str, str], command: str) -> None:
    found = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(
        [SHELL, "-euo", "pipefail", "-c", command],
        cwd=checkout,
        env=environment | {"PATH": found},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_python_runs(checkout: Path, environment: dict[str, str]) -> None:
    told = ""
    for code in re.findall(r"^```python\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=checkout, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told += done.stdout
    assert "Latakia geonames:" in told
    assert (checkout / "ferry.html").exists()
    assert (checkout / "all.geojson").exists()
    assert "L.control.fullscreen" in (checkout / "ferries.html").read_text(encoding="utf-8")


def test_the_options_that_it_names_exist(geoview: Geoview) -> None:
    commands = (["map"], ["places"], ["lookup"], ["gazetteer", "build"], ["gazetteer", "use"], [])
    help_texts = "".join(geoview(*command, "--help").stdout for command in commands)
    named = set(re.findall(r"`(--?[a-z][a-z-]*)", README))
    assert {"--country", "--encoding", "--no-demonyms", "--gazetteer", "--force"} <= named
    assert not {option for option in named if option not in help_texts}


def test_the_files_that_it_names_exist() -> None:
    for name in ("tests/articles/syria-coast.txt", "gazetteer/data/README.md", "NOTICE", ".ci/run", "pyproject.toml"):
        assert name in README
        assert (ROOT / name).exists(), name


def test_data_and_assets_are_credited() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for folder in ("gazetteer/data", "geoview/recognize/data", "geoview/render/assets"):
        assert folder in notice
    tables = json.loads((ROOT / "gazetteer" / "data" / "sources.json").read_text(encoding="utf-8"))["tables"]
    for source in {source["name"] for table in tables for source in table["sources"]}:
        assert source in notice, source
    for licence in ROOT.glob("geoview/**/LICENSE.*.txt"):
        assert str(licence.relative_to(ROOT)) in notice, licence
