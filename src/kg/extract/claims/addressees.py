"""To whom something is said, as far as the sentence says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.cast import Cast
from kg.extract.claims.arguments import antecedent, preposition_of, references
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token
from kg.language.morphology import forms
from kg.model import ActorType

_CASES = {"dat": "Dat", "acc": "Acc", "gen": "Gen", "ins": "Ins"}
_ARGUMENTS = ("iobj", "obl", "obl:agent", "obj", "nmod", "appos")
_INTRODUCED_BY = {
    "message": frozenset({"в", "с"}),
    "talk": frozenset({"в", "во", "на", "с"}),
    "question": frozenset({"на", "по"}),
}
"""The prepositions by which a saying is tied to each kind of occasion; "после встречи с …" ties it to none."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A word of ``occasions.tsv`` that names to whom something is said."""

    forms: frozenset[str]
    kind: str
    """``message``, ``talk`` or ``question``."""


@cache
def occasions() -> Mapping[str, Occasion]:
    """Normal form → what it says of the addressee. Raises ValueError for a row that the header does not explain."""
    found: dict[str, Occasion] = {}
    for row in rows("occasions.tsv"):
        if len(row) == 3 and row[2] in _INTRODUCED_BY:
            found[row[0]] = Occasion(frozenset(row[1].split()), row[2])
        elif len(row) != 1:
            raise ValueError(f"occasions.tsv: neither one column nor three with a known kind: {row}")
    return found


@cache
def _receivers() -> Mapping[str, frozenset[str]]:
    """Verb of sending or receiving → the forms of the one who gets the text."""
    return {row[0]: frozenset(row[1].split()) for row in rows("messages.tsv")}


def addressees_of(cue: Cue, cast: Cast) -> tuple[str, ...]:
    """The actors to whom it is said; empty where the sentence names none that is known."""
    found: list[str] = []
    for token in spoken_to(cue):
        found.extend(references(cue.sentence, token, cast) or _public(cue.sentence, token, cast))
    return tuple(dict.fromkeys(found))


def spoken_to(cue: Cue) -> Iterator[Token]:
    """The words that tell to whom it is said, whether or not it is known whom they mean."""
    told = in_forms(cue.sentence, cue.word, cue.frame.addressees)
    yield from (*told, *_partners(cue), *_readers(cue), *_asked(cue), *_informed(cue))


def _public(sentence: Sentence, noun: Token, cast: Cast) -> tuple[str, ...]:
    """The state whose people are spoken to: "обратился к гражданам Дании", "призвал грузинскую общественность"."""
    if noun.lemma not in words("publics.tsv"):
        return ()
    owners = (ref for child in sentence.children(noun, "nmod", "amod") for ref in references(sentence, child, cast))
    return tuple(ref for ref in owners if (actor := cast.actor(ref)) and actor.type is ActorType.STATE)[:1]


def _informed(cue: Cue) -> Iterator[Token]:
    """Who gets a piece of news: "министр получил известие о том, что …"."""
    verb = cue.sentence.head(cue.word) if cue.is_noun and cue.word.rel == "obj" else None
    if verb is not None and verb.lemma in {"получить", "получать"} and is_predicate(verb):
        yield from cue.sentence.children(verb, "nsubj")


def in_forms(sentence: Sentence, governor: Token, forms: frozenset[str]) -> Iterator[Token]:
    """What hangs on a word in one of the given forms: ``dat``, ``с+ins`` …"""
    for child in sentence.children(governor, *_ARGUMENTS):
        for form in forms:
            preposition, _, case = form.rpartition("+")
            fits = child.feats.get("Case") == _CASES[case] or (governor.pos == "NOUN" and not declines(child))
            if fits and preposition_of(sentence, child) == preposition:
                yield child
                break


def declines(noun: Token) -> bool:
    """Has a noun endings by which its case can be told? ТАСС, КНР and Reuters have none."""
    name = noun.text
    return not (name.isupper() or name.isascii() or any("Fixd" in form.tag for form in forms(name)[:1]))


def receivers(sentence: Sentence, text: Token) -> Iterator[Token]:
    """Who gets a text: whoever hangs on it ("письмо президенту"), on the verb that sends it ("направил премьеру
    письмо"), or on a participle ("полученное агентством", "адресованное премьеру").
    """
    occasion = occasions().get(text.lemma)
    if occasion:
        yield from in_forms(sentence, text, occasion.forms)
    for participle in sentence.children(text, "amod", "acl"):
        if participle.has(VerbForm="Part"):
            yield from in_forms(sentence, participle, _receivers().get(participle.lemma, frozenset()))
    verb = sentence.head(text)
    if occasion and verb is not None and verb.lemma in _receivers() and not verb.has(VerbForm="Part"):
        yield from in_forms(sentence, verb, _receivers()[verb.lemma] - {"ins"})


def is_received(cue: Cue, token: Token) -> bool:
    """Is it a participle of sending or receiving at the text in which something is said ("в полученном … письме")?"""
    if token.rel not in {"amod", "acl"} or token.lemma not in _receivers() or not token.has(VerbForm="Part"):
        return False
    text = cue.sentence.head(token)
    return text is not None and text.head == cue.word.index


def occasions_of(cue: Cue) -> Iterator[Token]:
    """The occasions on which it is said, in the clause of the cue: "в интервью", "на встрече", "в ответ на вопрос"."""
    sentence = cue.sentence
    if cue.is_phrase:
        return
    for noun in sentence.having(occasions().keys()):
        occasion = occasions()[noun.lemma]
        if noun.pos != "NOUN" or noun in cue.tokens:
            continue
        if preposition_of(sentence, noun) in _INTRODUCED_BY[occasion.kind] and _is_in_clause(sentence, noun, cue.word):
            yield noun


def _is_in_clause(sentence: Sentence, noun: Token, verb: Token) -> bool:
    for ancestor in sentence.ancestors(noun):
        if ancestor == verb:
            return True
        if is_predicate(ancestor):
            return False
    return False


def _partners(cue: Cue) -> Iterator[Token]:
    """With whom one speaks: "в интервью газете", "в беседе с премьером", "в ответ на вопрос агентства"."""
    for noun in occasions_of(cue):
        yield from in_forms(cue.sentence, noun, occasions()[noun.lemma].forms)


def _asked(cue: Cue) -> Iterator[Token]:
    """Who is to do what is asked for: "потребовал, чтобы правительство ушло"."""
    sentence = cue.sentence
    if cue.frame.kind != "ask":
        return
    for clause in sentence.children(cue.word, "ccomp", "advcl"):
        if any(mark.lemma == "чтобы" for mark in sentence.children(clause, "mark")):
            yield from sentence.children(clause, "nsubj")


def _readers(cue: Cue) -> Iterator[Token]:
    """Who gets the text in which it is said: "говорится в письме, адресованном премьеру", "телеграмму премьеру, в
    которой поблагодарил его".
    """
    sentence = cue.sentence
    for text in sentence.children(cue.word, "obl", "nmod", "obj"):
        if preposition_of(sentence, text) in {"в", "во", "из"}:
            yield from receivers(sentence, antecedent(sentence, cue.word, text))
