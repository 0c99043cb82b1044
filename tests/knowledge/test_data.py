"""What must hold of the data files, whoever edits them."""

import re

import pytest

from kg.knowledge import Gazetteer
from kg.knowledge.gazetteer import DATA
from kg.knowledge.names import words
from kg.knowledge.offices import read_offices
from kg.knowledge.tables import rows

FILES = ("states", "organisations", "persons", "places")
COLUMNS = ("",) * 11


@pytest.mark.parametrize("file", FILES)
def test_no_two_entries_of_a_file_have_one_id(file: str) -> None:
    ids = [wikidata for row in rows(DATA / f"{file}.tsv", COLUMNS, ()) for wikidata in row.values(3)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", FILES)
def test_names_have_words_and_no_forgotten_separators(file: str) -> None:
    for row in rows(DATA / f"{file}.tsv", COLUMNS, ()):
        for name in (row.field(1), *row.values(2)):
            assert words(name)
            assert not re.search(r"[|;_]|\s\s", name)


def test_every_state_that_is_mentioned_is_known(gazetteer: Gazetteer) -> None:
    used = {row.field(4) for file in FILES for row in rows(DATA / f"{file}.tsv", COLUMNS, ())} - {""}
    used |= {row.field(3) for row in rows(DATA / "organs.tsv", COLUMNS, ())} - {""}
    used |= {row.field(1) for row in rows(DATA / "bodies.tsv", COLUMNS, ())}
    assert {code for code in used if gazetteer.state(code) is None} == set()


def test_every_office_is_of_a_state_or_a_known_body(gazetteer: Gazetteer) -> None:
    for office in read_offices(DATA / "offices.tsv"):
        assert gazetteer.state(office.of) or gazetteer.named(office.of, "Organisation"), office


def test_every_title_that_stands_for_offices_names_some_that_are_held() -> None:
    held = {office.title for office in read_offices(DATA / "offices.tsv")}
    titles = {row.field(0) for row in rows(DATA / "titles.tsv", COLUMNS, ())}
    for row in rows(DATA / "titles.tsv", COLUMNS, ()):
        assert all(title in held | titles for title in row.values(4)), row


def test_every_body_belongs_to_an_organ(gazetteer: Gazetteer) -> None:
    for row in rows(DATA / "bodies.tsv", COLUMNS, ()):
        assert gazetteer.organ(row.field(0)), row


def test_states_have_adjectives(gazetteer: Gazetteer) -> None:
    without = [row.field(1) for row in rows(DATA / "states.tsv", COLUMNS, ()) if not row.values(5)]
    assert len(without) < 25
    assert not {"Китай", "Россия", "Казахстан"} & set(without)


def test_places_that_are_capitals_have_a_position() -> None:
    (astana,) = Gazetteer.load().named("Астана", "Place")
    assert astana.position == (51.1801, 71.446)
