"""The catalogue follows every way in which a store is written."""

from pathlib import Path

import pytest

from kg.catalogue import Row, Selection, Tally, Things
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore
from kg.stores.mark import CATALOGUE
from tests.catalogue.test_catalogue import article, check, look_up
from tests.ways_of_writing import (
    WAYS,
    Way,
    follows,
    is_made_by_who_asks,
    is_true_of_what_a_reader_reads,
)


def listed(store: EmbeddedStore) -> list[list[Row]]:
    """The articles, and how much each speaker says."""
    articles = Things(Selection(KG.Article.value), 100)
    return [look_up(store, articles), look_up(store, Tally(Selection(KG.Claim.value), ((KG.speaker.value,),)))]


def test_a_catalogue_that_is_not_there_is_made_by_who_asks(tmp_path: Path) -> None:
    is_made_by_who_asks(tmp_path / "store", CATALOGUE, article, check)


@pytest.mark.parametrize("write", WAYS)
def test_it_follows_every_way_of_writing(tmp_path: Path, write: Way) -> None:
    follows(write, tmp_path / "store", article, check, listed)


def test_a_reader_has_the_catalogue_of_what_it_reads(tmp_path: Path) -> None:
    is_true_of_what_a_reader_reads(tmp_path / "store", article, check)
