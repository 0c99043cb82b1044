"""Rules for contents that the arrangement of the text reports: headlines, blocks after a colon, "Об этом заявил …"."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.extract.claims.arguments import references
from kg.extract.claims.attribution import by_introduction, reported, speaks_of_itself
from kg.extract.claims.cues import PREDICATIVES, is_predicate
from kg.extract.claims.frames import claim_words
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.spans import DASHES, FULL_STOPS, after_dateline, content_span, without_full_stop
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import ActorType, Span

_BULLETS = DASHES | {"•", "*", "·"}
_LONGEST_LEAD = 12
_LINES = 2
"""A block follows its introduction on the next line or after one empty line."""


def headline_colon(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "Эрдоган: [террорист был задержан]"."""
    if ":" not in sentence.texts:
        return
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
    only = lead[0].lemma if len(lead) == 1 else ""
    unnamed = only in words("voices.tsv") or only in claim_words()["voices"]
    if not (speakers or unnamed) or span is None or not any(is_predicate(token) for token in content):
        return
    direct = speaks_of_itself(reading, span)
    if direct or not _are_states(reading, speakers):  # "Дания: выборы отложены" names the topic
        yield Report(span, "headline-colon", None, speakers, direct=direct)


def clause_after_colon(reading: Reading, sentence: Sentence) -> Iterator[Report]:
    """As in "Министр констатировал: [страна не готова]": what follows a word of speech and a colon, without marks."""
    for cue in reading.cues[sentence.start] if ":" in sentence.texts else ():
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
    if sentence.tokens[-1].text in {".", "!", "?"} or sentence.texts.isdisjoint(DASHES):
        return
    dash = next(token for token in reversed(sentence.tokens) if token.text in DASHES)
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
    cues = reading.cues[sentence.start]
    number = reading.index(sentence) if cues else 0
    if number == 0:
        return
    for cue in cues:
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


RULES: tuple[Callable[[Reading, Sentence], Iterator[Report]], ...] = (
    headline_colon,
    headline_dash,
    clause_after_colon,
    block,
    about_this,
)
"""The rules that read a sentence in its place."""
