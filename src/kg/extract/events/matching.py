"""Finds the triggers of the lexicon in a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.events import syntax
from kg.extract.events.triggers import ANY_WORD, Condition, Trigger, classes, triggers
from kg.language import Sentence, Token

_PARTS = {"V": frozenset({"VERB", "AUX"}), "N": frozenset({"NOUN", "PROPN"}), "A": frozenset({"ADJ", "VERB"})}


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger and where it stands."""

    trigger: Trigger
    sentence: Sentence
    head: Token
    parts: tuple[Token, ...] = ()
    """The words that its conditions name; where those are of an infinitive, the words that lead to them too."""

    @property
    def named(self) -> tuple[Token, ...]:
        """Of the parts, those that the conditions ask for by name."""
        return tuple(part for part in self.parts if any(c.met_by(part.lemma) for c in self.trigger.conditions))

    @property
    def cluster(self) -> tuple[Token, ...]:
        """All words whose dependents can be arguments of the event, the head first."""
        return (self.head, *self.parts)


_Filled = dict[tuple[int, str], tuple[tuple[Token, str], ...]]
"""What fills each slot of a word, given by its place, with its lemma: many lines of the lexicon ask for the same."""


def heads(sentence: Sentence) -> list[Token]:
    """The words of a sentence that the lexicon has."""
    return [token for token in sentence.tokens if _candidates(sentence, token)]


def matches(sentence: Sentence, token: Token) -> Iterator[Match]:
    """The lines of the lexicon that fit a word of a sentence, those with most conditions first."""
    filled: _Filled = {}
    for trigger in _candidates(sentence, token):
        if token.pos in _PARTS[trigger.part] and all(one.may_be_met_in(sentence.lemmas) for one in trigger.conditions):
            parts = _parts(sentence, token, trigger, filled)
            if parts is not None:
                yield Match(trigger, sentence, token, parts)


def _candidates(sentence: Sentence, token: Token) -> tuple[Trigger, ...]:
    """By the word itself; of a reflexive passive ("обвиняются") by its verb; of a compound ("онлайн-саммит") by its
    last part.
    """
    known = triggers()
    found = known.get(token.lemma)
    if found is None and token.lemma.endswith("ся") and syntax.is_passive(sentence, token):
        found = known.get(token.lemma.removesuffix("ся"))
    if found is None and "-" in token.lemma and token.pos == "NOUN":
        found = known.get(token.lemma.rpartition("-")[2])
    return found or ()


def _parts(sentence: Sentence, head: Token, trigger: Trigger, filled: _Filled) -> tuple[Token, ...] | None:
    """The words that meet the trigger's conditions, each of them on the trigger or on a word that met one before ("дал
    показания [против Лунина]"); None where one is not met.
    """
    found: list[Token] = []
    for condition in trigger.conditions:
        words = next((words for word in (head, *found) if (words := _meeting(sentence, word, condition, filled))), ())
        if not words:
            return None
        if ANY_WORD not in condition.words:
            found.extend(word for word in words if word not in found and word != head)
    return tuple(found)


def _meeting(sentence: Sentence, head: Token, condition: Condition, filled: _Filled) -> tuple[Token, ...]:
    if condition.slot == "inf":
        return _infinitive(sentence, head, condition)
    key = head.index, condition.slot
    if key not in filled:
        filled[key] = tuple(
            (token, _lemma(sentence, token))
            for first in filling(sentence, head, condition.slot)
            for told in syntax.conjuncts(sentence, first)
            for token in (told, *_counted(sentence, told))
        )
    return tuple(token for token, lemma in filled[key] if condition.met_by(lemma))[:1]


def _counted(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Of what there are several: "выдвинул ряд требований"."""
    return syntax.genitives(sentence, token) if token.lemma in classes()["amounts"] else ()


def _lemma(sentence: Sentence, token: Token) -> str:
    """Of "который" that of its noun: "санкции, которые ввёл Евросоюз"."""
    noun = syntax.antecedent(sentence, token) if token.lemma == "который" else None
    return token.lemma if noun is None else noun.lemma


def _infinitive(sentence: Sentence, head: Token, condition: Condition) -> tuple[Token, ...]:
    """The whole complement, if one word in it is asked for: any of them can govern the arguments."""
    words = tuple(syntax.complement(sentence, head))
    return words if any(condition.met_by(word.lemma) for word in words) else ()


def filling(sentence: Sentence, head: Token, slot: str) -> tuple[Token, ...]:
    """The tokens that fill a slot of one word; for a noun without its light verb."""
    if "+" in slot:
        name, _, case = slot.partition("+")
        return syntax.prepositional(sentence, head, name, case)
    verbal = syntax.is_verb(head) or head.pos == "ADJ"
    match slot:
        case "subj":
            return syntax.actors_of(sentence, head) if verbal else ()
        case "obj":
            return syntax.objects_of(sentence, head) if verbal else ()
        case "dat":
            return syntax.datives(sentence, head)
        case "ins":
            return syntax.instrumentals(sentence, head)
        case "gen":
            return syntax.genitives(sentence, head)
        case "adj":
            return syntax.adjectives(sentence, head)
        case "anti":
            return syntax.adjectives_against(sentence, head)
        case "adv":
            return sentence.children(head, "advmod")
        case "wish":
            return syntax.wished_subjects(sentence, head) if verbal else ()
        case "any":
            return syntax.clause(sentence, head)
    return ()


def happening_verb(match: Match) -> Token | None:
    """The verb that says of the trigger's noun, its subject, that it takes place: "встреча состоялась"."""
    noun = _of_several(match)
    head = match.sentence.head(noun)
    if match.trigger.part != "N" or head is None or noun.rel not in {"nsubj", "nsubj:pass"}:
        return None
    return head if head.lemma in classes()["happening"] else None


def _of_several(match: Match) -> Token:
    """The trigger's noun, or the word that says that it is one or some of several: "[раунд] переговоров"."""
    noun = syntax.first_conjunct(match.sentence, match.head)
    head = match.sentence.head(noun)
    counted = head is not None and head.lemma in classes()["amounts"] and noun.has(Case="Gen")
    return head if head is not None and counted else noun


def _decision(match: Match) -> Token | None:
    """The verb by which it is decided what the trigger's noun says: "суд вынес решение об освобождении"."""
    sentence, noun = match.sentence, syntax.first_conjunct(match.sentence, match.head)
    decision = sentence.head(noun)
    if decision is None or decision.lemma not in classes()["decisions"] or syntax.preposition(sentence, noun) != "о":
        return None
    return syntax.light_verb(sentence, decision, classes()["deciding"])


def light_verb(match: Match) -> Token | None:
    """The verb that only says that the trigger's noun takes place."""
    if match.trigger.part != "N":
        return None
    verb = syntax.light_verb(match.sentence, _of_several(match), classes()["light"])
    if verb is not None:
        return verb
    decision = _decision(match)
    if decision is not None:
        return decision
    head = match.sentence.head(match.head)
    announced = (
        head is not None
        and head.lemma in classes()["announcing"]
        and syntax.preposition(match.sentence, match.head) == "о"
    )
    return head if announced else None
