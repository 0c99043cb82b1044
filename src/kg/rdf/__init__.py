"""From what an article says to RDF: the terms (:mod:`kg.rdf.vocabulary`) and the quads (:mod:`kg.rdf.graph`)."""

from kg.rdf.carrying import NotCarriedError, carried_quads
from kg.rdf.graph import (
    actor_quads,
    actors_graph,
    article_graph,
    article_quads,
    copied_quads,
    derived_graph,
    known_quads,
    published_by,
)

__all__ = [
    "NotCarriedError",
    "actor_quads",
    "actors_graph",
    "article_graph",
    "article_quads",
    "carried_quads",
    "copied_quads",
    "derived_graph",
    "known_quads",
    "published_by",
]
