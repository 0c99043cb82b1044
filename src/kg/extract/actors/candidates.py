"""Which words name someone: each finder is one small function over a sentence, each candidate says which found it.

Where the candidates of two finders cross, the finder that stands earlier in :data:`FINDERS` wins; a name inside another
("КНР" in "МИД КНР") is kept as nested.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from kg.extract.actors.names import acronym, same_word
from kg.extract.actors.persons import begins, is_common, names_several, person_names
from kg.extract.lexicon import rows, words
from kg.knowledge import Entry, Gazetteer, Match, Organ
from kg.knowledge.entries import OrganMatch
from kg.language import Entity, Parse, Sentence, Token
from kg.language.morphology import fold
from kg.model import Span

PERSON, STATE, ORGANISATION, PLACE = "Person", "State", "Organisation", "Place"


@dataclass(frozen=True)
class Candidate:
    """Words that name an actor or a place, before it is known which."""

    type: str
    sentence: Sentence
    tokens: tuple[Token, ...]
    rule: str
    entries: tuple[Entry, ...] = ()
    """What the gazetteer knows by this name."""
    state: Entry | None = None
    """The state that a body belongs to, where the words say so."""
    organ: Organ | None = None
    """The kind of body that each state has, if it is one: ``МИД``."""
    nested: bool = False
    """Does it stand inside a longer name?"""
    adjective: bool = False
    """Is the first token an adjective that only tells the state: "японский МИД"?"""

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def is_lower(self) -> bool:
        """Is it written without any capital?"""
        return not any(character.isupper() for token in self.tokens for character in token.text)

    @property
    def own(self) -> tuple[Token, ...]:
        """The tokens of the name, without an adjective that only tells its state."""
        return self.tokens[1:] if self.adjective else self.tokens

    @property
    def head(self) -> Token:
        """The token on which the others hang."""
        return self.sentence.top(self.tokens)


@dataclass(frozen=True)
class Scene:
    """A sentence with what the models and the gazetteer see in it."""

    text: str
    sentence: Sentence
    entities: tuple[Entity, ...]
    gazetteer: Gazetteer

    @cached_property
    def known(self) -> tuple[Match, ...]:
        """What the gazetteer knows by name in the sentence, from left to right."""
        return tuple(self.gazetteer.match(self.sentence.tokens))

    @cached_property
    def organs(self) -> tuple[OrganMatch, ...]:
        """The kinds of bodies that each state has, where the sentence names them."""
        return tuple(self.gazetteer.organs(self.sentence.tokens))

    def tagged(self, kind: str) -> Iterator[tuple[Token, ...]]:
        """The tokens of each named entity of a kind, quotation marks and what hangs over at the ends left off."""
        for entity in self.entities:
            if entity.type == kind:
                tokens = _closed(self.sentence, _trimmed(self.sentence.within(entity.span)))
                if tokens:
                    yield tokens


Finder = Callable[[Scene], Iterator[Candidate]]

_MARKS = frozenset("«»\"“”„'`''/|_")


def _trimmed(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Tokens without quotation marks at the ends, but for one that closes what is opened inside: "ФК «Спартак»"."""
    some = list(tokens)
    while some and (some[0].text in _MARKS or some[0].text == "''"):
        some.pop(0)
    while some and (some[-1].text in _MARKS or some[-1].text == "''") and not _closes(some):
        some.pop()
    return tuple(some)


def _closes(tokens: Sequence[Token]) -> bool:
    """Does the last of the tokens close a quotation that is opened after the first of them?"""
    texts = [token.text for token in tokens]
    if texts[-1] == '"':
        return texts.count('"') % 2 == 0
    return texts[-1] == "»" and texts.count("«") >= texts.count("»")


def _closed(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens with the closing quotation mark after them, where the opening one is among them: "ФК «Спартак»"."""
    opened = sum(token.text == "«" for token in tokens) > sum(token.text == "»" for token in tokens)
    odd = sum(token.text == '"' for token in tokens) % 2 == 1
    mark = sentence.next(tokens[-1]) if tokens else None
    is_closing = mark is not None and ((opened and mark.text == "»") or (odd and mark.text == '"'))
    return (*tokens, mark) if is_closing and mark is not None else tokens


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The parts of a tagged name that brackets or slashes divide: "Международная амнистия (Amnesty International)"."""
    part: list[Token] = []
    for token in (*tokens, None):
        if token is None or token.text in {"(", ")", "/", "[", "]"}:
            trimmed = _trimmed(part)
            if trimmed:
                yield trimmed
            part = []
        else:
            part.append(token)


# --- persons ------------------------------------------------------------------------------------------------------


def tagged_persons(scene: Scene) -> Iterator[Candidate]:
    """What the tagger takes for persons."""
    tagged = (part for tokens in scene.tagged("PER") for part in _parts(tokens))
    for name in person_names(scene.sentence, tagged, scene.gazetteer):
        if not names_several(scene.sentence, name):
            yield Candidate(PERSON, scene.sentence, name, "tagged-person")


def known_persons(scene: Scene) -> Iterator[Candidate]:
    """Persons whom the gazetteer knows by their full names, where the tagger overlooks them."""
    for match in scene.known:
        if match.last - match.first > 1 and all(entry.type == PERSON for entry in match.entries):
            yield Candidate(PERSON, scene.sentence, scene.sentence.tokens[match.first : match.last], "known-person")


# --- organisations ------------------------------------------------------------------------------------------------


def state_bodies(scene: Scene) -> Iterator[Candidate]:
    """A kind of body that each state has, with its state: "МИД КНР", "министерство обороны Китая", "японский МИД".

    The government of a state is the state: "правительство Израиля", "американские власти".
    """
    for match in scene.organs:
        named = scene.sentence.tokens[match.first : match.last]
        if _is_after_kind_of_place(scene.sentence, named[0]):
            continue
        further = _coordinated_after(scene.sentence, named)
        tokens = (*named, *further)
        before, after, state = _state_around(scene, tokens)
        organ = next((organ for organ in match.organs if organ.state is None), match.organs[0])
        if organ.state is not None:
            before, after = ((), after) if state is not None and state.state == organ.state else ((), ())
            state = scene.gazetteer.state(organ.state)
        name = (*before, *tokens, *after)
        if organ.is_state or _is_state_noun(scene.sentence.top(named)):
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
        host = _host_after(scene, name) if organ.kind == "mission" else ()
        parent = _parent_after(scene, name)
        members = _members_after(scene, name) if state is None else ()
        if attached := _attached_to(scene, name):
            yield replace(body, tokens=(*name, *attached))
        elif members:
            yield replace(body, tokens=(*name, *members), organ=None)
        elif host:
            yield replace(body, tokens=(*name, *host), rule="body-abroad")
        elif parent:
            yield replace(body, tokens=(*name, *parent), organ=None, rule="body-of-body")
        elif organ.kind == "press service" and (person := _person_after(scene, tokens[-1])):
            yield replace(body, tokens=(*name, *person), organ=None, rule="body-of-person")
        elif state is None and (place := _place_after(scene, tokens[-1])):
            yield replace(body, tokens=(*name, *place), organ=None, rule="local-body")
        elif state is not None:
            yield body
        elif not body.is_lower:
            yield replace(body, organ=None) if further else body  # more than the bare kind: not any state's


def bare_bodies(scene: Scene) -> Iterator[Candidate]:
    """A kind of body that each state has, in lower case and without its state ("в парламенте"): see implied.py."""
    for match in scene.organs:
        organ = next((organ for organ in match.organs if organ.state is None), None)
        tokens = scene.sentence.tokens[match.first : match.last]
        if organ is not None and not organ.is_state and not _is_qualified(scene.sentence, tokens):
            body = Candidate(ORGANISATION, scene.sentence, tokens, "state-body", organ=organ)
            if body.is_lower:
                yield body


def _is_qualified(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Does an adjective, a genitive or a number say which one it is, so that it need not be the state's own?"""
    head = sentence.top(tokens)
    own = {"amod", "nmod", "appos", "nummod", "nummod:gov", "det"}
    return any(child.rel in own and child not in tokens for child in sentence.children(head))


_TEAMS = frozenset({"сборная"})


def national_teams(scene: Scene) -> Iterator[Candidate]:
    """The teams of states: "сборная Португалии", "российская сборная", "сборная России по дзюдо"."""
    for noun in scene.sentence.tokens:
        if noun.lemma in _TEAMS and noun.pos == "NOUN":
            before, after, state = _state_around(scene, (noun,))
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
        if _is_after_kind_of_place(scene.sentence, tokens[0]):
            continue
        if entries and not any(entry.type == STATE for entry in match.entries):
            yield Candidate(ORGANISATION, scene.sentence, tokens, "known-organisation", entries, nested=True)


def _state_around(scene: Scene, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...], Entry | None]:
    """The state to which a name belongs, by the adjective before it or the genitive after it, with their tokens."""
    sentence, gazetteer = scene.sentence, scene.gazetteer
    following = sentence.tokens[tokens[-1].index + 1 : tokens[-1].index + 5]
    for match in gazetteer.match(following):
        states = [entry for entry in match.entries if entry.type == STATE]
        if match.first == 0 and states and following[0].feats.get("Case") in {"Gen", None}:
            return (), tuple(following[: match.last]), states[0]
    before = sentence.next(tokens[0], -1)
    if before is not None and before.pos == "ADJ":
        state = gazetteer.demonym(before.lemma)
        if state is not None:
            return (before,), (), state
    return (), (), None


def _parent_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The international body in the genitive right after one of its parts: "Совет Безопасности ООН"."""
    following = scene.sentence.tokens[tokens[-1].index + 1 : tokens[-1].index + 5]
    for match in scene.gazetteer.match(following):
        if match.first == 0 and match.entries[0].type == ORGANISATION and match.entries[0].state is None:
            return tuple(following[: match.last])
    return ()


def _attached_to(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The body to which another is attached: "Следственный комитет при прокуратуре"."""
    place = tokens[-1].index + 1
    following = scene.sentence.tokens[place : place + 6]
    if len(following) < 2 or following[0].lemma != "при":
        return ()
    for match in scene.gazetteer.organs(following):
        if match.first == 1 and not any(organ.is_state for organ in match.organs):
            return tuple(following[: match.last])
    return ()


def _members_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Those of whom a body is made, which is then none of a state: "Конгресс профсоюзов", "Ассамблея народов"."""
    member = scene.sentence.next(tokens[-1])
    if member is None or member.pos != "NOUN" or not member.text.islower() or tokens[-1].text.isupper():
        return ()
    is_capital = tokens[0].text[:1].isupper() and member.has(Case="Gen", Number="Plur")
    return (member,) if is_capital and scene.sentence.head(member) in tokens else ()


def _person_after(scene: Scene, token: Token) -> tuple[Token, ...]:
    """The person in the genitive right after a token: "пресс-служба Орлова"."""
    for tokens in scene.tagged("PER"):
        if tokens[0].index == token.index + 1 and scene.sentence.top(tokens).has(Case="Gen"):
            return tokens
    return ()


def _host_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Where a body is that a state has abroad: "посольство Японии в России"."""
    place = tokens[-1].index + 1
    following = scene.sentence.tokens[place : place + 5]
    if not following or following[0].lemma not in {"в", "во", "на", "при"}:
        return ()
    for match in scene.gazetteer.match(following):
        if match.first == 1 and match.entries[0].type != PERSON:
            return tuple(following[: match.last])
    return ()


def known_organisations(scene: Scene) -> Iterator[Candidate]:
    """Organisations that the gazetteer knows by name."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == ORGANISATION)
        tokens = scene.sentence.tokens[match.first : match.last]
        if entries and not any(entry.type == STATE for entry in match.entries) and not _is_rather_place(scene, match):
            yield Candidate(ORGANISATION, scene.sentence, tokens, "known-organisation", entries)


def _is_rather_place(scene: Scene, match: Match) -> bool:
    """Is the name of a body a place's, too, and does no quotation mark speak for the body: the band «Ленинград»?"""
    first = scene.sentence.tokens[match.first]
    before = scene.sentence.next(first, -1)
    if _is_after_kind_of_place(scene.sentence, first):
        return True
    return any(entry.type == PLACE for entry in match.entries) and (before is None or before.text not in _MARKS)


def _is_after_kind_of_place(sentence: Sentence, first: Token) -> bool:
    """Does the noun for a kind of place say that a name is one: "район Вестминстер"?"""
    before = sentence.next(first, -1)
    return before is not None and before.pos == "NOUN" and before.lemma in _KINDS_OF_PLACES


def tagged_organisations(scene: Scene) -> Iterator[Candidate]:
    """What the tagger takes for organisations, with the state or the body in the genitive that follows."""
    for tokens in scene.tagged("ORG"):
        for tagged in _parts(tokens):
            part = _up_to_the_closing_mark(scene.sentence, tagged)
            lemma = fold(" ".join(token.lemma for token in part))
            none = words("not_organisations.tsv")
            if lemma in none or fold(part[0].lemma) in none or not _looks_like_a_name(part):
                continue
            if len(part) == 1 and _is_after_kind_of_place(scene.sentence, part[0]):
                continue
            entries = _named(scene, part, ORGANISATION)
            if not entries and _is_ordinary(scene.sentence, part):
                continue
            whole = part if entries else (*part, *_genitives_after(scene, part))
            _, after, state = _state_around(scene, whole) if not entries else ((), (), None)
            name = (*whole, *after, *(_parent_after(scene, whole) if not after and not entries else ()))
            yield Candidate(ORGANISATION, scene.sentence, name, "tagged-organisation", entries, state)


def _up_to_the_closing_mark(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A name that begins right after a quotation mark, with the genitives up to the closing mark that the tagger cuts
    off: "«Координационный совет (пострадавших вкладчиков)»".
    """
    opening = sentence.next(tokens[0], -1)
    if opening is None or opening.text not in _OPENING:
        return tokens
    end = tokens[-1]
    while (token := sentence.next(end)) is not None and token.has(Case="Gen") and token.pos in {"NOUN", "ADJ"}:
        end = token
    is_closed = token is not None and token.text in {_OPENING[opening.text], "»", "”"}
    return sentence.tokens[tokens[0].index : end.index + 1] if is_closed else tokens


def _is_ordinary(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Has it a capital only from where it stands, and is it called by no noun for bodies: "Присутствие России"?"""
    if not begins(sentence, tokens[0]) or not is_common(tokens[0]) or tokens[0].text[1:] != tokens[0].text[1:].lower():
        return False
    head = sentence.top(tokens)
    if head.lemma in words("body_nouns.tsv") | words("organisation_nouns.tsv") | words("local_body_nouns.tsv"):
        return False
    hangs_on = [token for token in tokens[1:] if token.text[:1].isupper() and not token.has(Case="Gen")]
    return not hangs_on and all(token.text not in _MARKS for token in tokens)


def local_bodies(scene: Scene) -> Iterator[Candidate]:
    """Bodies named by their place: "окружной суд Манхэттена", "департамент культуры Москвы"."""
    sentence = scene.sentence
    for noun in sentence.tokens:
        if noun.lemma not in words("local_body_nouns.tsv") or noun.pos != "NOUN":
            continue
        first = noun
        while (token := sentence.next(first, -1)) is not None and token.pos == "ADJ" and token.head == noun.index:
            first = token
        last, place = noun, _place_after(scene, noun)
        while not place and (token := sentence.next(last)) is not None and _is_lower_genitive(token):
            if token.index - noun.index > 5:
                break
            last, place = token, _place_after(scene, token)
        if not place and first is not noun and noun.lemma in _COURTS:
            place = _place_where(scene, noun)
        if place and scene.gazetteer.demonym(first.lemma) is None:
            name = sentence.tokens[first.index : place[-1].index + 1]
            yield Candidate(ORGANISATION, sentence, name, "local-body")


_COURTS = frozenset({"суд", "трибунал"})


def _place_where(scene: Scene, noun: Token) -> tuple[Token, ...]:
    """The city in which a court of some kind sits: "федеральный суд в Ньюарке"."""
    preposition = scene.sentence.next(noun)
    if preposition is None or preposition.lemma not in {"в", "во"}:
        return ()
    for tokens in scene.tagged("LOC"):
        if tokens[0].index == preposition.index + 1 and tokens[0].has(Case="Loc"):
            return () if _named(scene, tokens, STATE) else (preposition, *tokens)
    return ()


def _is_lower_genitive(token: Token) -> bool:
    is_word = token.pos in {"NOUN", "ADJ"} and token.text.islower()
    return is_word and token.has(Case="Gen") and not token.has(Animacy="Anim")


def _place_after(scene: Scene, token: Token) -> tuple[Token, ...]:
    """The place in the genitive right after a token, with the noun for its kind: "Уфы", "штата Юта"; no state."""
    sentence = scene.sentence
    kind = sentence.next(token)
    if kind is not None and kind.pos == "ADJ" and kind.has(Case="Gen") and kind.text.islower():
        kind = sentence.next(kind)  # "(суд) лондонского района Вестминстер"
    is_kind = kind is not None and kind.lemma in _KINDS_OF_PLACES and kind.has(Case="Gen")
    begin = kind.index + 1 if kind is not None and is_kind else token.index + 1
    following = sentence.tokens[begin : begin + 5]
    if not following or not following[0].text[:1].isupper():
        return ()
    case = following[0].feats.get("Case")
    if case not in {"Gen", None} and begin == token.index + 1:
        return ()
    tagged = [tokens for tokens in scene.tagged("LOC") if tokens[0].index == begin]
    found = [match for match in scene.gazetteer.match(following) if match.first == 0]
    if not is_kind and any(match.entries[0].type != PLACE for match in found):
        return ()
    last = max([tokens[-1].index for tokens in tagged] + [begin + match.last - 1 for match in found], default=None)
    if last is None:
        return ()
    place, wider = sentence.tokens[token.index + 1 : last + 1], sentence.next(sentence.tokens[last])
    is_wider = wider is not None and wider.lemma in _KINDS_OF_PLACES and wider.has(Case="Gen")
    return (*place, *(_place_after(scene, place[-1]) if is_wider else ()))  # Партизанского района города Минска


_KINDS_OF_PLACES = frozenset({"штат", "область", "край", "округ", "республика", "город", "район", "провинция"})


def _genitives_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What the tagger cuts off a name: "Министерство связи (и массовых коммуникаций)", "Палата представителей
    (Конгресса США)", "Прокуратура (Косовского района)".
    """
    sentence, last = scene.sentence, tokens[-1]
    if coordinated := _coordinated_after(sentence, tokens):
        return coordinated
    for part in scene.tagged("ORG"):
        top = sentence.top(part)
        if part[0].index == last.index + 1 and top.has(Case="Gen") and sentence.head(top) in tokens:
            return part
    return _place_after(scene, last) if last.pos in {"NOUN", "PROPN"} and not _is_abbreviated(last) else ()


def _coordinated_after(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The rest of "Министерство связи (и массовых коммуникаций)"."""
    last = tokens[-1]
    conjunction = sentence.next(last)
    if conjunction is None or conjunction.lemma != "и" or not last.text.islower() or not last.has(Case="Gen"):
        return ()
    end = conjunction
    while (token := sentence.next(end)) is not None and _is_lower_genitive(token):
        end = token
    if end.pos != "NOUN" or sentence.head(end) not in tokens:
        return ()
    return sentence.tokens[last.index + 1 : end.index + 1]


def _is_abbreviated(token: Token) -> bool:
    """Is it written in capitals alone, or quoted?"""
    return token.text.isupper() or not token.text[:1].isalpha()


def _looks_like_a_name(tokens: Sequence[Token]) -> bool:
    """Has it a capital letter, and is it more than one letter or number?"""
    letters = "".join(token.text for token in tokens)
    return len(letters) > 1 and any(character.isupper() for character in letters)


def quoted_organisations(scene: Scene) -> Iterator[Candidate]:
    """A name in quotation marks or in Latin letters after a noun for organisations: «газета "Труд"», "агентство AP"."""
    tokens = scene.sentence.tokens
    for noun in tokens[:-1]:
        if noun.lemma not in words("organisation_nouns.tsv"):
            continue
        name = _quoted_after(scene.sentence, noun) or _latin_after(scene.sentence, noun)
        if name:
            if noun.index > 0 and noun.text[:1].isupper():  # Фонд «Наследие»: the noun is a part of the name
                name = scene.sentence.tokens[noun.index : name[-1].index + 1]
            yield Candidate(ORGANISATION, scene.sentence, name, "named-organisation", _named(scene, name, ORGANISATION))


def expanded_abbreviations(scene: Scene) -> Iterator[Candidate]:
    """The words before an abbreviation in brackets, of whose first letters it is made: "Лига арабских стран (ЛАС)"."""
    tokens = scene.sentence.tokens
    for opening in tokens[1:-2]:
        short = tokens[opening.index + 1]
        if opening.text not in {"(", "/"} or len(short.text) < 2 or not short.text.isupper():
            continue
        for first in reversed(tokens[max(0, opening.index - 10) : opening.index]):
            name = tokens[first.index : opening.index]
            if first.text[:1].isupper() and acronym([token.text for token in name]) == short.text:
                yield Candidate(ORGANISATION, scene.sentence, name, "expanded-abbreviation")
                break


_OPENING = {"«": "»", '"': '"', "“": "”", "„": "“", "''": "''", "'": "'"}


def _quoted_after(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The tokens between quotation marks that open right after a noun, if they are a name of at most six words."""
    opening = sentence.next(noun)
    if opening is None or opening.text not in _OPENING:
        return ()
    doubled = opening.text == "'" and (second := sentence.next(opening)) is not None and second.text == "'"
    begin = opening.index + (2 if doubled else 1)
    inside = sentence.tokens[begin : begin + 7]
    for number, token in enumerate(inside):
        if token.text in {_OPENING[opening.text], "»", "”"}:
            name = tuple(inside[:number])
            is_name = name and name[0].text[:1].isupper() and all(token.text != "," for token in name)
            return name if is_name else ()
    return ()


def _latin_after(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The words in Latin letters that follow a noun."""
    name: list[Token] = []
    token = sentence.next(noun)
    while token is not None and re.fullmatch(r"[A-Za-z][\w.&'-]*", token.text, re.ASCII):
        name.append(token)
        token = sentence.next(token)
    return tuple(name) if name and name[0].text[:1].isupper() else ()


def _named(scene: Scene, tokens: Sequence[Token], kind: str) -> tuple[Entry, ...]:
    """What the gazetteer knows by just these tokens."""
    for match in scene.gazetteer.match(tokens):
        if match.first == 0 and match.last == len(tokens):
            return tuple(entry for entry in match.entries if entry.type == kind)
    return ()


def party_members(scene: Scene) -> Iterator[Candidate]:
    """Members that stand for their body: "республиканцы против"; of which state, see implied.py."""
    for token in scene.sentence.tokens:
        body = _bodies_of_members().get(token.lemma) if token.has(Number="Plur") else None
        if body is not None:
            entries = scene.gazetteer.named(body, ORGANISATION)[:1]
            yield Candidate(ORGANISATION, scene.sentence, (token,), MEMBERS, entries)


MEMBERS = "party-members"
"""The rule by which members stand for their body."""


@cache
def _bodies_of_members() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("party_members.tsv")}


@cache
def states_of_members() -> dict[str, str]:
    """Lemma of a member → code of the state of which the article must mostly speak, so that it means the body."""
    return {fold(row[0]): row[2] for row in rows("party_members.tsv") if row[2] != "-"}


# --- states and places --------------------------------------------------------------------------------------------


def named_states(scene: Scene) -> Iterator[Candidate]:
    """States by name: "Китай", "КНР", "Соединённых Штатов"."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == STATE)
        if entries:
            tokens = scene.sentence.tokens[match.first : match.last]
            yield Candidate(STATE, scene.sentence, tokens, "state-name", entries, entries[0])


@cache
def _state_nouns() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("state_nouns.tsv")}


def _is_state_noun(token: Token) -> bool:
    """Does a noun, in the number in which it stands, mean the state: "военные", "полиция", "суды", but not "суд"?"""
    number = _state_nouns().get(token.lemma)
    return number == "any" or (number is not None and token.has(Number=number.capitalize()))


def acting_demonyms(scene: Scene) -> Iterator[Candidate]:
    """A state's adjective with a noun that stands for the state: "китайская сторона", "российские военные"."""
    for token in scene.sentence.tokens:
        head = scene.sentence.head(token)
        if token.pos != "ADJ" or head is None or token.rel != "amod" or not 0 < head.index - token.index <= 3:
            continue
        state = scene.gazetteer.demonym(token.lemma) if _is_state_noun(head) else None
        if state is not None:
            tokens = scene.sentence.tokens[token.index : head.index + 1]
            yield Candidate(STATE, scene.sentence, tokens, "acting-demonym", (state,), state)


_AT_A_PLACE = frozenset({"в", "во", "на", "из", "под", "до", "через", "над", "около", "близ", "по", "возле", "вокруг"})


def governments_by_seat(scene: Scene) -> Iterator[Candidate]:
    """A capital that stands for its government ("Пекин заявил", "между Москвой и Киевом", not "в Пекине"), and a house
    that stands for those who govern from it ("Белый дом подтвердил").
    """
    sentence = scene.sentence
    for match in scene.gazetteer.seats(sentence.tokens):
        tokens, state = sentence.tokens[match.first : match.last], match.entries[0]
        if not _acts(sentence, sentence.top(tokens)):
            continue
        if scene.gazetteer.is_capital(tokens[0].lemma):
            yield Candidate(STATE, sentence, tokens, "seat-of-government", (state,), state)
        else:
            yield Candidate(ORGANISATION, sentence, tokens, "house-of-government", state=state)


def _acts(sentence: Sentence, token: Token) -> bool:
    """Is a capital's name the subject of a verb, a partner ("с Москвой"), a recipient ("Тегерану"), that of whose
    stance the text speaks ("позиция Москвы"), or where those without a name spoke ("в Кремле заявили")?
    """
    if any(case.lemma in _AT_A_PLACE for case in sentence.children(token, "case")):
        return _is_where_they_spoke(sentence, token)
    first = token
    while first.rel == "conj" and (head := sentence.head(first)) is not None:
        first = head
        if any(case.lemma in _AT_A_PLACE for case in sentence.children(first, "case")):
            return False
    head = sentence.head(first)
    if head is None:
        return False
    if first.rel in {"nsubj", "iobj"}:
        return head.pos in {"VERB", "ADJ"} and head.lemma not in words("weather_and_site_verbs.tsv")
    if first.rel in {"obl", "nmod"} and first.feats.get("Case") in {"Ins", "Dat"}:
        return True
    return first.rel == "nmod" and head.lemma in words("stance_nouns.tsv")


def _is_where_they_spoke(sentence: Sentence, place: Token) -> bool:
    """Does the place say who spoke: "в Кремле заявили", "в Пекине подтвердили"? Not: "в Пекине министры заявили"."""
    verb = sentence.head(place)
    if place.rel != "obl" or verb is None or verb.lemma not in _speech_verbs() or not verb.has(Number="Plur"):
        return False
    return verb.feats.get("VerbForm") == "Fin" and not sentence.children(verb, "nsubj", "nsubj:pass")


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(verb for row in rows("speech.tsv") if row[1] == "verb" for verb in fold(row[0]).split("/"))


def tagged_places(scene: Scene) -> Iterator[Candidate]:
    """Places that the tagger or the gazetteer knows."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == PLACE)
        if entries:
            tokens = scene.sentence.tokens[match.first : match.last]
            yield Candidate(PLACE, scene.sentence, tokens, "known-place", entries)
    for tokens in scene.tagged("LOC"):
        states = _named(scene, tokens, STATE)
        if states:  # inside a body whose whole name the gazetteer knows: "Вооружённые силы России"
            yield Candidate(STATE, scene.sentence, tokens, "state-name", states, states[0])
        elif _looks_like_a_name(tokens):
            yield Candidate(PLACE, scene.sentence, tokens, "tagged-place")


FINDERS: tuple[Finder, ...] = (
    expanded_abbreviations,
    party_members,
    acting_demonyms,
    state_bodies,
    quoted_organisations,
    known_organisations,
    tagged_persons,
    known_persons,
    tagged_organisations,
    local_bodies,
    national_teams,
    named_states,
    governments_by_seat,
    tagged_places,
    bare_bodies,
)


def find_candidates(parse: Parse, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """All names of a text, in its order, the longer first where two begin together."""
    found: list[Candidate] = []
    entities = _by_sentence(parse)
    for number, sentence in enumerate(parse.sentences):
        scene = Scene(parse.text, sentence, tuple(entities.get(number, ())), gazetteer)
        accepted: list[Candidate] = []
        for finder in FINDERS:
            for candidate in finder(scene):
                if not _is_namesake_of_a_site(candidate):
                    _accept(accepted, candidate)
        found.extend(accepted)
        found.extend(inner for body in accepted if body.type == ORGANISATION for inner in nested_bodies(scene, body))
    found.extend(repeated_surnames(parse, found))
    return tuple(sorted(found, key=lambda candidate: (candidate.span.start, -candidate.span.end)))


def _by_sentence(parse: Parse) -> dict[int, list[Entity]]:
    """Number of a sentence → the named entities that lie in it."""
    found: dict[int, list[Entity]] = {}
    for entity in parse.entities:
        number = parse.sentence_index(entity.span.start)
        if number is not None and entity.span in parse.sentences[number].span:
            found.setdefault(number, []).append(entity)
    return found


def repeated_surnames(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Surnames that the tagger overlooked where they stand alone, of persons whom the text names in full elsewhere."""
    surnames = {
        c.tokens[-1].text for c in found if c.type == PERSON and len(c.tokens) > 1 and len(c.tokens[-1].text) > 3
    }
    beginnings = {fold(surname)[:3] for surname in surnames}
    taken = {token.start for candidate in found for token in candidate.tokens}
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if not token.text[:1].isupper() or token.start in taken or fold(token.text)[:3] not in beginnings:
                continue
            animate = token.pos == "PROPN" and token.has(Animacy="Anim")
            plain = not animate and is_common(token) and begins(sentence, token)
            if (
                not plain
                and not names_several(sentence, (token,))
                and any(same_word(token.text, surname) for surname in surnames)
            ):
                yield Candidate(PERSON, sentence, (token,), "repeated-surname")


def _is_namesake_of_a_site(candidate: Candidate) -> bool:
    """Is it a person after whom something is called: "площадь Ленина", "театр имени Пушкина", but not "от имени"?"""
    noun = candidate.sentence.next(candidate.tokens[0], -1)
    if candidate.type != PERSON or noun is None or noun.lemma not in words("memorial_nouns.tsv"):
        return False
    before = candidate.sentence.next(noun, -1)
    by_name = noun.lemma == "имя" and (not noun.has(Case="Gen") or before is None or before.pos == "ADP")
    return not by_name and noun.pos == "NOUN" and candidate.head.feats.get("Case") in {"Gen", "Dat"}


def _accept(accepted: list[Candidate], candidate: Candidate) -> None:
    """Adds a candidate unless it crosses one that is there; inside one it is nested, which only states may be, and in
    bodies places.
    """
    nested = False
    for other in accepted:
        if candidate.span.overlaps(other.span):
            may_nest = other.type == ORGANISATION if candidate.type == PLACE else candidate.type == STATE
            if not may_nest or candidate.span == other.span or candidate.span not in other.span:
                return
            nested = nested or other.type != STATE
            if other.type == STATE:
                return
    accepted.append(replace(candidate, nested=nested))
