"""The commands without a terminal: sources in, geoparsed articles out, one after the other.

``geoview map a.txt b.txt -o map.html`` is ``save(geoparse_sources(["a.txt", "b.txt"], gazetteer=places), "map.html")``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.errors import OnlineError
from geoview import articles, recognize, resolve
from geoview.pipeline import correct, geoparse
from geoview.resolve import MIN_CONFIDENCE
from geoview.resolve.online import CONFIDENCE, with_online

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gazetteer import Gazetteer
    from gazetteer.place import Candidate
    from geoview.corrections import Corrector, Problem
    from geoview.errors import ArticleError
    from geoview.resolve.online import Asked
    from geoview.types import Correction, GeoparsedArticle

_SEARCHED = 1000


@dataclass(slots=True)
class Progress:
    """How far a run is, in bytes read; what is shown for it is the caller's.

    Attributes:
        total: bytes that the sources hold, 0 where nobody can know.
        read: bytes read, the article at work included.
        done: bytes of the articles that are done.
        articles: articles that are done.
    """

    total: int = 0
    read: int = 0
    done: int = 0
    articles: int = 0

    def take(self, count: int) -> None:
        """Count bytes that were read."""
        self.read += count


@dataclass(slots=True)
class Tally:
    """What went by: places are counted once each, mentions all, the unresolved among them too."""

    articles: int = 0
    mentions: int = 0
    unresolved: int = 0
    place_ids: set[str] = field(default_factory=set)

    def count(self, geoparsed: Iterable[GeoparsedArticle]) -> Iterator[GeoparsedArticle]:
        """Yield the articles as they are, and count them."""
        for article in geoparsed:
            self.articles += 1
            for resolution in article.resolutions:
                self.mentions += 1
                if resolution.place is None:
                    self.unresolved += 1
                else:
                    self.place_ids.add(resolution.place.id)
            yield article

    def __str__(self) -> str:
        counts = [_counted(len(self.place_ids), "place"), _counted(self.mentions, "mention")]
        if self.articles != 1:
            counts.insert(0, _counted(self.articles, "article"))
        if self.unresolved:
            counts.append(f"{self.unresolved:,} unresolved")
        return ", ".join(counts)


def geoparse_sources(  # noqa: PLR0913 - what the commands can be told, each with a default
    sources: Iterable[str],
    *,
    gazetteer: Gazetteer,
    encoding: str | None = None,
    country: str | None = None,
    near: tuple[float, float] | None = None,
    demonyms: bool = True,
    recognizer: str | None = None,
    resolver: str | None = None,
    min_confidence: float = MIN_CONFIDENCE,
    online: Asked | None = None,
    corrections: Iterable[Correction] = (),
    on_error: Callable[[ArticleError | OnlineError], None] | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[GeoparsedArticle]:
    """Yield the articles of all sources with their places, each as soon as it is done.

    Args:
        sources: paths of text files, folders and JSONL archives, or ``-`` for standard input.
        gazetteer: the places to choose from.
        encoding: of the texts; None takes UTF-8, or UTF-16 and UTF-32 with a byte order mark.
        country: ISO alpha-2 code of the country that the reader expects: a hint, not a filter.
        near: latitude and longitude in degrees of where the articles play: likewise.
        demonyms: whether "Syrian" counts as a mention of Syria.
        recognizer: ``crf``, ``rules``, a plug-in's name (``spacy:MODEL``) or a model file; None takes the default.
        resolver: ``ranker``, ``rules`` or a model file; None takes the default.
        min_confidence: 0..1; a mention that is less sure than this stays unresolved.
        online: a service to be asked for names that the gazetteer does not have (``gazetteer.online.Online``), where
            answers of its confidence are not below ``min_confidence``. One that fails is not asked again.
        corrections: what a person has decided, as ``geoview.read_corrections`` gives it.
        on_error: gets what failed, and the rest goes on; without it the first error is raised.
        on_problem: gets, after the last article, each correction that did not apply as it was meant; without it Python
            warns of them.
        on_progress: called before and after each article.

    Raises:
        ArticleError: where ``on_error`` is None.
        OnlineError: likewise.
        ModelError: a recogniser or resolver that was asked for cannot be loaded.
        LookupError: Python knows no such encoding.
    """
    sources = list(sources)
    progress = Progress(total=articles.size_of(sources) if on_progress else 0)
    report = on_progress or (lambda _: None)
    finder = recognize.load(recognizer, gazetteer) if recognizer else recognize.load_default(gazetteer)
    chooser = (
        resolve.load(resolver, gazetteer, min_confidence=min_confidence)
        if resolver
        else resolve.load_default(gazetteer, min_confidence=min_confidence)
    )
    corrector = _corrector(corrections, gazetteer)
    for article in articles.read(sources, encoding=encoding, on_error=on_error, on_bytes=progress.take):
        report(progress)
        before = progress.done

        def on_piece(share: float, before: int = before) -> None:
            progress.done = before + int(share * (progress.read - before))
            report(progress)

        geoparsed = geoparse(
            article,
            gazetteer=gazetteer,
            recognizer=finder,
            resolver=chooser,
            demonyms=demonyms,
            country=country,
            near=near,
            on_progress=on_piece,
        )
        if online is not None and min_confidence <= CONFIDENCE:
            try:
                geoparsed = with_online(geoparsed, online)
            except OnlineError as error:
                if on_error is None:
                    raise
                on_error(error)
                online = None
        yield geoparsed if corrector is None else correct(geoparsed, corrector)
        progress.done, progress.articles = progress.read, progress.articles + 1
        report(progress)
    tell = on_problem or (lambda problem: warnings.warn(str(problem), stacklevel=2))
    for problem in () if corrector is None else corrector.problems():
        tell(problem)


def _corrector(corrections: Iterable[Correction], gazetteer: Gazetteer) -> Corrector | None:
    """Return what applies corrections; None, and nothing of it loaded, where there are none."""
    known = tuple(corrections)
    if not known:
        return None
    from geoview.corrections import Corrector  # noqa: PLC0415 -- see above

    return Corrector(known, gazetteer=gazetteer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The places that a name may mean, most important first.

    Attributes:
        name: what was asked for.
        candidates: what it may mean.
        prefix: whether nothing has this name, and the candidates' names only begin with it.
    """

    name: str
    candidates: tuple[Candidate, ...]
    prefix: bool = False


def lookup(
    name: str,
    *,
    gazetteer: Gazetteer,
    limit: int = 10,
    country: str | None = None,
    fuzzy: bool = False,
    online: Asked | None = None,
) -> Lookup:
    """Ask a gazetteer for the places of a name, or else for those whose names begin with it, or that it describes.

    Args:
        name: in any spelling that the gazetteer has, alone or with what contains it ("Paris, TX").
        gazetteer: the places to choose from.
        limit: how many at most.
        country: ISO alpha-2 code; only places in this country.
        fuzzy: whether also names count that are one edit away, or two where there are none. These follow those of the
            very name, instead of names that begin with it.
        online: a service whose answers follow those of the very name, instead of names that begin with it.

    Raises:
        OnlineError: it cannot be asked.
    """
    # A country's share of the first ones cannot be known: ask for more where one is wanted.
    searched = limit if country is None else _SEARCHED

    def kept(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        return tuple(found for found in candidates if country in {None, found.place.country})[:limit]

    exact = gazetteer.candidates(name)
    if fuzzy:
        misspelt = kept(gazetteer.fuzzy(name, searched, small=True))
        if not misspelt:
            misspelt = kept(gazetteer.fuzzy(name, searched, edits=2))
        exact = [*exact, *misspelt]
    if online is not None:
        exact = [*(exact or gazetteer.find(name, None)), *online.candidates(name, searched)]
    if fuzzy or online is not None:
        return Lookup(name=name, candidates=kept(_once(exact)))
    if found_exact := kept(exact):
        return Lookup(name=name, candidates=found_exact)
    if beginning := kept(gazetteer.search(name, limit=searched)):
        return Lookup(name=name, candidates=beginning, prefix=True)
    return Lookup(name=name, candidates=kept(gazetteer.find(name, None)))


def _once(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the first candidate of each place."""
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.place.id not in seen:
            seen.add(candidate.place.id)
            yield candidate


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
