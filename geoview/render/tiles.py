"""An online layer of map tiles over the page's own base map: only where it was asked for.

A layer is named as xyzservices (a register of providers that comes with folium) names it, or given as an address with
``{z}``, ``{x}`` and ``{y}``. The page's Content Security Policy opens for the hosts of that layer, and for no other.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any

# Leaflet fills these in; others belong to the provider.
_ASKED = ("z", "x", "y")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?")
_PATH = re.compile(r"[!#$%&()*+,./0-9:;=?@A-Z_a-z{}~-]*")
_GAP = re.compile(r"\{(\w+)\}")
# Servers that refuse a page without a Referer, with a picture that says so in place of each tile.
_NEED_REFERER = ("openstreetmap.org",)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileLayer:
    """An online layer.

    Attributes:
        name: for the reader.
        url: as Leaflet takes it, with ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}``.
        attribution: the credit line that its provider asks for, as plain text.
        hosts: where its tiles come from: scheme, host and port.
        subdomains: what ``{s}`` stands for, a letter or name each.
        max_zoom: its closest zoom.
    """

    name: str
    url: str
    attribution: str
    hosts: tuple[str, ...]
    subdomains: tuple[str, ...] = ()
    max_zoom: int = 18

    def __post_init__(self) -> None:
        """Refuse hosts that would end the policy which they are written into.

        Raises:
            ValueError: a host is more than scheme, name and port.
        """
        if not all(
            scheme and _HOST.fullmatch(host) for scheme, _, host in (each.partition("://") for each in self.hosts)
        ):
            raise ValueError(f"{self.url!r} is no address of tiles that a page can hold")

    @property
    def warning(self) -> str | None:
        """What a user should know before sending the page on, or None."""
        if any(host.endswith(_NEED_REFERER) for host in self.hosts):
            return (
                f"{self.name} refuses pages that are opened from disk, for these send no Referer: "
                "put the page on a web server, or choose another layer"
            )
        return None


def tile_layer(wanted: str) -> TileLayer:
    """Return the layer of a name or an address.

    Raises:
        ValueError: there is no such name, it needs a key, or the address is none of tiles; the message says which.
    """
    wanted = wanted.strip()
    if "/" in wanted or "{" in wanted:
        return _by_address(wanted)
    return _by_name(wanted)


def _by_address(url: str) -> TileLayer:
    if not url.lower().startswith(("https://", "http://")):
        raise ValueError(f"{url!r} is no address of tiles: it begins with neither https:// nor http://")
    gaps = set(_GAP.findall(url))
    if missing := [f"{{{gap}}}" for gap in _ASKED if gap not in gaps]:
        raise ValueError(f"{url!r} is no address of tiles: it has no {', '.join(missing)}")
    if unknown := sorted(gaps - {*_ASKED, "s", "r"}):
        raise ValueError(f"{url!r} has {{{unknown[0]}}}, which only {{z}}, {{x}}, {{y}} and {{s}} are filled in for")
    subdomains = ("a", "b", "c") if "s" in gaps else ()
    host = url.split("/")[2].replace("{s}.", "")
    return _layer(host, url, f"Tiles: {host}", subdomains, 18)


def _by_name(name: str) -> TileLayer:
    from xyzservices import providers  # noqa: PLC0415 - a register of 900 providers, for those who ask

    known: dict[str, dict[str, Any]] = {_key(each): provider for each, provider in providers.flatten().items()}
    provider = known.get(_key(name))
    if provider is None:
        near = difflib.get_close_matches(_key(name), known, n=3, cutoff=0.6)
        like = f"; like it are {', '.join(known[each]['name'] for each in near)}" if near else ""
        raise ValueError(f"no tile layer is named {name!r}{like}")
    values = {key: str(value) for key, value in provider.items()}
    gaps = set(_GAP.findall(values["url"])) - {*_ASKED, "s", "r"}
    if any(values.get(gap, "<").startswith("<") for gap in gaps):
        raise ValueError(f"{values['name']} needs a key of its provider: give the whole address with the key in it")
    url = _GAP.sub(lambda gap: values[gap[1]] if gap[1] in gaps else gap[0], values["url"])
    subdomains = provider.get("subdomains", "abc") if "{s}" in url else ()
    credit = values.get("attribution", "").replace("(C)", "©")
    return _layer(values["name"], url, credit, tuple(subdomains), int(provider.get("max_zoom", 18)))


def _layer(name: str, url: str, attribution: str, subdomains: tuple[str, ...], max_zoom: int) -> TileLayer:
    url = url.replace("{r}", "")  # the sharper tiles of some providers
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    hosts = tuple(dict.fromkeys(host.replace("{s}", each) for each in subdomains or ("",)))
    # What would leave the policy, or a log-in in the address, ends here.
    if not separator or not slash or not _PATH.fullmatch(path):
        raise ValueError(f"{url!r} is no address of tiles that a page can hold")
    return TileLayer(
        name=name,
        url=url,
        attribution=attribution,
        hosts=tuple(f"{scheme.lower()}://{each}" for each in hosts),
        subdomains=subdomains,
        max_zoom=max_zoom,
    )


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
