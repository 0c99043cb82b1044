"""What the rules read and what they answer."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from kg.extract.cast import Cast
from kg.extract.claims.arguments import has_unfit_subject, references
from kg.extract.claims.asides import Aside, find_aside
from kg.extract.claims.cues import Cue, find_cues
from kg.extract.claims.quotations import Quotations, find_quotations
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Span

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})

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

    @cached_property
    def subjects(self) -> Sequence[tuple[Token, str]]:
        """Its grammatical subjects that stand for one person, with the person."""
        subjects = (
            (token, references(sentence, token, self.cast))
            for sentence in self.parse.sentences
            for token in sentence.tokens
            if token.rel in _SUBJECTS
        )
        return [(token, refs[0]) for token, refs in subjects if len(refs) == 1 and self.is_person(refs[0])]

    @cached_property
    def genders(self) -> Mapping[str, str]:
        """Id of a person → the gender of the words that name it."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in self.cast.mentions:
            if mention.type == ActorType.PERSON:
                for token in self.parse.tokens(mention.span):
                    if token.pos == "PROPN" and token.has(Animacy="Anim") and token.feats.get("Gender"):
                        votes[mention.ref][token.feats["Gender"]] += 1
        return {ref: genders.most_common(1)[0][0] for ref, genders in votes.items()}

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


def changed(report: Report, **values: Any) -> Report:
    """The report with other values of some of its fields; itself where it has them already, as mostly."""
    same = all(getattr(report, name) == value for name, value in values.items())
    return report if same else replace(report, **values)
