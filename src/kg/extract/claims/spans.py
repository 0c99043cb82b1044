"""Where a content begins and ends: without commas, conjunctions, connectives and quotation marks."""

import re
from collections.abc import Iterable

from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import connectives
from kg.extract.claims.quotations import MARKS
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import Span

DASHES = frozenset({"—", "–", "-", "--", "―"})
DELIMITERS = DASHES | {",", ":", ";", "(", ")", "/", "…", "..."}
FULL_STOPS = frozenset({".", "!", "?", "…", "..."})
_EDGES = DELIMITERS | FULL_STOPS
_PLACE = r"[А-ЯЁ][\w-]*(?:[ ,.]+[А-ЯЁ][\w-]*)?[.,]?"
_DAY = r"\d{1,2}\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*(?:\s+\d{4}(?:\s+года|\s*г\.)?)?[.,]?"
_AGENCY = r"(?:/[^/\n]{2,60}/|\([^()\n]{2,60}\))[.,]?"
_DATELINE = re.compile(rf"(?:{_PLACE}\s+)?(?:{_DAY}\s*(?:{_AGENCY}\s*)?|{_AGENCY}\s*)[—–-]{{1,2}}\s+", re.IGNORECASE)
"""The place, the day and the agency with which a report of an agency begins."""


def content_span(tokens: Iterable[Token], text: str) -> Span | None:
    """From the first token to the last, without punctuation at the edges; None where only punctuation is left.

    The closing quotation mark of a quotation inside the content stays, and so do brackets that belong to it.
    """
    kept = list(tokens)
    while kept and (kept[-1].text in _EDGES or _is_loose_mark(kept, kept[-1])):
        if kept[-1].text == ")" and any(token.text == "(" for token in kept):
            break
        kept.pop()
    while kept and (kept[0].text in _EDGES or _is_loose_mark(kept, kept[0])):
        kept.pop(0)
    kept = without_connectives(_without_open_bracket(kept))
    return Span(kept[0].start, kept[-1].end) if kept else None


def _without_open_bracket(tokens: list[Token]) -> list[Token]:
    """The tokens before a bracket that is not closed among them: "своём уходе | (в этом …"."""
    last = next((index for index in range(len(tokens) - 1, 0, -1) if tokens[index].text in {"(", ")"}), None)
    return tokens[:last] if last is not None and tokens[last].text == "(" else tokens


def _is_loose_mark(tokens: list[Token], mark: Token) -> bool:
    """Is it a quotation mark without a partner among the tokens?"""
    if mark.text not in MARKS:
        return False
    others = [token for token in tokens if token.text in MARKS and token != mark]
    return len(others) % 2 == 0


def without_connectives(tokens: list[Token]) -> list[Token]:
    """The tokens without what joins them to the sentence before ("Кроме того, …", "Во-первых, …", "И, …")."""
    known = connectives()
    for length in range(4, 0, -1):
        following = tokens[length : length + 1]
        if following and following[0].text == "," and tuple(fold(t.text) for t in tokens[:length]) in known:
            rest = tokens[length + 1 :]
            while rest and rest[0].text in _EDGES:
                rest.pop(0)
            return without_connectives(rest)
    return tokens


def without_full_stop(span: Span, text: str) -> Span:
    """A stretch of several sentences without the full stop at its end; an ellipsis stays."""
    ends = span.of(text).endswith(".") and not span.of(text).endswith("..") and span.end - span.start > 1
    return Span(span.start, span.end - 1) if ends else span


def after_dateline(sentence: Sentence, text: str) -> tuple[Token, ...]:
    """A sentence's tokens without the place, the day and the agency before it ("Астана, 16 июня /Синьхуа/ -- …")."""
    match = _DATELINE.match(text, sentence.start, sentence.end)
    return tuple(token for token in sentence.tokens if match is None or token.start >= match.end())


def content_end(cue: Cue, head: Token, start: int) -> int:
    """The index after the last token of a content that begins at ``start`` and whose predicate is ``head``: the end of
    the sentence, or where the clause of the cue goes on ("…, и добавил", "…, но сам отказался").
    """
    sentence = cue.sentence
    inside = {token.index for token in sentence.subtree(head)}
    above = {cue.word.index, *(token.index for token in sentence.ancestors(cue.word))}
    if _is_subordinate(cue) and (main := _main_clause(sentence, max(start, head.index))) is not None:
        return main
    for token in sentence.tokens[start:]:
        if token.index in inside or token.index <= head.index or token.index in above:
            continue
        hangs_above = token.head in above and token.rel in {"conj", "advcl", "parataxis"}
        if token.rel == "advcl" and is_predicate(token) and sentence.children(token, "mark"):
            continue  # "обещал [снизить цены, если спрос упадёт]", whatever the tree hangs the condition on
        if (hangs_above or token.head is None) and (is_predicate(token) or token.has(VerbForm="Conv")):
            begins = clause_begins(sentence, token, max(start, head.index))
            if begins is None and cue.word.has(Tense="Past") and token.feats.get("Tense") != "Past":
                continue  # "написал, что [готов ответить и уверен в победе]": what he said then is of another time
            if begins is None and hangs_above:
                begins = (
                    max((i for i in inside if i < token.index and sentence.tokens[i].pos != "PUNCT"), default=start) + 1
                )
            if begins is not None:
                return max(begins, start + 1)
    return len(sentence.tokens)


def _is_subordinate(cue: Cue) -> bool:
    """Does a conjunction open the sentence in whose first clause the cue stands: "Поскольку он заявил, что …, …"?"""
    first = cue.sentence.tokens[0]
    return first.pos == "SCONJ" and first.head == cue.word.index


def _main_clause(sentence: Sentence, after: int) -> int | None:
    """The comma behind which a clause with a subject and a predicate begins that nothing joins to what is before."""
    commas = [token.index for token in sentence.tokens[after:] if token.text == ","]
    for comma, following in zip(commas, [*commas[1:], len(sentence.tokens)], strict=True):
        clause = sentence.tokens[comma + 1 : following]
        joined = not clause or clause[0].pos in {"SCONJ", "CCONJ", "ADP"} or any(t.lemma == "который" for t in clause)
        if not joined and any(map(is_predicate, clause)) and any(t.rel == "nsubj" for t in clause):
            return comma
    return None


def clause_begins(sentence: Sentence, predicate: Token, after: int) -> int | None:
    """Where the clause of a predicate is joined to what stands before it: at ", но", ", и", ", а", ";"."""
    for index in range(predicate.index - 1, after, -1):
        token = sentence.tokens[index]
        if is_predicate(token):
            return None
        following = sentence.tokens[index + 1]
        joins = following.pos == "CCONJ" or fold(following.text) in {"а", "и", "но"}
        if token.text == ";" or (token.text == "," and joins):
            return index
    return None
