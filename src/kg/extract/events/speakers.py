"""Who says "я" and "мы" inside a claim."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.language import Parse
from kg.model import Actor, ActorType, Claim

_SINGULAR = frozenset({"я", "мой"})
_PLURAL = frozenset({"мы", "наш"})


def with_first_persons(cast: Cast, parse: Parse, claims: Sequence[Claim]) -> Cast:
    """The cast in which the first persons of each claim refer to its speaker; "мы", where a body or a state is known
    for which the speaker speaks, to that.
    """
    references = dict(cast.references)
    for claim in sorted(claims, key=lambda claim: claim.span.start - claim.span.end):
        speaker = cast.actor(claim.speaker) if claim.speaker else None
        if speaker is None:
            continue
        we = _spoken_for(cast, speaker)
        for token in parse.tokens(claim.span):
            if token.lemma in _SINGULAR:
                references[token.start] = (speaker.id,)
            elif token.lemma in _PLURAL and we is not None:
                references[token.start] = (we,)
    return replace(cast, references=references)


def _spoken_for(cast: Cast, speaker: Actor) -> str | None:
    """The state that "мы" of a speaker means: itself, the state that it belongs to, or the one by which the article
    describes a person ("президент Сербии").
    """
    if speaker.type is ActorType.STATE:
        return speaker.id
    if speaker.state is not None:
        return speaker.state
    descriptions = (mention.span for mention in cast.mentions if mention.ref == speaker.id)
    named = (inner for span in descriptions for inner in cast.mentions_in(span))
    return next((mention.ref for mention in named if mention.type == ActorType.STATE), None)
