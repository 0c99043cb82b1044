"""Who did what to whom: events in PLOVER's types, by a lexicon of triggers and rules over syntax."""

from kg.extract.events.stage import find_events

__all__ = ["find_events"]
