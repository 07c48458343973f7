"""The evaluation told: JSON for programs, a table for people; and ``report``, all that the command line calls."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from geoview.corpora import read_corpus
from geoview.evaluate.compare import compare
from geoview.evaluate.misses import misses
from geoview.evaluate.run import evaluate
from geoview.evaluate.saved import load_run, save_run, write_whole
from geoview.evaluate.summary import by_class, intervals, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from gazetteer import Gazetteer
    from geoview.corpora import Corpus, Part
    from geoview.evaluate.compare import Comparison
    from geoview.evaluate.misses import Miss
    from geoview.evaluate.outcomes import CorpusOutcome, Run
    from geoview.evaluate.summary import ClassScores, Interval
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver
    from geoview.scores import PrecisionRecall, ResolutionScores

Format = Literal["table", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an evaluation is to do.

    Attributes:
        corpora: JSONL files of annotated articles.
        part: which articles of each.
        demonyms: False leaves demonyms out of both sides.
        baseline: also score the most populous candidates.
        details: also classes, intervals, checksums and versions.
        format: a table for people, or JSON.
        save: where to write the run, for a later comparison.
        compare: a saved run to compare this one with.
        save_errors: where to write every miss: JSON lines where its name ends in ``.jsonl`` or ``.json``, else text.
    """

    corpora: tuple[Path, ...]
    part: Part = "all"
    demonyms: bool = True
    baseline: bool = False
    details: bool = False
    format: Format = "table"
    save: Path | None = None
    compare: Path | None = None
    save_errors: Path | None = None


def report(
    request: Request,
    *,
    gazetteer: Gazetteer,
    recognizer: Recognizer | None = None,
    resolver: Resolver | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Evaluate, write the files that were asked for, and return what is to be printed.

    Args:
        request: what to do.
        gazetteer: an open gazetteer.
        recognizer: the pipeline's own where None.
        resolver: the pipeline's own where None.
        progress: called after each article with how many are done, and how many there are.

    Raises:
        CorpusError: a corpus or the saved run cannot be read, or the runs cannot be compared.
        OutputError: a file cannot be written.
    """
    # All that can be wrong with files is found before the work begins.
    earlier = load_run(request.compare) if request.compare else None
    corpora = [read_corpus(path, request.part) for path in request.corpora]
    run = evaluate(
        corpora,
        gazetteer=gazetteer,
        recognizer=recognizer,
        resolver=resolver,
        demonyms=request.demonyms,
        baseline=request.baseline,
        progress=progress,
    )
    comparison = compare(earlier, run) if earlier else None
    if request.save:
        save_run(run, request.save)
    if request.save_errors:
        _save_misses(run, corpora, request.save_errors)
    if request.format == "json":
        return json.dumps(as_json(run, details=request.details, comparison=comparison), ensure_ascii=False, indent=2)
    return as_table(run, details=request.details, comparison=comparison)


def as_json(run: Run, *, details: bool = False, comparison: Comparison | None = None) -> dict[str, Any]:
    """Return the JSON object of the contract; what else was asked for comes under further keys."""
    data: dict[str, Any] = {"corpora": [_corpus_json(corpus, run, details=details) for corpus in run.corpora]}
    if details:
        data["provenance"] = asdict(run.provenance)
        data["demonyms"] = run.demonyms
    if comparison:
        data["comparison"] = asdict(comparison)
    return data


def _corpus_json(corpus: CorpusOutcome, run: Run, *, details: bool) -> dict[str, Any]:
    scores = score(corpus, baseline=run.baseline)
    data: dict[str, Any] = {
        "name": scores.name,
        "articles": scores.articles,
        "toponyms": scores.toponyms,
        "recognition": {"exact": _rates(scores.exact), "overlap": _rates(scores.overlap)},
        "resolution": asdict(scores.resolution),
        "end_to_end": _rates(scores.end_to_end, "_161km"),
        "calibration": {"ece": scores.ece},
        "seconds": scores.seconds,
        "articles_per_second": scores.articles_per_second,
    }
    if scores.baseline_resolution and scores.baseline_end_to_end:
        data["baseline"] = {
            "resolution": asdict(scores.baseline_resolution),
            "end_to_end": _rates(scores.baseline_end_to_end, "_161km"),
        }
    if details:
        data |= {
            "part": corpus.part,
            "sha256": corpus.sha256,
            "words_per_second": scores.words_per_second,
            "classes": [asdict(one) for one in by_class(corpus)],
            "intervals": intervals(corpus),
        }
    return data


def _rates(counts: PrecisionRecall, suffix: str = "") -> dict[str, float]:
    return {
        f"precision{suffix}": counts.precision,
        f"recall{suffix}": counts.recall,
        f"f1{suffix}": counts.f1,
    }


def as_table(run: Run, *, details: bool = False, comparison: Comparison | None = None) -> str:
    """Return the scores as text, rates in percent."""
    made = run.provenance
    lines = [
        f"geoview {made.geoview}, gazetteer {made.gazetteer}, recogniser {made.recognizer}, resolver {made.resolver}"
        + ("" if run.demonyms else "; demonyms left out")
    ]
    for corpus in run.corpora:
        lines += ["", *_corpus_table(corpus, run, details=details)]
    if comparison:
        lines += ["", *_comparison_table(comparison)]
    return "\n".join(lines)


def _corpus_table(corpus: CorpusOutcome, run: Run, *, details: bool) -> list[str]:
    scores = score(corpus, baseline=run.baseline)
    ranges = intervals(corpus) if details else {}
    part = "" if corpus.part == "all" else f", {corpus.part}"
    lines = [
        f"{corpus.name}{part}: {scores.articles:,} articles, {scores.toponyms:,} toponyms"
        + (f", sha256 {corpus.sha256}" if details else ""),
        f"  recognition, exact    {_prf(scores.exact)}{_range(ranges.get('exact_f1'))}",
        f"  recognition, overlap  {_prf(scores.overlap)}{_range(ranges.get('overlap_f1'))}",
        f"  resolution            {_resolution(scores.resolution, ranges.get('accuracy_id_or_161km'))}",
    ]
    if scores.baseline_resolution:
        lines.append(f"    most populous       {_resolution(scores.baseline_resolution, None)}")
    lines.append(f"  end to end, 161 km    {_prf(scores.end_to_end)}{_range(ranges.get('f1_161km'))}")
    if scores.baseline_end_to_end:
        lines.append(f"    most populous       {_prf(scores.baseline_end_to_end)}")
    lines += [
        f"  calibration           ECE {'-' if scores.ece is None else format(scores.ece, '.3f')}",
        (
            f"  speed                 {scores.seconds:.2f} s, {scores.articles_per_second:,.0f} articles/s, "
            f"{scores.words_per_second:,.0f} words/s"
        ),
    ]
    return lines + (_class_table(by_class(corpus)) if details else [])


def _class_table(classes: Sequence[ClassScores]) -> list[str]:
    lines = ["  class      toponyms   found exactly   found   right of given spans   found and right"]
    lines += [
        f"  {one.toponym_class:9}{one.toponyms:>10,}{_percent(one.recall_exact):>16}{_percent(one.recall_overlap):>8}"
        f"{_percent(one.accuracy_id_or_161km):>16} of{one.n:>6,}{_percent(one.recall_161km):>15}"
        for one in classes
    ]
    return lines


def _comparison_table(comparison: Comparison) -> list[str]:
    lines = ["compared with the saved run (* more than chance, by articles resampled):"]
    for moved in comparison.differences:
        low, high = moved.interval
        mark = " *" if low > 0 or high < 0 else ""
        lines.append(
            f"  {moved.corpus:12} {moved.score:21} {_percent(moved.before):>6} -> {_percent(moved.after):>6}"
            f"  {100 * (moved.after - moved.before):+.1f} [{100 * low:+.1f}, {100 * high:+.1f}]{mark}"
        )
    for stage in ("recognition", "resolution", "end to end"):
        won, lost, changed = (comparison.count(stage, verdict) for verdict in ("won", "lost", "changed"))
        lines.append(f"  {stage:11} {won:,} won, {lost:,} lost, {changed:,} changed")
    return lines + [f"  {change}" for change in comparison.changes]


def _prf(counts: PrecisionRecall) -> str:
    return f"P {_percent(counts.precision):>5}  R {_percent(counts.recall):>5}  F1 {_percent(counts.f1):>5}"


def _resolution(scores: ResolutionScores, interval: Interval | None) -> str:
    if scores.mean_error_km is None or scores.median_error_km is None or scores.auc is None:
        return "no toponym with coordinates"
    return (
        f"id or 161 km {_percent(scores.accuracy_id_or_161km)}{_range(interval)}, 161 km "
        f"{_percent(scores.accuracy_161km)}; error mean {scores.mean_error_km:,.0f} km, median "
        f"{scores.median_error_km:,.0f} km; AUC {scores.auc:.3f}; n {scores.n:,}"
    )


def _percent(rate: float | None) -> str:
    return "-" if rate is None else f"{100 * rate:.1f}"


def _range(interval: Interval | None) -> str:
    return "" if interval is None else f" [{100 * interval[0]:.1f}, {100 * interval[1]:.1f}]"


def _save_misses(run: Run, corpora: Iterable[Corpus], path: Path) -> None:
    found = [miss for outcome, corpus in zip(run.corpora, corpora, strict=True) for miss in misses(outcome, corpus)]
    as_lines = path.suffix in {".jsonl", ".json"}
    write_whole(path, "".join(_miss_line(miss, as_json_line=as_lines) + "\n" for miss in found))


def _miss_line(miss: Miss, *, as_json_line: bool) -> str:
    return json.dumps(miss.as_dict(), ensure_ascii=False) if as_json_line else str(miss)
