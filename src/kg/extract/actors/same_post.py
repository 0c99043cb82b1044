"""Who holds, held or leaves "this post": the office of which the text spoke last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.actors.candidates import PERSON, Candidate
from kg.extract.actors.holders import post_arguments
from kg.extract.actors.office import Office
from kg.extract.actors.office_bodies import CALLINGS
from kg.extract.lexicon import words
from kg.language import Parse, Sentence, Token

_THIS = frozenset({"этот", "данный"})
_FAR = 3
"""So many sentences back the office may be named."""


_WITHOUT_A_TITLE = frozenset({"office-by-leading", "office-at-the-head", "office-by-term"})


def held_in_same_post(
    parse: Parse, offices: Sequence[Office], named_in: Mapping[int, Sequence[Candidate]]
) -> Iterator[Office]:
    """The last office once more, for whom a verb gives "this post" to: "Сейчас этот пост занимает Орлов".

    Args:
        parse: of the article.
        offices: as found in it, in its order.
        named_in: start of a sentence → the names in it.
    """
    of_sentence: dict[int, list[Office]] = {}
    for office in offices:
        if office.title.rank not in CALLINGS and office.rule not in _WITHOUT_A_TITLE:
            of_sentence.setdefault(office.sentence.start, []).append(office)
    for number, sentence in enumerate(parse.sentences):
        for post in sentence.having(words("post_nouns.tsv")):
            if not _is_this(sentence, post):
                continue
            near = [
                o for s in parse.sentences[max(0, number - _FAR) : number + 1] for o in of_sentence.get(s.start, ())
            ]
            earlier = [one for one in reversed(near) if one.head.start < post.start]
            last = next((one for one in earlier if _says_of_what(one) and one.title == earlier[0].title), None)
            last = last or next(iter(earlier), None)
            if last is not None:
                names = named_in.get(sentence.start, ())
                yield from (_held(sentence, last, post, token, names) for token in post_arguments(sentence, post))


def _says_of_what(office: Office) -> bool:
    return office.of is not None or office.state is not None or office.of_own_state


def _is_this(sentence: Sentence, post: Token) -> bool:
    before = sentence.next(post, -1)
    return before is not None and before.lemma in _THIS


def _held(sentence: Sentence, office: Office, post: Token, token: Token, names: Sequence[Candidate]) -> Office:
    holder = next((name for name in names if name.type == PERSON and name.head is token), None)
    return replace(
        office,
        sentence=sentence,
        head=post,
        span=post.span,
        holder=holder,
        subject=token if holder is None else None,
        rule="office-of-this-post",
    )
