"""Words that name an office and who holds it: "президент Казахстана Касым-Жомарт Токаев", "глава МИД РФ"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from kg.extract.actors.candidates import ORGANISATION, PERSON, STATE, Candidate
from kg.extract.lexicon import words
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.titles import Title, TitleMatch, Titles
from kg.language import Sentence, Token
from kg.model import Span

_REACH = 14
"""How many tokens may stand between a title and the name of its holder."""

_APPOSED = frozenset({"appos", "flat", "flat:name", "nmod"})
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
    """The body or state named beside it."""
    state: Entry | None
    """The state named beside it, by name or by adjective."""
    of_own_state: bool
    """Is it of "the country", "the state" or "the republic" of which the text speaks?"""
    holder: Candidate | None
    rule: str


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
    offices = [_office(sentence, title, names, gazetteer) for title in _titles(sentence, names, titles)]
    for office, following in zip_longest(offices, offices[1:]):
        yield _with_holder_of(office, following) if following is not None else office


def _with_holder_of(office: Office, following: Office) -> Office:
    """Two offices in a row have one holder: "наблюдатель от ОБСЕ португальский парламентарий Хуан Суареш"."""
    gap = following.span.start - office.span.end
    same_case = office.head.feats.get("Case") == following.head.feats.get("Case")
    if office.holder is not None or gap not in {0, 1} or not same_case or following.rule != "office-before-name":
        return office
    return replace(office, holder=following.holder, rule="office-before-office")


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
    holder = _apposed_name(sentence, head, title, names)
    beside = _beside(sentence, title, names, holder)
    holder = holder or _adjacent_name(head, beside, names)
    rule = "office-before-name" if holder is not None else "office"
    if holder is None:
        holder = _before_the_comma(sentence, title.tokens[0], names)
        rule = "office-after-name" if holder is not None else rule
    if holder is None:
        holder = _appointed(sentence, head, names)
        rule = "office-by-appointment" if holder is not None else rule
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
    return Office(
        sentence=sentence,
        title=title.title,
        head=head,
        words=" ".join([title.words, *(token.text for token in beside.words)]),
        span=Span(first.start, end),
        of=beside.of,
        state=state,
        of_own_state=beside.of_own_state,
        holder=holder,
        rule=rule,
    )


# --- the holder ---------------------------------------------------------------------------------------------------


def _apposed_name(sentence: Sentence, head: Token, title: _Title, names: Sequence[Candidate]) -> Candidate | None:
    """The person whose name the tree apposes to a title, with no comma between them."""
    for name in names:
        place = name.tokens[0].index
        if name.type == PERSON and 0 < place - title.tokens[-1].index <= _REACH:
            between = sentence.tokens[title.tokens[-1].index + 1 : place]
            apposed = name.head.rel in _APPOSED and sentence.head(name.head) in title.tokens
            if apposed and _agree(head, name) and all(token.text not in {",", ";", ":"} for token in between):
                return name
    return None


def _adjacent_name(head: Token, beside: _Beside, names: Sequence[Candidate]) -> Candidate | None:
    """The person whose name follows right after an office."""
    for name in names:
        if name.type == PERSON and name.tokens[0].index == beside.last + 1:
            return name if _agree(head, name) else None
    return None


def _agree(head: Token, name: Candidate) -> bool:
    """Do title and name agree in case, as far as the tagger tells? A name that does not inflect looks nominative."""
    one, other = head.feats.get("Case"), name.head.feats.get("Case")
    return one is None or other in {None, one, "Nom"} or {one, other} <= {"Gen", "Acc"}


def _before_the_comma(sentence: Sentence, first: Token, names: Sequence[Candidate]) -> Candidate | None:
    """The person in "Барри Лоуенкрон, государственный секретарь США, …", "X — президент Y"."""
    token = sentence.next(first, -1)
    while token is not None and token.pos in {"ADJ", "DET"}:
        token = sentence.next(token, -1)
    if token is None or token.text not in {",", "—", "–", "-", "("}:
        return None
    case = first.feats.get("Case")
    for name in names:
        if name.type == PERSON and name.tokens[-1].index == token.index - 1:
            return name if case in {"Nom", name.head.feats.get("Case")} else None
    return None


def _appointed(sentence: Sentence, head: Token, names: Sequence[Candidate]) -> Candidate | None:
    """The person who "is", "was elected" or "appointed" something: subject of the verb, or its object if active."""
    verb = sentence.head(head)
    if verb is None or not head.has(Case="Ins") or verb.lemma not in words("appointment_verbs.tsv"):
        return None
    rels = (
        ("obj", "nsubj:pass") if verb.has(Voice="Act") and sentence.children(verb, "obj") else ("nsubj:pass", "nsubj")
    )
    arguments = sentence.children(verb, *rels)
    return next((n for n in names if n.type == PERSON and n.head in arguments), None)


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
    while place < min(stop, found.last + _REACH):
        token = sentence.tokens[place]
        name = starts.get(place)
        if name is not None and name.type in {STATE, ORGANISATION} and found.of is None:
            found = replace(found, of=name, words=_without_generic_noun(found.words), last=name.tokens[-1].index)
        elif name is None and token.lemma in _COMMUNITIES and token.has(Case="Gen", Number="Sing") and not found.of:
            found = replace(found, of_own_state=True, last=place)
        elif token.text in _MARKS or (token.lemma == "от" and _is_body(starts.get(place + 1))):
            found = replace(found, last=place)
        elif token.pos == "ADP" and _begins_adjunct(token, title, found, starts, holder):
            phrase = _adjunct(sentence, token, starts, stop)
            found = replace(found, words=(*found.words, *phrase), last=phrase[-1].index)
        elif name is None and found.of is None and token.pos in {"NOUN", "ADJ"} and token.has(Case="Gen"):
            if not token.text[:1].islower():
                break
            found = replace(found, words=(*found.words, token), last=token.index)
        else:
            break
        place = found.last + 1
    return _trimmed(sentence, found, title)


_MARKS = frozenset({"«", '"', "“", "»", "”"})


def _is_body(name: Candidate | None) -> bool:
    return name is not None and name.type in {STATE, ORGANISATION}


def _begins_adjunct(
    token: Token, title: _Title, found: _Beside, starts: dict[int, Candidate], holder: Candidate | None
) -> bool:
    """Does a preposition begin a part of the title: "по вопросам", "посол в России", or all up to its holder's name?"""
    if token.lemma == "по" or holder is not None:
        return True
    abroad = title.title.rank in _ABROAD and token.lemma in {"в", "на", "при"}
    return abroad and (found.of is not None or token.index + 1 in starts)


def _adjunct(sentence: Sentence, first: Token, starts: dict[int, Candidate], stop: int) -> list[Token]:
    """The words of a prepositional phrase: up to a verb, a comma, or the name of a body or a person."""
    phrase = [first]
    place = first.index + 1
    while place < min(stop, len(sentence.tokens)) and len(phrase) < 7:
        token, name = sentence.tokens[place], starts.get(place)
        if name is not None and name.type in {PERSON, ORGANISATION}:
            break
        if token.pos not in {"NOUN", "ADJ", "PROPN", "CCONJ"} or token.has(Case="Nom"):
            break
        phrase.append(token)
        place += 1
        if name is not None:
            break
    return phrase


def _without_generic_noun(words_: tuple[Token, ...]) -> tuple[Token, ...]:
    """What belongs to a title, without the noun for the body whose name follows: "директор предприятия «Знамя»"."""
    if words_ and words_[-1].lemma in words("organisation_nouns.tsv"):
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
