"""Golden cases, in plain text that a geographer can add to: tests/golden/*.tsv, one case a line.

A test that fails shows every case that fails (``pytest -s`` always does). The share that is right may not fall below
its floor: see tests/support/floors.py for how floors are raised and, with a reason, lowered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import gazetteer
from floors import gate
from gazetteer.geodesy import distance_km
from gazetteer.place import Place
from geoview.pipeline import default_recognizer, default_resolver
from geoview.types import Article, Mention
from golden import lines, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver

GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A mention that a sentence should have, or may have."""

    start: int
    end: int
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionCase:
    """A sentence, and the lists of mentions any one of which is right."""

    line: int
    text: str
    wanted: str
    alternatives: tuple[tuple[Expected, ...], ...]
    reason: str

    def failure(self, recognizer: Recognizer) -> str | None:
        """Return what was found instead, or None where it is right."""
        found = recognizer.mentions(Article(id=f"line {self.line}", text=self.text))
        spans = [(mention.start, without_stop(self.text, mention.end)) for mention in found]
        if any(self._fits(wanted, spans) for wanted in self.alternatives):
            return None
        marked = "|".join(mention.text for mention in found) or "-"
        return f"{self.line}: {self.text}\n    wanted {self.wanted}, found {marked} ({self.reason})"

    def _fits(self, wanted: Sequence[Expected], spans: Sequence[tuple[int, int]]) -> bool:
        allowed = {(one.start, without_stop(self.text, one.end)): one.optional for one in wanted}
        needed = {span for span, optional in allowed.items() if not optional}
        return len(spans) == len(set(spans)) and needed <= set(spans) <= set(allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionCase:
    """A sentence or short article, one mention of it, and what it refers to.

    ``wanted`` is ``-`` (nothing), GeoNames ids between ``|``, or ``@latitude,longitude,radius in km``.
    """

    line: int
    text: str
    mention: Mention
    wanted: str
    reason: str

    def failure(self, recognizer: Recognizer, resolver: Resolver) -> str | None:
        """Return what was answered instead, or None where it is right.

        The mention is given; what else the article mentions is for the recogniser to find.
        """
        article = Article(id=f"line {self.line}", text=self.text)
        others = [
            other
            for other in recognizer.mentions(article)
            if other.end <= self.mention.start or self.mention.end <= other.start
        ]
        mentions = sorted([*others, self.mention], key=lambda mention: mention.start)
        answers = {answer.mention: answer for answer in resolver.resolve(article, mentions)}
        answer = answers[self.mention]
        if self.accepts(answer.place):
            return None
        given = "nothing"
        if answer.place:
            given = f"{answer.place.name} ({answer.place.id}, {answer.place.feature_code}, {answer.place.country})"
        return (
            f"{self.line}: {self.mention.text} in: {self.text}\n"
            f"    wanted {self.wanted} ({self.reason}), answered {given}: {answer.reason}"
        )

    def accepts(self, place: Place | None) -> bool:
        """Tell whether a place is the one that is wanted."""
        if self.wanted == "-" or place is None:
            return self.wanted == "-" and place is None
        if self.wanted.startswith("@"):
            latitude, longitude, radius = map(float, self.wanted[1:].split(","))
            return distance_km(latitude, longitude, place.latitude, place.longitude) <= radius
        return place.id in {f"geonames:{identifier}" for identifier in self.wanted.split("|")}


def recognition_cases(path: Path = GOLDEN / "recognition.tsv") -> list[RecognitionCase]:
    """Read ``sentence <TAB> mentions <TAB> reason``; a line that is wrong is named."""
    cases = []
    for line, (text, wanted, reason) in lines(path, fields=3):
        try:
            alternatives = tuple(tuple(expected(text, one)) for one in wanted.split(" / "))
        except ValueError as error:
            raise ValueError(f"{path.name}:{line}: {error}") from error
        cases.append(RecognitionCase(line=line, text=text, wanted=wanted, alternatives=alternatives, reason=reason))
    return cases


def resolution_cases(path: Path = GOLDEN / "resolution.tsv") -> list[ResolutionCase]:
    """Read ``text <TAB> mention <TAB> id <TAB> what that is``; a line that is wrong is named."""
    cases = []
    for line, (flat, name, wanted, reason) in lines(path, fields=4):
        text = flat.replace(" ⏎ ", "\n")
        if not re.fullmatch(r"-|\d+(\|\d+)*|@-?[\d.]+,-?[\d.]+,[\d.]+", wanted):
            raise ValueError(f"{path.name}:{line}: {wanted!r} is no id, no @latitude,longitude,radius and not -")
        try:
            start, end = span(text, name)
        except ValueError as error:
            raise ValueError(f"{path.name}:{line}: {error}") from error
        mention = Mention(start=start, end=end, text=text[start:end])
        cases.append(ResolutionCase(line=line, text=text, mention=mention, wanted=wanted, reason=reason))
    return cases


def expected(text: str, wanted: str) -> Iterator[Expected]:
    at = 0
    for item in wanted.split("|") if wanted != "-" else ():
        start, at = span(text, item.removeprefix("?"), at)
        yield Expected(start=start, end=at, optional=item.startswith("?"))


def without_stop(text: str, end: int) -> int:
    """A mention's end without a full stop: "Miss." and "Miss" are the same answer."""
    return end - 1 if text[end - 1] == "." else end


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def test_recognition(places: gazetteer.Gazetteer) -> None:
    recognizer = default_recognizer(places)
    hold_the_floor("recognition", [case.failure(recognizer) for case in recognition_cases()])


def test_resolution(places: gazetteer.Gazetteer) -> None:
    recognizer, resolver = default_recognizer(places), default_resolver(places)
    hold_the_floor("resolution", [case.failure(recognizer, resolver) for case in resolution_cases()])


def hold_the_floor(what: str, results: list[str | None]) -> None:
    failures = [failure for failure in results if failure]
    right = 1 - len(failures) / len(results)
    # Shown when the test fails, and with pytest -s.
    print(*failures, f"golden {what}: {len(results) - len(failures)} of {len(results)} right", sep="\n")
    gate({f"golden {what}": ("", {"right": right})})


# The cases themselves, and the judge


def test_there_are_as_many_cases_as_were_promised() -> None:
    recognition = [case.text for case in recognition_cases()]
    assert len(recognition) == len(set(recognition)) >= 300
    resolution = [(case.text, case.mention) for case in resolution_cases()]
    assert len(resolution) == len(set(resolution)) >= 200


class Finds:
    """A recogniser that marks given texts, wherever they stand first."""

    name = "finds 1"

    def __init__(self, *words: str) -> None:
        self.words = words

    def mentions(self, article: Article) -> list[Mention]:
        starts = [(article.text.index(word), word) for word in self.words]
        return [Mention(start=start, end=start + len(word), text=word) for start, word in starts]


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ("-", [], True),
        ("-", ["Troy"], False),
        ("Troy|N.Y.", ["Troy", "N.Y."], True),
        ("Troy|N.Y.", ["Troy", "N.Y"], True),  # a full stop is of no matter
        ("Troy|N.Y.", ["Troy"], False),
        ("Troy|N.Y.", ["Troy", "N.Y.", "Paris"], False),
        ("?Troy", [], True),
        ("?Troy", ["Troy"], True),
        ("Troy / Troy|N.Y.", ["Troy"], True),
        ("Troy#2", ["Troy"], False),  # the first was marked
    ],
)
def test_the_judge_of_recognition(wanted: str, found: list[str], right: bool) -> None:  # noqa: FBT001 - a parameter
    text = "Troy, N.Y. is not Troy or Paris."
    case = RecognitionCase(
        line=1,
        text=text,
        wanted=wanted,
        alternatives=tuple(tuple(expected(text, one)) for one in wanted.split(" / ")),
        reason="",
    )
    assert (case.failure(Finds(*found)) is None) == right


@pytest.mark.parametrize(
    ("wanted", "identifier", "right"),
    [
        ("1", "geonames:1", True),
        ("2|1", "geonames:1", True),
        ("11", "geonames:1", False),
        ("1", None, False),
        ("-", None, True),
        ("-", "geonames:1", False),
        ("@10.5,20.0,100", "curated:x", True),
        ("@30.5,20.0,100", "curated:x", False),
    ],
)
def test_the_judge_of_resolution(wanted: str, identifier: str | None, right: bool) -> None:  # noqa: FBT001 - a parameter
    place = None
    if identifier:
        place = Place(id=identifier, name="X", latitude=10, longitude=20, feature_class="P", feature_code="PPL")
    case = ResolutionCase(line=1, text="X", mention=Mention(start=0, end=1, text="X"), wanted=wanted, reason="")
    assert case.accepts(place) == right


@pytest.mark.parametrize(
    "line", ["one field", "Paris is big.\tLondon\tnot in it", "Paris is big.\tParis\t", "a\tb\tc\td"]
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.tsv:2: "):
        recognition_cases(path)
