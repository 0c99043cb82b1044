"""What belongs to a name that has been found: the state, the place, the body or the person that stands beside it."""

from collections.abc import Sequence

from kg.extract.actors.candidates.candidate import ORGANISATION, PERSON, PLACE, STATE
from kg.extract.actors.candidates.scene import Scene, exactly_named
from kg.extract.actors.vocabulary import actor_words
from kg.knowledge import Entry
from kg.knowledge.titles import Titles
from kg.language import Sentence, Token


def state_around(scene: Scene, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], tuple[Token, ...], Entry | None]:
    """The state to which a name belongs, by the adjective before it or the genitive after it, with their tokens."""
    sentence, gazetteer = scene.sentence, scene.gazetteer
    following = sentence.tokens[tokens[-1].index + 1 : tokens[-1].index + 5]
    is_whose = bool(following) and following[0].feats.get("Case") in {"Gen", None}
    match = gazetteer.first(following) if is_whose else None
    state = next((entry for entry in match.entries if entry.type == STATE), None) if match is not None else None
    if match is not None and state is not None:
        return (), following[: match.last], state
    before = sentence.next(tokens[0], -1)
    if before is not None and before.pos == "ADJ":
        state = gazetteer.demonym(before.lemma)
        if state is not None:
            return (before,), (), state
    return (), (), None


def host_body_after(scene: Scene, begin: int) -> tuple[tuple[Token, ...], Entry | None]:
    """The body of a state in the genitive right after one of its parts, with the state: "Палата представителей
    (Конгресса США)", "Генштаб (ВС РФ)".
    """
    for match in scene.organs:
        if match.first == begin and scene.sentence.top(scene.sentence.tokens[begin : match.last]).has(Case="Gen"):
            if any(organ.is_state for organ in match.organs):
                return (), None
            tokens = scene.sentence.tokens[begin : match.last]
            before, after, state = state_around(scene, tokens)
            return ((*tokens, *after), state) if state is not None and not before else ((), None)
    return (), None


def parent_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The international body in the genitive right after one of its parts: "Совет Безопасности ООН"."""
    following = scene.sentence.tokens[tokens[-1].index + 1 : tokens[-1].index + 5]
    match = scene.gazetteer.first(following)
    is_body = match is not None and match.entries[0].type == ORGANISATION and match.entries[0].state is None
    return following[: match.last] if match is not None and is_body else ()


def attached_to(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The body to which another is attached: "Следственный комитет при прокуратуре"."""
    place = tokens[-1].index + 1
    following = scene.sentence.tokens[place : place + 6]
    if len(following) < 2 or following[0].lemma != "при":
        return ()
    for match in scene.gazetteer.organs(following):
        if match.first == 1 and not any(organ.is_state for organ in match.organs):
            return tuple(following[: match.last])
    return ()


def members_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Those of whom a body is made, which is then none of a state: "Конгресс профсоюзов", "Ассамблея народов"."""
    member = scene.sentence.next(tokens[-1])
    if member is None or member.pos != "NOUN" or not member.text.islower() or tokens[-1].text.isupper():
        return ()
    is_capital = tokens[0].text[:1].isupper() and member.has(Case="Gen", Number="Plur")
    return (member,) if is_capital and scene.sentence.head(member) in tokens else ()


def person_after(scene: Scene, token: Token) -> tuple[Token, ...]:
    """The person in the genitive right after a token: "пресс-служба Орлова"."""
    for tokens in scene.tagged("PER"):
        if tokens[0].index == token.index + 1 and scene.sentence.top(tokens).has(Case="Gen"):
            return tokens
    return ()


_LEADERS = frozenset({"head-of-state", "head-of-government"})


def office_after(scene: Scene, last: Token) -> tuple[tuple[Token, ...], Entry | None]:
    """The office in the genitive whose staff a body is, with what the office is of: "пресс-служба (губернатора
    Приморского края)", "канцелярия (премьера Дании)"; and the state, where it is one's.
    """
    following = scene.sentence.tokens[last.index + 1 : last.index + 6]
    if not following or following[0].pos != "NOUN" or not following[0].has(Case="Gen", Animacy="Anim"):
        return (), None
    title = Titles.load().first(following)
    if title is None or title.plural:
        return (), None
    office = tuple(following[: title.last])
    _, after, state = state_around(scene, office)
    whose = after or place_after(scene, office[-1])
    return ((*office, *whose), state if after else None) if whose or title.title.rank in _LEADERS else ((), None)


def host_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Where a body is that a state has abroad: "посольство Японии в России"."""
    place = tokens[-1].index + 1
    following = scene.sentence.tokens[place : place + 5]
    if not following or following[0].lemma not in {"в", "во", "на", "при"}:
        return ()
    for match in scene.gazetteer.match(following):
        if match.first == 1 and match.entries[0].type != PERSON:
            return tuple(following[: match.last])
    return ()


def place_after(scene: Scene, token: Token) -> tuple[Token, ...]:
    """The place in the genitive right after a token, with the noun for its kind: "Уфы", "штата Юта"; no state."""
    sentence = scene.sentence
    kind = sentence.next(token)
    if kind is not None and kind.pos == "ADJ" and kind.has(Case="Gen") and kind.text.islower():
        kind = sentence.next(kind)  # "(суд) лондонского района Вестминстер"
    is_kind = kind is not None and kind.lemma in actor_words()["kinds_of_places"] and kind.has(Case="Gen")
    begin = kind.index + 1 if kind is not None and is_kind else token.index + 1
    following = sentence.tokens[begin : begin + 5]
    if not following or not following[0].text[:1].isupper():
        return ()
    case = following[0].feats.get("Case")
    if case not in {"Gen", None} and begin == token.index + 1:
        return ()
    tagged = [tokens for tokens in scene.tagged("LOC") if tokens[0].index == begin]
    match = scene.gazetteer.first(following)
    if not is_kind and match is not None and match.entries[0].type != PLACE:
        return ()
    known = [] if match is None else [following[match.last - 1]]
    last = max((token.index for token in (*(tokens[-1] for tokens in tagged), *known)), default=None)
    if last is None:
        return ()
    place, wider = sentence.tokens[token.index + 1 : last + 1], sentence.next(sentence.tokens[last])
    is_wider = wider is not None and wider.lemma in actor_words()["kinds_of_places"] and wider.has(Case="Gen")
    return (*place, *(place_after(scene, place[-1]) if is_wider else ()))  # Партизанского района города Минска


def place_where(scene: Scene, noun: Token) -> tuple[Token, ...]:
    """The city in which a court of some kind sits: "федеральный суд в Ньюарке"."""
    preposition = scene.sentence.next(noun)
    if preposition is None or preposition.lemma not in {"в", "во"}:
        return ()
    for tokens in scene.tagged("LOC"):
        if tokens[0].index == preposition.index + 1 and tokens[0].has(Case="Loc"):
            return () if exactly_named(scene, tokens, STATE) else (preposition, *tokens)
    return ()


def is_after_kind_of_place(sentence: Sentence, first: Token) -> bool:
    """Does the noun for a kind of place say that a name is one: "район Вестминстер"?"""
    before = sentence.next(first, -1)
    return before is not None and before.pos == "NOUN" and before.lemma in actor_words()["kinds_of_places"]


def genitives_after(scene: Scene, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What the tagger cuts off a name: "Министерство связи (и массовых коммуникаций)", "Палата представителей
    (Конгресса США)", "Прокуратура (Косовского района)".
    """
    sentence, last = scene.sentence, tokens[-1]
    if coordinated := coordinated_after(sentence, tokens) or adjectives_after(sentence, tokens):
        return coordinated
    for part in scene.tagged("ORG"):
        top = sentence.top(part)
        if part[0].index == last.index + 1 and top.has(Case="Gen") and sentence.head(top) in tokens:
            return part
    return place_after(scene, last) if last.pos in {"NOUN", "PROPN"} and not _is_abbreviated(last) else ()


def coordinated_after(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The rest of "Министерство связи (и массовых коммуникаций)"."""
    last = tokens[-1]
    conjunction = sentence.next(last)
    if conjunction is None or conjunction.lemma != "и" or not last.text.islower() or not last.has(Case="Gen"):
        return ()
    end = conjunction
    while (token := sentence.next(end)) is not None and is_lower_genitive(token):
        end = token
    if end.pos != "NOUN" or sentence.head(end) not in tokens:
        return ()
    return sentence.tokens[last.index + 1 : end.index + 1]


def adjectives_after(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The rest of "Центр химической(, биологической и ядерной обороны)", which breaks off after an adjective."""
    last = tokens[-1]
    if last.pos != "ADJ" or not last.has(Case="Gen") or not last.text.islower():
        return ()
    end = last
    while (token := sentence.next(end)) is not None and (token.text in {",", "и"} or is_lower_genitive(token)):
        end = token
        if token.pos == "NOUN":
            return sentence.tokens[last.index + 1 : token.index + 1]
    return ()


def _is_abbreviated(token: Token) -> bool:
    """Is it written in capitals alone, or quoted?"""
    return token.text.isupper() or not token.text[:1].isalpha()


def is_lower_genitive(token: Token) -> bool:
    """Is it a word in small letters in the genitive that is no living being?"""
    is_word = token.pos in {"NOUN", "ADJ"} and token.text.islower()
    return is_word and token.has(Case="Gen") and not token.has(Animacy="Anim")
