"""Packages that only some commands need: an extra of the distribution brings each."""

import importlib

from kg.errors import KgError


class MissingPackageError(KgError):
    """A package is not installed; the message says how to get it."""


def require(package: str, extra: str, purpose: str) -> None:
    """Sees that a package can be imported.

    Args:
        package: by the name it is imported under.
        extra: of this distribution, that brings it.
        purpose: what needs it, as the first words of the message.

    Raises:
        MissingPackageError: it is not installed.
    """
    try:
        importlib.import_module(package)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != package:  # it is there, and something that it needs is not
            raise
        raise MissingPackageError(
            f"{purpose} needs {package}, which is not installed: pip install newskg[{extra}]"
        ) from error
