"""Rules for attributions that stand apart, and for contents that stand in quotation marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.extract.claims.addressees import addressees_of
from kg.extract.claims.arguments import Speaker, owner_of, quoting, references, speaker_of, subject_token
from kg.extract.claims.asides import Aside, find_aside
from kg.extract.claims.cues import PREDICATIVES, Cue, is_predicate
from kg.extract.claims.frames import ANY_VERB, claim_words, lexicon
from kg.extract.claims.quotations import MARKS, Quotation, last_before
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.relays import cited
from kg.extract.claims.spans import DASHES, FULL_STOPS, after_dateline, content_span, without_connectives
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.model import ActorType, Span

_ATTRIBUTION = re.compile(r"[.!?…]*\s*,?\s*[—–-]{1,2}\s+(?=\w)")
_SIGNATURE = re.compile(r"[.!?…]*\s*\n\s*[—–-]{1,2}\s*(?=[А-ЯЁA-Z])")
_LINE_BREAK = re.compile(r"[.,!?…]*\s*\n\s*")
_BETWEEN = re.compile(r"[\s,.!?…—–-]*")
_AND = re.compile(r",?\s*(?:и|а также)?\s*")
_HIS = frozenset({"его", "ее", "их", "он", "она", "они"})
_CAPTIONS = frozenset({"подпись", "надпись", "хештег"})
"""Nouns for words that are written on something: a picture, a placard."""
_RELATIVES = frozenset({"который", "где", "кто", "что", "чей", "куда", "когда"})
_FEWEST_WORDS = 3
_FEWEST_WORDS_ALONE = 5


def reported(reading: Reading, cue: Cue, span: Span, rule: str, *, direct: bool = False) -> Report:
    """The report of a content by a cue, with the speaker and the addressees that the cue's clause names."""
    speaker = speaker_of(cue, reading.cast)
    via: tuple[str, ...] = ()
    behind = cited(cue, reading.cast) if speaker.refs else Speaker()
    if behind.refs and not any(map(reading.is_person, speaker.refs)):
        speaker, via = behind, speaker.refs
    elif cue.frame.speaker == "quoted":
        via = quoting(cue, reading.cast)
    to = tuple(ref for ref in addressees_of(cue, reading.cast) if ref not in (*speaker.refs, *via))
    via = tuple(ref for ref in via if ref not in speaker.refs)
    return Report(span, rule, cue, speaker.refs, speaker.elided, to, direct, speaker.source, via)


def aside(reading: Reading, cue: Cue) -> Iterator[Report]:
    """As in "[Страна готова], указал Токаев"; "По словам Токаева, [страна готова]"; "«[Мы готовы]», — сказал он"."""
    found = find_aside(cue)
    if found is None:
        return
    sentence = cue.sentence
    place = Span(sentence.tokens[found.first].start, sentence.tokens[found.last - 1].end)
    quotation = _interrupted(reading, place) or _just_before(reading, sentence, place)
    if quotation is not None:
        yield reported(reading, cue, quotation.inner, "quotation-aside", direct=True)
        return
    tokens = _without_relay(reading, found, sentence, _after_about_that(_around(reading, cue, found)))
    tokens = _up_to_next_report(reading, cue, tokens)
    span = content_span(tokens, reading.parse.text)
    about_this = [t.text.casefold() for t in tokens[:2]] == ["об", "этом"]
    if span is not None and _says_enough(sentence, span) and not about_this:
        direct = _is_dash_speech(sentence, found)
        yield reported(reading, cue, span, "phrase" if cue.is_phrase else "aside", direct=direct)


def _without_relay(reading: Reading, own: Aside, sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A content without another attribution at its end: "По словам Орлова, [мост закрыт], пишет газета"."""
    for other in reading.asides.get(sentence.start, ()):
        behind = [token for token in tokens if token.index >= other.last]
        before = tuple(token for token in tokens if token.index < other.first)
        begins = sentence.tokens[other.first]
        inserted = other.first > own.last and is_predicate(begins) and any(map(is_predicate, before))
        if inserted and all(token.pos == "PUNCT" for token in behind):
            return before
    return tokens


def _up_to_next_report(reading: Reading, cue: Cue, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A content up to the semicolon behind which somebody says something else: "По словам Орлова, [мост закрыт]; он
    добавил, что …".
    """
    others = [other.word.index for other in reading.cues[cue.sentence.start] if other.is_finite and not other.is_noun]
    for place, token in enumerate(tokens):
        if token.text == ";" and token.index > cue.word.index and any(index > token.index for index in others):
            return tokens[:place]
    return tokens


def _after_about_that(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A content without what points to it: "О том, что [мост закрыт], сообщил министр"."""
    for token in tokens[:5]:
        before = [t.text.casefold() for t in tokens[: tokens.index(token)]]
        if token.lemma == "что" and before[-3:] == ["о", "том", ","]:
            return tokens[tokens.index(token) + 1 :]
    return tokens


def _is_dash_speech(sentence: Sentence, found: Aside) -> bool:
    """Is it direct speech between dashes: "— Мы готовы, — сказал он"?"""
    before = sentence.next(sentence.tokens[found.first], -1)
    return sentence.tokens[0].text in DASHES and before is not None and before.index > 0 and before.text in DASHES


def _interrupted(reading: Reading, place: Span) -> Quotation | None:
    """The quotation that an attribution between dashes interrupts: «…, — сказал он. — …»."""
    before = last_before(reading.parse.text, place.start)
    return reading.quotations.around(place) if before is not None and reading.parse.text[before] in DASHES else None


def _just_before(reading: Reading, sentence: Sentence, place: Span) -> Quotation | None:
    """The quotation that ends where the attribution begins, if it begins a sentence."""
    text = reading.parse.text
    quotation = reading.quotations.before(place.start - 1)
    if quotation is None or quotation.outer.end > place.start:
        return None
    first = reading.parse.sentence_at(quotation.outer.start)
    between = text[quotation.outer.end : place.start]
    if first is None or not _BETWEEN.fullmatch(between) or not set(between) & (DASHES | {","}):
        return None
    lead = content_span([t for t in first.tokens if t.end <= quotation.outer.start], text)
    colon = last_before(text, quotation.outer.start)
    apart = lead is None or (colon is not None and text[colon] == ":")  # "Он не видит причин: «…», — сказал он"
    return quotation if apart and _words(reading, quotation.inner) >= 2 else None


def _around(reading: Reading, cue: Cue, found: Aside) -> tuple[Token, ...]:
    """The tokens of the content round an attribution in its sentence."""
    sentence = cue.sentence
    before = [t for t in after_dateline(sentence, reading.parse.text) if t.index < found.first]
    after = list(sentence.tokens[found.last :])
    if after and after[0].text == ":":
        after = []  # "[Мост закрыт], сказал министр: «…»"
    quotation = reading.quotations.around(sentence.tokens[found.first].span)
    if quotation is not None:
        before = [token for token in before if token.start >= quotation.inner.start]
        after = [token for token in after if token.end <= quotation.inner.end]
    if not any(token.pos != "PUNCT" for token in after):
        return tuple(before)
    lead = [token for token in before if token.pos != "PUNCT"]
    joined = bool(lead) and (lead[-1].pos in {"CCONJ", "SCONJ"} or not without_connectives([*before, *after[:1]])[:-1])
    if len(lead) == 1 and lead[0].pos == "ADV" and cue.is_phrase:
        return tuple(after)  # "Всего, по данным полиции, [задержаны трое]"
    if not lead or joined or lead[-1].text.casefold() in {"однако", "так", "также"} or _clause_begins(cue, found):
        return tuple(after)
    if lead[-1].lemma == "который" or (lead[-1].lemma == "что" and lead[-1].pos == "PRON"):
        return tuple(after[: _relative_end(after)])  # "министр, который, как полагают, [уйдёт]"
    reported_before = _content_before(reading, cue, lead)
    his = cue.is_phrase and any(child.lemma in _HIS for child in sentence.children(cue.word, "det"))
    if his and (reported_before or (_is_clause(lead) and _is_clause(after))):
        return tuple(after)  # "Он заявил, что мост закрыт, по его словам, [денег нет]"
    before = before if reported_before is None else [t for t in before if t.index >= reported_before]
    return (*before, *sentence.tokens[found.first : found.last], *after)


def _relative_end(tokens: list[Token]) -> int:
    """How many of the tokens belong to a relative clause that goes on with them: up to ", и …"."""
    joints = (n for n, t in enumerate(tokens[:-1]) if t.text == "," and tokens[n + 1].pos == "CCONJ" and n > 0)
    return next(joints, len(tokens))


def _is_clause(tokens: list[Token]) -> bool:
    """Is it a main clause, with a subject and a predicate?"""
    subordinate = any(token.pos == "SCONJ" or token.lemma == "который" for token in tokens)
    has_subject = any(token.rel in {"nsubj", "nsubj:pass"} for token in tokens)
    return has_subject and not subordinate and any(is_predicate(token) for token in tokens)


def _content_before(reading: Reading, cue: Cue, lead: list[Token]) -> int | None:
    """Where the content of another word of speech begins in which a phrase stands: "Он заявил, что [мост, по словам
    министра, закрыт]".
    """
    if not cue.is_phrase:
        return None
    cues = [other for other in reading.cues[cue.sentence.start] if other.is_finite and other.word in lead]
    mark = next((t for t in lead if cues and t.index > cues[-1].word.index and t.lemma in {"что", "чтобы"}), None)
    return mark.index + 1 if mark else None


def _clause_begins(cue: Cue, found: Aside) -> bool:
    """Does the attribution open a clause of its own after another one ("…; по словам министра, …")?"""
    previous = cue.sentence.next(cue.sentence.tokens[found.first], -1)
    return previous is not None and previous.text in {";", ":", "."}


def _says_enough(sentence: Sentence, span: Span) -> bool:
    tokens = sentence.within(span)
    return any(
        is_predicate(t)
        or t.has(VerbForm="Inf")
        or t.text in DASHES
        or (t.lemma in PREDICATIVES and not t.has(Case="Loc"))  # "Об этом, в частности, говорит …" is no content
        for t in tokens
    )


def _words(reading: Reading, span: Span) -> int:
    return sum(token.pos != "PUNCT" for token in reading.parse.tokens(span))


def introduced(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """As in "Токаев заявил: «[…]»"; "Токаев: «[…]»": the attribution stands before a colon."""
    text = reading.parse.text
    colon = last_before(text, quotation.outer.start)
    if colon is None:
        return
    quotation = _with_enumerated(reading, quotation) if text[colon] == ":" else quotation
    sentence = reading.parse.sentence_at(colon)
    if sentence is not None and text[colon] != ":" and _is_shouted(reading, sentence, quotation):
        yield from _adjoining(reading, sentence, quotation)
        return
    if not is_speech(reading, quotation) and not (text[colon] == ":" and _is_exclamation(reading, sentence, quotation)):
        return
    if sentence is None or text[colon : quotation.outer.start].count("\n") > 2:
        return
    if text[colon] != ":":
        yield from _adjoining(reading, sentence, quotation)
        return
    report = by_introduction(reading, sentence, colon, quotation.inner, "quotation-after-colon")
    if report is not None:
        yield report


def _is_shouted(reading: Reading, sentence: Sentence, quotation: Quotation) -> bool:
    """Does a quotation of however few words stand right behind a word of shouting: "он кричал «Долой»"?"""
    before = [token for token in sentence.tokens if token.end <= quotation.outer.start]
    return bool(before) and before[-1].lemma in claim_words()["shouting"] and before[-1].pos == "VERB"


def _is_exclamation(reading: Reading, sentence: Sentence | None, quotation: Quotation) -> bool:
    """Is a quotation of few words that follows a colon what somebody says: "Она ответила: «Мы удивлены»"?"""
    if sentence is None:
        return False
    said = any(not cue.is_noun and "quote" in cue.frame.contents for cue in reading.cues[sentence.start])
    if said and any(token.lemma in claim_words()["shouting"] for token in sentence.tokens):
        return True
    tokens = reading.parse.tokens(quotation.inner)
    states = any(is_predicate(t) or t.text in {"!", "?"} or t.lemma in PREDICATIVES for t in tokens)
    return said and (states or _words(reading, quotation.inner) > _FEWEST_WORDS)


def _with_enumerated(reading: Reading, quotation: Quotation) -> Quotation:
    """A quotation with those that are enumerated after it: "скандировали: [«Долой!», «Позор!» и «Уходи!»]"."""
    text, last = reading.parse.text, quotation
    for following in reading.quotations.outermost:
        if following.outer.start > last.outer.end and _AND.fullmatch(text, last.outer.end, following.outer.start):
            last = following
    if last is quotation:
        return quotation
    outer = Span(quotation.outer.start, last.outer.end)
    return Quotation(outer, outer) if _hold_words(reading, outer) else quotation


def _hold_words(reading: Reading, span: Span) -> bool:
    """Do enumerated quotations hold what is said, rather than the names of works: "снял фильмы: «Заря», «Порт»"?"""
    tokens = reading.parse.tokens(span)
    capital = all(after.text[:1].isupper() for mark, after in pairwise(tokens) if mark.text in {"«", "“", "„"})
    return not capital or any(is_predicate(t) or t.text == "!" or t.lemma in {"нет", "долой", "позор"} for t in tokens)


def _adjoining(reading: Reading, sentence: Sentence, quotation: Quotation) -> Iterator[Report]:
    """As in "Он завершил беседу, сказав «[…]»": the colon is left out."""
    before = [token for token in sentence.tokens if token.end <= quotation.outer.start]
    for cue in reading.cues[sentence.start]:
        if before and cue.word == before[-1] and cue.frame.kind in {"say", "tell"} and "quote" in cue.frame.contents:
            yield reported(reading, cue, quotation.inner, "quotation-adjoining", direct=True)


def by_any_verb(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """As in "«[…]», — оценивает положение Орлов": between a comma with a dash and the end of the sentence any verb
    with its subject attributes, be it one of speech or not.
    """
    text = reading.parse.text
    match = _ATTRIBUTION.match(text, quotation.outer.end)
    sentence = reading.parse.sentence_at(match.end()) if match else None
    if match is None or sentence is None or not is_speech(reading, quotation):
        return
    clause = [token for token in sentence.tokens if token.start >= match.end()]
    verb = next((token for token in clause if is_predicate(token)), None)
    found = any(sentence.tokens[aside.first].start >= match.end() for aside in reading.asides.get(sentence.start, ()))
    if verb is None or found or any(token.text in {":", *MARKS} for token in clause):
        return
    if clause[0].pos == "CCONJ" and clause[0].index + 1 == verb.index and verb.lemma in lexicon().verbs:
        cue = Cue(sentence, ANY_VERB, verb, (verb,), negated=False)  # «…», — и добавил, что …
        yield Report(quotation.inner, "quotation-any-verb", cue, elided=True, direct=True)
        return
    subjects = [t for t in clause if t.rel in {"nsubj", "nsubj:pass"} and t.index > verb.index]
    in_these_words = [token.lemma for token in clause[:2]] in (["такой", "слово"], ["этот", "слово"])
    if in_these_words:
        subjects = [token for token in clause if token.rel == "nsubj"]  # "«…», — такими словами Орлов открыл съезд"
    if subjects and (clause[0].index == verb.index or in_these_words):
        speakers = references(sentence, subjects[0], reading.cast)
        cue = Cue(sentence, ANY_VERB, verb, (verb,), negated=False)
        yield Report(quotation.inner, "quotation-any-verb", cue, speakers, direct=True, source=subjects[0])


def signed(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """As in "«[…]»⏎— Анна Орлова, директор завода": a line below with a dash and a name signs the quotation."""
    match = _SIGNATURE.match(reading.parse.text, quotation.outer.end)
    sentence = reading.parse.sentence_at(match.end()) if match else None
    if match is None or sentence is None or not is_speech(reading, quotation):
        return
    name = [token for token in sentence.tokens if token.start >= match.end()]
    if name and not any(is_predicate(token) for token in name):
        speakers = references(sentence, sentence.top(name), reading.cast)
        if speakers:
            yield Report(quotation.inner, "signature", None, speakers, direct=True)


def attributed_below(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """As in "«[…]»⏎заявил на митинге Орлов": the paragraph after the quotation begins, in lower case, with the verb."""
    match = _LINE_BREAK.match(reading.parse.text, quotation.outer.end)
    sentence = reading.parse.sentence_at(match.end()) if match else None
    if match is None or sentence is None or not is_speech(reading, quotation):
        return
    for cue in reading.cues[sentence.start]:
        begins = cue.word.start == match.end() and cue.word.text[0].islower() and cue.is_finite
        if begins and "quote" in cue.frame.contents:
            found = reported(reading, cue, quotation.inner, "quotation-above", direct=True)
            named = {m.ref for m in reading.cast.mentions_in(sentence.span) if m.type == ActorType.PERSON}
            yield replace(found, speakers=tuple(named)) if found.elided and len(named) == 1 else found


def by_introduction(reading: Reading, sentence: Sentence, colon: int, span: Span, rule: str) -> Report | None:
    """The report of direct speech by what stands before a colon: a word of speech, or else a bare name."""
    before = [c for c in reading.cues[sentence.start] if c.word.end <= colon and not c.is_noun]
    before = [c for c in before if c.word.lemma not in {"ссылаться", "сослаться"}]
    cues = [c for c in before if not _is_in_relative_clause(c)]
    if before and not cues:  # "Лис пролила свет на письмо, о котором говорил Орлов: …"
        return _acted(reading, sentence, span, rule)
    if cues:
        depths = [(sum(1 for _ in sentence.ancestors(cue.word)), cue) for cue in reversed(cues)]
        main = min(depths, key=lambda pair: pair[0])[1]  # "Он отметил, что этого ждали: …"
        between = [t for t in sentence.tokens[cues[-1].word.index + 1 :] if t.end <= colon]
        adjoining = not between or (  # "Он согласился, добавив агентству: …"
            cues[-1].word.has(VerbForm="Conv") and not any(is_predicate(t) or t.text == "," for t in between)
        )
        return reported(reading, cues[-1] if adjoining else main, span, rule, direct=True)
    lead = [token for token in sentence.tokens if token.end <= colon]
    if not lead:
        return None
    top = sentence.top(lead)
    if lead[-1].lemma in _CAPTIONS:  # "Лис выложила снимок с подписью: …"
        verb = next((token for token in sentence.ancestors(lead[-1]) if is_predicate(token)), None)
        subject = subject_token(sentence, verb) if verb else None
        speakers = references(sentence, subject, reading.cast) if subject else ()
        return Report(span, rule, None, speakers, direct=True, source=subject)
    owner = owner_of(sentence, _words_noun(lead), reading.cast)
    # "Слова министра из интервью: …", "Вот ответ министра на вопрос, кто пришёл: …"
    if owner.refs or owner.elided or owner.source is not None:
        return Report(span, rule, None, owner.refs, owner.elided, direct=True, source=owner.source)
    if any(is_predicate(token) for token in lead):
        quoted = rule == "quotation-after-colon"
        return _acted(reading, sentence, span, rule) if quoted or speaks_of_itself(reading, span) else None
    speakers = references(sentence, top, reading.cast)
    goes_on = not speakers and "nsubj" in {token.rel for token in lead}  # "Поэтому эти планы — иллюзия: «…»"
    return Report(span, rule, None, speakers, elided=goes_on, direct=True)


def _is_in_relative_clause(cue: Cue) -> bool:
    """Does it only tell more of a noun? (Not so the text itself: "выпустил письмо, в котором говорится: …".)"""
    sentence = cue.sentence
    clause = next((t for t in (cue.word, *sentence.ancestors(cue.word)) if t.rel == "acl:relcl"), None)
    relative = any(token.lemma in _RELATIVES for token in sentence.tokens[: cue.word.index])
    return (
        clause is not None and relative and cue.frame.speaker not in {"source", "text"} and cue.word.has(VerbForm="Fin")
    )


def _words_noun(lead: list[Token]) -> Token | None:
    """The noun that says that somebody's words follow: "ответ министра", "из письма премьера"."""
    return next((token for token in lead if token.pos == "NOUN" and token.lemma in claim_words()["texts"]), None)


def _acted(reading: Reading, sentence: Sentence, span: Span, rule: str) -> Report | None:
    """Of words in the first person after an act that is none of speaking ("Орлов пригласил соседей:⏎Жду всех …")."""
    if rule == "block" and speaks_of_itself(reading, span) and (named := _named_last(reading, sentence)):
        return Report(span, rule, None, (named,), direct=True)  # "Рядом была сестра, Анна Лис:⏎Мы смеялись …"
    root = next((token for token in sentence.tokens if token.rel == "root"), None)
    subject = subject_token(sentence, root) if root else None
    speakers = references(sentence, subject, reading.cast) if subject else ()
    if subject is None or not (speakers or (rule == "block" and subject.has(Animacy="Anim"))):
        return None
    return Report(span, rule, None, speakers, direct=True, source=None if speakers else subject)


def _named_last(reading: Reading, sentence: Sentence) -> str | None:
    """The person whose name in the nominative stands right before the colon that ends a sentence."""
    last = sentence.tokens[-2:-1]
    if not last or not last[0].has(Case="Nom"):
        return None
    persons = (m for m in reading.cast.mentions_in(sentence.span) if m.type == ActorType.PERSON)
    return next((m.ref for m in persons if m.span.end == last[0].end), None)


def speaks_of_itself(reading: Reading, span: Span) -> bool:
    """Is it in the first person, that is, in the speaker's own words?"""
    return any(
        token.lemma in {"я", "мы", "наш", "мой"} or (token.pos == "VERB" and token.has(Person="1"))
        for token in reading.parse.tokens(span)
    )


def is_speech(reading: Reading, quotation: Quotation) -> bool:
    """Does a quotation hold words that were said, rather than a name, a title or a set phrase?"""
    tokens = reading.parse.tokens(quotation.inner)
    spoken = [token for token in tokens if token.pos != "PUNCT"]
    says = any(is_predicate(token) for token in spoken) or any(token.text in FULL_STOPS for token in tokens[-1:])
    return len(spoken) >= _FEWEST_WORDS and (says or len(spoken) > 2 * _FEWEST_WORDS)


def bare(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """A quotation that is a sentence of its own, or several: who spoke last goes on speaking."""
    first = reading.parse.sentence_at(quotation.outer.start)
    last = reading.parse.sentence_at(quotation.outer.end - 1)
    if first is None or last is None or not is_speech(reading, quotation):
        return
    outside = [t for t in (*first.tokens, *last.tokens) if not quotation.outer.start <= t.start < quotation.outer.end]
    if (
        all(token.pos == "PUNCT" and token.text not in MARKS for token in outside)
        and _words(reading, quotation.inner) >= 5
    ):
        yield Report(quotation.inner, "bare-quotation", None, elided=True, direct=True)


def formula(reading: Reading, quotation: Quotation) -> Iterator[Report]:
    """The reason that a prize or a decree gives in its words: "награждён «[за вклад в дело мира и разоружения]»"."""
    tokens = [t for t in reading.parse.tokens(quotation.inner) if t.pos != "PUNCT"]
    sentence = reading.parse.sentence_at(quotation.outer.start)
    opening = tuple(t.text for t in tokens[:2])
    if sentence is None or len(tokens) < _FEWEST_WORDS_ALONE or (opening[0] != "за" and opening != ("в", "связи")):
        return
    before = [t for t in sentence.tokens if t.end <= quotation.outer.start]
    awarded = any(t.lemma in words("awards.tsv") for t in before)
    if opening[0] == "за" and not awarded:
        return  # "ответственность «за бездействие …»"
    if not before or before[-1].pos not in {"VERB", "NOUN", "ADJ"} or any(map(is_predicate, tokens)):
        return
    cues = (cue for cue in reading.cues[sentence.start] if cue.word.end <= quotation.outer.start)
    if any("clause" in cue.frame.contents and cue.is_finite for cue in cues):
        return  # "говорится, что орден вручён «за …»"
    act = next((t for t in before if t.rel == "root"), None)
    by_actor = act is not None and opening[0] == "в" and act.has(Voice="Act")  # "подал в отставку «в связи с …»"
    subject = subject_token(sentence, act) if act is not None and by_actor else None
    speakers = references(sentence, subject, reading.cast) if subject is not None else ()
    yield Report(quotation.inner, "formula", None, speakers, direct=True)


QUOTATION_RULES: tuple[Callable[[Reading, Quotation], Iterator[Report]], ...] = (
    introduced,
    signed,
    attributed_below,
    by_any_verb,
    bare,
    formula,
)
"""The rules that read a quotation in its place."""
