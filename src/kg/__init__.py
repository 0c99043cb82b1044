"""Russian-language news as an RDF knowledge graph of actors, events and statements."""

import importlib.metadata
import os

# The language models multiply small matrices: a second BLAS thread costs them more than it gives (2.6 times slower on
# two cores), and NumPy reads these only once, when it is first imported.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

__version__ = importlib.metadata.version("newskg")
