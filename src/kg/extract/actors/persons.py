"""Names of persons as the tagger gives them, mended where Russian grammar tells better.

The tagger knows neither initials that a full stop divides from the surname (А. Иванов) nor that a common noun at the
start of a sentence has its capital from there (Преемник Иванова), and now and then it cuts a full name in two.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.extract.actors.names import is_plural_surname
from kg.extract.lexicon import words
from kg.knowledge import Gazetteer
from kg.knowledge.titles import Titles
from kg.language import Sentence, Token
from kg.language.morphology import fold, forms

_NAME_TAGS = frozenset({"Name", "Surn", "Patr", "Init"})
_PROPER_TAGS = _NAME_TAGS | {"Geox", "Orgn", "Trad"}

Name = tuple[Token, ...]


def person_names(sentence: Sentence, tagged: Iterable[Name], gazetteer: Gazetteer) -> Iterator[Name]:
    """The names of persons in a sentence.

    Args:
        sentence: in which they stand.
        tagged: the tokens of what the tagger takes for persons, in the order of the text.
        gazetteer: knows the states whose name may stand before a person's.
    """
    for joined in _joined(tagged):
        for name in _full_names(joined, gazetteer):
            whole = _known_with_word_before(sentence, name, gazetteer)
            own = whole or _without_state(sentence, _without_common_words(sentence, name), gazetteer)
            own = _with_initials(sentence, own)
            if own and own[0].text[:1].isupper() and not _names_nobody(sentence, own, gazetteer):
                yield own


def _known_with_word_before(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Name:
    """A person whom the gazetteer knows by the name with the word before it, or with a first one that is a common word:
    "Пан Ги Мун"; empty where it knows none.
    """
    before = sentence.next(name[0], -1)
    wider = (before, *name) if before is not None and before.text[:1].isupper() else name
    for tokens in (wider, name):
        match = gazetteer.first(tokens) if len(tokens) > 1 else None
        is_person = match is not None and match.last == len(tokens) and match.entries[0].type == "Person"
        if is_person and not _is_title(tokens[0]):
            return tokens
    return ()


def is_initial(token: Token | None) -> bool:
    """Is it a single capital letter?"""
    return token is not None and len(token.text) == 1 and token.text.isupper()


def is_first_name(token: Token) -> bool:
    """Does the dictionary know it as a first name, in one of its likeliest readings?"""
    return _is_first_name(token.text)


@lru_cache(maxsize=50_000)
def _is_first_name(word: str) -> bool:
    return any("Name" in form.tag and form.is_known for form in forms(fold(word))[:3])


# --- names that were cut or run together --------------------------------------------------------------------------


def _joined(tagged: Iterable[Name]) -> Iterator[Name]:
    """A first name and the surname right after it in the same case are one: "Радия" "Хабирова"; so are initials."""
    waiting: Name = ()
    for name in tagged:
        if waiting and _continues(waiting, name):
            waiting = (*waiting, *name)
        else:
            if waiting:
                yield waiting
            waiting = name
    if waiting:
        yield waiting


def _continues(first: Name, second: Name) -> bool:
    if first[-1].index + 1 != second[0].index:
        return False
    if is_initial(second[0]) and all(is_initial(token) or token.text == "." for token in second):
        return True
    cases = {first[-1].feats.get("Case"), second[0].feats.get("Case")} - {None}
    return len(first) == 1 and is_first_name(first[0]) and not is_first_name(second[0]) and len(cases) == 1


def _full_names(tokens: Name, gazetteer: Gazetteer) -> Iterator[Name]:
    """Two full names that follow one another come apart: first name, surname, first name, surname; or two of which the
    gazetteer knows one ("сын Ким Ир Сена Ким Чен Ир").
    """
    for match in gazetteer.match(tokens) if len(tokens) > 4 else ():
        border = match.last if match.first == 0 else match.first
        if match.entries[0].type == "Person" and 1 < border < len(tokens) - 1:
            yield tokens[:border]
            yield tokens[border:]
            return
    if len(tokens) == 4 and is_first_name(tokens[0]) and is_first_name(tokens[2]) and not is_first_name(tokens[1]):
        yield tokens[:2]
        yield tokens[2:]
    else:
        yield tokens


def _with_initials(sentence: Sentence, name: Name) -> Name:
    """The name with the initials before or after it, each with its full stop: "Д. Иванов", "Иванов И. И."; initials
    with the surname before them, where the tagger overlooks that.
    """
    if name and all(is_initial(token) or token.text in _AMONG_INITIALS for token in name):
        surname = sentence.next(name[0], -1)
        is_name = surname is not None and surname.pos == "PROPN" and surname.text[:1].isupper()
        return (surname, *name) if is_name and surname is not None else name
    if not name or is_initial(name[-1]) or any(is_initial(token) for token in name):
        return _with_last_stop(sentence, name)
    first = name[0]
    while (stop := sentence.next(first, -1)) is not None and stop.text == "." and is_initial(sentence.next(stop, -1)):
        first = sentence.tokens[stop.index - 1]
    if first is not name[0]:
        return sentence.tokens[first.index : name[-1].index + 1]
    last, letters = name[-1], 0
    while (token := sentence.next(last)) is not None and (is_initial(token) or token.text in _AMONG_INITIALS):
        letters += is_initial(token)
        last = token
    return sentence.tokens[first.index : last.index + 1] if letters > 1 and last.text == "." else name


_AMONG_INITIALS = frozenset({".", "-"})


def _with_last_stop(sentence: Sentence, name: Name) -> Name:
    """The name with the full stop of its last initial, where another initial has one."""
    stop = sentence.next(name[-1]) if name else None
    if stop is None or stop.text != "." or not is_initial(name[-1]) or all(token.text != "." for token in name):
        return name
    return (*name, stop)


def names_several(sentence: Sentence, name: Sequence[Token]) -> bool:
    """Is it a surname that several have together: "Орловы", "супруги Обама"? Not: "клан Кадырова", who is one."""
    if len(name) > 1:
        return False
    before = sentence.next(name[0], -1)
    shared = before is not None and before.lemma in words("kin_nouns.tsv")
    collective = before is not None and (before.has(Number="Plur") or before.lemma not in _RELATIVES)
    return is_plural_surname(name[0].text) or (shared and collective and not _is_genitive(name[0]))


def _is_genitive(token: Token) -> bool:
    """Is it the genitive of a man's surname?"""
    return any({"Surn", "masc", "sing", "gent"} <= form.tag.grammemes for form in forms(fold(token.text)))


_RELATIVES = frozenset({"супруг", "брат", "сестра"})
"""Kin of whom one may be meant: "брат Орлова"."""


# --- what is no name ----------------------------------------------------------------------------------------------


def _without_common_words(sentence: Sentence, name: Name) -> Name:
    """The name without a common noun that has its capital only from the start of the sentence ("Преемник Иванова"), or
    that is a title ("Сэр", "Шейх").
    """
    rest = list(name)
    while len(rest) > 1 and rest[1].text[:1].isalpha():
        starts = rest[0].index == 0 or sentence.tokens[rest[0].index - 1].pos == "PUNCT"
        if not (is_common(rest[0]) and (starts or rest[0].text.islower() or _is_title(rest[0]))):
            break
        if not (rest[1].text[:1].isupper() or len(rest) > 2):
            break
        rest.pop(0)
    return tuple(rest)


def is_common(token: Token) -> bool:
    """Does the dictionary know each part of a word, and none as a name?"""
    return all(map(_is_common, token.text.split("-")))


@lru_cache(maxsize=50_000)
def _is_common(word: str) -> bool:
    readings = forms(fold(word))
    return bool(readings) and readings[0].is_known and not any(_PROPER_TAGS & form.tag.grammemes for form in readings)


def _is_place(token: Token, gazetteer: Gazetteer) -> bool:
    """Does the gazetteer know it as a state, or the dictionary as a place and no person?"""
    if _is_known_place(token.text):
        return True
    match = gazetteer.first((token,))
    return match is not None and match.entries[0].type == "State"


@lru_cache(maxsize=10_000)
def _is_known_place(word: str) -> bool:
    readings = {tag for form in forms(fold(word)) for tag in form.tag.grammemes}
    return "Geox" in readings and not _NAME_TAGS & readings


def _is_title(token: Token) -> bool:
    return Titles.load().first((token,)) is not None


def _without_state(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> Name:
    """The name without a state's in the genitive before it: "(король) Тонги Тауфаахау Тупу"; one that does not inflect
    stands after a title: "король Эсватини Мсвати III".
    """
    if len(name) < 2 or not name[1].text[:1].isupper() or is_first_name(name[0]):
        return name
    match = gazetteer.first(name[:1])
    if match is None or match.entries[0].type != "State":
        return name
    entries = match.entries
    is_inflected = all(fold(name[0].text) != fold(known) for entry in entries for known in (entry.name, *entry.names))
    title = sentence.next(name[0], -1)
    is_whose = is_inflected or (title is not None and title.pos == "NOUN" and _is_title(title))
    return name[1:] if is_whose else name


def _names_nobody(sentence: Sentence, name: Sequence[Token], gazetteer: Gazetteer) -> bool:
    """Is it an everyday word, the name of a place, a title without a name ("Папа Римский"), or initials alone? A
    surname that is an everyday word is found where the full name stands elsewhere.
    """
    if all(is_initial(token) or token.text in _AMONG_INITIALS for token in name):
        return True
    if len(name) == 1:
        if is_common(name[0]) and (begins(sentence, name[0]) or _is_title(name[0])):
            return True
        return (is_common(name[0]) or _is_place(name[0], gazetteer)) and not gazetteer.persons(name[0].text)
    title = Titles.load().first(name)
    return title is not None and title.last == len(name)


def begins(sentence: Sentence, token: Token) -> bool:
    """Has a word its capital from where it stands: first, or after a mark that no sentence goes on after?"""
    before = sentence.next(token, -1)
    return before is None or (before.pos == "PUNCT" and before.text not in _INSIDE)


_INSIDE = frozenset("«\"“„'(,")
