"""From what an article says to RDF: the terms (:mod:`kg.rdf.vocabulary`) and the quads (:mod:`kg.rdf.graph`)."""

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
    "actor_quads",
    "actors_graph",
    "article_graph",
    "article_quads",
    "copied_quads",
    "derived_graph",
    "known_quads",
    "published_by",
]
