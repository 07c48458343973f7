"""Phrases that hold a place's name and are no place: ``data/stop_phrases.txt``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geoview.recognize.lexicons import table
from geoview.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geoview.tokens import Token


class Stop(NamedTuple):
    """A phrase that stands at tokens ``first`` to ``last`` (inclusive).

    Attributes:
        first: index of the first token.
        last: index of the last token.
        inner: whether the name inside it is one of a place, used as a modifier ("Boston Globe").
    """

    first: int
    last: int
    inner: bool


def find_stops(tokens: Sequence[Token]) -> dict[int, Stop]:
    """Return the longest stop phrase over each token that is in one, by the token's index."""
    phrases = _phrases()
    found: dict[int, Stop] = {}
    for index, token in enumerate(tokens):
        if token.text not in phrases or index in found:
            continue
        for words, inner in phrases[token.text]:
            last = index + len(words) - 1
            if last < len(tokens) and all(tokens[index + step].text == word for step, word in enumerate(words) if step):
                stop = Stop(index, last, inner)
                found.update((inside, stop) for inside in range(index, last + 1))
                break
    return found


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Return the phrases by first token, longest first, each also in capitals: a headline may shout it."""
    phrases: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for phrase, what in table("stop_phrases").items():
        for written in {phrase, phrase.upper(), phrase.replace("'", "’")}:
            words = tuple(token.text for token in tokenize(written))
            # A short form in capitals ("CO") is not what a short word in capitals is.
            if written == phrase or len(words) > 1 or len(written) > 4:
                phrases.setdefault(words[0], []).append((words, what == "inner"))
    for same in phrases.values():
        same.sort(key=lambda one: -len(one[0]))
    return phrases
