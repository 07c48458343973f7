"""Article to Mentions: which words name a place here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from geoview.errors import ModelError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

    from gazetteer import Gazetteer
    from geoview.types import Article, Mention

PLUGINS = "geoview.recognizers"
"""Entry-point group of recognisers from elsewhere: each a callable that takes a Gazetteer and returns a Recognizer."""

MODEL = Path(__file__).parent / "data" / "crf.model"


class Recognizer(Protocol):
    """Finds the mentions of an article.

    Attributes:
        name: what made the mentions, with its version, for the provenance ("rules 1").
    """

    @property
    def name(self) -> str: ...  # noqa: D102 -- see the class

    def mentions(self, article: Article) -> list[Mention]:
        """Return the mentions of an article, in the order of the text, none overlapping another."""
        ...


def load(name: str | Path, gazetteer: Gazetteer) -> Recognizer:
    """Return a recogniser by its name, or the trained one with a model from a file.

    Args:
        name: ``crf``, ``rules``, the name of a plug-in, or the path of a model that
            ``python -m geoview.training.recognizer`` made.
        gazetteer: the places whose names it is to know.

    Raises:
        ModelError: the model, or the plug-in, cannot be loaded, or there is nothing of that name.
    """
    if name == "rules":
        from geoview.recognize.rules import RulesRecognizer  # noqa: PLC0415 -- word lists are read only when used

        return RulesRecognizer(gazetteer)
    found = tuple(_plugins().select(name=str(name))) if name != "crf" else ()
    if found:
        try:
            return cast("Recognizer", found[0].load()(gazetteer))
        except ImportError as error:
            raise ModelError(f"cannot load the recogniser {name} from {found[0].value} ({error})") from error
    if name != "crf" and not Path(name).exists():
        others = [entry.name for entry in _plugins()]
        raise ModelError(
            f"no recogniser and no model file is named {name}; there are {', '.join(['crf', 'rules', *others])}"
        )
    from geoview.recognize.crf import CrfRecognizer  # noqa: PLC0415 -- as above

    return CrfRecognizer(gazetteer, MODEL if name == "crf" else Path(name))


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
