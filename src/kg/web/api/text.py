"""Words looked for in texts, as a pattern of SPARQL.

The store's own index finds words in any of their forms (``kg:textMatch``, see :mod:`kg.textsearch`). A store on another
server that has no such index is asked for the beginnings of the words, which is slower and finds less.
"""

import re
from http import HTTPStatus

from pyoxigraph import Literal, NamedNode

from kg.catalogue import Words
from kg.rdf.vocabulary import KG
from kg.textsearch import Search, SearchError
from kg.web.api.graph import Graph
from kg.web.api.listing import Pattern
from kg.web.problems import ProblemError

_TEXT_MATCH = KG.textMatch
_MOST_FOUND = 500
"""Texts: those that fit the words best."""
_LONGEST_ENDING = 3
_SHORTEST_STEM = 4


class Texts:
    """Finds texts in a graph's store."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._indexed: bool | None = None

    async def containing(self, subject: str, property: NamedNode, words: str | None) -> Pattern:
        """That a text of the subject has all these words, in whatever form; nothing where no words are given.

        Raises:
            ProblemError: where there is no word, or too many are.
        """
        if words is None:
            return Pattern("")
        try:
            search = Search.parse(words)
        except SearchError as error:
            raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from None
        if await self._is_indexed():
            found = f"({property} {Literal(words)} {_MOST_FOUND})"
            asked = Words(property.value, words, _MOST_FOUND)
            return Pattern(f"?{subject} {_TEXT_MATCH} {found} .", selective=True, words=asked)
        folded = f'REPLACE(LCASE(?{subject}Text), "ё", "е")'
        stems = [_stem(word) for phrase in search.phrases for word in phrase] + list(search.prefixes)
        conditions = " && ".join(f"CONTAINS({folded}, {Literal(stem)})" for stem in stems)
        asked = Words(property.value, words, _MOST_FOUND)
        return Pattern(f"?{subject} {property} ?{subject}Text . FILTER({conditions})", selective=True, words=asked)

    async def _is_indexed(self) -> bool:
        if self._indexed is None:
            try:
                await self._graph.rows('SELECT ?s WHERE { ?s kg:textMatch (kg:text "слово" 1) } LIMIT 1')
                self._indexed = True
            except ProblemError as problem:
                if problem.status != HTTPStatus.NOT_IMPLEMENTED:
                    raise
                self._indexed = False
        return self._indexed


def _stem(word: str) -> str:
    """The beginning that the forms of a Russian word share, as a rule: all but the last letters."""
    folded = re.sub("ё", "е", word.lower())
    return folded[: max(_SHORTEST_STEM, len(folded) - _LONGEST_ENDING)]
