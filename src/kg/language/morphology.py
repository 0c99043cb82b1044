"""The dictionary of word forms (pymorphy3 over OpenCorpora): normal forms and inflection."""

from array import array
from collections.abc import Iterator, Set
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3
from pymorphy3.analyzer import Parse as WordForm
from pymorphy3.tagset import OpencorporaTag
from pymorphy3.units import DictionaryAnalyzer, KnownPrefixAnalyzer, KnownSuffixAnalyzer, UnknownPrefixAnalyzer

# Universal features and parts of speech, in OpenCorpora's grammemes.
_GRAMMEMES = {
    "Case": {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct", "Voc": "voct"},
    "Number": {"Sing": "sing", "Plur": "plur"},
    "Gender": {"Masc": "masc", "Fem": "femn", "Neut": "neut"},
    "Tense": {"Past": "past", "Pres": "pres", "Fut": "futr"},
    "Person": {"1": "1per", "2": "2per", "3": "3per"},
    "Aspect": {"Perf": "perf", "Imp": "impf"},
    "Mood": {"Ind": "indc", "Imp": "impr"},
    "Animacy": {"Anim": "anim", "Inan": "inan"},
}
_PARTS = {
    "NOUN": {"NOUN"},
    "PROPN": {"NOUN"},
    "VERB": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "AUX": {"VERB", "INFN", "PRTF", "PRTS", "GRND"},
    "ADJ": {"ADJF", "ADJS", "COMP", "PRTF", "PRTS"},
    "ADV": {"ADVB", "COMP", "PRED"},
    "PRON": {"NPRO"},
    "DET": {"ADJF", "NPRO"},
    "NUM": {"NUMR", "ADJF"},
    "ADP": {"PREP"},
    "CCONJ": {"CONJ"},
    "SCONJ": {"CONJ"},
    "PART": {"PRCL"},
    "INTJ": {"INTJ"},
}
_VERB_FORMS = {"Fin": {"VERB"}, "Inf": {"INFN"}, "Part": {"PRTF", "PRTS"}, "Conv": {"GRND"}}


@cache
def dictionary() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded once (some 15 MB)."""
    return pymorphy3.MorphAnalyzer(lang="ru")


def readings(word: str) -> tuple[WordForm, ...]:
    """All readings of a word form, the likeliest first."""
    return tuple(dictionary().parse(word))


forms = lru_cache(maxsize=50_000)(readings)
"""As :func:`readings`, kept in memory for words that come again: more than a kilobyte each."""


class Entry(NamedTuple):
    """A reading of a word form as the dictionary keeps it, without what must be asked or built: a tenth of the work."""

    word: str
    """With its ё."""
    paradigm: int
    """The number of the paradigm."""
    place: int
    """Of the form in the paradigm; the normal form stands at 0."""

    @property
    def tag(self) -> OpencorporaTag:
        """Part of speech and grammemes."""
        return dictionary().dictionary.build_tag_info(self.paradigm, self.place)

    @property
    def stem(self) -> str:
        """What all forms of the word have in common, with what else stands before its ending in this one."""
        return self.word.removesuffix(_ends(self.paradigm, self.place)[1])

    def at(self, place: int) -> str:
        """The form of the same word at another place of the paradigm."""
        before, behind = _ends(self.paradigm, self.place)
        other_before, other_behind = _ends(self.paradigm, place)
        return other_before + self.word[len(before) : len(self.word) - len(behind)] + other_behind

    def inflected(self, *grammemes: str) -> str | None:
        """The form in other grammemes; None where the word has none."""
        place = _inflected_place(self.paradigm, self.place, grammemes)
        return None if place is None else self.at(place)


@cache
def _ends(paradigm: int, place: int) -> tuple[str, str]:
    """What stands before and behind the stem in the form at a place of a paradigm."""
    known = dictionary().dictionary
    numbers = known.paradigms[paradigm]
    return known.paradigm_prefixes[numbers[2 * len(numbers) // 3 + place]], known.suffixes[numbers[place]]


@lru_cache(maxsize=100_000)
def entries(word: str) -> tuple[Entry, ...]:
    """The readings of a word form that the dictionary has, in no order; none of a word that it does not know.

    Args:
        word: in lower case.
    """
    return tuple(_entries(word))


def _entries(word: str) -> Iterator[Entry]:
    known = dictionary()
    found = known.dictionary.words.similar_items(word, known.char_substitutes)
    return (Entry(form, *where) for form, places in found for where in places)


def fold(word: str) -> str:
    """Lower case, ё as е: how words are compared here."""
    return word.casefold().replace("ё", "е")


@lru_cache(maxsize=200_000)
def lemma(word: str, tag: str) -> str:
    """The normal form of a word whose part of speech and features a tagger has chosen, folded.

    Of the dictionary's readings the one is taken that agrees best with the tagger's.

    Args:
        word: as it stands in the text.
        tag: in CoNLL's form: ``NOUN|Case=Nom|Number=Sing``.
    """
    folded = fold(word)
    possible = normal_forms(folded)
    if len(possible) < 2:  # whichever reading it is
        return next(iter(possible), folded)
    parts, grammemes = _chosen(tag)
    if known := entries(folded):
        scored = zip(scores(folded), known, strict=True)
        agreeing = [(entry.tag.POS in parts, len(grammemes & entry.tag.grammemes), score) for score, entry in scored]
        return fold(known[agreeing.index(max(agreeing))].at(0))
    best = max(forms(folded), key=lambda form: (form.tag.POS in parts, len(grammemes & form.tag.grammemes), form.score))
    return fold(best.normal_form)


def scores(word: str) -> list[float]:
    """How likely each of the entries of a word form is, in their order, as pymorphy scores its readings: by how often
    it was found in texts, and where that is not known, all alike.
    """
    known = entries(word)
    found = [dictionary().prob_estimator.p_t_given_w.prob(word, entry.tag) for entry in known]
    return found if any(found) else [1 / len(known)] * len(known)


def normal_forms(word: str) -> set[str]:
    """The normal forms of all readings of a word, given folded; they are folded."""
    known = entries(word)
    return {fold(entry.at(0)) for entry in known} if known else {fold(form.normal_form) for form in forms(word)}


def known_normal_forms(word: str) -> set[str]:
    """As :func:`normal_forms`, of a word that the dictionary has; none of another one. Nothing is kept in memory."""
    return {fold(entry.at(0)) for entry in _entries(word)}


@lru_cache(maxsize=10_000)
def _chosen(tag: str) -> tuple[Set[str], frozenset[str]]:
    """The parts of speech and the grammemes that a tagger's tag stands for, as OpenCorpora has them."""
    pos, _, rest = tag.partition("|")
    feats = dict(feature.split("=", 1) for feature in rest.split("|")) if rest else {}
    parts = _PARTS.get(pos, set())
    if pos in {"VERB", "AUX"}:
        parts = _VERB_FORMS.get(feats.get("VerbForm", ""), parts)
    values = (_GRAMMEMES.get(name, {}).get(value) for name, value in feats.items())
    return parts, frozenset(value for value in values if value is not None)


def inflect(word: str, *grammemes: str) -> str | None:
    """The likeliest reading of a word put into other grammemes (``nomn``, ``sing``), its capitals kept; None where that
    cannot be done.
    """
    for form in forms(word):
        other = inflected(form, *grammemes)
        if other is not None:
            return like(word, other)
    return None


def inflected(form: WordForm | Entry, *grammemes: str) -> str | None:
    """A reading of a word put into other grammemes; None where it has no such form.

    What pymorphy's own ``inflect`` gives, which builds all forms of the word anew each time.
    """
    if isinstance(form, Entry):
        return form.inflected(*grammemes)
    first, *further = form.methods_stack
    if not isinstance(first[0], DictionaryAnalyzer) or any(type(one) not in _OF_PARADIGM for one, *_ in further):
        if form.tag.POS is None:  # Latin letters, a number
            return None
        other = form.inflect(frozenset(grammemes))
        return None if other is None else str(other.word)
    inflected_entry = Entry(*first[1:]).inflected(*grammemes)
    before = "".join(part for one, part in reversed(further) if type(one) is not KnownSuffixAnalyzer)
    return None if inflected_entry is None else before + inflected_entry


_OF_PARADIGM = frozenset({KnownSuffixAnalyzer, KnownPrefixAnalyzer, UnknownPrefixAnalyzer})
"""Pymorphy's guesses at unknown words that inflect as a known one does, maybe with something put before it."""


@cache
def _inflected_place(paradigm: int, place: int, grammemes: tuple[str, ...]) -> int | None:
    """The place in a paradigm of the form that has some grammemes and else agrees best with the one at a place; of
    forms that agree alike the nearest, as the superlatives of an adjective stand one after another: высший, высочайший.
    """
    numbers = dictionary().dictionary.paradigms[paradigm]
    length = len(numbers) // 3  # its suffixes, its tags, its prefixes
    return _place_among(numbers[length : 2 * length].tobytes(), place, grammemes)


@cache
def _place_among(numbers: bytes, place: int, grammemes: tuple[str, ...]) -> int | None:
    """As :func:`_inflected_place`, by the numbers of the paradigm's tags, two bytes each: many paradigms share them."""
    tags = _tags(numbers)
    required = frozenset(grammemes)
    fitting = [number for number, tag in enumerate(tags) if required <= tag.grammemes]
    if not fitting:
        required = OpencorporaTag.fix_rare_cases(required)
        fitting = [number for number, tag in enumerate(tags) if required <= tag.grammemes]
    if len(fitting) < 2:
        return next(iter(fitting), None)
    ideal = tags[place].updated_grammemes(required)
    return max(
        fitting,
        key=lambda number: (
            len(ideal & tags[number].grammemes) - 0.1 * len(ideal ^ tags[number].grammemes),
            -abs(number - place) if "Supr" in tags[number] else 0,
        ),
    )


@cache
def _tags(numbers: bytes) -> tuple[OpencorporaTag, ...]:
    """The tags of a paradigm's forms, by their numbers."""
    return tuple(dictionary().dictionary.gramtab[number] for number in array("H", numbers))


def is_known(word: str) -> bool:
    """Does the dictionary have the word form, given in lower case, so that its readings are no guesses?"""
    return bool(entries(word))


def like(pattern: str, word: str) -> str:
    """The word with capitals where the pattern has them: ПУТИНА → ПУТИН, Жомарту → Жомарт."""
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    parts = pattern.split("-")
    if "-" in word and len(parts) == len(word.split("-")):
        return "-".join(map(like, parts, word.split("-")))
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
