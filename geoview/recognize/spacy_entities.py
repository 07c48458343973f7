"""Recognition by a spaCy model of the user's own: ``--recognizer spacy:en_core_web_sm``.

Of its named entities GPE, LOC and FAC are places, and NORP is a demonym where the gazetteer's lexicon says so. An
English model's findings get the same after-care as the CRF's; for other languages only what the model says counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer import fold
from geoview.errors import ModelError
from geoview.recognize.aftercare import mend
from geoview.recognize.context import Context
from geoview.recognize.findings import Findings
from geoview.recognize.spans import find_spans
from geoview.recognize.tagging import mentions_of, with_coordinates
from geoview.tokens import tokenize
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer import Gazetteer
    from geoview.tokens import Token
    from geoview.types import Article

PLACES = frozenset({"GPE", "LOC", "FAC"})
_NOT_NEEDED = ("parser", "lemmatizer", "attribute_ruler", "textcat")  # entities want none of them, and they take time
_RULED_OUT = complex(-9, -9)  # what the model leaves out stays out: it says of nothing that it just missed it


class SpacyRecognizer:
    """A spaCy model and, where it is English, the after-care of the CRF.

    Attributes:
        name: of the model, with its version.
        language: which it is for, as spaCy has it: ISO 639-1, or "xx" for several.
    """

    def __init__(self, gazetteer: Gazetteer, model: str = "") -> None:
        """Load a model by its package's name or its folder.

        Raises:
            ModelError: spaCy is not installed, there is no such model, or it marks no entities.
        """
        self._gazetteer = gazetteer
        self._pipeline = _loaded(model)
        self.language: str = self._pipeline.lang
        self.name = f"spacy:{self._pipeline.meta.get('name') or model} {self._pipeline.meta.get('version') or '?'}"

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article; see ``Recognizer``."""
        text = article.text
        self._pipeline.max_length = max(self._pipeline.max_length, len(text))
        entities = [(one.start_char, one.end_char, one.label_) for one in self._pipeline(text).ents]
        english = self.language == "en"
        return with_coordinates(text, list((self._mended if english else self._as_found)(text, entities)))

    def _as_found(self, text: str, entities: Sequence[tuple[int, int, str]]) -> Iterator[Mention]:
        """Yield the entities themselves, without white space at their ends."""
        for start, end, label in entities:
            written = text[start:end].strip()
            begin = start + text[start:end].find(written)
            if not written:
                continue
            if label in PLACES:
                yield Mention(start=begin, end=begin + len(written), text=written)
            elif label == "NORP" and any(use.match == "demonym" for use in self._gazetteer.uses(fold(written))):
                yield Mention(start=begin, end=begin + len(written), text=written, kind="demonym")

    def _mended(self, text: str, entities: Sequence[tuple[int, int, str]]) -> list[Mention]:
        """Return the entities as spans of our tokens, mended; what NORP marks is then among the lexicon's demonyms."""
        tokens = tokenize(text)
        findings = Findings(Context(text, tokens, find_spans(tokens, text, self._gazetteer.uses)))
        at = 0
        for start, end, label in entities:
            while at < len(tokens) and tokens[at].end <= start:
                at += 1
            if label in PLACES and (last := _last(tokens, at, end)) >= at:
                findings.add(at, last, 1.0)
        mend(findings, [_RULED_OUT] * len(tokens), lambda _first, _last: 0.0)
        return mentions_of(findings)


def _last(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return the last token that begins before ``end``; one before ``first`` where there is none."""
    last = first
    while last < len(tokens) and tokens[last].start < end:
        last += 1
    return last - 1


def _loaded(model: str) -> Any:
    """Return the pipeline of a model."""
    try:
        import spacy  # noqa: PLC0415 -- an extra, and it takes a second
    except ImportError as error:
        raise ModelError("the recogniser spacy wants spaCy: pip install 'geoview-map[spacy]'") from error
    if not model:
        raise ModelError("name the spaCy model: --recognizer spacy:en_core_web_sm, or spacy:FOLDER")
    try:
        language = spacy.load(model, exclude=list(_NOT_NEEDED))
    except OSError as error:
        advice = "the folder holds none" if Path(model).exists() else f"python -m spacy download {model}"
        raise ModelError(f"cannot load the spaCy model {model}: there is none of that name; {advice}") from error
    except (ValueError, ImportError) as error:
        raise ModelError(f"cannot load the spaCy model {model} ({' '.join(str(error).split())[:200]})") from error
    if not any("doc.ents" in language.get_pipe_meta(name).assigns for name in language.pipe_names):
        raise ModelError(f"the spaCy model {model} marks no named entities; take one with the component ner")
    return language
