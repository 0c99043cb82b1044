"""Rules for contents that the arrangement of the text reports: headlines, blocks after a colon, "Об этом заявил …",
and sentences that go on reporting.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.extract.claims.arguments import references
from kg.extract.claims.attribution import by_introduction, reported, speaks_of_itself
from kg.extract.claims.cues import PREDICATIVES, is_predicate
from kg.extract.claims.places import Places
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.spans import DASHES, FULL_STOPS, after_dateline, content_span, without_full_stop
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import ActorType, Span

_BULLETS = DASHES | {"•", "*", "·"}
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
    if following.start == colon.end:  # "https://…", "18:00"
        return
    lead = sentence.tokens[: colon.index]
    if lead[0].pos == "ADP" or any(is_predicate(token) or token.text == "(" for token in lead):
        return
    named = reading.cast.actors_in(Span(lead[0].start, lead[-1].end))
    speakers = tuple(ref for ref in references(sentence, sentence.top(lead), reading.cast) if ref in named)
    content = sentence.tokens[colon.index + 1 :]
    span = content_span(content, reading.parse.text)
    if not speakers or span is None or not any(is_predicate(token) for token in content):
        return
    direct = speaks_of_itself(reading, span)
    if direct or not _are_states(reading, speakers):  # "Дания: выборы отложены" names the topic
        yield Report(span, "headline-colon", None, speakers, direct=direct)


def clause_after_colon(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "Министр констатировал: [страна не готова]": what follows a word of speech and a colon, without marks."""
    for cue in reading.cues[sentence.start]:
        says = cue.frame.kind in {"say", "tell", "warn", "think", "recall"} and "quote" in cue.frame.contents
        colon = next((t for t in sentence.tokens[cue.word.index + 1 :] if t.text in FULL_STOPS | {":", ",", ";"}), None)
        if not (says and cue.is_finite) or cue.is_noun or colon is None or colon.text != ":":
            continue
        between = sentence.tokens[cue.word.index + 1 : colon.index]
        content = sentence.tokens[colon.index + 1 :]
        span = content_span(content, reading.parse.text)
        glued = bool(content) and content[0].start == colon.end  # "в 10:00"
        if span is None or glued or content[0].text in MARKS or any(map(is_predicate, between)):
            continue
        if any(is_predicate(token) or token.lemma in PREDICATIVES for token in content):
            yield reported(reading, cue, span, "clause-after-colon", direct=speaks_of_itself(reading, span))
        return


def _are_states(reading: Reading, refs: Iterable[str]) -> bool:
    return any((actor := reading.cast.actor(ref)) and actor.type is ActorType.STATE for ref in refs)


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
    if not speakers or span is None or _are_states(reading, speakers) or _is_apposition(content):
        return
    of_itself = set(speakers) & set(reading.cast.actors_in(span))
    if not of_itself and all(token.pos in {"NOUN", "PROPN", "ADJ", "X"} for token in source):
        yield Report(span, "headline-dash", None, speakers, direct=speaks_of_itself(reading, span))


def _is_apposition(content: Sequence[Token]) -> bool:
    """Does the name behind the dash tell who a person in the content is ("Город возглавила женщина — Анна Лис")?"""
    return any(
        token.pos == "NOUN" and token.has(Case="Nom", Animacy="Anim") and token.rel in {"nsubj", "nsubj:pass", "root"}
        for token in content
    )


def block(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """A paragraph without quotation marks after a paragraph that ends in a colon: "Моралес отметил:⏎[…]"."""
    if sentence.tokens[-1].text != ":":
        return
    sentences = reading.parse.sentences
    start = reading.index(sentence) + 1
    if start >= len(sentences) or not 0 < sentences[start].paragraph - sentence.paragraph <= _LINES:
        return
    following = [s for s in sentences[start : start + 30] if s.paragraph == sentences[start].paragraph]
    if following[0].tokens[0].text in MARKS | _BULLETS or following[-1].tokens[-1].text == ":":
        return
    span = without_full_stop(Span(following[0].start, following[-1].end), reading.parse.text)
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
        tokens = _without_aside(reading, previous, after_dateline(previous, reading.parse.text))
        span = content_span(tokens, reading.parse.text)
        if span and any(is_predicate(token) for token in previous.tokens):
            yield reported(reading, cue, span, "about-this")
        return


def _without_aside(reading: Reading, sentence: Sentence, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without a relay's attribution before them: "Как передаёт газета, [мост закрыт]. Об этом сообщил …"."""
    for aside in reading.asides.get(sentence.start, ()):
        if tokens and sentence.tokens[aside.first] == tokens[0] and aside.last < len(sentence.tokens):
            return sentence.tokens[aside.last :]
    return tokens


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
    shares = Counter(speakers for speakers, _ in {(r.speakers, number) for number, r in told.items()})
    places = Places(reports)
    sentences = reading.parse.sentences
    following = _next_reports(sentences, told)
    for number, sentence in enumerate(sentences):
        before = told.get(number - 1)
        if before is None or before.direct or sentences[number - 1].paragraph != sentence.paragraph:
            continue
        if number in told or places.overlapping(sentence.span) or not _could_go_on(reading, sentence, before.speakers):
            continue
        after = following[number]
        between = after is not None and after.speakers == before.speakers
        if between or _adds(sentence) or shares[before.speakers] / len(sentences) >= _RETELLING:
            span = content_span(sentence.tokens, reading.parse.text)
            if span:
                told[number] = Report(span, "going-on", None, before.speakers)
                shares[before.speakers] += 1
                yield told[number]


def _could_go_on(reading: Reading, sentence: Sentence, speakers: tuple[str, ...]) -> bool:
    """Is it a statement that has no word of speech as its predicate and tells neither of the speakers themselves nor
    of what has happened?
    """
    if any(cue.is_finite and not cue.is_noun for cue in reading.cues[sentence.start]):
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


RULES: tuple[Callable[[Reading, Sentence], Iterator[Report]], ...] = (
    headline_colon,
    headline_dash,
    clause_after_colon,
    block,
    about_this,
)
"""The rules that read a sentence in its place."""
