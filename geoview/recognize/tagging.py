"""From scores of tokens to mentions: what the trained recognisers share, whatever made the scores.

Demonyms come from the gazetteer's lexicon, not from a model. What a model cannot know by one sentence, and what it has
seen too rarely, is mended in ``aftercare``.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from geoview.recognize.aftercare import mend
from geoview.recognize.context import Context
from geoview.recognize.coordinates import find_coordinates
from geoview.recognize.findings import Findings
from geoview.recognize.spans import find_spans
from geoview.tokens import tokenize
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazetteer import Gazetteer
    from gazetteer.by_name import NameUse
    from geoview.recognize.model import Decoded
    from geoview.recognize.spans import Span
    from geoview.tokens import Token
    from geoview.types import Article

    Tagger = Callable[[str, Sequence[Token], Sequence[Span]], Decoded]
    """From a text, its tokens and the gazetteer's matches in it to the labels of the tokens."""

_REMEMBERED = 20_000  # names of the gazetteer, about 10 MB
_DEMONYM_SCORE = 0.98


class TaggingRecognizer:
    """A recogniser whose model scores each token as the beginning or the inside of a toponym."""

    def __init__(self, name: str, gazetteer: Gazetteer, tag: Tagger) -> None:
        """Take what labels the tokens, and the gazetteer whose names it is told."""
        self.name = name
        self._gazetteer = gazetteer
        self._tag = tag
        self._known: dict[str, list[NameUse]] = {}

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article; see ``Recognizer``."""
        text = article.text
        tokens = tokenize(text)
        if not tokens:
            return []
        spans = find_spans(tokens, text, self._uses)
        decoded = self._tag(text, tokens, spans)
        findings = Findings(Context(text, tokens, spans))
        for first, last in decoded.found():
            findings.add(first, last, decoded.sureness(first, last))
        mend(findings, decoded.emissions, decoded.sureness)
        return with_coordinates(text, mentions_of(findings))

    def _uses(self, name: str) -> list[NameUse]:
        uses = self._known.get(name)
        if uses is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            uses = self._known[name] = self._gazetteer.uses(name)
        return uses


def with_coordinates(text: str, mentions: list[Mention]) -> list[Mention]:
    """Return mentions and the coordinates written in a text, in its order; what stands in coordinates is dropped."""
    coordinates = find_coordinates(text)
    starts = [one.start for one in coordinates]

    def is_beside(one: Mention) -> bool:
        last = bisect_left(starts, one.end) - 1
        return last < 0 or coordinates[last].end <= one.start

    return sorted([*coordinates, *filter(is_beside, mentions)], key=lambda mention: mention.start)


def mentions_of(findings: Findings) -> list[Mention]:
    """Return the places that were found, and the gazetteer's demonyms elsewhere."""
    context = findings.context
    found = []
    for (first, last), score in findings.spans.items():
        start, end = context.tokens[first].start, context.tokens[last].end
        found.append(Mention(start=start, end=end, text=context.text[start:end], score=round(score, 4)))
    for span in findings.demonyms():
        start, end = context.tokens[span.first].start, context.tokens[span.last].end
        found.append(Mention(start=start, end=end, text=context.text[start:end], kind="demonym", score=_DEMONYM_SCORE))
    return found
