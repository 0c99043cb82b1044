"""On a real cluster of two nodes on this machine, one of which is killed."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.cluster import Reading, build_shards
from kg.extras import MissingPackageError
from kg.identifiers import DEFAULT_BASE
from kg.shards.loading import load_shards
from kg.stores import Store
from tests.shards.conftest import quads

_SCRIPT = """
    import os, sys
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_DISABLE_MEMORY_MONITOR="1")
    import psutil, ray
    from ray.cluster_utils import Cluster
    from kg.cluster import Reading, build_shards
    from kg.identifiers import DEFAULT_BASE
    from kg.versions import reading_version

    texts, shards = sys.argv[1:]
    node = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    other = cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    killed = False

    def kill(entry):
        global killed
        if not killed:
            cluster.remove_node(other, allow_graceful=False)
            killed = True

    reading = Reading(shards, reading_version(()), DEFAULT_BASE)
    done = build_shards([texts], reading, on=cluster.address, most=1, on_progress=kill)
    cluster.shutdown()
    ours = [one.name() for one in psutil.process_iter() if os.getsid(one.pid) == os.getsid(0)]
    left = {"raylet", "gcs_server"} & set(ours)
    print(done.parts, done.articles, done.found, killed, sorted(left))
    """


def test_a_node_that_is_killed_changes_nothing(texts: Path, tmp_path: Path, store: Store, built: set[Quad]) -> None:
    pytest.importorskip("ray", reason="Ray is not installed")
    shards = tmp_path / "shards"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_SCRIPT), str(texts), str(shards)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        start_new_session=True,
    )
    assert done.stdout.strip().endswith("11 11 0 True []"), done.stdout + done.stderr
    load_shards(str(shards), store, base=DEFAULT_BASE)
    assert quads(store) == built


def test_a_cluster_that_is_not_there_is_named(texts: Path, reading: Reading) -> None:
    pytest.importorskip("ray", reason="Ray is not installed")
    from kg.cluster.task import ClusterError  # noqa: PLC0415

    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:9: no Ray cluster answers"):
        build_shards([str(texts)], reading, on="127.0.0.1:9")


def test_without_ray_it_says_what_to_install(texts: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingPackageError, match=r"pip install newskg\[cluster\]"):
        build_shards([str(texts)], reading, on="local")
