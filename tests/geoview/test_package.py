"""What ``import geoview`` gives, and what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import geoview as package
from geoview import errors

# What --help has no use for: each of these costs time, and the larger ones more than the help itself.
HEAVY = {"folium", "branca", "jinja2", "numpy", "requests", "urllib3", "geopy", "rich", "sqlite3", "csv", "html"}


def _loaded(code: str, environment: dict[str, str]) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stderr.split())


def test_every_public_name_is_there() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert package.__all__ == sorted(package.__all__)
    assert dir(package) == package.__all__
    assert set(package._HOMES) == set(package.__all__) - {"__version__"}


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = package.nonsense


def test_errors_are_one_tree() -> None:
    tree = {value for value in vars(errors).values() if isinstance(value, type)}
    assert {error.__name__ for error in tree} <= set(package.__all__)
    for error in tree - {errors.GeoviewError}:
        assert issubclass(error, errors.GeoviewError)
        assert issubclass(error, (ValueError, OSError))
        assert error.__name__ in (errors.__doc__ or "")


def test_importing_the_package_loads_nothing_of_it(environment: dict[str, str]) -> None:
    bare = _loaded("import importlib, typing", environment)
    added = _loaded("import geoview", environment) - bare
    assert added == {"geoview"}


def test_help_loads_nothing_heavy(environment: dict[str, str]) -> None:
    code = "from geoview.cli import app\ntry: app(['--help'], standalone_mode=False)\nexcept SystemExit: pass"
    loaded = _loaded(code, environment)
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert {name for name in loaded if name.startswith(("geoview.", "gazetteer"))} == {
        "geoview.cli",
        "geoview.cli.articles",
        "geoview.cli.console",
        "geoview.cli.gazetteers",
        "geoview.cli.online",
        "geoview.cli.options",
        "geoview.errors",
        "geoview.resolve",  # its default for --min-confidence; light
    }


def test_finding_places_loads_neither_folium_nor_anything_of_the_network(
    environment: dict[str, str], example: Path
) -> None:
    code = (
        "from geoview.cli import app\n"
        f"try: app(['places', {json.dumps(str(example))}], standalone_mode=False)\nexcept SystemExit: pass"
    )
    loaded = {name.partition(".")[0] for name in _loaded(code, environment)}
    assert not loaded & {"folium", "branca", "jinja2", "requests", "urllib3", "geopy", "rich", "http", "ssl"}
