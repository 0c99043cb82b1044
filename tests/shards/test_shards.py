import dataclasses
import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.cluster import Reading, build_shards
from kg.identifiers import DEFAULT_BASE
from kg.rdf.vocabulary import KG, NIF, RDF, SCHEMA
from kg.shards.entries import MANIFEST, Manifest, ShardError, entry_name, shard_name
from kg.shards.loading import load_shards
from kg.shards.places import place
from kg.stores import EmbeddedStore, Store, open_store
from kg.versions import reading_version
from tests.commands import kg
from tests.shards.conftest import quads
from tests.stores.servers import SERVERS


@pytest.fixture(scope="session")
def written(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles as three shards."""
    folder = tmp_path_factory.mktemp("written")
    build_shards([str(texts)], Reading(str(folder), reading_version(()), DEFAULT_BASE), most=4)
    return folder


@pytest.fixture
def shards(written: Path, reading: Reading) -> str:
    """A copy of them, where the reading would write them."""
    shutil.copytree(written, reading.target)
    return reading.target


def parts(shards: str) -> tuple[str, ...]:
    return Manifest.read(place(shards), shards).parts


def test_shards_make_the_graph_that_a_build_makes(shards: str, store: Store, built: set[Quad]) -> None:
    done = load_shards(shards, store, base=DEFAULT_BASE)
    assert (done.shards, done.stored, done.replaced, done.unchanged, done.refused) == (3, 10, 0, 1, ())
    assert quads(store) == built


def test_shards_that_were_taken_in_are_passed_over(shards: str, store: Store, built: set[Quad]) -> None:
    load_shards(shards, store, base=DEFAULT_BASE)
    again = load_shards(shards, store, base=DEFAULT_BASE)
    assert (again.found, again.stored, again.unchanged) == (3, 0, 0)
    assert quads(store) == built
    assert load_shards(shards, store, base=DEFAULT_BASE, again=True).found == 0


def test_what_is_written_is_not_read_again(texts: Path, reading: Reading, shards: str) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in Path(shards).iterdir()}
    again = build_shards([str(texts)], reading, most=4)
    assert (again.parts, again.found, again.articles) == (3, 3, 11)
    Path(shards, shard_name(parts(shards)[1])).unlink()
    assert build_shards([str(texts)], reading, most=4).found == 2
    after = {path.name: path.stat().st_mtime_ns for path in Path(shards).iterdir()}
    kept = {name for part in (parts(shards)[0], parts(shards)[2]) for name in (entry_name(part), shard_name(part))}
    assert before.keys() == after.keys() and {name for name in kept if before[name] == after[name]} == kept


def test_a_changed_article_takes_the_place_of_the_old(
    tmp_path: Path, texts: Path, reading: Reading, store: Store
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "0.txt").write_bytes((texts / "0.txt").read_bytes())
    build_shards([str(folder)], reading)
    load_shards(reading.target, store, base=DEFAULT_BASE)
    (folder / "0.txt").write_bytes((texts / "1.txt").read_bytes())
    second = dataclasses.replace(reading, target=str(tmp_path / "second"))
    build_shards([str(folder)], second)
    done = load_shards(second.target, store, base=DEFAULT_BASE)
    assert (done.stored, done.replaced) == (0, 1)
    (article,) = store.matching(None, RDF.type, KG.Article)
    text = next(store.matching(article.subject, NIF.isString, None)).object
    assert getattr(text, "value", "").startswith("Ван И")


def test_a_damaged_shard_is_refused_and_the_rest_goes_on(shards: str, store: Store, built: set[Quad]) -> None:
    first, second, _ = parts(shards)
    packed = Path(shards, shard_name(first))
    whole = packed.read_bytes()
    packed.write_bytes(whole[:-9])
    Path(shards, shard_name(second)).rename(Path(shards, "elsewhere"))
    done = load_shards(shards, store, base=DEFAULT_BASE)
    assert done.shards == 1 and done.stored == 3
    assert [refusal.reason.split(";")[0] for refusal in done.refused] == [
        f"{shard_name(first)}: is damaged",
        f"{shard_name(second)}: is missing",
    ]
    packed.write_bytes(whole)
    Path(shards, "elsewhere").rename(Path(shards, shard_name(second)))
    assert load_shards(shards, store, base=DEFAULT_BASE).refused == ()
    ours, theirs = ({quad for quad in some if quad.predicate != SCHEMA.name} for some in (quads(store), built))
    assert ours == theirs  # of two files with one text, the one that came first gives the name


_DIES = """
    import os, sys
    from pathlib import Path
    from pyoxigraph import RdfFormat
    from kg.identifiers import DEFAULT_BASE
    from kg.shards.loading import load_shards
    from kg.stores import EmbeddedStore

    def a_part(self, pieces, graphs, others=()):
        with self._writing({*graphs, *others}) as store, self._loading.noted(graphs, store):
            store.bulk_load(b"".join(b"".join(pieces).splitlines(keepends=True)[::2]), RdfFormat.N_QUADS)
            store.flush()
            os._exit(9)

    EmbeddedStore.load = a_part
    with EmbeddedStore(Path(sys.argv[2])) as store:
        load_shards(sys.argv[1], store, base=DEFAULT_BASE)
    """


def test_a_load_that_dies_while_articles_go_in_leaves_none_in_part(
    shards: str, tmp_path: Path, built: set[Quad]
) -> None:
    command = [sys.executable, "-c", textwrap.dedent(_DIES), shards, str(tmp_path / "store")]
    assert subprocess.run(command, check=False).returncode == 9
    with EmbeddedStore(tmp_path / "store") as store:
        assert not any(store.matching(None, RDF.type, KG.Article))
        load_shards(shards, store, base=DEFAULT_BASE)
        assert quads(store) == built


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_takes_them_in(server: str, shards: str, built: set[Quad], tmp_path: Path) -> None:
    folder = tmp_path / server
    folder.mkdir()
    with SERVERS[server](folder) as location, open_store(location) as store:
        for _ in range(2):
            load_shards(shards, store, base=DEFAULT_BASE)
            ours = {quad.graph_name for quad in built}
            found = {quad for graph in ours if isinstance(graph, NamedNode) for quad in store.quads(graph)}
            assert len({quad for quad in found if quad in built}) == len(built)


def test_the_commands(texts: Path, tmp_path: Path, built: set[Quad]) -> None:
    target, folder = tmp_path / "shards", tmp_path / "store"
    (tmp_path / "none.txt").write_bytes(b"")
    done = kg("build", texts, tmp_path / "none.txt", "--shards", target)
    assert done.returncode == 1
    assert "none.txt: is empty" in done.stderr and "11 articles in 1 shards" in done.stderr
    assert kg("load", target, "--store", folder).returncode == 0
    with EmbeddedStore(folder) as store:
        assert quads(store) == built
    assert "say where they go with --shards" in kg("build", texts, "--on", "local").stderr


def test_what_is_no_folder_of_shards_is_refused(shards: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(ShardError, match=r"has no manifest\.json; name the folder"):
        load_shards(str(tmp_path), store, base=DEFAULT_BASE)
    with pytest.raises(ShardError, match="give it with --base"):
        load_shards(shards, store, base="http://example.org/")
    manifest = Path(shards, MANIFEST)
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": "newskg-shards/9"}))
    with pytest.raises(ShardError, match="of the form 'newskg-shards/9'"):
        load_shards(shards, store, base=DEFAULT_BASE)
    manifest.write_bytes(manifest.read_bytes()[:40])
    with pytest.raises(ShardError, match="is damaged"):
        load_shards(shards, store, base=DEFAULT_BASE)


def test_addresses_are_opened_by_fsspec(texts: Path, reading: Reading, store: Store, built: set[Quad]) -> None:
    pytest.importorskip("fsspec")
    import fsspec  # noqa: PLC0415

    memory = fsspec.filesystem("memory")
    memory.put(f"{texts}/*.txt", "/news/")
    elsewhere = dataclasses.replace(reading, target="memory://shards")
    done = build_shards(["memory://news", "memory://nowhere"], elsewhere)
    assert done.articles == 11
    assert [(refusal.name, refusal.reason.split(";")[0]) for refusal in done.refused] == [
        ("memory://nowhere", "has nothing in it")
    ]
    load_shards("memory://shards", store, base=DEFAULT_BASE)
    assert len(quads(store)) == len(built)
