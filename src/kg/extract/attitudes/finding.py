"""Finds the frames of the lexicon in a sentence, and who stands in their slots."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.attitudes.frames import Alternatives, Frame, frames, word_classes
from kg.extract.events import syntax
from kg.extract.events.matching import filling
from kg.extract.events.triggers import ANY_WORD, Condition
from kg.language import Sentence, Token

_PARTS = {
    "V": frozenset({"VERB", "AUX", "ADJ"}),
    "N": frozenset({"NOUN", "PROPN", "ADJ"}),
    "A": frozenset({"ADJ", "VERB"}),
    "P": frozenset({"ADP", "ADJ"}),
}
PREFIXES = ("анти", "про")
"""How adjectives begin that take sides: антироссийский, прозападный."""
_OWNERS = frozenset({"gen", "adj"})
_DASHES = frozenset({"—", "–", "-"})
_APPOSED = ("appos", "flat", "flat:name")


@dataclass(frozen=True, slots=True)
class Match:
    """A frame and where it stands."""

    frame: Frame
    sentence: Sentence
    head: Token
    """Its word; of a preposition the noun that it governs."""
    word: Token
    """What is shown as evidence: the head or the preposition."""
    parts: tuple[Token, ...] = ()
    """The words that its conditions name."""

    def holders(self) -> Iterator[tuple[Token, ...]]:
        """The heads of the phrases that fill the slots of those who feel or act so, by the groups of the frame."""
        return _filled(self, self.frame.holder, acting=True)

    def targets(self) -> Iterator[tuple[Token, ...]]:
        """The heads of the phrases that fill the slots of those towards whom they do, likewise."""
        return _filled(self, self.frame.target, acting=False)

    @property
    def governor(self) -> Token | None:
        """The verb or the noun on which the head, or the first that is coordinated with it, hangs."""
        return self.sentence.head(syntax.first_conjunct(self.sentence, self.head))


def matches(sentence: Sentence) -> Iterator[tuple[Token, Iterator[Match]]]:
    """The frames that fit, for each word of a sentence that the lexicon has, those with most conditions first."""
    known = frames()
    for token in sentence.tokens:
        entries = known.get(token.lemma) if token.rel != "case" else None
        head = token
        if entries is None and (token.rel == "case" or token.pos == "ADJ"):
            word, head = _looked_up(sentence, token)
            entries = known.get(word)
        if entries is not None:
            yield token, _of_word(sentence, token, head, entries.fitting(sentence.lemmas))


def _of_word(sentence: Sentence, token: Token, head: Token, fitting: Iterable[Frame]) -> Iterator[Match]:
    for frame in fitting:
        if token.pos in _PARTS[frame.part]:
            parts = _parts(sentence, head, frame.conditions)
            if parts is not None:
                yield Match(frame, sentence, head, token, parts)


def _looked_up(sentence: Sentence, token: Token) -> tuple[str, Token]:
    """What the lexicon has for a token, and the token whose slots are filled: of a preposition the noun that it
    governs; "анти-" and "про-" of an adjective that begins so and stands for an actor.
    """
    head = sentence.head(token) if token.rel == "case" else None
    if head is not None:
        return syntax.preposition(sentence, head) or "", head
    if token.pos == "ADJ" and token.lemma not in frames():
        return next((f"{prefix}-" for prefix in PREFIXES if token.lemma.startswith(prefix)), token.lemma), token
    return token.lemma, token


def _parts(sentence: Sentence, head: Token, conditions: tuple[Condition, ...]) -> tuple[Token, ...] | None:
    """The words that meet the conditions; None where one is not met."""
    found: list[Token] = []
    for condition in conditions:
        if condition.slot == "prep":
            if not condition.met_by(syntax.preposition(sentence, head) or ""):
                return None
            continue
        told = (
            word
            for first in filling(sentence, head, condition.slot)
            for word in syntax.conjuncts(sentence, first)
            if condition.met_by(word.lemma)
        )
        word = next(told, None)
        if word is None:
            return None
        if ANY_WORD not in condition.words:
            found.append(word)
    return tuple(found)


def _filled(match: Match, alternatives: Alternatives, *, acting: bool) -> Iterator[tuple[Token, ...]]:
    for group in alternatives:
        found = (token for slot in group for token in _fillers(match, slot, acting=acting) if token not in match.parts)
        yield tuple(dict.fromkeys(found))


def _fillers(match: Match, slot: str, *, acting: bool) -> tuple[Token, ...]:
    """The tokens that fill a slot of the frame's word or of the words that go with it."""
    sentence, head = match.sentence, match.head
    match slot:
        case "phrase":
            return (head,)
        case "being":
            return tuple(_called(sentence, head))
        case "agent":
            return syntax.agents(sentence, head)
        case "told":
            return _told_of(sentence, head)
        case "clause":
            return _clause_subject(sentence, head)
    if match.frame.part == "P":
        governor = match.governor
        return () if governor is None else _of_governor(sentence, governor, slot)
    if slot == "subj":
        return syntax.actors_of(sentence, head) if match.frame.part == "V" else _carried(sentence, head)
    if slot in _OWNERS and match.parts:
        return _owners(match, slot, acting=acting)
    carrier = _carrier(sentence, head) if match.frame.part == "N" and "+" in slot else None
    words = [head, *match.parts, *([carrier] if carrier is not None else [])]
    found = [token for word in words for token in filling(sentence, word, slot)]
    return tuple(found) or tuple(_elsewhere(sentence, head, slot))


def _owners(match: Match, slot: str, *, acting: bool) -> tuple[Token, ...]:
    """Whose the frame's word is, or what goes with it: of "вмешательство Дании в дела Швеции" Denmark acts."""
    own, others = (
        tuple(token for word in words for token in filling(match.sentence, word, slot) if token not in match.parts)
        for words in ((match.head,), match.parts)
    )
    return own or others if acting else others or own


def _elsewhere(sentence: Sentence, head: Token, slot: str) -> Iterator[Token]:
    """Where else than under its word a slot is filled: "своя поддержка", "опасается Израиля" with a genitive that the
    parser takes for a subject, "друг и соратник Токаева", "Дания для Швеции — союзник", "у Дании хорошие отношения".
    """
    if slot == "adj":
        yield from (child for child in sentence.children(head, "det") if child.lemma == "свой")
    elif slot == "gen" and syntax.is_verb(head):
        yield from (child for child in sentence.children(head, "nsubj") if child.has(Case="Gen"))
    elif slot == "gen":
        yield from (
            token for other in syntax.conjuncts(sentence, head)[1:] for token in syntax.genitives(sentence, other)
        )
    elif slot == "для+gen":
        yield from (token for one in sentence.children(head, "nsubj") for token in filling(sentence, one, slot))
    elif slot == "у+gen":
        above = sentence.head(head)
        if above is not None and syntax.preposition(sentence, above) == "у":
            yield above


def _of_governor(sentence: Sentence, governor: Token, slot: str) -> tuple[Token, ...]:
    """Who does what a preposition is said of: of a verb its subject, of a noun whose it is."""
    if syntax.is_verb(governor):
        return syntax.actors_of(sentence, governor) if slot == "subj" else ()
    return _carried(sentence, governor) if slot == "subj" else filling(sentence, governor, slot)


def _carrier(sentence: Sentence, noun: Token) -> Token | None:
    """The verb that, with the noun, says one thing: "питает ненависть", "выступил с критикой"."""
    return syntax.light_verb(sentence, noun, word_classes()["carrying"])


def _carried(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    carrier = _carrier(sentence, noun)
    return () if carrier is None else syntax.actors_of(sentence, carrier)


def _clause_subject(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """Of whom the clause tells in which a phrase stands: "победил при поддержке Дании"."""
    head = sentence.head(noun)
    if head is None:
        return ()
    return syntax.subjects(sentence, head) if syntax.is_verb(head) else (head,)


def _before_dash(sentence: Sentence, noun: Token) -> Iterator[Token]:
    """The subject of a noun that the parser has not joined to it: "Шойгу — ближайший соратник"."""
    dash = next((token for token in reversed(sentence.tokens[: noun.index]) if token.text in _DASHES), None)
    if dash is None:
        return
    before = sentence.tokens[: dash.index]
    subjects = (token for token in before if token.has(Case="Nom") and token.pos in {"NOUN", "PROPN", "PRON"})
    yield from (token for token in subjects if token.head is None or sentence.tokens[token.head].start > dash.start)


def _told_of(sentence: Sentence, word: Token) -> tuple[Token, ...]:
    """The subjects of the clause that says of what somebody is afraid or angry: "опасается, что …", "возмущён тем, что
    …"
    """
    pronouns = (child for child in sentence.children(word) if child.lemma in {"то", "тот", "того", "это"})
    clauses = [*sentence.children(word, "ccomp"), *(c for p in pronouns for c in sentence.children(p, "acl", "ccomp"))]
    return tuple(token for clause in clauses for token in syntax.actors_of(sentence, clause))


def _called(sentence: Sentence, word: Token) -> Iterator[Token]:
    """Who is called by a noun ("Дания — союзник", "Дания, союзник …", "союзник … Дания", "считает Данию союзником") or
    described by an adjective ("дружественная Дания", "Дания враждебна").
    """
    head = sentence.head(word)
    yield from sentence.children(word, "nsubj", *_APPOSED)
    if head is None:
        yield from _before_dash(sentence, word)
        return
    if word.rel in _APPOSED or (word.rel == "amod" and head.pos in {"NOUN", "PROPN"}):
        yield head
    elif word.rel == "conj":
        first = syntax.first_conjunct(sentence, word)
        if not sentence.children(word, "nsubj", *_APPOSED) and first.rel in _APPOSED:
            above = sentence.head(first)
            yield from (above,) if above is not None else ()
        else:
            yield from sentence.children(first, "nsubj")
    elif syntax.is_verb(head) and (word.has(Case="Ins") or word.rel == "xcomp"):
        yield from syntax.objects_of(sentence, head) or syntax.subjects(sentence, head)
