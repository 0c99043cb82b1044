"""Names in captions: what stands between the paragraphs is no part of the article, but names those of whom it speaks.

Such a line is not read as language; only the very names that the article uses for its actors and places are looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.language import Parse
from kg.model import Mention, Span

RULE = "caption"
_NO_NAMES = frozenset({"description"})


def with_captions(parse: Parse, cast: Cast, boilerplate: Sequence[Span]) -> Cast:
    """The cast with its names in the captions: in what is left out between the first and the last sentence."""
    if not parse.sentences or not cast.mentions:
        return cast
    first, last = parse.sentences[0].start, parse.sentences[-1].end
    captions = [span for span in boilerplate if first < span.start and span.end < last]
    if not captions:
        return cast
    found = list(_found(parse.text, captions, _names(cast)))
    mentions = sorted((*cast.mentions, *found), key=lambda mention: (mention.span.start, -mention.span.end))
    return replace(cast, mentions=tuple(mentions))


def _names(cast: Cast) -> dict[str, Mention]:
    """How the article calls its actors and places → a mention so called; without what it calls several."""
    names: dict[str, Mention] = {}
    shared: set[str] = set()
    for mention in (one for one in cast.mentions if one.rule not in _NO_NAMES and one.text[:1].isupper()):
        if names.setdefault(mention.text, mention).ref != mention.ref:
            shared.add(mention.text)
    for actor in cast.actors:
        example = next((one for one in names.values() if one.ref == actor.id), None)
        if example is not None:
            names.setdefault(actor.name, example)
    return {name: mention for name, mention in names.items() if name not in shared}


def _found(text: str, captions: Sequence[Span], names: dict[str, Mention]) -> Iterator[Mention]:
    there = [name for name in names if any(name in caption.of(text) for caption in captions)]
    if not there:
        return
    longest_first = sorted(there, key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    for caption in captions:
        for match in pattern.finditer(text, caption.start, caption.end):
            named = names[match.group()]
            yield Mention(Span(*match.span()), match.group(), named.ref, named.type, RULE)
