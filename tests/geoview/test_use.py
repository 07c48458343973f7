"""What a mention does in its sentence: the cases of tests/golden/use.tsv, and what must hold of every text.

The cases above the line ``# Held out`` are those that the rules were made by looking at; floors are kept for both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gazetteer
import geoview.resolve
from floors import gate
from gazetteer.place import Place
from geoview.pipeline import default_recognizer, default_resolver, geoparse
from geoview.resolve.use import uses_of, with_uses
from geoview.resolve.use_words import verbs
from geoview.types import Article, Mention, MentionKind, Resolution, Use
from golden import lines, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazetteer import Gazetteer
    from geoview.recognize import Recognizer
    from geoview.resolve import Resolver

CASES = Path(__file__).parents[1] / "golden" / "use.tsv"
DATA = Path(geoview.resolve.__file__).parent / "data"
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


# What the rules are to do


RUSSIA, IRAN, TURKEY = (
    Place(id=code, name=code, latitude=0, longitude=0, feature_class="A", feature_code="PCLI", country=code)
    for code in ("RU", "IR", "TR")
)
KAZAN = Place(id="K", name="Kazan", latitude=0, longitude=0, feature_class="P", feature_code="PPLA", country="RU")


def uses(marked: str, *kinds: MentionKind, places: Sequence[Place | None] = ()) -> list[Use]:
    """Return the uses of what stands in brackets; ``kinds`` are theirs, places where there are none."""
    text, mentions = "", []
    for number, piece in enumerate(re.split(r"[\[\]]", marked)):
        if number % 2:
            kind = kinds[len(mentions)] if kinds else "place"
            mentions.append(Mention(start=len(text), end=len(text) + len(piece), text=piece, kind=kind))
        text += piece
    return uses_of(text, mentions, places or [None] * len(mentions))


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("[Russia]", "literal"),
        ("[Russia] said no", "metonymic"),
        ("[Russia]\nsaid nobody", "literal"),  # another line is another sentence
        ("He went to [Russia]. Said nobody.", "literal"),
        ("Talks failed. With [Russia] in snow, they left.", "literal"),
        ("[Russia]'s", "literal"),
        ("[Paris]-based", "literal"),
        ("[Iran]-backed", "metonymic"),
        ("anti-[Iran] protests", "metonymic"),
        ("a [Paris] café", "literal"),
        ("a [Paris] dentist", "modifier"),
        ("the [Paris] Fire Brigade", "modifier"),
        ("the [US] said no", "metonymic"),
        ("the president of the [United States] Jane Roe", "metonymic"),
        ("according to the [Samoa] Observer", "modifier"),
        ("The [Alawite Mountains] sit on terraces", "literal"),
        ("[US] troops", "modifier"),
    ],
)
def test_uses_of_places(marked: str, wanted: Use) -> None:
    assert uses(marked) == [wanted]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("[Syrian]", "modifier"),
        ("the [French]", "metonymic"),
        ("a [Syrian] family", "modifier"),  # no adverb, for all its -ly
        ("the [Syrian] armed forces", "modifier"),  # no verb, for all its -ed
        ("[Syrian]-made", "modifier"),
        ("[Swiss] [Syrians]", "modifier"),
        ("two [Syrians]", "metonymic"),
        ("spoken in [French]", "modifier"),
    ],
)
def test_uses_of_demonyms(marked: str, wanted: Use) -> None:
    assert uses(marked, *["demonym"] * marked.count("["))[0] == wanted


def test_names_that_stand_together_share_what_governs_them() -> None:
    together = uses("talks with [Russia], [Iran] and [Turkey] in [Doha]", places=[RUSSIA, IRAN, TURKEY, None])
    assert together == ["metonymic", "metonymic", "metonymic", "literal"]
    assert uses("[Russia] and [Turkey] agree") == ["metonymic", "metonymic"]
    assert uses("roads from [Russia] and [Turkey]") == ["literal", "literal"]


def test_a_container_shares_nothing() -> None:
    assert uses("talks with [Kazan], [Russia] said", places=[KAZAN, RUSSIA])[1] == "literal"


def test_coordinates_name_only_themselves() -> None:
    point = Place(
        id="point:35.1,36.1", name="35.1, 36.1", latitude=35.1, longitude=36.1, feature_class="P", feature_code="PPL"
    )
    assert uses("[35.1, 36.1] said no", places=[point]) == ["literal"]


def test_the_order_of_mentions_does_not_matter() -> None:
    text = "Talks with Moscow in Doha"
    mentions = [Mention(start=21, end=25, text="Doha"), Mention(start=11, end=17, text="Moscow")]
    assert uses_of(text, mentions, [None, None]) == ["literal", "metonymic"]
    assert uses_of("", [], []) == []


@given(st.text(alphabet=st.sampled_from("aR. ,'’-–s\n“\"(][$\U0001f600é9the of said"), max_size=60), st.data())
def test_any_text_has_uses(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    kinds = data.draw(st.lists(st.sampled_from(get_args(MentionKind)), min_size=8, max_size=8))
    mentions = [
        Mention(start=start, end=end, text=text[start:end], kind=kind)
        for (start, end), kind in zip(pairwise(cuts), kinds, strict=False)
        if start < end
    ]
    found = uses_of(text, mentions, [None] * len(mentions))
    assert len(found) == len(mentions)
    assert set(found) <= set(USES)


def test_the_pipeline_tells_uses(places: Gazetteer) -> None:
    class Everywhere:
        """A resolver that knows nothing."""

        name = "none 1"

        def resolve(
            self,
            article: Article,  # noqa: ARG002 - the protocol's
            mentions: Sequence[Mention],
            *,
            country: str | None = None,  # noqa: ARG002 - the same
            near: tuple[float, float] | None = None,  # noqa: ARG002 - the same
        ) -> list[Resolution]:
            return [Resolution(mention=mention, place=None, confidence=0) for mention in mentions]

    article = Article(id="a", text="Syrian officials left for Moscow. Russia said nothing.")
    parsed = geoparse(article, gazetteer=places, resolver=Everywhere())
    assert {one.mention.text: one.use for one in parsed.resolutions} == {
        "Syrian": "modifier",
        "Moscow": "literal",
        "Russia": "metonymic",
    }


def test_word_lists_hold_no_word_twice_and_stand_in_order() -> None:
    for file in DATA.glob("*.txt"):
        held = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        assert held == sorted(set(held)), file.name
        assert all(line.strip() == line and line for line in held), file.name


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("deny", {"denies", "denied"}),
        ("say", {"says", "said"}),
        ("veto", {"vetoes", "vetoed"}),
        ("impose", {"imposes", "imposed"}),
        ("expel", {"expels", "expelled"}),
        ("agree", {"agrees", "agreed"}),
        ("beat", {"beats", "beat", "beaten"}),
    ],
)
def test_inflections(verb: str, forms: set[str]) -> None:
    assert forms <= verbs("acting_verbs").finite
    assert verb in verbs("acting_verbs").base
