"""Recognition by a linear-chain CRF (Lafferty, McCallum and Pereira 2001) whose features see the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoview.recognize.features import VERSION, parts
from geoview.recognize.model import Model
from geoview.recognize.tagging import TaggingRecognizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gazetteer import Gazetteer
    from geoview.recognize.model import Decoded
    from geoview.recognize.spans import Span
    from geoview.tokens import Token


class CrfRecognizer(TaggingRecognizer):
    """The trained recogniser, and the default one."""

    def __init__(self, gazetteer: Gazetteer, model: Path) -> None:
        """Load a model that ``python -m geoview.training.recognizer`` made.

        Raises:
            ModelError: see ``Model``.
        """
        self._model = Model(model)
        super().__init__(f"crf {VERSION}", gazetteer, self._labels)

    def _labels(self, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Decoded:
        texts = [token.text for token in tokens]
        return self._model.decode(self._model.emissions(texts, parts(text, tokens, spans)))
