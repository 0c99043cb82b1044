"""Who gives somebody an office or takes it, and what body he leaves, where the clause itself does not say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.counterparts import Draft
from kg.extract.events.matching import Match
from kg.extract.events.parties import resolve
from kg.extract.events.triggers import classes
from kg.extract.events.unnamed import only_assembly
from kg.language import Parse, Token
from kg.model import Actor, ActorType, Event, EventType

_GOVERNMENTS = frozenset({"правительство", "кабинет", "администрация"})
_POSTS = frozenset({"пост", "должность"})


def with_offices(
    drafts: Sequence[Draft], parse: Parse, cast: Cast, states: Mapping[str, str], home: str | None
) -> list[Draft]:
    """What an article tells, with whoever gives and takes offices: the parliament that elects, the one who is told to
    appoint and dismiss, the person whose adviser somebody becomes, the state whose office it is; and with the body that
    somebody leaves.

    Args:
        drafts: what the article tells, with the triggers.
        parse: the article's sentences.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
        home: id of the state that the article is about, if there is one.
    """
    assembly = only_assembly(cast)
    elected = [replace(draft, event=_elected(draft.event, draft.match, cast, assembly)) for draft in drafts]
    employer = _reshuffling(parse, cast)
    return [
        replace(draft, event=_left(_given(draft.event, draft.match, employer, cast, states, home), draft.match, cast))
        for draft in elected
    ]


def is_appointment(match: Match) -> bool:
    """Is an office given to somebody, and not by election?"""
    return not classes()["appointing"].isdisjoint(match.trigger.words)


def _given(
    event: Event, match: Match, employer: str | None, cast: Cast, states: Mapping[str, str], home: str | None
) -> Event:
    """With who gives the office or takes it. That somebody is appointed is told without a word on by whom; of a
    minister who is dismissed it goes without saying that his state has done it.
    """
    if event.actors or not _is_of_office(event, match):
        return event
    silent = is_appointment(match) and syntax.is_passive(match.sentence, match.head)
    if employer is not None and syntax.is_verb(match.head) and not _is_of_another_time(event):
        return _by(employer, event)
    named = _served(match, cast) or _state_of_office(match, cast)
    if named is not None or silent:
        return _by(named, event)
    employers = {states[person] for person in _persons(event, cast) if person in states}
    if len(employers) == 1:
        return _by(next(iter(employers)), event)
    return _by(home, event) if event.recipients and _is_of_public_post(match) else event


def _by(employer: str | None, event: Event) -> Event:
    if employer is None or employer in event.recipients:
        return event
    return replace(event, actors=(employer,))


def _elected(event: Event, match: Match, cast: Cast, assembly: str | None) -> Event:
    """Who is elected, and not by voters, is elected by the parliament of which the article speaks."""
    if event.type is not EventType.SUPPORT or event.actors or not _persons(event, cast):
        return event
    words = {word.lemma for word in syntax.clause(match.sentence, match.head)}
    appointed = is_appointment(match) and words.isdisjoint(classes()["chosen_by_assembly"])
    if appointed or words & classes()["voted"] or classes()["electing"].isdisjoint(match.trigger.words):
        return event
    return _by(assembly, event)


def _is_of_public_post(match: Match) -> bool:
    """Is the office one of the state: "уволен с поста министра"?"""
    words = (match.head, *syntax.clause(match.sentence, match.head))
    return any(word.lemma in classes()["public_posts"] for word in words)


def _is_of_another_time(event: Event) -> bool:
    """Is only the year told in which it was?"""
    return event.start is not None and event.start.month is None


def _reshuffling(parse: Parse, cast: Cast) -> str | None:
    """Who, alone in an article, makes a government's list or signs a decree: "мэр назвал состав правительства". He
    gives and takes the other offices as well; one who only appoints somebody does not.
    """
    found = {
        ref
        for sentence in parse.sentences
        for token in sentence.tokens
        if token.lemma in classes()["reshuffles"] and token.rel == "obj"
        for verb in [sentence.head(token)]
        if verb is not None and verb.lemma in classes()["staffing"]
        for subject in syntax.actors_of(sentence, verb)
        for ref in resolve(sentence, subject, cast, acting=True)
    }
    actor = cast.actor(next(iter(found))) if len(found) == 1 else None
    return actor.id if actor is not None and actor.type is ActorType.PERSON else None


def _is_of_office(event: Event, match: Match) -> bool:
    """Is an office given to somebody, or taken?"""
    return event.mode == "resign" or is_appointment(match)


def _served(match: Match, cast: Cast) -> str | None:
    """The person whose adviser somebody becomes, and who has chosen him: "назначен советником президента Орлова"."""
    sentence = match.sentence
    for word in syntax.clause(sentence, match.head):
        if word.lemma in classes()["chosen_by_one"] and word.has(Case="Ins"):
            for superior in syntax.genitives(sentence, word):
                for ref in resolve(sentence, superior, cast, acting=True):
                    actor = cast.actor(ref)
                    if actor is not None and actor.type is ActorType.PERSON:
                        return ref
    return None


def _state_of_office(match: Match, cast: Cast) -> str | None:
    """The state whose office is given or taken, or to which the body belongs: "назначен директором Роскосмоса"."""
    for word in _words_of_office(match):
        state = next(
            (body.id if body.type is ActorType.STATE else body.state for body in _bodies_of(word, match, cast)), None
        )
        if state is not None:
            return state
    return None


def _words_of_office(match: Match) -> Iterator[Token]:
    """The words of a clause beside which it stands whose office it is."""
    for word in syntax.clause(match.sentence, match.head):
        of_government = word.lemma in _GOVERNMENTS and syntax.preposition(match.sentence, word) == "в"
        if word.pos == "NOUN" and (word.has(Case="Ins") or word.lemma in _POSTS or of_government):
            yield word
            if word.lemma in _POSTS:
                yield from syntax.genitives(match.sentence, word)


def _bodies_of(word: Token, match: Match, cast: Cast) -> list[Actor]:
    """The states and bodies whose a word says that it is."""
    owners = (*syntax.genitives(match.sentence, word), *syntax.agents(match.sentence, word))  # "командующий войсками"
    refs = (ref for owner in owners for ref in resolve(match.sentence, owner, cast, acting=False))
    return [actor for ref in refs if (actor := cast.actor(ref)) and actor.type is not ActorType.PERSON]


def _left(event: Event, match: Match, cast: Cast) -> Event:
    """With the body, not the state, that somebody leaves: "ушёл с поста главы Газпрома"."""
    person = _persons_of(event.actors, cast)
    if event.mode != "resign" or event.recipients or len(event.actors) != 1 or not person:
        return event
    bodies = (actor for word in _words_of_office(match) for actor in _bodies_of(word, match, cast))
    body = next((actor for actor in bodies if actor.type is ActorType.ORGANISATION), None)
    return event if body is None else replace(event, recipients=(body.id,))


def _persons(event: Event, cast: Cast) -> list[str]:
    return _persons_of(event.recipients, cast)


def _persons_of(refs: Sequence[str], cast: Cast) -> list[str]:
    return [ref for ref in refs if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON]
