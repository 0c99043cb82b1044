"""The dictionary of word forms (pymorphy3 over OpenCorpora): normal forms and inflection."""

from array import array
from functools import cache, lru_cache

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
    readings = forms(folded)
    if not readings:
        return folded
    best = max(readings, key=lambda form: (_agreement(form.tag, tag), form.score))
    return fold(best.normal_form)


@lru_cache(maxsize=100_000)
def _agreement(ours: OpencorporaTag, theirs: str) -> int:
    """How well a reading's tag agrees with the tagger's, in CoNLL's form."""
    pos, _, rest = theirs.partition("|")
    feats = dict(feature.split("=", 1) for feature in rest.split("|")) if rest else {}
    parts = _PARTS.get(pos)
    if pos in {"VERB", "AUX"}:
        parts = _VERB_FORMS.get(feats.get("VerbForm", ""), parts)
    score = 10 if parts and ours.POS in parts else 0
    for name, value in feats.items():
        grammeme = _GRAMMEMES.get(name, {}).get(value)
        if grammeme is not None and grammeme in ours:
            score += 1
    return score


def inflect(word: str, *grammemes: str) -> str | None:
    """The likeliest reading of a word put into other grammemes (``nomn``, ``sing``), its capitals kept; None where that
    cannot be done.
    """
    for form in forms(word):
        other = inflected(form, *grammemes)
        if other is not None:
            return like(word, other)
    return None


def inflected(form: WordForm, *grammemes: str) -> str | None:
    """A reading of a word put into other grammemes; None where it has no such form.

    What pymorphy's own ``inflect`` gives, which builds all forms of the word anew each time.
    """
    first, *further = form.methods_stack
    if not isinstance(first[0], DictionaryAnalyzer) or any(type(one) not in _OF_PARADIGM for one, *_ in further):
        if form.tag.POS is None:  # Latin letters, a number
            return None
        other = form.inflect(frozenset(grammemes))
        return None if other is None else str(other.word)
    _, word, number, place = first
    known = dictionary().dictionary
    paradigm = known.paradigms[number]
    length = len(paradigm) // 3  # its suffixes, its tags, its prefixes
    wanted = _inflected_place(paradigm[length : 2 * length].tobytes(), place, grammemes)
    if wanted is None:
        return None
    prefix, suffix = known.paradigm_prefixes[paradigm[2 * length + wanted]], known.suffixes[paradigm[wanted]]
    before = "".join(part for one, part in reversed(further) if type(one) is not KnownSuffixAnalyzer)
    return str(before + prefix + known.build_stem(paradigm, place, word) + suffix)


_OF_PARADIGM = frozenset({KnownSuffixAnalyzer, KnownPrefixAnalyzer, UnknownPrefixAnalyzer})
"""Pymorphy's guesses at unknown words that inflect as a known one does, maybe with something put before it."""


@cache
def _inflected_place(numbers: bytes, place: int, grammemes: tuple[str, ...]) -> int | None:
    """The place in a paradigm of the form that has some grammemes and else agrees best with the one at a place; of
    forms that agree alike the nearest, as the superlatives of an adjective stand one after another: высший, высочайший.

    Args:
        numbers: of the paradigm's tags, two bytes each; many paradigms share them.
        place: of the form that is inflected.
        grammemes: that are wanted.
    """
    tags = [dictionary().dictionary.gramtab[number] for number in array("H", numbers)]
    required = frozenset(grammemes)
    if not any(required <= tag.grammemes for tag in tags):
        required = OpencorporaTag.fix_rare_cases(required)
    ideal = tags[place].updated_grammemes(required)
    return max(
        (number for number, tag in enumerate(tags) if required <= tag.grammemes),
        key=lambda number: (
            len(ideal & tags[number].grammemes) - 0.1 * len(ideal ^ tags[number].grammemes),
            -abs(number - place) if "Supr" in tags[number] else 0,
        ),
        default=None,
    )


def is_known(word: str) -> bool:
    """Does the dictionary have the word form itself, so that its readings are no guesses?"""
    return any(
        len(form.methods_stack) == 1 and type(form.methods_stack[0][0]) is DictionaryAnalyzer for form in forms(word)
    )


def like(pattern: str, word: str) -> str:
    """The word with capitals where the pattern has them: ПУТИНА → ПУТИН, Жомарту → Жомарт."""
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    parts = pattern.split("-")
    if "-" in word and len(parts) == len(word.split("-")):
        return "-".join(map(like, parts, word.split("-")))
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
