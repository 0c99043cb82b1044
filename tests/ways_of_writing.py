"""Every way in which a store is written: what is kept beside it has to follow them all."""

import contextlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.rdf.vocabulary import KG, RDF
from kg.stores import EmbeddedStore
from kg.web.jobs import GraphAction, GraphJob, UpdateJob
from kg.web.writing import Writer, WriterProcess
from tests.commands import kg

B = "https://w3id.org/newskg/"
ACTORS = [f"{B}actor/{name}" for name in "abcde"]

Article = Callable[[int, random.Random], list[Quad]]
"""The quads of an article, by its number."""
Check = Callable[[EmbeddedStore], None]
"""Fails where what is kept beside a store is not true of it."""
Way = Callable[[Path, Article, Check], None]
"""Writes into the store of a folder, which has the articles 0 to 4."""


def by_build(folder: Path, article: Article, check: Check) -> None:
    source = folder.with_name("a.txt")
    source.write_text(
        "Президент России Владимир Путин прибыл в Минск. «Переговоры будут», — заявил Путин 25 апреля 2022 года."
    )
    assert kg("build", source, "--store", folder).returncode == 0


def by_import(folder: Path, article: Article, check: Check) -> None:
    file = folder.with_name("graph.nq")
    with EmbeddedStore(folder.with_name("other")) as other, file.open("wb") as target:
        graph = NamedNode(f"{B}article/77")
        other.replace(graph, [*article(77, random.Random(9)), Quad(graph, RDF.type, KG.Article, graph)])
        other.dump(target, RdfFormat.N_QUADS)
    assert kg("import", file, "--store", folder).returncode == 0


def by_restore(folder: Path, article: Article, check: Check) -> None:
    by_import(folder, article, check)
    backup = folder.with_name("backup")
    assert kg("store", "backup", backup, "--store", folder).returncode == 0
    with EmbeddedStore(folder) as store:
        store.replace(NamedNode(f"{B}article/77"), [])
        check(store)
    assert kg("store", "restore", backup, "--replace", "--store", folder).returncode == 0


def by_update_of_a_server(folder: Path, article: Article, check: Check) -> None:
    moved = f"DELETE {{ GRAPH ?g {{ ?c {KG.speaker} ?s }} }} INSERT {{ GRAPH ?g {{ ?c {KG.speaker} <{ACTORS[4]}> }} }}"
    with _writing(folder) as writer:
        writer.write(UpdateJob(f"{moved} WHERE {{ GRAPH ?g {{ ?c {KG.speaker} ?s }} }}", B), 20)


def by_graph_store_of_a_server(folder: Path, article: Article, check: Check) -> None:
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


WAYS: list[Way] = [by_build, by_import, by_restore, by_update_of_a_server, by_graph_store_of_a_server]


def with_five_articles(folder: Path, article: Article) -> Path:
    """A store that has the articles 0 to 4."""
    rnd = random.Random(3)
    with EmbeddedStore(folder) as store:
        for number in range(5):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
    return folder


def is_made_by_who_asks(folder: Path, file: str, article: Article, check: Check) -> None:
    """Fails where what is kept in a file beside a store is not made anew when it is gone."""
    with_five_articles(folder, article)
    for path in folder.glob(f"{file}*"):
        path.unlink()
    with EmbeddedStore(folder, read_only=True) as store:
        check(store)


def follows(write: Way, folder: Path, article: Article, check: Check, shown: Callable[[EmbeddedStore], object]) -> None:
    """Fails where what is kept beside a store, as far as it is shown, does not follow a way of writing."""
    with EmbeddedStore(with_five_articles(folder, article)) as store:
        check(store)
        before = shown(store)
    write(folder, article, check)
    with EmbeddedStore(folder, read_only=True) as store:
        assert shown(store) != before
        check(store)


def is_true_of_what_a_reader_reads(folder: Path, article: Article, check: Check) -> None:
    """Fails where a reader beside the one that writes is told of what the copy that it reads does not have."""
    rnd = random.Random(5)
    with EmbeddedStore(folder) as writer:
        for number in (1, 2):
            writer.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
            writer.flush()
            with EmbeddedStore(folder, read_only=True) as reader:
                check(reader)
