"""When and where an event was, if only what was said at it tells: a stance has the day of the statement in which it is
taken, talks have the day and the place of what was said at them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.parties import resolve
from kg.extract.events.triggers import classes
from kg.extract.nesting import innermost_claim
from kg.language import Parse, Sentence, Token
from kg.model import Claim, EventType, PartialDate

_VERBAL = frozenset(
    {
        EventType.AGREE,
        EventType.SUPPORT,
        EventType.CONCEDE,
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
    }
)
"""Types of what is done by saying it."""
_DURING = frozenset({"в_ходе", "во_время", "в_рамках"})


@dataclass(frozen=True, slots=True)
class Saying:
    """The word by which a dated claim is made, and when that was."""

    sentence: Sentence
    word: Token
    date: PartialDate


def claim_of_stance(match: Match, kind: EventType, claims: Sequence[Claim]) -> Claim | None:
    """The claim that takes a stance: whose cue the trigger is, or in which it is told of the present ("заявил, что
    Китай поддерживает …"); None for what is told of the past. One with a date is preferred.
    """
    if kind not in _VERBAL:
        return None
    own = [claim for claim in claims if _is_cue(match, claim)]
    around = innermost_claim(match.head.span, (claim for claim in claims if _is_present(match, claim)))
    found = own if around is None else [*own, around]
    return next((claim for claim in found if claim.date is not None), next(iter(found), None))


def _is_cue(match: Match, claim: Claim) -> bool:
    return (
        match.head.span not in claim.span
        and match.head.text in claim.cue.split()
        and match.sentence.start <= claim.span.start < match.sentence.end
    )


def _is_present(match: Match, claim: Claim) -> bool:
    carrier = match.light_verb or match.head
    if match.trigger.part == "N" and carrier == match.head:
        governor = match.sentence.head(match.head)  # "подтвердил готовность": the noun is what is said
        return governor is None or governor.span not in claim.span
    return not carrier.has(Tense="Past") and not carrier.has(VerbForm="Inf")


def saying_at(match: Match, parse: Parse, cast: Cast, claims: Sequence[Claim]) -> Saying | None:
    """What was said at talks, if its day is known: "X сделал это заявление во время переговоров", "на встрече X
    сказал". The day may stand in the sentence before.

    Args:
        match: the talks.
        parse: the article's sentences.
        cast: who is who.
        claims: those of the sentence and of the two before it ("Об этом …" stands after what is said).
    """
    if match.trigger.type is not EventType.CONSULT or match.trigger.part != "N":
        return None
    verb = _said_during(match)
    if verb is None:
        return None
    speakers = {
        ref
        for subject in syntax.subjects(match.sentence, verb)
        for ref in resolve(match.sentence, subject, cast, acting=True)
    }
    before = (parse.sentence_index(match.sentence.start) or 0) - 1
    near = {sentence.start for sentence in parse.sentences[max(before, 0) : before + 2]}
    said = (saying for claim in claims if claim.speaker in speakers for saying in _sayings(parse, claim))
    return next((saying for saying in said if saying.sentence.start in near), None)


def is_occasion(match: Match) -> bool:
    """Is it told of talks that something was said at them: "в ходе встречи X заявил"?"""
    return match.trigger.type is EventType.CONSULT and match.trigger.part == "N" and _said_during(match) is not None


def _said_during(match: Match) -> Token | None:
    """The verb of saying of which talks are the occasion."""
    sentence, noun = match.sentence, match.first
    preposition = syntax.preposition(sentence, noun)
    verb = sentence.head(noun)
    if verb is not None and verb.lemma in classes()["times"]:
        preposition, verb = "в_ходе", sentence.head(verb)
    during = preposition in _DURING or (preposition == "на" and noun.has(Case="Loc"))
    if verb is None or not during or not syntax.is_verb(verb):
        return None
    return verb


def _sayings(parse: Parse, claim: Claim) -> Iterator[Saying]:
    """Where the cue of a dated claim stands: in its sentences or, after "Об этом …", in the next one."""
    first, last = parse.sentence_index(claim.span.start), parse.sentence_index(claim.span.end - 1)
    if claim.date is None or first is None or last is None:
        return
    words = claim.cue.split()
    for sentence in parse.sentences[first : last + 2]:
        for token in sentence.tokens:
            if token.text in words and syntax.is_verb(token) and token.span not in claim.span:
                yield Saying(sentence, token, claim.date)
