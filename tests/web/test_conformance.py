"""The W3C suites, over HTTP, against a server process with the rights to update.

They are taken from the folder in KG_W3C, with all groups of tests; else from beside the project, then only the groups
that are about HTTP. The texts are W3C's and not part of the project; where they are not, this is skipped.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.web.test_server import free_port, wait_for

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "w3c"
_SUITES = Path(os.environ.get("KG_W3C", _BESIDE))
_SECRET = "only-for-this-test"
_HTTP = {"protocol": 34, "gsp": 13, "negotiation": 24, "service-description": 3}
_STORE = {
    "query11": 215,
    "query10": 262,
    "results": 9,
    "syntax-query11": 111,
    "syntax-query10": 198,
    "syntax-update": 55,
    "update": 94,
}
"""How many pass with the Oxigraph server, whose evaluation is ours."""


@pytest.mark.skipif(not (_SUITES / "conformance.py").exists(), reason="the W3C suites are not here (KG_W3C)")
def test_w3c(tmp_path: Path) -> None:
    expected = _HTTP | (_STORE if "KG_W3C" in os.environ else {})
    port = free_port()
    code = (
        "from kg.web.server import serve\n"
        "from kg.web.access import Token\n"
        "from kg.web.settings import DefaultGraph, Settings\n"
        f"settings = Settings(default_graph=DefaultGraph.PLAIN, tokens=(Token.of({_SECRET!r}),))\n"
        f"serve({str(tmp_path / 'store')!r}, port={port}, settings=settings)\n"
    )
    root = f"http://127.0.0.1:{port}"
    server = subprocess.Popen([sys.executable, "-c", code])
    try:
        wait_for(f"{root}/ready", server)
        command = [sys.executable, "-B", "conformance.py", "--endpoint", f"{root}/sparql"]
        command += ["--gsp-url", f"{root}/graph-store", "--header", f"Authorization: Bearer {_SECRET}"]
        command += ["--groups", ",".join(expected), "--json", str(tmp_path / "found.json")]
        subprocess.run(command, cwd=_SUITES, check=False, timeout=500, stdout=subprocess.DEVNULL)
        assert httpx.get(f"{root}/health").status_code == 200
    finally:
        server.terminate()
        server.wait(30)
    groups = json.loads((tmp_path / "found.json").read_text())["groups"]
    fallen = {name: groups[name]["failures"] for name, least in expected.items() if groups[name]["passed"] < least}
    assert not fallen
