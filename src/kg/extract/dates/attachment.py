"""Which time holds for a word."""

from collections.abc import Sequence

from kg.extract.dates.meanings import TimeExpression
from kg.extract.dates.patterns import words_of
from kg.language import Parse, Sentence, Token

_CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "conj"})
"""Relations of a clause's head; ``conj`` where it joins predicates."""


def date_for(parse: Parse, times: Sequence[TimeExpression], sentence: Sentence, token: Token) -> TimeExpression | None:
    """The time that holds for an event or a saying, given the token that names it.

    That is, in this order: a time below the token ("встреча 25 апреля", "переговоры, прошедшие в мае"); a time of its
    clause, which hangs on the clause's head; that of the predicate before, where two share a subject ("25 апреля прибыл
    в Минск и встретился с …"). A time that belongs to another noun ("нарушил договор 1990 года") does not count.
    None where the sentence gives none.
    """
    candidates = [
        (time, sentence.top(words))
        for time in times
        if sentence.start <= time.span.start < sentence.end and (words := sentence.within(time.span))
    ]
    below = [(time, top) for time, top in candidates if _hangs_on(sentence, top, token)]
    if below:
        return _nearest(below, token)
    if any(_is_anniversary(near) for near in (*sentence.ancestors(token), *sentence.children(token))):
        return None  # "в этом году отмечается 30-летие установления отношений"
    clause: Token | None = _clause_head(sentence, token)
    while clause is not None:
        own = [(time, top) for time, top in candidates if _hangs_on(sentence, top, clause)]
        if own:
            return _nearest(own, token)
        if clause.rel == "root" and (loose := [pair for pair in candidates if _is_loose(sentence, *pair)]):
            return _nearest(loose, token)
        clause = _shares_with(sentence, clause)
    return None


def _is_anniversary(token: Token) -> bool:
    return token.lemma in words_of("anniversary") or token.lemma.endswith("-летие")


def _is_loose(sentence: Sentence, time: TimeExpression, top: Token) -> bool:
    """Did the parser hang a time on itself, in a circle? It can only belong to the sentence as a whole."""
    ancestors = tuple(sentence.ancestors(top))
    return bool(ancestors) and all(ancestor.span in time.span for ancestor in ancestors)


def _nearest(candidates: Sequence[tuple[TimeExpression, Token]], token: Token) -> TimeExpression:
    return min(candidates, key=lambda pair: abs(pair[1].index - token.index))[0]


def _hangs_on(sentence: Sentence, top: Token, token: Token) -> bool:
    """Does a time belong to this token: directly, or by way of an occasion ("на встрече 25 апреля", "утром 7 января"),
    an infinitive, or a participle ("переговоры, прошедшие в мае")?
    """
    if _is_cut_off(sentence, top, token):
        return False
    current = top
    for ancestor in sentence.ancestors(top):
        if ancestor.index == token.index:
            return True
        passes = (
            ancestor.rel in {"xcomp", "fixed", "flat", "case"}
            or (ancestor.pos in {"NOUN", "PROPN"} and ancestor.has(Animacy="Anim"))  # people have no dates
            or (ancestor.rel == "acl" and ancestor.head == token.index and ancestor.has(VerbForm="Part"))
            or (ancestor.lemma in words_of("occasion") and current.rel != "acl:relcl" and ancestor.pos == "NOUN")
        )
        if not passes:
            return False
        current = ancestor
    return False


def _is_cut_off(sentence: Sentence, top: Token, token: Token) -> bool:
    """Does a time stand so far behind the token that another clause's verb lies between ("была освобождена …, которую
    приговорили … летом 2014 года")? It then belongs to that verb, whatever the parser says.
    """
    between = sentence.tokens[token.index + 1 : top.index]
    return any(
        other.has(VerbForm="Fin") and other.pos == "VERB" and other.rel not in {"xcomp", "conj"} for other in between
    )


def _clause_head(sentence: Sentence, token: Token) -> Token:
    """The predicate of the clause in which a token stands."""
    current = token
    for ancestor in sentence.ancestors(token):
        if _is_clause_head(sentence, current):
            return current
        current = ancestor
    return current


def _is_clause_head(sentence: Sentence, token: Token) -> bool:
    if token.rel != "conj":
        return token.rel in _CLAUSES
    return token.pos in {"VERB", "AUX"} and not token.has(VerbForm="Inf")


def _shares_with(sentence: Sentence, clause: Token) -> Token | None:
    """The predicate before, where this one is joined to it and has no subject of its own."""
    if clause.rel != "conj" or sentence.children(clause, "nsubj", "nsubj:pass", "csubj"):
        return None
    return sentence.head(clause)
