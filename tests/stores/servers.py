"""Servers for the tests of remote stores, each started once, in a folder of its own, and stopped at the end."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
[SPARQL]
DefaultQuery = ASK {{}}
"""


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """The Oxigraph server (PyPI: oxigraph); yields its store location."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the Oxigraph server is not installed")
    port = _free_port()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Virtuoso (Debian: virtuoso-opensource-7-bin and -common), asked with digest authentication."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin, virtuoso-opensource-7-common)")
    port = _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=_free_port()))
    command = [program, "+configfile", "virtuoso.ini", "+foreground"]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql"):
        yield f"http://dba:dba@127.0.0.1:{port}/sparql-auth#auth=digest"


SERVERS: dict[str, Callable[[Path], AbstractContextManager[str]]] = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(url, params={"query": "ASK {}"})
                break
            except httpx.TransportError:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
