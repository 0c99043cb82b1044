"""The dictionary of word forms (pymorphy3 over OpenCorpora): normal forms and inflection."""

from collections.abc import Mapping
from functools import cache, lru_cache

import pymorphy3
from pymorphy3.analyzer import Parse as WordForm

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


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[WordForm, ...]:
    """All readings of a word form, the likeliest first."""
    return tuple(dictionary().parse(word))


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
    pos, _, rest = tag.partition("|")
    feats = dict(feature.split("=", 1) for feature in rest.split("|")) if rest else {}
    folded = fold(word)
    readings = forms(folded)
    if not readings:
        return folded
    best = max(readings, key=lambda form: (_agreement(form, pos, feats), form.score))
    return fold(best.normal_form)


def _agreement(form: WordForm, pos: str, feats: Mapping[str, str]) -> int:
    tag = form.tag
    parts = _PARTS.get(pos)
    if pos in {"VERB", "AUX"}:
        parts = _VERB_FORMS.get(feats.get("VerbForm", ""), parts)
    score = 10 if parts and tag.POS in parts else 0
    for name, value in feats.items():
        grammeme = _GRAMMEMES.get(name, {}).get(value)
        if grammeme is not None and grammeme in tag:
            score += 1
    return score


def inflect(word: str, *grammemes: str) -> str | None:
    """The likeliest reading of a word put into other grammemes (``nomn``, ``sing``), its capitals kept; None where that
    cannot be done.
    """
    for form in forms(word):
        other = form.inflect(frozenset(grammemes))
        if other is not None:
            return like(word, other.word)
    return None


def like(pattern: str, word: str) -> str:
    """The word with capitals where the pattern has them: ПУТИНА → ПУТИН, Жомарту → Жомарт."""
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    parts = pattern.split("-")
    if "-" in word and len(parts) == len(word.split("-")):
        return "-".join(map(like, parts, word.split("-")))
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
