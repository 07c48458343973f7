"""Files from the network: over TLS, whole or not at all, and going on where an earlier try was cut off."""

from __future__ import annotations

import errno
import hashlib
import http.client
import json
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from gazetteer.errors import DownloadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TIMEOUT = 30.0  # seconds without a byte
_CHUNK = 1 << 18
_TRIES = 4  # in a row that bring nothing new
_PAUSE = 1.0  # seconds before the second try; doubled for each further one
_AGENT = "geoview-map (https://pypi.org/project/geoview-map/)"
_LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a download is; ``total`` bytes, or None where the server does not say."""

    name: str
    done: int
    total: int | None


def is_address(text: str) -> bool:
    """Tell an address from a path."""
    return "://" in text[:12]


def fetch(
    address: str, folder: Path, *, progress: Callable[[Progress], None] = lambda _: None, pause: float = _PAUSE
) -> Path:
    """Fetch a file into a folder, from where an earlier try ended; nothing is fetched that is there already, unchanged.

    Args:
        address: ``https://…``, perhaps with ``#sha256=HEX``, its checksum; ``http`` only from this machine.
        folder: where the file goes, under the address's last part, and its ``.part`` until it is whole.
        progress: called after each piece.
        pause: seconds before a second try; tests have less patience.

    Returns:
        The file.

    Raises:
        DownloadError: the address is not to be used, or the file did not come whole; what came stays for the next try.
    """
    plain, checksum = _checked(address)
    target = folder / _name(plain)
    folder.mkdir(exist_ok=True)
    download = _Download(plain, target, progress)
    failures = 0
    while True:
        before = download.size()
        try:
            download.get()
        except _CutOffError as cut:
            failures = 0 if download.size() > before else failures + 1
            if failures >= _TRIES:
                raise DownloadError(
                    f"{target.name} was cut off {download.came()} ({cut}); run this again to go on from there"
                ) from cut
            time.sleep(pause * 2**failures)
        else:
            break
    _verify(target, checksum)
    return target


class _CutOffError(Exception):
    """Worth another try."""


class _TlsOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirections, but not to where the bytes could be read or changed on the way."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Download:
    def __init__(self, address: str, target: Path, progress: Callable[[Progress], None]) -> None:
        self.address, self.target, self.progress = address, target, progress
        self.part = target.with_name(target.name + ".part")
        self.notes = target.with_name(target.name + ".json")
        self.total: int | None = None

    def size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def came(self) -> str:
        return f"at {self.size():,} of {self.total:,} bytes" if self.total else f"after {self.size():,} bytes"

    def get(self) -> None:
        """Ask once, and read what comes."""
        try:
            with self._asked() as response:
                if response.status == http.client.NOT_MODIFIED:
                    return
                self._receive(response)
        except urllib.error.HTTPError as error:
            error.close()
            self._refused(error)
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError | ConnectionResetError):
                raise _CutOffError(_plain(error.reason)) from error
            raise DownloadError(f"{self.address} cannot be reached: {_plain(error.reason)}") from error
        except (http.client.HTTPException, TimeoutError, ConnectionError) as error:
            raise _CutOffError(_plain(error)) from error
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT}
            why = "the disk is full" if full else _plain(error)
            raise DownloadError(
                f"{self.target.name} cannot be written {self.came()}: {why}; free some space and run this again"
            ) from error

    def _asked(self) -> Any:
        kept = self._kept()
        request = urllib.request.Request(self.address, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})  # noqa: S310 -- checked
        mark = kept.get("etag") or kept.get("modified")
        if mark and self.target.exists():
            request.add_header("If-None-Match" if kept.get("etag") else "If-Modified-Since", mark)
        elif mark and self.size():
            # Only where the file is still the same; else the whole of it comes.
            request.add_header("Range", f"bytes={self.size()}-")
            request.add_header("If-Range", mark)
        opener = urllib.request.build_opener(_TlsOnly)
        try:
            return opener.open(request, timeout=_TIMEOUT)
        except urllib.error.HTTPError as error:
            if error.code == http.client.NOT_MODIFIED:
                return error
            raise

    def _kept(self) -> dict[str, str]:
        with suppress(OSError, ValueError):
            kept = json.loads(self.notes.read_text(encoding="utf-8"))
            if isinstance(kept, dict) and kept.get("address") == self.address:
                return kept
        return {}

    def _receive(self, response: Any) -> None:
        resumed = response.status == http.client.PARTIAL_CONTENT
        length = response.headers.get("Content-Length")
        announced = int(length) if length is not None and length.isdecimal() else None
        start = self.size() if resumed else 0
        if resumed and not (response.headers.get("Content-Range") or "").startswith(f"bytes {start}-"):
            self.part.unlink()
            raise _CutOffError("the server went on from elsewhere")
        self.total = None if announced is None else start + announced
        etag = response.headers.get("ETag") or ""
        marks = {"etag": "" if etag.startswith("W/") else etag, "modified": response.headers.get("Last-Modified") or ""}
        self.notes.write_text(json.dumps({"address": self.address, **marks}), encoding="utf-8")
        free = shutil.disk_usage(self.part.parent).free
        if announced is not None and announced > free:
            raise DownloadError(
                f"{self.target.name} has {self.total:,} bytes, and {free:,} are free on this disk; free some space"
            )
        with self.part.open("ab" if resumed else "wb") as out:
            self._copy(response, out, start)
        if self.total is not None and self.size() < self.total:
            raise _CutOffError("the connection ended")
        self.part.replace(self.target)

    def _copy(self, response: Any, out: IO[bytes], done: int) -> None:
        if self.total is not None:
            response.length = None  # else http.client would pass over what stands behind the announced end
        while self.total is None or done < self.total:
            piece = response.read(_CHUNK if self.total is None else min(_CHUNK, self.total - done))
            if not piece:
                return
            out.write(piece)
            done += len(piece)
            self.progress(Progress(name=self.target.name, done=done, total=self.total))
        excess = b""
        with suppress(TimeoutError):  # a server that does not close the connection, although it was asked to
            excess = response.read(1)
        if excess:
            raise DownloadError(
                f"{self.target.name} is longer than the {self.total:,} bytes announced: "
                "the server, or what stands before it, is broken; nothing was used"
            )

    def _refused(self, error: urllib.error.HTTPError) -> None:
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.part.unlink(missing_ok=True)
            raise _CutOffError("the part that was there does not fit") from error
        if error.code >= http.client.INTERNAL_SERVER_ERROR or error.code == http.client.TOO_MANY_REQUESTS:
            raise _CutOffError(f"the server answers {error.code}") from error
        raise DownloadError(
            f"{self.address} cannot be fetched: the server answers {error.code} {error.reason}"
        ) from error


def _checked(address: str) -> tuple[str, str | None]:
    try:
        parts = urllib.parse.urlsplit(address)
        local = parts.hostname in _LOCAL
    except ValueError as error:
        raise DownloadError(f"{address} is no address: {error}") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise DownloadError(f"{address}: only https:// is fetched, so that nobody can change it on the way")
    kind, _, value = parts.fragment.partition("=")
    if parts.fragment and (kind != "sha256" or len(value) != 64):
        raise DownloadError(f"{address}: behind # only sha256= and 64 hexadecimal digits may stand")
    return urllib.parse.urlunsplit(parts._replace(fragment="")), value.lower() or None


def _name(address: str) -> str:
    name = urllib.parse.unquote(urllib.parse.urlsplit(address).path.rpartition("/")[2])
    if not name or name in {".", ".."} or "/" in name or "\\" in name or "\0" in name:
        raise DownloadError(f"{address} names no file")
    return name


def _verify(target: Path, checksum: str | None) -> None:
    if checksum is None:
        return
    with target.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != checksum:
        target.unlink()
        raise DownloadError(
            f"{target.name} has the SHA-256 {found}, not {checksum}: another file, or a changed one; nothing was used"
        )


def _plain(error: object) -> str:
    if isinstance(error, TimeoutError):
        return f"no byte for {_TIMEOUT:.0f} s"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__
