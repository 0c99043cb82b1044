"""Who said what: the claims of an article.

Rules find contents and who is reported to have said them (:mod:`contents`, :mod:`attribution`, :mod:`layout`,
:mod:`dialogue`); here they are asked in order, what they found is sifted, goes on in the next sentences
(:mod:`continuation`) and is set in its place (:mod:`exchanges`, :mod:`dating`), and claims are made of it, with the
speaker's stances (:mod:`stance`) and what repeats an earlier one (:mod:`repetition`).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from kg.extract.cast import Cast
from kg.extract.claims import attribution, contents, layout
from kg.extract.claims.arguments import is_law, is_of_thing, preposition_of, subject_token
from kg.extract.claims.continuation import going_on
from kg.extract.claims.cues import Cue
from kg.extract.claims.dating import dates_of
from kg.extract.claims.dialogue import find_dialogue
from kg.extract.claims.exchanges import with_addressees
from kg.extract.claims.quotation_type import quotation_type
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.repetition import with_repetitions
from kg.extract.claims.sifting import sift
from kg.extract.claims.spans import DASHES, content_span
from kg.extract.claims.stance import stances_of
from kg.extract.dates import TimeExpression
from kg.identifiers import claim_id
from kg.language import Parse
from kg.model import Claim, PartialDate

__all__ = ["find_claims"]


def find_claims(
    parse: Parse, cast: Cast, times: Sequence[TimeExpression] = (), published: date | None = None
) -> tuple[Claim, ...]:
    """The claims of an article in the order of the text; one that two actors made together stands once for each.

    Args:
        parse: the article as the language models read it.
        cast: its actors and what refers to them.
        times: when the words of the text say that something was; a claim has a date only where they date the saying.
        published: the publication date; no claim is later.
    """
    reading = Reading(parse, cast)
    dialogue = find_dialogue(reading)
    reports = [report for report in _reports(reading) if report.cue is not None or not dialogue.asks(report.span)]
    reports = sift(reading, [*reports, *dialogue.answers])
    reports = sift(reading, [*reports, *going_on(reading, reports)])
    reports = with_addressees(reading, reports)
    dates = dates_of(reading, reports, times, published)
    claims = [claim for report, day in zip(reports, dates, strict=True) for claim in _claims(reading, report, day)]
    return with_repetitions(reading, claims)


def _reports(reading: Reading) -> Iterator[Report]:
    for sentence in reading.parse.sentences:
        for cue in reading.cues[sentence.start]:
            yield from _of_cue(reading, cue)
        for rule in layout.RULES:
            yield from rule(reading, sentence)
    for quotation in reading.quotations.outermost:
        for found in attribution.QUOTATION_RULES:
            yield from found(reading, quotation)


def _of_cue(reading: Reading, cue: Cue) -> Iterator[Report]:
    """What hangs on a cue or, where nothing does, what it stands beside."""
    subject = subject_token(cue.sentence, cue.word)
    if cue.word.has(VerbForm="Inf") and subject is None:
        return  # "Стоит напомнить, что …", "право потребовать …": nobody has said it
    if subject is not None and subject.lemma in {"кто", "что"} and subject.index == 0:
        return  # "Кто сказал, что …?", "Что побудило его …?"
    if subject is not None and subject.lemma in {"ты", "вы"}:
        return  # "Вы хотите, чтобы …?"
    if subject is not None and subject.lemma in {"это", "факт"} and cue.is_finite and not cue.is_phrase:
        before = cue.sentence.next(subject, -1)
        if before is None or before.text not in DASHES:  # «…», — это было сказано в письме
            return  # "Это гарантирует, что …": nobody says it
    if cue.is_phrase and any(child.lemma in {"мой", "наш"} for child in cue.sentence.children(cue.word, "det")):
        return  # "По моим данным, …": in what somebody says
    if _is_asked(cue) or is_law(cue, reading.cast) or is_of_thing(cue, reading.cast):
        return
    for rule in contents.RULES:
        spans = [content_span(tokens, reading.parse.text) for tokens in rule(reading, cue)]
        found = [span for span in spans if span]
        if found:
            name = rule.__name__.replace("_", "-")
            yield from (attribution.reported(reading, cue, span, name) for span in found)
            return
    yield from attribution.aside(reading, cue)


def _is_asked(cue: Cue) -> bool:
    """Is it a question ("считает ли он, что …") or something that writer or reader would say ("если вы скажете …")?"""
    following = cue.sentence.next(cue.tokens[-1])
    governor = cue.sentence.head(cue.word)
    spoken_to = cue.word.has(VerbForm="Inf") and governor is not None and governor.feats.get("Person") in {"1", "2"}
    in_answer = cue.is_noun and preposition_of(cue.sentence, cue.word) in {"на", "по"}  # "в ответ на просьбу ответить"
    return (following is not None and following.text == "ли") or spoken_to or in_answer


def _claims(reading: Reading, report: Report, day: PartialDate | None) -> Iterator[Claim]:
    text = report.span.of(reading.parse.text)
    for speaker in report.speakers or (None,):
        yield Claim(
            id=claim_id(speaker, text),
            span=report.span,
            text=text,
            type=quotation_type(reading, report.span, direct=report.direct),
            speaker=speaker,
            cue=report.cue.text if report.cue else "",
            addressees=report.addressees,
            about=reading.cast.actors_in(report.span),
            stances=stances_of(reading, report, speaker) if speaker else (),
            via=tuple(ref for ref in report.via if ref != speaker),
            date=day,
            rule=report.rule,
        )
