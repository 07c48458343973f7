"""Every miss with its context, for reading."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from geoview.render.summary import snippet
from geoview.types import Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoview.corpora import Corpus
    from geoview.evaluate.outcomes import ArticleOutcome, CorpusOutcome, GoldOutcome, MentionOutcome
    from geoview.types import Article

MissKind = Literal["not found", "other bounds", "not in the gold", "wrong place", "unresolved"]
"""Three of recognition; two of resolution, where the gold span was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One thing that went wrong.

    Attributes:
        corpus: name of the corpus.
        article: id of the article.
        kind: what went wrong.
        start: index of the gold toponym's first character, or of the mention's where there is no gold.
        end: index behind its last character.
        text: its characters.
        toponym_class: of the gold toponym; None for what is not in the gold.
        answer: what was made of it instead: a place with its distance, the other bounds' text; or "".
        context: the sentence, the toponym between ⟦ and ⟧.
    """

    corpus: str
    article: str
    kind: MissKind
    start: int
    end: int
    text: str
    toponym_class: str | None
    answer: str
    context: str

    def as_dict(self) -> dict[str, object]:
        """Return the fields, for a line of JSON."""
        return asdict(self)

    def __str__(self) -> str:
        what = f" ({self.toponym_class})" if self.toponym_class else ""
        instead = f" -> {self.answer}" if self.answer else ""
        where = f"{self.corpus} {self.article} {self.start}:{self.end}"
        return f"{self.kind}: {self.text}{what}{instead}\n    {where}: {' '.join(self.context.split())}"


def misses(outcome: CorpusOutcome, corpus: Corpus) -> Iterator[Miss]:
    """Yield what went wrong, by article, in the order of the text.

    Args:
        outcome: of a run.
        corpus: the same corpus and part, for its text.
    """
    for annotated, article in zip(corpus.articles, outcome.articles, strict=True):
        source = outcome.name, annotated.article
        found = [*_gold_misses(source, article), *_alarms(source, article)]
        yield from sorted(found, key=lambda miss: (miss.start, miss.end))


_Source = tuple[str, "Article"]
"""Name of the corpus, and the article."""


def _gold_misses(source: _Source, outcome: ArticleOutcome) -> Iterator[Miss]:
    for gold in outcome.gold:
        if not gold.exact:
            bounds = [found.text for found in outcome.mentions if found.start < gold.end and gold.start < found.end]
            kind: MissKind = "other bounds" if bounds else "not found"
            yield _miss(source, kind, gold, " | ".join(bounds), gold.toponym_class)
        if gold.has_point and not gold.answer.right:
            answer = gold.answer
            kind = "unresolved" if answer.id is None else "wrong place"
            instead = "" if answer.id is None else f"{answer.name} ({answer.id}), {answer.error_km or 0:,.0f} km off"
            yield _miss(source, kind, gold, instead, gold.toponym_class)


def _alarms(source: _Source, outcome: ArticleOutcome) -> Iterator[Miss]:
    for mention in outcome.mentions:
        if not any(mention.start < gold.end and gold.start < mention.end for gold in outcome.gold):
            instead = "" if mention.place is None else f"{mention.name} ({mention.place})"
            yield _miss(source, "not in the gold", mention, instead, None)


def _miss(
    source: _Source, kind: MissKind, span: GoldOutcome | MentionOutcome, answer: str, toponym_class: str | None
) -> Miss:
    corpus, article = source
    around = snippet(article, Mention(start=span.start, end=span.end, text=span.text))
    return Miss(
        corpus=corpus,
        article=article.id,
        kind=kind,
        start=span.start,
        end=span.end,
        text=span.text,
        toponym_class=toponym_class,
        answer=answer,
        context=f"{around.before}⟦{around.match}⟧{around.after}",
    )
