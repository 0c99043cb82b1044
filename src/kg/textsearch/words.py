"""Words and their forms: what a search asks for, and where it is met in a text.

Two words are the same where they share a normal form (pymorphy3 over OpenCorpora). A form of several words (стали: of
стать and of сталь) stands for each that it is not most unlikely to be of.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import KgError
from kg.language.morphology import fold, known_normal_forms, readings

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-я]")
_PART = re.compile(
    r'(?P<without>(?<![^\s])-)?(?:"(?P<straight>[^"]*)"|«(?P<angled>[^»]*)»|(?P<word>[^\W_]+)(?P<star>\*)?)'
)
_LEAST_SCORE = 0.05
"""Of a reading, for its normal form to count: below are slips of the dictionary's statistics rather than readings."""
_MOST_PARTS = 32


class SearchError(KgError):
    """There is nothing to search for in what was asked; the message says how it is written."""


def lemmas(word: str) -> frozenset[str]:
    """The normal forms of a word, folded, and the word itself: names are often taken for forms of another word (Токаев
    for one of токай).
    """
    return _lemmas(fold(word))


@lru_cache(maxsize=50_000)
def _lemmas(folded: str) -> frozenset[str]:
    if _CYRILLIC.search(folded) is None:
        return frozenset((folded,))
    known = known_normal_forms(folded)
    if len(known) == 1:  # whichever reading it is: to ask how likely each is takes four times as long
        return frozenset((folded, *known))
    return frozenset((folded, *(fold(form.normal_form) for form in readings(folded) if form.score >= _LEAST_SCORE)))


def lemmatised(text: str) -> str:
    """The normal forms of a text's words, in their order, with spaces between them; parts of «Нур-Султан» are words."""
    return " ".join(map(_lemmatised, _WORD.findall(text)))


@lru_cache(maxsize=100_000)
def _lemmatised(word: str) -> str:
    """Kept as one short string: a process that indexes for days meets most words of the language."""
    return " ".join(sorted(lemmas(word)))


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: words and phrases that must be there, in any form, and such that must not."""

    phrases: tuple[tuple[str, ...], ...] = ()
    """Of one word or more, which stand one after the other."""
    prefixes: tuple[str, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Search":
        """Reads a search: words, ``"phrases in quotes"``, beginnings (``каз*``), and ``-words`` that must be absent.

        Raises:
            SearchError: where no word or beginning is asked for, or too many are.
        """
        phrases, prefixes, without = [], [], []
        for part in _PART.finditer(text):
            phrase = tuple(_WORD.findall(part["straight"] or part["angled"] or part["word"] or ""))
            if not phrase:
                continue
            if part["without"]:
                without.append(phrase)
            elif part["star"]:
                prefixes.append(fold(phrase[0]))
            else:
                phrases.append(phrase)
        if not phrases and not prefixes:
            raise SearchError(
                f'{text!r}: there is no word to search for; write words, "a phrase", or the beginning of a word as каз*'
            )
        if len(phrases) + len(prefixes) + len(without) > _MOST_PARTS:
            raise SearchError(f"{text[:60]!r}…: more than {_MOST_PARTS} words; search for fewer")
        return cls(tuple(phrases), tuple(prefixes), tuple(without))

    def expression(self) -> str:
        """The search for SQLite's FTS5 over :func:`lemmatised` texts.

        It knows nothing of phrases, since a word may stand there with several normal forms: see :meth:`accepts`.
        """
        wanted = [_any_form(word) for phrase in self.phrases for word in phrase]
        wanted += [f'"{prefix}"*' for prefix in self.prefixes]
        absent = [_any_form(phrase[0]) for phrase in self.without if len(phrase) == 1]
        return " NOT ".join([f"({' AND '.join(wanted)})", *absent])

    @property
    def has_phrases(self) -> bool:
        """Must texts that the expression finds be looked at with :meth:`accepts`?"""
        return any(len(phrase) > 1 for phrase in (*self.phrases, *self.without))

    def accepts(self, text: str) -> bool:
        """Do the phrases stand in a text, and those that must not stand in it not?"""
        words = [lemmas(word) for word in _WORD.findall(text)]
        return all(_stands(phrase, words) for phrase in self.phrases) and not any(
            _stands(phrase, words) for phrase in self.without
        )

    def is_meant(self, word: str) -> bool:
        """Is this word of a text one of those searched for?"""
        found = lemmas(word)
        return any(found & lemmas(wanted) for phrase in self.phrases for wanted in phrase) or any(
            lemma.startswith(prefix) for prefix in self.prefixes for lemma in found
        )


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text that shows what was found in it."""

    text: str
    marks: tuple[tuple[int, int], ...]
    """Where the words searched for stand in it: begin and end in code points."""


def snippet(text: str, search: Search, length: int = 200) -> Snippet:
    """The stretch of a text in which most of the words searched for stand; the whole of a text that is short.

    Args:
        text: that was found.
        search: that found it.
        length: of the stretch, in code points, about; it begins and ends between words, with … where text is left out.
    """
    found = [match.span() for match in _WORD.finditer(text) if search.is_meant(match[0])]
    start, end = 0, len(text)
    if len(text) > length:
        begins = [begin for begin, _ in found] or [0]
        most = max(begins, key=lambda begin: sum(begin <= other < begin + length * 2 // 3 for other in begins))
        start = max(0, min(most - length // 4, len(text) - length))
        end = min(len(text), start + length)
        start = 0 if start == 0 else text.find(" ", start, most) + 1 or most
        end = end if end == len(text) else max(text.rfind(" ", start, end), start) or end
    before = "… " if start else ""
    shift = len(before) - start
    marks = tuple((a + shift, b + shift) for a, b in found if start <= a and b <= end)
    return Snippet(f"{before}{text[start:end]}{' …' if end < len(text) else ''}", marks)


def _any_form(word: str) -> str:
    quoted = (f'"{lemma}"' for lemma in sorted(lemmas(word)))
    return f"({' OR '.join(quoted)})"


def _stands(phrase: tuple[str, ...], words: list[frozenset[str]]) -> bool:
    wanted = [lemmas(word) for word in phrase]
    return any(
        all(one & other for one, other in zip(wanted, words[start:], strict=False))
        for start in range(len(words) - len(wanted) + 1)
    )
