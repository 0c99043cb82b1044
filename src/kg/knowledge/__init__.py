"""What is known before an article is read: states, bodies, persons, places, offices and titles, and linking to them."""

from kg.knowledge.entries import Entry, Match, Organ
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.tables import TableError

__all__ = ["Entry", "Gazetteer", "Match", "Organ", "TableError"]
