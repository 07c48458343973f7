"""The word lists: the long ones are asked by bisection first, and answer as a set would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from geoview.recognize import lexicons
from geoview.recognize.lexicons import SortedLines, words

WORDS = st.lists(st.text(st.characters(exclude_characters="\n#", exclude_categories=["Cs"]), min_size=1), max_size=30)


@given(WORDS, WORDS)
def test_bisection_answers_as_a_set_does(kept: list[str], asked: list[str]) -> None:
    lines = sorted({word.encode() for word in kept})
    found = SortedLines("# a comment\n# another\n" + "".join(line.decode() + "\n" for line in lines))
    for word in [*kept, *asked, ""]:
        assert (word in found) == (word in set(kept))


def test_the_long_lists_answer_the_same_before_and_after_patience_ends() -> None:
    for name in ("common_words", "last_names"):
        whole = frozenset(lexicons._lines(name))
        some = sorted(whole)[:: len(whole) // 500]
        fresh = SortedLines(lexicons._text(name))
        assert all(word in fresh for word in some)
        assert not any(f"{word}zzq" in fresh for word in some)
        for _ in range(lexicons._PATIENCE):
            assert "" not in fresh
        assert all(word in fresh for word in some)
        assert not any(f"{word}zzq" in fresh for word in some)
    assert 3 not in fresh
    assert "river" in words("common_words")
