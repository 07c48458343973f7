"""What the CRF sees of each token. Training and running share this module, so that they cannot drift apart.

``parts`` describes each token by a few hashable parts, ``expand`` turns a part into names of features. Training wants
the names; running wants only the sum of their weights, which it remembers for each part: most parts come again and
again, and a feature costs nothing then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geoview.recognize.lexicons import table, words
from geoview.recognize.runs import doc_masks, find_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from geoview.recognize.spans import Span
    from geoview.tokens import Token

    Part = tuple[Hashable, ...]

VERSION = 2
_BANDS = (
    76,
    102,
    122,
    140,
    153,
    180,
    220,
)  # importance 0..255: village, town, 100,000, a million, state, country
_AROUND = (-2, -1, 1, 2)


def parts(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[list[Part]]:
    """Return the parts of each token.

    Args:
        text: the article.
        tokens: its tokens.
        spans: the gazetteer's matches in it, as ``find_spans`` gives them.
    """
    names = _gazetteer(len(tokens), spans)
    twins = {token.text for token in tokens if token.word and token.text.islower()}
    lines = _lines(text, tokens)
    runs = find_runs(text, tokens)
    masks = doc_masks(tokens, runs, spans)
    padded = ["", "", *(token.text for token in tokens), "", ""]
    rows: list[list[Part]] = []
    for index, (token, name) in enumerate(zip(tokens, names, strict=True)):
        word = token.text
        row: list[Part] = [
            (0, word),
            (-2, padded[index]),
            (-1, padded[index + 1]),
            (1, padded[index + 3]),
            (2, padded[index + 4]),
            ("&", padded[index + 1], padded[index + 3]),
        ]
        if name:
            row.append(("g", *name))
        if index and names[index - 1]:
            row.append(("g-", *names[index - 1]))
        if index + 1 < len(names) and names[index + 1]:
            row.append(("g+", *names[index + 1]))
        if token.opens or lines[index]:
            row.append(("l", word[:1].isupper(), token.opens, lines[index]))
        if index in runs:
            run, mask = runs[index], masks[index]
            best = name[1] if name else "?"
            row += (
                ("r", run.length, run.place(index), run.opener, run.closer, run.head),
                ("e", run.before, run.after, run.place(index), best),
                ("d", mask, best[:3], word.lower() in twins),
            )
        rows.append(row)
    return rows


def expand(part: Part) -> list[str]:
    """Return the names of the features that a part stands for."""
    kind, *values = part
    if isinstance(kind, int):
        return _word(kind, str(values[0]))
    return _EXPAND[str(kind)](*values)


def features(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[list[str]]:
    """Return the features of each token, as python-crfsuite takes them; arguments as for ``parts``."""
    return [[name for part in row for name in expand(part)] for row in parts(text, tokens, spans)]


def _word(offset: int, text: str) -> list[str]:
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
    "&": lambda before, after: [f"-1+1={before.lower()}|{after.lower()}"] if before and after else [],
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


def _gazetteer(count: int, spans: Sequence[Span]) -> list[tuple[str, ...]]:
    names: list[tuple[str, ...]] = [()] * count
    for span in spans:
        best = span.uses[0]
        band = sum(best.weight > bound for bound in _BANDS)
        levels = sorted({use.level for use in span.uses if use.match != "demonym"})
        what = "demonym" if best.match == "demonym" else best.level
        length = "1" if span.first == span.last else "n"
        row = ["g" + length, f"{what}{band}", f"{best.match}{length}", *("L" + level for level in levels)]
        if any(use.match == "demonym" for use in span.uses):
            row.append("dem")
        names[span.first] = tuple("gB" + item for item in row)
        if span.first < span.last:
            inside = tuple("gI" + item for item in row)
            for index in range(span.first + 1, span.last + 1):
                names[index] = inside
    return names


def _lines(text: str, tokens: Sequence[Token]) -> list[str]:
    """Mark the tokens of lines that are all capitals, or whose words mostly begin with one: capitals tell less there."""
    marks = [""] * len(tokens)
    start = 0
    while start < len(tokens):
        line_end = text.find("\n", tokens[start].start)
        line_end = len(text) if line_end < 0 else line_end
        end = start
        capitals = shouted = total = 0
        while end < len(tokens) and tokens[end].start < line_end:
            token = tokens[end]
            if token.word and token.text[0].isalpha():
                total += 1
                capitals += token.text[0].isupper()
                shouted += token.text.isupper()
            end += 1
        if total > 3 and shouted >= 0.8 * total:
            marks[start:end] = ["shouted"] * (end - start)
        elif total > 3 and capitals >= 0.6 * total:
            marks[start:end] = ["titled"] * (end - start)
        start = max(end, start + 1)
    return marks
