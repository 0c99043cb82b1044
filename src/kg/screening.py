"""A quick check of one graph, for builds: only what it finds fault with goes to the engine of record.

The quick engine is PyPI's ``shacl``, in Rust; the engine of record is pySHACL (:mod:`kg.validation`), forty times
slower. Whatever is left out of a graph is left out on pySHACL's word alone. That the quick engine finds all that
pySHACL finds is proved by a test over sound and broken graphs for each of the shapes.
"""

from collections.abc import Sequence
from functools import cache

import shacl
from pyoxigraph import Quad, RdfFormat, serialize

from kg.resources import folder
from kg.violation import Violation


def screen(quads: Sequence[Quad]) -> tuple[Violation, ...]:
    """The violations of one graph: see :func:`kg.validation.validate`, whose answer it gives sooner."""
    if conforms(quads):
        return ()
    from kg.validation import validate  # noqa: PLC0415 - it takes a while to load, and is seldom needed

    return validate(quads)


def conforms(quads: Sequence[Quad]) -> bool:
    """Does the quick engine find no fault with the graph?"""
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    # One result is enough: pySHACL finds them all.
    return _shapes().validate_text(written.decode(), format="nquads", max_results=1).conforms


@cache
def _shapes() -> shacl.Shapes:
    return shacl.Shapes.from_file(str(folder("shapes") / "kg.ttl"))
