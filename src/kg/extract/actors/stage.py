"""Runs the steps of the actors stage: candidates, groups, links, offices, references."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.extract.actors.candidates import MEMBERS, ORGANISATION, PERSON, PLACE, STATE, Candidate, find_candidates
from kg.extract.actors.fields import field_of
from kg.extract.actors.groups import Group
from kg.extract.actors.held import body_of, held_offices, own_body_of, with_own_states
from kg.extract.actors.identity import group
from kg.extract.actors.implied import MAIN_STATE, main_state, spoken_states, with_implied_states
from kg.extract.actors.incumbents import incumbents
from kg.extract.actors.names import same_word
from kg.extract.actors.office import Office
from kg.extract.actors.offices import find_offices
from kg.extract.actors.references import Held, Memory, Party, holder, noun, pronoun, referring_words
from kg.extract.actors.same_post import held_in_same_post
from kg.extract.actors.territories import with_territories
from kg.extract.cast import Cast
from kg.extract.lexicon import words
from kg.identifiers import actor_id, place_id
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.linker import link
from kg.knowledge.titles import Titles
from kg.language import Parse, Sentence, Token
from kg.model import Actor, ActorType, Mention, Place, Span


@dataclass(frozen=True)
class Roles:
    """What the actors stage finds: the cast, and the offices that its persons hold."""

    cast: Cast
    held: tuple[Held, ...]


def find_actors(parse: Parse, gazetteer: Gazetteer, published: datetime.date | None = None) -> Roles:
    """Finds the actors and places of an article.

    Args:
        parse: of the article without its boilerplate.
        gazetteer: what is known of states, bodies, persons and places.
        published: when the article came out: an office is linked to who held it then.
    """
    found = find_candidates(parse, gazetteer)
    spoken = spoken_states(parse, found, gazetteer)
    candidates = with_implied_states(found, spoken)
    named_in = _by_sentence(candidates)
    offices = [
        office
        for sentence in parse.sentences
        for office in find_offices(sentence, named_in.get(sentence.start, ()), gazetteer, Titles.load())
    ]
    offices += held_in_same_post(parse, offices, named_in)
    groups = group(parse.text, candidates)
    offices_of = _by_holder(offices)
    states = _codes_of_states(candidates)
    ids = {id(one): _identify(parse.text, one, offices_of, states, gazetteer, published) for one in groups}
    of_candidate = {id(member): ids[id(one)] for one in groups for member in one.members}

    actors: dict[str, Actor] = {}
    places: dict[str, Place] = {}
    for one in groups:
        named = ids[id(one)]
        if isinstance(named, Actor):
            actors.setdefault(named.id, named)
        else:
            places.setdefault(named.id, named)
    territories = {state.id: _territory(state) for state in actors.values() if state.type == ActorType.STATE}
    places |= {place.id: place for place in territories.values()}
    offices, governing = with_territories(offices, candidates, of_candidate)
    of_candidate |= governing
    actors |= {body.id: body for body in governing.values() if body.id not in actors}
    main = main_state(spoken)
    held = held_offices(offices, candidates, of_candidate, gazetteer, published)
    actors |= {state.id: state for state in _states_of(held, gazetteer) if state.id not in actors}
    mentions = tuple(
        Mention(member.span, member.span.of(parse.text), thing.id, member.type, member.rule)
        for member in candidates
        if (thing := of_candidate.get(id(member))) is not None
    )
    actors |= {one.id: one for one in incumbents(offices, held, gazetteer, published) if one.id not in actors}
    parties = {actor.id: Party(actor.id, actor.type, None) for actor in actors.values()}
    parties |= {ids[id(one)].id: Party(ids[id(one)].id, PERSON, _gender(one)) for one in groups if one.type == PERSON}
    memory = Memory(parse, parties, held, gazetteer, Titles.load(), published, main)
    references, described = _references(memory, candidates, offices, of_candidate)
    descriptions = (_description(parse.text, one, parties) for one in described if not one.named)
    mentions = tuple(sorted((*mentions, *descriptions), key=lambda m: (m.span.start, -m.span.end)))
    held += [one for one in described if parties[one.party].type == PERSON]
    held = with_own_states(held, main)
    actors |= {state.id: state for state in _states_of(held, gazetteer) if state.id not in actors}
    place_of_state = {state: place.id for state, place in territories.items()}
    actors |= {state.id: state for state in _hosts(groups, gazetteer) if state.id not in actors}
    cast = Cast(tuple(actors.values()), tuple(places.values()), mentions, references, place_of_state)
    return Roles(cast, tuple(held))


def _territory(state: Actor) -> Place:
    return Place(place_id(state.name, state.same_as), state.name, state.same_as, state.id, state.known_as)


def _by_holder(offices: Sequence[Office]) -> dict[Span, list[Office]]:
    """Where the name of a holder stands → the offices that are beside it."""
    found: dict[Span, list[Office]] = {}
    for office in offices:
        if office.holder is not None:
            found.setdefault(office.holder.span, []).append(office)
    return found


def _by_sentence(candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Start of a sentence → the names in it."""
    found: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        found.setdefault(candidate.sentence.start, []).append(candidate)
    return found


# --- who they are -------------------------------------------------------------------------------------------------


def _identify(
    text: str,
    one: Group,
    offices: Mapping[Span, Sequence[Office]],
    states: frozenset[str],
    gazetteer: Gazetteer,
    published: datetime.date | None,
) -> Actor | Place:
    """The actor or place that a group of candidates names, linked where the gazetteer knows it."""
    aliases = tuple(dict.fromkeys(" ".join(member.span.of(text).split()) for member in one.members))
    if one.type == PLACE:
        return _place(text, one, aliases, gazetteer)
    if one.type == STATE:
        return _state(one.members[0].entries[0], aliases)
    if one.type == ORGANISATION:
        return _organisation(text, one, aliases, gazetteer)
    return _person(text, one, aliases, offices, states, gazetteer, published)


def _state(entry: Entry, aliases: tuple[str, ...] = ()) -> Actor:
    ref = actor_id(entry.name, entry.same_as)
    return Actor(ref, ActorType.STATE, entry.name, aliases, entry.same_as, entry.iso_code, known_as=entry.name)


def _place(text: str, one: Group, aliases: tuple[str, ...], gazetteer: Gazetteer) -> Place:
    name, entry = one.name(text), one.entry
    if entry is None:
        return Place(place_id(name), name, aliases=aliases)
    state = _state_id(gazetteer, entry.state)
    return Place(place_id(entry.name, entry.same_as), name, entry.same_as, state, entry.name, aliases, entry.position)


def _organisation(text: str, one: Group, aliases: tuple[str, ...], gazetteer: Gazetteer) -> Actor:
    name, state, organ = one.name(text), one.state, one.organ
    entry = one.entry or _known_body(one, name, gazetteer)
    if entry is not None and all(member.rule == MEMBERS for member in one.members):
        name = entry.name
    abroad = any(member.rule == "body-abroad" for member in one.members)
    if organ is not None and state is not None and state.state is not None and not abroad:
        entry = gazetteer.body(organ, state.state)
        if all(member.adjective or member.rule == MAIN_STATE for member in one.members):  # "японский МИД" is МИД Японии
            name = f"{name} {gazetteer.genitive(state.state)}" if _is_full(name, entry) else entry.name
    elif state is not None and state.state is not None and all(member.adjective for member in one.members):
        noun, *rest = name.split(" ")  # "российское посольство в Токио" is посольство России в Токио
        name = " ".join([noun, gazetteer.genitive(state.state), *rest])
    same_as = entry.same_as if entry is not None else ()
    return Actor(
        _id_of_body(entry.name if entry is not None else name, same_as, state, gazetteer),
        ActorType.ORGANISATION,
        name,
        aliases,
        same_as,
        state=actor_id(state.name, state.same_as) if state is not None else None,
        known_as=entry.name if entry is not None else None,
    )


def _id_of_body(name: str, same_as: Sequence[str], state: Entry | None, gazetteer: Gazetteer) -> str:
    """With its state, where its name does not tell that: other states may have a body of that name."""
    if state is None or state.state is None:
        return actor_id(name, same_as)
    genitive = gazetteer.genitive(state.state)
    told = any(of_state in name for of_state in (genitive, *state.names))
    return actor_id(name, same_as, None if told else genitive)


_FULL_NAMES = ("министерство", "посольство", "администрация")
_DESCRIBING = ("ведомств", "палата")


def _is_full(name: str, known: Entry) -> bool:
    """Is it a body's own name, and no abbreviation or mere description ("внешнеполитическое ведомство")? Of a body that
    is linked the gazetteer's name is the better known.
    """
    written = name.casefold()
    is_own = " " in name and not known.same_as and all(word not in written for word in _DESCRIBING)
    return is_own or written.startswith(_FULL_NAMES)


def _known_body(one: Group, name: str, gazetteer: Gazetteer) -> Entry | None:
    """What the gazetteer knows by a body's name, put into the nominative."""
    if one.organ is not None:
        return None
    codes = [one.state.state] if one.state is not None and one.state.state is not None else []
    return link(name, ORGANISATION, gazetteer=gazetteer, states=codes)


def _person(
    text: str,
    one: Group,
    aliases: tuple[str, ...],
    offices: Mapping[Span, Sequence[Office]],
    states: frozenset[str],
    gazetteer: Gazetteer,
    published: datetime.date | None,
) -> Actor:
    own_name = one.name(text)
    name = _known_spelling(text, one, own_name, gazetteer) or own_name
    own = [office for member in one.members for office in offices.get(member.span, ())]
    entry = link(
        name,
        PERSON,
        gazetteer=gazetteer,
        date=published,
        states=tuple(dict.fromkeys(code for office in own if (code := _code(office)) is not None)),
        titles=tuple(dict.fromkeys(office.title.name for office in own)),
        article_states=states,
        field=field_of([member.sentence for member in one.members]),
    )
    same_as = entry.same_as if entry is not None else ()
    known_as = entry.name if entry is not None else None
    return Actor(actor_id(name, same_as), ActorType.PERSON, name, aliases, same_as, known_as=known_as)


def _known_spelling(text: str, one: Group, own_name: str, gazetteer: Gazetteer) -> str | None:
    """The full name of a known person of which the longest in the text is a form, where our own nominative of it is
    known to nobody: "Олафа Шольца", "Ирины Яровой".
    """
    if gazetteer.named(own_name, PERSON):
        return None
    longest = max((len(member.words) for member in one.members), default=0)
    forms_of_it = {member.span.of(text) for member in one.members if len(member.words) == longest > 1}
    for form in sorted(forms_of_it):
        for entry in gazetteer.named(form, PERSON):
            for name in (entry.name, *entry.names):
                words = name.split()
                if len(words) == longest and all(map(same_word, words, form.split())):
                    return name
    return None


def _codes_of_states(candidates: Sequence[Candidate]) -> frozenset[str]:
    """The codes of the states that the article names."""
    entries = (one.entries[0] for one in candidates if one.type == STATE and one.entries)
    return frozenset(entry.state for entry in entries if entry.state is not None)


def _code(office: Office) -> str | None:
    """The code of the state that an office is of, or in which the place of one lies."""
    if office.state is None and office.of is not None and office.of.type == PLACE and office.of.entries:
        return office.of.entries[0].state
    return office.state.state if office.state is not None else None


def _state_id(gazetteer: Gazetteer, code: str | None) -> str | None:
    state = gazetteer.state(code) if code is not None else None
    return actor_id(state.name, state.same_as) if state is not None else None


def _gender(one: Group) -> str | None:
    """Masc or Fem, by names and verbs, else as the tagger sees the name; None where nothing tells."""
    if one.gender is not None:
        return {"masc": "Masc", "femn": "Fem"}[one.gender]
    seen = Counter(member.head.feats["Gender"] for member in one.members if "Gender" in member.head.feats)
    best = max(seen, key=lambda gender: seen[gender], default=None)
    return best if best in {"Masc", "Fem"} else None


# --- offices and references ---------------------------------------------------------------------------------------


def _states_of(held: Sequence[Held], gazetteer: Gazetteer) -> Iterator[Actor]:
    """The states in which somebody holds an office, be they named by their adjectives only: "палестинский лидер"."""
    for one in held:
        state = gazetteer.state(one.state) if one.state is not None else None
        if state is not None and one.of == (ref := actor_id(state.name, state.same_as)):
            yield _unmentioned(ref, state)


def _hosts(groups: Sequence[Group], gazetteer: Gazetteer) -> Iterator[Actor]:
    """The states in which the places lie: who comes to Moscow comes to Russia."""
    for one in groups:
        entry = one.entry if one.type == PLACE else None
        state = gazetteer.state(entry.state) if entry is not None and entry.state is not None else None
        if state is not None:
            yield _unmentioned(actor_id(state.name, state.same_as), state)


def _unmentioned(ref: str, state: Entry) -> Actor:
    """A state that the text does not name by its own name."""
    return Actor(ref, ActorType.STATE, state.name, (), state.same_as, state.iso_code, known_as=state.name)


def _references(
    memory: Memory, candidates: Sequence[Candidate], offices: Sequence[Office], of_candidate: dict[int, Actor | Place]
) -> tuple[dict[int, tuple[str, ...]], list[Held]]:
    """What each token refers to, by its start; and the offices that stand without a name ("глава государства"), with
    the person, or for an unnamed voice the body, that each refers to.
    """
    names: dict[int, str] = {}
    bodies: dict[int, str] = {}
    for candidate in candidates:
        thing = of_candidate.get(id(candidate))
        if isinstance(thing, Actor) and not candidate.nested:
            names[candidate.head.start] = thing.id
            if candidate.type == ORGANISATION and len(candidate.tokens) > 1:
                bodies[candidate.head.start] = candidate.head.lemma
    titles = {office.head.start: office for office in offices}
    said: dict[int, list[Office]] = {}
    for one in offices:
        if one.subject is not None:
            said.setdefault(one.sentence.start, []).append(one)
    stand_for, nouns = names | titles, frozenset(bodies.values())
    references: dict[int, tuple[str, ...]] = {}
    described: list[Held] = []
    for number, sentence in enumerate(memory.parse.sentences):
        telling = _telling(sentence, memory.gazetteer, stand_for.keys(), nouns)
        for token in telling:
            office = titles.get(token.start)
            unnamed: Office | None = None
            if token.start in names:
                refs: tuple[str, ...] = (names[token.start],)
                if token.start in bodies:
                    memory.bodies.setdefault(bodies[token.start], {})[names[token.start]] = None
            elif office is not None and office.subject is not None:
                refs = references.get(office.subject.start, ())
            elif office is not None:
                of, state = body_of(office, of_candidate)
                refs = _holder(memory, number, office, of, state, of_candidate)
                if refs and office.holder is None:
                    described.append(Held(refs[0], office, of, state, named=False))
                    unnamed = office if memory.parties[refs[0]].type != PERSON else None
            elif token.pos == "ADJ":
                references |= _demonym(memory, token)
                continue  # an adjective does not bring its state to mind: "эта страна" is another
            else:
                refs = pronoun(memory, number, token) or noun(memory, number, token)
            if refs:
                references[token.start] = refs
                memory.note(number, token, refs, unnamed)
        memory.called |= _apposed(sentence, telling, references)
        described += _said_of(memory, said.get(sentence.start, ()), references, candidates, of_candidate)
    return references, described


def _telling(sentence: Sentence, gazetteer: Gazetteer, starts: Set[int], nouns: Set[str]) -> list[Token]:
    """The tokens that may refer to somebody, as few of a sentence's do: those where names and offices stand (by
    ``starts``), pronouns, the nouns that rules ask for or that head the names of bodies, and the words for states.
    """
    asked_for, of_states = referring_words(), gazetteer.words_of_states
    return [
        token
        for token in sentence.tokens
        if token.start in starts
        or (lemma := token.lemma) in asked_for
        or lemma in of_states
        or lemma in nouns
        or ("-" in lemma and token.pos == "ADJ")  # китайско-казахстанский
    ]


def _said_of(
    memory: Memory,
    offices: Iterable[Office],
    references: Mapping[int, tuple[str, ...]],
    candidates: Sequence[Candidate],
    of_candidate: dict[int, Actor | Place],
) -> Iterator[Held]:
    """The offices that a verb gives to somebody who is not named there: "он занимал пост министра"."""
    for office in offices:
        subject = references.get(office.subject.start, ()) if office.subject is not None else ()
        persons = [ref for ref in subject if memory.parties[ref].type == PERSON]
        of, state = own_body_of(office, candidates, of_candidate)
        if len(persons) == 1:
            yield Held(persons[0], office, of, state)


def _demonym(memory: Memory, token: Token) -> dict[int, tuple[str, ...]]:
    """The states of an adjective: "американский паспорт", "китайско-казахстанские отношения"."""
    states = memory.gazetteer.demonyms(token.lemma)
    refs = tuple(ref for state in states if (ref := actor_id(state.name, state.same_as)) in memory.parties)
    return {token.start: refs} if refs else {}


def _holder(
    memory: Memory,
    number: int,
    office: Office,
    of: str | None,
    state: str | None,
    of_candidate: dict[int, Actor | Place],
) -> tuple[str, ...]:
    """Who holds an office: the person whose name stands beside it, else whom it refers to."""
    if office.holder is not None and (person := of_candidate.get(id(office.holder))) is not None:
        return (person.id,)
    return tuple(ref for ref in holder(memory, number, office, of, state) if ref in memory.parties)


def _description(text: str, described: Held, parties: Mapping[str, Party]) -> Mention:
    span = described.office.span
    return Mention(span, span.of(text), described.party, parties[described.party].type, "description")


def _apposed(sentence: Sentence, tokens: Iterable[Token], references: dict[int, tuple[str, ...]]) -> dict[str, str]:
    """A noun to which a name is apposed refers to whom the name does: "режиссёр Олег Сенцов", "газета «Труд»". Answers
    the nouns for bodies ("газета") with the body that each stands before.
    """
    called: dict[str, str] = {}
    for token in tokens:
        if token.start in references and token.rel in {"appos", "flat", "flat:name"}:
            head: Token | None = sentence.head(token)
            if head is None or head.pos != "NOUN" or not 0 < token.index - head.index <= 3:
                continue
            if token.feats.get("Case") in {None, "Nom", head.feats.get("Case")}:  # not "телеграмму Раулю Кастро"
                references.setdefault(head.start, references[token.start])
                if head.lemma in words("organisation_nouns.tsv"):
                    called[head.lemma] = references[token.start][0]
    return called
