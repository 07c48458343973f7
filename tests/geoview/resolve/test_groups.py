"""What the text says of a name: containers, owners, type words, and which mentions are one name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import gazetteer
from geoview.resolve.containers import inside
from geoview.resolve.groups import Name, gather, hinted
from geoview.types import Article, Mention


@pytest.fixture(scope="module")
def places() -> Iterator[gazetteer.Gazetteer]:
    with gazetteer.open() as opened:
        yield opened


def names_of(text: str, *written: str, places: gazetteer.Gazetteer, demonyms: tuple[str, ...] = ()) -> list[Name]:
    mentions, at = [], 0
    for name in written:
        at = text.index(name, at)
        kind = "demonym" if name in demonyms else "place"
        mentions.append(Mention(start=at, end=at + len(name), text=name, kind=kind))
        at += len(name)
    return gather(Article(id="1", text=text), mentions, places.candidates)


@pytest.mark.parametrize(
    ("text", "written", "container", "firm"),
    [
        ("A fire in Paris, Texas, burned.", ("Paris", "Texas"), "Texas", True),
        ("A fire in Paris (Texas) burned.", ("Paris", "Texas"), "Texas", True),
        ("Homs, in western Syria, is calm.", ("Homs", "Syria"), "Syria", True),
        ("Homs in Syria is calm.", ("Homs", "Syria"), "Syria", True),
        ("Syria's Homs is calm.", ("Syria", "Homs"), "Syria", False),
    ],
)
def test_a_stated_container_is_found(
    places: gazetteer.Gazetteer, text: str, written: tuple[str, ...], container: str, *, firm: bool
) -> None:
    name = next(one for one in names_of(text, *written, places=places) if one.written != container)
    assert [(place.name, is_firm) for place, is_firm in name.containers] == [(container, firm)]


def test_a_demonym_owns_the_port_behind_it(places: gazetteer.Gazetteer) -> None:
    names = names_of("the Syrian port of Tartus", "Syrian", "Tartus", places=places, demonyms=("Syrian",))
    assert [place.name for place, _ in names[1].containers] == ["Syria"]


def test_neighbours_in_a_list_contain_nothing(places: gazetteer.Gazetteer) -> None:
    for name in names_of("London, Paris and Berlin met.", "London", "Paris", "Berlin", places=places):
        assert name.containers == []


def test_one_spelling_is_one_name_unless_the_text_tells_two_apart(places: gazetteer.Gazetteer) -> None:
    text = "Springfield, Ohio, and Springfield, Illinois, are twins. Springfield won. Ohio lost."
    written = ("Springfield", "Ohio", "Springfield", "Illinois", "Springfield", "Ohio")
    names = names_of(text, *written, places=places)
    assert [(name.written, name.mentions) for name in names] == [
        ("Springfield", [0]), ("Ohio", [1, 5]), ("Springfield", [2, 4]), ("Illinois", [3]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word"), [("Washington state", "ADM1"), ("the city of Washington", "P"), ("Washington won", None)]
)
def test_a_type_word_beside_a_name_is_noted(places: gazetteer.Gazetteer, text: str, word: str | None) -> None:
    (name,) = names_of(text, "Washington", places=places)
    assert name.word == word


def test_the_article_and_capitals_beside_a_name_are_noted(places: gazetteer.Gazetteer) -> None:
    (sahel,) = names_of("Rain fell in the Sahel.", "Sahel", places=places)
    assert (sahel.article, sahel.capital_before, sahel.capital_after) == (True, False, False)
    (paris,) = names_of("A star, Kevin Paris Jones, sang.", "Paris", places=places)
    assert (paris.article, paris.capital_before, paris.capital_after) == (False, True, True)
    (first,) = names_of("Rain. Today Paris is wet.", "Paris", places=places)
    assert not first.capital_before  # "Today" opens the sentence


def test_inside_follows_the_hierarchy(places: gazetteer.Gazetteer) -> None:
    latakia = places.candidates("Latakia")
    city = next(one.place for one in latakia if one.place.feature_class == "P")
    area = next(one.place for one in latakia if one.place.feature_code == "ADM1")
    syria, turkey = places.candidates("Syria")[0].place, places.candidates("Turkey")[0].place
    assert inside(city, area)
    assert inside(city, syria)
    assert inside(area, syria)
    assert not inside(area, area)
    assert not inside(syria, area)
    assert not inside(city, turkey)


def test_hints_add_by_country_and_by_nearness(places: gazetteer.Gazetteer) -> None:
    city = places.candidates("Latakia")[0].place
    assert hinted(city, None, None) == 0
    assert hinted(city, "SY", None) == 5.0
    assert hinted(city, "FR", None) == 0
    near, far = hinted(city, None, (35.5, 35.8)), hinted(city, None, (48.9, 2.3))
    assert near > 2.9
    assert far < 0.01


@pytest.mark.parametrize(
    ("text", "written", "level"),
    [
        ("in Delaware, Maryland, Virginia and Michigan", "Virginia", ("ADM1", "US")),
        ("across Armenia, Georgia and Iran", "Georgia", ("country",)),
        ("from Belgium, Luxembourg, and the Netherlands", "Luxembourg", ("country",)),
        ("in Butler, Clark and Madison counties, Ohio", "Madison", ("ADM2", "US", "Ohio")),
    ],
)
def test_names_in_a_row_are_of_one_level_and_none_lies_in_the_next(
    places: gazetteer.Gazetteer, text: str, written: str, level: tuple[str, ...]
) -> None:
    known = [word for word in text.replace(",", "").split() if word[0].isupper()]
    name = next(one for one in names_of(text, *known, places=places) if one.written == written)
    assert level in name.levels
    assert name.containers == []


@pytest.mark.parametrize("text", ["in Paris, Texas, and Rome", "in Idaho and Washington, D.C."])
def test_a_pair_is_no_list(places: gazetteer.Gazetteer, text: str) -> None:
    known = [word.strip(",") for word in text.split() if word[0].isupper()]
    names = names_of(text, *known, places=places)
    assert all(not name.levels for name in names)
    assert any(name.containers for name in names)


def test_what_is_not_where_the_text_puts_it_is_none_of_the_others(places: gazetteer.Gazetteer) -> None:
    name, _ = names_of("in Randolph, New Hampshire, on Friday", "Randolph", "New Hampshire", places=places)
    assert places.candidates("Randolph")
    assert name.candidates == []
    assert name.lacking == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("In Geneva, US officials met.", ("Geneva", "US")),
        ("They met in Reading, Berkshire, on Friday.", ("Reading", "Berkshire")),
        ("from Crockett, Palestine and Houston", ("Crockett", "Palestine", "Houston")),
        ("sanctions on Germany, South Korea, said", ("Germany", "South Korea")),
    ],
)
def test_what_only_stands_before_another_keeps_its_candidates(
    places: gazetteer.Gazetteer, text: str, written: tuple[str, ...]
) -> None:
    first, *_ = names_of(text, *written, places=places)
    assert first.candidates
    assert first.lacking is None


def test_a_part_of_a_city_lies_in_it(places: gazetteer.Gazetteer) -> None:
    name, _ = names_of("He was born in Streatham, London, in 1939.", "Streatham", "London", places=places)
    assert [(place.name, place.country) for place, _ in name.containers] == [("London", "GB")]


@pytest.mark.parametrize(
    ("text", "adjective"),
    [
        ("US officials met. A US warship left.", True),
        ("The U.S. Senate voted.", True),
        ("US officials met. He left the US.", False),
        ("the US and Iran", False),
        ("He lives in the UK with her.", False),
    ],
)
def test_a_short_form_before_a_noun_is_like_a_demonym(
    places: gazetteer.Gazetteer, text: str, *, adjective: bool
) -> None:
    written = [word.strip(",") for word in text.replace(". A", " A").split() if word.rstrip(".") in {"US", "U.S", "UK"}]
    written = [word if word == "U.S." else word.rstrip(".") for word in written]
    assert names_of(text, *written, places=places)[0].adjective == adjective
