"""The names of countries and areas in the committed tables: what news uses, and no other country's."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from pathlib import Path

import pytest

from committed_tables import UN_MEMBERS, countries, first, rows
from gazetteer.names import fold

# The Associated Press writes these states out.
UNABBREVIATED = {"Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah"}


# Hong Kong and Macao "Chinese", Saint Pierre "French", Guernsey and Jersey "Channel Islander": people elsewhere, or of
# two places. The Falklands and Norfolk Island: a place's name as an adjective, a misspelling.
ODD_IN_THE_FACTBOOK = {"FK", "GG", "HK", "JE", "MO", "NF", "PM"}


@pytest.mark.parametrize(
    ("code", "names", "abbreviations"),
    [
        ("US", ["America", "United States of America"], ["US", "U.S.", "USA", "U.S.A."]),
        ("GB", ["Britain", "Great Britain"], ["UK", "U.K."]),
        ("AE", [], ["UAE", "U.A.E."]),
        ("CD", ["Democratic Republic of Congo", "Congo-Kinshasa", "Zaire"], ["DRC"]),
        ("CG", ["Republic of Congo", "Congo-Brazzaville"], []),
        ("KP", [], ["DPRK"]),
        ("RU", ["Russian Federation"], []),
        ("SY", ["Syrian Arab Republic"], []),
        ("IR", ["Islamic Republic of Iran"], []),
        ("VA", ["Vatican", "Holy See"], []),
        ("MK", ["Macedonia"], []),
        ("SZ", ["Swaziland"], []),
        ("CV", ["Cabo Verde"], []),
        ("TL", ["Timor-Leste"], []),
        ("TR", ["Turkiye", "Türkiye"], []),
        ("MM", ["Burma"], []),
        ("CI", ["Côte d'Ivoire"], []),
        ("NL", ["Holland", "The Netherlands"], []),
        ("CZ", ["Czechia"], []),
    ],
)
def test_countries_answer_to_the_names_that_news_uses(code: str, names: list[str], abbreviations: list[str]) -> None:
    country = countries()[code]
    assert {fold(name) for name in names} <= {fold(name) for name in (country.name, *country.names)}
    assert set(abbreviations) <= set(country.abbreviations)


def test_no_iso_code_is_a_name() -> None:
    # "S.C." became the Seychelles.
    allowed = {"US", "UK", "NZ"}
    for code, country in countries().items():
        short = {name.replace(".", "").upper() for name in (*country.names, *country.abbreviations)}
        assert code not in short - allowed, country.name


def test_no_country_takes_the_name_of_another() -> None:
    taken: dict[str, set[str]] = {}
    for country in rows("countries"):
        for name in (country.name, *country.names, *country.abbreviations):
            taken.setdefault(fold(name), set()).add(country.country or "")
    assert {name: codes for name, codes in taken.items() if len(codes) > 1} == {"congo": {"CD", "CG"}}


def test_un_members_have_demonyms() -> None:
    members = UN_MEMBERS.split()
    assert len(set(members)) == 193
    assert [code for code in members if not countries()[code].demonyms] == []


def test_demonyms_are_shared_only_where_decided() -> None:
    shared: dict[str, set[str]] = {}
    for country in rows("countries"):
        assert all(re.fullmatch(r"[A-ZÅ][\w.' -]+", demonym) for demonym in country.demonyms)
        assert not {fold(name) for name in country.demonyms} & {fold(country.name)}, country.name
        for demonym in country.demonyms:
            shared.setdefault(demonym.removesuffix("s"), set()).add(country.country or "")
    assert {demonym: codes for demonym, codes in shared.items() if len(codes) > 1} == {
        "Congolese": {"CD", "CG"},
        "Dominican": {"DM", "DO"},
        "Korean": {"KP", "KR"},
    }


@pytest.mark.parametrize(
    ("code", "demonyms"),
    [
        ("SY", "Syrian Syrians"),
        ("GB", "British Briton Britons Brit Brits"),
        ("FR", "French Frenchman Frenchmen Frenchwoman Frenchwomen"),
        ("NL", "Dutch"),
        ("ES", "Spanish Spaniard Spaniards"),
        ("TR", "Turkish Turk Turks"),
        ("AE", "Emirati Emiratis"),
        ("SA", "Saudi Saudis"),
        ("US", "American Americans"),
        ("NE", "Nigerien Nigeriens"),
        ("NG", "Nigerian Nigerians"),
        ("CZ", "Czech Czechs"),
        ("PH", "Filipino Filipinos Philippine"),
    ],
)
def test_demonyms_of_some_countries(code: str, demonyms: str) -> None:
    assert set(demonyms.split()) <= set(countries()[code].demonyms)


def test_demonyms_agree_with_the_factbook() -> None:
    """Every adjective of the CIA World Factbook is a demonym here, but for the odd ones."""
    spec = importlib.util.find_spec("pyworldatlas")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("pyworldatlas is not installed: pip install --group tables")
    path = Path(next(iter(spec.submodule_search_locations))) / "data" / "atlas.sqlite3"
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    theirs = dict(
        connection.execute(
            "SELECT alpha2, adjective FROM country_demonym "
            "JOIN country ON country.id = country_id WHERE adjective != ''"
        )
    )
    connection.close()
    unknown = {
        code: adjective
        for code, adjective in theirs.items()
        if not {fold(part) for part in re.split(r", | or |; | \(|\)", adjective)}
        & {fold(name) for name in (*countries()[code].demonyms, countries()[code].name, *countries()[code].names)}
    }
    assert set(unknown) == ODD_IN_THE_FACTBOOK


def test_us_states_have_postal_and_ap_abbreviations_and_demonyms() -> None:
    states = [row for row in rows("admin1") if row.country == "US"]
    assert len(states) == 51
    for state in states:
        postal = [short for short in state.abbreviations if re.fullmatch("[A-Z]{2}", short)]
        assert len(postal) == 1, state.name
        assert state.demonyms, state.name
        assert state.name in UNABBREVIATED or any("." in short for short in state.abbreviations), state.name


@pytest.mark.parametrize(
    ("country", "name", "abbreviations"),
    [
        ("US", "California", ["CA", "Calif."]),
        ("US", "North Carolina", ["NC", "N.C."]),
        ("US", "Washington, D.C.", ["DC", "D.C."]),
        ("CA", "Ontario", ["ON", "Ont."]),
        ("CA", "Alberta", ["AB", "Alta."]),
        ("CA", "Quebec", ["QC", "Que."]),
        ("CA", "British Columbia", ["BC", "B.C."]),
        ("AU", "New South Wales", ["NSW", "N.S.W."]),
    ],
)
def test_state_abbreviations(country: str, name: str, abbreviations: list[str]) -> None:
    assert set(abbreviations) <= set(first("admin1", name, country).abbreviations)
