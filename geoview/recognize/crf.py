"""Recognition by a linear-chain CRF (Lafferty, McCallum and Pereira 2001) whose features see the gazetteer.

python-crfsuite runs it. Demonyms come from the gazetteer's lexicon, not from the model. A name that the model marks
once is marked wherever it stands in the article, unless it is part of a person's name there.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from geoview.errors import ModelError
from geoview.recognize.context import Context
from geoview.recognize.features import VERSION, features
from geoview.recognize.spans import Span, find_spans
from geoview.tokens import tokenize
from geoview.types import Mention

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer import Gazetteer
    from geoview.types import Article, MentionKind


_MAGIC = b"geoview-crf"


def pack(model: bytes) -> bytes:
    """Return CRFsuite's model under a line that tells the features' version, the length and a checksum."""
    return b"%s %d %d %d\n" % (_MAGIC, VERSION, len(model), zlib.crc32(model)) + model


def unpack(path: Path) -> bytes:
    """Return CRFsuite's model from a file that ``pack`` made; CRFsuite itself may crash on one that is cut short.

    Raises:
        ModelError: the file is missing, truncated, damaged, or its features are of another version.
    """
    try:
        head, _, model = path.read_bytes().partition(b"\n")
        magic, version, length, checksum = head[:100].split()
        wrong = _wrong(magic, int(version), model, int(length), int(checksum))
    except OSError as error:
        wrong = (error.strerror or str(error)).lower()
    except ValueError:
        wrong = "it is no such model"
    if wrong:
        raise ModelError(
            f"cannot load the recogniser's model {path.name}: {wrong}; reinstall geoview-map or train it anew"
        )
    return model


def _wrong(magic: bytes, version: int, model: bytes, length: int, checksum: int) -> str:
    if magic != _MAGIC:
        return "it is no such model"
    if version != VERSION:
        return f"its features are of version {version}, not {VERSION}"
    if len(model) < length:
        return f"it is cut short, {len(model)} of {length} bytes"
    return "" if zlib.crc32(model) == checksum else "it is damaged"


class CrfRecognizer:
    """The trained recogniser, and the default one."""

    name = f"crf {VERSION}"

    def __init__(self, gazetteer: Gazetteer, model: Path) -> None:
        """Load a model that ``python -m geoview.training.recognizer`` made.

        Raises:
            ModelError: python-crfsuite is not there, or see ``unpack``.
        """
        try:
            import pycrfsuite  # noqa: PLC0415 -- a compiled library, loaded only when used
        except ImportError as error:
            raise ModelError(f"cannot load python-crfsuite ({error}); reinstall geoview-map") from error
        self._gazetteer = gazetteer
        self._model = unpack(model)  # kept: the tagger reads from it
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open_inmemory(self._model)
        except ValueError as error:
            raise ModelError(
                f"cannot load the recogniser's model {model.name} ({error}); reinstall geoview-map"
            ) from error

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article; see ``Recognizer``."""
        text = article.text
        tokens = tokenize(text)
        if not tokens:
            return []
        spans = find_spans(tokens, text, self._gazetteer.uses)
        context = Context(text, tokens, spans)
        labels = self._tagger.tag(features(text, tokens, spans))
        found = _runs(labels)
        taken = {index for first, last in found for index in range(first, last + 1)}
        found += _elsewhere(found, context, taken)
        mentions = [
            _mention(first, last, context, "place", self._score(first, last, labels[first] != "O"))
            for first, last in found
            if not context.in_stop_phrase(Span(first, last, []))
        ]
        for span in spans:
            if span.uses[0].match == "demonym" and span.first not in taken and not context.in_stop_phrase(span):
                mentions.append(_mention(span.first, span.last, context, "demonym", 0.98))
        return sorted(mentions, key=lambda mention: mention.start)

    def _score(self, first: int, last: int, tagged: bool) -> float:
        if not tagged:
            return 0.8
        return float(
            min(
                1.0,
                self._tagger.marginal("B", first)
                if first == last
                else min(
                    self._tagger.marginal("B", first),
                    *(self._tagger.marginal("I", i) for i in range(first + 1, last + 1)),
                ),
            )
        )


def _runs(labels: list[str]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index, label in enumerate(labels):
        if label == "I" and runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        elif label != "O":
            runs.append((index, index))
    return runs


def _elsewhere(found: list[tuple[int, int]], context: Context, taken: set[int]) -> list[tuple[int, int]]:
    """Return the other places where a marked name stands, capitalised and in nobody's name."""
    tokens = context.tokens
    names: dict[str, set[tuple[str, ...]]] = {}
    for first, last in found:
        words = tuple(tokens[index].text for index in range(first, last + 1))
        if words[0][0].isupper():
            names.setdefault(words[0], set()).add(words)
    more = []
    for index, token in enumerate(tokens):
        if token.text not in names or index in taken:
            continue
        for words in sorted(names[token.text], key=len, reverse=True):
            last = index + len(words) - 1
            if (
                last < len(tokens)
                and all(tokens[index + offset].text == word for offset, word in enumerate(words))
                and not any(i in taken for i in range(index, last + 1))
                and not context.is_person(Span(index, last, []))
                and not context.is_inside_name(index, last)
            ):
                more.append((index, last))
                taken.update(range(index, last + 1))
                break
    return more


def _mention(first: int, last: int, context: Context, kind: MentionKind, score: float) -> Mention:
    tokens = context.tokens
    if first < last and tokens[first].text in {"the", "The"} and tokens[first + 1].text != "Hague":
        first += 1
    if first < last and tokens[last].text.lower() in {"'s", "’s"}:
        last -= 1
    start, end = tokens[first].start, tokens[last].end
    return Mention(start=start, end=end, text=context.text[start:end], kind=kind, score=score)
