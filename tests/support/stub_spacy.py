"""A stub of spaCy: a pipeline that marks given names as entities wherever they stand."""

from __future__ import annotations

import re
import sys
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from geoview import recognize

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

ENTRY = EntryPoint("spacy", "geoview.recognize.spacy_entities:SpacyRecognizer", recognize.PLUGINS)
"""As pyproject.toml has it: a checkout that is not installed has no entry points."""


class Language:
    """Marks entities, names to labels, as a spaCy pipeline would."""

    def __init__(self, entities: Mapping[str, str], *, lang: str = "en", assigns: str = "doc.ents") -> None:
        self.lang, self.max_length = lang, 10
        self.meta = {"name": "stub", "version": "1.0"}
        self.pipe_names = ["tok2vec", "ner"]
        self._assigns = {"tok2vec": ["doc.tensor"], "ner": [assigns]}
        self._entities = entities

    def get_pipe_meta(self, name: str) -> Any:
        return SimpleNamespace(assigns=self._assigns[name])

    def __call__(self, text: str) -> Any:
        assert len(text) <= self.max_length
        found = [
            SimpleNamespace(start_char=match.start(), end_char=match.end(), label_=label)
            for name, label in self._entities.items()
            for match in re.finditer(rf"\b{re.escape(name)}(?!\w)", text)
        ]
        return SimpleNamespace(ents=sorted(found, key=lambda one: one.start_char))


def install(monkeypatch: pytest.MonkeyPatch, language: Language | Exception) -> None:
    """Let ``import spacy`` give a module whose models are all this one, and ``--recognizer spacy:MODEL`` find it."""

    def load(_model: str, *, exclude: list[str]) -> Language:
        assert "ner" not in exclude
        if isinstance(language, Exception):
            raise language
        return language

    module = ModuleType("spacy")
    module.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "spacy", module)
    monkeypatch.setattr(recognize, "_plugins", lambda: EntryPoints([ENTRY]))
