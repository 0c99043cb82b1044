"""What must be known of a query's text before it is run: which dataset it names, and whether it asks elsewhere.

Oxigraph's ``use_default_graph_as_union`` overrides FROM, and its SERVICE reaches into the network; both have to be
decided beforehand, and its parser is not open to Python. For FROM a scan over SPARQL's tokens is enough: it is a
keyword in no other place. For SERVICE it is not, since whoever makes scan and parser disagree on where a string, a
comment or an IRI ends can hide the clause from the scan: :func:`is_federated` looks for the clause wherever it stands.
"""

import re
from functools import lru_cache

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
TOKEN = re.compile(
    r"""
      (?P<skip> \#[^\n\r]*                                              # comment
      | <[^<>"{}|^`\\\x00-\x20]*>                                       # IRI
      | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | [?$@][\w-]+                                                     # variable, language tag
      | _?[\w.-]*:(?:[\w.:%-]|\\.)*                                     # prefixed name, blank node
      )
    | (?P<word> [^\W\d]\w*)
    | (?P<brace> [{}])
    """,
    re.VERBOSE | re.DOTALL,
)


SPACE = r"(?:[ \t\r\n]++|\#[^\n\r]*+)*+"
_SERVICE = re.compile(
    rf"SERVICE{SPACE}(?:SILENT{SPACE})?+(?:<[^>\x00-\x20{{]*+>|(?:[^\x00-\x20{{}}<>\#\\]|\\.)++){SPACE}\{{",
    re.IGNORECASE,
)
_MOST_SERVICES = 32
"""With more occurrences of the word a query is taken as federated unread: each costs a scan of what follows it."""


@lru_cache(maxsize=256)
def keywords(query: str) -> frozenset[str]:
    """The bare words of a query (keywords and names of built-in functions) in capitals."""
    text = resolve_codepoints(query)
    return frozenset(token["word"].upper() for token in TOKEN.finditer(text) if token["word"])


def names_dataset(query: str) -> bool:
    """Does the query say itself which graphs it wants (FROM, FROM NAMED)?"""
    return _may_have("FROM", query) and "FROM" in keywords(query)


def query_form(query: str) -> str | None:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, whichever comes first; None where none does."""
    words = (token["word"].upper() for token in TOKEN.finditer(query) if token["word"])
    return next((word for word in words if word in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}), None)


def is_federated(query: str) -> bool:
    """Does the query ask another endpoint (SERVICE)?

    Errs on the safe side: what looks like the clause counts inside a comment or a string, too. Oxigraph needs no space
    around the keyword (``trueSERVICEex:name{``), so none is asked for here.
    """
    return _may_have("SERVICE", query) and any(
        text.upper().count("SERVICE") > _MOST_SERVICES or _SERVICE.search(text) is not None
        for text in {query, resolve_codepoints(query)}
    )


def _may_have(word: str, query: str) -> bool:
    """Can the keyword stand in the query, written out or with escapes? Spares most queries a closer look."""
    return word in query.upper() or "\\" in query


def resolve_codepoints(text: str) -> str:
    """The text with its escapes (u and four hexadecimal digits, U and eight) resolved, which comes before all else.

    Method: SPARQL 1.1 Query, 19.2.
    """
    return _CODEPOINT.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= 0x10FFFF else escape[0]
