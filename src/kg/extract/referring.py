"""Words that name nobody but refer to actors of the article: pronouns, nouns and adjectives."""

from collections.abc import Iterator

from kg.extract.cast import Cast
from kg.language import Parse
from kg.model import Mention

_KINDS = {"PRON": "pronoun", "DET": "pronoun", "ADJ": "adjective"}


def referring_words(parse: Parse, cast: Cast) -> Iterator[Mention]:
    """Each word outside the mentions that refers to an actor, once for each that it refers to, in the text's order."""
    end = 0
    mentions = iter(cast.mentions)
    waiting = next(mentions, None)
    for sentence in parse.sentences:
        for token in [token for token in sentence.tokens if token.start in cast.references]:
            while waiting is not None and waiting.span.start <= token.start:
                end = max(end, waiting.span.end)
                waiting = next(mentions, None)
            if token.start < end:
                continue
            for actor in map(cast.actor, cast.refers(token)):
                if actor is not None:
                    rule = _KINDS.get(token.pos, "noun")
                    yield Mention(token.span, token.text, actor.id, actor.type, rule)
