"""The titles in a sentence: those of the dictionary, and nouns that a body beside them makes titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.actors.candidates import ORGANISATION, PERSON, Candidate
from kg.extract.actors.holders import before_the_comma
from kg.extract.lexicon import words
from kg.knowledge.titles import Title, TitleMatch, Titles
from kg.language import Sentence, Token
from kg.language.morphology import fold

QUOTATION_MARKS = frozenset({"«", '"', "“", "»", "”", "„", "''", "'"})


@dataclass(frozen=True)
class FoundTitle:
    """A title among tokens, with the titles in the genitive that hang on it: "помощник заместителя госсекретаря"."""

    title: Title
    tokens: tuple[Token, ...]
    words: str
    """In the nominative."""
    head: Token
    """Its own noun; of one who only acts in the office ("исполняющий обязанности министра") the participle, of one of
    several ("один из лидеров") the numeral."""
    plural: bool = False
    """Does it stand for several: депутаты?"""


def find_titles(sentence: Sentence, names: Sequence[Candidate], titles: Titles) -> list[FoundTitle]:
    """The titles of a sentence, in its order."""
    found = list(_of_dictionary(sentence, names, titles))
    found += _callings(sentence, names, {token.index for title in found for token in title.tokens})
    return sorted(found, key=lambda title: title.tokens[0].index)


# --- titles of the dictionary -------------------------------------------------------------------------------------


def _of_dictionary(sentence: Sentence, names: Sequence[Candidate], titles: Titles) -> Iterator[FoundTitle]:
    """Titles as the dictionary has them; one in the genitive right after another is a part of it, and a body that a
    title names ("глава МИД") is not.
    """
    found: list[FoundTitle] = []
    for whole in titles.find(sentence.tokens):
        match = _without_body(sentence, _without_verb(sentence, whole, titles), names, titles)
        tokens = sentence.tokens[match.first : match.last]
        head = sentence.top(tokens)
        if head.pos not in {"NOUN", "PROPN"} or any(_covers(name, tokens[0], names) for name in names):
            continue
        if _is_at_the_head(sentence, tokens) or _is_a_thing(head, match.title):
            continue
        if found and found[-1].tokens[-1].index == match.first - 1 and head.has(Case="Gen"):
            outer = found.pop()
            text = " ".join([outer.words, *(token.text for token in tokens)])
            implied = outer.title.implied or match.title.implied
            title = replace(outer.title, implied=implied)
            found.append(replace(outer, title=title, tokens=(*outer.tokens, *tokens), words=text))
        else:
            one = _one_of_them(sentence, tokens[0]) if match.plural else None
            plural = match.plural and one is None
            found.append(_acting(sentence, FoundTitle(match.title, tokens, match.title.name, one or head, plural)))
    yield from found


def _one_of_them(sentence: Sentence, first: Token) -> Token | None:
    """The "один" before a title in the plural that says that one is meant: "одного из лидеров"."""
    before = sentence.next(first, -1)
    while before is not None and before.pos == "ADJ":
        before = sentence.next(before, -1)
    one = sentence.next(before, -1) if before is not None and before.lemma == "из" else None
    return one if one is not None and one.lemma == "один" and one.has(Number="Sing") else None


def _is_a_thing(noun: Token, title: Title) -> bool:
    """Is it another noun, which is no person, in a form that the two share: "политику США" (политика, not политик)?"""
    return noun.has(Animacy="Inan") and len(title.name.split()) == 1 and noun.lemma != fold(title.name)


def _is_at_the_head(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Is it the noun of "во главе", which is no title?"""
    before = sentence.next(tokens[0], -1)
    return tokens[0].lemma == "глава" and tokens[0].has(Case="Loc") and before is not None and before.lemma == "в"


_ACTING = "исполняющий обязанности"


def _acting(sentence: Sentence, title: FoundTitle) -> FoundTitle:
    """The title with what says that somebody only acts in the office: "исполняющий обязанности", врио, "и. о."."""
    before = sentence.tokens[max(0, title.tokens[0].index - 4) : title.tokens[0].index]
    last = before[-1] if before else None
    if last is None or not title.head.has(Case="Gen"):
        return title
    acting = _ACTING
    if last.lemma == "обязанность" and len(before) > 1 and before[-2].lemma in {"исполняющий", "исполнять"}:
        tokens = before[-2:]
    elif last.lemma == "врио":
        acting, tokens = "врио", before[-1:]
    elif "".join(token.text for token in before[-4:]).casefold() == "и.о.":
        acting, tokens = "и.о.", before[-4:]
    else:
        return title
    written = " ".join([acting, *(token.text for token in title.tokens)])
    return replace(title, tokens=(*tokens, *title.tokens), words=written, head=tokens[0])


def _without_body(sentence: Sentence, match: TitleMatch, names: Sequence[Candidate], titles: Titles) -> TitleMatch:
    """The title before the body that it names: "глава" of "глава МИД РФ"; as it is where it names none."""
    for name in names:
        begin = name.tokens[0].index
        if match.title.rank == "military" and name.is_lower:
            continue  # "генерал армии" is a rank
        if name.type == ORGANISATION and match.first < begin < match.last:
            shorter = titles.first(sentence.tokens[match.first : begin])
            if shorter is not None and shorter.last == begin - match.first:
                return replace(match, last=begin, title=shorter.title)
            if begin == match.first + 1 and name.tokens[-1].index >= match.last - 1:
                title = Title(sentence.tokens[match.first].lemma, match.title.rank, "body")
                return replace(match, last=begin, title=title)
    return match


def _without_verb(sentence: Sentence, match: TitleMatch, titles: Titles) -> TitleMatch:
    """The title without a participle that is the verb before it: "избран президентом" is no "избранный президент"."""
    first = sentence.tokens[match.first]
    if first.pos not in {"VERB", "AUX"} or match.last - match.first < 2:
        return match
    shorter = titles.find(sentence.tokens[match.first + 1 : match.last])
    if not shorter:
        return match
    start = match.first + 1
    return replace(shorter[0], first=start + shorter[0].first, last=start + shorter[0].last)


def _covers(name: Candidate, token: Token, names: Sequence[Candidate]) -> bool:
    """Is a title only a part of a name, like that in "администрация президента США"? Not if its holder follows in the
    same case.
    """
    last = name.tokens[-1].index
    if not name.tokens[0].index <= token.index <= last:
        return False
    case = token.feats.get("Case")
    cases = {case, None} | ({"Gen", "Acc"} if case in {"Gen", "Acc"} else set())
    followed = any(
        other.type == PERSON and other.tokens[0].index == last + 1 and other.head.feats.get("Case") in cases
        for other in names
    )
    return not (followed and name.type == ORGANISATION and token is not name.tokens[0])


# --- callings -----------------------------------------------------------------------------------------------------


def _callings(sentence: Sentence, names: Sequence[Candidate], taken: set[int]) -> Iterator[FoundTitle]:
    """Nouns for persons with nothing but a body between them and a name, or after a name and a comma: what someone is
    there, be it a title or not: "солист «Арии» Иван Иванов", "Анна Петрова, модель Dior".
    """
    bodies = [name for name in names if name.type == ORGANISATION]
    persons = {name.tokens[0].index: name for name in names if bodies and name.type == PERSON}
    for body in bodies:
        mark = sentence.next(body.tokens[0], -1)
        quoted = mark is not None and mark.text in QUOTATION_MARKS
        if body.head.has(Case="Nom") and not quoted:
            continue
        noun = _noun_of_body(sentence, body)
        after = without_marks(sentence, body.tokens[-1], 1)
        if noun is None or noun.index in taken:
            continue
        person = persons.get(after.index) if after is not None else None
        if person is None and (after is None or after.pos == "PUNCT"):
            person = before_the_comma(sentence, noun, names)
        if person is None:
            continue
        same_case = noun.feats.get("Case") == person.head.feats.get("Case")
        if same_case or (person.head.has(Case="Nom") and noun.rel != "nmod"):
            yield FoundTitle(Title(noun.lemma, "member", "body"), (noun,), noun.lemma, noun)


def _noun_of_body(sentence: Sentence, body: Candidate) -> Token | None:
    """The noun for one person before a body, over adjectives and the noun for the body: "солист рок-группы «Ария»"."""
    noun = without_marks(sentence, body.tokens[0], -1)
    while noun is not None and ((noun.pos == "ADJ" and noun.has(Case="Gen")) or is_noun_for_bodies(noun)):
        noun = sentence.next(noun, -1)
    if noun is None or noun.pos != "NOUN" or not noun.has(Animacy="Anim", Number="Sing"):
        return None
    return noun if noun.text[:1].islower() or noun.index == 0 else None


def is_noun_for_bodies(token: Token) -> bool:
    """Is it a common noun for bodies: группа, рок-группа?"""
    return token.lemma.rpartition("-")[2] in words("organisation_nouns.tsv")


def without_marks(sentence: Sentence, token: Token, step: int) -> Token | None:
    """The next token in a direction that is no quotation mark."""
    found = sentence.next(token, step)
    while found is not None and found.text in QUOTATION_MARKS:
        found = sentence.next(found, step)
    return found
