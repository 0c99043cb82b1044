"""Words that name an office and who holds it: "президент Казахстана Касым-Жомарт Токаев", "глава МИД РФ"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.actors.candidates import ORGANISATION, PERSON, Candidate
from kg.extract.actors.holders import (
    adjacent_name,
    appointed,
    appointed_next,
    apposed_name,
    at_a_post,
    before_the_comma,
    coordinated_names,
    name_after_age,
    name_after_dash,
    name_between_commas,
)
from kg.extract.actors.leading import led_bodies
from kg.extract.actors.office import Office
from kg.extract.actors.office_bodies import beside, coordinated_bodies, words_without_body
from kg.extract.actors.office_titles import FoundTitle, find_titles
from kg.extract.actors.sharing import share_holders
from kg.knowledge import Gazetteer
from kg.knowledge.titles import Titles
from kg.language import Sentence, Token
from kg.model import Span


def find_offices(
    sentence: Sentence, candidates: Sequence[Candidate], gazetteer: Gazetteer, titles: Titles
) -> Iterator[Office]:
    """The offices that a sentence names, given the names in it; for several holders of one title, one for each."""
    names = [candidate for candidate in candidates if not candidate.nested]
    offices: list[Office] = []
    for title in find_titles(sentence, names, titles):
        found = _of_several if title.plural else _offices
        offices += found(sentence, title, names, gazetteer)
    yield from share_holders(sentence, offices)
    yield from led_bodies(sentence, names)


def _of_several(
    sentence: Sentence, title: FoundTitle, names: Sequence[Candidate], gazetteer: Gazetteer
) -> Iterator[Office]:
    """A title that stands for several, once for each whose name follows: "депутаты Госдумы А и Б"; with as many bodies
    as names, each of his own: "президенты Франции и Турции А и Б".
    """
    own = beside(sentence, title, names, None)
    bodies = coordinated_bodies(sentence, own, names)
    last = bodies[-1].tokens[-1].index if bodies else own.last
    holders = coordinated_names(sentence, last, names)
    if len(holders) < 2 or len(bodies) not in {0, 1, len(holders)}:
        return
    office = _offices(sentence, title, names, gazetteer)[0]
    for number, holder in enumerate(holders):
        of = bodies[number] if len(bodies) > 1 else office.of
        state = of.state if len(bodies) > 1 and of is not None else office.state
        yield replace(office, of=of, state=state, holder=holder, rule="office-before-names", subject=None)


def _offices(sentence: Sentence, title: FoundTitle, names: Sequence[Candidate], gazetteer: Gazetteer) -> list[Office]:
    """What a title says: one office as a rule; more where it is of several bodies, or one follows another in it."""
    head = title.head
    holder = apposed_name(sentence, head, title.tokens, names)
    own = beside(sentence, title, names, holder)
    first = title.tokens[0]
    bodies = [own.of]
    if own.of is not None and own.of.type == ORGANISATION:
        further = coordinated_bodies(sentence, own, names)
        if len(further) > 1 and adjacent_name(sentence, head, further[-1].tokens[-1].index, names) is not None:
            bodies, own = list(further), replace(own, last=further[-1].tokens[-1].index)
    holder = (
        holder
        or adjacent_name(sentence, head, own.last, names)
        or name_after_age(sentence, head, own.last, names)
        or name_between_commas(sentence, head, first, own.last, names)
        or name_after_dash(sentence, head, own.last, names)
    )
    rule = "office-before-name" if holder is not None else "office"
    if holder is None:
        holder = before_the_comma(sentence, first, names)
        rule = "office-after-name" if holder is not None else rule
    if holder is None:
        holder = appointed_next(sentence, head, own.last, names)
        rule = "office-by-appointment" if holder is not None else rule
    subjects = appointed(sentence, head) or at_a_post(sentence, head) if holder is None else ()
    state = own.of.state if own.of is not None else own.state
    before = sentence.next(first, -1)
    if before is not None and before.pos == "ADJ" and (demonym := gazetteer.demonym(before.lemma)) is not None:
        state, first = state or demonym, before
    if state is None and own.of is None and title.title.implied is not None:
        state = gazetteer.state(title.title.implied)
    end = sentence.tokens[own.last].end
    if rule == "office-before-name" and holder is not None:
        end = holder.span.end
    own_words, generic = words_without_body(title, own)
    before_last = sentence.next((*title.tokens, *own.words)[-1], -1)
    described = before_last is not None and before_last.pos == "ADJ"  # "директор крупной компании": of another
    office = Office(
        sentence=sentence,
        title=title.title,
        head=head,
        words=own_words,
        span=Span(first.start, end),
        of=own.of,
        state=state,
        of_own_state=own.of_own_state or _is_of_the_state_named(sentence, title),
        of_own_body=generic and not described and own.of is None and state is None,
        holder=holder,
        rule=rule,
    )
    given = [_given(office, subject, names) for subject in subjects] or [office]
    return given + [replace(office, of=body, state=body.state) for body in bodies[1:] if body is not None]


_LEADING = frozenset({"head-of-state", "head-of-government"})


def _is_of_the_state_named(sentence: Sentence, title: FoundTitle) -> bool:
    """Does a pronoun say that a leader is of the state named before: "Малайзия рада, заявил её премьер-министр"?"""
    before = sentence.next(title.tokens[0], -1)
    is_whose = before is not None and before.text.casefold() in {"её", "ее", "его", "их"}
    return is_whose and title.title.rank in _LEADING


def _given(office: Office, subject: Token, names: Sequence[Candidate]) -> Office:
    """An office that a verb gives to somebody: to whom a name stands for, or a pronoun or noun means."""
    holder = next((n for n in names if n.type == PERSON and n.head is subject), None)
    if holder is None and subject.pos not in {"PRON", "NOUN"}:
        return office
    return replace(office, holder=holder, subject=subject if holder is None else None, rule="office-by-appointment")
