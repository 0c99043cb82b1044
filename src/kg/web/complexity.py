"""How involved a request is: Oxigraph's parser and planner recurse over it, and where their stack ends, so does the
process. Those that run requests have a stack that is enough for what is let through here
(:func:`kg.web.worker.deepen_stack`).
"""

import re

DEEPEST = 1_000
"""Brackets, or signs before a term, within each other."""
LONGEST = 10_000
"""Operators, and patterns like OPTIONAL, of a whole request: `1+1+1` is a tree as deep as it is long."""
_NESTING = re.compile(r"(?P<signs>(?:[!+-]\s*){8,})|[{}()\[\]]")
_PARTS = re.compile(
    r"""
      \#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>                            # comment, IRI
    | \"{3}(?:"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | [?$@][\w-]+ | _?[\w.-]*:(?:[\w.:%-]|\\.)*                         # variable, prefixed name
    | (?P<opens> \( ) | (?P<closes> \) )
    | (?P<pattern> \b(?:OPTIONAL|UNION|MINUS|FILTER|BIND|EXISTS|AS|GRAPH|SERVICE|SELECT)\b )
    | (?P<sign> [+-](?=\s*\.?\d) )
    | (?P<operator> \|\|? | && | [!^*/+-] )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def too_involved(request: str) -> str | None:
    """What there is too much of in a query or an update; None where it may be run."""
    if len(request) > DEEPEST and _depth(request) > DEEPEST:
        return f"is nested more than {DEEPEST:,} deep; write it flatter"
    if len(request) > LONGEST and _length(request) > LONGEST:
        return f"has more than {LONGEST:,} operators and patterns; write it shorter, lists of values with VALUES or IN"
    return None


def _depth(text: str) -> int:
    """How deep brackets and signs stand within each other. Brackets in strings count, too: nothing can hide them."""
    depth = deepest = 0
    for mark in _NESTING.finditer(text):
        if mark["signs"]:
            deepest = max(deepest, depth + len(mark[0]))
        else:
            depth += 1 if mark[0] in "{([" else -1
            deepest = max(deepest, depth)
    return deepest


def _length(text: str) -> int:
    """How many operators and patterns there are. Outside of parentheses a sign before a digit is a number's."""
    length = depth = 0
    for part in _PARTS.finditer(text):
        kind = part.lastgroup
        if kind == "opens":
            depth += 1
        elif kind == "closes":
            depth -= 1
        elif kind is not None and (kind != "sign" or depth > 0):
            length += 1
    return length
