"""States inside longer adjectives: "российско-турецкие отношения", "антироссийская риторика"."""

from dataclasses import replace

from kg.extract.attitudes.finding import PREFIXES
from kg.extract.cast import Cast
from kg.extract.events.unnamed import Nation
from kg.language import Parse


def with_nations(cast: Cast, parse: Parse, nation: Nation) -> Cast:
    """The cast in which adjectives made of the names of several states refer to all of them, and those that begin with
    анти- or про- to the state that they are against or for.

    Args:
        cast: who is who.
        parse: the article's sentences.
        nation: gives the id of the state of an adjective.
    """
    references = dict(cast.references)
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if token.pos == "ADJ" and _may_name_state(token.lemma) and not references.get(token.start):
                named = dict.fromkeys(nation(adjective) for adjective in _adjectives(token.lemma))
                known = tuple(ref for ref in named if ref is not None and cast.actor(ref) is not None)
                if known:
                    references[token.start] = known
    return replace(cast, references=references)


def _may_name_state(lemma: str) -> bool:
    return "-" in lemma or lemma.startswith(PREFIXES)


def _adjectives(lemma: str) -> tuple[str, ...]:
    """The adjectives of which one is made: российско-турецкий → российский, турецкий."""
    *others, last = lemma.split("-")
    if others:
        return (*(f"{other.removesuffix('о')}ий" for other in others), last)
    prefix = next((prefix for prefix in PREFIXES if lemma.startswith(prefix)), None)
    return () if prefix is None else (lemma.removeprefix(prefix),)
