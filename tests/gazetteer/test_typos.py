"""Misspellings: complete against brute force, never farther than asked, and right on a thousand made-up ones."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gazetteer
from gazetteer import Gazetteer, fold, typos
from gazetteer.build import build
from gazetteer.sources import Row

words = st.text("abc ", max_size=7)


def reference(left: str, right: str) -> int:
    """Optimal string alignment as it is defined."""

    @cache
    def edits(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [edits(i - 1, j) + 1, edits(i, j - 1) + 1, edits(i - 1, j - 1) + (left[i - 1] != right[j - 1])]
        if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
            ways.append(edits(i - 2, j - 2) + 1)
        return min(ways)

    return edits(len(left), len(right))


@settings(deadline=None)  # the machine may be busy
@given(words, words, st.integers(0, 3))
def test_the_distance_is_that_of_its_definition_or_too_far(left: str, right: str, most: int) -> None:
    assert typos.distance(left, right, most) == min(reference(left, right), most + 1)
    assert typos.distance(right, left, most) == typos.distance(left, right, most)


@settings(deadline=None)  # the machine may be busy
@given(words)
def test_variants_are_all_names_within_one_edit(name: str) -> None:
    found = typos.variants(name)
    assert all(reference(name, variant) <= 1 for variant in found)
    letters = "abc9 "
    assert {name[:at] + letter + name[at:] for at in range(len(name) + 1) for letter in letters} <= found


def index(names: list[str]) -> tuple[dict[int, bytes], str]:
    letters = typos.alphabet(names)
    buckets: dict[int, bytes] = {}
    for name in names:
        for bucket, entry in typos.entries(name, letters):
            buckets[bucket] = buckets.get(bucket, b"") + entry
    return {bucket: typos.pack(found) for bucket, found in buckets.items()}, letters


@settings(deadline=None)  # the machine may be busy
@given(st.lists(words.filter(bool), min_size=1, max_size=12, unique=True), words.filter(bool), st.sampled_from([1, 2]))
def test_the_index_misses_nothing(names: list[str], name: str, edits: int) -> None:
    buckets, letters = index(names)
    found = typos.neighbours(
        name, edits, letters, lambda wanted: {each: buckets[each] for each in wanted if each in buckets}
    )
    assert {each for each in names if reference(each, name) <= edits} <= found


def test_packed_entries_are_three_bytes_each_and_each_once() -> None:
    (bucket, entry), *_ = typos.entries("oslo", "osl")
    assert 0 <= bucket < typos.BUCKETS
    assert typos.pack(entry + entry) == entry
    assert list(typos.entries("x" * 63, "x")) == []
    assert len(list(typos.entries("aab", "ab"))) == 3  # itself, ab, aa


# --- in a store


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    names = {
        "Latakia": 340_000,
        "Lataka": 900,
        "Kataka": 20_000,
        "Київ": 3_000_000,
        "Кипв": 100,
        "東京": 9_000_000,
        "Ły": 16_000,
    }
    rows = [
        Row(id=f"geonames:{number}", name=name, latitude=0, longitude=0, feature_class="P", feature_code="PPL",
            population=people, demonyms=("Latakian",) if number == 1 else ())
        for number, (name, people) in enumerate(names.items(), 1)
    ]  # fmt: skip
    # A district is less important than a city of its size, and misspelt as often.
    rows.append(
        Row(
            id="geonames:99",
            name="Harlemm",
            latitude=0,
            longitude=0,
            feature_class="P",
            feature_code="PPLX",
            population=16_000,
        )
    )
    file = tmp_path_factory.mktemp("typos") / "small.sqlite"
    build(rows, file, sources=[], version="test", checksum="")
    return gazetteer.open(file)


def found(store: Gazetteer, name: str, **options: object) -> list[tuple[str, str]]:
    return [(each.place.name, each.match) for each in store.fuzzy(name, **options)]  # type: ignore[arg-type]


def test_fewest_edits_come_first_then_the_same_first_letter(places: Gazetteer) -> None:
    assert found(places, "Lataka") == [("Latakia", "fuzzy"), ("Kataka", "fuzzy")]
    assert found(places, "LATAKIA") == [("Latakia", "exact")]
    assert found(places, "Lataka", small=True) == [("Lataka", "exact"), ("Latakia", "fuzzy"), ("Kataka", "fuzzy")]
    assert found(places, "Lataka", limit=1) == [("Latakia", "fuzzy")]
    assert found(places, "Latkai") == []
    assert found(places, "Latkai", edits=2) == [("Latakia", "fuzzy")]
    assert found(places, "Harlem") == [("Harlemm", "fuzzy")]


def test_other_alphabets_and_short_names(places: Gazetteer) -> None:
    assert found(places, "Кжів") == [("Київ", "fuzzy")]
    assert found(places, "Киив", small=True) == [("Київ", "fuzzy"), ("Кипв", "fuzzy")]
    assert found(places, "東京都") == [("東京", "fuzzy")]
    assert found(places, "l") == [("Ły", "fuzzy")]


def test_demonyms_and_nothing_at_all_have_no_misspellings(places: Gazetteer) -> None:
    assert found(places, "Latakiann") == []
    assert found(places, "") == found(places, "'") == found(places, "x" * 500) == []
    with pytest.raises(ValueError, match="edits is 3; 1 and 2 can be looked for"):
        places.fuzzy("Latakia", edits=3)


def test_exact_questions_never_answer_with_a_misspelling(places: Gazetteer) -> None:
    assert places.candidates("Latkia") == places.find("Latkia") == places.search("Latkia") == []


# --- in the embedded gazetteer


def misspelt(name: str, chance: random.Random) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    while True:
        at = chance.randrange(len(name))
        match chance.randrange(4):
            case 0:
                wrong = name[:at] + name[at + 1 :]
            case 1:
                wrong = name[:at] + chance.choice(letters) + name[at:]
            case 2:
                wrong = name[:at] + chance.choice(letters) + name[at + 1 :]
            case _:
                wrong = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
        if (wrong := fold(wrong)) != name:
            return wrong


@pytest.fixture(scope="module")
def embedded() -> Gazetteer:
    return gazetteer.open()


def test_of_a_thousand_single_typos_the_right_name_is_among_the_first_three(embedded: Gazetteer) -> None:
    """The issue's measure: places above 15,000 people, by their own names, of five letters and more."""
    rows = embedded._rows(
        "SELECT name FROM place JOIN feature f ON f.id = feature WHERE class = 'P' AND population > 15000 ORDER BY key"
    )
    chance = random.Random(15_000)  # noqa: S311 -- made-up data, the same every time
    names = [name for name in sorted({fold(name) for (name,) in rows}) if len(name) >= 5]
    right = 0
    for name in chance.sample(names, 1000):
        folds = list(dict.fromkeys(fold(each.matched_name) for each in embedded.fuzzy(misspelt(name, chance), 40)))
        right += name in folds[:3]
    assert right >= 980, right


@pytest.mark.parametrize("options", [{"edits": 1}, {"edits": 2}, {"edits": 1, "small": True}])
def test_nothing_farther_than_asked_is_found(embedded: Gazetteer, options: dict[str, int]) -> None:
    chance = random.Random(7)  # noqa: S311 -- made-up data, the same every time
    rows = embedded._rows("SELECT fold FROM name WHERE (use & 3) < 3 AND use >> 5 > 106 ORDER BY fold, place")
    for (name,) in chance.sample(rows, 25):
        wrong = misspelt(name, chance) if len(name) > 1 else name
        answers = embedded.fuzzy(wrong, 1000, **options)  # type: ignore[arg-type]
        edits = [
            min(reference(wrong, each) for each in {fold(answer.matched_name), *_spellings(answer.matched_name)})
            for answer in answers
        ]
        assert edits == sorted(edits)
        assert max(edits, default=0) <= options["edits"]
        # The place may have been found by another of its names.
        assert {each.place.id for each in embedded.candidates(name)} & {answer.place.id for answer in answers}
        assert len({answer.place.id for answer in answers}) == len(answers)


def _spellings(name: str) -> set[str]:
    """Saint and St, Mount and Mt, Fort and Ft are stored in both spellings."""
    folded = fold(name)
    pairs = [("saint ", "st "), ("mount ", "mt "), ("fort ", "ft ")]
    return {b + folded[len(a) :] for pair in pairs for a, b in (pair, pair[::-1]) if folded.startswith(a)}


@pytest.mark.parametrize(
    ("wrong", "country", "name"),
    [("Lattkia", "SY", "Latakia"), ("Barcelna", "ES", "Barcelona"), ("Mediteranean", None, "Mediterranean Sea"),
     ("Kyvi", "UA", "Kyiv"), ("Phildaelphia", "US", "Philadelphia"), ("Reykjavic", "IS", "Reykjavík"), ("Massachusets", "US", "Massachusetts")],
)  # fmt: skip
def test_well_known_misspellings(embedded: Gazetteer, wrong: str, country: str | None, name: str) -> None:
    assert (name, country) in [(each.place.name, each.place.country) for each in embedded.fuzzy(wrong, 5)]


def test_an_index_of_names_that_are_gone_is_no_trouble(embedded: Gazetteer) -> None:
    """What a hash brings up by accident is looked up, and dropped."""
    near = typos.neighbours("latkia", 2, embedded._meta["alphabet"], embedded._buckets)
    stored = {row[0] for row in embedded._rows("SELECT DISTINCT fold FROM name")}
    assert near - stored  # there are such accidents
    assert {fold(each.matched_name) for each in embedded.fuzzy("latkia", 100, edits=2)} <= stored
