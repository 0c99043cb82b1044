"""The tokens of a SPARQL request, for what has to be known of it before Oxigraph, whose parser is closed, reads it.

Whoever writes a request so that this reading and the parser's differ must gain nothing by it: what guards the server
does not rest on it (see :mod:`kg.stores.dataset`).
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

_TOKEN = re.compile(
    r"""
      (?P<skip> \s+ | \#[^\n\r]*)
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<text> (?:\"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*') (?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*)?)
    | (?P<variable> [?$]\w+)
    | (?P<name> (?:[^\W\d_][\w-]*(?:\.+[\w-]+)*)?:(?:[\w:%-]|\\.|\.(?=[\w:%.-]*[\w:%-]))*)
    | (?P<word> [^\W\d]\w*)
    | (?P<number> \d+)
    | (?P<mark> .)
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Token:
    """A token and where it stands."""

    kind: str
    """iri, text, variable, name (with its prefix), word (a bare one), number, mark; end behind the last."""
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """A bare word in capitals; any other token as it is."""
        return self.text.upper() if self.kind == "word" else self.text


class Tokens:
    """A request's tokens, without space and comments, with what its prologue and its dataset clauses say."""

    def __init__(self, request: str) -> None:
        self.tokens = [
            Token(found.lastgroup or "", found[0], found.start(), found.end())
            for found in _TOKEN.finditer(request)
            if found.lastgroup != "skip"
        ]
        self.default_graphs: list[NamedNode] = []
        """Those after FROM."""
        self.named_graphs: list[NamedNode] = []
        """Those after FROM NAMED."""
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._read_prologue()

    @property
    def names_dataset(self) -> bool:
        """Is there FROM or FROM NAMED?"""
        return bool(self.default_graphs or self.named_graphs)

    @property
    def prologue(self) -> str:
        """Its declarations of base and prefixes, as a prologue for a part of the request."""
        base = f"BASE <{self._base}> " if self._base else ""
        return base + " ".join(f"PREFIX {name}: <{iri}>" for name, iri in self._prefixes.items())

    def at(self, number: int) -> Token:
        """A token; one without text behind the last."""
        return self.tokens[number] if number < len(self.tokens) else Token("end", "", 0, 0)

    def iri(self, token: Token) -> str | None:
        """The IRI that a token stands for; None where it stands for none."""
        if token.kind == "iri":
            written = token.text[1:-1]
            if not self._base or _ABSOLUTE.match(written):
                return written
            return urljoin(self._base, written) + "#" * written.endswith("#")  # urljoin takes an empty fragment away
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in self._prefixes:
                return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None

    def node(self, token: Token) -> NamedNode | None:
        """The node that a token stands for; None where it stands for none, or its IRI is none."""
        try:
            return NamedNode(self.iri(token) or "")
        except ValueError:
            return None

    def behind_term(self, number: int) -> int:
        """The token behind the term, or behind the balanced brackets, that begin at a token."""
        depth = 0
        while number < len(self.tokens):
            text = self.tokens[number].text
            depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
            number += 1
            if depth <= 0:
                break
        return number

    def _read_prologue(self) -> None:
        for number, token in enumerate(self.tokens):
            match token.word:
                case "PREFIX":
                    name, namespace = self.at(number + 1), self.at(number + 2)
                    if name.kind == "name" and namespace.kind == "iri":
                        self._prefixes[name.text[:-1]] = self.iri(namespace) or ""
                case "BASE" if self.at(number + 1).kind == "iri":
                    self._base = self.iri(self.at(number + 1)) or ""
                case "FROM":
                    is_named = self.at(number + 1).word == "NAMED"
                    graph = self.node(self.at(number + 1 + is_named))
                    if graph is not None:
                        (self.named_graphs if is_named else self.default_graphs).append(graph)


def string_value(token: Token) -> str:
    """The value of a string as SPARQL writes it, which is how Turtle writes it."""
    (triple,) = parse(f"<urn:s> <urn:p> {token.text} .", RdfFormat.TURTLE)
    assert isinstance(triple.object, Literal)
    return triple.object.value
