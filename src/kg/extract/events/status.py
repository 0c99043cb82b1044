"""How an event is meant: it happened, is to come, is only thought of, or did not happen."""

from collections.abc import Iterator

from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.triggers import classes
from kg.language import Sentence, Token
from kg.model import EventType, Status

_NEGATIONS = frozenset({"не", "никогда", "нет", "ни"})
_CONDITIONS = frozenset({"если", "ежели", "коли", "кабы"})
_PURPOSES = frozenset({"чтобы", "дабы"})
_AUXILIARIES = ("aux", "aux:pass", "cop")
_COMPLEMENTS = frozenset({"xcomp", "obj", "iobj", "csubj", "nmod", "acl", "ccomp", "nsubj", "nsubj:pass", "obl"})


def status(match: Match) -> Status | None:
    """The status of the event that a trigger tells of; None where it is no more than a wish, a purpose or a possibility
    ("хочет встретиться", "чтобы обсудить", "может посетить").
    """
    sentence = match.sentence
    chain = tuple(_chain(match))
    if _is_conditional(sentence, match.head, chain):
        return Status.HYPOTHETICAL
    if _is_demanded(match, chain):
        return None
    if _is_possibility(sentence, chain[-1]):
        return None
    intended = _is_future(sentence, chain)
    if not intended and _is_wished(sentence, match.head, chain):
        return None
    if _is_negated(match, chain) or _takes_back(match):
        return Status.NEGATED
    return Status.FUTURE if intended or _is_planned(match) else Status.ACTUAL


def is_intended(match: Match) -> bool:
    """Is it told as what somebody means to do, be it with a "не": "не намерен обсуждать", "не присоединится"?"""
    return _is_future(match.sentence, tuple(_chain(match)))


def _chain(match: Match) -> Iterator[Token]:
    """The trigger and the verbs that lend it their tense and their negation: its light verb, the verb on which its
    infinitive hangs, the verb that says of its noun that it takes place.
    """
    sentence, token = match.sentence, match.first
    yield match.head
    light = match.light_verb
    if light is not None:
        token = light
        yield light
    elif match.trigger.part == "N":
        happening = match.happening_verb
        if happening is None:
            return
        token = happening
        yield happening
    for _ in range(len(sentence.tokens)):
        head = sentence.head(token)
        passive = token.rel == "xcomp" and token.has(VerbForm="Part", Variant="Short")  # "может быть задержан"
        if head is None or not (passive or token.has(VerbForm="Inf")) or token.rel not in _COMPLEMENTS | {"conj"}:
            return
        if head.lemma == "должный" and _is_ruled(sentence, head):
            return
        token = head
        yield head
        governor = sentence.head(head)
        if head.pos == "NOUN" and governor is not None and syntax.is_verb(governor):
            token = governor  # "может принять решение отпустить"
            yield governor


def _is_ruled(sentence: Sentence, token: Token) -> bool:
    """What a court says has to be done is done: "постановил, что X должен быть взят под стражу"."""
    return any(above.lemma in classes()["ruling"] for above in sentence.ancestors(token))


def _negated_here(match: Match, token: Token) -> bool:
    if token.lemma in classes()["stopping"]:
        return False  # "не перестаёт критиковать": goes on
    sentence = match.sentence
    before = (child for child in sentence.children(token) if child.start < token.start)
    auxiliaries = (
        sentence.next(child, -1) for child in sentence.children(token, *_AUXILIARIES)
    )  # "предъявлено не было"
    return any(child.lemma in _NEGATIONS and child not in match.parts for child in before) or any(
        word is not None and word.lemma in _NEGATIONS for word in auxiliaries
    )


def _is_negated(match: Match, chain: tuple[Token, ...]) -> bool:
    """Does a "не" stand by the chain that is no part of the trigger itself ("не возражать"), or a word of doubt?"""
    return any(_negated_here(match, token) for token in chain) or any(
        token.lemma in classes()["doubting"] for token in chain[1:]
    )


def _takes_back(match: Match) -> bool:
    """Does the noun hang on a word that denies it: "отрицает применение пыток", "без переговоров"?"""
    sentence, head = match.sentence, match.sentence.head(match.head)
    if match.trigger.part != "N":
        return False
    if syntax.preposition(sentence, match.head) == "без":
        return True
    return head is not None and match.head.rel in {"obj", "nmod", "obl"} and head.lemma in classes()["doubting"]


def _is_future(sentence: Sentence, chain: tuple[Token, ...]) -> bool:
    for token in chain:
        if token.has(Tense="Fut") and not token.has(VerbForm="Part"):
            return True
        if any(child.text.casefold().startswith("буд") for child in sentence.children(token, *_AUXILIARIES)):
            return True
    return any(token.lemma in classes()["intending"] for token in chain[1:])


def _is_demanded(match: Match, chain: tuple[Token, ...]) -> bool:
    """ "стороны должны развивать отношения": what one ought to do is no plan, but where one is to be is ("должен
    прибыть").
    """
    return match.trigger.type is not EventType.CONSULT and any(token.lemma == "должный" for token in chain[1:])


def _is_planned(match: Match) -> bool:
    """ "предстоящий визит", "планируется встреча"."""
    if match.trigger.part != "N":
        return False
    sentence, noun = match.sentence, match.head
    if syntax.preposition(sentence, noun) == "накануне":
        return True
    around = [*sentence.children(noun, "amod", "acl")]
    head = sentence.head(noun)
    if head is not None and syntax.preposition(sentence, noun) not in {"по", "после", "при"}:  # "назначен по просьбе"
        around.append(head)
    return any(token.lemma in classes()["planned"] for token in around)


def _is_conditional(sentence: Sentence, head: Token, chain: tuple[Token, ...]) -> bool:
    if _is_supposed(sentence, chain[-1]) or _has_condition(sentence, chain):
        return True
    for token in (*chain, *sentence.ancestors(chain[-1])):
        if any(child.lemma in _CONDITIONS for child in sentence.children(token, "mark")):
            return True
        if token.rel in {"parataxis", "root", "ccomp", "acl:relcl"}:
            break
    above = sentence.head(chain[-1]) if chain[-1].rel == "ccomp" else None  # "это значило бы, что мы признаём"
    meant = (*chain, above) if above is not None else chain
    return any(child.lemma in {"бы", "б"} for token in meant for child in sentence.children(token)) or any(
        token.has(Mood="Imp") or token.has(Mood="Cnd") for token in (head, *chain)
    )


def _has_condition(sentence: Sentence, chain: tuple[Token, ...]) -> bool:
    """ "если сенат примет дело, X будет отстранён": what is to come hangs on a condition."""
    clauses = (child for token in chain for child in sentence.children(token, "advcl"))
    conditional = any(mark.lemma in _CONDITIONS for clause in clauses for mark in sentence.children(clause, "mark"))
    return conditional and _is_future(sentence, chain)


def _is_supposed(sentence: Sentence, token: Token) -> bool:
    """ "в случае вторжения", "при условии освобождения"."""
    head = sentence.head(token)
    if head is not None and head.lemma in {"случай", "условие"} and syntax.preposition(sentence, head) in {"в", "при"}:
        return True
    return syntax.preposition(sentence, token) in {"в_случае", "при_условии"}


def _has_managed(sentence: Sentence, token: Token) -> bool:
    """ "смогли", "не могли": the one was done, the other was not."""
    if token.lemma == "мочь":
        return token.has(Tense="Past") and any(child.lemma == "не" for child in sentence.children(token, "advmod"))
    return token.lemma == "смочь" and token.has(Tense="Past", Aspect="Perf")


def _is_wished(sentence: Sentence, head: Token, chain: tuple[Token, ...]) -> bool:
    """Hangs on a wish, a possibility or a purpose; or is an infinitive of which nothing says that it is done."""
    purpose = any(child.lemma in _PURPOSES for token in chain for child in sentence.children(token, "mark"))
    # who managed to has done it, and who did not has not: "не смогли договориться"
    managed = frozenset(token for token in chain if _has_managed(sentence, token))
    wished = any(token.lemma in classes()["wishing"] for token in chain[1:] if token not in managed)
    above = sentence.head(head)
    wished = wished or (
        above is not None and head.rel in {"nmod", "obl", "obj"} and above.lemma in classes()["wishing"]
    )
    wished = wished or any(child.lemma in classes()["wishing"] for child in sentence.children(head, "amod"))
    last = chain[-1]
    wished = wished or _is_put_off(sentence, head)
    bare_infinitive = last.has(VerbForm="Inf") and not any(
        token.lemma in classes()["phase"] for token in sentence.ancestors(last)
    )
    # "сказал, что единственный способ – это принести извинения": no verb says that anybody does it
    called_for = any(
        token.has(VerbForm="Inf") and any(c.lemma in {"что", "это"} for c in sentence.children(token, "mark", "expl"))
        for token in chain
    )
    return purpose or wished or bare_infinitive or called_for or _is_voted_for(sentence, head)


def _is_voted_for(sentence: Sentence, noun: Token) -> bool:
    """ "сбор подписей за отставку", "выступает за отставку": what somebody is only for; what is voted for is done."""
    above = sentence.head(noun)
    if noun.pos != "NOUN" or syntax.preposition(sentence, noun) != "за" or not noun.has(Case="Acc"):
        return False
    return above is not None and above.lemma in classes()["being_for"]


def _is_possibility(sentence: Sentence, verb: Token) -> bool:
    """ "рассматривают возможность того, что X не приедет"."""
    pronoun = sentence.head(verb)
    noun = sentence.head(pronoun) if pronoun is not None and pronoun.lemma in {"то", "тот", "того"} else None
    return noun is not None and noun.lemma in classes()["wishing"]


def _is_put_off(sentence: Sentence, noun: Token) -> bool:
    """ "перенёс казнь на апрель": what is put off has not been done."""
    verb = sentence.head(noun)
    return noun.rel in {"obj", "nsubj:pass", "nsubj"} and verb is not None and verb.lemma in classes()["putting_off"]
