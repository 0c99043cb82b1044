"""Interviews and dialogue: answers that nothing but the arrangement of the text reports.

A *turn* begins with a line: after a label ("Вопрос:", "Орлов:"), after a dash, or below a question that is set apart by
capitals or bold marks. It goes on over the lines below, up to the next turn; the last turn has its own line only, as
nobody knows where it ends. What is asked is no claim; what is answered is one, direct.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from kg.extract.claims.arguments import references
from kg.extract.claims.cues import is_predicate
from kg.extract.claims.exchanges import exchanges_in
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.spans import without_full_stop
from kg.extract.lexicon import rows
from kg.language import Parse, Sentence
from kg.language.morphology import fold
from kg.model import ActorType, Span

_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n«»\"!?]{0,60}?)\s*:\s+(?=\S)")
_DASH = re.compile(r"[—–-]{1,2}\s+(?=\S)")
_BOLD = re.compile(r"(?P<mark>\*\*|__|''').+\?\s*(?P=mark)|<(?P<tag>b|strong)>.+\?\s*</(?P=tag)>")
_FEWEST = 2
"""An interview has at least so many questions, and so many answers."""
_LEAD = 12
"""Who is interviewed is told in so many sentences before the first turn."""

Refs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text as far as it was read."""

    start: int
    end: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one says at a time."""

    line: int
    start: int
    """Where what is said begins, behind the label or the dash."""
    asks: bool
    speakers: Refs | None = None
    """None for the interviewee, whoever that is."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What is asked and what is answered in a text."""

    questions: tuple[Span, ...]
    answers: tuple[Report, ...]

    def asks(self, span: Span) -> bool:
        """Does a stretch lie in a question?"""
        index = bisect_right([question.start for question in self.questions], span.start) - 1
        return index >= 0 and span in self.questions[index]


def find_dialogue(reading: Reading) -> Dialogue:
    """The dialogue that a text is or holds: of the layouts the first that fits."""
    lines = _lines(reading.parse)
    for layout in _LAYOUTS:
        turns = layout(reading, lines)
        if min(sum(turn.asks for turn in turns), sum(not turn.asks for turn in turns)) >= _FEWEST:
            return _dialogue(reading, lines, turns)
    return Dialogue((), ())


def _lines(parse: Parse) -> Sequence[_Line]:
    found = []
    for _, sentences in groupby(parse.sentences, key=lambda sentence: sentence.paragraph):
        together = tuple(sentences)
        found.append(_Line(together[0].start, together[-1].end, together))
    return found


def _labelled(reading: Reading, lines: Sequence[_Line]) -> list[_Turn]:
    """Turns after labels: a role ("Вопрос:"), a person who answers ("Орлов:"), an outlet that asks ("ТАСС:")."""
    found = []
    for number, line in enumerate(lines):
        match = _LABEL.match(reading.parse.text, line.start, line.end)
        if match is None:
            continue
        role = _roles().get(fold(match["label"]))
        speakers = () if role else _named(reading, line.sentences[0], match.end("label"))
        if role or speakers:
            asks = role == "asks" or (role is None and not _is_person(reading, speakers))
            found.append(_Turn(number, match.end(), asks, None if role else speakers))
    return found


@cache
def _roles() -> Mapping[str, str]:
    return {row[0]: row[1] for row in rows("turns.tsv")}


def _named(reading: Reading, sentence: Sentence, end: int) -> Refs:
    """Whom a label names."""
    label = [token for token in sentence.tokens if token.end <= end]
    if not label or any(is_predicate(token) for token in label):
        return ()
    named = reading.cast.actors_in(Span(label[0].start, label[-1].end))
    return tuple(ref for ref in references(sentence, sentence.top(label), reading.cast) if ref in named)


def _is_person(reading: Reading, refs: Refs) -> bool:
    return any((actor := reading.cast.actor(ref)) and actor.type is ActorType.PERSON for ref in refs)


def _dashed(reading: Reading, lines: Sequence[_Line]) -> list[_Turn]:
    """Turns after dashes, of which those that end in a question mark ask."""
    matches = [(number, _DASH.match(reading.parse.text, line.start, line.end)) for number, line in enumerate(lines)]
    return [
        _Turn(number, match.end(), _is_question(reading.parse.text, lines[number]))
        for number, match in matches
        if match is not None
    ]


def _is_question(text: str, line: _Line) -> bool:
    return text[line.start : line.end].rstrip(" *_'»\"").endswith("?")


def _set_apart(reading: Reading, lines: Sequence[_Line]) -> list[_Turn]:
    """Questions in capitals or in bold marks, each with the answer below it."""
    found: list[_Turn] = []
    for number, line in enumerate(lines):
        words = reading.parse.text[line.start : line.end].strip()
        if (words.endswith("?") and words.isupper()) or _BOLD.fullmatch(words):
            found.append(_Turn(number, line.start, asks=True))
        elif found and found[-1].asks and found[-1].line == number - 1:
            found.append(_Turn(number, line.start, asks=False))
    return found


_LAYOUTS: tuple[Callable[[Reading, Sequence[_Line]], list[_Turn]], ...] = (_labelled, _dashed, _set_apart)


def _dialogue(reading: Reading, lines: Sequence[_Line], turns: Sequence[_Turn]) -> Dialogue:
    interviewee, outlet = _interview(reading, lines[: turns[0].line])
    questions: list[Span] = []
    answers: list[Report] = []
    for turn, following in zip(turns, (*turns[1:], None), strict=True):
        end = lines[following.line - 1 if following else turn.line].end
        span = Span(lines[turn.line].start if turn.asks else turn.start, end)
        speakers = interviewee if turn.speakers is None else turn.speakers
        if turn.asks:
            questions.append(span)
        elif speakers:
            to = tuple(ref for ref in outlet if ref not in speakers)
            span = without_full_stop(span, reading.parse.text)
            answers.append(Report(span, "answer", None, speakers, addressees=to, direct=True))
    return Dialogue(tuple(questions), tuple(answers))


def _interview(reading: Reading, lines: Sequence[_Line]) -> tuple[Refs, Refs]:
    """Who is interviewed and by which outlet: as the lead says ("в интервью газете Орлов рассказал …"), or the only
    person whom it names.
    """
    lead = [sentence for line in lines for sentence in line.sentences][:_LEAD]
    for exchange in (exchange for sentence in lead for exchange in exchanges_in(reading, sentence)):
        parties = (*exchange.speakers, *exchange.partners)
        persons = tuple(ref for ref in parties if _is_person(reading, (ref,)))
        if len(persons) == 1:
            return persons, tuple(ref for ref in parties if ref not in persons)
    named = {ref for sentence in lead for ref in reading.cast.actors_in(sentence.span) if _is_person(reading, (ref,))}
    return (tuple(named), ()) if len(named) == 1 else ((), ())
