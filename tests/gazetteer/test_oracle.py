"""What the gazetteer can find at all in annotated articles: floors, as measured by tests/support/oracle.py."""

from __future__ import annotations

import pytest

import gazetteer
import oracle
from geoview.corpora import read_corpus

# By point, and by the distance from bounds. Streets, postcodes and most buildings of TUD-Loc are in no gazetteer of this size.
FLOORS = {"lgl": (0.948, 0.953), "trnews": (0.960, 0.965), "tudloc": (0.844, 0.864)}


@pytest.mark.parametrize("name", FLOORS)
def test_the_right_place_is_among_the_candidates_as_often_as_ever(name: str) -> None:
    path = oracle.SHARED / "corpora" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"the annotated corpora are not beside this checkout: no {path.name}")
    with gazetteer.open() as store:
        answers = oracle.asked(store, read_corpus(path).articles)
    by_point, by_bounds = FLOORS[name]
    assert oracle.recall(answers) >= by_point
    assert oracle.share_within(answers) >= by_bounds
