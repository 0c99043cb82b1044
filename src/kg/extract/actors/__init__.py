"""The actors stage: who and what an article names, told apart, linked, and to whom each noun and pronoun refers."""

from kg.extract.actors.stage import Roles, find_actors

__all__ = ["Roles", "find_actors"]
