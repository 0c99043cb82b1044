"""Finds the triggers of the lexicon in a sentence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.extract.events import syntax
from kg.extract.events.triggers import ANY_WORD, Condition, Trigger, classes, triggers
from kg.extract.lexicon import Entries
from kg.language import Sentence, Token
from kg.language.once import once

_PARTS = {"V": frozenset({"VERB", "AUX"}), "N": frozenset({"NOUN", "PROPN"}), "A": frozenset({"ADJ", "VERB"})}
_ANY_PART = frozenset[str]().union(*_PARTS.values())


@dataclass(frozen=True)
class Match:
    """A trigger and where it stands."""

    trigger: Trigger
    sentence: Sentence
    head: Token
    parts: tuple[Token, ...] = ()
    """The words that its conditions name; where those are of an infinitive, the words that lead to them too."""

    @cached_property
    def named(self) -> tuple[Token, ...]:
        """Of the parts, those that the conditions ask for by name."""
        return tuple(part for part in self.parts if any(c.met_by(part.lemma) for c in self.trigger.conditions))

    @property
    def cluster(self) -> tuple[Token, ...]:
        """All words whose dependents can be arguments of the event, the head first."""
        return (self.head, *self.parts)

    @cached_property
    def light_verb(self) -> Token | None:
        """The verb that only says that the trigger's noun takes place."""
        if self.trigger.part != "N":
            return None
        verb = syntax.light_verb(self.sentence, self._counted, classes()["light"]) or self._decision
        return verb or self._announcement

    @cached_property
    def happening_verb(self) -> Token | None:
        """The verb that says of the trigger's noun, its subject, that it takes place: "встреча состоялась"."""
        if self.trigger.part != "N" or self._counted.rel not in {"nsubj", "nsubj:pass"}:
            return None
        return self._head_of(self._counted, classes()["happening"])

    @cached_property
    def letter_verb(self) -> Token | None:
        """The verb by which a letter is sent that brings what a noun says: "направил в суд заявление с просьбой"."""
        letter = self._head_of(self.first, classes()["letters"])
        if letter is None or syntax.preposition(self.sentence, self.first) != "с":
            return None
        verb = self.sentence.head(letter)
        return verb if verb is not None and syntax.is_verb(verb) else None

    @cached_property
    def first(self) -> Token:
        """The trigger's word, or the first of those with which it is coordinated."""
        return syntax.first_conjunct(self.sentence, self.head)

    @cached_property
    def _counted(self) -> Token:
        """The trigger's noun, or the word that says that it is one or some of several: "[раунд] переговоров"."""
        amount = self._head_of(self.first, classes()["amounts"])
        return amount if amount is not None and self.first.has(Case="Gen") else self.first

    @property
    def _decision(self) -> Token | None:
        """The verb by which it is decided what the trigger's noun says: "суд вынес решение об освобождении"."""
        decision = self._head_of(self.first, classes()["decisions"])
        if decision is None or syntax.preposition(self.sentence, self.first) != "о":
            return None
        return syntax.light_verb(self.sentence, decision, classes()["deciding"])

    @property
    def _announcement(self) -> Token | None:
        """The verb by which it is announced: "объявил о заморозке"."""
        verb = self._head_of(self.head, classes()["announcing"])
        return verb if verb is not None and syntax.preposition(self.sentence, self.head) == "о" else None

    def _head_of(self, token: Token, words: frozenset[str]) -> Token | None:
        """What a token depends on, if that is one of some words."""
        head = self.sentence.head(token)
        return head if head is not None and head.lemma in words else None


_Filled = dict[tuple[int, str], tuple[tuple[Token, str], ...]]
"""What fills each slot of a word, given by its place, with its lemma: many lines of the lexicon ask for the same."""


def matches(sentence: Sentence) -> list[tuple[Match, ...]]:
    """The lines of the lexicon that fit, for each word of a sentence that has one, those with most conditions first."""
    found: list[tuple[Match, ...]] = []
    for token in sentence.tokens:
        entries = _entries(sentence, token) if token.pos in _ANY_PART else None
        fitting = entries.fitting(sentence.lemmas) if entries else ()
        if fitting and (of_word := tuple(_of_word(sentence, token, fitting))):
            found.append(of_word)
    return found


def _of_word(sentence: Sentence, token: Token, fitting: Iterable[Trigger]) -> Iterator[Match]:
    filled: _Filled = {}
    for trigger in fitting:
        if token.pos in _PARTS[trigger.part]:
            parts = _parts(sentence, token, trigger, filled)
            if parts is not None:
                yield Match(trigger, sentence, token, parts)


def _entries(sentence: Sentence, token: Token) -> Entries[Trigger] | None:
    """By the word itself; of a reflexive passive ("обвиняются") by its verb; of a compound ("онлайн-саммит") by its
    last part.
    """
    known, lemma = triggers(), token.lemma
    found = known.get(lemma)
    if found is None and lemma.endswith("ся") and syntax.is_passive(sentence, token):
        found = known.get(lemma.removesuffix("ся"))
    if found is None and "-" in lemma and token.pos == "NOUN":
        found = known.get(lemma.rpartition("-")[2])
    return found


def _parts(sentence: Sentence, head: Token, trigger: Trigger, filled: _Filled) -> tuple[Token, ...] | None:
    """The words that meet the trigger's conditions, each of them on the trigger or on a word that met one before ("дал
    показания [против Лунина]"); None where one is not met.
    """
    found: list[Token] = []
    for condition in trigger.conditions:
        for word in (head, *found):
            words = _meeting(sentence, word, condition, filled)
            if words:
                break
        else:
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
    for token, lemma in filled[key]:
        if condition.met_by(lemma):
            return (token,)
    return ()


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


@once
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
