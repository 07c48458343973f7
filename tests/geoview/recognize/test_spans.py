from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geoview.recognize.context import Context
from geoview.recognize.spans import Span, find_spans
from geoview.tokens import tokenize

if TYPE_CHECKING:
    from gazetteer import Gazetteer


def context_of(text: str, places: Gazetteer) -> Context:
    tokens = tokenize(text)
    return Context(text, tokens, find_spans(tokens, text, places.uses))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("in Newcastle upon Tyne today", ["Newcastle upon Tyne"]),
        ("in Stratford-upon-Avon today", ["Stratford-upon-Avon"]),
        ("in Côte d'Ivoire today", ["Côte d'Ivoire"]),
        ("in Prince George's County today", ["Prince George's County"]),
        ("in London's parks", ["London"]),
        ("near Aleppo\nHoms is next", ["Aleppo", "Homs"]),
        ("we went to rome", []),
        ("TX 75024", ["TX"]),
        ("In the end", []),
    ],
)
def test_longest_names(text: str, names: list[str], places: Gazetteer) -> None:
    context = context_of(text, places)
    assert [context.written(span) for span in context.spans] == names


def test_the_area_behind_a_name(places: Gazetteer) -> None:
    context = context_of("Tripoli, Libya, and Tripoli (Lebanon), but not Tripoli, of course", places)
    found = [context.container_after(span) for span in context.spans if context.written(span) == "Tripoli"]
    assert [span and context.written(span) for span in found] == ["Libya", "Lebanon", None]


def test_lines_in_capitals(places: Gazetteer) -> None:
    context = context_of("WAR NEARS ALEPPO AGAIN\nNothing in Aleppo yet\n", places)
    assert [context.shouted(span) for span in context.spans if "ALEPPO" in context.written(span).upper()] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "name", "stopped"),
    [
        ("the West Nile virus", "Nile", True),
        ("THE WEST NILE VIRUS", "NILE", True),
        ("along the Nile to Cairo", "Nile", False),
        ("the Boston Globe said", "Boston", False),  # its place is one, used as a modifier
    ],
)
def test_stop_phrases(text: str, name: str, stopped: bool, places: Gazetteer) -> None:  # noqa: FBT001 - a parameter
    context = context_of(text, places)
    index = next(i for i, token in enumerate(context.tokens) if token.text == name)
    assert context.in_stop_phrase(Span(index, index, [])) == stopped
