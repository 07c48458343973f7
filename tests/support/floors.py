"""Floors: scores may rise, and may not fall unseen.

``tests/floors.json`` pins a floor for each score, beside the checksum of the corpus that it was measured on (golden
cases have none: more are welcome). A test that fails says which fell. The file is rewritten by the tests themselves::

    GEOVIEW_FLOORS=raise pytest -n0 tests/geoview                                # take over what rose
    GEOVIEW_FLOORS=lower GEOVIEW_FLOORS_REASON="…" pytest -n0 tests/geoview      # and what fell, and say why

A floor that somebody lowers by hand stays below its ``best`` without a reason, and fails too.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS = Path(__file__).parents[1] / "floors.json"

LOWER_IS_BETTER = {"ece", "auc"}
ROUNDED = 4
"""Digits; floors are rounded to the worse side, so that what was measured passes its own floor."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One score against its floor."""

    name: str
    measured: float
    floor: float

    @property
    def gain(self) -> float:
        """How much better than the floor; below zero where it fell."""
        return (self.floor - self.measured) if self.name in LOWER_IS_BETTER else (self.measured - self.floor)

    def __str__(self) -> str:
        word = "fell" if self.gain < 0 else "rose"
        return f"{self.name} {word}: {self.floor:.4f} -> {self.measured:.4f}"


def hold(entry: dict[str, Any], sha256: str, measured: Mapping[str, float], mode: str, reason: str) -> list[str]:
    """Hold scores against an entry of the floors' file, and rewrite the entry as the mode allows.

    Args:
        entry: ``{"sha256": …, "floors": {score: {"floor", "best", "reason"}}}``; changed in place.
        sha256: of the corpus that was measured on, or "".
        measured: the scores of today.
        mode: ``raise``, ``lower`` or nothing.
        reason: why lowering is right.

    Returns:
        What is wrong: empty where the gate is passed.
    """
    if mode == "lower" and not reason.strip():
        return ["to lower a floor, say why in GEOVIEW_FLOORS_REASON"]
    if entry["sha256"] != sha256:
        if mode != "lower":
            return [f"measured on another text ({sha256[:12]}…, the floors are of {entry['sha256'][:12]}…)"]
        entry["sha256"] = sha256
    if mode:
        for name, value in measured.items():
            fresh = {"floor": worse(name, value), "best": worse(name, value), "reason": None}
            move(name, entry["floors"].setdefault(name, fresh), worse(name, value), reason if mode == "lower" else "")
    wrong = [complaint(name, entry["floors"].get(name), value) for name, value in measured.items()]
    wrong += [f"{name}: has a floor and was not measured" for name in entry["floors"] if name not in measured]
    return [line for line in wrong if line]


def move(name: str, row: dict[str, Any], target: float, reason: str) -> None:
    """Raise a floor, or lower it where a reason is given."""
    gain = Verdict(name, target, row["floor"]).gain
    if gain > 0:
        row["floor"] = target
        if Verdict(name, target, row["best"]).gain >= 0:
            row |= {"best": target, "reason": None}
    elif gain < 0 and reason:
        row |= {"floor": target, "reason": reason}


def complaint(name: str, row: dict[str, Any] | None, value: float) -> str:
    """Say what is wrong with a score and its floor, or nothing."""
    if row is None:
        return f"{name}: has no floor yet"
    verdict = Verdict(name, value, row["floor"])
    if verdict.gain < 0:
        return str(verdict)
    if Verdict(name, row["floor"], row["best"]).gain < 0 and not row["reason"]:
        return f"{name}: its floor {row['floor']} is below its best {row['best']}, and no reason is given"
    return ""


def worse(name: str, value: float) -> float:
    """Round to the side that makes a floor easier, by at most one unit of the last digit."""
    step = 10**-ROUNDED
    rounded = round(value, ROUNDED)
    if Verdict(name, value, rounded).gain < 0:
        rounded += step if name in LOWER_IS_BETTER else -step
    return round(rounded, ROUNDED)


def rises(entry: dict[str, Any], measured: Mapping[str, float]) -> list[str]:
    """Say which scores are better than their floors, for whoever reads the log."""
    verdicts = [Verdict(name, value, entry["floors"][name]["floor"]) for name, value in measured.items()]
    return [str(verdict) for verdict in verdicts if verdict.gain >= 10**-ROUNDED]


def gate(measured: Mapping[str, tuple[str, Mapping[str, float]]]) -> None:
    """Hold scores against the floors' file, print what rose, fail on what fell."""
    mode, reason = os.environ.get("GEOVIEW_FLOORS", ""), os.environ.get("GEOVIEW_FLOORS_REASON", "")
    assert mode in {"", "raise", "lower"}, "GEOVIEW_FLOORS is raise or lower"
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    wrong: list[str] = []
    for key, (sha256, scores) in measured.items():
        entry = floors.setdefault(key, {"sha256": sha256, "floors": {}})
        wrong += [f"{key}: {line}" for line in hold(entry, sha256, scores, mode, reason)]
        if not wrong:
            print(*(f"{key}: {line}" for line in rises(entry, scores)), sep="\n")  # with pytest -s
    if mode and not wrong:
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert not wrong, "\n".join(["scores fell, or floors are not as they should be:", *wrong, __doc__ or ""])
