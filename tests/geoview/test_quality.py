"""The quality gate: the scores on the annotated corpora against their floors; see tests/support/floors.py.

The shipped models have seen LGL and TR-News, so their floors there only tell that nothing broke; TUD-Loc and the golden
cases they have not. What models score on articles that they have not seen stands in the model cards.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gazetteer
from floors import FLOORS, ROUNDED, gate, hold, rises
from geoview.corpora import read_corpus
from geoview.evaluate import evaluate, score
from marked import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geoview.evaluate import CorpusOutcome

TESTS = Path(__file__).parents[1]
SHARED = Path(os.environ.get("GEOVIEW_SHARED") or TESTS.parent.parent / "shared")


def scores_of(outcome: CorpusOutcome) -> dict[str, float]:
    """Return the scores that have floors."""
    scores = score(outcome)
    found = {
        "exact_f1": scores.exact.f1,
        "overlap_f1": scores.overlap.f1,
        "accuracy_id_or_161km": scores.resolution.accuracy_id_or_161km,
        "accuracy_161km": scores.resolution.accuracy_161km,
        "auc": scores.resolution.auc,
        "recall_161km": scores.end_to_end.recall,
        "f1_161km": scores.end_to_end.f1,
        "ece": scores.ece,
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


# TUD-Loc does not annotate demonyms.
@pytest.mark.parametrize(("name", "demonyms"), [("lgl", True), ("trnews", True), ("tudloc", False)])
def test_no_score_falls(name: str, demonyms: bool, places: gazetteer.Gazetteer) -> None:  # noqa: FBT001 - a parameter
    path = SHARED / "corpora" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"the annotated corpora are not beside this checkout: no {path.name} in {SHARED.name}/corpora")
    run = evaluate([read_corpus(path)], gazetteer=places, demonyms=demonyms)
    whole = run.corpora[0]
    cut = len(whole.articles) * 7 // 10
    measured = {name: whole}
    if name != "tudloc":  # the part that models are tried on
        measured[f"{name} last30"] = replace(whole, part="last30", articles=whole.articles[cut:])
    gate({key: (outcome.sha256, scores_of(outcome)) for key, outcome in measured.items()})


@pytest.mark.parametrize("name", ["english", "world"])
def test_no_score_falls_on_our_own_articles(name: str, places: gazetteer.Gazetteer, tmp_path: Path) -> None:
    rows = corpus(TESTS / "golden" / f"articles_{name}.txt", places)
    path = tmp_path / f"{name}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    outcome = evaluate([read_corpus(path)], gazetteer=places).corpora[0]
    gate({f"golden articles {name}": ("", scores_of(outcome))})


# The gate itself


def entry(floor: float = 0.8, best: float | None = None, reason: str | None = None, name: str = "f1") -> dict[str, Any]:
    return {"sha256": "a", "floors": {name: {"floor": floor, "best": best or floor, "reason": reason}}}


def test_what_holds_passes_and_changes_nothing() -> None:
    held = entry()
    assert hold(held, "a", {"f1": 0.8}, "", "") == []
    assert hold(held, "a", {"f1": 0.9}, "", "") == []
    assert held == entry()
    assert rises(held, {"f1": 0.9}) == ["f1 rose: 0.8000 -> 0.9000"]


def test_what_falls_fails() -> None:
    assert hold(entry(), "a", {"f1": 0.79}, "", "") == ["f1 fell: 0.8000 -> 0.7900"]
    assert hold(entry(), "a", {"f1": 0.79}, "raise", "") == ["f1 fell: 0.8000 -> 0.7900"]


def test_an_error_falls_by_rising() -> None:
    held = entry(0.05, name="ece")
    assert hold(held, "a", {"ece": 0.06}, "", "") == ["ece fell: 0.0500 -> 0.0600"]
    assert hold(held, "a", {"ece": 0.04}, "raise", "") == []
    assert held == entry(0.04, name="ece")


def test_raising_takes_over_what_rose() -> None:
    raised = entry()
    assert hold(raised, "a", {"f1": 0.87654}, "raise", "") == []
    assert raised == entry(0.8765)
    assert hold(raised, "a", {"f1": 0.87654}, "", "") == []


def test_lowering_wants_a_reason_and_keeps_it() -> None:
    lowered = entry()
    assert hold(lowered, "a", {"f1": 0.7}, "lower", " ") == ["to lower a floor, say why in GEOVIEW_FLOORS_REASON"]
    assert lowered == entry()
    assert hold(lowered, "a", {"f1": 0.7}, "lower", "the gold was mended") == []
    assert lowered == entry(0.7, best=0.8, reason="the gold was mended")
    assert hold(lowered, "a", {"f1": 0.75}, "raise", "") == []
    assert lowered == entry(0.75, best=0.8, reason="the gold was mended")
    assert hold(lowered, "a", {"f1": 0.85}, "raise", "") == []
    assert lowered == entry(0.85)


def test_a_floor_lowered_by_hand_fails() -> None:
    assert "no reason is given" in hold(entry(0.7, best=0.8), "a", {"f1": 0.75}, "", "")[0]


def test_another_text_or_a_missing_score_fails() -> None:
    assert "measured on another text" in hold(entry(), "b", {"f1": 0.9}, "", "")[0]
    assert hold(entry(), "a", {}, "", "") == ["f1: has a floor and was not measured"]
    assert hold(entry(), "a", {"f1": 0.9, "auc": 0.1}, "", "") == ["auc: has no floor yet"]


@pytest.mark.parametrize("value", [0.0, 0.12345, 0.99996, 1.0, 2 / 3, 0.1 + 0.2])
@pytest.mark.parametrize("name", ["f1", "ece"])
def test_what_was_measured_passes_its_own_floor(name: str, value: float) -> None:
    fresh: dict[str, Any] = {"sha256": "a", "floors": {}}
    assert hold(fresh, "a", {name: value}, "raise", "") == []
    assert hold(fresh, "a", {name: value}, "", "") == []
    assert abs(fresh["floors"][name]["floor"] - value) <= 10**-ROUNDED


def test_the_file_is_whole() -> None:
    for key, held in json.loads(FLOORS.read_text(encoding="utf-8")).items():
        assert set(held) == {"sha256", "floors"}, key
        assert len(held["sha256"]) == (0 if key.startswith("golden") else 64), key
        for row in held["floors"].values():
            assert set(row) == {"floor", "best", "reason"}
