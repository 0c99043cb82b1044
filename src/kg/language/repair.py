"""Mends trees in which words of a subordinate clause hang outside it, or subjects and objects are taken for each other.

The parser often hangs an object or an adverbial on the main verb though it stands in the clause that follows: of
"передала, что власти возбудили против неё дело" it may give "дело" to "передала". Russian puts a comma (or a bracket, a
dash) at both ends of a subordinate clause; so what stands after the clause's verb and no such mark, or between its
conjunction and its verb, belongs to the clause.

A noun in the nominative before a verb that has no subject is its subject, though the parser, for which Иран and Китай
look the same in the accusative, may call it the object ("чтобы Иран освободил Ветрова"); and one person is no subject
of a plural ("Ким Чен Нама убили").
"""

from collections.abc import Iterator
from dataclasses import replace

from kg.language.parse import Parse, Sentence, Token

_ARGUMENTS = frozenset({"obj", "obl", "iobj", "nsubj", "nsubj:pass", "advmod", "xcomp", "obl:agent", "mark"})
_OPENING = frozenset(
    {"что", "чтобы", "если", "когда", "который", "где", "поскольку", "хотя", "пока", "кто", "как", "куда"}
)
_CLOSING = frozenset(',;:()—–«»"')


def repaired(parse: Parse) -> Parse:
    """The parse with every word of a subordinate clause in that clause, and subjects as subjects."""
    sentences = tuple(_with_subjects(_mended(sentence)) for sentence in parse.sentences)
    return replace(parse, sentences=sentences)


def _mended(sentence: Sentence) -> Sentence:
    heads: dict[int, int] = {}
    for stretch, verb in _clauses(sentence):
        for token in stretch:
            head = token.head
            if head is None or token.rel not in _ARGUMENTS or token == verb:
                continue
            outside = not stretch[0].index <= head <= stretch[-1].index
            if outside and (token.rel == "mark" or verb.index not in _above(sentence, token)):
                heads[token.index] = verb.index
    if not heads:
        return sentence
    return replace(
        sentence,
        tokens=tuple(
            replace(token, head=heads[token.index]) if token.index in heads else token for token in sentence.tokens
        ),
    )


def _with_subjects(sentence: Sentence) -> Sentence:
    rels = {
        token.index: rel
        for verb in sentence.tokens
        if verb.feats.get("VerbForm") == "Fin"
        for token, rel in ((_misread_subject(sentence, verb), "nsubj"), (_misread_object(sentence, verb), "obj"))
        if token is not None
    }
    if not rels:
        return sentence
    tokens = (replace(token, rel=rels.get(token.index, token.rel)) for token in sentence.tokens)
    return replace(sentence, tokens=tuple(tokens))


def _misread_subject(sentence: Sentence, verb: Token) -> Token | None:
    """The nominative before a finite verb without a subject that the parser calls an object."""
    objects = sentence.children(verb, "obj")
    if not objects or sentence.children(verb, "nsubj", "nsubj:pass", "csubj"):
        return None
    first = objects[0]
    if first.index > verb.index or not first.has(Case="Nom") or sentence.children(first, "case"):
        return None
    return first if first.feats.get("Number") == verb.feats.get("Number") else None


def _misread_object(sentence: Sentence, verb: Token) -> Token | None:
    """The name of one person that the parser calls the subject of a verb in the plural: "Ким Чен Нама убили"."""
    if not verb.has(Number="Plur", Voice="Act") or sentence.children(verb, "obj"):
        return None
    subjects = sentence.children(verb, "nsubj")
    name = subjects[0] if len(subjects) == 1 else None
    if name is None or name.pos != "PROPN" or not name.has(Animacy="Anim", Number="Sing") or name.index > verb.index:
        return None
    if name.has(Case="Acc"):
        return name
    return None if sentence.children(name, "conj", "nummod", "nummod:gov", "appos", "nmod") else name


def _above(sentence: Sentence, token: Token) -> set[int]:
    return {head.index for head in sentence.ancestors(token)}


def _clauses(sentence: Sentence) -> Iterator[tuple[tuple[Token, ...], Token]]:
    """The stretches without a comma that begin with a conjunction or a relative and have one finite verb, and it."""
    if _OPENING.isdisjoint(sentence.lemmas):
        return
    for stretch in _stretches(sentence):
        if not any(token.lemma in _OPENING for token in stretch[:2]):
            continue
        verbs = [token for token in stretch if token.pos in {"VERB", "AUX"} and token.has(VerbForm="Fin")]
        heads = [verb for verb in verbs if verb.rel not in {"aux", "aux:pass", "cop"}]
        if len(heads) == 1:
            yield stretch, heads[0]


def _stretches(sentence: Sentence) -> Iterator[tuple[Token, ...]]:
    found: list[Token] = []
    for token in sentence.tokens:
        if token.text in _CLOSING:
            if found:
                yield tuple(found)
            found = []
        else:
            found.append(token)
    if found:
        yield tuple(found)
