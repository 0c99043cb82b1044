"""Is a text in Russian? By script, by the letters that Russian does not have, and by the commonest words.

The commonest words of a language make up a fifth of a running text and are hardly another's: enough to tell Russian
from its neighbours in a headline or two, without a model (``data/languages.tsv``).
"""

import importlib.resources
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

_SAMPLE = 50_000
_RUSSIAN = "Russian"
_LEAST_MARKS = 2
"""One word alone may be a foreign name."""
_ENOUGH_WORDS = 60
_LEAST_COMMON = 0.04
"""Of the words of a running Russian text at least so many are among the commonest: in 870 news texts never under 0.08,
where the median is 0.22.
"""
_SCRIPTS = {"CJK": "Chinese or Japanese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_GARBLED = re.compile(r"[РС][\u0400-\u040f\u0450-\u045f\u0080-\u00bf‚„…†‡€‰‹‘’“”•–—™›°±]")


@dataclass(frozen=True, slots=True)
class _Language:
    name: str
    strange: re.Pattern[str] | None
    """What no Russian word has."""
    words: frozenset[str]


def not_russian(text: str) -> str | None:
    """Why a text is not Russian ("is in Ukrainian, not in Russian"), None if it is."""
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    scripts = _scripts(sample)
    if not scripts:
        return "holds no words"
    if 2 * scripts["CYRILLIC"] < scripts.total():
        return f"is {_in_other_script(sample, scripts)}, not in Russian"
    words = re.findall(r"[\u0400-\u052f]+(?:['’ʼ][\u0400-\u052f]+)*", sample.lower())
    if 8 * len(_GARBLED.findall(sample)) > scripts["CYRILLIC"]:
        return "is garbled: UTF-8 that was once read as Windows-1251"
    marks = _marks(words)
    likeliest = max(marks, key=lambda name: (marks[name], name == _RUSSIAN))
    if likeliest != _RUSSIAN and marks[likeliest] >= _LEAST_MARKS:
        return f"is in {likeliest}, not in Russian"
    if len(words) >= _ENOUGH_WORDS and marks[_RUSSIAN] < _LEAST_COMMON * len(words):
        return "is no running Russian text (another language, a list, or a wrong encoding)"
    return None


def _in_other_script(sample: str, scripts: Counter[str]) -> str:
    script = max(scripts, key=lambda name: scripts[name])
    words = re.findall(r"[^\W\d_]+", sample.lower())
    marks = _marks(words)
    likeliest = max((name for name in marks if name != _RUSSIAN), key=lambda name: marks[name])
    if script == "LATIN" and marks[likeliest] > 0.05 * len(words):
        return f"in {likeliest}"
    return f"in {_SCRIPTS[script]}" if script in _SCRIPTS else f"in {script.capitalize()} script"


def _scripts(text: str) -> Counter[str]:
    """How many letters of each script there are."""
    scripts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if letter.isalpha():
            scripts[_script(letter)] += times
    return scripts


@lru_cache(maxsize=1_000)
def _script(letter: str) -> str:
    """The first word of the letter's name in Unicode."""
    return unicodedata.name(letter, "?").split()[0]


def _marks(words: list[str]) -> dict[str, int]:
    """Of each language: how many of the words are common in it or cannot be Russian but can be of it."""
    counted = Counter(chain.from_iterable(map(_marked_by, words)))
    return {language.name: counted[language.name] for language in _languages()}


@lru_cache(maxsize=50_000)
def _marked_by(word: str) -> tuple[str, ...]:
    """The languages that a word speaks for."""
    return tuple(
        language.name
        for language in _languages()
        if word in language.words or (language.strange is not None and language.strange.search(word) is not None)
    )


@cache
def _languages() -> tuple[_Language, ...]:
    table = (importlib.resources.files(__package__) / "data" / "languages.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(
        _Language(name, re.compile(strange) if strange else None, frozenset(words.split()))
        for name, strange, words in rows
    )
