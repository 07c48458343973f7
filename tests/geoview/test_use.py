"""What a mention does in its sentence: the cases of tests/golden/use.tsv, and what must hold of every text.

The cases above the line ``# Held out`` are those that the rules were made by looking at; floors are kept for both sides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from floors import gate
from golden import lines, span

import gazetteer
from geoview.pipeline import default_recognizer, default_resolver, geoparse
from geoview.resolve.use import uses_of, with_uses
from geoview.types import Article, Mention, MentionKind, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer import Gazetteer
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver

CASES = Path(__file__).parents[1] / "golden" / "use.tsv"
USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sentence, one mention of it, and what it does there."""

    line: int
    text: str
    start: int
    end: int
    wanted: Use
    reason: str

    def answer(self, places: Gazetteer, recognizer: Recognizer, resolver: Resolver) -> Use:
        """Return what is answered when the mention is given; the others are for the recogniser to find."""
        article = Article(id=f"line {self.line}", text=self.text)
        found = recognizer.mentions(article)
        others = [other for other in found if other.end <= self.start or self.end <= other.start]
        written = self.text[self.start : self.end]
        offered = places.candidates(written)
        kind: MentionKind = "demonym" if offered and offered[0].match == "demonym" else "place"
        mention = Mention(start=self.start, end=self.end, text=written, kind=kind)
        mentions = sorted([*others, mention], key=lambda one: one.start)
        resolved = with_uses(article, resolver.resolve(article, mentions))
        return next(one.use for one in resolved if one.mention == mention)

    def failure(self, answer: Use) -> str:
        """Say what was answered instead."""
        written = self.text[self.start : self.end]
        return f"{self.line}: {written} in: {self.text}\n    wanted {self.wanted} ({self.reason}), answered {answer}"


def cases(path: Path = CASES) -> tuple[list[Case], list[Case]]:
    """Read ``sentence <TAB> mention <TAB> use <TAB> why``: the cases for developing, and those held out."""
    held_from = next(
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if line.startswith("# Held out:")
    )
    found = []
    for number, (text, name, wanted, reason) in lines(path, fields=4):
        use: Use = next(use for use in USES if use == wanted)
        start, end = span(text, name)
        found.append(Case(line=number, text=text, start=start, end=end, wanted=use, reason=reason))
    return [case for case in found if case.line < held_from], [case for case in found if case.line > held_from]


@pytest.fixture(scope="module")
def places() -> Iterator[Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def scores(pairs: Sequence[tuple[Use, Use]]) -> dict[str, float]:
    """Return the share of (wanted, answered) that is right, and each use's precision and recall."""
    right, wanted, answered = (
        Counter(one for one, other in pairs if one == other),
        Counter(one for one, _ in pairs),
        Counter(other for _, other in pairs),
    )
    measured = {"right": right.total() / len(pairs)}
    for use in USES:
        measured[f"{use} precision"] = right[use] / answered[use] if answered[use] else 0.0
        measured[f"{use} recall"] = right[use] / wanted[use] if wanted[use] else 0.0
    return measured


@pytest.mark.parametrize("part", ["developing", "held out"])
def test_use(places: Gazetteer, part: str) -> None:
    chosen = cases()[part == "held out"]
    recognizer, resolver = default_recognizer(places), default_resolver(places)
    answers = [case.answer(places, recognizer, resolver) for case in chosen]
    measured = scores([(case.wanted, answer) for case, answer in zip(chosen, answers, strict=True)])
    # Shown when the test fails, and with pytest -s; the held-out cases are not to be read while rules are made.
    if part == "developing":
        print(
            *(case.failure(answer) for case, answer in zip(chosen, answers, strict=True) if case.wanted != answer),
            sep="\n",
        )
    print(f"golden use, {part}:", *(f"{name} {value:.3f}" for name, value in measured.items()), sep="\n  ")
    gate({f"golden use, {part}": ("", measured)})


# The cases themselves, and the judge


def test_there_are_as_many_cases_as_were_promised() -> None:
    developing, held_out = cases()
    both = [(case.text, case.start) for case in [*developing, *held_out]]
    assert len(both) == len(set(both))
    assert len({text for text, _ in both}) >= 250
    assert len(held_out) >= len(both) / 3
    assert {case.text for case in developing}.isdisjoint(case.text for case in held_out)


def test_the_judge() -> None:
    pairs: list[tuple[Use, Use]] = [
        ("literal", "literal"),
        ("metonymic", "literal"),
        ("modifier", "modifier"),
        ("literal", "modifier"),
    ]
    measured = scores(pairs)
    assert measured["right"] == 0.5
    assert measured["literal precision"] == measured["literal recall"] == 0.5
    assert measured["metonymic precision"] == measured["metonymic recall"] == 0.0
    assert (measured["modifier precision"], measured["modifier recall"]) == (0.5, 1.0)
