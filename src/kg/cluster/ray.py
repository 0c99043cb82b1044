"""Parts read on a Ray cluster, by Ray Data: machines may come, go and die; a part is read until its shard is there."""

import logging
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.cluster.task import ClusterError, Reading, read_part
from kg.errors import KgError
from kg.extras import require
from kg.shards.entries import Entry
from kg.shards.parts import Part
from kg.shards.places import place

HERE = "local"
"""In the place of an address: a cluster that is started on this machine, and stopped when the work is done."""


def read_on_ray(to_read: Sequence[Part], reading: Reading, address: str) -> Iterator[Entry]:
    """Reads parts on a cluster; the entry of each, as they are done.

    Args:
        to_read: the parts.
        reading: how.
        address: ``ray://HOST:10001`` (Ray's client), ``HOST:6379`` (of the cluster that this machine is part of),
            ``auto`` or ``local``.

    Raises:
        ClusterError: where the cluster can't be reached, or a machine of it can't do the work.
        MissingPackageError: where Ray is not installed.
    """
    require("ray", "cluster", "kg build --on")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # tells nobody
    import ray  # noqa: PLC0415 - only clusters need it
    import ray.data  # noqa: PLC0415

    _knock(address)
    try:
        ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, ValueError, TimeoutError, RuntimeError) as error:
        raise ClusterError(f"{address}: no Ray cluster answers ({error}); start one with ray start --head") from error
    try:
        target = place(reading.target)
        for part in _done(ray, to_read, reading):
            yield Entry.read(target, part)
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raises ClusterError where nobody listens: Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except OSError as error:
        raise ClusterError(f"{address}: no Ray cluster answers ({error}); start one with ray start --head") from error


def _done(ray: Any, to_read: Sequence[Part], reading: Reading) -> Iterator[str]:
    """The ids of the parts, as they are done."""
    if not to_read:
        return
    settings = ray.data.DataContext.get_current()
    settings.enable_progress_bars = False
    settings.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    work = ray.data.from_items(
        [{"id": part.id, "names": list(part.names)} for part in to_read], override_num_blocks=len(to_read)
    ).map(
        _Reader,
        fn_constructor_args=(reading,),
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cores),
    )
    for row in work.iter_rows():
        if row["fault"]:
            raise ClusterError(row["fault"])
        yield row["id"]


@dataclass(frozen=True)
class _Reader:
    """Lives on a machine of the cluster."""

    reading: Reading

    def __call__(self, row: dict[str, Any]) -> dict[str, str]:
        """Reads a part; a fault that no other machine could mend comes back in words, since Ray tries others again."""
        part = Part(row["id"], tuple(row["names"]))
        try:
            read_part(part, self.reading)
        except KgError as error:
            return {"id": part.id, "fault": str(error)}
        return {"id": part.id, "fault": ""}
