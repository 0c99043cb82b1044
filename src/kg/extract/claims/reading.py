"""What the rules read and what they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.cast import Cast
from kg.extract.claims.arguments import has_unfit_subject
from kg.extract.claims.asides import Aside, find_aside
from kg.extract.claims.cues import Cue, find_cues
from kg.extract.claims.quotations import Quotations, find_quotations
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Span

Content = tuple[Token, ...]
"""The tokens of a content, in the order of the text."""


@dataclass(frozen=True)
class Reading:
    """An article as the rules see it."""

    parse: Parse
    cast: Cast

    @cached_property
    def quotations(self) -> Quotations:
        """Its quotations."""
        return Quotations(find_quotations(self.parse))

    @cached_property
    def cues(self) -> Mapping[int, Sequence[Cue]]:
        """Start of a sentence → its cues."""
        return {
            sentence.start: tuple(cue for cue in find_cues(sentence) if not has_unfit_subject(cue, self.cast))
            for sentence in self.parse.sentences
        }

    @cached_property
    def asides(self) -> Mapping[int, Sequence[Aside]]:
        """Start of a sentence → the attributions in it that stand apart."""
        return {
            start: tuple(aside for cue in cues if (aside := find_aside(cue)))
            for start, cues in self.cues.items()
            if cues
        }

    def is_person(self, ref: str) -> bool:
        """Is an actor a person?"""
        actor = self.cast.actor(ref)
        return actor is not None and actor.type is ActorType.PERSON

    def index(self, sentence: Sentence) -> int:
        """The number of a sentence."""
        found = self.parse.sentence_index(sentence.start)
        if found is None:
            raise ValueError(f"no sentence of this text begins at {sentence.start}")
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """A content that a rule found, and who is reported to have said it."""

    span: Span
    rule: str
    cue: Cue | None = None
    speakers: tuple[str, ...] = ()
    elided: bool = False
    """Nobody is named here: the speaker of the claim before it goes on."""
    addressees: tuple[str, ...] = ()
    direct: bool = False
    """Direct speech whether or not it stands in quotation marks."""
    source: Token | None = None
    """The noun or pronoun that names the speakers, or would if it were known whom it means."""
    via: tuple[str, ...] = ()
    """Who passes it on."""
    circumstance: Cue | None = None
    """The word of speech of the sentence after it that tells where and when it was said."""
