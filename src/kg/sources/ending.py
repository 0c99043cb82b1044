"""Does a text break off? By its last lines alone: what follows the body in an article's frame is no prose."""

import re

from kg.language import morphology

_PROSE = 60
"""A last line shorter than this, in code points, may be a signature, a caption or an item of a menu."""
_LONG = 160
"""No headline of other news is as long as this: such a line is a paragraph."""
_END = 2_000
"""So much of a line is looked at: the patterns take a time that grows with the square of a run of quotation marks."""
_ENDED = re.compile(r"[.!?…:;»”“\"')\]}]\W*$")
_NEW_SENTENCE = re.compile(r"[а-яё»\")][.!?…][»\")]?\s+[«\"(–—]?\s*[А-ЯЁ]")
_LAST_WORD = re.compile(r"([а-яё-]+)[ \t]*([,(«„–—-]*)\s*$", re.IGNORECASE)
_OPEN_WORDS = frozenset({"PREP", "CONJ"})


def breaks_off(text: str) -> bool:
    """Is the last line prose that ends where no sentence can?

    That is: after a comma, a dash or an opening mark, after a preposition or a conjunction, in the middle of a word
    (one in lower case that the dictionary does not know); or, in a paragraph too long for a headline, with no full stop
    while the paragraph before has one.
    """
    lines = [line.strip()[-_END:] for line in text.splitlines() if line.strip()]
    line = lines[-1]
    if len(line) < _PROSE or _ENDED.search(line) or not _has_finite_verb(line):
        return False
    if len(lines) > 1 and _ENDED.search(lines[-2]) and (len(line) >= _LONG or _NEW_SENTENCE.search(line)):
        return True
    last = _LAST_WORD.search(line)
    if last is None:
        return False
    word, mark = last.groups()
    if mark:
        return True
    if morphology.forms(word.lower())[0].tag.POS in _OPEN_WORDS:
        return True
    return word.islower() and not morphology.dictionary().word_is_known(word)


def _has_finite_verb(line: str) -> bool:
    words = re.findall(r"(?<![А-ЯЁа-яё])[а-яё]{2,}", line)
    return any(morphology.forms(word)[0].tag.POS in {"VERB", "PRTS"} for word in words)
