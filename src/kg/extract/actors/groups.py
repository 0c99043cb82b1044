"""Groups of candidates that name one thing, and an index by which a candidate finds those that it may belong to.

Only what shares a key is compared, so that the work grows with the length of an article, not with its square.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extract.actors.candidates import PERSON, Candidate, words_of
from kg.extract.actors.gender import gender_votes
from kg.extract.actors.names import normal_forms, person_nominative, phrase_nominative, same_word, stem
from kg.knowledge import Entry, Organ
from kg.language.morphology import fold

_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")
_DEPARTMENT = "ведомство"
"""What describes a ministry without naming it: "внешнеполитическое ведомство"."""


@dataclass
class Group:
    """All candidates of an article that name one thing, in the order of the text."""

    type: str
    number: int = 0
    """In the order in which the groups of its type came to be."""
    members: list[Candidate] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _votes: Counter[str] = field(default_factory=Counter)

    def add(self, candidate: Candidate) -> None:
        """Adds a member where it stands in the text."""
        place = bisect_left(self._starts, candidate.span.start)
        self.members.insert(place, candidate)
        insort(self._starts, candidate.span.start)
        if self.type == PERSON:
            self._votes.update(gender_votes(candidate))

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

    @property
    def gender(self) -> str | None:
        """masc or femn, by first names, patronymics and the surnames that tell beside them; None where none do."""
        best = max(self._votes, key=lambda gender: self._votes[gender], default=None)
        return best if best in {"masc", "femn"} else None

    def distance(self, offset: int) -> tuple[bool, int]:
        """How far a code point is from the nearest mention before it; or, marked by True, from the first after it."""
        place = bisect_left(self._starts, offset + 1)
        return (False, offset - self._starts[place - 1]) if place else (True, self._starts[0] - offset)

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
            words = words_of(member.own)
            full = sum(len(word) > 1 for word in words)  # Иван Орлов says more than И. Орлов
            cyrillic = not _CYRILLIC.isdisjoint(fold(form))
            counted[cyrillic, proper, full, len(words), case in (None, "Nom"), form] += 1
        best = max(counted, key=lambda form: (*form[:5], counted[form], not form[5].isupper()))
        return best[5] if self.type != PERSON or best[4] else self._with_surname_of_subject(best[5])

    def _with_surname_of_subject(self, name: str) -> str:
        """A name that was inflected back, with the surname as it stands alone as a subject: "Кандыба признал вину"."""
        first, _, surname = name.rpartition(" ")
        for member in self.members:
            form = member.head.text
            alone = len(member.tokens) == 1 and member.head.rel == "nsubj" and member.head.has(Case="Nom")
            if alone and first and form != surname and same_word(form, surname) and len(form) > 1:
                return f"{first} {form}"
        return name


class Groups:
    """The groups of one type, found by what their members share with a candidate."""

    def __init__(self, type_: str) -> None:
        self._type = type_
        self.all: list[Group] = []
        self._by_key: dict[Hashable, list[tuple[int, Candidate]]] = {}
        self._looks: set[tuple[int, Hashable]] = set()
        """What its members look like, by the number of the group: those that look alike have the same keys."""

    def add(self, candidate: Candidate, keys: Iterable[Hashable], to: Group | None = None) -> Group:
        """Puts a candidate into a group, by default one of its own, and remembers it under its keys."""
        if to is None:
            to = Group(self._type, len(self.all))
            self.all.append(to)
        to.add(candidate)
        look = to.number, _look(candidate)
        for key in dict.fromkeys(keys):
            # In the same sentence every one counts, as who stands right before whom; elsewhere one of each look.
            if isinstance(key, int) or look not in self._looks:
                self._by_key.setdefault(key, []).append((to.number, candidate))
        self._looks.add(look)
        return to

    def sharing(self, keys: Iterable[Hashable]) -> Iterator[tuple[Group, list[Candidate]]]:
        """The groups with members that share a key, in the order of the groups; with these members, alike ones once."""
        found: dict[int, list[Candidate]] = {}
        for key in keys:
            for number, member in self._by_key.get(key, ()):
                found.setdefault(number, []).append(member)
        for number in sorted(found):
            yield self.all[number], found[number]


def _look(candidate: Candidate) -> Hashable:
    """What two candidates share that cannot be told apart by their words."""
    organ = candidate.organ.name if candidate.organ is not None else None
    state = candidate.state.name if candidate.state is not None else None
    entries = tuple((entry.name, entry.same_as) for entry in candidate.entries)
    return candidate.words, organ, state, entries, candidate.rule == "body-abroad"


# --- keys: words that are forms of one name share one ---------------------------------------------------------------


def sentence_key(candidate: Candidate) -> int:
    """What stands in one sentence shares it."""
    return candidate.sentence.start


@lru_cache(maxsize=50_000)
def word_keys(word: str) -> frozenset[str]:
    """Words that :func:`~kg.extract.actors.names.same_word` takes for one share a key, initials aside."""
    folded = fold(word)
    hyphenated = {"-" + folded[:1]} if "-" in folded else set()
    stems = {"~" + stem(folded)} if len(folded) >= 4 else set()
    return normal_forms(folded) | hyphenated | stems


@lru_cache(maxsize=50_000)
def surname_keys(word: str) -> frozenset[str]:
    """As :func:`word_keys`; words that :func:`~kg.extract.actors.names.misspelt` takes for one share a key, too."""
    base = stem(word)
    return word_keys(word) | ({"<" + base[:3], ">" + base[-3:]} if len(base) >= 7 else set())


def first_word_keys(words: Sequence[str]) -> Iterator[str]:
    """Names of which the first words are the same, or one the other's initial, share one of these with
    :func:`first_word_queries` of the other.
    """
    yield from word_keys(words[0])
    yield "^" + fold(words[0])[:1]
    if len(words[0]) == 1:
        yield "^" + fold(words[0]) + "."


def first_word_queries(words: Sequence[str]) -> Iterator[str]:
    """What to ask for: see :func:`first_word_keys`."""
    yield from word_keys(words[0])
    yield "^" + fold(words[0])[:1] + ("" if len(words[0]) == 1 else ".")
