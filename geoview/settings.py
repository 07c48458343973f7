"""Which gazetteer is asked: --gazetteer, else GEOVIEW_GAZETTEER, else the user's setting, else the embedded one.

Own places lie over it: those of --places, and of GEOVIEW_PLACES, else the project's and the user's standing ones.

And which service with ``--online``, and who asks: options, else environment variables, else ``settings.json``, which
may have ``geocoder``, ``user_agent``, and in ``geocoder_options`` what that geocoder needs besides, such as a key.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import gazetteer
from gazetteer.errors import SchemaError, StoreError
from geoview.errors import SettingsError
from geoview.output import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.online import Online

VARIABLE = "GEOVIEW_GAZETTEER"
GEOCODER, USER_AGENT = "GEOVIEW_GEOCODER", "GEOVIEW_USER_AGENT"
PLACES = "GEOVIEW_PLACES"
_FILE = "settings.json"
_STANDING = (".csv", ".geojson")


class Choice(NamedTuple):
    """A gazetteer file, None for the embedded one, and who named it."""

    path: str | None
    named_by: str


def config_folder() -> Path:
    r"""Return the folder where this platform keeps a user's settings; it need not exist.

    ``$XDG_CONFIG_HOME/geoview`` or ``~/.config/geoview``, ``~/Library/Application Support/geoview`` on macOS,
    ``%APPDATA%\geoview`` on Windows.
    """
    home = _home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "geoview"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "geoview"
    given = os.environ.get("XDG_CONFIG_HOME") or ""
    # A relative one is to be ignored (XDG Base Directory Specification).
    return (Path(given) if Path(given).is_absolute() else home / ".config") / "geoview"


def cache_folder() -> Path:
    r"""Return the folder where this platform keeps what can be had again; it need not exist.

    ``$XDG_CACHE_HOME/geoview`` or ``~/.cache/geoview``, ``~/Library/Caches/geoview`` on macOS,
    ``%LOCALAPPDATA%\geoview\Cache`` on Windows.
    """
    home = _home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "geoview" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "geoview"
    given = os.environ.get("XDG_CACHE_HOME") or ""
    return (Path(given) if Path(given).is_absolute() else home / ".cache") / "geoview"


def _home() -> Path:
    """Return the user's home; of a user without one, as in some containers, what Debian writes for it."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")


def open_online(geocoder: str | None = None, user_agent: str | None = None) -> Online:
    """Get the geocoding service ready that is to be asked; nothing is sent yet.

    Args:
        geocoder: geopy's name of it; None takes GEOVIEW_GEOCODER, else the setting, else Nominatim.
        user_agent: who asks; None takes GEOVIEW_USER_AGENT, else the setting.

    Raises:
        OnlineError: there is no such service, or it lacks something, such as a user agent.
        SettingsError: the user's settings cannot be read.
    """
    from gazetteer.online import NOMINATIM, Online  # noqa: PLC0415 -- geopy is loaded only when it is to be asked

    settings = _settings()
    return Online(
        geocoder or os.environ.get(GEOCODER) or settings.get("geocoder") or NOMINATIM,
        user_agent=user_agent or os.environ.get(USER_AGENT) or settings.get("user_agent"),
        cache=cache_folder() / "online",
        options=settings.get("geocoder_options"),
    )


def chosen_gazetteer(option: str | None = None) -> Choice:
    """Return the gazetteer to ask, and why that one.

    Raises:
        SettingsError: the user's settings cannot be read.
    """
    if option is not None:
        return Choice(option, "--gazetteer")
    if named := os.environ.get(VARIABLE):
        return Choice(named, f"the environment variable {VARIABLE}")
    if named := _settings().get("gazetteer"):
        return Choice(named, "geoview gazetteer use")
    return Choice(None, "the default")


def open_gazetteer(option: str | None = None, places: Sequence[str] = ()) -> gazetteer.Gazetteer:
    """Open the gazetteer to ask, with a user's own places over it.

    Args:
        option: the file that was named for this once, or None.
        places: CSV and GeoJSON files of own places.

    Raises:
        StoreError, SchemaError, SourceError: as ``gazetteer.open``; the message says who named the file.
        SettingsError: the user's settings cannot be read.
    """
    choice = chosen_gazetteer(option)
    try:
        return gazetteer.open(choice.path, places)
    except StoreError as error:
        if choice.path is None or option is not None:
            raise
        advice = "geoview gazetteer use --default" if choice.named_by.startswith("geoview") else f"unset {VARIABLE}"
        kind = SchemaError if isinstance(error, SchemaError) else StoreError
        raise kind(f"{error}. It is named by {choice.named_by}; to go back to the embedded one: {advice}") from error


def standing_places() -> list[str]:
    """Return the files of own places that hold without being named.

    They are those of GEOVIEW_PLACES (as many as in PATH; "" for none), else ``geoview-places.csv`` or ``.geojson`` in
    the current folder, and ``places.csv`` or ``.geojson`` in the user's ``config_folder``.
    """
    named = os.environ.get(PLACES)
    if named is not None:
        return [path for path in named.split(os.pathsep) if path]
    beginnings = (Path("geoview-places"), config_folder() / "places")
    found = [beginning.with_name(beginning.name + ending) for beginning in beginnings for ending in _STANDING]
    return [str(file) for file in found if file.is_file()]


def use_gazetteer(path: str) -> gazetteer.GazetteerInfo:
    """Set a gazetteer file for good, for this user, and return what it holds.

    Raises:
        StoreError, SchemaError: it is no gazetteer that can be used; the setting stays as it was.
        OutputError: the setting cannot be written.
    """
    with gazetteer.open(path) as store:
        info = store.info()
    _write({**_readable_settings(), "gazetteer": str(Path(path).resolve())})
    return info


def use_default() -> None:
    """Go back to the embedded gazetteer for good, for this user.

    Raises:
        OutputError: the setting cannot be written.
    """
    settings = _readable_settings()
    settings.pop("gazetteer", None)
    if settings or (config_folder() / _FILE).exists():
        _write(settings)


def _write(settings: dict[str, Any]) -> None:
    with replacing(config_folder() / _FILE) as stream:
        json.dump(settings, stream, indent=1)
        stream.write("\n")


def _readable_settings() -> dict[str, Any]:
    try:
        return _settings()
    except SettingsError:  # to be overwritten: so a broken file can be mended
        return {}


def _settings() -> dict[str, Any]:
    file = config_folder() / _FILE
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        why = (error.strerror or str(error)).lower() if isinstance(error, OSError) else "is no JSON"
        raise SettingsError(f"{file}: {why}; geoview gazetteer use --default mends it") from error
    if not isinstance(settings, dict) or not isinstance(settings.get("gazetteer", ""), str):
        raise SettingsError(f"{file}: does not name a gazetteer; geoview gazetteer use --default mends it")
    for key, kind in (("geocoder", str), ("user_agent", str), ("geocoder_options", dict)):
        if not isinstance(settings.get(key, kind()), kind):
            raise SettingsError(f"{file}: {key} is no {'text' if kind is str else 'object'}; mend or remove it")
    return settings
