"""A local HTTP server that hands out one file, well or badly: for the download path."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Served:
    """What is handed out, and how.

    Attributes:
        data: the file.
        cuts: after how many bytes of an answer's body the connection ends, one for each request; then never again.
        statuses: answers of that kind instead, one for each request; then the file.
        excess: bytes sent behind the end that was announced.
        ranges: whether parts are handed out.
        announced: whether the length is.
        requests: the headers of each request.
    """

    data: bytes
    etag: str = '"1"'
    cuts: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    excess: bytes = b""
    ranges: bool = True
    announced: bool = True
    redirect: str = ""
    requests: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@contextmanager
def served(state: Served) -> Iterator[Served]:
    """Serve it at ``state.url``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.requests.append({key.lower(): value for key, value in self.headers.items()})
            if state.redirect:
                self.send_response(302)
                self.send_header("Location", state.redirect)
                self.end_headers()
            elif state.statuses:
                self.send_error(state.statuses.pop(0))
            elif self.headers.get("If-None-Match") == state.etag:
                self.send_response(304)
                self.end_headers()
            else:
                self._file()

        def _file(self) -> None:
            start = 0
            wanted = self.headers.get("Range", "")
            if state.ranges and wanted and self.headers.get("If-Range") == state.etag:
                start = int(wanted.removeprefix("bytes=").partition("-")[0])
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(state.data) - 1}/{len(state.data)}")
            else:
                self.send_response(200)
            if state.announced:
                self.send_header("Content-Length", str(len(state.data) - start))
            self.send_header("ETag", state.etag)
            self.end_headers()
            body = state.data[start:]
            if state.cuts:
                body = body[: state.cuts.pop(0)]
            self.wfile.write(body + state.excess)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}/dump/NL.txt"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()
