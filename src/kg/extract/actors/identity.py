"""Which candidates are one: the forms of a name inside an article brought together.

A wrong merge costs more than a missed one: where it is unclear, two stay two.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.actors.candidates import ORGANISATION, PERSON, PLACE, STATE, Candidate
from kg.extract.actors.names import CASES, acronym, misspelt, person_nominative, phrase_nominative, same_word
from kg.knowledge import Entry, Organ
from kg.language import Token
from kg.language.morphology import fold, forms

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_DEPARTMENT = "ведомство"
"""What describes a ministry without naming it: "внешнеполитическое ведомство"."""


@dataclass
class Group:
    """All candidates of an article that name one thing, in the order of the text."""

    type: str
    members: list[Candidate] = field(default_factory=list)

    @property
    def entry(self) -> Entry | None:
        """What the gazetteer knows of it, where that is one thing: an entry with an identifier before one without."""
        entries = {entry: None for member in self.members for entry in member.entries}
        linked = [entry for entry in entries if entry.same_as]
        return next(iter(linked or entries), None)

    @property
    def state(self) -> Entry | None:
        """The state that it belongs to, where a member says so."""
        return next((member.state for member in self.members if member.state is not None), None)

    @property
    def organ(self) -> Organ | None:
        """The kind of state body that it is."""
        return next((member.organ for member in self.members if member.organ is not None), None)

    def name(self, text: str) -> str:
        """The fullest form in the nominative: in Cyrillic before Latin letters, a name before a description, and a form
        that the article has before one that is inflected back.
        """
        normal = person_nominative if self.type == PERSON else None
        counted: Counter[tuple[bool, bool, int, int, bool, str]] = Counter()
        for member in self.members:
            form = normal(text, member.tokens) if normal else phrase_nominative(text, member.sentence, member.own)
            case = member.head.feats.get("Case")
            proper = all(token.lemma != _DEPARTMENT for token in member.tokens)
            words = _words(member.own)
            full = sum(len(word) > 1 for word in words)  # Иван Орлов says more than И. Орлов
            counted[bool(_CYRILLIC.search(form)), proper, full, len(words), case in (None, "Nom"), form] += 1
        return max(counted, key=lambda form: (*form[:5], counted[form], not form[5].isupper()))[5]


def group(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Brings candidates together, type by type; groups in the order of their first members."""
    groups = [
        *_states([c for c in candidates if c.type == STATE]),
        *_organisations(text, [c for c in candidates if c.type == ORGANISATION]),
        *_persons(text, [c for c in candidates if c.type == PERSON]),
        *_places(text, [c for c in candidates if c.type == PLACE]),
    ]
    for one in groups:
        one.members.sort(key=lambda member: member.span)
    return sorted(groups, key=lambda one: one.members[0].span)


def _words(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens if token.text[:1].isalnum()]


def _states(candidates: Sequence[Candidate]) -> list[Group]:
    groups: dict[str, Group] = {}
    for candidate in candidates:
        entry = candidate.entries[0]
        groups.setdefault(entry.iso_code or entry.name, Group(STATE)).members.append(candidate)
    return list(groups.values())


# --- persons ------------------------------------------------------------------------------------------------------


def _persons(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Full names first, then those with initials, which join the only one that they fit, then surnames alone with the
    full name that has them; of several, the one last named.
    """
    groups: list[Group] = []

    def same(one: Candidate, other: Candidate) -> bool:
        return _same_person(one, other) or _apposed(text, one, other)

    for candidate in candidates:
        if len(_words(candidate.tokens)) > 1 and not _has_initial(candidate):
            _join(groups, candidate, same)
    for candidate in candidates:
        if _has_initial(candidate):
            _add_with_initials(groups, candidate, same)
    for candidate in candidates:
        if len(_words(candidate.tokens)) == 1:
            _add_single_name(groups, candidate)
    return groups


def _has_initial(candidate: Candidate) -> bool:
    words = _words(candidate.tokens)
    return len(words) > 1 and any(len(word) == 1 for word in words)


def _add_with_initials(groups: list[Group], candidate: Candidate, same: Callable[[Candidate, Candidate], bool]) -> None:
    """Puts "И. Орлов" to the only Иван Орлов; an Игорь Орлов and an Иван Орлов are not one by it."""
    gender = surname_gender(candidate.tokens[-1])
    fitting = [
        one
        for one in groups
        if any(same(member, candidate) for member in one.members) and not _other_gender(one, gender)
    ]
    if len(fitting) == 1:
        fitting[0].members.append(candidate)
    else:
        groups.append(Group(PERSON, [candidate]))


def _join(groups: list[Group], candidate: Candidate, same: Callable[[Candidate, Candidate], bool]) -> None:
    """Puts a candidate into the first group with a member that it is the same as, else into one of its own."""
    for one in groups:
        if any(same(member, candidate) for member in one.members):
            one.members.append(candidate)
            return
    groups.append(Group(candidate.type, [candidate]))


def _same_person(one: Candidate, other: Candidate) -> bool:
    """Is each word of the shorter full name a word, or the initial of one, of the longer?"""
    shorter, longer = sorted((_words(one.tokens), _words(other.tokens)), key=len)
    left = list(longer)
    exact = 0
    for word in shorter:
        match = next((other_word for other_word in left if same_word(word, other_word)), None)
        if match is None:
            return _misspelt_surname(shorter, longer)
        left.remove(match)
        exact += len(word) > 1 and len(match) > 1
    return exact > 0


def _misspelt_surname(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(same_word, one[:-1], other[:-1])) and misspelt(one[-1], other[-1])


def _add_single_name(groups: list[Group], candidate: Candidate) -> None:
    word = _words(candidate.tokens)[0]
    gender = surname_gender(candidate.head)
    bearers = [one for one in groups if _bears(one, word) and not _other_gender(one, gender)]
    if not bearers:
        groups.append(Group(PERSON, [candidate]))
        return

    def distance(one: Group) -> tuple[bool, int]:
        """The nearest mention before; else the nearest after."""
        before = [candidate.span.start - m.span.start for m in one.members if m.span.start <= candidate.span.start]
        return (not before, min(before or [m.span.start - candidate.span.start for m in one.members]))

    min(bearers, key=distance).members.append(candidate)


def _bears(one: Group, word: str) -> bool:
    """Is the word the last of a name of the group, or its only one? Asian names have the surname first."""
    for member in one.members:
        words = _words(member.tokens)
        ends = [words[-1], *(words[:1] if len(words) > 2 else ())]
        if any(len(end) > 1 and same_word(end, word) for end in ends) or misspelt(words[-1], word):
            return True
    return False


def _other_gender(one: Group, gender: str | None) -> bool:
    known = group_gender(one)
    return gender is not None and known is not None and gender != known


def surname_gender(token: Token) -> str | None:
    """masc or femn, where a surname in its case has one only: "Назарбаева" is a woman in the nominative and a man in
    the genitive; None for a name that does not tell (Меркель).
    """
    case = CASES.get(token.feats.get("Case", ""))
    genders = {
        str(form.tag.gender)
        for form in forms(fold(token.text))
        if "Surn" in form.tag and "sing" in form.tag and case is not None and case in form.tag
    }
    return next(iter(genders)) if len(genders) == 1 and genders <= {"masc", "femn"} else None


def group_gender(one: Group) -> str | None:
    """masc or femn, by first names, patronymics and the surnames that tell beside them; None where none do."""
    votes: Counter[str] = Counter()
    for member in one.members:
        for token in member.tokens:
            readings = [form for form in forms(fold(token.text))[:2] if form.is_known] if len(token.text) > 1 else []
            votes.update(str(form.tag.gender) for form in readings if "Name" in form.tag or "Patr" in form.tag)
        if len(_words(member.tokens)) > 1:
            votes[surname_gender(member.tokens[-1]) or ""] += 1
    del votes[""]
    best = max(votes, key=lambda gender: votes[gender], default=None)
    return best if best in {"masc", "femn"} else None


# --- organisations ------------------------------------------------------------------------------------------------


def _organisations(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    """Named bodies; a body named without its state ("МИД") joins the one of its kind that the article has."""
    groups: list[Group] = []
    stateless = [c for c in candidates if c.organ is not None and c.state is None]
    rest = [c for c in candidates if c not in stateless]

    def same(one: Candidate, other: Candidate) -> bool:
        return _same_organisation(text, one, other)

    for candidate in sorted(rest, key=lambda c: -len(c.tokens)):
        _join(groups, candidate, same)
    for candidate in stateless:
        kin = [one for one in groups if _organ_name(one.organ) == _organ_name(candidate.organ)]
        if len(kin) == 1:
            kin[0].members.append(candidate)
        else:
            _join(groups, candidate, same)
    return groups


def _organ_name(organ: Organ | None) -> str | None:
    """What tells kinds of bodies apart: several lines of the table may have one name."""
    return organ.name if organ is not None else None


def _same_organisation(text: str, one: Candidate, other: Candidate) -> bool:
    if one.organ is not None or other.organ is not None:
        same_kind = _organ_name(one.organ) == _organ_name(other.organ) and one.state == other.state
        return same_kind and len({_host(one), _host(other)} - {None}) < 2
    if one.entries and other.entries:
        return bool(set(one.entries) & set(other.entries))
    a, b = _words(one.tokens), _words(other.tokens)
    if len(a) == len(b) and all(map(same_word, a, b)):
        return True
    return _abbreviates(a, b) or _abbreviates(b, a) or _apposed(text, one, other) or _apposed(text, other, one)


def _host(body: Candidate) -> str | None:
    """Where an embassy is: two of one state in different places are two."""
    return body.tokens[-1].lemma if body.rule == "body-abroad" else None


def _abbreviates(short: Sequence[str], long: Sequence[str]) -> bool:
    return len(short) == 1 and len(short[0]) > 1 and short[0].isupper() and short[0] == acronym(long)


def _apposed(text: str, one: Candidate, other: Candidate) -> bool:
    """Does the second stand in brackets or slashes right after the first? "Международная амнистия (Amnesty …)"."""
    if one.sentence is not other.sentence or other.span.start <= one.span.end:
        return False
    between, after = text[one.span.end : other.span.start], text[other.span.end :]
    opened = _OPENED.fullmatch(between)
    return opened is not None and _CLOSED[opened[1]].match(after) is not None


_OPENED = re.compile(r"""[»"”]?\s*([(/])\s*(англ\.|сокр\.)?\s*[«"“]?""")
_CLOSED = {"(": re.compile(r"""[»"”]?\s*[),]"""), "/": re.compile(r"""[»"”]?\s*/""")}


# --- places -------------------------------------------------------------------------------------------------------


def _places(text: str, candidates: Sequence[Candidate]) -> list[Group]:
    def same(one: Candidate, other: Candidate) -> bool:
        if one.entries and other.entries:
            return bool(set(one.entries) & set(other.entries))
        a, b = _words(one.tokens), _words(other.tokens)
        return len(a) == len(b) and all(map(same_word, a, b))

    groups: list[Group] = []
    for candidate in candidates:
        _join(groups, candidate, same)
    return groups
