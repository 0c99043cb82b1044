"""Which candidates are one: the forms of a name inside an article brought together.

A wrong merge costs more than a missed one: where it is unclear, two stay two.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from kg.extract.actors.candidates import ORGANISATION, PERSON, PLACE, STATE, Candidate
from kg.extract.actors.gender import surname_and_verb_gender, surname_gender, verb_gender
from kg.extract.actors.groups import (
    Group,
    Groups,
    first_word_keys,
    first_word_queries,
    sentence_key,
    surname_keys,
    word_keys,
)
from kg.extract.actors.implied import SHORTENED, is_beginning
from kg.extract.actors.names import acronym, is_patronymic, misspelt, same_word
from kg.extract.actors.vocabulary import actor_words
from kg.knowledge import Organ
from kg.language.morphology import fold


def group(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Brings candidates together, type by type; groups in the order of their first members."""
    groups = [
        *_states([c for c in candidates if c.type == STATE]),
        *_organisations(text, [c for c in candidates if c.type == ORGANISATION]),
        *_persons(text, [c for c in candidates if c.type == PERSON]),
        *_places([c for c in candidates if c.type == PLACE]),
    ]
    return sorted(groups, key=lambda one: one.members[0].span)


def _join(
    groups: Groups,
    candidate: Candidate,
    same: Callable[[Candidate, Candidate], bool],
    keys: Iterable[Hashable],
    queries: Iterable[Hashable],
) -> Group:
    """Puts a candidate into the first group with a member that it is the same as, else into one of its own."""
    fitting = (one for one, members in groups.sharing(queries) if any(same(member, candidate) for member in members))
    return groups.add(candidate, keys, next(fitting, None))


def _states(candidates: Sequence[Candidate]) -> list[Group]:
    groups: dict[str, Group] = {}
    for candidate in candidates:
        entry = candidate.entries[0]
        groups.setdefault(entry.iso_code or entry.name, Group(STATE)).add(candidate)
    return list(groups.values())


# --- persons ------------------------------------------------------------------------------------------------------


def _persons(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Full names first, then those with initials, which join the only one that they fit, then surnames alone with the
    full name that has them; of several, the one last named.
    """
    groups = Groups(PERSON)

    def same(one: Candidate, other: Candidate) -> bool:
        return _same_person(one, other) or _apposed(text, one, other)

    full = [one for one in candidates if len(one.words) > 1 and not _has_initial(one)]
    for candidate in sorted(full, key=_is_without_surname):
        keys = list(_person_keys(candidate))
        groups.add(candidate, keys, _addressed(groups, candidate)) if _is_without_surname(candidate) else _join(
            groups, candidate, same, keys, keys
        )
    for candidate in candidates:
        if _has_initial(candidate):
            _add_with_initials(groups, candidate, same)
    for candidate in candidates:
        if len(candidate.words) == 1:
            _add_single_name(groups, candidate)
    return groups.all


def _is_without_surname(candidate: Candidate) -> bool:
    """Is it a first name with a patronymic: "Иван Петрович"?"""
    words = candidate.words
    return len(words) == 2 and is_patronymic(words[1])


def _addressed(groups: Groups, candidate: Candidate) -> Group | None:
    """Who is meant by a first name and a patronymic: who has both, else the only one with that first name and no other
    patronymic.
    """
    first, patronymic = candidate.words
    called = [
        (one, members)
        for one, members in groups.sharing(("first", key) for key in word_keys(first))
        if any(same_word(member.words[0], first) for member in members)
    ]
    own = [one for one, members in called if any(_has_word(member, patronymic) for member in members)]
    others = [one for one, members in called if not any(map(_has_patronymic, members))]
    fitting = own or others
    return fitting[0] if len(fitting) == 1 else None


def _has_word(member: Candidate, word: str) -> bool:
    return any(same_word(other, word) for other in member.words[1:])


def _has_patronymic(member: Candidate) -> bool:
    return any(is_patronymic(word) for word in member.words[1:])


def _person_keys(candidate: Candidate) -> Iterator[Hashable]:
    """What two names of one person share: a whole word, or a surname that is misspelt in one."""
    words = candidate.words
    yield sentence_key(candidate)
    for word in words[:-1]:
        yield from word_keys(word)
    yield from surname_keys(words[-1])
    yield from (("end", key) for key in _end_keys(words))
    yield from (("first", key) for key in word_keys(words[0]))


def _end_keys(words: Sequence[str]) -> Iterator[str]:
    """Under which keys a surname alone finds a name: its last word; Asian names have the surname first."""
    yield from surname_keys(words[-1])
    yield "^" + words[-1][:1].casefold()
    if len(words) > 2:
        yield from word_keys(words[0])


def _has_initial(candidate: Candidate) -> bool:
    words = candidate.words
    return len(words) > 1 and any(len(word) == 1 for word in words)


def _add_with_initials(groups: Groups, candidate: Candidate, same: Callable[[Candidate, Candidate], bool]) -> None:
    """Puts "И. Орлов" to the only Иван Орлов; an Игорь Орлов and an Иван Орлов are not one by it."""
    gender = surname_gender(candidate.tokens[-1])
    keys = list(_person_keys(candidate))
    fitting = [
        one
        for one, members in groups.sharing(keys)
        if any(same(member, candidate) for member in members) and not _other_gender(one, gender)
    ]
    groups.add(candidate, keys, fitting[0] if len(fitting) == 1 else None)


def _same_person(one: Candidate, other: Candidate) -> bool:
    """Is each word of the shorter full name a word, or the initial of one, of the longer?"""
    shorter, longer = sorted((one.words, other.words), key=len)
    return _same_name(tuple(shorter), tuple(longer))


@lru_cache(maxsize=10_000)
def _same_name(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    left = list(longer)
    exact = 0
    for word in shorter:
        match = next((other_word for other_word in left if same_word(word, other_word)), None)
        if match is None:
            return _misspelt_name(shorter, longer)
        left.remove(match)
        exact += len(word) > 1 and len(match) > 1
    return exact > 0


def _misspelt_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Do two full names differ by a slip of the pen in the surname or the first name?"""
    if len(one) != len(other):
        return False
    unlike = [(a, b) for a, b in zip(one, other, strict=True) if not same_word(a, b)]
    return len(unlike) == 1 and misspelt(*unlike[0])


def _add_single_name(groups: Groups, candidate: Candidate) -> None:
    """Puts a surname alone to its bearer, a first name alone to the only one who has it."""
    word = candidate.words[0]
    gender = surname_and_verb_gender(candidate) or surname_gender(candidate.head)
    queries = surname_keys(word) | ({"^" + word.casefold()} if len(word) == 1 else set())
    bearers = [
        one
        for one, members in groups.sharing(("end", key) for key in queries)
        if any(_bears(member, word) for member in members) and not _other_gender(one, gender)
    ]
    if len(bearers) > 1 and (told := verb_gender(candidate)) is not None:
        bearers = [one for one in bearers if not _other_gender(one, told)] or bearers
    bearer = _meant(bearers, candidate.span.start)
    if not bearers and len(word) > 1:
        called = [
            one
            for one, members in groups.sharing(("first", key) for key in word_keys(word))
            if any(same_word(member.words[0], word) for member in members) and not _other_gender(one, gender)
        ]
        bearer = called[0] if len(called) == 1 else None
    groups.add(candidate, [("end", key) for key in _end_keys([word])], bearer)


_FAR = 600
"""Code points, some three sentences: one named that far before another is no longer in mind beside him."""


def _meant(bearers: Sequence[Group], offset: int) -> Group | None:
    """Of several bearers of a surname the one of whom the article mostly speaks (three times as often as of any other,
    or twice and last), or who alone was named shortly before, or of whom it speaks twice as often; else nobody.
    """
    if len(bearers) < 2:
        return next(iter(bearers), None)
    often = sorted(bearers, key=lambda one: -len(one.members))
    nearest, second = sorted(bearers, key=lambda one: one.distance(offset))[:2]
    times = len(often[0].members) / len(often[1].members)
    if times >= 3 or (times >= 2 and nearest is often[0]):
        return often[0]
    (after, gap), (next_after, next_gap) = nearest.distance(offset), second.distance(offset)
    if after < next_after or next_gap - gap > _FAR:
        return nearest
    return often[0] if times >= 2 else None


def _bears(member: Candidate, word: str) -> bool:
    """Is the word the last of a name, or its only one? Asian names have the surname first."""
    words = member.words
    ends = [words[-1], *(words[:1] if len(words) > 2 else ())]
    return any(len(end) > 1 and same_word(end, word) for end in ends) or misspelt(words[-1], word)


def _other_gender(one: Group, gender: str | None) -> bool:
    return gender is not None and one.gender is not None and gender != one.gender


# --- organisations ------------------------------------------------------------------------------------------------


def _organisations(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Named bodies; a body named without its state ("МИД") joins the one of its kind that the article has."""
    groups = Groups(ORGANISATION)
    of_kind: dict[str, dict[int, Group]] = {}

    def same(one: Candidate, other: Candidate) -> bool:
        return _same_organisation(text, one, other)

    def join(candidate: Candidate) -> Group:
        shared = [sentence_key(candidate), *_organisation_keys(candidate)]
        words = _parts_of(candidate)
        return _join(
            groups,
            candidate,
            same,
            keys=[*shared, *(first_word_keys(words) if words else ())],
            queries=[*shared, *(first_word_queries(words) if words else ())],
        )

    for candidate in sorted(candidates, key=lambda c: (_is_stateless(c), -len(c.tokens) * (not _is_stateless(c)))):
        kin = list(of_kind.get(_kind(candidate.organ) or "", {}).values())
        if _is_stateless(candidate) and len(kin) == 1:
            kin[0].add(candidate)
        else:
            joined = join(candidate)
            if kind := _kind(joined.organ):
                of_kind.setdefault(kind, {})[joined.number] = joined
    return groups.all


def _is_stateless(candidate: Candidate) -> bool:
    """Is it a kind of body that each state has, without a word of which state?"""
    return candidate.organ is not None and candidate.state is None


def _kind(organ: Organ | None) -> str | None:
    """What tells kinds of bodies apart: several lines of the table may have one name."""
    return organ.name if organ is not None else None


def _organisation_keys(candidate: Candidate) -> Iterator[Hashable]:
    """What two names of one body share, beside the beginning."""
    words = candidate.words
    if candidate.organ is not None:
        yield "organ", candidate.organ.name, candidate.state.name if candidate.state is not None else None
    yield from (("entry", entry.name) for entry in candidate.entries)
    yield "initials", acronym(words)
    if len(words) == 1:
        yield "initials", words[0]


def _same_organisation(text: str, one: Candidate, other: Candidate) -> bool:
    if SHORTENED in {one.rule, other.rule}:
        return is_beginning(other, one) or one.rule == other.rule
    if one.organ is not None or other.organ is not None:
        same_kind = _kind(one.organ) == _kind(other.organ) and one.state == other.state
        return same_kind and len({_host(one), _host(other)} - {None}) < 2
    if one.entries and other.entries:
        return bool(set(one.entries) & set(other.entries))
    parts, others = _parts_of(one), _parts_of(other)
    if len(parts) == len(others) and all(map(same_word, parts, others)):
        return True
    a, b = one.words, other.words
    if (not one.entries and _shortens(a, b)) or (not other.entries and _shortens(b, a)):
        return True
    return _abbreviates(a, b) or _abbreviates(b, a) or _apposed(text, one, other) or _apposed(text, other, one)


def _parts_of(candidate: Candidate) -> list[str]:
    """The words of a name without the legal form, those with a hyphen divided: «Братья-мусульмане» are «Братья
    мусульмане», ООО «Ромашка» is «Ромашка».
    """
    words = candidate.words
    has_form = len(words) > 1 and words[0].isupper() and fold(words[0]) in actor_words()["legal_forms"]
    named = words[1:] if has_form else words
    return [part for word in named for part in word.split("-") if part]


def _shortens(short: Sequence[str], long: Sequence[str]) -> bool:
    """Is a company called by the first word of its name in Latin letters: Berkshire of Berkshire Hathaway?"""
    if len(short) != 1 or len(long) < 2 or len(short[0]) < _LONG_WORD or short[0] != long[0]:
        return False
    return all(word.isascii() for word in long) and not short[0].isupper()


_LONG_WORD = 5
"""Letters: a shorter word in Latin letters may begin the names of several."""


def _host(body: Candidate) -> str | None:
    """Where an embassy is: two of one state in different places are two."""
    return body.tokens[-1].lemma if body.rule == "body-abroad" else None


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(short[0]) > 1 and short[0].isupper() and short[0] == acronym(long)


def _apposed(text: str, one: Candidate, other: Candidate) -> bool:
    """Does the second stand in brackets or slashes right after the first? "Международная амнистия (Amnesty …)"."""
    if one.sentence is not other.sentence or other.span.start <= one.span.end:
        return False
    between = text[one.span.end : other.span.start]
    opened = _OPENED.fullmatch(between) if len(between) < _LONGEST_OPENING else None
    return opened is not None and _CLOSED[opened[1]].match(text, other.span.end) is not None


_LONGEST_OPENING = 20
_OPENED = re.compile(r"""[»"”]?\s*([(/])\s*(англ\.|сокр\.)?\s*[«"“]?""")
_CLOSED = {"(": re.compile(r"""[»"”]?\s*[),]"""), "/": re.compile(r"""[»"”]?\s*/""")}


# --- places -------------------------------------------------------------------------------------------------------


def _places(candidates: Sequence[Candidate]) -> list[Group]:
    def same(one: Candidate, other: Candidate) -> bool:
        if one.entries and other.entries:
            return bool(set(one.entries) & set(other.entries))
        a, b = one.words, other.words
        return len(a) == len(b) and all(map(same_word, a, b))

    groups = Groups(PLACE)
    for candidate in candidates:
        entries = [("entry", entry.name) for entry in candidate.entries]
        words = candidate.words
        keys, queries = first_word_keys(words), first_word_queries(words)
        _join(groups, candidate, same, [*entries, *keys], [*entries, *queries])
    return groups.all
