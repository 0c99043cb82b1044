"""Russian-language news as an RDF knowledge graph of actors, events and statements."""

import importlib.metadata
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.stores import open_store

__all__ = ["__version__", "open_store"]

# The language models multiply small matrices: a second BLAS thread costs them more than it gives (2.6 times slower on
# two cores), and NumPy reads these only once, when it is first imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = importlib.metadata.version("newskg")


def __getattr__(name: str) -> object:
    if name == "open_store":  # looked up when it is used: `kg --help` needs no store
        from kg.stores import open_store  # noqa: PLC0415

        return open_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
