"""The files that pages load. Those of the front end (``frontend/``) are built with the package, and may be missing."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources as package
from pathlib import Path

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(str(package.files("kg.web"))) / "static"


@dataclass(frozen=True, slots=True)
class Assets:
    """What the build of the front end made."""

    names: Mapping[str, str]
    """By what a file is for (``graph.js``), its name, which tells its content and so changes with it."""

    def __call__(self, name: str) -> str | None:
        """The address of a file; None where the front end was not built."""
        return f"/static/built/{self.names[name]}" if name in self.names else None

    @property
    def complete(self) -> bool:
        """Was the front end built?"""
        return bool(self.names)


def _built() -> Assets:
    manifest = STATIC / "built" / "manifest.json"
    return Assets(json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {})


ASSETS = _built()


class StaticAssets(StaticFiles):
    """Serves the files; what was built may be kept for good, for its name changes with its content."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See :meth:`StaticFiles.get_response`."""
        response = await super().get_response(path, scope)
        if Path(path).parts[:1] == ("built",):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


if __name__ == "__main__" and not ASSETS.complete:
    # After an install, which keeps to itself what its build complained of.
    print(
        "The pages lack the network, the SPARQL editor and maps: what they need from npm could not be built (is npm's "
        "registry within reach?). All else works. `pip install -v -e .` says why.",
        file=sys.stderr,
    )
