"""The catalogue follows every way in which a store is written."""

import random
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.catalogue import Row, Selection, Tally, Things
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore
from kg.stores.mark import CATALOGUE
from tests.catalogue.test_catalogue import article, check, look_up
from tests.ways_of_writing import WAYS, B, Way


def listed(store: EmbeddedStore) -> list[list[Row]]:
    """The articles, and how much each speaker says."""
    articles = Things(Selection(KG.Article.value), 100)
    return [look_up(store, articles), look_up(store, Tally(Selection(KG.Claim.value), ((KG.speaker.value,),)))]


def test_a_catalogue_that_is_not_there_is_made_by_who_asks(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    rnd = random.Random(3)
    with EmbeddedStore(folder) as store:
        for number in range(5):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
    for path in folder.glob(f"{CATALOGUE}*"):
        path.unlink()
    with EmbeddedStore(folder, read_only=True) as store:
        check(store)


@pytest.mark.parametrize("write", WAYS)
def test_it_follows_every_way_of_writing(tmp_path: Path, write: Way) -> None:
    folder = tmp_path / "store"
    rnd = random.Random(3)
    with EmbeddedStore(folder) as store:
        for number in range(5):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
        check(store)
        before = listed(store)
    write(folder, article, check)
    with EmbeddedStore(folder, read_only=True) as store:
        assert listed(store) != before
        check(store)


def test_a_reader_has_the_catalogue_of_what_it_reads(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    rnd = random.Random(5)
    with EmbeddedStore(folder) as writer:
        writer.replace(NamedNode(f"{B}article/1"), article(1, rnd))
        writer.flush()
        with EmbeddedStore(folder, read_only=True) as reader:
            check(reader)
        writer.replace(NamedNode(f"{B}article/2"), article(2, rnd))
        writer.flush()
        with EmbeddedStore(folder, read_only=True) as reader:
            check(reader)
