"""Two runs over the same corpora side by side: which toponyms changed, which were won, which lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geoview.errors import CorpusError
from geoview.evaluate.summary import RATIOS
from geoview.scores import bootstrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geoview.evaluate.outcomes import ArticleOutcome, CorpusOutcome, GoldOutcome, MentionOutcome, Run
    from geoview.evaluate.summary import Counts, Interval

Stage = Literal["recognition", "resolution", "end to end"]
Verdict = Literal["won", "lost", "changed"]
"""``changed``: another answer, as right or as wrong as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that the two runs do not agree on.

    Attributes:
        corpus: name of the corpus.
        article: id of the article.
        start: index of its first character.
        end: index behind its last character.
        text: its characters.
        stage: recognition (exact bounds), resolution (gold span given), or end to end.
        verdict: whether the second run is the better one here.
        before: what the first run made of it.
        after: what the second did.
    """

    corpus: str
    article: str
    start: int
    end: int
    text: str
    stage: Stage
    verdict: Verdict
    before: str
    after: str

    def __str__(self) -> str:
        where = f"{self.corpus} {self.article} {self.start}:{self.end}"
        return f"{self.verdict:7} {self.stage:11} {self.text}: {self.before} -> {self.after}  ({where})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far a score moved.

    Attributes:
        corpus: name of the corpus.
        score: its name, as in ``geoview.evaluate.summary.RATIOS``.
        before: in the first run.
        after: in the second.
        interval: 95 % interval of after minus before, both runs resampled by the same articles; where it does not hold
            0, the difference is more than chance.
    """

    corpus: str
    score: str
    before: float
    after: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that changed between two runs."""

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]

    def count(self, stage: Stage, verdict: Verdict) -> int:
        """Count the changes of one stage and verdict."""
        return sum(change.stage == stage and change.verdict == verdict for change in self.changes)


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs.

    Raises:
        CorpusError: they are not over the same corpora, parts and kinds of toponyms.
    """
    if before.demonyms != after.demonyms:
        raise CorpusError("one run counts demonyms and the other does not; run both with the same option")
    differences: list[Difference] = []
    changes: list[Change] = []
    saved = {corpus.sha256 + corpus.part: corpus for corpus in before.corpora}
    for corpus in after.corpora:
        if (old := saved.get(corpus.sha256 + corpus.part)) is None:
            raise CorpusError(
                f"{corpus.name}, part {corpus.part}: is not in the saved run, or its file has changed since; "
                "save the run again"
            )
        if [article.id for article in old.articles] != [article.id for article in corpus.articles]:
            raise CorpusError(f"{corpus.name}: the saved run has other articles; save the run again")
        differences += _differences(old, corpus)
        for earlier, later in zip(old.articles, corpus.articles, strict=True):
            changes += _changes(corpus.name, earlier, later)
    return Comparison(differences=tuple(differences), changes=tuple(changes))


def _differences(before: CorpusOutcome, after: CorpusOutcome) -> Iterator[Difference]:
    for name, (counts, ratio) in RATIOS.items():
        old, new = ([counts(article) for article in corpus.articles] for corpus in (before, after))
        first, second = ratio(old), ratio(new)
        if first is None or second is None:
            continue

        def moved(pairs: Sequence[tuple[Counts, Counts]]) -> float | None:
            low, high = ratio([pair[0] for pair in pairs]), ratio([pair[1] for pair in pairs])  # noqa: B023 -- used here
            return None if low is None or high is None else high - low

        interval = bootstrap(list(zip(old, new, strict=True)), moved) or (0.0, 0.0)
        yield Difference(corpus=after.name, score=name, before=first, after=second, interval=interval)


def _changes(corpus: str, before: ArticleOutcome, after: ArticleOutcome) -> Iterator[Change]:
    def change(
        span: GoldOutcome | MentionOutcome, stage: Stage, right: tuple[bool, bool], said: tuple[str, str]
    ) -> Change:
        verdict: Verdict = "changed" if right[0] == right[1] else "won" if right[1] else "lost"
        return Change(
            corpus=corpus,
            article=after.id,
            start=span.start,
            end=span.end,
            text=span.text,
            stage=stage,
            verdict=verdict,
            before=said[0],
            after=said[1],
        )

    for old, new in zip(before.gold, after.gold, strict=True):
        if old.exact != new.exact:
            yield change(new, "recognition", (old.exact, new.exact), (_found(old), _found(new)))
        if new.has_point and old.answer.id != new.answer.id:
            said = _place(old.answer.id, old.answer.name), _place(new.answer.id, new.answer.name)
            yield change(new, "resolution", (old.answer.right, new.answer.right), said)
        if new.has_point and old.placed != new.placed:
            said = _right(placed=old.placed), _right(placed=new.placed)
            yield change(new, "end to end", (old.placed, new.placed), said)
    for mention in _alarms(before, after):
        yield change(mention, "recognition", (False, True), ("false alarm", "not marked"))
    for mention in _alarms(after, before):
        yield change(mention, "recognition", (True, False), ("not marked", "false alarm"))


def _alarms(one: ArticleOutcome, other: ArticleOutcome) -> Iterator[MentionOutcome]:
    """Yield the mentions of one run that overlap no gold and that the other run does not have."""
    spans = {(mention.start, mention.end) for mention in other.mentions}
    for mention in one.mentions:
        if not mention.overlap and not mention.exact and (mention.start, mention.end) not in spans:
            yield mention


def _found(gold: GoldOutcome) -> str:
    return "found" if gold.exact else "other bounds" if gold.overlap else "not found"


def _place(identifier: str | None, name: str | None) -> str:
    return "unresolved" if identifier is None else f"{name} ({identifier})"


def _right(*, placed: bool) -> str:
    return "right" if placed else "wrong"
