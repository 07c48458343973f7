"""geoparse() and correct(): where recognition, resolution and corrections meet, and the only place where they do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazetteer.place import Candidate
from geoview import __version__
from geoview.resolve.focus import focus
from geoview.resolve.modifiers import with_modifiers
from geoview.resolve.use import with_uses
from geoview.types import GeoparsedArticle, Provenance, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gazetteer import Gazetteer
    from gazetteer.place import Place
    from geoview.corrections import Corrector
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver
    from geoview.types import Article, Mention


_PIECE = 100_000  # characters: some 40 pages


def geoparse(  # noqa: PLR0913 - the library's front door: all but two have defaults
    article: Article,
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    demonyms: bool = True,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    on_progress: Callable[[float], None] | None = None,
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
        on_progress: told the share of the text that is done, 0..1, piece by piece of a long one.

    Returns:
        The article with one resolution a mention, in the order of the text, each with its mention's use and modifier.
    """
    recognizer = recognizer or default_recognizer(gazetteer)
    resolver = resolver or default_resolver(gazetteer)
    found: list[Resolution] = []
    for start, end in pieces(article.text):
        piece = article if end - start == len(article.text) else replace(article, text=article.text[start:end])
        mentions = [one for one in recognizer.mentions(piece) if demonyms or one.kind != "demonym"]
        unplaced = [mention for mention in mentions if mention.place is None]
        resolved = resolver.resolve(piece, unplaced, country=country, near=near)
        written = (_as_written(mention, mention.place) for mention in mentions if mention.place is not None)
        found += (_moved(resolution, start) for resolution in (*resolved, *written))
        if on_progress is not None:
            on_progress(end / max(1, len(article.text)))
    found.sort(key=lambda resolution: resolution.mention.start)
    resolutions = with_modifiers(article, with_uses(article, found))
    return GeoparsedArticle(
        article=article,
        resolutions=resolutions,
        provenance=Provenance(
            geoview=__version__, gazetteer=gazetteer.version, recognizer=recognizer.name, resolver=resolver.name
        ),
        warnings=_warnings(article, recognizer, resolver),
        focus=focus(article, resolutions),
    )


def correct(geoparsed: GeoparsedArticle, corrector: Corrector) -> GeoparsedArticle:
    """Apply what a person has decided; what the article is about and the uses of its mentions follow from it."""
    corrected = corrector.apply(geoparsed)
    if corrected.corrections == geoparsed.corrections:
        return geoparsed
    resolutions = with_uses(corrected.article, corrected.resolutions)
    return replace(corrected, resolutions=resolutions, focus=focus(corrected.article, resolutions))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the pieces in which a text is read: an article is one, a book is parted at line ends.

    Memory stays that of a piece; what a name means, and where it is one, is agreed on within a piece.
    """
    start = 0
    while len(text) - start > 2 * _PIECE:
        end = text.rfind("\n", start + _PIECE // 2, start + _PIECE) + 1
        if end == 0:
            end = text.rfind(" ", start + _PIECE // 2, start + _PIECE) + 1 or start + _PIECE
        yield start, end
        start = end
    yield start, len(text)


def _moved(resolution: Resolution, by: int) -> Resolution:
    if by == 0:
        return resolution
    mention = resolution.mention
    return replace(resolution, mention=replace(mention, start=mention.start + by, end=mention.end + by))


def _warnings(article: Article, *makers: object) -> tuple[str, ...]:
    """Return what recogniser and resolver say of themselves, and that an article is in no language that they know."""
    from geoview.recognize.language import language_warning  # noqa: PLC0415 -- recognisers are loaded only when used

    of_themselves = [warning for maker in makers for warning in getattr(maker, "warnings", ())]
    foreign = any(getattr(maker, "language", "en") != "en" for maker in makers)  # it was made for another language
    language = None if foreign else language_warning(article)
    return (*of_themselves, language) if language else tuple(of_themselves)


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
    """Return what ``geoparse`` takes when given none: the trained one, or the rules where it cannot be loaded."""
    from geoview.recognize import load_default  # noqa: PLC0415 -- the registry of plug-ins is read only when used

    return load_default(gazetteer)


def default_resolver(gazetteer: Gazetteer) -> Resolver:
    """Return what ``geoparse`` takes when given none: the trained one, or the rules where it cannot be loaded."""
    from geoview.resolve import load_default  # noqa: PLC0415 -- NumPy and the model are loaded only when used

    return load_default(gazetteer)
