"""Mentions and Candidates to Resolutions: which place each means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geoview.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer import Gazetteer
    from geoview.types import Article, Mention, Resolution


class Resolver(Protocol):
    """Chooses the referents of an article's mentions.

    Attributes:
        name: what made the choices, with its version, for the provenance ("rules 1").
    """

    @property
    def name(self) -> str: ...  # noqa: D102 -- see the class

    def resolve(
        self,
        article: Article,
        mentions: Sequence[Mention],
        *,
        country: str | None = None,
        near: tuple[float, float] | None = None,
    ) -> list[Resolution]:
        """Return one Resolution a mention, in their order.

        Args:
            article: the text that holds them.
            mentions: the mentions.
            country: ISO alpha-2 of the country that the reader expects, a hint and no filter.
            near: latitude and longitude in degrees of where the reader expects it, likewise.
        """
        ...


MODEL = Path(__file__).parent / "data" / "ranker.npz"
MIN_CONFIDENCE = 0.2


def load(name: str | Path, gazetteer: Gazetteer, *, min_confidence: float = MIN_CONFIDENCE) -> Resolver:
    """Return a resolver by its name, or the trained one with a model from a file.

    Args:
        name: ``ranker``, ``rules``, or the path of a model that ``python -m geoview.training.resolver`` made.
        gazetteer: the places to choose from.
        min_confidence: 0..1; what is less sure than this stays unresolved.

    Raises:
        ModelError: the model cannot be loaded, or there is nothing of that name.
    """
    if name == "rules":
        from geoview.resolve.rules import RulesResolver  # noqa: PLC0415 -- each loads only what it needs

        return RulesResolver(gazetteer, min_confidence=min_confidence)
    if name != "ranker" and not os.path.exists(name):  # noqa: PTH110 -- a Path raises where no file can be called so
        raise ModelError(f"no resolver and no model file is named {name}; there are ranker, rules")
    from geoview.resolve.ranker import RankerResolver  # noqa: PLC0415 -- as above

    return RankerResolver(gazetteer, MODEL if name == "ranker" else Path(name), min_confidence=min_confidence)


def load_default(gazetteer: Gazetteer, *, min_confidence: float = MIN_CONFIDENCE) -> Resolver:
    """Return the trained resolver, or, where its model cannot be loaded, the rules, which then say so.

    Their ``name`` tells it to the provenance, their ``warnings`` to the reader.
    """
    try:
        return load("ranker", gazetteer, min_confidence=min_confidence)
    except ModelError as error:
        from geoview.resolve.rules import RulesResolver  # noqa: PLC0415 -- as above

        return RulesResolver(gazetteer, min_confidence=min_confidence, instead_of=str(error))
