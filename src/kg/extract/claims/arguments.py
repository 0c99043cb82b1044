"""Who speaks, and to whom: the arguments of a word of speech."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.cast import Cast
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token

_OWNERS = frozenset({"det", "nmod", "amod", "appos", "flat:name", "obj", "iobj"})
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_CLAUSE_BOUNDS = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "«", "»", '"', "."})
_TEXT_CASES = {"в": "Loc", "на": "Loc", "из": "Gen"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """The outcome of the search for a speaker."""

    refs: tuple[str, ...] = ()
    """The actors; several where they speak with one voice."""
    elided: bool = False
    """The sentence names nobody at all: who spoke last goes on speaking."""


def speaker_of(cue: Cue, cast: Cast) -> Speaker:
    """Who says it."""
    match cue.frame.speaker:
        case "none":
            return Speaker()
        case "genitive":
            return _owner(cue.sentence, cue.word, cast)
        case "dative":
            return Speaker(references(cue.sentence, cue.word, cast))
        case "source":
            return _source(cue, cast)
        case "text":
            return Speaker(_source(cue, cast).refs)
        case _:
            return _subject_or_agent(cue, cast)


def references(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """The actors that a noun phrase stands for, given its head: its own, those of a name in apposition, or, where it is
    an unnamed voice ("представитель МИД"), of the body that it speaks for.
    """
    found = _named(sentence, token, cast)
    voice, seen = token, {token.index}
    while not found and voice.lemma in words("voices.tsv"):
        owners = [child for child in sentence.children(voice, *_OWNERS, "obl") if child.index not in seen]
        found = next(filter(None, (_named(sentence, owner, cast) for owner in owners)), ())
        if not owners:
            break
        voice = next((owner for owner in owners if owner.lemma in words("voices.tsv")), owners[0])
        seen.add(voice.index)
    return found


def _named(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """What a noun refers to, or a name in apposition to it."""
    names = sentence.children(token, "appos", "flat:name", "flat")
    return cast.parties(sentence, token) or next(filter(None, (cast.parties(sentence, name) for name in names)), ())


def subject_token(sentence: Sentence, verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one that it shares with the verb it depends on ("…, добавив", "и добавил",
    "хотел добавить", "министр, заявивший …").
    """
    current, seen = verb, set[int]()
    while current.index not in seen:
        seen.add(current.index)
        subject = next(iter(sentence.children(current, *_SUBJECTS)), None)
        if subject is not None:
            return _antecedent(sentence, current, subject)
        head = sentence.head(current)
        if head is None:
            return None
        if current.rel.startswith("acl") and current.has(VerbForm="Part") and head.pos in {"NOUN", "PROPN", "PRON"}:
            return head
        if current.rel == "conj":
            if is_predicate(current) and not _agree(current, head):
                return None
        elif not (current.rel in {"advcl", "xcomp", "ccomp", "parataxis"} and not is_predicate(current)):
            return None
        current = head
    return None


def _agree(one: Token, other: Token) -> bool:
    return all(
        one.feats.get(name) == other.feats.get(name)
        for name in ("Number", "Gender")
        if one.feats.get(name) and other.feats.get(name)
    )


def _antecedent(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """Of a relative pronoun, the noun that it stands for."""
    if subject.lemma == "который":
        for word in (verb, *sentence.ancestors(verb)):
            head = sentence.head(word)
            if word.rel.startswith("acl") and head is not None:
                return head
    return subject


def _subject_or_agent(cue: Cue, cast: Cast) -> Speaker:
    sentence, verb = cue.sentence, cue.word
    if verb.has(Voice="Pass") or (verb.lemma.endswith("ся") and sentence.children(verb, "nsubj:pass")):
        agent = next(
            (t for t in sentence.children(verb, "obl", "obl:agent") if t.has(Case="Ins") and not _case(sentence, t)),
            None,
        )
        if agent is not None:
            return Speaker(references(sentence, agent, cast))
        if verb.has(VerbForm="Part"):
            goes_on = (
                cue.frame.kind in {"say", "tell"}
                and verb.has(Gender="Neut")
                and not sentence.children(verb, "nsubj:pass")
            )
            return _source(cue, cast) if goes_on else Speaker()
    subject = subject_token(sentence, verb)
    if is_predicate(verb) and (subject is None or _is_across_a_clause(sentence, verb, subject)):
        before = _nominatives_before(sentence, verb)
        if refs := next(filter(None, (references(sentence, token, cast) for token in before)), ()):
            return Speaker(refs)
    if subject is not None:
        refs = references(sentence, subject, cast)
        return Speaker(refs)
    if body := _body_in_locative(sentence, verb, cast):
        return Speaker(body)
    if verb.has(VerbForm="Fin") and (verb.has(Number="Plur") and not verb.has(Person="1")):
        return Speaker()  # "называют", "говорят": people
    return Speaker(elided=is_predicate(verb))


def _is_across_a_clause(sentence: Sentence, verb: Token, subject: Token) -> bool:
    """Does the tree's subject stand on the far side of another predicate? Then the tree has crossed two clauses."""
    own = subject.head == verb.index
    between = sentence.tokens[min(verb.index, subject.index) + 1 : max(verb.index, subject.index)]
    return own and any(is_predicate(token) and subject not in sentence.subtree(token) for token in between)


def _nominatives_before(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The nominatives between a verb and the beginning of its clause, in the order of the text."""
    found: list[Token] = []
    for token in reversed(sentence.tokens[: verb.index]):
        if token.text in _CLAUSE_BOUNDS or token.pos in {"SCONJ", "CCONJ"} or is_predicate(token):
            break
        if token.pos in {"NOUN", "PROPN", "PRON"} and token.has(Case="Nom"):
            found.append(token)
    return tuple(reversed(found))


def _body_in_locative(sentence: Sentence, predicate: Token, cast: Cast) -> tuple[str, ...]:
    """The body of "в МИД заявили", "в Кремле уверены": the plural without a subject."""
    if not predicate.has(Number="Plur"):
        return ()
    for place in sentence.children(predicate, "obl", "nmod"):
        if place.has(Case="Loc") and _case(sentence, place) == "в" and (found := references(sentence, place, cast)):
            return found
    return ()


def _case(sentence: Sentence, noun: Token) -> str:
    return next((child.lemma for child in sentence.children(noun, "case")), "")


def _owner(sentence: Sentence, noun: Token, cast: Cast) -> Speaker:
    """Whose words they are: the genitive or the possessive that hangs on the noun."""
    for child in sentence.children(noun):
        if child.lemma in {"свой", "мой", "наш"}:
            return Speaker(elided=True)
        if child.rel in {"det", "nmod", "amod", "appos", "flat:name", "obj", "iobj"} and child.pos not in {
            "ADP",
            "PUNCT",
        }:
            refs = references(sentence, child, cast)
            if refs:
                return Speaker(refs)
    return Speaker()


def _source(cue: Cue, cast: Cast) -> Speaker:
    """Who stands behind a text: "в заявлении МИД говорится"; who spoke last where it is only "в документе"."""
    sentence = cue.sentence
    for text in sentence.children(cue.word, "obl", "obj", "nmod"):
        if text.lemma == "который" and _case(sentence, text) == "в":  # "заявление, в котором говорится"
            return _author(sentence, _antecedent(sentence, cue.word, text), cast)
        if text.feats.get("Case") == _TEXT_CASES.get(_case(sentence, text)):
            refs = references(sentence, text, cast) or _owner(sentence, text, cast).refs
            if not refs:
                refs = next(
                    (r for child in sentence.children(text, "nmod") if (r := _owner(sentence, child, cast).refs)), ()
                )
            return Speaker(refs, elided=not refs)
    return Speaker(elided=True)


def _author(sentence: Sentence, text: Token, cast: Cast) -> Speaker:
    """Whose text it is: whose name hangs on it, or who published it ("распространила заявление")."""
    refs = references(sentence, text, cast) or _owner(sentence, text, cast).refs
    publisher = sentence.head(text)
    if not refs and publisher is not None:
        subject = subject_token(sentence, publisher)
        refs = references(sentence, subject, cast) if subject else ()
    return Speaker(refs, elided=not refs)


def addressees_of(cue: Cue, cast: Cast) -> tuple[str, ...]:
    """To whom it is said, as far as the sentence says so and the actors are known."""
    found: list[str] = []
    for token in (*_addressed(cue), *_occasions(cue)):
        found.extend(references(cue.sentence, token, cast))
    return tuple(dict.fromkeys(found))


_CASES = {"dat": "Dat", "acc": "Acc", "gen": "Gen", "ins": "Ins"}


def _addressed(cue: Cue) -> Iterator[Token]:
    """The arguments that the frame names as addressees."""
    for wanted in cue.frame.addressees:
        preposition, _, case = wanted.rpartition("+")
        for child in cue.sentence.children(cue.word, "iobj", "obl", "obj", "nmod"):
            if child.feats.get("Case") == _CASES[case] and _case(cue.sentence, child) == preposition:
                yield child


@cache
def _occasion_frames() -> Mapping[str, tuple[str, str]]:
    """Noun of an occasion → the case and the preposition in which it takes the addressee."""
    return {row[0]: (_CASES[row[2]], row[1].strip("-")) for row in rows("occasions.tsv") if len(row) == 3}


def _occasions(cue: Cue) -> Iterator[Token]:
    """The partners of what the words were said in: "в интервью газете", "в беседе с премьером"."""
    sentence = cue.sentence
    if cue.is_phrase:
        return
    for noun in sentence.tokens:
        wanted = _occasion_frames().get(noun.lemma)
        preposition = _case(sentence, noun)
        if wanted is None or preposition not in {"в", "на", "с"} or cue.word not in tuple(sentence.ancestors(noun)):
            continue
        if any(is_predicate(a) and a != cue.word for a in _between(sentence, noun, cue.word)):
            continue
        for child in sentence.children(noun, "nmod", "iobj", "obl"):
            if child.feats.get("Case") == wanted[0] and _case(sentence, child) == wanted[1]:
                yield child


def _between(sentence: Sentence, low: Token, high: Token) -> Iterator[Token]:
    for ancestor in sentence.ancestors(low):
        if ancestor == high:
            return
        yield ancestor
