"""What is listed, by date and by the values of its properties, kept beside the store: see :mod:`kg.catalogue.index`."""

from kg.catalogue.answering import Row
from kg.catalogue.facts import ASKED, CAST, NAMED_ACTOR, QUAD_CLASS, REPORTED_IN, stance
from kg.catalogue.index import Catalogue
from kg.catalogue.questions import MONTH, Condition, Pairs, Question, Selection, Tally, Things, Words

__all__ = [
    "ASKED",
    "CAST",
    "MONTH",
    "NAMED_ACTOR",
    "QUAD_CLASS",
    "REPORTED_IN",
    "Catalogue",
    "Condition",
    "Pairs",
    "Question",
    "Row",
    "Selection",
    "Tally",
    "Things",
    "Words",
    "stance",
]
