"""Recognition by a linear-chain CRF (Lafferty, McCallum and Pereira 2001) whose features see the gazetteer.

Demonyms come from the gazetteer's lexicon, not from the model. What the model cannot know by one sentence, and what it
has seen too rarely, is mended in ``aftercare``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.aftercare import Findings, mend
from geoview.recognize.context import Context
from geoview.recognize.coordinates import find_coordinates
from geoview.recognize.features import VERSION, parts
from geoview.recognize.model import Model
from geoview.recognize.spans import find_spans
from geoview.tokens import tokenize
from geoview.types import Mention

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer
    from gazetteer.by_name import NameUse
    from geoview.types import Article

_REMEMBERED = 20_000  # names of the gazetteer, about 10 MB
_DEMONYM_SCORE = 0.98


class CrfRecognizer:
    """The trained recogniser, and the default one."""

    name = f"crf {VERSION}"

    def __init__(self, gazetteer: Gazetteer, model: Path) -> None:
        """Load a model that ``python -m geoview.training.recognizer`` made.

        Raises:
            ModelError: see ``Model``.
        """
        self._gazetteer = gazetteer
        self._model = Model(model)
        self._known: dict[str, list[NameUse]] = {}

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article; see ``Recognizer``."""
        text = article.text
        tokens = tokenize(text)
        if not tokens:
            return []
        spans = find_spans(tokens, text, self._uses)
        emissions = self._model.emissions([token.text for token in tokens], parts(text, tokens, spans))
        decoded = self._model.decode(emissions)
        findings = Findings(Context(text, tokens, spans))
        for first, last in decoded.found():
            findings.add(first, last, decoded.sureness(first, last))
        mend(findings, emissions, decoded.sureness)
        coordinates = find_coordinates(text)
        found = [*coordinates, *_mentions(findings)]
        if coordinates:
            found = [
                one
                for one in found
                if one.place or not any(one.start < other.end and other.start < one.end for other in coordinates)
            ]
        return sorted(found, key=lambda mention: mention.start)

    def _uses(self, name: str) -> list[NameUse]:
        uses = self._known.get(name)
        if uses is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            uses = self._known[name] = self._gazetteer.uses(name)
        return uses


def _mentions(findings: Findings) -> list[Mention]:
    context = findings.context
    found = []
    for (first, last), score in findings.spans.items():
        start, end = context.tokens[first].start, context.tokens[last].end
        found.append(Mention(start=start, end=end, text=context.text[start:end], score=round(score, 4)))
    for span in findings.demonyms():
        start, end = context.tokens[span.first].start, context.tokens[span.last].end
        found.append(Mention(start=start, end=end, text=context.text[start:end], kind="demonym", score=_DEMONYM_SCORE))
    return found
