"""Misspellings: which stored names lie one or two edits from a name, by an index of names with one letter left out.

An edit is a letter too many, too few, changed, or two neighbours swapped: the Damerau-Levenshtein distance in which no
letter is edited twice (optimal string alignment; Boytsov, "Indexing methods for approximate dictionary searching",
2011).
Two names are one edit apart only if leaving out at most one letter of each makes them equal (Mor and Fraenkel, "A hash
code method for detecting and correcting spelling errors", 1982). The index does not say which name a shortened name
comes from, but which letter stood where: three bytes an entry, from which the name is put together again. What a hash
brings up by accident is no name, or too far away, and is dropped.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BUCKETS = 1 << 15
_CHECKS = 256
_LENGTHS = 64
"""Names of 63 letters and more are not in the index."""
_COMMON = 27
"""How many of the alphabet's letters two edits try out: in the embedded gazetteer a to z and the space."""
_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789 "


def alphabet(folds: Iterable[str]) -> str:
    """Return the letters that an index over these names can tell apart: at most 255, the commonest ones."""
    counts: dict[str, int] = {}
    for name in folds:
        for letter in name:
            counts[letter] = counts.get(letter, 0) + 1
    return "".join(sorted(counts, key=lambda letter: (-counts[letter], letter))[:255])


def entries(name: str, letters: str) -> Iterator[tuple[int, bytes]]:
    """Yield (bucket, entry) of a folded name: itself, and with each of its letters left out.

    Args:
        name: what ``fold`` returned.
        letters: the index's alphabet; a letter that it does not have is left out unnoticed.
    """
    if len(name) >= _LENGTHS - 1:
        return
    yield _entry(name, 0)
    for at, letter in enumerate(name):
        # Of a double letter either leaves the same.
        if (code := letters.find(letter)) >= 0 and letter != name[at - 1 : at]:
            yield _entry(name[:at] + name[at + 1 :], (at + 1) << 8 | code)


def _entry(shortened: str, edit: int) -> tuple[int, bytes]:
    bucket, check = _hash(shortened)
    return bucket, bytes((check, edit >> 8, edit & 255))


def _hash(name: str) -> tuple[int, int]:
    hashed = zlib.crc32(name.encode())
    return hashed % BUCKETS, hashed // BUCKETS % _CHECKS


def pack(found: bytes) -> bytes:
    """Return the entries of one bucket, each once: first all their checks, sorted, then their edits, two bytes each."""
    entries = sorted({found[at : at + 3] for at in range(0, len(found), 3)})
    return bytes(entry[0] for entry in entries) + b"".join(entry[1:] for entry in entries)


def neighbours(name: str, edits: int, letters: str, fetch: Callable[[Iterable[int]], dict[int, bytes]]) -> set[str]:
    """Return what an index knows that may lie within so many edits of a folded name.

    Args:
        name: what ``fold`` returned.
        edits: 1 or 2.
        letters: the index's alphabet.
        fetch: returns the packed entries of buckets, by bucket.

    Returns:
        Names, the name itself among them if it is known. Some may be no names at all, or farther: look them up, and
        measure the ``distance``.
    """
    if len(name) >= _LENGTHS - 1 + edits:
        return set()
    shortened = _shortened(name) if edits == 1 else _shortened_twice(name, letters[:_COMMON])
    hashed = [(each, *_hash(each)) for each in shortened]
    buckets = fetch({bucket for _, bucket, _ in hashed})
    found: set[str] = set()
    for each, bucket, check in hashed:
        packed = buckets.get(bucket, b"")
        count = len(packed) // 3
        first = at = packed.find(check, 0, count)
        while first >= 0 and at < count and packed[at] == check:
            where, code = packed[count + 2 * at], packed[count + 2 * at + 1]
            if not where:
                found.add(each)
            elif where <= len(each) + 1:
                found.add(each[: where - 1] + letters[code] + each[where - 1 :])
            at += 1
    return found


def _shortened(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _shortened_twice(name: str, letters: str) -> set[str]:
    """Return what a name and one two edits away may have in common after one edit here, and a letter left out there.

    Of two edits any can be made first, so make the one with the fewest outcomes: leave a letter out or swap two, else
    change one; and of two changed letters, the earlier.
    """
    found: set[str] = set()
    for at in range(len(name)):
        found |= _shortened(name[:at] + name[at + 1 :])
        if at:
            found |= _shortened(name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :])
        for letter in letters:
            changed = name[:at] + letter + name[at + 1 :]
            found.add(changed)
            found.update(changed[:later] + changed[later + 1 :] for later in range(at + 1, len(name)))
    for at in range(len(name) + 1):
        found.update(name[:at] + letter + name[at:] for letter in letters)
    return found


def variants(name: str) -> set[str]:
    """Return all names within one edit of a folded name: about 900 for one of eleven letters.

    The letters tried out are a to z, the digits, the space, and for a name in another alphabet the 128 characters of
    Unicode around each of its letters: so changed and missing letters of Chinese names are not all found.
    """
    letters = set(_ASCII if name.isascii() else name + " ")
    for letter in set(name) - set(_ASCII):
        start = ord(letter) & ~0x7F
        letters.update(filter(str.isalnum, map(chr, range(start, start + 128))))
    found = _shortened(name)
    for at in range(len(name)):
        if at:
            found.add(name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :])
        found.update(name[:at] + letter + name[at + 1 :] for letter in letters)
    for at in range(len(name) + 1):
        found.update(name[:at] + letter + name[at:] for letter in letters)
    return found


def distance(left: str, right: str, most: int) -> int:
    """Return the number of edits between two names, or ``most`` + 1 where there are more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    # What they begin and end with alike needs no edit.
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    if not left or not right:
        return min(max(len(left), len(right)), most + 1)
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        line = [row]
        for column, b in enumerate(right, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and b == left[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, above = above, line
    return min(above[-1], most + 1)
