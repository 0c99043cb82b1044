"""To whom nouns and pronouns refer, read from the first sentence to the last with a memory of who was spoken of."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, takewhile
from typing import NamedTuple

from kg.extract.actors.candidates import ORGANISATION, PERSON, STATE
from kg.extract.actors.office import Office
from kg.extract.actors.vocabulary import actor_words
from kg.extract.lexicon import words
from kg.identifiers import actor_id
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.titles import Title, Titles
from kg.language import Parse, Sentence, Token

_WINDOW = 3
"""How many sentences back a pronoun may look."""

_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_COMMUNITIES = frozenset({"страна", "государство", "республика", "держава"})
_PAIR_WORDS = frozenset({"два", "оба", "обе", "двое"})


@dataclass(frozen=True)
class Party:
    """What the references stage has to know of an actor."""

    id: str
    type: str
    gender: str | None = None
    """Masc or Fem, of a person."""


@dataclass(frozen=True)
class Held:
    """An office that a party is known to hold."""

    party: str
    office: Office
    of: str | None
    """Id of the body or state it is of."""
    state: str | None
    """Code of the state it is of."""
    named: bool = True
    """Does the name stand beside the title, or is it a description of somebody named elsewhere?"""


class _Spoken(NamedTuple):
    """A time that somebody was spoken of."""

    party: Party
    sentence: int
    token: Token
    subject: bool
    office: Office | None = None
    """The office by which an unnamed voice was named: "представитель МИД"."""


@dataclass
class Memory:
    """What the article has said so far, as far as references need it."""

    parse: Parse
    parties: Mapping[str, Party]
    held: Sequence[Held]
    gazetteer: Gazetteer
    titles: Titles
    published: datetime.date | None
    main_state: Entry | None = None
    """The one of which the article mostly speaks."""
    spoken: list[_Spoken] = field(default_factory=list)
    bodies: dict[str, dict[str, None]] = field(default_factory=dict)
    """Noun that heads the names of bodies ("администрация президента") → the bodies named so far."""
    called: dict[str, str] = field(default_factory=dict)
    """Noun → the body before whose name it stood last: "газета «Труд»"."""

    def note(self, number: int, token: Token, refs: Iterable[str], office: Office | None = None) -> None:
        """Remembers that a token of a sentence refers to these."""
        for ref in refs:
            party = self.parties.get(ref)
            if party is not None:
                self.spoken.append(
                    _Spoken(party, number, token, _is_subject(self.parse.sentences[number], token), office)
                )

    def recent(self, kind: str, number: int, window: int = _WINDOW) -> list[_Spoken]:
        """Those of a type spoken of in the last sentences, the latest first."""
        return [s for s in self.latest(number, window) if s.party.type == kind]

    def latest(self, number: int, window: int) -> Iterator[_Spoken]:
        """Those spoken of in a sentence and so many before it, the latest first."""
        return takewhile(lambda spoken: number - spoken.sentence <= window, reversed(self.spoken))


def _is_subject(sentence: Sentence, token: Token) -> bool:
    """Is a token a subject, or coordinated with or apposed to one?"""
    current = token
    for head in chain(sentence.ancestors(token), (None,)):
        if current.rel in _SUBJECTS:
            return True
        if current.rel not in {"conj", "appos", "flat", "flat:name"} or head is None:
            return False
        current = head
    return False


# --- pronouns -----------------------------------------------------------------------------------------------------


def pronoun(memory: Memory, number: int, token: Token) -> tuple[str, ...]:
    """To whom он, её, они or который refers; nobody where it is unclear."""
    if token.lemma == "который":
        return _relative(memory, number, token)
    gender = _PERSONAL.get((token.lemma, token.pos))
    if gender is None:
        return ()
    if gender == "Plur" or token.has(Number="Plur"):
        return _they(memory, number)
    return _he_or_she(memory, number, token, "Fem" if token.has(Gender="Fem") else gender)


def _relative(memory: Memory, number: int, token: Token) -> tuple[str, ...]:
    """The noun on which the relative clause hangs."""
    sentence = memory.parse.sentences[number]
    for ancestor in (token, *sentence.ancestors(token)):
        if ancestor.rel in {"acl:relcl", "acl"}:
            antecedent = sentence.head(ancestor)
            if antecedent is not None:
                named = [s.party.id for s in memory.latest(number, 0) if s.token == antecedent]
                return tuple(dict.fromkeys(reversed(named)))
    return ()


_PERSONAL = {
    ("он", "PRON"): "Masc",
    ("она", "PRON"): "Fem",
    ("они", "PRON"): "Plur",
    ("он", "DET"): "Masc",  # его, её, их: "по его словам"
    ("она", "DET"): "Fem",
    ("они", "DET"): "Plur",
}
"""Lemma and part of speech of a pronoun → its gender."""


def _he_or_she(memory: Memory, number: int, token: Token, gender: str) -> tuple[str, ...]:
    """The person of that gender who was last the subject, rather than merely named; not a co-argument of its verb."""
    sentence = memory.parse.sentences[number]
    best: tuple[int, _Spoken] | None = None
    here = memory.recent(PERSON, number, 0)
    others = {spoken.party.id for spoken in here if _share_a_verb(sentence, spoken, token)}
    for back, spoken in enumerate(memory.recent(PERSON, number)):
        if spoken.party.gender not in (None, gender) or spoken.party.id in others:
            continue
        score = -3 * (number - spoken.sentence) + 4 * spoken.subject - back // 2
        if best is None or score > best[0]:
            best = score, spoken
    if best is not None:
        return (best[1].party.id,)
    return _unnamed_voice(memory, number, gender) or _source(memory, number, token)


def _source(memory: Memory, number: int, token: Token) -> tuple[str, ...]:
    """The body last spoken of as a subject, whose word it is: "Об этом пишет газета. По её данным, …"."""
    said = memory.parse.sentences[number].head(token)
    if token.pos != "DET" or said is None or said.lemma not in actor_words()["said"]:
        return ()
    bodies = (spoken for spoken in memory.latest(number, 1) if spoken.party.type == ORGANISATION and spoken.subject)
    return tuple(spoken.party.id for spoken in bodies)[:1]


def _unnamed_voice(memory: Memory, number: int, gender: str) -> tuple[str, ...]:
    """The body for which somebody without a name has just spoken: "Представитель МИД … Он подчеркнул …"."""
    for spoken in memory.latest(number, 2):
        if spoken.office is not None and spoken.subject and gender == "Masc":
            return (spoken.party.id,)
    return ()


def _share_a_verb(sentence: Sentence, spoken: _Spoken, token: Token) -> bool:
    """Must both be two: do they hang directly on one verb, or is one the subject of the clause in which the other
    stands ("Орлов встретил его жену", "Орлов приехал и поздравил его"; of oneself one says свой and себя)?
    """
    if spoken.token.head is not None and spoken.token.head == token.head:
        return True
    subject = spoken.token
    while subject.rel in {"conj", "appos", "flat", "flat:name"} and (head := sentence.head(subject)) is not None:
        subject = head
    return subject.rel in _SUBJECTS and subject.head in _predicates(sentence, token)


_CLAUSES = frozenset({"ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass"})


def _predicates(sentence: Sentence, token: Token) -> set[int]:
    """The places of the predicates whose subject is that of the clause in which a token stands: its own, and those on
    which it hangs without a subject of its own, coordinated, as an infinitive or as a gerund.
    """
    found: set[int] = set()
    if token.rel in _SUBJECTS:
        return found
    for current in sentence.ancestors(token):
        has_subject = bool(sentence.children(current, *_SUBJECTS))
        found.add(current.index)
        own_clause = current.rel in _CLAUSES and not current.has(VerbForm="Conv")
        if has_subject or own_clause:
            break
    return found


def _they(memory: Memory, number: int) -> tuple[str, ...]:
    """Several who were together the subject of this or the last sentence."""
    latest = list(memory.latest(number, 1))[::-1]
    for back in (number, number - 1):
        subjects = [s for s in latest if s.sentence == back and s.subject and s.party.type != ORGANISATION]
        kinds = {s.party.type for s in subjects}
        refs = tuple(dict.fromkeys(s.party.id for s in subjects))
        if len(refs) == 2 and len(kinds) == 1:
            return refs
    return ()


# --- nouns --------------------------------------------------------------------------------------------------------


def noun(memory: Memory, number: int, token: Token) -> tuple[str, ...]:
    """To whom a common noun refers: "стороны", "обе страны", "власти", "ведомство"; nobody where it is unclear."""
    if "Number" not in token.feats:
        return ()
    sentence = memory.parse.sentences[number]
    if token.lemma == "сторона" and token.has(Number="Plur") and not _has_adjective(sentence, token):
        return _the_two(memory, number, (PERSON, STATE))
    if (
        token.lemma in _COMMUNITIES
        and token.has(Number="Plur")
        and (_counted(sentence, token) or _alone(sentence, token))
    ):
        return _the_two(memory, number, (STATE,))
    if token.lemma in _HEADS_OF_STATES and token.has(Number="Plur") and _counted(sentence, token):
        return _the_two(memory, number, (PERSON,))
    if (token.lemma, token.feats.get("Number")) in _GOVERNMENTS and _alone(sentence, token):
        return _government(memory, number, token)
    if (body := _only_body(memory, token.lemma)) is not None and _is_party(token) and _alone(sentence, token):
        return (body,)
    if token.lemma == "лицо" and token.has(Number="Plur") and _are_officials(sentence, token):
        return _main(memory)
    if token.lemma in words("organisation_nouns.tsv") and token.has(Number="Sing") and _alone(sentence, token):
        if token.rel not in _SUBJECTS:
            return ()
        called = memory.called.get(token.lemma)
        return (called,) if called is not None else _last(memory, number, ORGANISATION)
    if token.lemma in _COMMUNITIES and token.has(Number="Sing") and _alone(sentence, token):
        return _last(memory, number, STATE)
    if token.has(Number="Plur") and token.rel in _SUBJECTS and _alone(sentence, token):
        return _nation(memory, token)
    return ()


_HEADS_OF_STATES = frozenset({"лидер", "президент", "министр"})


@cache
def referring_words() -> frozenset[str]:
    """The normal forms that :func:`pronoun` and :func:`noun` ask for; they ask for those besides that head the names of
    bodies (:attr:`Memory.bodies`) and for the inhabitants of states.
    """
    pronouns = {"который", *(lemma for lemma, _ in _PERSONAL)}
    governments = (lemma for lemma, _ in _GOVERNMENTS)
    nouns = {"сторона", "лицо", *_COMMUNITIES, *_HEADS_OF_STATES, *governments}
    return words("organisation_nouns.tsv") | pronouns | nouns


def _is_party(token: Token) -> bool:
    """Can a bare noun for a body stand for the one named before: as a subject, an agent, or whose word it is?"""
    if not token.has(Number="Sing") or not token.text.islower():
        return False
    is_whose = token.rel == "nmod" and token.has(Case="Gen")
    return token.rel in _SUBJECTS or is_whose or (token.rel in {"obl", "obl:agent"} and token.has(Case="Ins"))


def _only_body(memory: Memory, noun: str) -> str | None:
    """The one body that was named by a noun; not of authorities (полиция), which alone stand for their state."""
    named = memory.bodies.get(noun, {})
    return next(iter(named)) if len(named) == 1 and noun not in words("authorities.tsv") else None


def _are_officials(sentence: Sentence, token: Token) -> bool:
    """Is it "официальные лица", of no named body?"""
    described = [child.lemma for child in sentence.children(token, "amod")]
    return described == ["официальный"] and not sentence.children(token, "nmod")


_GOVERNMENTS = frozenset({("власть", "Plur"), ("правительство", "Sing"), ("кабмин", "Sing")})


def _government(memory: Memory, number: int, token: Token) -> tuple[str, ...]:
    """The state of a government without a name: of whose it is ("его правительство"), else the one of which the
    article mostly speaks, else the one last spoken of.
    """
    for owner in memory.parse.sentences[number].children(token, "det", "nmod"):
        owners = [spoken.party.id for spoken in memory.latest(number, 0) if spoken.token == owner]
        states = [ref for ref in owners if memory.parties[ref].type == STATE]
        states += [held.of for held in memory.held if held.party in owners and held.of is not None]
        for ref in states:
            if ref in memory.parties and memory.parties[ref].type == STATE:
                return (ref,)
    return _main(memory) or _last(memory, number, STATE)


def _main(memory: Memory) -> tuple[str, ...]:
    state = memory.main_state
    ref = actor_id(state.name, state.same_as) if state is not None else None
    return (ref,) if ref is not None and ref in memory.parties else ()


def _nation(memory: Memory, token: Token) -> tuple[str, ...]:
    """The state whose people act as one: "Американцы отказались", not "двое американцев"."""
    state = memory.gazetteer.national(token.lemma)
    if state is None:
        return ()
    ref = actor_id(state.name, state.same_as)
    return (ref,) if ref in memory.parties else ()


def _has_adjective(sentence: Sentence, token: Token) -> bool:
    return any(child.pos == "ADJ" for child in sentence.children(token, "amod"))


def _counted(sentence: Sentence, token: Token) -> bool:
    """Is it "two" or "both" of them?"""
    return any(child.lemma in _PAIR_WORDS for child in sentence.children(token))


def _alone(sentence: Sentence, token: Token) -> bool:
    """Does nothing but a determiner go with a noun, so that it must have been spoken of before?"""
    own = {"amod", "nmod", "appos", "nummod", "nummod:gov", "acl", "acl:relcl", "flat", "flat:name"}
    return not any(child.rel in own for child in sentence.children(token))


def _the_two(memory: Memory, number: int, kinds: Sequence[str]) -> tuple[str, ...]:
    """The two of one type, and no more, of which this sentence and the one before it speak."""
    for kind in kinds:
        for window in (0, 1, 2):
            refs = tuple(dict.fromkeys(s.party.id for s in memory.recent(kind, number, window)))
            if len(refs) == 2:
                return refs[::-1]
            if len(refs) > 2:
                break
    return ()


def _last(memory: Memory, number: int, kind: str) -> tuple[str, ...]:
    recent = memory.recent(kind, number)
    return (recent[0].party.id,) if recent else ()


# --- offices ------------------------------------------------------------------------------------------------------

_LEADERS = frozenset({"head-of-state", "head-of-government"})
_HEADS = _LEADERS | {"head-of-body", "leader-of-party"}
_FOUNDERS = frozenset({"основатель", "сооснователь", "создатель", "владелец"})
HEAD_WORDS = frozenset({"лидер", "глава", "руководитель"})
"""What whoever heads a state or a body may be called, whatever the office."""


def holder(memory: Memory, number: int, office: Office, of: str | None, state: str | None) -> tuple[str, ...]:
    """Who holds an office that stands without a name: the person known to, else for an unnamed voice the body.

    Args:
        memory: what was said so far.
        number: the sentence's.
        office: as found there.
        of: id of the body or state named beside it.
        state: code of the state named beside it.
    """
    if of is None and state is None and not office.of_own_state:
        last = () if _is_said_to_be_unnamed(office) else _last_with_title(memory, number, office)
        return last or _leader(memory, office) or _own_body(memory, office)
    if office.of_own_state:
        last_state = _last(memory, number, STATE)
        of = last_state[0] if last_state else None
    known = [held.party for held in memory.held if _same_office(memory.gazetteer, held, office, of, state)]
    known = known or _by_record(memory, office, state)
    if _is_said_to_be_unnamed(office):
        known = []
    if known:
        return (known[-1],)
    return (of,) if of is not None and _speaks_for(memory, office, of) else ()


_UNNAMED = frozenset({"неназванный", "анонимный", "неизвестный", "другой"})


def _is_said_to_be_unnamed(office: Office) -> bool:
    """Is it somebody else than who was named: "неназванный представитель министерства"?"""
    return any(child.lemma in _UNNAMED for child in office.sentence.children(office.head, "amod", "det"))


def _own_body(memory: Memory, office: Office) -> tuple[str, ...]:
    """The body for which somebody unnamed speaks: "представитель министерства", where one was named."""
    nouns = sorted({token.lemma for token in office.sentence.within(office.span)}) if office.of_own_body else []
    ref = next((body for noun in nouns if (body := _only_body(memory, noun)) is not None), None)
    return (ref,) if ref is not None and _speaks_for(memory, office, ref) else ()


_SPEAKING_FOR_THEMSELVES = frozenset({"member"})
"""The classes of titles whose holders do not stand for a body: игрок, сотрудник."""

_NOT_FOR_A_STATE = _SPEAKING_FOR_THEMSELVES | {"legislator", "judge", "expert", "journalist", "other"}
"""Those whose holders do not stand for a state: "российский бизнесмен", "американский сенатор"."""


def _speaks_for(memory: Memory, office: Office, of: str) -> bool:
    party = memory.parties.get(of)
    apart = _NOT_FOR_A_STATE if party is not None and party.type == STATE else _SPEAKING_FOR_THEMSELVES
    return office.title.rank not in apart


def _leader(memory: Memory, office: Office) -> tuple[str, ...]:
    """The one person of the article who leads its state: "президент" of one who was not called so before."""
    state = memory.main_state
    if state is None or office.title.rank not in _LEADERS or office.words != office.title.name:
        return ()
    return tuple(_by_record(memory, office, state.state))


def _by_record(memory: Memory, office: Office, state: str | None) -> list[str]:
    """The one person of the article who held the office according to the gazetteer: "глава России", Медведев."""
    if state is None or (office.of is not None and office.of.type != STATE):
        return []
    found = []
    for party in memory.parties.values():
        wikidata = party.id.rpartition("/")[2]
        records = [r for r in memory.gazetteer.offices(wikidata) if r.of == state] if party.type == PERSON else []
        titles = [memory.titles.named(record.title) or Title(record.title, "other", "either") for record in records]
        for record, title in zip(records, titles, strict=True):
            # Without a date nobody knows which of two offices is spoken of: the higher is what he is known for.
            highest = title.rank != "head-of-government" or all(one.rank != "head-of-state" for one in titles)
            then = highest if memory.published is None else record.held(memory.published)
            if then and _same_title(title, office.title):
                found.append(party.id)
    return found if len(set(found)) == 1 else []


def _same_office(gazetteer: Gazetteer, held: Held, office: Office, of: str | None, state: str | None) -> bool:
    """Is an office that somebody holds the one that is spoken of?"""
    if not ((of is not None and held.of == of) or (state is not None and held.state == state)):
        return False
    if _same_title(held.office.title, office.title):
        return held.office.title.rank not in _LEADERS or office.of is None or office.of.type == STATE
    of_state = office.of is None or office.of.type == STATE
    if office.title.name in HEAD_WORDS and held.office.title.name in _FOUNDERS and not of_state:
        return True  # "основатель сети", "глава сети"
    if office.title.name in HEAD_WORDS and held.office.title.rank in _HEADS and of_state:
        return held.office.of is None or held.office.of.type == STATE  # председатель КНР, китайский лидер
    return _organ_led(gazetteer, held.office) is not None and _organ_led(gazetteer, held.office) == _organ_led(
        gazetteer, office
    )


def _same_title(held: Title, other: Title) -> bool:
    """Can the second title be a name for the first: глава for президент, министр for министр обороны?"""
    if held.name == other.name or _is_part(other.name, held.name) or set(held.offices) & set(other.offices):
        return True
    return held.rank in _LEADERS and (other.rank == held.rank or other.name in HEAD_WORDS)


def _is_part(short: str, long: str) -> bool:
    """Is a title the beginning of another: министр, министр обороны?"""
    return long.startswith((short + " ", short + "-"))


def _organ_led(gazetteer: Gazetteer, office: Office) -> str | None:
    """The kind of body that an office leads: "глава МИД" and "министр иностранных дел" lead one."""
    if office.of is not None and office.of.organ is not None:
        return office.of.organ.name if office.title.name in {"глава", "руководитель", "министр"} else None
    if office.title.name.startswith("министр "):
        organs = gazetteer.organ("министерство " + office.title.name.removeprefix("министр "))
        return organs[0].name if organs else None
    return None


def _last_with_title(memory: Memory, number: int, office: Office) -> tuple[str, ...]:
    """The one last spoken of who holds such an office: "министр" after "министр обороны". Who was a subject is nearer
    to mind than who was merely named.
    """
    titles: dict[str, list[Title]] = {}
    for held in memory.held:
        titles.setdefault(held.party, []).append(held.office.title)
    for spoken in sorted(memory.latest(number, 2 * _WINDOW), key=lambda spoken: not spoken.subject):
        own = [spoken.office.title] if spoken.office is not None else titles.get(spoken.party.id, [])
        if any(_can_recall(title, office.title) for title in own):
            return (spoken.party.id,)
    return ()


_RECALLED = frozenset({*_LEADERS, "spokesperson", "ambassador"})
_GENERIC = frozenset({"лидер", "политик", "чиновник", "дипломат"})


def _can_recall(held: Title, bare: Title) -> bool:
    """Can a title without a body mean the holder of another: премьер for премьер-министр, дипломат for посол?"""
    same_rank = held.rank == bare.rank and held.rank in _RECALLED
    return same_rank or held.name == bare.name or _is_part(bare.name, held.name) or bare.name in _GENERIC
