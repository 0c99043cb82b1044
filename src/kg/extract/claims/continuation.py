"""Sentences without a word of speech that go on reporting: "Орлов отметил, что […]. [Это сближает страны]."

A sentence after a report in the same paragraph goes on with it

- between two reports of one speaker, and in an article that mostly retells what this speaker said;
- where it says itself that it adds to it ("Также …", "якобы");
- where a person is told to have said something and it states something of the present or the future;
- where a text laid something down ("Согласно указу, …") and it does so, too ("Правительство должно …");
- where an account of what happened is some body's ("По данным полиции, …") and it tells what happened next to those
  of whom the account speaks, in the past too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from kg.extract.claims.cues import PREDICATIVES, is_predicate
from kg.extract.claims.frames import claim_words
from kg.extract.claims.places import Places
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.spans import content_span
from kg.extract.lexicon import words
from kg.language import Sentence
from kg.language.morphology import fold
from kg.model import Span

_RETELLING = 0.6
"""The share of an article's sentences above which it retells what one speaker said."""
_SAYINGS = frozenset({"say", "tell"})
_TELLINGS = frozenset({"сообщить", "сообщать", "рассказать", "рассказывать", "уточнить", "уточнять"})
"""The verbs by which a body tells what happened."""
_THEY = frozenset({"он", "она", "они", "его", "ее", "их", "тот", "первый", "второй", "третий", "другой"})


class _Kind(Enum):
    """What a report is, as far as it matters to what may follow."""

    SAYING = "a person says something"
    ACCOUNT = "a body tells what happened"
    DECREE = "a text lays down what shall be"
    OTHER = "anything else"


def going_on(reading: Reading, reports: Sequence[Report]) -> Iterator[Report]:
    """The sentences that go on reporting, in the order of the text, given the other reports in that order."""
    told = {reading.parse.sentence_index(report.span.start): report for report in reports if report.speakers}
    kinds = {number: _kind(reading, report) for number, report in told.items()}
    shares = Counter(speakers for speakers, _ in {(r.speakers, number) for number, r in told.items()})
    places = Places(reports)
    sentences = reading.parse.sentences
    following = _next_reports(sentences, told)
    for number, sentence in enumerate(sentences):
        before = told.get(number - 1)
        if before is None or before.direct:
            continue
        goes_on_laying_down = kinds[number - 1] is _Kind.DECREE and _lays_down(sentence)
        if sentences[number - 1].paragraph != sentence.paragraph and not goes_on_laying_down:
            continue
        if number in told or places.overlapping(sentence.span):
            continue
        after = following[number]
        between = after is not None and after.speakers == before.speakers
        kind = kinds[number - 1]
        retold = between or _adds(sentence) or shares[before.speakers] / len(sentences) >= _RETELLING
        stated = retold or (kind is _Kind.SAYING and not _is_narrators(sentence))
        states = stated and _could_go_on(reading, sentence, before.speakers)
        states = states or goes_on_laying_down
        if states or (kind is _Kind.ACCOUNT and _tells_on(reading, sentence, before)):
            span = content_span(sentence.tokens, reading.parse.text)
            if span:
                told[number] = Report(span, "going-on", None, before.speakers)
                kinds[number] = kind
                shares[before.speakers] += 1
                yield told[number]


def _kind(reading: Reading, report: Report) -> _Kind:
    """What a report is: only what ends its sentence can be gone on with."""
    sentence = reading.parse.sentence_at(report.span.end - 1)
    cue = report.cue
    if cue is None or sentence is None or sum(t.start >= report.span.end for t in sentence.tokens) > 1:
        return _Kind.OTHER
    person = any(map(reading.is_person, report.speakers))
    if cue.is_phrase and cue.word.lemma in words("documents.tsv") and cue.frame.speaker == "dative":
        return _Kind.DECREE
    account = cue.is_phrase and cue.word.lemma in claim_words()["accounts"]
    if account and not person and cue.tokens[0].index == 0:
        return _Kind.ACCOUNT
    clause = report.rule in {"clause", "unmarked-clause"} and cue.is_finite and not cue.negated
    if not clause or cue.frame.kind not in _SAYINGS:
        return _Kind.OTHER
    if person:
        return _Kind.SAYING
    return _Kind.ACCOUNT if cue.word.lemma in _TELLINGS else _Kind.OTHER


def _lays_down(sentence: Sentence) -> bool:
    """Does a sentence say what shall, may or must not be done?"""
    return not _is_narrators(sentence) and any(token.lemma in words("duties.tsv") for token in sentence.tokens)


def _is_narrators(sentence: Sentence) -> bool:
    """Does the narrator mark that they speak themselves: "Напомним", "Таким образом", "Как известно"?"""
    first = sentence.tokens[0]
    return first.has(Person="1") or fold(first.text) in words("narrators_openings.tsv")


def _tells_on(reading: Reading, sentence: Sentence, before: Report) -> bool:
    """Does a sentence tell more of those of whom an account speaks, and of no saying?"""
    if _is_narrators(sentence) or _reports(reading, sentence):
        return False
    known = _meant_in(reading, before.span) & _meant_in(reading, sentence.span)
    opening = sentence.tokens[:6]
    return bool(known) or any(token.lemma in _THEY or fold(token.text) in _THEY for token in opening)


def _reports(reading: Reading, sentence: Sentence) -> bool:
    """Has it a word of speech as a predicate?"""
    cues = (cue for cue in reading.cues[sentence.start] if cue.is_finite and not cue.is_noun)
    return any(cue.frame.contents & {"quote", "clause"} for cue in cues)


def _meant_in(reading: Reading, span: Span) -> set[str]:
    """The actors named or referred to in a stretch."""
    referred = (ref for token in reading.parse.tokens(span) for ref in reading.cast.refers(token))
    return {*reading.cast.actors_in(span), *referred}


def _could_go_on(reading: Reading, sentence: Sentence, speakers: tuple[str, ...]) -> bool:
    """Is it a statement that has no word of speech as its predicate and tells neither of the speakers themselves nor
    of what has happened?
    """
    if _reports(reading, sentence):
        return False
    if any(token.lemma == "якобы" for token in sentence.tokens):
        return True  # another's assertion, whatever it tells of
    if any(token.rel == "root" and token.has(Tense="Past", VerbForm="Fin") for token in sentence.tokens):
        return False  # the narrator tells what happened
    of_them = {ref for token in sentence.tokens for ref in reading.cast.refers(token)} & set(speakers)
    states = _adds(sentence) or any(is_predicate(t) or t.lemma in PREDICATIVES for t in sentence.tokens)
    return not of_them and states


def _adds(sentence: Sentence) -> bool:
    """Does it say itself that it adds to what was reported ("Также …"), or that somebody only asserts it ("якобы")?"""
    return sentence.tokens[0].lemma == "также" or any(token.lemma == "якобы" for token in sentence.tokens)


def _next_reports(sentences: Sequence[Sentence], told: Mapping[int | None, Report]) -> Sequence[Report | None]:
    """For each sentence the next report after it in the paragraph."""
    found: list[Report | None] = []
    after: Report | None = None
    for number in range(len(sentences) - 1, -1, -1):
        if number + 1 < len(sentences) and sentences[number + 1].paragraph != sentences[number].paragraph:
            after = None
        found.append(after)
        after = told.get(number, after)
    return found[::-1]
