"""By whom it is ordered what an article only says to be ordered by a document: "правительству поручено"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.counterparts import Draft
from kg.extract.events.parties import is_impersonal_order, resolve
from kg.extract.events.triggers import classes
from kg.language import Parse
from kg.model import ActorType


def with_orders(drafts: Sequence[Draft], parse: Parse, cast: Cast) -> list[Draft]:
    """What an article tells, in which orders that nobody is said to give are given by the person whose document it
    tells of, if it is one.

    Args:
        drafts: what the article tells, with the triggers.
        parse: the article's sentences.
        cast: who is who.
    """
    if not any(is_impersonal_order(draft.match) and not draft.event.actors for draft in drafts):
        return list(drafts)
    author = only_author(parse, cast, classes()["documents"], classes()["making"])
    return [
        replace(draft, event=replace(draft.event, actors=(author,)))
        if author is not None and not draft.event.actors and is_impersonal_order(draft.match)
        else draft
        for draft in drafts
    ]


def only_author(parse: Parse, cast: Cast, documents: Collection[str], verbs: Collection[str]) -> str | None:
    """The id of the person who alone in an article makes what one of the words names: "подписал указ"."""
    found = {
        ref
        for sentence in parse.sentences
        for token in sentence.tokens
        if token.lemma in documents and token.rel in {"obj", "nsubj:pass"}
        for verb in [sentence.head(token)]
        if verb is not None and verb.lemma in verbs
        for subject in syntax.actors_of(sentence, verb)
        for ref in resolve(sentence, subject, cast, acting=True)
    }
    actor = cast.actor(next(iter(found))) if len(found) == 1 else None
    return actor.id if actor is not None and actor.type is ActorType.PERSON else None
