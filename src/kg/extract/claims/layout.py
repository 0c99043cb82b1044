"""Rules for contents that the arrangement of the text reports: headlines, blocks after a colon, "Об этом заявил …",
and sentences that go on reporting.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.extract.claims.arguments import references
from kg.extract.claims.attribution import by_introduction, reported
from kg.extract.claims.cues import PREDICATIVES, is_predicate
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.spans import DASHES, after_dateline, content_span
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import Span

_LONGEST_LEAD = 12
_RETELLING = 0.6
"""The share of an article's sentences above which it retells what one speaker said."""
_LINES = 2
"""A block follows its introduction on the next line or after one empty line."""


def headline_colon(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "Эрдоган: [террорист был задержан]"."""
    colon = next((token for token in sentence.tokens[:_LONGEST_LEAD] if token.text == ":"), None)
    following = sentence.next(colon) if colon else None
    if colon is None or following is None or colon.index == 0 or following.text in MARKS:
        return
    lead = sentence.tokens[: colon.index]
    if any(is_predicate(token) for token in lead):
        return
    speakers = references(sentence, sentence.top(lead), reading.cast)
    content = sentence.tokens[colon.index + 1 :]
    if speakers and any(is_predicate(token) for token in content):
        span = content_span(content, reading.parse.text)
        if span:
            yield Report(span, "headline-colon", None, speakers, direct=speaks_of_itself(sentence, span))


def speaks_of_itself(sentence: Sentence, span: Span) -> bool:
    """Is it in the first person, that is, in the speaker's own words?"""
    return any(
        token.lemma in {"я", "мы", "наш", "мой"} or (token.pos == "VERB" and token.has(Person="1"))
        for token in sentence.within(span)
    )


def headline_dash(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "[Китай рассчитывает на мир] — Си Цзиньпин"."""
    dash = next((token for token in reversed(sentence.tokens) if token.text in DASHES), None)
    if dash is None or sentence.tokens[-1].text in {".", "!", "?"}:
        return
    content, source = sentence.tokens[: dash.index], sentence.tokens[dash.index + 1 :]
    if not source or any(is_predicate(token) for token in source) or not any(is_predicate(token) for token in content):
        return
    speakers = references(sentence, sentence.top(source), reading.cast)
    span = content_span(content, reading.parse.text)
    if speakers and span and all(token.pos in {"NOUN", "PROPN", "ADJ", "X"} for token in source):
        yield Report(span, "headline-dash", None, speakers, direct=speaks_of_itself(sentence, span))


def block(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """A paragraph without quotation marks after a paragraph that ends in a colon: "Моралес отметил:⏎[…]"."""
    if sentence.tokens[-1].text != ":":
        return
    sentences = reading.parse.sentences
    start = reading.index(sentence) + 1
    if start >= len(sentences) or not 0 < sentences[start].paragraph - sentence.paragraph <= _LINES:
        return
    following = [s for s in sentences[start : start + 30] if s.paragraph == sentences[start].paragraph]
    if following[0].tokens[0].text in MARKS or following[-1].tokens[-1].text == ":":
        return
    last = following[-1]
    span = Span(
        following[0].start, last.tokens[-2].end if last.tokens[-1].text == "." and len(last.tokens) > 1 else last.end
    )
    report = by_introduction(reading, sentence, sentence.end - 1, span, "block")
    if report is not None:
        yield report


def about_this(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "[Террорист был задержан]. Об этом сообщил президент": the content is the sentence before."""
    number = reading.index(sentence)
    if number == 0:
        return
    for cue in reading.cues[sentence.start]:
        arguments = sentence.children(cue.word, "obl", "iobj", "obj")
        if (
            not any(_is_this(sentence, token) for token in arguments)
            or not cue.is_finite
            or cue.is_phrase
            or cue.is_noun
        ):
            continue
        previous = reading.parse.sentences[number - 1]
        span = content_span(after_dateline(previous, reading.parse.text), reading.parse.text)
        if span and any(is_predicate(token) for token in previous.tokens):
            yield reported(reading, cue, span, "about-this")
        return


def _is_this(sentence: Sentence, token: Token) -> bool:
    """Is it "об этом" or "это" at the head of a sentence? (Not "при этом".)"""
    prepositions = {child.lemma for child in sentence.children(token, "case")}
    return token.index <= 3 and fold(token.text) in {"этом", "это"} and prepositions <= {"о", "об"}


def going_on(reading: Reading, reports: Sequence[Report]) -> Iterator[Report]:
    """Sentences without a cue of their own after a report in the same paragraph that go on reporting ("Он отметил, что
    […]. [Это сближает страны]. Он добавил, что […]"): those between two reports of one speaker and, in an article that
    mostly retells what this speaker said, those at the paragraph's end.
    """
    told = {reading.parse.sentence_index(report.span.start): report for report in reports if report.speakers}
    sentences = reading.parse.sentences
    for number, sentence in enumerate(sentences):
        before = told.get(number - 1)
        if before is None or before.direct or sentences[number - 1].paragraph != sentence.paragraph:
            continue
        if number in told or not _could_go_on(reading, reports, sentence, before.speakers):
            continue
        after = _next_report(reading, told, number)
        between = after is not None and after.speakers == before.speakers
        if between or _share(reading, told.values(), before.speakers) >= _RETELLING:
            span = content_span(sentence.tokens, reading.parse.text)
            if span:
                told[number] = Report(span, "going-on", None, before.speakers)
                yield told[number]


def _could_go_on(reading: Reading, reports: Sequence[Report], sentence: Sentence, speakers: tuple[str, ...]) -> bool:
    """Is it a statement that is not reported otherwise, has no word of speech as its predicate and does not tell of the
    speakers themselves?
    """
    if any(report.span.overlaps(sentence.span) for report in reports):
        return False
    if any(cue.is_finite and not cue.is_noun for cue in reading.cues[sentence.start]):
        return False
    of_them = set(reading.cast.actors_in(sentence.span)) & set(speakers)
    return not of_them and any(is_predicate(token) or token.lemma in PREDICATIVES for token in sentence.tokens)


def _share(reading: Reading, reports: Iterable[Report], speakers: tuple[str, ...]) -> float:
    """How much of the article reports these speakers: sentences of all sentences."""
    theirs = {reading.parse.sentence_index(report.span.start) for report in reports if report.speakers == speakers}
    return len(theirs) / len(reading.parse.sentences)


def _next_report(reading: Reading, told: Mapping[int | None, Report], number: int) -> Report | None:
    """The next report in the paragraph."""
    paragraph = reading.parse.sentences[number].paragraph
    for following in range(number + 1, len(reading.parse.sentences)):
        if reading.parse.sentences[following].paragraph != paragraph:
            return None
        if following in told:
            return told[following]
    return None


RULES: tuple[Callable[[Reading, Sentence], Iterator[Report]], ...] = (headline_colon, headline_dash, block, about_this)
"""The rules that read a sentence in its place."""
