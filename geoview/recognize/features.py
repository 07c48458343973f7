"""What the CRF sees of each token. Training and running share this module, so that they cannot drift apart.

A token's own text and those of its two neighbours on either side come from ``word``; what else there is to tell, which
for most tokens is nothing, are the hashable parts of ``parts``, that ``expand`` turns into names of features. Training
wants the names; running wants only the sum of their weights, which it remembers for each word and part: most come again
and again, and a feature costs nothing then.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from geoview.recognize.lexicons import table, words
from geoview.recognize.runs import doc_masks, find_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from geoview.recognize.spans import Span
    from geoview.tokens import Token

    Part = tuple[Hashable, ...]

VERSION = 3
_BANDS = (
    76,
    102,
    122,
    140,
    153,
    180,
    220,
)  # importance 0..255: village, town, 100,000, a million, state, country
_LINE_END = re.compile(r"\n")


def parts(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[list[Part]]:
    """Return the parts of each token.

    Args:
        text: the article.
        tokens: its tokens.
        spans: the gazetteer's matches in it, as ``find_spans`` gives them.
    """
    names = _gazetteer(spans)
    twins = {token.text for token in tokens if token.word and token.text.islower()}
    lines = _lines(text, tokens)
    runs = find_runs(text, tokens)
    masks = doc_masks(tokens, runs, spans)
    rows: list[list[Part]] = [[("l", token.text[:1].isupper(), True, "")] if token.opens else [] for token in tokens]
    for index, line in lines.items():
        rows[index] = [("l", tokens[index].text[:1].isupper(), tokens[index].opens, line)]
    for index, name in names.items():
        rows[index].append(("g", *name))
        if index:
            rows[index - 1].append(("g+", *name))
        if index + 1 < len(rows):
            rows[index + 1].append(("g-", *name))
    for index, run in runs.items():
        best = names[index][1] if index in names else "?"
        place = run.place(index)
        rows[index] += (
            ("r", run.length, place, run.opener, run.closer, run.head),
            ("e", run.before, run.after, place, best),
            ("d", masks[index], best[:3], tokens[index].text.lower() in twins),
        )
    return rows


def expand(part: Part) -> list[str]:
    """Return the names of the features that a part stands for."""
    kind, *values = part
    return _EXPAND[str(kind)](*values)


def word(offset: int, text: str) -> list[str]:
    """Return the features of a text that stands ``offset`` behind a token; "" is beyond the article's ends."""
    own = describe(text)
    if offset == 0:
        row = ["b", "w=" + own.lower, "s=" + own.shape, *own.kinds]
        if text[0].isupper():
            row += ("W=" + text, "p=" + own.lower[:3], "x=" + own.lower[-3:], "y=" + own.lower[-2:])
        return row
    label = f"{offset:+d}"
    if not text:
        return [label + "none"]
    row = [f"{label}w={own.lower}", f"{label}s={own.shape}"]
    if offset in {-1, 1}:
        row += [label + kind for kind in own.kinds]
    return row


def around(before: str, after: str) -> str:
    """Return the feature of the lower-case texts before and after a token."""
    return f"-1+1={before}|{after}"


def features(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[list[str]]:
    """Return the features of each token, as python-crfsuite takes them; arguments as for ``parts``."""
    padded = ["", "", *(token.text for token in tokens), "", ""]
    rows = []
    for index, row in enumerate(parts(text, tokens, spans), start=2):
        names = [name for offset in range(-2, 3) for name in word(offset, padded[index + offset])]
        names.append(around(padded[index - 1].lower(), padded[index + 1].lower()))
        names += [name for part in row for name in expand(part)]
        rows.append(names)
    return rows


def _line(capital: bool, opens: bool, line: str) -> list[str]:  # noqa: FBT001 -- parts of a key
    row = [f"{line}{capital:d}"] if line else []
    return [*row, "opens", f"opens{capital:d}"] if opens else row


def _run(length: int, place: str, opener: str, closer: str, head: str) -> list[str]:
    row = [f"r{min(length, 4)}{place}", f"rf{opener}{place}", f"rl{closer}{place}", f"rfl{opener}|{closer}{place}"]
    if head:
        row.append(f"rh{head}{place}")
    return row


def _edges(before: str, after: str, place: str, best: str) -> list[str]:
    return [
        f"e-{before}{place}",
        f"e+{after}{place}",
        f"x-{best}{before}",
        f"x+{best}{after}",
        f"x={best[:3]}{before}|{after}",
    ]


def _document(mask: int, best: str, twin: bool) -> list[str]:  # noqa: FBT001 -- parts of a key
    row = [f"d{bit}" for bit in range(8) if mask >> bit & 1]
    row += [f"{one}{best}" for one in row]
    return [*row, f"dm{mask}", *(["twin", "twin" + best] if twin else [])]


_EXPAND: dict[str, Callable[..., list[str]]] = {
    "g": lambda *names: list(names),
    "g-": lambda *names: ["-1" + name for name in names],
    "g+": lambda *names: ["+1" + name for name in names],
    "l": _line,
    "r": _run,
    "e": _edges,
    "d": _document,
}


class Word(NamedTuple):
    """What a token's text tells by itself."""

    lower: str
    shape: str
    kinds: tuple[str, ...]


_KNOWN: dict[str, Word] = {}


def describe(text: str) -> Word:
    """Return lower-case form, shape and word-list memberships of a token's text, remembered for the process."""
    known = _KNOWN.get(text)
    if known is None:
        if len(_KNOWN) > 50_000:
            _KNOWN.clear()
        known = _KNOWN[text] = _describe(text)
    return known


def _describe(text: str) -> Word:
    lower = text.lower()
    kinds = []
    capital = text[:1].isupper()
    if lower in words("common_words"):
        kinds.append("common")
    if capital and lower in words("first_names"):
        kinds.append("given")
    if capital and lower in words("last_names"):
        kinds.append("surname")
    if text in words("titles"):
        kinds.append("title")
    if text in words("organisation_words"):
        kinds.append("org")
    kind = table("place_words").get(text)
    if kind:
        kinds.append("type" + kind.split("\t", 1)[0])
    return Word(lower, _shape(text), tuple(kinds))


def _shape(text: str) -> str:
    """Return the run-length-free shape: "Xx", "X.X.", "d", "X'Xx"."""
    shape: list[str] = []
    for character in text[:40]:
        kind = "X" if character.isupper() else "x" if character.islower() else "d" if character.isdigit() else character
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return "".join(shape) + ("1" if len(text) == 1 else "")


def _gazetteer(spans: Sequence[Span]) -> dict[int, tuple[str, ...]]:
    """Return what the gazetteer knows of each token that is in a match, by the token's index."""
    names: dict[int, tuple[str, ...]] = {}
    for span in spans:
        best = span.uses[0]
        band = bisect_left(_BANDS, best.weight)
        levels = sorted({use.level for use in span.uses if use.match != "demonym"})
        what = "demonym" if best.match == "demonym" else best.level
        length = "1" if span.first == span.last else "n"
        row = ["g" + length, f"{what}{band}", f"{best.match}{length}", *("L" + level for level in levels)]
        if any(use.match == "demonym" for use in span.uses):
            row.append("dem")
        names[span.first] = tuple("gB" + item for item in row)
        if span.first < span.last:
            inside = tuple("gI" + item for item in row)
            names.update(dict.fromkeys(range(span.first + 1, span.last + 1), inside))
    return names


def _lines(text: str, tokens: Sequence[Token]) -> dict[int, str]:
    """Mark the tokens of lines in capitals, or whose words mostly begin with one: capitals tell less there."""
    marks: dict[int, str] = {}
    starts = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text) + 1]
    first = 0
    for line_end in starts[1:]:
        last = bisect_left(tokens, (line_end,), lo=first)
        texts = [token.text for token in tokens[first:last] if token.word and token.text[0].isalpha()]
        if len(texts) > 3:
            if sum(map(str.isupper, texts)) >= 0.8 * len(texts):
                marks.update(dict.fromkeys(range(first, last), "shouted"))
            elif sum(one[0].isupper() for one in texts) >= 0.6 * len(texts):
                marks.update(dict.fromkeys(range(first, last), "titled"))
        first = last
    return marks
