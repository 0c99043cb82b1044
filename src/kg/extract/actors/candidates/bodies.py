"""Finders of bodies by their kind: "МИД КНР", "в парламенте", "сборная Португалии", "окружной суд Манхэттена"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.actors.candidates.candidate import MEMBERS, ORGANISATION, PLACE, STATE, Candidate
from kg.extract.actors.candidates.following import (
    attached_to,
    coordinated_after,
    host_after,
    host_body_after,
    is_after_kind_of_place,
    is_lower_genitive,
    members_after,
    office_after,
    parent_after,
    person_after,
    place_after,
    place_where,
    state_around,
)
from kg.extract.actors.candidates.scene import Scene
from kg.extract.actors.candidates.states import is_state_noun
from kg.extract.actors.vocabulary import actor_words
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token
from kg.language.morphology import fold


def state_bodies(scene: Scene) -> Iterator[Candidate]:
    """A kind of body that each state has, with its state: "МИД КНР", "министерство обороны Китая", "японский МИД".

    The government of a state is the state: "правительство Израиля", "американские власти".
    """
    for match in scene.organs:
        named = scene.sentence.tokens[match.first : match.last]
        if is_after_kind_of_place(scene.sentence, named[0]):
            continue
        further = coordinated_after(scene.sentence, named)
        tokens = (*named, *further)
        before, after, state = state_around(scene, tokens)
        if state is None and not further:
            after, state = host_body_after(scene, match.last)
        organ = next((organ for organ in match.organs if organ.state is None), match.organs[0])
        if organ.state is not None:
            before, after = ((), after) if state is not None and state.state == organ.state else ((), ())
            state = scene.gazetteer.state(organ.state)
        name = (*before, *_federal(scene.sentence, named[0], organ.kind), *tokens, *after)
        stands_for_state = is_state_noun(scene.sentence.top(named)) and organ.kind != "administration"
        if organ.is_state or stands_for_state:
            if state is not None and organ.state is None:
                yield Candidate(STATE, scene.sentence, name, "government-of-state", (state,), state)
            continue
        body = Candidate(
            ORGANISATION,
            scene.sentence,
            name,
            "state-body",
            state=state,
            organ=organ,
            adjective=bool(before),
        )
        host = host_after(scene, name) if organ.kind == "mission" else ()
        parent = parent_after(scene, name)
        members = members_after(scene, name) if state is None else ()
        if attached := attached_to(scene, name):
            yield replace(body, tokens=(*name, *attached))
        elif members:
            yield replace(body, tokens=(*name, *members), organ=None)
        elif host:
            yield replace(body, tokens=(*name, *host), rule="body-abroad")
        elif parent:
            yield replace(body, tokens=(*name, *parent), organ=None, rule="body-of-body")
        elif organ.kind == "press service" and (office := office_after(scene, tokens[-1]))[0]:
            yield replace(body, tokens=(*name, *office[0]), organ=None, state=office[1], rule="body-of-office")
        elif organ.kind == "press service" and (person := person_after(scene, tokens[-1])):
            yield replace(body, tokens=(*name, *person), organ=None, rule="body-of-person")
        elif state is None and (place := place_after(scene, tokens[-1])):
            yield replace(body, tokens=(*name, *place), organ=None, rule="local-body")
        elif state is not None:
            yield body
        elif not body.is_lower:
            yield replace(body, organ=None) if further else body  # more than the bare kind: not any state's


_OF_A_FEDERATION = frozenset({"prosecution", "court"})


def _federal(sentence: Sentence, first: Token, kind: str) -> tuple[Token, ...]:
    """The adjective that tells a body of a federation from one of its parts: "федеральная прокуратура Бельгии"."""
    before = sentence.next(first, -1)
    is_federal = kind in _OF_A_FEDERATION and before is not None and before.lemma == "федеральный"
    return (before,) if is_federal and before is not None else ()


def bare_bodies(scene: Scene) -> Iterator[Candidate]:
    """A kind of body that each state has, in lower case and without its state ("в парламенте"): see implied.py."""
    for match in scene.organs:
        organ = next((organ for organ in match.organs if organ.state is None), None)
        tokens = scene.sentence.tokens[match.first : match.last]
        if _is_in_a_rank(scene.sentence, tokens[0]):
            continue
        if organ is not None and not organ.is_state and not _is_qualified(scene.sentence, tokens):
            body = Candidate(ORGANISATION, scene.sentence, tokens, "state-body", organ=organ)
            if body.is_lower:
                yield body


def _is_in_a_rank(sentence: Sentence, noun: Token) -> bool:
    """Is it the "армии" of "генерал армии"?"""
    before = sentence.next(noun, -1)
    return noun.lemma == "армия" and before is not None and before.lemma == "генерал"


def _is_qualified(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Does an adjective, a genitive or a number say which one it is, so that it need not be the state's own?"""
    head = sentence.top(tokens)
    own = {"amod", "nmod", "appos", "nummod", "nummod:gov", "det"}
    return any(child.rel in own and child not in tokens for child in sentence.children(head))


_TEAMS = frozenset({"сборная"})


def national_teams(scene: Scene) -> Iterator[Candidate]:
    """The teams of states: "сборная Португалии", "российская сборная", "сборная России по дзюдо"."""
    for noun in scene.sentence.having(_TEAMS):
        if noun.pos == "NOUN":
            before, after, state = state_around(scene, (noun,))
            if state is not None:
                name = (*before, noun, *after)
                yield Candidate(
                    ORGANISATION, scene.sentence, name, "national-team", state=state, adjective=bool(before)
                )


def nested_bodies(scene: Scene, body: Candidate) -> Iterator[Candidate]:
    """Known bodies in the name of another: "пресс-служба Минобороны", "кафедра физики МГУ"."""
    inner = body.tokens[1:]
    for match in scene.gazetteer.match(inner):
        entries = tuple(entry for entry in match.entries if entry.type == ORGANISATION)
        tokens = inner[match.first : match.last]
        if is_after_kind_of_place(scene.sentence, tokens[0]) or tokens[0].text.isascii():
            continue  # a name in Latin letters is one: "The Sunday People"
        if entries and not any(entry.type == STATE for entry in match.entries):
            yield Candidate(ORGANISATION, scene.sentence, tokens, "known-organisation", entries, nested=True)
    for organ in scene.organs:
        tokens = scene.sentence.tokens[organ.first : organ.last]
        own = next((one for one in organ.organs if one.state is None and not one.is_state), None)
        if own is None or not body.tokens[0].index < organ.first <= organ.last - 1 <= body.tokens[-1].index:
            continue
        before, after, state = state_around(scene, tokens)
        if state is not None and not before and after[-1].index <= body.tokens[-1].index:
            name = (*tokens, *after)
            yield Candidate(ORGANISATION, scene.sentence, name, "state-body", state=state, organ=own, nested=True)


def local_bodies(scene: Scene) -> Iterator[Candidate]:
    """Bodies named by their place: "окружной суд Манхэттена", "департамент культуры Москвы"."""
    sentence = scene.sentence
    for noun in sentence.having(words("local_body_nouns.tsv")):
        if noun.pos != "NOUN":
            continue
        first = noun
        while (token := sentence.next(first, -1)) is not None and token.pos == "ADJ" and token.head == noun.index:
            if token.lemma in actor_words()["of_some_place"] or scene.gazetteer.demonym(token.lemma) is not None:
                break
            first = token
        last, place = noun, place_after(scene, noun)
        while not place and (token := sentence.next(last)) is not None and is_lower_genitive(token):
            if token.index - noun.index > 5:
                break
            last, place = token, place_after(scene, token)
        if not place and first is not noun and noun.lemma in _COURTS:
            place = place_where(scene, noun)
        if not place and first is not noun and noun.lemma in _COURTS:
            place = _state_after(scene, noun)
        if place:
            name = sentence.tokens[first.index : place[-1].index + 1]
            yield Candidate(ORGANISATION, sentence, name, "local-body")
        elif first is not noun and noun.lemma in _OF_TOWNS and _is_of_town(scene, first):
            yield Candidate(ORGANISATION, sentence, sentence.tokens[first.index : noun.index + 1], "local-body")


def _state_after(scene: Scene, noun: Token) -> tuple[Token, ...]:
    """The state in the genitive right after a court: "высший административный суд Чехии"."""
    following = scene.sentence.tokens[noun.index + 1 : noun.index + 4]
    if not following or not following[0].has(Case="Gen"):
        return ()
    match = scene.gazetteer.first(following)
    return following[: match.last] if match is not None and match.entries[0].type == STATE else ()


def _is_of_town(scene: Scene, adjective: Token) -> bool:
    """Is an adjective made of the name of a town: лондонский, женевский, чикагский?"""
    if not adjective.lemma.endswith("ский") or scene.gazetteer.demonyms(adjective.lemma):
        return False
    stem = adjective.lemma.removesuffix("ский")
    names = ("-".join(part.capitalize() for part in f"{stem}{ending}".split("-")) for ending in ("", "а", "о", "ск"))
    return any(scene.gazetteer.named(name, PLACE) for name in names)


def military_districts(scene: Scene) -> Iterator[Candidate]:
    """The commands that are called districts: "Сибирский военный округ"."""
    for noun in scene.sentence.having(_DISTRICTS):
        kind = scene.sentence.next(noun, -1) if noun.has(Number="Sing") else None
        first = scene.sentence.next(kind, -1) if kind is not None and kind.lemma == "военный" else None
        if first is not None and first.pos == "ADJ" and first.text[:1].isupper():
            name = scene.sentence.tokens[first.index : noun.index + 1]
            yield Candidate(ORGANISATION, scene.sentence, name, "military-district")


_DISTRICTS = frozenset({"округ"})
_COURTS = frozenset({"суд", "трибунал"})
_OF_TOWNS = frozenset({"полиция", "прокуратура", "мэрия"})
"""Nouns for bodies that an adjective alone names: "лондонская полиция"."""


def party_members(scene: Scene) -> Iterator[Candidate]:
    """Members that stand for their body: "республиканцы против"; of which state, see implied.py."""
    for token in scene.sentence.having(words("party_members.tsv")):
        if token.has(Number="Plur"):
            entries = scene.gazetteer.named(_bodies_of_members()[token.lemma], ORGANISATION)[:1]
            yield Candidate(ORGANISATION, scene.sentence, (token,), MEMBERS, entries)


@cache
def _bodies_of_members() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("party_members.tsv")}


@cache
def states_of_members() -> dict[str, str]:
    """Lemma of a member → code of the state of which the article must mostly speak, so that it means the body."""
    return {fold(row[0]): row[2] for row in rows("party_members.tsv") if row[2] != "-"}
