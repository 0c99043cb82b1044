"""How the speaker of a claim stands to the actors that it speaks of: by a lexicon (``data/stance.tsv``) and the syntax.

Every word of the lexicon shows somebody in a good or a bad light: who does it, to whom the speaker does it, who is
called so, or who is asked to do it. What shows an actor badly counts against what shows it well; where nothing shows it
at all, or both balance, the stance is neutral. (The way of effects and perspectives in RuSentiFrames: Loukachevitch and
Rusnachenko 2020, "Sentiment Frames for Attitude Extraction in Russian".)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.claims.addressees import in_forms
from kg.extract.claims.arguments import preposition_of
from kg.extract.claims.cues import Cue, full_form
from kg.extract.claims.frames import claim_words
from kg.extract.claims.reading import Reading, Report
from kg.extract.lexicon import rows
from kg.language import Sentence, Token
from kg.model import Polarity, Stance

_SIGNS = {"support": 1, "oppose": -1}
_ROLES = frozenset({"doer", "agent", "target", "object", "being", "obliged"})
_CLASSES = frozenset({"verb", "noun", "adjective"})
_CHAIN = frozenset({"appos", "flat", "flat:name", "conj"})
_OWNERS = frozenset({"nmod", "amod", "det"})
_OBJECTS = frozenset({"obj", "iobj", "obl", "nmod", "nsubj:pass"})
_SUBJECTS = frozenset({"nsubj"})
_CALLED = _SUBJECTS | {"appos"}
_CONDITIONS = frozenset({"если", "пока", "чтобы", "ли", "будто"})
_CONDITIONALS = frozenset({"бы", "б"})
_TOWARDS = frozenset({"против", "с", "к", "на", "перед", "над"})


@dataclass(frozen=True, slots=True)
class _Shown:
    """A word shows an actor in a light."""

    ref: str
    sign: int
    token: Token


@cache
def _lexicon() -> Mapping[tuple[str, str], Mapping[str, int]]:
    """(word, class) → whom it shows → sign. Raises ValueError for a row that the header does not explain."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in rows("stance.tsv"):
        if len(row) != 4 or row[1] not in _CLASSES or row[2] not in _ROLES or row[3] not in _SIGNS:
            raise ValueError(f"stance.tsv: not four columns with known values: {row}")
        found.setdefault((row[0], row[1]), {})[row[2]] = _SIGNS[row[3]]
    return found


def stances_of(reading: Reading, report: Report, speaker: str) -> tuple[Stance, ...]:
    """The stance of a speaker to each other actor that a report's content, or its word of speech, speaks of.

    Args:
        reading: the article.
        report: what was said.
        speaker: id of the actor that said it.
    """
    shown = [
        light for light in (*_in_content(reading, report, speaker), *_by_cue(reading, report)) if light.ref != speaker
    ]
    targets = dict.fromkeys((*reading.cast.actors_in(report.span), *(light.ref for light in shown)))
    return tuple(_stance(ref, [light for light in shown if light.ref == ref]) for ref in targets if ref != speaker)


def _stance(ref: str, shown: list[_Shown]) -> Stance:
    total = sum(light.sign for light in shown)
    if total == 0:
        return Stance(ref, Polarity.NEUTRAL)
    evidence = next(light.token for light in shown if light.sign * total > 0)
    return Stance(ref, Polarity.SUPPORT if total > 0 else Polarity.OPPOSE, evidence.span)


def _in_content(reading: Reading, report: Report, speaker: str) -> Iterator[_Shown]:
    first = reading.parse.sentence_index(report.span.start)
    last = reading.parse.sentence_index(report.span.end - 1)
    if first is None or last is None:
        return
    own = report.cue.word if report.cue else None
    for sentence in reading.parse.sentences[first : last + 1]:
        for token in sentence.within(report.span):
            if token != own:
                yield from _shown_by(reading, sentence, token, speaker)


def _shown_by(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[_Shown]:
    """Whom a word shows in which light."""
    kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective"}.get(token.pos)
    if kind is None:
        return
    found = _lexicon().get((full_form(token) if kind == "adjective" else token.lemma, kind))
    if found is None:
        return
    above = tuple(_governors(sentence, token))
    if any(
        child.lemma in (_CONDITIONS if child.rel == "mark" else _CONDITIONALS)
        for word in (token, *above)
        for child in sentence.children(word)
    ):
        return  # "если Дания нападёт", "это значило бы, что мы поддерживаем Данию"
    negated = any(child.lemma == "не" for word in (token, *above) for child in sentence.children(word))
    negated = negated or any(word.lemma in claim_words()["ending"] for word in above)
    for role, sign in found.items():
        if negated and (sign < 0 or role == "being" or kind == "noun"):
            continue  # "не угрожает", "не союзник" is neither praise nor blame
        for actor in _ARGUMENTS[role](reading, sentence, token, speaker):
            for ref in _refs(reading, sentence, actor):
                yield _Shown(ref, -sign if negated else sign, token)


def _governors(sentence: Sentence, token: Token) -> Iterator[Token]:
    """The verbs from which a word has its tense and its negation, and the verb of which its clause is the content: "не
    хотим противостоять", "это не значит, что мы поддерживаем".
    """
    word = token
    for head in sentence.ancestors(token):
        nominal = word.pos == "NOUN" and word.rel in {"obj", "obl", "nmod", "iobj"}
        if not (nominal or word.has(VerbForm="Inf") or word.rel == "ccomp"):
            return
        yield head
        word = head


def _refs(reading: Reading, sentence: Sentence, token: Token) -> tuple[str, ...]:
    """The actors of an argument: its own, or of what belongs to them ("действия Дании")."""
    refs = reading.cast.parties(sentence, token)
    if refs:
        return refs
    below = sentence.children(token, *_OWNERS, *_CHAIN)
    return next(filter(None, (reading.cast.parties(sentence, child) for child in below)), ())


def _doers(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    if token.pos == "NOUN":
        for child in sentence.children(token, *_OWNERS):
            if preposition_of(sentence, child) == "":
                yield child
        yield from _from_the_side_of(sentence, token)
        verb = sentence.head(token)
        if verb is not None and token.rel == "obj" and verb.lemma in claim_words()["carrying"]:
            yield from (child for child in sentence.children(verb) if child.rel in _SUBJECTS)
        return
    yield from (child for child in sentence.children(token) if child.rel in _SUBJECTS)
    head = sentence.head(token)
    if token.has(VerbForm="Inf") and head is not None:  # "Дания хочет захватить"
        yield from (child for child in sentence.children(head) if child.rel in _SUBJECTS)
    elif token.has(VerbForm="Part", Voice="Act") and head is not None:
        yield head
    yield from (child for child in sentence.children(token, "obl") if token.has(Voice="Pass") and child.has(Case="Ins"))


def _agents(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    for child in sentence.children(token, *_OWNERS):
        if preposition_of(sentence, child) == "" and (child.rel != "nmod" or child.has(Case="Ins")):
            yield child
    yield from _from_the_side_of(sentence, token)


def _from_the_side_of(sentence: Sentence, noun: Token) -> Iterator[Token]:
    """ "агрессия со стороны Дании", whether the parser takes it for a preposition of two words or for a noun; it may
    hang on the genitive between ("захват моста со стороны Дании").
    """
    hosts = (noun, *sentence.children(noun, "nmod"))
    for child in (child for host in hosts for child in sentence.children(host, "nmod", "obl")):
        if child.lemma == "сторона":
            yield from sentence.children(child, *_OWNERS)
        elif any(
            word.text == "стороны" for case in sentence.children(child, "case") for word in sentence.children(case)
        ):
            yield child


def _targets(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    if not _is_speakers(reading, sentence, token, speaker):
        return
    for child in sentence.children(token):
        towards = token.pos != "NOUN" or preposition_of(sentence, child) in _TOWARDS
        if child.rel in _OBJECTS and towards:
            yield child


def _objects_of(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    yield from _targets(reading, sentence, token, speaker)
    if _is_speakers(reading, sentence, token, speaker):
        yield from (
            t for t in sentence.children(token, "nmod") if t.has(Case="Gen") and not preposition_of(sentence, t)
        )


def _is_speakers(reading: Reading, sentence: Sentence, verb: Token, speaker: str) -> bool:
    """Does the speaker do it, or nobody in particular?"""
    if verb.has(VerbForm="Part", Voice="Act") and verb.rel in {"amod", "acl"}:
        return False  # "повстанцы, противостоящие Дании"
    above = sentence.ancestors(verb) if verb.pos == "NOUN" or verb.has(VerbForm="Inf") else ()
    verbs = (verb, *above)
    subjects = [child for word in verbs for child in sentence.children(word) if child.rel in _SUBJECTS]
    if not subjects and verb.has(VerbForm="Fin", Number="Plur") and verb.feats.get("Person") != "1":
        return False  # "его изолировали": nobody says who did
    return all(
        not (refs := reading.cast.parties(sentence, t)) or speaker in refs or t.feats.get("Person") == "1"
        for t in subjects
        if t.lemma not in {"я", "мы"}
    )


def _called(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    if preposition_of(sentence, token) or _is_of_another(reading, sentence, token, speaker):
        return  # "под угрозой оказалась Дания"
    yield from (child for child in sentence.children(token) if child.rel in _CALLED)
    head = sentence.head(token)
    if head is not None and (token.has(Case="Ins") or token.rel == "appos"):
        yield head
        yield from (child for child in sentence.children(head) if child.rel in {"nsubj", "obj", "nsubj:pass"})


def _is_of_another(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> bool:
    """ "Дания — враг Швеции", "Дания для Швеции враг": nothing shows how the speaker sees her."""
    if token.lemma not in claim_words()["related"]:
        return False
    called = sentence.children(token, "nsubj")
    owners = [t for t in sentence.children(token, "nmod", "obl") if t.has(Case="Gen")]
    owners += [t for one in called for t in sentence.children(one, "nmod") if preposition_of(sentence, t) == "для"]
    return any((refs := reading.cast.parties(sentence, owner)) and speaker not in refs for owner in owners)


def _obliged(reading: Reading, sentence: Sentence, token: Token, speaker: str) -> Iterator[Token]:
    for ancestor in list(sentence.ancestors(token))[:2]:
        must = ancestor.lemma in claim_words()["obliging"] or full_form(ancestor) in claim_words()["obliging"]
        if must and token.has(VerbForm="Inf"):
            yield from (child for child in sentence.children(ancestor) if child.rel in {"nsubj", "iobj", "nsubj:pass"})
    for cue in reading.cues[sentence.start]:
        if cue.frame.kind == "ask" and cue.word in sentence.ancestors(token):
            yield from in_forms(sentence, cue.word, cue.frame.addressees)


_ARGUMENTS = {
    "doer": _doers,
    "agent": _agents,
    "target": _targets,
    "object": _objects_of,
    "being": _called,
    "obliged": _obliged,
}


def _by_cue(reading: Reading, report: Report) -> Iterator[_Shown]:
    """Whom the word of speech itself shows badly: who is accused or threatened."""
    cue = report.cue
    if cue is None or cue.word.lemma not in claim_words()["hostile"] or cue.negated:
        return
    for target in _objects(cue):
        for ref in _refs(reading, cue.sentence, target):
            yield _Shown(ref, -1, cue.word)


def _objects(cue: Cue) -> Iterator[Token]:
    for child in cue.sentence.children(cue.word, "obj", "iobj"):
        if child.has(Case="Acc") or child.has(Case="Dat") or child.has(Case="Gen"):
            yield child
