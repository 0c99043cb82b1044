"""Where the data files are: beside the code, or, in a checkout, in the top-level folders."""

import importlib.resources
from pathlib import Path

_PACKAGE = Path(str(importlib.resources.files("kg")))
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The folder ``ontology``, ``shapes`` or ``queries``: inside an installed package, or in the checkout.

    Raises FileNotFoundError where it is in neither.
    """
    for candidate in (_PACKAGE / name, _CHECKOUT / name):
        if candidate.is_dir() and any(path.suffix != ".py" for path in candidate.iterdir() if path.is_file()):
            return candidate
    raise FileNotFoundError(f"the folder {name!r} is neither in {_PACKAGE} nor in {_CHECKOUT}: reinstall newskg")
