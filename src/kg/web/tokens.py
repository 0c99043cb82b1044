"""The file of tokens: their names, scopes and hashes, a token a line, as `kg token` writes it.

Tab-separated, UTF-8, `#` begins a comment: NAME, SCOPES (with commas), SHA-256. Whoever can read the file can't make a
token of it; whoever can write it can.
"""

import os
import secrets
import threading
from pathlib import Path

from kg.errors import KgError
from kg.web.access import Scope, Token

NAME = "tokens.tsv"
"""Of the file in a store's folder."""
_HEADER = "# Tokens of kg serve, made with `kg token new`: name, scopes, SHA-256 of the token.\n"


class TokenFileError(KgError):
    """The file can't be used; the message says what to do."""


class TokenFile:
    """The tokens in a file, read anew when it has changed, so that one that is revoked is refused from then on."""

    def __init__(self, path: Path) -> None:
        """Raises TokenFileError where the file is there but is none."""
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._tokens: tuple[Token, ...] = ()
        self.tokens()

    def tokens(self) -> tuple[Token, ...]:
        """The tokens; none where there is no file. Raises TokenFileError where a line can't be read."""
        with self._lock:
            try:
                told = self.path.stat()
            except FileNotFoundError:
                return ()
            stamp = (told.st_mtime_ns, told.st_size)
            if stamp != self._stamp:
                self._tokens = _read(self.path)
                self._stamp = stamp
            return self._tokens

    def new(self, name: str, scopes: frozenset[Scope]) -> str:
        """Makes a token and returns its text, which is kept nowhere.

        Raises:
            TokenFileError: where there is one of that name, or the name is none.
        """
        known = self.tokens()
        if name in {token.name for token in known}:
            raise TokenFileError(f"{self.path}: there is a token {name!r} already; revoke it first")
        secret = "kg_" + secrets.token_urlsafe(32)
        try:
            token = Token.of(secret, name, scopes)
        except ValueError as error:
            raise TokenFileError(str(error)) from error
        self._write((*known, token))
        return secret

    def revoke(self, name: str) -> None:
        """Takes a token away. Raises TokenFileError where there is none of that name."""
        known = self.tokens()
        if name not in {token.name for token in known}:
            names = ", ".join(token.name for token in known) or "none"
            raise TokenFileError(f"{self.path}: there is no token {name!r}; there are: {names}")
        self._write(tuple(token for token in known if token.name != name))

    def _write(self, tokens: tuple[Token, ...]) -> None:
        draft = self.path.with_name(self.path.name + ".new")
        lines = (f"{token.name}\t{','.join(sorted(token.scopes))}\t{token.sha256}\n" for token in tokens)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(_HEADER + "".join(lines))
            draft.replace(self.path)
        except OSError as error:
            raise TokenFileError(f"{self.path}: it can't be written ({error.strerror}); name another file") from error


def _read(path: Path) -> tuple[Token, ...]:
    tokens = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenFileError(f"{path}: it can't be read ({error}); make tokens with `kg token new`") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            name, scopes, digest = line.split("\t")
            tokens.append(Token(name, digest.strip(), frozenset(map(Scope, scopes.split(",")))))
        except ValueError as error:
            raise TokenFileError(
                f"{path}: line {number} is no token ({error}); delete it and make one with `kg token new`"
            ) from error
    return tuple(tokens)
