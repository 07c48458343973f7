"""geoparse(): where recognition and resolution meet, and the only place where they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.place import Candidate
from geoview import __version__
from geoview.resolve.focus import focus
from geoview.resolve.use import with_uses
from geoview.types import GeoparsedArticle, Provenance, Resolution

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from gazetteer.place import Place
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver
    from geoview.types import Article, Mention


def geoparse(
    article: Article,
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    demonyms: bool = True,
    country: str | None = None,
    near: tuple[float, float] | None = None,
) -> GeoparsedArticle:
    """Find the places that an article mentions, and resolve each to coordinates.

    Args:
        article: the text.
        gazetteer: the places to choose from, as ``gazetteer.open()`` gives them.
        recognizer: what finds the mentions; None takes the default.
        resolver: what chooses their referents; None takes the default.
        demonyms: whether "Syrian" counts as a mention of Syria.
        country: ISO alpha-2 code of the country that the reader expects: a hint, not a filter.
        near: latitude and longitude in degrees of where the reader expects it to play: likewise.

    Returns:
        The article with one resolution a mention, in the order of the text, each with its mention's use.
    """
    recognizer = recognizer or default_recognizer(gazetteer)
    resolver = resolver or default_resolver(gazetteer)
    mentions = [mention for mention in recognizer.mentions(article) if demonyms or mention.kind != "demonym"]
    unplaced = [mention for mention in mentions if mention.place is None]
    found = [
        *resolver.resolve(article, unplaced, country=country, near=near),
        *(_as_written(mention, mention.place) for mention in mentions if mention.place is not None),
    ]
    resolutions = with_uses(article, sorted(found, key=lambda resolution: resolution.mention.start))
    return GeoparsedArticle(
        article=article,
        resolutions=resolutions,
        provenance=Provenance(
            geoview=__version__, gazetteer=gazetteer.version, recognizer=recognizer.name, resolver=resolver.name
        ),
        warnings=(*getattr(recognizer, "warnings", ()), *getattr(resolver, "warnings", ())),
        focus=focus(article, resolutions),
    )


def _as_written(mention: Mention, place: Place) -> Resolution:
    """Return the resolution of coordinates: they mean what they say."""
    candidate = Candidate(place=place, matched_name=mention.text, match="exact", confidence=mention.score)
    return Resolution(
        mention=mention,
        place=place,
        confidence=mention.score,
        candidates=(candidate,),
        reason="coordinates written in the text",
    )


def default_recognizer(gazetteer: Gazetteer) -> Recognizer:
    """Return what ``geoparse`` takes when no recogniser is given: the trained one, or the rules where it cannot be loaded."""
    from geoview.recognize import load_default  # noqa: PLC0415 -- the registry of plug-ins is read only when used

    return load_default(gazetteer)


def default_resolver(gazetteer: Gazetteer) -> Resolver:
    """Return what ``geoparse`` takes when no resolver is given: the trained one, or the rules where it cannot be loaded."""
    from geoview.resolve import load_default  # noqa: PLC0415 -- NumPy and the model are loaded only when used

    return load_default(gazetteer)
