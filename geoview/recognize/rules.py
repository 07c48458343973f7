"""Recognition without a model: gazetteer names in capitals, weighed by what stands around them.

Each match starts from how important the places of that name are, and gains or loses by its context; what ends above
zero is a mention. Names that the article shows to be persons', and words that it also writes in lower case, lose.
The weights are log-odds set by hand on the first 70 % of LGL and TR-News.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gazetteer import fold
from geoview.recognize.context import Context
from geoview.recognize.spans import Span, find_spans, is_shouted_word
from geoview.tokens import tokenize
from geoview.types import Mention

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geoview.types import Article, MentionKind

_WEIGHTS = {
    "words": 1.5,  # each word beyond the first
    "preposition": 1.8,
    "of": 0.6,
    "container after": 4.0,
    "container before": 1.5,
    "place word": 1.5,
    "title": -5.0,
    "first name": -3.5,
    "surname after": -3.0,
    "person elsewhere": -3.0,
    "unknown neighbour": -1.6,
    "organisation": -0.4,
    "opening common word": -4.0,
    "common word": -2.5,
    "lower-case twin": -2.0,
    "given name": -0.8,
    "surname": -0.6,
    "speaks": -0.8,
}
# Importance at which a bare name is as likely a place as not, and how fast the odds move, on the scale of 0..255.
_EVEN, _STEP = 104.0, 20.0
_DEMONYM_EVEN = 150


class RulesRecognizer:
    """The recogniser that needs no model: the fallback of the trained one."""

    def __init__(self, gazetteer: Gazetteer, *, instead_of: str = "") -> None:
        """Recognise the names of a gazetteer.

        Args:
            gazetteer: the names to know.
            instead_of: why the trained recogniser cannot be had, where this one stands in for it.
        """
        self._gazetteer = gazetteer
        self.name = "rules 1 (fallback)" if instead_of else "rules 1"
        self.warnings = (f"{instead_of}; places are found by rules, less well",) if instead_of else ()

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article; see ``Recognizer``."""
        text = article.text
        tokens = tokenize(text)
        spans = find_spans(tokens, text, self._gazetteer.uses)
        context = Context(text, tokens, spans)
        scored = [(span, score(span, context)) for span in spans]
        agreed = _agree(scored, context)
        return [_mention(span, score, context) for span, score in agreed if score > 0]


def score(span: Span, context: Context) -> float:
    """Return the log-odds that a match of the gazetteer is a toponym."""
    if context.in_stop_phrase(span) or (context.shouted(span) and is_shouted_word(context.written(span))):
        return -math.inf
    best = span.uses[0]
    if best.match == "demonym":
        return (best.weight - _DEMONYM_EVEN) / _STEP if not context.is_person(span) else -1.0
    if best.match == "abbreviation" and not context.may_abbreviate(span):
        return -1.0
    evidence = (best.weight - _EVEN) / _STEP
    return evidence + sum(_WEIGHTS[clue] * times for clue, times in context.clues(span).items())


def _agree(scored: list[tuple[Span, float]], context: Context) -> list[tuple[Span, float]]:
    """Carry what the surest mention of a name shows over to the others, unless those stand in a person's name."""
    surest: dict[str, float] = {}
    for span, score in scored:
        name = fold(context.written(span))
        surest[name] = max(surest.get(name, -math.inf), score)
    agreed = []
    for span, score in scored:
        best = surest[fold(context.written(span))]
        if score <= 0 < best - 1.0 and math.isfinite(score) and not context.is_person(span):
            score = best / 2  # noqa: PLW2901 -- the same span's score, corrected
        agreed.append((span, score))
    return agreed


def _mention(span: Span, score: float, context: Context) -> Mention:
    start, end = context.trimmed(span)
    kind: MentionKind = "demonym" if span.uses[0].match == "demonym" else "place"
    return Mention(
        start=start, end=end, text=context.text[start:end], kind=kind, score=1 / (1 + math.exp(-min(score, 30.0)))
    )
