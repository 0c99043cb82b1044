"""Names in the nominative, and whether two are forms of one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.language import Sentence, Token, morphology
from kg.language.morphology import fold

CASES = {"Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_NUMBERS = {"Sing": "sing", "Plur": "plur"}

# Endings of nouns and adjectives in the singular, longest first: what names differ in when their case does.
_LONG_ENDINGS = ("ого", "его", "ому", "ему", "ыми", "ими", "ой", "ей", "ою", "ею", "ом", "ем", "ым", "им", "ый", "ий")
_SHORT_ENDINGS = ("ая", "яя", "ую", "юю", "ах", "ях", "а", "я", "у", "ю", "е", "ы", "и", "о", "й", "ь")


def phrase_nominative(text: str, sentence: Sentence, tokens: Sequence[Token]) -> str:
    """The phrase with its head, and what agrees with it, in the nominative: ``Шанхайской организации сотрудничества`` →
    ``Шанхайская организация сотрудничества``. What depends on the head in another case stays.

    Args:
        text: the article's.
        sentence: the one the phrase stands in.
        tokens: of the phrase, in the order of the text.
    """
    head = sentence.top(tokens)
    case = head.feats.get("Case")
    if case in (None, "Nom") or head.pos not in {"NOUN", "PROPN", "ADJ"}:
        return _joined(text, tokens, {})
    changed: dict[int, str] = {}
    for token in tokens:
        attribute = token.pos in {"ADJ", "DET"} or token.rel == "amod"  # a participle, too: вооружённые силы
        agrees = attribute and token.head == head.index and token.feats.get("Case") == case
        if token is head or agrees or (token.rel == "flat:name" and token.head == head.index):
            changed[token.index] = _nominative(token, head.feats.get("Gender"))
    return _joined(text, tokens, changed)


def person_nominative(text: str, tokens: Sequence[Token]) -> str:
    """A person's name in the nominative singular: ``Касым-Жомартом Токаевым`` → ``Касым-Жомарт Токаев``; a name in
    capitals with the usual ones: ``ИВАН ОРЛОВ`` → ``Иван Орлов``.
    """
    oblique = next((token for token in tokens if token.feats.get("Case") in CASES), None)
    gender = next((t.feats["Gender"] for t in tokens if "Gender" in t.feats and t.feats.get("Case") != "Nom"), None)
    words = [token for token in tokens if token.text[:1].isalpha()]
    capitals = len(words) > 1 and all(token.text.isupper() for token in words)
    changed = {}
    for token in tokens:
        word = replace(token, text=_with_usual_capitals(token.text)) if capitals else token
        changed[token.index] = _nominative(word, gender)
        if token.has(Case="Nom") and len(words) > 1 and token is words[0]:
            changed[token.index] = _other_nominative(word.text, "sing") or word.text
        if oblique is not None and token.index > oblique.index and changed[token.index] == token.text:
            changed[token.index] = _agreeing(word, oblique)
    if len(words) > 1 and is_plural_surname(words[-1].text):
        last = words[-1]  # (Иван и) Анна Орловы
        changed[last.index] = _singular(changed[last.index], words[0].feats.get("Gender"))
    return _joined(text, tokens, changed)


def _with_usual_capitals(word: str) -> str:
    return word if _ROMAN.fullmatch(word) else "-".join(part.capitalize() for part in word.split("-"))


_ROMAN = re.compile("[IVX]+")


def _agreeing(token: Token, oblique: Token) -> str:
    """A foreign man's surname that the tagger takes for a nominative, in the case of the words before it: "(Гэри)
    Мак-Киннона".
    """
    genitive = oblique.feats["Case"] in {"Gen", "Acc"} and oblique.has(Gender="Masc", Number="Sing")
    is_known = morphology.is_known(fold(token.text))
    if "-" in token.text and not is_known and oblique.feats["Case"] in CASES and oblique.has(Number="Sing"):
        return _hyphenated_nominative(token.text, CASES[oblique.feats["Case"]], "sing", set())
    if not genitive or is_known or not token.text.endswith("а") or token.has(Gender="Fem"):
        return token.text
    return _foreign_nominative(token.text, "gent")


@lru_cache(maxsize=10_000)
def is_patronymic(word: str) -> bool:
    """Is it a patronymic in the dictionary and no surname: Андреевича?"""
    readings = morphology.forms(fold(word))
    return any("Patr" in form.tag for form in readings) and not any("Surn" in form.tag for form in readings)


_PLURAL_SURNAME = re.compile(r"\w+(?:(?:[её]в|ов|ин|ын)(?:ы|ых|ым|ыми)|[сц]к(?:ие|их|им|ими))")


@lru_cache(maxsize=10_000)
def is_plural_surname(word: str) -> bool:
    """Does it name several of a family: "Орловы"? Other surnames look in the plural like another's singular (Ричи)."""
    folded = fold(word)
    readings = [form for form in morphology.forms(folded) if "Surn" in form.tag]
    plural = bool(readings) and all("plur" in form.tag for form in readings)
    return plural and _PLURAL_SURNAME.fullmatch(folded) is not None


def _singular(word: str, gender: str | None) -> str:
    """The surname of one of several: Орловы → Орлова; as it is where the dictionary cannot tell."""
    wanted = ("sing", "nomn", _GENDERS[gender]) if gender in _GENDERS else ("sing", "nomn")
    for form in morphology.forms(fold(word)):
        if "plur" in form.tag and (one := morphology.inflected(form, *wanted)) is not None:
            return morphology.like(word, one)
    return word


def _nominative(token: Token, gender: str | None) -> str:
    """A word in the nominative, by the case, number and gender that the tagger saw; as it is where that fails."""
    case = CASES.get(token.feats.get("Case", ""))
    if case is None or not token.text[:1].isalpha() or (len(token.text) > 1 and token.text.isupper()):
        return token.text
    return _from_case(token.text, case, _NUMBERS.get(token.feats.get("Number", ""), "sing"), gender)


@lru_cache(maxsize=50_000)
def _from_case(word: str, case: str, number: str, gender: str | None) -> str:
    abbreviation = re.fullmatch(r"([А-ЯЁ]{2,})[а-я]{1,2}", word)
    if abbreviation:
        return abbreviation[1]
    wanted = {_GENDERS[gender]} if gender in _GENDERS and number == "sing" else set()
    if gender == "Masc" and _is_indeclinable(word):
        return word
    if "-" in word and not any(form.is_known for form in morphology.forms(fold(word))):
        return _hyphenated_nominative(word, case, number, wanted)
    best = _dictionary_nominative(word, case, number, wanted) or _dictionary_nominative(word, case, number, set())
    return best or _other_nominative(word, number) or _foreign_nominative(word, case)


def _hyphenated_nominative(text: str, case: str, number: str, wanted: set[str]) -> str:
    """Each part of an unknown name with a hyphen in the nominative, as far as it has that case's ending: "Хогана-Хау" →
    "Хоган-Хау", "Бернерсом-Ли" → "Бернерс-Ли", "Приволжско-Уральского" → "Приволжско-Уральский".
    """
    *parts, last = text.split("-")
    before = [part if fold(part).endswith("о") else _part_nominative(part, case, number, wanted) for part in parts]
    return "-".join([*before, _part_nominative(last, case, number, wanted)])


def _part_nominative(part: str, case: str, number: str, wanted: set[str]) -> str:
    if len(part) < 3:
        return part
    known = _dictionary_nominative(part, case, number, wanted) or _dictionary_nominative(part, case, number, set())
    return known or _foreign_nominative(part, case)


def _is_indeclinable(word: str) -> bool:
    """Is it a foreign name on -и that the dictionary does not know: Гандольфини?"""
    folded = fold(word)
    return folded.endswith("и") and not any(form.is_known for form in morphology.forms(folded))


def _dictionary_nominative(text: str, case: str, number: str, wanted: set[str]) -> str | None:
    best: str | None = None
    for form in morphology.forms(fold(text)):
        if "Fixd" in form.tag and (form.is_known or best is None):
            return text
        if case not in form.tag or number not in form.tag or (wanted and not wanted & form.tag.grammemes):
            continue
        nominative = morphology.inflected(form, "nomn", number)
        if nominative is not None:
            best = best or nominative
            if {"Name", "Surn", "Patr", "Geox"} & form.tag.grammemes:
                best = nominative
                break
    return morphology.like(text, best) if best else None


@lru_cache(maxsize=10_000)
def _other_nominative(text: str, number: str) -> str | None:
    """The nominative of a word on -ы, -у or -ю (few foreign names end so) that the dictionary knows in other cases only
    than the tagger sees: "Грету", "Кандыбы".
    """
    readings = [form for form in morphology.forms(fold(text)) if form.is_known and number in form.tag]
    if text[-1:] not in "ыую" or not readings or any("nomn" in one.tag or "NOUN" not in one.tag for one in readings):
        return None
    nominative = morphology.inflected(readings[0], "nomn", number)
    return morphology.like(text, nominative) if nominative is not None else None


_FOREIGN_ENDINGS = {"gent": ("а", "я"), "datv": ("у", "ю"), "accs": ("а", "я"), "ablt": ("ом", "ем")}
_SOFT_ENDINGS = frozenset({"я", "ю", "ем"})
_VOWELS = frozenset("аеиоуыэюя")
_NEVER_SOFT = frozenset("жшчщц")


def _foreign_nominative(text: str, case: str) -> str:
    """A name that the dictionary cannot read, without the ending of a masculine noun: ``Ыну`` → ``Ын``, ``Скрипаля`` →
    ``Скрипаль``, ``Парубия`` → ``Парубий``.
    """
    for ending in _FOREIGN_ENDINGS.get(case, ()):
        rest = text.removesuffix(ending)
        if rest == text or len(rest) < 2:
            continue
        last = fold(rest)[-1]
        if ending not in _SOFT_ENDINGS or (ending == "ем" and last in _NEVER_SOFT):
            return rest if last not in _VOWELS else text
        return rest + ("й" if last in _VOWELS else "ь")
    return text


def _joined(text: str, tokens: Sequence[Token], changed: dict[int, str]) -> str:
    """The words of a phrase with some of them replaced, white space folded."""
    parts: list[str] = []
    position = tokens[0].start
    for token in tokens:
        parts += (text[position : token.start], changed.get(token.index, token.text))
        position = token.end
    return " ".join("".join(parts).split())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A name without its case ending, folded: what is left of ``Токаевым``, ``Токаеву`` and ``Токаев`` is one."""
    folded = fold(word)
    for ending in (*_LONG_ENDINGS, *_SHORT_ENDINGS):
        if folded.endswith(ending) and len(folded) - len(ending) >= 2:
            return folded.removesuffix(ending)
    return folded


@lru_cache(maxsize=50_000)
def normal_forms(word: str) -> frozenset[str]:
    """A folded word and its normal forms in all readings of the dictionary, folded."""
    return frozenset({word, *morphology.normal_forms(word)})


@lru_cache(maxsize=100_000)
def same_word(one: str, other: str) -> bool:
    """Can two words be case forms of one name? ``Путина`` and ``Путин``: yes; ``Путин`` and ``Лукашенко``: no.

    An initial stands for any word that begins with it.
    """
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    if a == b:
        return True
    if not a or not b:
        return False
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if "-" in a and "-" in b:
        first, second = a.split("-"), b.split("-")
        return len(first) == len(second) and all(map(same_word, first, second))
    if normal_forms(a) & normal_forms(b):
        return True
    return min(len(a), len(b)) >= 4 and stem(a) == stem(b)


def misspelt(one: str, other: str) -> bool:
    """Is one long word the other with a single letter more, less or changed? ``Сааакашвили``, ``Саакашвили``."""
    a, b = sorted((stem(one), stem(other)), key=len)
    if len(a) < 7 or len(b) - len(a) > 1 or a[0] != b[0]:
        return False
    common = 0
    while common < len(a) and a[common] == b[common]:
        common += 1
    return a[common + 1 :] == b[common + 1 :] if len(a) == len(b) else a[common:] == b[common + 1 :]


def acronym(words: Sequence[str]) -> str:
    """The capitals of a name's words: what its abbreviation is made of (ОБСЕ, НАТО has another language's)."""
    small = {"по", "в", "и", "на", "с", "для", "о", "при", "за", "об"}
    return "".join(part[0] for word in words for part in word.split("-") if part and fold(part) not in small).upper()
