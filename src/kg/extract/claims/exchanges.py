"""To whom something is said where another sentence tells it: meetings, interviews and letters that go on over several
sentences, and answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.claims.addressees import addressees_of, in_forms, occasions, occasions_of, receivers
from kg.extract.claims.arguments import preposition_of, references, speaker_of, subject_token
from kg.extract.claims.cues import is_predicate
from kg.extract.claims.reading import Reading, Report, changed
from kg.extract.claims.recall import authorities_told
from kg.language import Sentence, Token

_BACK = 4
"""A meeting is remembered for so many sentences: "В ходе встречи министр заявил …"."""

_POINTING = frozenset({"этот", "такой", "данный", "соответствовать", "соответствующий", "подобный", "свой"})

Refs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a sentence tells of who speaks with whom."""

    kind: str
    """``message`` or ``talk``."""
    speakers: Refs
    """Who writes, gives the interview, or meets."""
    partners: Refs

    def others(self, speakers: Refs) -> Refs:
        """With whom these speak there; empty where they take no part."""
        parties = (*self.speakers, *self.partners)
        return tuple(ref for ref in parties if ref not in speakers) if set(speakers) <= set(parties) else ()


@dataclass(frozen=True, slots=True)
class _Thread:
    """A message that may go on: whose, to whom, and up to which sentence it has come."""

    speakers: Refs
    partners: Refs
    sentence: int
    read: bool
    """Has something been reported of it?"""


def with_addressees(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports, in the order of the text, with the addressees that other sentences give them."""
    found = list(reports)
    thread: _Thread | None = None
    told = _by_sentence(reading, reports)
    exchanges = [tuple(exchanges_in(reading, sentence)) for sentence in reading.parse.sentences]
    for number, sentence in enumerate(reading.parse.sentences):
        here = told.get(number, ())
        for exchange in exchanges[number]:
            if exchange.kind == "message" and exchange.partners:
                thread = _opened(thread, exchange, number)
        for position in here:
            report = found[position]
            if not report.speakers:
                continue
            if thread and report.speakers == thread.speakers and number <= thread.sentence + 1:
                end = reading.parse.sentence_index(report.span.end - 1)
                thread = replace(thread, sentence=max(number, end or number), read=True)
                to = thread.partners
            else:
                to = _answered(found, position, number, reading) or _met(
                    report, exchanges[max(0, number - _BACK) : number]
                )
            to = to or (authorities_told(reading, report) if not report.addressees else ())
            found[position] = changed(report, addressees=report.addressees or to)
        if not here and number:
            _complete(reading, sentence, found, told.get(number - 1, ()))
    return found


def _by_sentence(reading: Reading, reports: Sequence[Report]) -> Mapping[int, Sequence[int]]:
    """Number of a sentence → the places of the reports whose cue, or else whose content, begins in it."""
    found: dict[int, list[int]] = {}
    for position, report in enumerate(reports):
        number = reading.parse.sentence_index(report.cue.word.start if report.cue else report.span.start)
        found.setdefault(-1 if number is None else number, []).append(position)
    return found


def _opened(thread: _Thread | None, exchange: Exchange, number: int) -> _Thread:
    """A message begins. After another of the same speaker's of which nothing is told yet, nobody knows whose words
    follow.
    """
    unclear = thread and not thread.read and thread.speakers == exchange.speakers and number <= thread.sentence + 1
    return _Thread(exchange.speakers, () if unclear else exchange.partners, number, read=False)


def exchanges_in(reading: Reading, sentence: Sentence) -> Iterator[Exchange]:
    """What a sentence tells of meetings and messages of actors that are known."""
    for token in sentence.having(occasions().keys()):
        occasion = occasions()[token.lemma]
        if occasion.kind == "question" or token.pos not in {"NOUN", "VERB"}:
            continue
        sent = occasion.kind == "message" and token.pos == "NOUN"
        to = receivers(sentence, token) if sent else in_forms(sentence, token, occasion.forms)
        partners = _refs(reading, sentence, to)
        verb = token if token.pos == "VERB" else next(filter(is_predicate, sentence.ancestors(token)), None)
        subject = subject_token(sentence, verb) if verb else None
        owners = [t for t in sentence.children(token, "nmod") if t.has(Case="Gen") and token.pos == "NOUN"]
        speakers = _refs(reading, sentence, owners) if occasion.kind == "talk" else ()
        if subject is not None and subject != token and not speakers:
            speakers = references(sentence, subject, reading.cast)
        partners = tuple(ref for ref in partners if ref not in speakers)
        if len(speakers) + len(partners) > 1:
            yield Exchange(occasion.kind, speakers, partners)


def _refs(reading: Reading, sentence: Sentence, tokens: Iterator[Token] | Sequence[Token]) -> Refs:
    return tuple(dict.fromkeys(ref for token in tokens for ref in references(sentence, token, reading.cast)))


def _answered(reports: Sequence[Report], position: int, number: int, reading: Reading) -> Refs:
    """To whom one answers: "Лис попросила денег. Орлов в ответ заявил …"."""
    cue = reports[position].cue
    if cue is None or position == 0:
        return ()
    sentence = cue.sentence
    in_answer = any(
        token.lemma == "ответ" and preposition_of(sentence, token) == "в" and not sentence.children(token, "nmod")
        for token in sentence.children(cue.word, "obl", "advmod")
    )
    if not in_answer:
        return ()
    before = next(
        (r for r in reversed(reports[max(0, position - 8) : position]) if r.speakers != reports[position].speakers),
        None,
    )
    last = reading.parse.sentence_index(before.span.end - 1) if before else None
    if before is None or last is None or number - last > 1:
        return ()
    return tuple(ref for ref in before.speakers if ref not in reports[position].speakers)


def _met(report: Report, before: Sequence[Sequence[Exchange]]) -> Refs:
    """The other party of a meeting that was told of before: "В ходе встречи Орлов заявил …"; and whom one asks right
    after it: "Орлов встретился с Лис. Он попросил …".
    """
    cue = report.cue
    if cue is None or cue.is_phrase:
        return ()
    at_meeting = any(occasions()[noun.lemma].kind == "talk" for noun in occasions_of(cue))
    if not at_meeting:
        before = before[-1:] if cue.frame.kind == "ask" and not cue.is_noun else ()
    for exchange in (exchange for sentence in reversed(before) for exchange in sentence if exchange.kind == "talk"):
        others = exchange.others(report.speakers)
        if others and (at_meeting or len(others) == 1):
            return others
    return ()


def _complete(reading: Reading, sentence: Sentence, reports: list[Report], before: Sequence[int]) -> None:
    """A sentence that only tells where and when the statement before was made: "Такое заявление он сделал в среду на
    встрече с Лис".
    """
    for cue in reading.cues[sentence.start]:
        statement = next((token for token in cue.tokens if token.lemma == "заявление"), None)
        if statement is None or not any(t.lemma in _POINTING for t in sentence.children(statement, "det", "amod")):
            continue
        speaker = speaker_of(cue, reading.cast)
        for position in before:
            report = reports[position]
            if report.speakers and (speaker.elided or report.speakers == speaker.refs):
                to = tuple(ref for ref in addressees_of(cue, reading.cast) if ref not in report.speakers)
                reports[position] = replace(report, addressees=report.addressees or to, circumstance=cue)
