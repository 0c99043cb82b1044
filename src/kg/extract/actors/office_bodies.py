"""What stands after a title: what belongs to it, and the body, the state or the place that it is of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.actors.candidates import ORGANISATION, PERSON, PLACE, STATE, Candidate
from kg.extract.actors.holders import REACH
from kg.extract.actors.office_titles import QUOTATION_MARKS, FoundTitle, is_noun_for_bodies, without_marks
from kg.extract.actors.vocabulary import actor_words
from kg.knowledge import Entry
from kg.language import Sentence, Token

CALLINGS = frozenset({"member", "expert", "journalist", "other"})
"""The ranks of titles that are no offices by themselves: what somebody is called (режиссёр), or is in a body (член)."""

_COMMUNITIES = frozenset({"страна", "государство", "республика"})
_WITH_INSTRUMENTAL = frozenset({"командующий", "управляющий", "заведующий"})
_ABROAD = frozenset({"ambassador"})
"""The offices that name where they are held: "посол в России"."""
_SENT = frozenset({"legislator", "member"})
"""Those whom a region or a town sends: "сенатор от Аляски"."""
_MATTERS = frozenset({"дело", "вопрос", "проблема", "урегулирование"})
"""Nouns in whose genitive stands what an office deals with, not whose it is: "спецпредставитель по делам Ирака"."""


@dataclass(frozen=True)
class Beside:
    """What stands after a title: what belongs to it, the body it is of, and where all that ends."""

    words: tuple[Token, ...] = ()
    of: Candidate | None = None
    state: Entry | None = None
    """The state, where a body's name that goes on past the title tells it: "администрация президента США"."""
    of_own_state: bool = False
    last: int = 0
    """The place of the last token that belongs to the office."""


def beside(sentence: Sentence, title: FoundTitle, names: Sequence[Candidate], holder: Candidate | None) -> Beside:
    """Reads on from a title: genitives ("отдела"), prepositional phrases ("по вопросам …"), the body, the state."""
    starts = {name.tokens[0].index: name for name in names}
    stop = holder.tokens[0].index if holder is not None else len(sentence.tokens)
    found = Beside(last=title.tokens[-1].index)
    for longer in names:  # the title ends inside a longer name: "глава правительства Израиля"
        if longer.tokens[0].index <= found.last < longer.tokens[-1].index:
            of = longer if longer.type == STATE else None
            found = replace(found, of=of, state=longer.state, last=longer.tokens[-1].index)
    place = found.last + 1
    while place < min(stop, found.last + REACH):
        token = sentence.tokens[place]
        name = starts.get(place)
        if name is not None and name.type in {STATE, ORGANISATION} and found.of is None:
            found = replace(found, of=name, words=_without_generic_noun(found.words), last=name.tokens[-1].index)
        elif name is not None and _governs(title, name, sentence.tokens[place - 1]) and found.of is None:
            found = replace(found, of=name, last=name.tokens[-1].index)
        elif token.lemma in {"в", "во"} and found.of is None and _is_government(starts.get(place + 1)):
            of = starts[place + 1]  # "министр торговли в правительстве Великобритании"
            found = replace(found, of=of, last=of.tokens[-1].index)
        elif name is not None and _is_body(name) and _goes_on(sentence, found, name):
            found = replace(found, last=name.tokens[-1].index)
        elif _joins_genitives(sentence, token, title, found, starts):
            found = replace(found, words=(*found.words, token), last=place)
        elif token.text == "," and (end := _end_of_list(sentence, title, found, starts)) is not None:
            added = sentence.tokens[found.last + 1 : end.index + 1]  # "министр экономики, торговли и промышленности"
            found = replace(found, words=(*found.words, *added), last=end.index)
        elif token.lemma == "от" and title.title.rank in _SENT and (sender := _sender(sentence, token, starts)):
            found = replace(found, last=sender.index)
        elif (
            (name is None or name.type == PLACE)
            and token.lemma in _COMMUNITIES
            and token.has(Case="Gen", Number="Sing")
            and not found.of
        ):
            found = replace(found, of_own_state=True, last=place)
        elif token.text in QUOTATION_MARKS or (token.lemma == "от" and _is_body(starts.get(place + 1))):
            found = replace(found, last=place)
        elif token.pos == "ADP" and _begins_adjunct(sentence, token, title, found, starts, holder):
            phrase = _adjunct(sentence, token, starts, stop, own=found.of is None)
            found = replace(found, words=(*found.words, *phrase), last=phrase[-1].index)
        elif name is None and found.of is None and _begins_body(sentence, token, starts):
            found = replace(found, words=(*found.words, token), last=token.index)
        elif name is None and found.of is None and _is_adverb_of_governed(sentence, token, title):
            found = replace(found, words=(*found.words, token), last=token.index)  # "крайне правого"
        elif name is None and found.of is None and token.pos in {"NOUN", "ADJ"} and _is_governed(token, title):
            if not token.text[:1].islower() and not _begins_department(sentence, token, starts):
                break
            found = replace(found, words=(*found.words, token), last=token.index)
        else:
            break
        place = found.last + 1
    return _trimmed(sentence, found, title)


def coordinated_bodies(sentence: Sentence, own: Beside, names: Sequence[Candidate]) -> list[Candidate]:
    """The bodies or states of one kind that an office is of: "председатель Госсовета и Совмина", "президенты Франции и
    Турции".
    """
    if own.of is None:
        return []
    found = [own.of]
    while True:
        comma = without_marks(sentence, found[-1].tokens[-1], 1)
        after = without_marks(sentence, comma, 1) if comma is not None and comma.text in {",", "и"} else None
        following = next((n for n in names if after is not None and n.tokens[0] is after), None)
        if following is None or following.type != own.of.type or not following.head.has(Case="Gen"):
            return found
        found.append(following)


def _governs(title: FoundTitle, name: Candidate, before: Token) -> bool:
    """Is an office that of a place: "мэр Москвы", "губернатор штата Нью-Йорк"; not "житель Москвы", "профессор"?"""
    named_as_what = before.lemma in actor_words()["kinds_of_places"]
    is_bare = len(name.tokens) == 1 and name.head.lemma in _COMMUNITIES  # "президент Республики"
    if name.type != PLACE or title.title.rank in CALLINGS or is_bare:
        return False
    return named_as_what or _is_governed(name.head, title)


def _is_body(name: Candidate | None) -> bool:
    return name is not None and name.type in {STATE, ORGANISATION}


def _is_government(name: Candidate | None) -> bool:
    return name is not None and name.rule == "government-of-state"


def _is_governed(token: Token, title: FoundTitle) -> bool:
    """Is a word in the case in which stands what a title is of: "директор департамента", "командующий войсками"?"""
    return token.has(Case="Gen") or (token.has(Case="Ins") and title.title.name.split()[-1] in _WITH_INSTRUMENTAL)


def _is_adverb_of_governed(sentence: Sentence, token: Token, title: FoundTitle) -> bool:
    """Is it an adverb of an adjective in the case in which stands what a title is of?"""
    after = sentence.next(token)
    return token.pos == "ADV" and after is not None and after.pos == "ADJ" and _is_governed(after, title)


def _begins_body(sentence: Sentence, token: Token, starts: dict[int, Candidate]) -> bool:
    """Is it the common noun right before a body's name, whatever case the tagger sees in it: "рок-группы «Ария»"?"""
    name = without_marks(sentence, token, 1)
    return is_noun_for_bodies(token) and name is not None and _is_body(starts.get(name.index))


def _begins_department(sentence: Sentence, token: Token, starts: dict[int, Candidate]) -> bool:
    """Does a capital adjective begin the name of a body's part ("Главного управления …"), rather than a person's?"""
    return token.pos == "ADJ" and any(
        following.index in starts and _is_body(starts[following.index])
        for following in sentence.tokens[token.index + 1 : token.index + 6]
    )


def _goes_on(sentence: Sentence, found: Beside, name: Candidate) -> bool:
    """Does a body belong to the one before it ("ГРУ Генштаба"), or send the holder ("депутат Госдумы от «Родины»")?"""
    before = sentence.tokens[name.tokens[0].index - 1]
    of_body = found.of is not None and found.of.type == ORGANISATION and name.head.has(Case="Gen")
    return (of_body and before.index == found.last) or before.lemma == "от"


def _joins_genitives(
    sentence: Sentence, token: Token, title: FoundTitle, found: Beside, starts: dict[int, Candidate]
) -> bool:
    """Is it the "и" in "министр связи и массовых коммуникаций"?"""
    following = sentence.next(token)
    last = sentence.tokens[found.last]
    return (
        token.lemma == "и"
        and found.of is None
        and last.has(Case="Gen")
        and (last is not title.tokens[0])
        and following is not None
        and following.index not in starts
        and following.has(Case="Gen")
        and following.text.islower()
        and not following.has(Animacy="Anim")
    )


def _end_of_list(sentence: Sentence, title: FoundTitle, found: Beside, starts: dict[int, Candidate]) -> Token | None:
    """The last of the genitives that go on after a comma: "министр экономики(, торговли и промышленности)"."""
    if found.of is not None or found.last == title.head.index or not sentence.tokens[found.last].has(Case="Gen"):
        return None
    is_last = False
    for token in sentence.tokens[found.last + 2 : found.last + 10]:
        is_genitive = token.has(Case="Gen") and token.pos in {"NOUN", "ADJ"} and not token.has(Animacy="Anim")
        if token.text == "и":
            is_last = True
        elif token.index in starts or not (token.text == "," or (is_genitive and token.text.islower())):
            return None
        elif is_last and token.pos == "NOUN":
            return token
    return None


def _sender(sentence: Sentence, preposition: Token, starts: dict[int, Candidate]) -> Token | None:
    """The last token of the place that has sent somebody: "сенатор от (штата Аляска)"."""
    for begin in (preposition.index + 1, preposition.index + 2):
        name = starts.get(begin)
        if name is not None:
            return name.tokens[-1] if name.type == PLACE else None
        if begin < len(sentence.tokens) and sentence.tokens[begin].lemma not in actor_words()["kinds_of_places"]:
            return None
    return None


def _begins_adjunct(
    sentence: Sentence,
    token: Token,
    title: FoundTitle,
    found: Beside,
    starts: dict[int, Candidate],
    holder: Candidate | None,
) -> bool:
    """Does a preposition begin a part of the title: "по вопросам", "посол в России", or all up to its holder's name?"""
    if token.lemma == "по" or holder is not None:
        return True
    if token.lemma in {"в", "на", "при"} and found.of is not None:
        after = _adjunct(sentence, token, starts, len(sentence.tokens))[-1].index + 1
        if after in starts and starts[after].type == PERSON:
            return True
    abroad = title.title.rank in _ABROAD and token.lemma in {"в", "на", "при"}
    return abroad and (found.of is not None or token.index + 1 in starts)


def _adjunct(
    sentence: Sentence, first: Token, starts: dict[int, Candidate], stop: int, *, own: bool = False
) -> list[Token]:
    """The words of a prepositional phrase: up to a verb, a comma, or the name of a body or a person; where the state
    that the office is of is not yet named (``own``), up to its name: "министр по налогам (Новой Зеландии)".
    """
    phrase = [first]
    place = first.index + 1
    while place < min(stop, len(sentence.tokens)) and len(phrase) < 7:
        token, name = sentence.tokens[place], starts.get(place)
        if name is not None and name.type in {PERSON, ORGANISATION}:
            break
        last = phrase[-1]
        if own and _is_body(name) and token.has(Case="Gen") and last.pos == "NOUN" and last.lemma not in _MATTERS:
            break
        if token.pos not in {"NOUN", "ADJ", "PROPN", "CCONJ"} or token.has(Case="Nom"):
            break
        phrase += name.tokens if name is not None else (token,)
        place = phrase[-1].index + 1
        if name is not None:
            break
    return phrase


def words_without_body(title: FoundTitle, beside: Beside) -> tuple[str, bool]:
    """The words of an office without a common noun for its body at their end ("глава партии" is глава), and whether
    there was one.
    """
    if beside.of is not None and beside.of.type == PLACE:
        return _words_without_kind(title, beside.words), False
    after = (*title.tokens[1:], *beside.words)
    whole = _joined(title.words, beside.words)
    if not after or not is_noun_for_bodies(after[-1]) or (beside.of is not None and beside.of.type == STATE):
        return whole, False
    if not beside.words:
        return whole.rpartition(" ")[0], True
    return _joined(title.words, _without_generic_noun(beside.words)), True


def _joined(title: str, added: Sequence[Token]) -> str:
    return " ".join([title, *(token.text for token in added)]).replace(" ,", ",")


def _words_without_kind(title: FoundTitle, words_: tuple[Token, ...]) -> str:
    """The words of an office without the noun for the place that follows: "глава города Иваново" is глава."""
    own = words_[:-1] if words_ and words_[-1].lemma in actor_words()["kinds_of_places"] else words_
    called = title.words
    if not words_ and len(title.tokens) > 1 and title.tokens[-1].lemma in actor_words()["kinds_of_places"]:
        called = called.rpartition(" ")[0]
    return _joined(called, own)


def _without_generic_noun(words_: tuple[Token, ...]) -> tuple[Token, ...]:
    """What belongs to a title, without the noun for the body whose name follows: "директор предприятия «Знамя»"."""
    if words_ and is_noun_for_bodies(words_[-1]):
        rest = list(words_[:-1])
        while rest and rest[-1].pos == "ADJ":
            rest.pop()
        return tuple(rest)
    return words_


def _trimmed(sentence: Sentence, found: Beside, title: FoundTitle) -> Beside:
    """Without prepositions, conjunctions, adjectives and quotation marks that hang over at the end."""
    own = list(found.words)
    while own and own[-1].pos in {"ADP", "ADJ", "ADV", "DET", "CCONJ"}:
        own.pop()
    last = found.last
    while last > title.tokens[-1].index and sentence.tokens[last].pos in {"PUNCT", "ADP", "CCONJ"}:
        last -= 1
    return replace(found, words=tuple(own), last=last)
