"""geoparse(): where recognition and resolution meet, and the only place where they do."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from geoview import __version__
from geoview.resolve.use import with_uses
from geoview.types import GeoparsedArticle, Provenance

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver
    from geoview.types import Article


def geoparse(
    article: Article,
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    demonyms: bool = True,
    country: str | None = None,
) -> GeoparsedArticle:
    """Find the places that an article mentions, and resolve each to coordinates.

    Args:
        article: the text.
        gazetteer: the places to choose from, as ``gazetteer.open()`` gives them.
        recognizer: what finds the mentions; None takes the default.
        resolver: what chooses their referents; None takes the default.
        demonyms: whether "Syrian" counts as a mention of Syria.
        country: ISO alpha-2 code of the country that the reader expects: a hint, not a filter.

    Returns:
        The article with one resolution a mention, in the order of the text, each with its mention's use.
    """
    recognizer = recognizer or default_recognizer(gazetteer)
    resolver = resolver or default_resolver(gazetteer)
    mentions = [mention for mention in recognizer.mentions(article) if demonyms or mention.kind != "demonym"]
    return GeoparsedArticle(
        article=article,
        resolutions=with_uses(article, resolver.resolve(article, mentions, country=country)),
        provenance=Provenance(
            geoview=__version__, gazetteer=gazetteer.version, recognizer=recognizer.name, resolver=resolver.name
        ),
        warnings=tuple(getattr(recognizer, "warnings", ())),
    )


def default_recognizer(gazetteer: Gazetteer) -> Recognizer:
    """Return what ``geoparse`` takes when no recogniser is given: the trained one, or the rules where it cannot be loaded."""
    from geoview.recognize import load_default  # noqa: PLC0415 -- the registry of plug-ins is read only when used

    return load_default(gazetteer)


def default_resolver(gazetteer: Gazetteer) -> Resolver:
    """Return the resolver that ``geoparse`` takes when none is given: the trained one, or its fallback."""
    from geoview.errors import ModelError  # noqa: PLC0415 -- models and word lists are read only when used
    from geoview.resolve.ranker import MODEL, RankerResolver  # noqa: PLC0415
    from geoview.resolve.rules import RulesResolver  # noqa: PLC0415

    try:
        return RankerResolver(gazetteer, MODEL)
    except ModelError as error:
        warnings.warn(f"{error}; rules choose the places meanwhile", stacklevel=2)
        return RulesResolver(gazetteer)
