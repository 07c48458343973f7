"""Places from a geocoding service, for names that no gazetteer here has: asked only where the user said so.

A name goes out, and nothing else. The policy of OpenStreetMap's Nominatim is kept for all services: an agent that says
who asks, one request a second, answers remembered on disk (https://operations.osmfoundation.org/policies/nominatim/).

Importing this module imports geopy, and with it requests: import it where it is used.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geopy import exc, geocoders
from geopy.adapters import URLLibAdapter
from geopy.extra.rate_limiter import RateLimiter

from gazetteer.errors import OnlineError
from gazetteer.names import fold
from gazetteer.place import BoundingBox, Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

NOMINATIM = "nominatim"
PAUSE = 1.0
"""Seconds between two requests, also of two processes one after the other."""
_TIMEOUT = 10.0
_REMEMBERED = 90 * 86400.0  # seconds
_LONGEST = 200  # characters: what is longer is no name
_OUT_OF_ORDER = 500  # HTTP status, and above
_MOST = 40  # what Nominatim gives at most
_NOTE = "found online by {service}, not in the gazetteer"
_OSM = "found online by OpenStreetMap's Nominatim, not in the gazetteer; © OpenStreetMap contributors, ODbL"
# Nominatim's kinds, as GeoNames' class and code. What is none of these is a site.
_KINDS = {
    "country": ("A", "PCLI"), "state": ("A", "ADM1"), "region": ("A", "ADM1"), "province": ("A", "ADM1"),
    "county": ("A", "ADM2"), "state_district": ("A", "ADM2"), "district": ("A", "ADM2"), "municipality": ("A", "ADM3"),
    "city": ("P", "PPL"), "town": ("P", "PPL"), "village": ("P", "PPL"), "hamlet": ("P", "PPL"),
    "isolated_dwelling": ("P", "PPL"), "suburb": ("P", "PPLX"), "borough": ("P", "PPLX"), "quarter": ("P", "PPLX"),
    "neighbourhood": ("P", "PPLX"), "city_district": ("P", "PPLX"), "island": ("T", "ISL"), "islet": ("T", "ISL"),
    "archipelago": ("T", "ISLS"), "peak": ("T", "MT"), "volcano": ("T", "VLC"), "mountain_range": ("T", "MTS"),
    "valley": ("T", "VAL"), "cape": ("T", "CAPE"), "desert": ("T", "DSRT"), "sea": ("H", "SEA"), "ocean": ("H", "OCN"),
    "bay": ("H", "BAY"), "strait": ("H", "STRT"), "water": ("H", "LK"), "river": ("H", "STM"), "stream": ("H", "STM"),
    "canal": ("H", "CNL"), "wood": ("V", "FRST"), "forest": ("V", "FRST"), "aerodrome": ("S", "AIRP"),
    "university": ("S", "UNIV"), "stadium": ("S", "STDM"), "national_park": ("L", "PRK"),
    "administrative": ("A", "ADMD"),
}  # fmt: skip


class Online:
    """A geopy geocoder, asked for names politely, its answers remembered.

    Attributes:
        service: the geocoder's name in geopy.
    """

    def __init__(
        self,
        service: str = NOMINATIM,
        *,
        user_agent: str | None,
        cache: Path,
        options: Mapping[str, Any] | None = None,
        pause: float = PAUSE,
    ) -> None:
        """Get a geocoder ready; nothing is asked yet.

        Args:
            service: a name that ``geopy.geocoders.get_geocoder_for_service`` knows.
            user_agent: who asks, such as ``news-map/1.0 (me@example.org)``; Nominatim wants one.
            cache: the folder for answers; made when there are some.
            options: further arguments of the geocoder: a key, a domain.
            pause: seconds between two requests.

        Raises:
            OnlineError: there is no such geocoder, or it lacks something.
        """
        try:
            kind = geocoders.get_geocoder_for_service(service)
        except exc.GeocoderNotFound as error:
            raise OnlineError(f"geopy has no geocoder {service!r}; https://geopy.readthedocs.io lists them") from error
        # With requests, geopy tries again by itself, for as long as a server says: who refuses is not to be pressed.
        given: dict[str, Any] = {"timeout": _TIMEOUT, "adapter_factory": URLLibAdapter, **(options or {})}
        if user_agent:
            given["user_agent"] = user_agent
        elif issubclass(kind, geocoders.Nominatim):
            raise OnlineError(
                "Nominatim's policy asks who asks: give --user-agent, or set GEOVIEW_USER_AGENT, to a name of yours "
                "and how to reach you, such as 'news-map/1.0 (me@example.org)'"
            )
        try:
            geocoder = kind(**given)
        except (exc.GeopyError, AttributeError, TypeError, ValueError) as error:
            raise OnlineError(f"{service} cannot be asked like this: {_first_line(error)}") from error
        self.service = service.lower()
        self._nominatim = isinstance(geocoder, geocoders.Nominatim)
        self._domain = str(getattr(geocoder, "domain", ""))
        self._cache = cache / self.service
        self._pause = pause
        self._ask = RateLimiter(geocoder.geocode, min_delay_seconds=pause, max_retries=0, swallow_exceptions=False)

    def candidates(self, name: str, limit: int = 10) -> list[Candidate]:
        """Return what the service finds for a name, best first; [] for what cannot be one.

        Raises:
            OnlineError: the service cannot be reached, refuses, or gives what nobody can read.
        """
        name = " ".join(name.split())
        if not fold(name) or len(name) > _LONGEST:
            return []
        places = self._remembered(name)
        if places is None:
            places = self._asked(name)
            self._remember(name, places)
        folded = fold(name)
        return [
            Candidate(
                place=place,
                matched_name=place.name,
                match="exact" if fold(place.name) == folded else "alternate",
            )
            for place in places[:limit]
        ]

    def _asked(self, name: str) -> list[Place]:
        wishes: dict[str, Any] = {"exactly_one": False}
        if self._nominatim:
            wishes |= {"limit": _MOST, "language": "en", "addressdetails": True}
        self._wait_for_others()
        try:
            found = self._ask(name, **wishes) or []
            # Named by what geopy knows of every service; what the service adds is only looked at for Nominatim's.
            return list({place.id: place for place in (self._place(each, name) for each in found)}.values())
        except exc.GeopyError as error:
            raise OnlineError(f"{self.service} {_why(error)}") from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OnlineError(f"{self.service} {_UNREADABLE}") from error

    def _place(self, location: Any, name: str) -> Place:
        latitude, longitude = float(location.latitude), float(location.longitude)
        raw = location.raw if isinstance(location.raw, dict) else {}
        if not self._nominatim:
            return Place(
                id=f"{self.service}:{latitude:.5f},{longitude:.5f}",
                name=str(location.address).partition(",")[0].strip() or name,
                latitude=latitude,
                longitude=longitude,
                feature_class="S",
                feature_code="",
                note=_NOTE.format(service=self.service),
            )
        given = raw.get("address")
        address: dict[str, Any] = given if isinstance(given, dict) else {}
        feature_class, code = _kind(raw)
        osm = f"{raw['osm_type']}/{raw['osm_id']}" if "osm_id" in raw else f"place/{raw['place_id']}"
        return Place(
            id=f"{self.service}:{osm}",
            name=str(raw.get("name") or str(location.address).partition(",")[0]).strip() or name,
            latitude=latitude,
            longitude=longitude,
            feature_class=feature_class,
            feature_code=code,
            country=str(address.get("country_code") or "").upper() or None,
            admin1=address.get("state"),
            admin2=address.get("county"),
            bounds=_bounds(raw.get("boundingbox")),
            note=_OSM,
        )

    # --- what was asked before --------------------------------------------------------------------------------------

    def _file(self, name: str) -> Path:
        asked = json.dumps([self.service, self._domain, name])
        return self._cache / f"{hashlib.blake2b(asked.encode('utf-8', 'replace'), digest_size=16).hexdigest()}.json"

    def _remembered(self, name: str) -> list[Place] | None:
        file = self._file(name)
        with suppress(OSError, ValueError, TypeError, KeyError):
            if time.time() - file.stat().st_mtime < _REMEMBERED:
                kept = json.loads(file.read_text(encoding="utf-8"))
                return [_from_json(each) for each in kept["places"]] if kept["name"] == name else None
        return None  # never asked, long ago, or damaged

    def _remember(self, name: str, places: list[Place]) -> None:
        with suppress(OSError):  # a full disk costs the next one a request, and this one nothing
            self._cache.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._cache, suffix=".tmp")
            try:
                with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
                    json.dump({"name": name, "places": [_to_json(place) for place in places]}, out)
                Path(temporary).replace(self._file(name))
            finally:
                Path(temporary).unlink(missing_ok=True)

    def _wait_for_others(self) -> None:
        """Wait for what an earlier process left of the second after its request."""
        stamp = self._cache / "last-request"
        with suppress(OSError):
            if 0.0 < (left := self._pause - (time.time() - stamp.stat().st_mtime)) <= self._pause:
                time.sleep(left)
        with suppress(OSError):
            self._cache.mkdir(parents=True, exist_ok=True)
            stamp.touch()


def _kind(raw: Mapping[str, Any]) -> tuple[str, str]:
    for key in ("addresstype", "type"):
        if (found := _KINDS.get(str(raw.get(key)))) is not None:
            return found
    return "S", ""


def _bounds(box: object) -> BoundingBox | None:
    """Return Nominatim's box (south, north, west, east); that of a point, or of the whole Earth, says nothing."""
    try:
        south, north, west, east = (float(side) for side in box)  # type: ignore[attr-defined] # else it is a TypeError
    except (TypeError, ValueError):
        return None
    good = -90 <= south < north <= 90 and -180 <= west < east <= 180 and east - west < 350
    return BoundingBox(south, west, north, east) if good else None


def _to_json(place: Place) -> dict[str, Any]:
    fields = (
        "id", "name", "latitude", "longitude", "feature_class", "feature_code", "country", "admin1", "admin2", "note",
    )  # fmt: skip
    return {field: getattr(place, field) for field in fields} | {"bounds": place.bounds}


def _from_json(kept: dict[str, Any]) -> Place:
    bounds = kept.pop("bounds")
    return Place(**kept, bounds=None if bounds is None else BoundingBox(*bounds))


_UNREADABLE = "gave an answer that cannot be read; nothing was taken from it"
# The first that fits: geopy's errors are a tree.
_WHY: tuple[tuple[tuple[type[exc.GeopyError], ...], str], ...] = (
    ((exc.GeocoderQuotaExceeded,), "was asked too often (HTTP 429); try again later"),
    (
        (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges),
        "refuses this user agent or key (HTTP 401 or 403); see its usage policy",
    ),
    ((exc.GeocoderTimedOut,), f"did not answer within {_TIMEOUT:.0f} s; try again later"),
    ((exc.GeocoderUnavailable,), "cannot be reached; is this machine online?"),
    ((exc.GeocoderParseError,), _UNREADABLE),
)


def _why(error: exc.GeopyError) -> str:
    """Say what went wrong with a service, and what to do."""
    if seconds := getattr(error, "retry_after", None):
        return f"was asked too often (HTTP 429); it wants {seconds} s of peace"
    reason = error.__cause__ or error.__context__
    status = getattr(reason, "status_code", None)
    if status is not None and status >= _OUT_OF_ORDER:
        return f"is out of order (HTTP {status}); try again later"
    if status is None and isinstance(reason, OSError) and not isinstance(error, exc.GeocoderTimedOut):
        error = exc.GeocoderUnavailable()
    return next((why for kinds, why in _WHY if isinstance(error, kinds)), f"failed: {_first_line(error)}")


def _first_line(error: object) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
