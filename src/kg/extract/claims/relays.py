"""Who passes on what others say: "Министр заявил, что мост закрыт, передаёт ТАСС"; "ТАСС со ссылкой на МИД"."""

from collections.abc import Iterable, Mapping, Sequence

from kg.extract.cast import Cast
from kg.extract.claims.arguments import Speaker, preposition_of, references
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import claim_words
from kg.extract.claims.places import SAME, Places, overlap
from kg.extract.claims.reading import Reading, Report, changed
from kg.language import Sentence, Token


def cited(cue: Cue, cast: Cast) -> Speaker:
    """On whom an outlet relies that reports: "ТАСС со ссылкой на МИД", "газета, ссылаясь на министра"; nobody where it
    is a source without a name.
    """
    sentence = cue.sentence
    for token in sentence.tokens:
        by_noun = token.lemma == "ссылка" and preposition_of(sentence, token) == "с"
        by_verb = token.lemma in {"ссылаться", "сослаться"} and not is_predicate(token)
        if not (by_noun or by_verb) or _is_elsewhere(sentence, token, cue.word):
            continue
        noun = _after_on(sentence, token)
        if noun is not None and noun.lemma != "источник":
            refs = references(sentence, noun, cast)
            owners = sentence.children(noun, "nmod") if noun.lemma in claim_words()["cited"] and not refs else ()
            refs = refs or next(filter(None, (references(sentence, owner, cast) for owner in owners)), ())
            return Speaker(refs, source=noun)
    return Speaker()


def _is_elsewhere(sentence: Sentence, token: Token, verb: Token) -> bool:
    """Does another predicate stand between two words?"""
    first, last = sorted((token.index, verb.index))
    return any(is_predicate(other) for other in sentence.tokens[first + 1 : last])


def _after_on(sentence: Sentence, token: Token) -> Token | None:
    """The noun of "на …" right behind a word."""
    preposition = sentence.next(token)
    if preposition is None or preposition.text.casefold() != "на":
        return None
    return next((t for t in sentence.tokens[preposition.index + 1 :] if t.pos in {"NOUN", "PROPN", "PUNCT"}), None)


def without_relays(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports without those of outlets that only pass on another; what is passed on knows by whom (``via``)."""
    near, places = _by_sentence(reports), Places(reports)
    passed: dict[int, tuple[str, ...]] = {}
    relays: set[int] = set()
    for report in reports:
        others = _relayed(reading, report, near, places)
        if others:
            relays.add(id(report))
        for other in others:
            passed[id(other)] = tuple(dict.fromkeys((*passed.get(id(other), ()), *report.speakers)))
    return [
        changed(report, via=_but(report.speakers, (*report.via, *passed.get(id(report), ()))))
        for report in reports
        if id(report) not in relays
    ]


def _but(speakers: Iterable[str], via: Iterable[str]) -> tuple[str, ...]:
    own = set(speakers)
    return tuple(dict.fromkeys(ref for ref in via if ref not in own))


def _by_sentence(reports: Iterable[Report]) -> Mapping[int, Sequence[Report]]:
    """Start of a sentence → the reports whose cue stands in it."""
    found: dict[int, list[Report]] = {}
    for report in reports:
        if report.cue is not None:
            found.setdefault(report.cue.sentence.start, []).append(report)
    return found


def _relayed(
    reading: Reading, report: Report, near: Mapping[int, Sequence[Report]], places: Places
) -> tuple[Report, ...]:
    """The reports that an outlet's report only passes on ("Путин заявил, что …, передаёт ТАСС"). Unnamed people in the
    plural ("жители жалуются, что …, пишет газета") leave the outlet its claim.
    """
    if report.cue is None or any(map(reading.is_person, report.speakers)):
        return ()
    beside = near[report.cue.sentence.start]
    if report.rule == "quotation-aside":
        same = (other for other in places.overlapping(report.span) if other.span == report.span)
        return tuple(r for r in same if r.rule != "bare-quotation" and any(map(reading.is_person, r.speakers)))
    if report.rule == "about-this":
        return _told_there(reading, report, near)
    if report.rule not in {"aside", "phrase"}:
        return ()
    predicates = _main_predicates(report, report.cue)
    told_after = (
        other
        for other in places.overlapping(report.span)
        if report.rule == "aside"
        and other.rule == "about-this"  # "Как передаёт ТАСС, [мост закрыт]. Об этом сообщил министр"
        and other.speakers
        and overlap(other.span, report.span) >= SAME
    )
    return (*(other for other in beside if _is_passed_on(reading, report, other, predicates)), *told_after)


def _told_there(reading: Reading, report: Report, near: Mapping[int, Sequence[Report]]) -> tuple[Report, ...]:
    """What the sentence reports to which "Об этом сообщает ТАСС" points back, where it does nothing else: "Орлов заявил
    о своём уходе. Об этом сообщает ТАСС".
    """
    told = reading.parse.sentence_at(report.span.start)
    if told is None or report.span.end > told.end:
        return ()
    return tuple(
        other
        for other in near.get(told.start, ())
        if other.cue is not None and other.cue.frame.kind in {"say", "tell"} and other.cue.is_finite
        if other.cue.word.rel == "root" and other.rule not in {"aside", "phrase"}
        if any(map(reading.is_person, other.speakers))
    )


def _is_passed_on(reading: Reading, report: Report, other: Report, predicates: Sequence[Token]) -> bool:
    """Is what an outlet reports itself somebody's saying?"""
    if other.cue is None or other is report or other.cue.frame.kind == "decide" or other.cue.word not in predicates:
        return False
    if not other.speakers and (other.cue.word.has(Number="Plur") or other.cue.word.has(Voice="Pass")):
        return False
    if other.rule == "aside" and report.rule == "phrase":
        return any(map(reading.is_person, other.speakers))
    return other.rule != "phrase" or bool(other.speakers)


def _main_predicates(report: Report, cue: Cue) -> tuple[Token, ...]:
    """The predicates of a content round a cue that stand in no clause below another."""
    sentence = cue.sentence
    governor = sentence.head(cue.word)
    return tuple(
        token
        for token in sentence.within(report.span)
        if token.head is None or token == governor or token.rel in {"root", "conj", "parataxis"}
    )
