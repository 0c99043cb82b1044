"""The catalogue follows every way in which a store is written."""

import contextlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from kg.catalogue import Row, Selection, Tally, Things
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore
from kg.stores.mark import CATALOGUE
from kg.web.jobs import GraphAction, GraphJob, UpdateJob
from kg.web.writing import Writer, WriterProcess
from tests.catalogue.test_catalogue import ACTORS, B, article, check, look_up
from tests.commands import kg


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


def _by_build(folder: Path) -> None:
    source = folder.with_name("a.txt")
    source.write_text(
        "Президент России Владимир Путин прибыл в Минск. «Переговоры будут», — заявил Путин 25 апреля 2022 года."
    )
    assert kg("build", source, "--store", folder).returncode == 0


def _by_import(folder: Path) -> None:
    file = folder.with_name("graph.nq")
    with EmbeddedStore(folder.with_name("other")) as other, file.open("wb") as target:
        graph = NamedNode(f"{B}article/77")
        other.replace(graph, article(77, random.Random(9)))
        other.dump(target, RdfFormat.N_QUADS)
    assert kg("import", file, "--store", folder).returncode == 0


def _by_restore(folder: Path) -> None:
    _by_import(folder)
    backup = folder.with_name("backup")
    assert kg("store", "backup", backup, "--store", folder).returncode == 0
    with EmbeddedStore(folder) as store:
        store.replace(NamedNode(f"{B}article/77"), [])
        check(store)
    assert kg("store", "restore", backup, "--replace", "--store", folder).returncode == 0


def _by_update_of_a_server(folder: Path) -> None:
    moved = f"DELETE {{ GRAPH ?g {{ ?c {KG.speaker} ?s }} }} INSERT {{ GRAPH ?g {{ ?c {KG.speaker} <{ACTORS[4]}> }} }}"
    with _writing(folder) as writer:
        writer.write(UpdateJob(f"{moved} WHERE {{ GRAPH ?g {{ ?c {KG.speaker} ?s }} }}", B), 20)


def _by_graph_store_of_a_server(folder: Path) -> None:
    turtle = pyoxigraph.serialize((quad.triple for quad in article(88, random.Random(2))), format=RdfFormat.TURTLE)
    assert turtle is not None
    with _writing(folder) as writer:
        writer.write(GraphJob(GraphAction.REPLACE, f"{B}article/1", B, (("ttl", turtle),)), 20)
        writer.write(GraphJob(GraphAction.DELETE, f"{B}article/0", B), 20)


@contextmanager
def _writing(folder: Path) -> Iterator[Writer]:
    """The process of a server that writes."""
    with contextlib.closing(WriterProcess(str(folder))) as process:
        yield Writer(process.address, process.ledger)


@pytest.mark.parametrize(
    "write", [_by_build, _by_import, _by_restore, _by_update_of_a_server, _by_graph_store_of_a_server]
)
def test_it_follows_every_way_of_writing(tmp_path: Path, write: Callable[[Path], None]) -> None:
    folder = tmp_path / "store"
    rnd = random.Random(3)
    with EmbeddedStore(folder) as store:
        for number in range(5):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
        check(store)
        before = listed(store)
    write(folder)
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
