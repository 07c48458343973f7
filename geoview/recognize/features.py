"""What the CRF sees of each token. Training and running share this module, so that they cannot drift apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.lexicons import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.recognize.spans import Span
    from geoview.tokens import Token

VERSION = 1
_BANDS = (
    76,
    102,
    122,
    140,
    153,
    180,
    220,
)  # importance 0..255: villages, towns, cities of 100,000, of a million, states, countries


def features(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> list[list[str]]:
    """Return the features of each token, as python-crfsuite takes them.

    Args:
        text: the article.
        tokens: its tokens.
        spans: the gazetteer's matches in it, as ``find_spans`` gives them.
    """
    own = [_own(token) for token in tokens]
    names = _gazetteer(len(tokens), spans)
    twins = {token.text for token in tokens if token.word and token.text.islower()}
    lines = _lines(text, tokens)
    count = len(tokens)
    rows: list[list[str]] = []
    for index, token in enumerate(tokens):
        lower, shape, kinds = own[index]
        row = ["b", "w=" + lower, "s=" + shape, *names[index], *kinds]
        if token.text[0].isupper():
            row += ("W=" + token.text, "p=" + lower[:3], "x=" + lower[-3:], "y=" + lower[-2:])
            if lower in twins:
                row.append("twin")
        if token.opens:
            row.append("opens")
            row.append("opens&" + shape)
        if lines[index]:
            row.append(lines[index])
        for offset, label in ((-2, "-2"), (-1, "-1"), (1, "+1"), (2, "+2")):
            near = index + offset
            if 0 <= near < count:
                near_lower, near_shape, near_kinds = own[near]
                row.append(f"{label}w={near_lower}")
                row.append(f"{label}s={near_shape}")
                if offset in {-1, 1}:
                    row.extend([label + kind for kind in near_kinds])
                    row.extend([label + name for name in names[near]])
            else:
                row.append(label + "none")
        if index and index + 1 < count:
            row.append(f"-1+1={own[index - 1][0]}|{own[index + 1][0]}")
        rows.append(row)
    return rows


_OWN: dict[str, tuple[str, str, tuple[str, ...]]] = {}


def _own(token: Token) -> tuple[str, str, tuple[str, ...]]:
    """Return lower-case form, shape and word-list memberships of a token's text, remembered for the process."""
    known = _OWN.get(token.text)
    if known is None:
        if len(_OWN) > 100_000:
            _OWN.clear()
        known = _OWN[token.text] = _describe(token.text)
    return known


def _describe(text: str) -> tuple[str, str, tuple[str, ...]]:
    lower = text.lower()
    kinds = []
    capital = text[0].isupper()
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
    return lower, _shape(text), tuple(kinds)


def _shape(text: str) -> str:
    """Return the run-length-free shape: "Xx", "X.X.", "d", "X'Xx"."""
    shape: list[str] = []
    for character in text:
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
        demonym = any(use.match == "demonym" for use in span.uses)
        what = "demonym" if best.match == "demonym" else best.level
        length = "1" if span.first == span.last else "n"
        row = [f"{what}{band}", f"{best.match}{length}", "g" + length]
        row += ["L" + level for level in levels]
        if demonym:
            row.append("dem")
        for index in range(span.first, span.last + 1):
            place = "B" if index == span.first else "I"
            names[index] = tuple(f"g{place}{item}" for item in row)
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
