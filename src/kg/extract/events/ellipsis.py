"""Who does, or suffers, what a sentence without a subject tells: the one of whom the sentence before told."""

from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.language import Parse, Sentence, Token
from kg.model import ActorType


def with_elided_subjects(cast: Cast, parse: Parse) -> Cast:
    """The cast in which the verb of a sentence without a subject refers to the person who was the subject of the
    sentence before, in the same paragraph: "Орлов родился в Париже. В 1993 году был награждён премией".
    """
    references = dict(cast.references)
    before: tuple[str, str] | None = None
    paragraph = -1
    for sentence in parse.sentences:
        if sentence.paragraph != paragraph:
            before, paragraph = None, sentence.paragraph
        verb = _main_verb(sentence)
        if verb is None:
            before = None
            continue
        subjects = syntax.subjects(sentence, verb)
        if subjects:
            before = _person(subjects[0], cast)
        elif before is not None and _agrees(verb, before[1]):
            for told in syntax.conjuncts(sentence, verb):
                if _agrees(told, before[1]) and not syntax.subjects(sentence, told):
                    references[told.start] = (before[0],)
        else:
            before = None
    return replace(cast, references=references)


def _main_verb(sentence: Sentence) -> Token | None:
    return next((token for token in sentence.tokens if token.rel == "root" and syntax.is_verb(token)), None)


def _agrees(verb: Token, gender: str) -> bool:
    """Does a verb in the past, or a passive, show that a person of this gender is its subject?"""
    shown = verb.has(VerbForm="Fin", Tense="Past") or verb.has(VerbForm="Part", Variant="Short")
    return shown and syntax.is_verb(verb) and verb.has(Number="Sing", Gender=gender)


def _person(subject: Token, cast: Cast) -> tuple[str, str] | None:
    """The only person that a subject names, and the subject's gender."""
    refs = cast.refers(subject)
    actor = cast.actor(refs[0]) if len(refs) == 1 else None
    gender = subject.feats.get("Gender")
    return (actor.id, gender) if actor is not None and actor.type is ActorType.PERSON and gender else None
