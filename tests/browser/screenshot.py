"""Make README's screenshot of a page, 1360 by 860.

    geoview map tests/articles/syria-coast.txt -o output/example.html
    python tests/browser/screenshot.py output/example.html output/example.png

Chromium is found as in the tests (GEOVIEW_CHROMIUM, else the system's).
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

LIMIT = 300_000  # bytes: a README should open at once
SIZE = {"width": 1360, "height": 860}


def main(argv: list[str]) -> int:
    if len(argv) not in {2, 3} or not Path(argv[1]).is_file():
        print(__doc__, file=sys.stderr)
        return 2
    target = Path(argv[2] if len(argv) == 3 else "output/example.png")
    picture = smaller(screenshot(Path(argv[1])))
    if len(picture) > LIMIT:
        print(f"{target}: {len(picture)} bytes, more than {LIMIT}; not written", file=sys.stderr)
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
    print(f"{target}: {len(picture)} bytes")
    return 0


def screenshot(page: Path) -> bytes:
    """The page as it opens, with the map drawn and nothing pointed at."""
    path = os.environ.get("GEOVIEW_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=SIZE, offline=True, reduced_motion="reduce")
        tab = context.new_page()
        tab.goto(page.resolve().as_uri())
        tab.locator("html[data-ready=map]").wait_for(state="attached")
        tab.wait_for_timeout(300)
        picture = tab.screenshot()
        browser.close()
    return picture


def smaller(picture: bytes) -> bytes:
    """The same PNG with its pixels packed as hard as zlib can, where that is smaller."""
    kept, pixels, at = [], b"", 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IDAT":
            pixels += body
        elif kind in {b"IHDR", b"PLTE", b"tRNS"}:
            kept.append((kind, body))
    raw = zlib.decompress(pixels)
    packings = [zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy) for strategy in range(4)]
    best = min((packing.compress(raw) + packing.flush() for packing in packings), key=len)
    chunks = [*kept, (b"IDAT", best), (b"IEND", b"")]
    packed = picture[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return min(packed, picture, key=len)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
