"""Tokens in a file: made, listed and revoked while the server runs; and a server that is not for everyone."""

import stat
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.stores import open_store
from kg.web.access import Scope
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from kg.web.tokens import TokenFile, TokenFileError
from tests.web.conftest import serving

UPDATE = {"update": "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"}


def bearing(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def kg(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["token", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_token_is_told_once_and_kept_as_a_hash(tmp_path: Path) -> None:
    path = tmp_path / "tokens.tsv"
    secret = kg("new", "anna", "--scope", "update", "--scope", "query", "--tokens", str(path)).strip()
    assert len(secret) > 40 and secret not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "anna" in kg("list", "--tokens", str(path))
    (token,) = TokenFile(path).tokens()
    assert token.name == "anna" and token.scopes == frozenset({Scope.UPDATE, Scope.QUERY})
    kg("revoke", "anna", "--tokens", str(path))
    assert TokenFile(path).tokens() == ()


def test_what_can_not_be_made_is_told(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "tokens.tsv")
    file.new("anna", frozenset({Scope.UPDATE}))
    with pytest.raises(TokenFileError, match="already"):
        file.new("anna", frozenset({Scope.UPDATE}))
    with pytest.raises(TokenFileError, match="without spaces"):
        file.new("an na", frozenset({Scope.UPDATE}))
    with pytest.raises(TokenFileError, match="there are: anna"):
        file.revoke("boris")
    unknown = CliRunner().invoke(app, ["token", "new", "b", "--scope", "all", "--tokens", str(file.path)])
    assert unknown.exit_code == 2 and "graph-store" in unknown.output


@pytest.mark.parametrize("line", ["anna\tupdate", "anna\tall\t" + "0" * 64, "anna\tupdate\tsecret"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "tokens.tsv"
    path.write_text(f"# comment\n{line}\n")
    with pytest.raises(TokenFileError, match="line 2"):
        TokenFile(path)


def test_a_running_server_takes_new_tokens_and_refuses_revoked_ones(seeded: Path) -> None:
    file = TokenFile(seeded / "tokens.tsv")
    first = file.new("anna", frozenset({Scope.UPDATE}))
    settings = Settings(token_file=file)
    assert settings.writable
    with serving(create_app(ProcessEngine(str(seeded), 1, writable=True), settings)) as url:
        second = TokenFile(file.path).new("boris", frozenset({Scope.GRAPH_STORE}))
        assert httpx.post(f"{url}/sparql", data=UPDATE, headers=bearing(first), timeout=20).status_code == 204
        assert httpx.post(f"{url}/sparql", data=UPDATE, headers=bearing(second), timeout=20).status_code == 403
        graph = f"{url}/graph-store?graph=urn:h"
        turtle = {"Content-Type": "text/turtle"}
        written = httpx.put(graph, content="<urn:s> <urn:p> 2 .", headers=bearing(second) | turtle, timeout=20)
        assert written.status_code == 201
        TokenFile(file.path).revoke("anna")
        assert httpx.post(f"{url}/sparql", data=UPDATE, headers=bearing(first), timeout=20).status_code == 401


def test_a_server_that_started_for_reading_only_says_so(seeded: Path) -> None:
    file = TokenFile(seeded / "tokens.tsv")
    with serving(create_app(ProcessEngine(str(seeded), 1), Settings(token_file=file))) as url:
        secret = file.new("anna", frozenset({Scope.UPDATE}))
        answer = httpx.post(f"{url}/sparql", data=UPDATE, headers=bearing(secret), timeout=20)
        assert answer.status_code == 403 and "start it anew" in answer.json()["detail"]


def test_a_private_server_answers_nobody_without_a_token(location: str, tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "tokens.tsv")
    reader = file.new("anna", frozenset({Scope.QUERY}))
    writer = file.new("boris", frozenset({Scope.UPDATE}))
    with (
        open_store(location, read_only=True) as store,
        serving(create_app(ThreadEngine(store, 1), Settings(token_file=file, private=True))) as url,
        httpx.Client(base_url=url, timeout=20) as client,
    ):
        for path in ("/", "/sparql?query=ASK{}", "/actor/Q100", "/openapi.json", "/graph-store?default"):
            answer = client.get(path)
            assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Bearer")
            assert client.get(path, headers=bearing(writer)).status_code == 403
            assert client.get(path, headers=bearing(reader)).is_success
        assert client.get("/health").is_success and client.get("/ready").is_success


def test_a_private_server_needs_somebody_to_answer(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="kg token new"):
        Settings(private=True, token_file=TokenFile(tmp_path / "tokens.tsv"))
