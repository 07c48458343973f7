"""One contract over the resolvers, and what only the trained one can do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import gazetteer
from geoview import resolve
from geoview.errors import ModelError
from geoview.resolve import Resolver
from geoview.resolve.focus import focus
from geoview.resolve.ranker import load, save
from geoview.types import Article, Mention, Resolution


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module", params=["ranker", "rules"])
def resolver(request: pytest.FixtureRequest, places: gazetteer.Gazetteer) -> Resolver:
    return resolve.load(request.param, places)


def mentions_of(text: str, *written: str) -> list[Mention]:
    found, at = [], 0
    for name in written:
        at = text.index(name, at)
        found.append(Mention(start=at, end=at + len(name), text=name))
        at += len(name)
    return found


def resolved(resolver: Resolver, text: str, *written: str, **hints: object) -> list[Resolution]:
    return resolver.resolve(Article(id="1", text=text), mentions_of(text, *written), **hints)  # type: ignore[arg-type]


def test_each_mention_gets_one_resolution_with_ranked_candidates_and_a_reason(resolver: Resolver) -> None:
    text = "Latakia, Syria, and Xyzzyville lie far from Libya and Latakia."
    answers = resolved(resolver, text, "Latakia", "Syria", "Xyzzyville", "Libya", "Latakia")
    assert [answer.mention.text for answer in answers] == ["Latakia", "Syria", "Xyzzyville", "Libya", "Latakia"]
    assert [answer.place and answer.place.country for answer in answers] == ["SY", "SY", None, "LY", "SY"]
    assert answers[0].place == answers[4].place
    assert (answers[2].confidence, answers[2].candidates, answers[2].reason) == (0.0, (), "not in the gazetteer")
    for answer in answers:
        shares = [candidate.confidence for candidate in answer.candidates]
        assert shares == sorted(shares, reverse=True)
        if answer.place:
            assert answer.reason
            assert answer.candidates[0].place == answer.place
            assert answer.confidence == answer.candidates[0].confidence


def test_nothing_outside_a_container_that_the_text_states(resolver: Resolver) -> None:
    text = "From London, England, to London, Ontario, and from Tripoli, Libya, to Tripoli, Lebanon."
    answers = resolved(
        resolver, text, "London", "England", "London", "Ontario", "Tripoli", "Libya", "Tripoli", "Lebanon"
    )
    assert [answer.place and answer.place.country for answer in answers] == [
        "GB",
        "GB",
        "CA",
        "CA",
        "LY",
        "LY",
        "LB",
        "LB",
    ]
    assert "the text puts it in Ontario" in answers[2].reason


def test_hints_move_the_choice_and_are_no_filter(resolver: Resolver) -> None:
    (plain,) = resolved(resolver, "Rain fell on Perth.", "Perth")
    (by_country,) = resolved(resolver, "Rain fell on Perth.", "Perth", country="GB")
    (by_point,) = resolved(resolver, "Rain fell on Perth.", "Perth", near=(56.4, -3.4))
    assert {answer.candidates[0].place.country for answer in (by_country, by_point)} == {"GB"}
    assert plain.candidates[0].place.country != "GB"
    (abroad,) = resolved(resolver, "Rain fell on Reykjavik.", "Reykjavik", country="GB")
    assert abroad.candidates[0].place.country == "IS"


def test_what_is_too_unsure_stays_unresolved_with_its_runners_up(places: gazetteer.Gazetteer) -> None:
    for name in ("ranker", "rules"):
        (answer,) = resolved(resolve.load(name, places, min_confidence=1.0), "In Springfield it rained.", "Springfield")
        assert answer.place is None
        assert answer.reason.startswith("too unsure")
        assert len(answer.candidates) > 1


def test_no_mention_no_resolution(resolver: Resolver) -> None:
    assert resolved(resolver, "Nothing here.") == []


def test_five_thousand_mentions_take_less_than_two_seconds(resolver: Resolver) -> None:
    towns = [
        "Springfield",
        "Portland",
        "Salem",
        "San Jose",
        "Aleppo",
        "Homs",
        "Georgia",
        "Richmond",
        "Clinton",
        "Paris",
    ]
    text = " and ".join(towns * 500)
    began = time.process_time()
    assert len(resolved(resolver, text, *(towns * 500))) == 5000
    assert time.process_time() - began < 2


def test_five_thousand_different_names_stay_bounded(resolver: Resolver, places: gazetteer.Gazetteer) -> None:
    rows = places._rows(
        "SELECT DISTINCT name FROM place JOIN feature f ON f.id = feature WHERE class = 'P' AND name NOT LIKE '%and%' "
        "ORDER BY key LIMIT 5000"
    )
    names = [str(row[0]) for row in rows]
    began = time.process_time()
    resolved(resolver, " and ".join(names), *names)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("damage", [b"", b"PK\3\4 not a model", None])
def test_a_model_that_cannot_be_loaded_is_refused_in_one_line(
    places: gazetteer.Gazetteer, tmp_path: Path, damage: bytes | None
) -> None:
    model = tmp_path / "model.npz"
    model.write_bytes(resolve.MODEL.read_bytes()[:20000] if damage is None else damage)
    with pytest.raises(ModelError, match=r"cannot load the resolver's model model\.npz") as caught:
        resolve.load(model, places)
    assert "\n" not in str(caught.value)


def test_a_model_of_another_version_is_refused_and_the_fallback_says_so(
    places: gazetteer.Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "old.npz"
    with np.load(resolve.MODEL) as arrays:
        np.savez(model, **{**arrays, "version": np.array(0)})
    with pytest.raises(ModelError, match="of another version"):
        resolve.load(model, places)
    monkeypatch.setattr(resolve, "MODEL", model)
    fallback = resolve.load_default(places)
    assert fallback.name == "rules 1 (fallback)"
    assert "of another version" in fallback.warnings[0]  # type: ignore[attr-defined]


def test_nothing_of_that_name(places: gazetteer.Gazetteer) -> None:
    with pytest.raises(ModelError, match="no resolver and no model file is named oracle; there are ranker, rules"):
        resolve.load("oracle", places)


def test_a_model_is_the_same_after_saving(tmp_path: Path) -> None:
    first = load(resolve.MODEL)
    save(first, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == resolve.MODEL.read_bytes()


def test_the_focus_is_what_the_article_is_about(places: gazetteer.Gazetteer) -> None:
    text = "Storm hits Latakia\nIn Latakia, Syria, roofs flew. Homs stayed dry. A French ship left for Libya. Latakia mourns."
    article = Article(id="1", text=text, title="Storm hits Latakia")
    mentions = mentions_of(text, "Latakia", "Latakia", "Syria", "Homs", "Libya", "Latakia")
    found = focus(article, resolve.load("ranker", places).resolve(article, mentions))
    assert found is not None
    assert (found.place.name, found.country) == ("Latakia", "SY")
    assert found.city is not None
    assert found.city.name == "Latakia"
    assert focus(article, []) is None


def test_misspellings_are_taken_only_where_the_text_says_where_they_are(places: gazetteer.Gazetteer) -> None:
    for name in ("ranker", "rules"):
        chooser = resolve.load(name, places)
        damascus, _ = resolved(chooser, "Shells fell on Damscus, Syria, on Friday.", "Damscus", "Syria")
        assert damascus.place is not None
        assert damascus.place.name == "Damascus"
        assert damascus.candidates[0].match == "fuzzy"
        assert damascus.confidence <= 0.6 or name == "rules"
        (bare,) = resolved(chooser, "Shells fell on Damscus on Friday.", "Damscus")
        assert bare.place is None


def test_a_headline_alone_is_read_like_any_text(places: gazetteer.Gazetteer) -> None:
    """That a name stands in the title tells something only of an article that goes on."""
    text = "Markets in London and New York fell."
    mentions = mentions_of(text, "London", "New York")
    found = [
        resolve.load("ranker", places).resolve(Article(id="a", title=title, text=text), mentions)
        for title in (text, "")
    ]  # fmt: skip
    assert found[0] == found[1]
    assert [one.place and one.place.country for one in found[0]] == ["GB", "US"]
