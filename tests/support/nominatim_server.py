"""A local HTTP server that plays Nominatim's search, as https://nominatim.org/release-docs/latest/api/Search/ documents it."""

from __future__ import annotations

import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

QARYAT = {
    "place_id": 240109189,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
    "osm_type": "node",
    "osm_id": 4242,
    "lat": "35.5412",
    "lon": "35.9011",
    "category": "place",
    "type": "village",
    "place_rank": 19,
    "importance": 0.2,
    "addresstype": "village",
    "name": "Qaryat Mubham",
    "display_name": "Qaryat Mubham, Latakia District, Latakia Governorate, Syria",
    "address": {
        "village": "Qaryat Mubham",
        "county": "Latakia District",
        "state": "Latakia Governorate",
        "country": "Syria",
        "country_code": "sy",
    },
    "boundingbox": ["35.5212", "35.5612", "35.8811", "35.9211"],
}


@dataclass
class Nominatim:
    """What the server answers, and what it was asked.

    Attributes:
        answers: by the name asked for; others get an empty list.
        status: instead of an answer, where it is not 200.
        body: instead of an answer, where it is not None.
        wait: seconds before an answer.
        asked: (path, query, headers, time) of each request.
    """

    answers: dict[str, list[Any]] = field(default_factory=lambda: {"Qaryat Mubham": [QARYAT]})
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    wait: float = 0.0
    asked: list[tuple[str, dict[str, str], dict[str, str], float]] = field(default_factory=list)
    domain: str = ""


@contextmanager
def nominatim(state: Nominatim) -> Iterator[Nominatim]:
    """Serve it at ``state.domain``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(parts.query))
            state.asked.append((parts.path, query, {k.lower(): v for k, v in self.headers.items()}, time.monotonic()))
            time.sleep(state.wait)
            body = state.body if state.body is not None else json.dumps(state.answers.get(query["q"], [])).encode()
            try:
                self.send_response(state.status)
                for name, value in {"Content-Type": "application/json", **state.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # the client had no patience

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        state.domain = f"127.0.0.1:{server.server_port}"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
