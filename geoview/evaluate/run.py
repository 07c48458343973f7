"""The run: recogniser and resolver over annotated articles, and what became of every toponym."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from gazetteer.errors import UnknownPlaceError
from gazetteer.geodesy import distance_km
from geoview.corpora import is_demonym
from geoview.evaluate.baseline import MostPopulous
from geoview.evaluate.outcomes import (
    Answer,
    ArticleOutcome,
    CorpusOutcome,
    GoldOutcome,
    MentionOutcome,
    Run,
    ToponymClass,
)
from geoview.pipeline import default_recognizer, default_resolver, geoparse
from geoview.scores import match_exact, match_one_to_one, overlaps
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gazetteer import Gazetteer
    from geoview.corpora import AnnotatedArticle, Corpus, GoldToponym
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver
    from geoview.types import Article, MentionKind, Provenance, Resolution

# What corpora call their classes, folded.
_KINDS: dict[str, ToponymClass] = {
    "country": "country",
    "unit": "admin",
    "admin": "admin",
    "state": "admin",
    "county": "admin",
    "city": "city",
    "town": "city",
    "village": "city",
    "continent": "region",
    "region": "region",
    "landmark": "physical",  # TUD-Loc: rivers, islands, mountains
    "physical": "physical",
    "poi": "facility",
    "facility": "facility",
}
_FEATURE_CLASSES: dict[str, ToponymClass] = {
    "A": "admin",
    "P": "city",
    "L": "region",
    "H": "physical",
    "T": "physical",
    "U": "physical",
    "V": "physical",
    "S": "facility",
    "R": "facility",
}


def evaluate(  # noqa: PLR0913 -- what is measured, and how; all but two have defaults
    corpora: Sequence[Corpus],
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    demonyms: bool = True,
    baseline: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Run recogniser and resolver over corpora.

    The resolver is given the gold spans for the resolution scores, and the recogniser's own for end to end. A gold span
    is given the kind ``demonym`` where the gold side says that it is one.

    Args:
        corpora: annotated articles.
        gazetteer: an open gazetteer.
        recognizer: the pipeline's own where None.
        resolver: the pipeline's own where None.
        demonyms: False leaves them out of both sides.
        baseline: also place every span at its most populous candidate.
        progress: called after each article with how many are done, and how many there are.

    Raises:
        ValueError: there is no corpus.
    """
    runner = _Runner(gazetteer, recognizer, resolver, demonyms=demonyms, baseline=baseline)
    outcomes: list[CorpusOutcome] = []
    total, done = sum(len(corpus.articles) for corpus in corpora), 0
    for corpus in corpora:
        # The first article loads models and warms the gazetteer's pages; a server or a batch pays that once.
        runner.parse(corpus.articles[0])
        articles: list[ArticleOutcome] = []
        seconds = 0.0
        for annotated in corpus.articles:
            outcome, took = runner.run(annotated)
            articles.append(outcome)
            seconds += took
            done += 1
            if progress:
                progress(done, total)
        outcomes.append(
            CorpusOutcome(
                name=corpus.name, sha256=corpus.sha256, part=corpus.part, articles=tuple(articles), seconds=seconds
            )
        )
    if runner.provenance is None:
        raise ValueError("no corpus was given to evaluate on")
    return Run(provenance=runner.provenance, demonyms=demonyms, baseline=baseline, corpora=tuple(outcomes))


def toponym_class(toponym: GoldToponym, gazetteer: Gazetteer) -> ToponymClass:
    """Tell what a gold toponym is: a demonym, or what the corpus calls it, or what the gazetteer knows of its id."""
    if toponym.is_demonym:
        return "demonym"
    if known := _KINDS.get((toponym.kind or "").casefold()):
        return known
    if toponym.geonameid is None:
        return "other"
    try:
        place = gazetteer.place(f"geonames:{toponym.geonameid}")
    except UnknownPlaceError:
        return "other"
    if place.feature_code.startswith(("PCL", "TERR")):
        return "country"
    return _FEATURE_CLASSES.get(place.feature_class, "other")


def judge(toponym: GoldToponym, resolution: Resolution | None) -> Answer:
    """Hold a resolution against the gold."""
    if resolution is None or resolution.place is None:
        return Answer()
    place = resolution.place
    error = None if toponym.point is None else distance_km(*toponym.point, place.latitude, place.longitude)
    return Answer(
        id=place.id,
        name=place.name,
        confidence=resolution.confidence,
        error_km=error,
        same_id=toponym.geonameid is not None and place.id == f"geonames:{toponym.geonameid}",
    )


class _Runner:
    """The parts under measurement, held together over a run."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        recognizer: Recognizer | None,
        resolver: Resolver | None,
        *,
        demonyms: bool,
        baseline: bool,
    ) -> None:
        self.gazetteer = gazetteer
        self.recognizer = recognizer or default_recognizer(gazetteer)
        self.resolver = resolver or default_resolver(gazetteer)
        self.demonyms = demonyms
        self.baseline = MostPopulous(gazetteer) if baseline else None
        self.provenance: Provenance | None = None

    def parse(self, annotated: AnnotatedArticle) -> tuple[list[Resolution], float]:
        """Recognise and resolve as the product does; also tell how many seconds that took."""
        begun = perf_counter()
        parsed = geoparse(
            annotated.article,
            gazetteer=self.gazetteer,
            recognizer=self.recognizer,
            resolver=self.resolver,
            demonyms=self.demonyms,
        )
        seconds = perf_counter() - begun
        self.provenance = parsed.provenance
        # A recogniser that does not tell demonyms apart is held to the same list as the gold.
        found = [
            resolution
            for resolution in parsed.resolutions
            if self.demonyms or not (resolution.mention.kind == "demonym" or is_demonym(resolution.mention.text))
        ]
        return found, seconds

    def run(self, annotated: AnnotatedArticle) -> tuple[ArticleOutcome, float]:
        """Measure one article; also tell how many seconds it took."""
        found, seconds = self.parse(annotated)
        article = annotated.article
        gold = [toponym for toponym in annotated.toponyms if self.demonyms or not toponym.is_demonym]
        spans = _Spans(gold, [resolution.mention for resolution in found])
        answers = self._answers(self.resolver, article, gold)
        gold_placed, judged, placed = spans.end_to_end(found)
        outcome = ArticleOutcome(
            id=article.id,
            words=len(article.text.split()),
            gold=tuple(
                GoldOutcome(
                    start=toponym.start,
                    end=toponym.end,
                    text=toponym.text,
                    toponym_class=toponym_class(toponym, self.gazetteer),
                    has_point=toponym.point is not None,
                    exact=i in spans.exact_gold,
                    overlap=i in spans.overlap_gold,
                    placed=i in gold_placed,
                    answer=answers[i],
                )
                for i, toponym in enumerate(gold)
            ),
            mentions=tuple(
                MentionOutcome(
                    start=resolution.mention.start,
                    end=resolution.mention.end,
                    text=resolution.mention.text,
                    exact=i in spans.exact_found,
                    overlap=i in spans.overlap_found,
                    place=resolution.place.id if resolution.place else None,
                    name=resolution.place.name if resolution.place else None,
                    judged=i in judged,
                    placed=i in placed,
                )
                for i, resolution in enumerate(found)
            ),
        )
        if self.baseline is not None:
            outcome = self._with_baseline(self.baseline, article, outcome, spans)
        return outcome, seconds

    def _with_baseline(
        self, baseline: Resolver, article: Article, outcome: ArticleOutcome, spans: _Spans
    ) -> ArticleOutcome:
        """Add what the same spans and mentions come to when the baseline places them."""
        answers = self._answers(baseline, article, spans.gold)
        gold_placed, judged, placed = spans.end_to_end(baseline.resolve(article, spans.found))
        return replace(
            outcome,
            gold=tuple(
                replace(gold, baseline=answers[i], baseline_placed=i in gold_placed)
                for i, gold in enumerate(outcome.gold)
            ),
            mentions=tuple(
                replace(mention, baseline_judged=i in judged, baseline_placed=i in placed)
                for i, mention in enumerate(outcome.mentions)
            ),
        )

    @staticmethod
    def _answers(resolver: Resolver, article: Article, gold: Sequence[GoldToponym]) -> list[Answer]:
        """Give the resolver the gold spans, and hold what it makes of them against the gold."""
        mentions = [
            Mention(start=toponym.start, end=toponym.end, text=toponym.text, kind=_kind(toponym)) for toponym in gold
        ]
        # A resolver of somebody else's may leave some out: those are unresolved.
        resolutions = {
            (resolution.mention.start, resolution.mention.end): resolution
            for resolution in resolver.resolve(article, mentions)
        }
        return [judge(toponym, resolutions.get((toponym.start, toponym.end))) for toponym in gold]


class _Spans:
    """The gold toponyms and the found mentions of one article, and which of them meet."""

    def __init__(self, gold: Sequence[GoldToponym], found: Sequence[Mention]) -> None:
        self.gold = gold
        self.found = found
        gold_spans = [(toponym.start, toponym.end) for toponym in gold]
        found_spans = [(mention.start, mention.end) for mention in found]
        exact = match_exact(gold_spans, found_spans)
        overlap = match_one_to_one(gold_spans, found_spans)
        self.exact_gold, self.exact_found = {g for g, _ in exact}, {f for _, f in exact}
        self.overlap_gold, self.overlap_found = {g for g, _ in overlap}, {f for _, f in overlap}
        self._meetings = list(overlaps(gold_spans, found_spans))

    def end_to_end(self, resolutions: Sequence[Resolution]) -> tuple[set[int], set[int], set[int]]:
        """Tell which gold toponyms were placed right, which mentions can be judged, and which of those are right.

        A mention can be judged if it was placed (to leave it unresolved claims nothing), unless it meets only such gold
        toponyms as have no point: what the right place would be, nobody knows.
        """
        met: dict[int, list[int]] = {}
        for g, f in self._meetings:
            met.setdefault(f, []).append(g)
        judged = {
            f
            for f, resolution in enumerate(resolutions)
            if resolution.place and (f not in met or any(self.gold[g].point for g in met[f]))
        }
        right = [(g, f) for g, f in self._meetings if f in judged and judge(self.gold[g], resolutions[f]).right]
        return {g for g, _ in right}, judged, {f for _, f in right}


def _kind(toponym: GoldToponym) -> MentionKind:
    return "demonym" if toponym.is_demonym else "place"
