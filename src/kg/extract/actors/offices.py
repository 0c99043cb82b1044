"""Words that name an office and who holds it: "президент Казахстана Касым-Жомарт Токаев", "глава МИД РФ"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.extract.actors.candidates import ORGANISATION, PERSON, PLACE, STATE, Candidate
from kg.extract.actors.holders import (
    REACH,
    adjacent_name,
    appointed,
    appointed_next,
    apposed_name,
    argument,
    at_a_post,
    before_the_comma,
    is_appointing,
    is_object,
    name_after_age,
)
from kg.extract.lexicon import rows, words
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.titles import Title, TitleMatch, Titles
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import Span

_COMMUNITIES = frozenset({"страна", "государство", "республика"})
_ABROAD = frozenset({"ambassador"})
"""The offices that name where they are held: "посол в России"."""


@dataclass(frozen=True)
class Office:
    """A title where it stands, with the body it is of and the name of its holder, if they stand beside it."""

    sentence: Sentence
    title: Title
    head: Token
    """The title's own noun: министр."""
    words: str
    """The title in the nominative with what belongs to it, without body: ``посол в России``."""
    span: Span
    of: Candidate | None
    """The body, the state or the place named beside it."""
    state: Entry | None
    """The state named beside it, by name or by adjective."""
    of_own_state: bool
    """Is it of "the country", "the state" or "the republic" of which the text speaks?"""
    of_own_body: bool
    """Is it of "the party", "the company" of which the text speaks?"""
    holder: Candidate | None
    rule: str
    subject: Token | None = None
    """Who is said to hold it, where that is no name but a pronoun or another title: "он был министром"."""


@dataclass(frozen=True)
class _Title:
    """A title among tokens, with the titles in the genitive that hang on it: "помощник заместителя госсекретаря"."""

    title: Title
    tokens: tuple[Token, ...]
    words: str


@dataclass(frozen=True)
class _Beside:
    """What stands after a title: what belongs to it, the body it is of, and where all that ends."""

    words: tuple[Token, ...] = ()
    of: Candidate | None = None
    state: Entry | None = None
    """The state, where a body's name that goes on past the title tells it: "администрация президента США"."""
    of_own_state: bool = False
    last: int = 0
    """The place of the last token that belongs to the office."""


def find_offices(
    sentence: Sentence, candidates: Sequence[Candidate], gazetteer: Gazetteer, titles: Titles
) -> Iterator[Office]:
    """The offices that a sentence names, given the names in it."""
    names = [candidate for candidate in candidates if not candidate.nested]
    found = list(_titles(sentence, names, titles))
    found += _callings(sentence, names, {token.index for title in found for token in title.tokens})
    found.sort(key=lambda title: title.tokens[0].index)
    offices: list[Office] = []
    for title in reversed(found):  # the holder of several offices stands after the last
        office = _office(sentence, title, names, gazetteer)
        offices.append(_with_holder_of(sentence, office, offices[-1]) if offices else office)
    yield from reversed(offices)
    yield from _by_leading(sentence, names)


_SHARING = frozenset({"office-before-name", "office-before-office"})


def _with_holder_of(sentence: Sentence, office: Office, following: Office) -> Office:
    """Two offices in a row have one holder: "наблюдатель от ОБСЕ португальский парламентарий Хуан Суареш", "депутат
    Госдумы, лидер партии «Родина» Иван Иванов"; not "президент Франции, канцлер Германии Ангела Меркель".
    """
    same_case = office.head.feats.get("Case") == following.head.feats.get("Case")
    same_case = same_case or (is_appointing(sentence, office.head) and is_object(following.head))
    if office.holder is not None or not same_case or following.rule not in _SHARING:
        return office
    between = sentence.within(Span(office.span.end, max(following.span.start, office.span.end + 1)))
    divided = bool(between) and following.span.start > office.span.end + 1
    if divided and ([token.text for token in between] != [","] or _at_odds(office, following)):
        return office
    return replace(office, holder=following.holder, rule="office-before-office")


def _at_odds(one: Office, other: Office) -> bool:
    """Are two offices of different states, so that one person hardly holds both?"""
    return one.state is not None and other.state is not None and one.state != other.state


def _titles(sentence: Sentence, names: Sequence[Candidate], titles: Titles) -> Iterator[_Title]:
    """The titles of a sentence; one in the genitive right after another is a part of it, and a body that a title names
    ("глава МИД") is not.
    """
    found: list[_Title] = []
    for whole in titles.find(sentence.tokens):
        match = _without_body(sentence, _without_verb(sentence, whole, titles), names, titles)
        tokens = sentence.tokens[match.first : match.last]
        head = sentence.top(tokens)
        if head.pos not in {"NOUN", "PROPN"} or any(_covers(name, tokens[0], names) for name in names):
            continue
        if found and found[-1].tokens[-1].index == match.first - 1 and head.has(Case="Gen"):
            outer = found.pop()
            text = " ".join([outer.words, *(token.text for token in tokens)])
            implied = outer.title.implied or match.title.implied
            found.append(_Title(replace(outer.title, implied=implied), (*outer.tokens, *tokens), text))
        else:
            found.append(_Title(match.title, tokens, match.title.name))
    yield from found


def _without_body(sentence: Sentence, match: TitleMatch, names: Sequence[Candidate], titles: Titles) -> TitleMatch:
    """The title before the body that it names: "глава" of "глава МИД РФ"; as it is where it names none."""
    for name in names:
        begin = name.tokens[0].index
        if name.type == ORGANISATION and match.first < begin < match.last:
            shorter = titles.find(sentence.tokens[match.first : begin])
            if shorter and shorter[0].first == 0 and shorter[0].last == begin - match.first:
                return TitleMatch(match.first, begin, shorter[0].title)
            if begin == match.first + 1 and name.tokens[-1].index >= match.last - 1:
                return TitleMatch(
                    match.first, begin, Title(sentence.tokens[match.first].lemma, match.title.rank, "body")
                )
    return match


def _without_verb(sentence: Sentence, match: TitleMatch, titles: Titles) -> TitleMatch:
    """The title without a participle that is the verb before it: "избран президентом" is no "избранный президент"."""
    first = sentence.tokens[match.first]
    if first.pos not in {"VERB", "AUX"} or match.last - match.first < 2:
        return match
    shorter = titles.find(sentence.tokens[match.first + 1 : match.last])
    if not shorter:
        return match
    return TitleMatch(match.first + 1 + shorter[0].first, match.first + 1 + shorter[0].last, shorter[0].title)


def _covers(name: Candidate, token: Token, names: Sequence[Candidate]) -> bool:
    """Is a title only a part of a name, like that in "администрация президента США"? Not if its holder follows."""
    last = name.tokens[-1].index
    if not name.tokens[0].index <= token.index <= last:
        return False
    followed = any(other.type == PERSON and other.tokens[0].index == last + 1 for other in names)
    return not (followed and name.type == ORGANISATION and token is not name.tokens[0])


def _office(sentence: Sentence, title: _Title, names: Sequence[Candidate], gazetteer: Gazetteer) -> Office:
    head = sentence.top(title.tokens)
    holder = apposed_name(sentence, head, title.tokens, names)
    beside = _beside(sentence, title, names, holder)
    holder = (
        holder
        or adjacent_name(sentence, head, beside.last, names)
        or name_after_age(sentence, head, beside.last, names)
    )
    rule = "office-before-name" if holder is not None else "office"
    if holder is None:
        holder = before_the_comma(sentence, title.tokens[0], names)
        rule = "office-after-name" if holder is not None else rule
    if holder is None:
        holder = appointed_next(sentence, head, beside.last, names)
        rule = "office-by-appointment" if holder is not None else rule
    subject = appointed(sentence, head) or at_a_post(sentence, head) if holder is None else None
    if subject is not None:
        holder = next((n for n in names if n.type == PERSON and n.head is subject), None)
        rule = "office-by-appointment"
        if holder is None and subject.pos not in {"PRON", "NOUN"}:
            subject, rule = None, "office"
    state = beside.of.state if beside.of is not None else beside.state
    first = title.tokens[0]
    before = sentence.next(first, -1)
    if before is not None and before.pos == "ADJ" and (demonym := gazetteer.demonym(before.lemma)) is not None:
        state, first = state or demonym, before
    if state is None and beside.of is None and title.title.implied is not None:
        state = gazetteer.state(title.title.implied)
    end = sentence.tokens[beside.last].end
    if rule == "office-before-name" and holder is not None:
        end = holder.span.end
    own_words, generic = _words_without_body(title, beside)
    before_last = sentence.next((*title.tokens, *beside.words)[-1], -1)
    described = before_last is not None and before_last.pos == "ADJ"  # "директор крупной компании": of another
    own_body = generic and not described and beside.of is None and state is None
    return Office(
        sentence=sentence,
        title=title.title,
        head=head,
        words=own_words,
        span=Span(first.start, end),
        of=beside.of,
        state=state,
        of_own_state=beside.of_own_state,
        of_own_body=own_body,
        holder=holder,
        rule=rule,
        subject=subject if holder is None else None,
    )


# --- bodies that somebody leads, and callings ---------------------------------------------------------------------


def _by_leading(sentence: Sentence, names: Sequence[Candidate]) -> Iterator[Office]:
    """Who leads a body by a verb: "Иванов возглавляет «Роснефть»", "Иванов, руководивший Генштабом"."""
    for name in names:
        verb = sentence.head(name.head)
        if name.type != ORGANISATION or verb is None or name.head.rel not in {"obj", "obl", "nsubj:pass"}:
            continue
        title = _leading_verbs().get(verb.lemma)
        case = "Ins" if title is not None and title[1] == "instrumental" else "Acc"
        if title is None or name.head.feats.get("Case") not in {case, "Nom", None}:
            continue
        subject = argument(sentence, verb, of_others=False)
        if subject is None or subject is name.head:
            continue
        holder = next((n for n in names if n.type == PERSON and n.head is subject), None)
        if holder is None and subject.pos == "PROPN":
            continue
        yield Office(
            sentence=sentence,
            title=Title(title[0], "head-of-body", "body"),
            head=verb,
            words=title[0],
            span=Span(min(verb.start, name.span.start), max(verb.end, name.span.end)),
            of=name,
            state=name.state,
            of_own_state=False,
            of_own_body=False,
            holder=holder,
            rule="office-by-leading",
            subject=subject if holder is None else None,
        )


@cache
def _leading_verbs() -> dict[str, tuple[str, str]]:
    return {fold(row[0]): (row[1], row[2]) for row in rows("leading_verbs.tsv")}


def _callings(sentence: Sentence, names: Sequence[Candidate], taken: set[int]) -> Iterator[_Title]:
    """Nouns for persons with nothing but a body between them and a name, or after a name and a comma: what someone is
    there, be it a title or not: "солист «Арии» Иван Иванов", "Анна Петрова, модель Dior".
    """
    persons = {name.tokens[0].index: name for name in names if name.type == PERSON}
    ends = {name.tokens[-1].index: name for name in names if name.type == PERSON}
    for body in names:
        mark = sentence.next(body.tokens[0], -1)
        quoted = mark is not None and mark.text in _MARKS
        if body.type != ORGANISATION or (body.head.has(Case="Nom") and not quoted):
            continue
        noun = _noun_of_body(sentence, body)
        after = _without_marks(sentence, body.tokens[-1], 1)
        comma = sentence.next(noun, -1) if noun is not None else None
        if noun is None or noun.index in taken:
            continue
        person = persons.get(after.index) if after is not None else None
        if person is None and comma is not None and comma.text == "," and (after is None or after.pos == "PUNCT"):
            person = ends.get(comma.index - 1)
        if person is None:
            continue
        same_case = noun.feats.get("Case") == person.head.feats.get("Case")
        if same_case or (person.head.has(Case="Nom") and noun.rel != "nmod"):
            yield _Title(Title(noun.lemma, "other", "body"), (noun,), noun.lemma)


def _noun_of_body(sentence: Sentence, body: Candidate) -> Token | None:
    """The noun for one person before a body, over adjectives and the noun for the body: "солист рок-группы «Ария»"."""
    noun = _without_marks(sentence, body.tokens[0], -1)
    while noun is not None and ((noun.pos == "ADJ" and noun.has(Case="Gen")) or _is_generic(noun)):
        noun = sentence.next(noun, -1)
    if noun is None or noun.pos != "NOUN" or not noun.has(Animacy="Anim", Number="Sing"):
        return None
    return noun if noun.text[:1].islower() or noun.index == 0 else None


def _is_generic(token: Token) -> bool:
    """Is it a common noun for bodies: группа, рок-группа?"""
    return token.lemma.rpartition("-")[2] in words("organisation_nouns.tsv")


def _without_marks(sentence: Sentence, token: Token, step: int) -> Token | None:
    """The next token in a direction that is no quotation mark."""
    found = sentence.next(token, step)
    while found is not None and found.text in _MARKS:
        found = sentence.next(found, step)
    return found


# --- the body -----------------------------------------------------------------------------------------------------


def _beside(sentence: Sentence, title: _Title, names: Sequence[Candidate], holder: Candidate | None) -> _Beside:
    """Reads on from a title: genitives ("отдела"), prepositional phrases ("по вопросам …"), the body, the state."""
    starts = {name.tokens[0].index: name for name in names}
    stop = holder.tokens[0].index if holder is not None else len(sentence.tokens)
    found = _Beside(last=title.tokens[-1].index)
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
        elif name is None and token.lemma in _COMMUNITIES and token.has(Case="Gen", Number="Sing") and not found.of:
            found = replace(found, of_own_state=True, last=place)
        elif token.text in _MARKS or (token.lemma == "от" and _is_body(starts.get(place + 1))):
            found = replace(found, last=place)
        elif token.pos == "ADP" and _begins_adjunct(sentence, token, title, found, starts, holder):
            phrase = _adjunct(sentence, token, starts, stop, own=found.of is None)
            found = replace(found, words=(*found.words, *phrase), last=phrase[-1].index)
        elif name is None and found.of is None and _begins_body(sentence, token, starts):
            found = replace(found, words=(*found.words, token), last=token.index)
        elif name is None and found.of is None and token.pos in {"NOUN", "ADJ"} and token.has(Case="Gen"):
            if not token.text[:1].islower() and not _begins_department(sentence, token, starts):
                break
            found = replace(found, words=(*found.words, token), last=token.index)
        else:
            break
        place = found.last + 1
    return _trimmed(sentence, found, title)


_MARKS = frozenset({"«", '"', "“", "»", "”", "„", "''", "'"})


def _is_body(name: Candidate | None) -> bool:
    return name is not None and name.type in {STATE, ORGANISATION}


def _governs(title: _Title, name: Candidate, before: Token) -> bool:
    """Is an office that of a place: "мэр Москвы", "губернатор штата Нью-Йорк"; not "житель Москвы", "профессор"?"""
    named_as_what = before.lemma in KINDS_OF_PLACES
    return name.type == PLACE and title.title.rank not in CALLINGS and (named_as_what or name.head.has(Case="Gen"))


CALLINGS = frozenset({"other", "expert", "journalist"})
"""The ranks of titles that are no offices by themselves: what somebody is called (режиссёр), or is in a body (член)."""

KINDS_OF_PLACES = frozenset({"штат", "область", "край", "округ", "республика", "город", "район", "провинция", "регион"})


def _is_government(name: Candidate | None) -> bool:
    return name is not None and name.rule == "government-of-state"


def _begins_body(sentence: Sentence, token: Token, starts: dict[int, Candidate]) -> bool:
    """Is it the common noun right before a body's name, whatever case the tagger sees in it: "рок-группы «Ария»"?"""
    name = _without_marks(sentence, token, 1)
    return _is_generic(token) and name is not None and _is_body(starts.get(name.index))


def _begins_department(sentence: Sentence, token: Token, starts: dict[int, Candidate]) -> bool:
    """Does a capital adjective begin the name of a body's part ("Главного управления …"), rather than a person's?"""
    return token.pos == "ADJ" and any(
        following.index in starts and _is_body(starts[following.index])
        for following in sentence.tokens[token.index + 1 : token.index + 6]
    )


def _goes_on(sentence: Sentence, found: _Beside, name: Candidate) -> bool:
    """Does a body belong to the one before it ("ГРУ Генштаба"), or send the holder ("депутат Госдумы от «Родины»")?"""
    before = sentence.tokens[name.tokens[0].index - 1]
    of_body = found.of is not None and found.of.type == ORGANISATION and name.head.has(Case="Gen")
    return (of_body and before.index == found.last) or before.lemma == "от"


def _joins_genitives(
    sentence: Sentence, token: Token, title: _Title, found: _Beside, starts: dict[int, Candidate]
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


def _begins_adjunct(
    sentence: Sentence,
    token: Token,
    title: _Title,
    found: _Beside,
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
        phrase.append(token)
        place += 1
        if name is not None:
            break
    return phrase


_MATTERS = frozenset({"дело", "вопрос", "проблема", "урегулирование"})
"""Nouns in whose genitive stands what an office deals with, not whose it is: "спецпредставитель по делам Ирака"."""


def _words_without_body(title: _Title, beside: _Beside) -> tuple[str, bool]:
    """The words of an office without a common noun for its body at their end ("глава партии" is глава), and whether
    there was one.
    """
    if beside.of is not None and beside.of.type == PLACE:
        return _words_without_kind(title, beside.words), False
    after = (*title.tokens[1:], *beside.words)
    whole = " ".join([title.words, *(token.text for token in beside.words)])
    if not after or not _is_generic(after[-1]) or (beside.of is not None and beside.of.type == STATE):
        return whole, False
    if not beside.words:
        return whole.rpartition(" ")[0], True
    return " ".join([title.words, *(token.text for token in _without_generic_noun(beside.words))]), True


def _words_without_kind(title: _Title, words_: tuple[Token, ...]) -> str:
    """The words of an office without the noun for the place that follows: "глава города Иваново" is глава."""
    own = words_[:-1] if words_ and words_[-1].lemma in KINDS_OF_PLACES else words_
    called = title.words
    if not words_ and len(title.tokens) > 1 and title.tokens[-1].lemma in KINDS_OF_PLACES:
        called = called.rpartition(" ")[0]
    return " ".join([called, *(token.text for token in own)])


def _without_generic_noun(words_: tuple[Token, ...]) -> tuple[Token, ...]:
    """What belongs to a title, without the noun for the body whose name follows: "директор предприятия «Знамя»"."""
    if words_ and _is_generic(words_[-1]):
        rest = list(words_[:-1])
        while rest and rest[-1].pos == "ADJ":
            rest.pop()
        return tuple(rest)
    return words_


def _trimmed(sentence: Sentence, found: _Beside, title: _Title) -> _Beside:
    """Without prepositions, conjunctions, adjectives and quotation marks that hang over at the end."""
    own = list(found.words)
    while own and own[-1].pos in {"ADP", "ADJ", "DET", "CCONJ"}:
        own.pop()
    last = found.last
    while last > title.tokens[-1].index and sentence.tokens[last].pos in {"PUNCT", "ADP", "CCONJ"}:
        last -= 1
    return replace(found, words=tuple(own), last=last)
