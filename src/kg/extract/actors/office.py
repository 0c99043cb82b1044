"""An office as a text names it."""

from dataclasses import dataclass

from kg.extract.actors.candidates import Candidate
from kg.knowledge import Entry
from kg.knowledge.titles import Title
from kg.language import Sentence, Token
from kg.model import Span


@dataclass(frozen=True)
class Office:
    """A title where it stands, with the body it is of and the name of its holder, if they stand beside it."""

    sentence: Sentence
    title: Title
    head: Token
    """The title's own noun: министр."""
    words: str
    """The title in the nominative with what belongs to it, without body: ``посол в России``."""
    span: Span
    of: Candidate | None
    """The body, the state or the place named beside it."""
    state: Entry | None
    """The state named beside it, by name or by adjective."""
    of_own_state: bool
    """Is it of "the country", "the state" or "the republic" of which the text speaks?"""
    of_own_body: bool
    """Is it of "the party", "the company" of which the text speaks?"""
    holder: Candidate | None
    rule: str
    subject: Token | None = None
    """Who is said to hold it, where that is no name but a pronoun or another title: "он был министром"."""
