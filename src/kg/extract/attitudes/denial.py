"""Is an attitude told as there, as denied, or only as thought of?"""

from collections.abc import Iterator

from kg.extract.attitudes.finding import Match
from kg.extract.attitudes.frames import word_classes
from kg.extract.events import syntax
from kg.language import Token

_NEGATIONS = frozenset({"не", "никогда", "ни", "вряд"})
_LACKING = frozenset({"нет", "отсутствие", "без"})
_CONDITIONS = frozenset({"если", "ли", "будто", "пока", "чтобы"})
_CONDITIONALS = frozenset({"бы", "б"})
_GOVERNED = frozenset({"xcomp", "csubj", "ccomp", "obj", "nsubj", "nsubj:pass", "obl", "iobj", "nmod", "acl", "advcl"})


def is_denied(match: Match) -> bool:
    """Does a "не" stand by the word or by the verb that lends it its tense, or a word that says that it is over or
    missing: "не поддерживает", "не намерен поддерживать", "нет доверия", "прекратил поддержку"?
    """
    sentence = match.sentence
    if syntax.preposition(sentence, match.head) in _LACKING:
        return True
    return any(
        child.lemma in _NEGATIONS and child not in match.parts and child.start < token.start
        for token in _chain(match)
        for child in sentence.children(token)
    )


def is_supposed(match: Match) -> bool:
    """Is it only thought of, wished away or over: "если нападёт", "мог бы поддержать", "бывший союзник", "прекратил
    поддержку", "избежать войны"?
    """
    sentence, chain = match.sentence, tuple(_chain(match))
    words = word_classes()
    if any(token.lemma in words["supposing"] | words["ending"] for token in chain if token != match.head):
        return True
    last = sentence.head(chain[-1]) if chain[-1].rel == "ccomp" else None
    unlikely = words["supposing"] | {"не"}
    if last is not None and any(word.lemma in unlikely for word in (last, *sentence.children(last))):
        return True  # "это не значит, что он недоволен", "считает маловероятным, что нападут"
    for token in chain:
        if token.has(Mood="Imp"):
            return True
        for child in sentence.children(token):
            if child.lemma in _CONDITIONALS or (child.rel == "mark" and child.lemma in _CONDITIONS):
                return True
            if child.rel == "amod" and child.lemma in words["supposing"]:
                return True
            if child.rel == "obj" and child.lemma in words["ending"] and child != match.head:
                return True  # "положил конец вражде"
    return sentence.tokens[-1].text == "?"


def _chain(match: Match) -> Iterator[Token]:
    """The word and what it hangs on as far as one predicate goes: the infinitive's verb, the noun's verb or noun."""
    sentence, token = match.sentence, syntax.first_conjunct(match.sentence, match.head)
    yield match.head
    for head in sentence.ancestors(token):
        if token.rel not in _GOVERNED or (syntax.is_verb(token) and not token.has(VerbForm="Inf")):
            return
        yield head
        token = head
