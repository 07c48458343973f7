"""Bytes to text: UTF-8, UTF-16 or UTF-32 with a byte order mark, or the encoding that the user names."""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What people hand in by mistake, by its first bytes.
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a database"),
)

_SAMPLE = 65_536
# Text hardly has control characters besides white space (and escape, in logs); compressed or compiled bytes have
# one in nine. A stray NUL in a long text stays what it is.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.01


class UndecodableError(ValueError):
    """Bytes that are no text in the encoding expected; the message follows a source's name."""


def known_encoding(name: str) -> str:
    """Return the name of a text encoding as Python writes it.

    Raises:
        LookupError: Python has no text encoding of that name.
    """
    try:
        # Encoding, not only looking up: "rot13" and "hex" are codecs too, but not of texts.
        "a".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise LookupError(
            f"{name!r} is no text encoding that Python knows; try utf-8, utf-16, cp1252 or gb18030"
        ) from error


def marked_encoding(head: bytes) -> str | None:
    """Return the encoding that a byte order mark at the beginning tells, or None."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def decode(raw: bytes, encoding: str | None = None) -> str:
    """Return the text without its byte order mark.

    Args:
        raw: all bytes of the text.
        encoding: None takes the byte order mark's word, else UTF-8.

    Raises:
        UndecodableError: these bytes are no text, or not in this encoding.
    """
    if kind := next((kind for mark, kind in _SIGNATURES if raw.startswith(mark)), None):
        raise UndecodableError(f"looks binary ({kind}); save it as plain text first")
    expected = encoding or marked_encoding(raw) or "utf-8"
    try:
        text = raw.decode(expected)
    except UnicodeError as error:
        if _looks_binary(raw[:_SAMPLE].decode("latin-1")):
            raise UndecodableError(_BINARY) from error
        raise UndecodableError(_not_in(expected, error, given=encoding is not None)) from error
    if _looks_binary(text[:_SAMPLE]):
        raise UndecodableError(_BINARY)
    return text.removeprefix("\ufeff")


_BINARY = "looks binary; if it is a text, name its encoding with --encoding (UTF-16 without a mark: utf-16-le)"


def _looks_binary(sample: str) -> bool:
    return len(_CONTROLS.findall(sample)) > _CONTROL_SHARE * len(sample)


def _not_in(encoding: str, error: UnicodeError, *, given: bool) -> str:
    where = ""
    if isinstance(error, UnicodeDecodeError) and error.start < len(error.object):
        where = f" (byte 0x{error.object[error.start]:02x} at {error.start:,})"
    advice = "name another one with --encoding" if given else "name its encoding with --encoding, for example cp1252"
    return f"is not {encoding.removesuffix('-sig').upper()}{where}; {advice}"
