"""Counts that many ask for and SPARQL cannot give fast, kept beside the store: see :mod:`kg.aggregates.counts`."""

from kg.aggregates.counts import Aggregates, Dyad, Meetings, Quoted

__all__ = ["Aggregates", "Dyad", "Meetings", "Quoted"]
