from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoview.tokens import tokenize


@given(st.text() | st.text(alphabet="aB.'’-@:/ \n\t\u200b\u202e\U0001f600é1U"))
def test_tokens_stand_where_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        end = token.end


@given(st.text())
def test_no_letter_is_lost(text: str) -> None:
    covered = {index for token in tokenize(text) for index in range(token.start, token.end)}
    assert [text[i] for i in range(len(text)) if text[i].isalnum() and i not in covered] == []


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("N'Djamena's mayor", ["N'Djamena", "'s", "mayor"]),
        ("Hay’at Tahrir al-Sham", ["Hay’at", "Tahrir", "al", "-", "Sham"]),
        ("U.S. and Calif. towns", ["U.S.", "and", "Calif.", "towns"]),
        ("see https://paris.com/a-b?c=d.", ["see", "https://paris.com/a-b?c=d", "."]),
        ("mail a.b@paris.com or @london", ["mail", "a.b@paris.com", "or", "@london"]),
        ("Paris-based", ["Paris", "-", "based"]),
        ("Dam\u200bascus \u200fحلب\u200e", ["Dam\u200bascus", "حلب"]),
    ],
)
def test_what_is_one_token(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


def test_what_opens_a_sentence() -> None:
    tokens = tokenize('He left. "Paris is big," she said.\nLondon too')
    assert [token.text for token in tokens if token.opens] == ["He", "Paris", "London"]
