"""Article to Mentions: which words name a place here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from geoview.errors import ModelError
from geoview.recognize.model_file import kind_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

    from gazetteer import Gazetteer
    from geoview.types import Article, Mention

PLUGINS = "geoview.recognizers"
"""Entry-point group of recognisers from elsewhere: each a callable that takes a Gazetteer, and the text behind a colon
of its name where there is one, and returns a Recognizer."""

MODEL = Path(__file__).parent / "data" / "crf.model"


class Recognizer(Protocol):
    """Finds the mentions of an article.

    Attributes:
        name: what made the mentions, with its version, for the provenance ("rules 1").

    One that is made for another language than English says so by an attribute ``language``: its articles are then not
    warned of.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 -- see the class

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article, in the order of the text, none overlapping another."""
        ...


def load(name: str | Path, gazetteer: Gazetteer) -> Recognizer:
    """Return a recogniser by its name, or a trained one with a model from a file.

    Args:
        name: ``crf``, ``rules``, the path of a model that ``python -m geoview.training.recognizer`` or
            ``python -m geoview.training.neural`` made, the name of a plug-in, or that with what the plug-in is to
            load behind a colon (``spacy:en_core_web_sm``).
        gazetteer: the places whose names it is to know.

    Raises:
        ModelError: the model, or the plug-in, cannot be loaded, or there is nothing of that name.
    """
    if name == "rules":
        from geoview.recognize.rules import RulesRecognizer  # noqa: PLC0415 -- word lists are read only when used

        return RulesRecognizer(gazetteer)
    if name == "crf":
        return _trained(MODEL, gazetteer)
    plugin, colon, argument = str(name).partition(":")
    for entry in _plugins().select(name=plugin):
        try:
            maker = entry.load()
        except (ImportError, AttributeError) as error:
            raise ModelError(f"cannot load the recogniser {plugin} from {entry.value} ({error})") from error
        return cast("Recognizer", maker(gazetteer, argument) if colon else maker(gazetteer))
    if not os.path.exists(name):  # noqa: PTH110 -- of what no file can be called it says no; a Path raises
        others = ", ".join(["crf", "rules", *(entry.name for entry in _plugins())])
        raise ModelError(f"no recogniser and no model file is named {name}; there are {others}")
    return _trained(Path(name), gazetteer)


def _trained(model: Path, gazetteer: Gazetteer) -> Recognizer:
    if kind_of(model) == "geoview-neural":
        from geoview.recognize.neural import NeuralRecognizer  # noqa: PLC0415 -- NumPy is loaded only when used

        return NeuralRecognizer(gazetteer, model)
    from geoview.recognize.crf import CrfRecognizer  # noqa: PLC0415 -- as above

    return CrfRecognizer(gazetteer, model)


def _plugins() -> EntryPoints:
    from importlib.metadata import entry_points  # noqa: PLC0415 -- it costs a tenth of a cold start

    return entry_points(group=PLUGINS)


def load_default(gazetteer: Gazetteer) -> Recognizer:
    """Return the trained recogniser, or, where its model cannot be loaded, the rules, which then say so.

    Their ``name`` tells it to the provenance, their ``warnings`` to the reader.
    """
    try:
        return load("crf", gazetteer)
    except ModelError as error:
        from geoview.recognize.rules import RulesRecognizer  # noqa: PLC0415 -- as above

        return RulesRecognizer(gazetteer, instead_of=str(error))
