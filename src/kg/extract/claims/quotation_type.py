"""Whether a content is quoted: wholly, in part or not at all."""

from kg.extract.claims.cues import is_predicate
from kg.extract.claims.quotations import Quotation
from kg.extract.claims.reading import Reading
from kg.model import QuotationType, Span

_FEWEST_QUOTED = 3
"""Fewer quoted words are a scare quote or a set phrase, unless they hold a predicate."""


def without_marks(reading: Reading, span: Span) -> Span:
    """What is between the marks, where the content is one whole quotation (over several sentences, too)."""
    quotation = reading.quotations.before(span.start)
    if quotation is None:
        return span
    with_mark = quotation.outer.start == span.start and quotation.outer.end >= span.end
    without_mark = quotation.inner.start == span.start and quotation.inner.end <= span.end <= quotation.outer.end
    return quotation.inner if with_mark or without_mark or _goes_on(reading, quotation, span) else span


def _goes_on(reading: Reading, quotation: Quotation, span: Span) -> bool:
    """Is a content the first sentence of a quotation of several: "сказал, что «[мост закрыт]. Мы ждём весны»"?"""
    if quotation.inner.start != span.start or quotation.inner.end <= span.end:
        return False
    sentence = reading.parse.sentence_at(span.start)
    return sentence is not None and sentence.end <= span.end + 1


def quotation_type(reading: Reading, span: Span, *, direct: bool) -> QuotationType:
    """Direct where all of it is quoted, mixed where a part is that is more than a name or a scare quote."""
    quotation = reading.quotations.before(span.start)
    if direct or (quotation is not None and quotation.inner == span):
        return QuotationType.DIRECT
    if any(is_quoted_speech(reading, quotation) for quotation in reading.quotations.inside(span)):
        return QuotationType.MIXED
    return QuotationType.INDIRECT


def is_quoted_speech(reading: Reading, quotation: Quotation) -> bool:
    """Does a quotation inside a sentence hold somebody's words, rather than a name or a scare quote?"""
    words = [token for token in reading.parse.tokens(quotation.inner) if token.pos != "PUNCT"]
    if any(is_predicate(token) for token in words):
        return True
    return len(words) >= _FEWEST_QUOTED and not words[0].text[:1].isupper()
