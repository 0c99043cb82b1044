"""Whose words they are where a sentence only says "он", "адвокат" or nothing: who was heard, or did something, last.

What stands inside a claim is left out of account: in «Путин ошибается», — сказал он, the pronoun is not Путин.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.actors.names import same_word
from kg.extract.claims.addressees import occasions, spoken_to
from kg.extract.claims.arguments import author_of, preposition_of, references
from kg.extract.claims.cues import Cue
from kg.extract.claims.frames import authority_names, claim_words
from kg.extract.claims.places import Places
from kg.extract.claims.reading import Reading, Report, changed
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.model import Actor, ActorType, Span

_WINDOW = 3
"""How many sentences back a pronoun may look."""
_SCENE = 6
"""How many sentences back the scene of what is told may have been named."""
_PRONOUNS = {"он": "Masc", "она": "Fem", "его": "Masc", "ее": "Fem"}
_SPOUSES = frozenset({"жена", "супруга", "супруг", "вдова"})
_THEY = frozenset({"они", "их"})
_OWN = frozenset({"amod", "nmod", "appos", "nummod", "nummod:gov", "acl", "acl:relcl", "flat", "flat:name"})

_NOMINAL = frozenset({"prepositional", "objective", "instrumental"})
_OWN_TEXTS = frozenset({"заявление", "твит", "пост", "запись", "книга"})
"""Texts in which a person speaks, besides the messages and talks of ``occasions.tsv``."""

_NEW_ONES = frozenset({"один", "другой", "некий", "второй", "третий", "неизвестный", "неназванный", "местный", "иной"})
_ARTICLE = re.compile(r"^(?:аль|эль|ас|аш|ад|ан|ат|ар|аз)-(?=\w{3})", re.IGNORECASE)
_COURT = re.compile(r"\bсуд(?:а|у|ом|е)?\b", re.IGNORECASE)

Refs = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """Somebody speaks or is the subject of what is told outside all claims."""

    position: int
    refs: Refs
    speaks: bool
    plural: bool = False
    gender: str | None = None
    """Of the noun that names a single voice: "директор школы"."""


def recalled(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports, given in the order of the text, each with the speakers that the text before it gives."""
    told = Places(r for r in reports if r.rule not in {"aside", "phrase"} or _is_person(reading, r.speakers))
    return _Recall(reading, told).resolved(reports)


def authorities_told(reading: Reading, report: Report) -> Refs:
    """The state whose authorities a report names as those spoken to, without saying whose they are: "потребовал от
    правительства уйти".
    """
    cue = report.cue
    if cue is None or cue.is_phrase:
        return ()
    told = (_authority(cue.sentence, token) for token in spoken_to(cue))
    states = (_Recall(reading, Places(())).state_of(noun) for noun in told if noun is not None)
    return next((refs for refs in states if refs and refs != report.speakers), ())


def _is_person(reading: Reading, refs: Refs) -> bool:
    return len(refs) == 1 and reading.is_person(refs[0])


@dataclass(frozen=True)
class _Recall:
    """What the text before each report says of who might be meant."""

    reading: Reading
    places: Places
    """The contents in which nobody but the speaker counts: an outlet's are what the narrator tells."""

    @cached_property
    def _subjects(self) -> Sequence[_Heard]:
        """The persons who are subjects of what the narrator tells."""
        return [
            _Heard(token.start, (person,), speaks=False)
            for token, person in self.reading.subjects
            if token.lemma not in _PRONOUNS and not self._is_told(token)
        ]

    def _is_told(self, token: Token) -> bool:
        """Does a word stand inside a claim?"""
        return bool(self.places.overlapping(token.span))

    def resolved(self, reports: Sequence[Report]) -> list[Report]:
        """The reports, in the order of the text, each with the speakers that the text before it gives."""
        found: list[Report] = []
        heard: list[_Heard] = []
        for unresolved in reports:
            report = changed(unresolved, speakers=self._speakers(unresolved, heard, found))
            found.append(report)
            if report.speakers or (report.source is not None and not report.elided):
                heard.append(_heard(report))
        return found

    def _speakers(self, report: Report, heard: Sequence[_Heard], before: Sequence[Report]) -> Refs:
        source = report.source
        if source is not None and report.rule in _NOMINAL and source.span in report.span:
            source = None  # "его обвиняют в организации убийства": what, not where
        if source is None and report.cue is not None and not report.speakers and self._is_charge(report.cue):
            return self._who_charged(report, before) or self.state_of(report.cue.word)
        if source is None:
            return report.speakers or (self._going_on(report, before) if report.elided else ())
        lemma = source.lemma
        if lemma in _PRONOUNS:
            return self._he_or_she(report, source, heard)
        if report.speakers:
            return report.speakers
        if report.cue is not None and report.cue.frame.speaker == "dative" and (author := self._author_before(source)):
            return author
        if lemma in _THEY or (lemma == "он" and source.has(Number="Plur")):
            return self._they(source, heard)
        return self._named_before(source, heard) or self._said_on(report, source, heard)

    def _said_on(self, report: Report, noun: Token, heard: Sequence[_Heard]) -> Refs:
        """Whom a bare noun behind a quotation means: who has just spoken ("Хирург Лис заявила … — сказала врач")."""
        sentence = self.reading.parse.sentence_at(noun.start)
        bare = sentence is not None and _stands_alone(sentence, noun) and noun.has(Number="Sing", Animacy="Anim")
        if report.rule != "quotation-aside" or not bare or noun.lemma in words("witnesses.tsv"):
            return ()
        said = report.cue.word.feats.get("Gender") if report.cue else None
        last = self._last_person(noun, said or noun.feats.get("Gender"), heard)
        return last.refs if last and last.speaks and self._is_near(last, noun) else ()

    def _going_on(self, report: Report, before: Sequence[Report]) -> Refs:
        """Of one that names nobody: the person whom the sentence before a bare quotation is about, or who spoke last;
        nobody where that was somebody without a name.
        """
        if report.rule == "bare-quotation" and (told_of := self._just_told_of(report)):
            return told_of
        document = _is_document(report)
        if author := self._author_of_text(report):
            return author
        for earlier in reversed(before):
            if _is_bare_passive(report) and not (_is_text(earlier) or _is_document(earlier) or earlier.direct):
                return ()  # "Отмечается, что …": nobody knows who notes it
            if document and _is_person(self.reading, earlier.speakers) and not _is_text(earlier):
                continue  # "В документе говорится" does not go on with what somebody has said since
            if _speaks(earlier) and (report.span not in earlier.span or _share_a_sentence(report, earlier)):
                return earlier.speakers
        return ()

    def _author_of_text(self, report: Report) -> Refs:
        """Who wrote or published the text of which the sentences before tell: "МИД издал доклад. В нём сказано"."""
        cue = report.cue
        if cue is None or not (cue.frame.speaker in {"source", "text"} or cue.word.has(Voice="Pass")):
            return ()
        texts = [t for t in cue.sentence.children(cue.word, "obl", "nmod") if preposition_of(cue.sentence, t) == "в"]
        if any(text.lemma in claim_words()["judgements"] and not cue.sentence.children(text, "nmod") for text in texts):
            return self._only_court() or self._last_court(cue.word)
        number = self.reading.index(cue.sentence)
        for text in texts[:1]:
            back = 1 if text.lemma in _PRONOUNS else _WINDOW
            for earlier in reversed(self.reading.parse.sentences[max(0, number - back) : number]):
                for token in earlier.tokens:
                    same = token.lemma == text.lemma or (back == 1 and _is_own_text(token))
                    if same and token.pos == "NOUN" and (refs := author_of(earlier, token, self.reading.cast)):
                        return refs
        return ()

    def _author_before(self, text: Token) -> Refs:
        """Who issued the text that the article named last before "согласно указу", "согласно документу"."""
        documents = words("documents.tsv")
        if text.lemma not in documents:
            return ()
        any_text = text.lemma in words("documents_in_general.tsv")
        own = self.reading.parse.sentence_at(text.start)
        if any_text and (own is None or not _stands_alone(own, text) or not text.has(Number="Sing")):
            return ()  # "согласно неподтверждённым сообщениям"
        named = [
            (sentence, token)
            for sentence in self.reading.parse.sentences
            for token in sentence.tokens
            if token.start < text.start and (token.lemma == text.lemma or (any_text and token.lemma in documents))
        ]
        for sentence, token in reversed(named):
            if refs := author_of(sentence, token, self.reading.cast):
                return refs
        last = named[-1][1] if named else text
        return self._acted_before(last) if last.lemma in claim_words()["decrees"] else ()

    def _acted_before(self, text: Token) -> Refs:
        """The one subject of the sentence before that of a decree: "Орлов назначил выборы. Согласно указу, …"."""
        number = self.reading.parse.sentence_index(text.start)
        if not number:
            return ()
        before = self.reading.parse.sentences[number - 1]
        subjects = (token for token in before.tokens if token.rel == "nsubj")
        found = {refs for token in subjects if (refs := references(before, token, self.reading.cast))}
        return found.pop() if len(found) == 1 else ()

    def _just_told_of(self, report: Report) -> Refs:
        """The person who is the subject of the sentence before a quotation, where nobody speaks in it."""
        number = self.reading.parse.sentence_index(report.span.start)
        if not number:
            return ()
        previous = self.reading.parse.sentences[number - 1]
        if self.places.overlapping(previous.span):
            return ()
        subjects = [s for s in self._subjects if previous.start <= s.position < previous.end]
        return subjects[0].refs if subjects else ()

    def _he_or_she(self, report: Report, pronoun: Token, heard: Sequence[_Heard]) -> Refs:
        """The person of that gender who spoke or acted last; the one to whom the pronoun refers by itself counts only
        if the narrator, too, has named them since.
        """
        last = self._last_person(pronoun, "Fem" if pronoun.has(Gender="Fem") else _PRONOUNS[pronoun.lemma], heard)
        voice = next((h for h in reversed(heard) if h.position < pronoun.start), None)
        if (
            voice
            and voice.gender
            and (last is None or last.position < voice.position)
            and self._is_near(voice, pronoun)
        ):
            return voice.refs  # "Директор школы рассказал … Он добавил …"
        if last is None and not report.speakers:
            return self._it(pronoun, heard)
        if last is None or last.refs == report.speakers:
            return report.speakers
        if report.speakers and self._is_named_between(report.speakers[0], last.position, pronoun.start):
            return report.speakers
        return last.refs

    def _it(self, pronoun: Token, heard: Sequence[_Heard]) -> Refs:
        """The body that spoke in the sentence before a pronoun of the gender of its name: "Еврокомиссия … Она …"."""
        gender = "Fem" if pronoun.has(Gender="Fem") else _PRONOUNS[pronoun.lemma]
        last = next((h for h in reversed(heard) if h.position < pronoun.start), None)
        if last is None or len(last.refs) != 1 or last.plural or not self._is_near(last, pronoun):
            return ()
        names = (m for m in self.reading.cast.mentions if m.ref == last.refs[0] and m.type == ActorType.ORGANISATION)
        heads = (t for m in names for t in self.reading.parse.tokens(m.span) if t.has(Case="Nom", Number="Sing"))
        first = next((token.feats.get("Gender") for token in heads), None)
        return last.refs if first == gender else ()

    def _last_person(self, token: Token, gender: str | None, heard: Sequence[_Heard]) -> _Heard | None:
        """The person of that gender who spoke or acted last before a word, in the sentences near it."""
        number = self.reading.parse.sentence_index(token.start) or 0
        first = self.reading.parse.sentences[max(0, number - _WINDOW)].start
        sentence = self.reading.parse.sentences[number]
        near = (h for h in (*heard, *self._subjects) if first <= h.position < token.start)
        if token.pos == "NOUN":  # within a sentence somebody is named once and then is "он"
            near = (h for h in near if h.speaks or h.position < sentence.start)
        fitting = [
            h
            for h in near
            if _is_person(self.reading, h.refs) and self.reading.genders.get(h.refs[0]) in {gender, None}
        ]
        return max(fitting, key=lambda h: h.position, default=None)

    def _is_near(self, heard: _Heard, token: Token) -> bool:
        """Is it said in the sentence before a word, or in its own?"""
        one, other = (self.reading.parse.sentence_index(offset) for offset in (heard.position, token.start))
        return one is not None and other is not None and other - one <= 1

    def _is_named_between(self, ref: str, start: int, end: int) -> bool:
        """Is somebody named in a stretch outside all claims?"""
        mentions = self.reading.cast.mentions
        first = bisect_left(mentions, start, key=lambda mention: mention.span.start)
        for mention in mentions[first:]:
            if mention.span.start >= end:
                return False
            if mention.ref == ref and not self.places.overlapping(mention.span):
                return True
        return False

    def _they(self, pronoun: Token, heard: Sequence[_Heard]) -> Refs:
        """Those who spoke last, if they were several or a body."""
        last = next((h for h in reversed(heard) if h.position < pronoun.start), None)
        if last is None:
            return ()
        return last.refs if last.plural or len(last.refs) > 1 or not _is_person(self.reading, last.refs) else ()

    def _named_before(self, noun: Token, heard: Sequence[_Heard]) -> Refs:
        """Whom a noun that stands alone meant when it did not ("Полиция Дании … В полиции сообщили …"), or the only one
        whom it described ("адвокат Иванов … По словам адвоката …"), or else whom a calling can mean.
        """
        sentence = self.reading.parse.sentence_at(noun.start)
        if sentence is not None and noun.lemma in words("accused.tsv") and _stands_alone(sentence, noun):
            return self._accused(noun)
        is_name = sentence is not None and (noun.pos in {"PROPN", "X"} or _is_capitalised(sentence, noun))
        if is_name and (refs := self._of_that_name(noun)):
            return refs
        if sentence is not None and (refs := self._called_so(sentence, noun)):
            return refs
        if sentence is None or noun.pos != "NOUN":
            return ()
        if noun.lemma in _SPOUSES and noun.has(Number="Plur"):
            return self._couple(noun)
        alone = _stands_alone(sentence, noun)
        described = {
            refs for earlier, token in self._same_nouns(noun) if (refs := references(earlier, token, self.reading.cast))
        }
        if not described and (named := self._named_later(sentence, noun)):
            return named
        if not alone and noun.lemma in _SPOUSES:  # "— сказала Лис. Как пояснила жена арестованного, …"
            last = self._last_person(noun, noun.feats.get("Gender"), heard)
            return last.refs if last and self._has_just_spoken(last, noun, heard) else ()
        if noun.lemma == "судья" and alone and not described and (court := self._only_court()):
            return court
        if _is_official(sentence, noun):
            return self.state_of(noun)
        body = _spoken_for(sentence, noun)
        if body != noun and body.lemma in words("organisation_nouns.tsv") and _stands_alone(sentence, body):
            return self._last_body(body, heard)  # "представитель компании"
        if body != noun and body.lemma in words("callings.tsv") and _stands_alone(sentence, body):
            return self._named_before(body, heard)  # "представитель певицы"
        if noun.lemma in words("callings.tsv") and _is_accused(sentence, noun):
            return self._accused(noun)  # "Россиянин, которого обвиняют в краже, заявил …"
        if not alone and (authority := _authority(sentence, noun)):
            return self._only_body_like(authority) or self.state_of(authority)
        if not alone and _is_described(sentence, noun) and noun.lemma in words("callings.tsv"):  # "юный гимнаст"
            last = self._last_person(noun, noun.feats.get("Gender"), heard)
            if last is None:
                return self._accused(noun)
            return () if sentence.start <= last.position < sentence.end else last.refs
        if not alone and (first := self._of_its_kind(sentence, noun, described)):
            return first
        if not alone and self._is_headline(sentence) and noun.lemma in words("callings.tsv"):
            return self._accused(noun)  # "Хакер из Москвы признался в краже"
        if not alone:  # "создатель сети Орлов заявил … — пояснил создатель сети"
            last = self._last_person(noun, noun.feats.get("Gender"), heard)
            return last.refs if last and last.refs in described and self._has_just_spoken(last, noun, heard) else ()
        if described:
            return described.pop() if len(described) == 1 else ()
        if noun.has(Number="Sing", Animacy="Anim"):
            last = self._last_person(noun, noun.feats.get("Gender"), heard)
            if last and (noun.lemma in words("callings.tsv") or self._has_just_spoken(last, noun, heard)):
                return last.refs
            if last is None and noun.lemma in words("callings.tsv"):
                return self._accused(noun)
        service = noun.lemma == "спецслужба" and noun.has(Number="Sing")
        if (service or noun.lemma in words("organisation_nouns.tsv")) and (refs := self._last_body(noun, heard)):
            return refs
        if noun.lemma in claim_words()["legislators"] and noun.has(Number="Plur"):
            return self._only_body_like(noun)
        if noun.lemma not in words("authorities.tsv"):
            return ()
        return self._only_body_like(noun) or self.state_of(noun)

    def _only_body_like(self, noun: Token) -> Refs:
        """The only body of the article whose name tells that it is such an authority: "Скотленд-Ярд … По данным
        полиции, …".
        """
        stems = authority_names().get(noun.lemma)
        if stems is None:
            return ()
        mentions = self.reading.cast.mentions
        found = {m.ref for m in mentions if stems.search(m.text) and self._is_organisation(m.ref)}
        return (found.pop(),) if len(found) == 1 else ()

    def _of_its_kind(self, sentence: Sentence, noun: Token, described: set[Refs]) -> Refs:
        """The only one whom the article called so before, of the same body as far as it tells: "создатель сети Орлов …
        — пояснил создатель «Зари»".
        """
        if len(described) != 1 or noun.lemma not in claim_words()["one_of_a_kind"]:
            return ()
        owners = self._owners(sentence, noun)
        others = (self._owners(earlier, token) for earlier, token in self._same_nouns(noun))
        return next(iter(described)) if all(not other or other == owners for other in others) else ()

    def _is_headline(self, sentence: Sentence) -> bool:
        """Is it the first sentence, without a full stop, and not the whole text?"""
        first = self.reading.parse.sentences[0]
        return sentence is first and sentence.tokens[-1].text != "." and len(self.reading.parse.sentences) > 1

    def _of_that_name(self, name: Token) -> Refs:
        """The only person of the article one of whose names a name is: "Анна надеется …", "Захири заявил"."""
        mentions = self.reading.cast.mentions
        found = {m.ref for m in mentions if m.type == ActorType.PERSON and _is_part_of_name(name.text, m.text)}
        return (found.pop(),) if len(found) == 1 and len(name.text) > 2 else ()

    def _only_court(self) -> Refs:
        """The only court of the article, for which a judge speaks."""
        mentions = self.reading.cast.mentions
        courts = {m.ref for m in mentions if _COURT.search(m.text) and self._is_organisation(m.ref)}
        return (courts.pop(),) if len(courts) == 1 else ()

    def _last_court(self, word: Token) -> Refs:
        """The court that was named last before a word."""
        named = (m for m in reversed(self.reading.cast.mentions) if m.span.start < word.start)
        return next(((m.ref,) for m in named if _COURT.search(m.text) and self._is_organisation(m.ref)), ())

    def _called_so(self, sentence: Sentence, noun: Token) -> Refs:
        """The body whose name a noun with its adjective is: "Исламское государство" at the head of a sentence."""
        before = sentence.next(noun, -1)
        if before is None or before.pos != "ADJ" or before.head != noun.index or not before.text[0].isupper():
            return ()
        for mention in self.reading.cast.mentions:
            names = mention.text.split()
            same = len(names) == 2 and same_word(names[0], before.text) and same_word(names[1], noun.text)
            if same and mention.type == ActorType.ORGANISATION:
                return (mention.ref,)
        return ()

    def _accused(self, noun: Token) -> Refs:
        """Whom a court, the police or a whole article deal with: the person of that gender named in it by far most."""
        gender = noun.feats.get("Gender")
        if not noun.has(Number="Sing") or gender is None:
            return ()
        named = Counter(
            m.ref
            for m in self.reading.cast.mentions
            if m.type == ActorType.PERSON and self.reading.genders.get(m.ref) in {gender, None}
        ).most_common(2)
        alone = len(named) == 1 or (len(named) == 2 and named[0][1] >= 2 * named[1][1])
        return (named[0][0],) if alone else ()

    def _is_charge(self, cue: Cue) -> bool:
        """Does nobody who is named charge a person with a crime: "Орлова обвинили в …", "ему предъявлено обвинение"?"""
        sentence, verb = cue.sentence, cue.word
        if not claim_words()["charging"] & {token.lemma for token in cue.tokens} or cue.is_noun or not cue.is_finite:
            return False
        passive = verb.has(Voice="Pass")
        if not passive and (not verb.has(Number="Plur") or verb.has(Person="1") or sentence.children(verb, "nsubj")):
            return False
        if any(child.has(Tense="Fut") for child in sentence.children(verb, "aux", "aux:pass", "cop")):
            return False
        arguments = sentence.children(verb, "obj", "iobj", "nsubj", "nsubj:pass", "obl")
        accused = (token for token in arguments if preposition_of(sentence, token) in {"", "против"})
        return any(
            (token.has(Animacy="Anim") or token.pos in {"PRON", "PROPN"})
            and all(self.reading.is_person(ref) for ref in references(sentence, token, self.reading.cast))
            for token in accused
        )

    def _who_charged(self, report: Report, before: Sequence[Report]) -> Refs:
        """The body or the state that has charged somebody before, or the only one that investigates: "Трибунал обвинил
        Орлова в … Его обвиняют также в …".
        """
        for earlier in reversed(before):
            body = len(earlier.speakers) == 1 and not self.reading.is_person(earlier.speakers[0])
            if (
                body
                and earlier.cue is not None
                and claim_words()["charging"] & {token.lemma for token in earlier.cue.tokens}
            ):
                return earlier.speakers
        return ()

    def _couple(self, noun: Token) -> Refs:
        """The two persons whom the sentence before "супруги", and no other, names."""
        number = self.reading.parse.sentence_index(noun.start)
        if not number:
            return ()
        before = self.reading.cast.actors_in(self.reading.parse.sentences[number - 1].span)
        persons = tuple(ref for ref in before if self.reading.is_person(ref))
        return persons if len(persons) == 2 else ()

    def _named_later(self, sentence: Sentence, noun: Token) -> Refs:
        """The only person whom the same calling describes after it, of the same owner where it has one: "Адвокат Орлова
        заявил … Его адвокат, Анна Лис".
        """
        kin = noun.lemma in words("kin_nouns.tsv") or noun.lemma in _SPOUSES
        if not noun.has(Number="Sing") or not (kin or noun.lemma in words("counsels.tsv")):
            return ()
        owners = self._owners(sentence, noun)
        later = [
            (refs, self._owners(other, token))
            for other in self.reading.parse.sentences
            for token in other.tokens
            if token.lemma == noun.lemma and token.start > noun.start and token.has(Number="Sing")
            if (refs := references(other, token, self.reading.cast)) and _is_person(self.reading, refs)
        ]
        same = {refs for refs, others in later if owners and others == owners}
        found = same or ({refs for refs, _ in later} if not kin else set())
        return found.pop() if len(found) == 1 else ()

    def _owners(self, sentence: Sentence, noun: Token) -> Refs:
        """Whose counsel or spouse it is."""
        children = sentence.children(noun, "nmod", "det")
        return next(filter(None, (references(sentence, child, self.reading.cast) for child in children)), ())

    def _last_body(self, noun: Token, heard: Sequence[_Heard]) -> Refs:
        """The body that spoke last before a noun like "ведомство" in the sentences near it, or, before one like
        "издание", that was named last.
        """
        number = self.reading.parse.sentence_index(noun.start) or 0
        start = self.reading.parse.sentences[max(0, number - _WINDOW)].start
        spoke = [h.refs[0] for h in reversed(heard) if start <= h.position < noun.start and h.refs]
        together = next((h.refs for h in reversed(heard) if start <= h.position < noun.start), ())
        if noun.has(Number="Plur") and len(together) > 1:
            return together  # "сообщают канал и газета. По данным изданий, …"
        outlet = noun.lemma in words("outlets_in_general.tsv") and start < noun.start
        named = self.reading.cast.mentions_in(Span(start, noun.start)) if outlet else ()
        refs = (*spoke, *(mention.ref for mention in reversed(named)))
        bodies = tuple(ref for ref in refs if self._is_organisation(ref) and not (outlet and self._is_office(ref)))
        return bodies[:1] or self._only_body(start, noun.start) or self._body_before(noun, heard)

    def _is_office(self, ref: str) -> bool:
        """Does the name of a body begin with a noun like "министерство", which no outlet's does?"""
        names = (m for m in self.reading.cast.mentions if m.ref == ref)
        firsts = (token for m in names for token in self.reading.parse.tokens(m.span))
        return any(token.lemma in words("body_nouns.tsv") for token in firsts)

    def _body_before(self, noun: Token, heard: Sequence[_Heard]) -> Refs:
        """The body that spoke last before a noun, however far, or, for a noun of no outlet, did something last."""
        earlier = (h for h in reversed(heard) if h.position < noun.start and len(h.refs) == 1)
        spoke = next((h.refs for h in earlier if self._is_organisation(h.refs[0])), ())
        if spoke or noun.lemma in words("outlets_in_general.tsv"):
            return spoke
        acted = (h for h in reversed(self._acting_bodies) if h.position < noun.start)
        return next((h.refs for h in acted), ())

    def _is_organisation(self, ref: str) -> bool:
        actor = self.reading.cast.actor(ref)
        return actor is not None and _is_body(actor)

    @cached_property
    def _acting_bodies(self) -> Sequence[_Heard]:
        """The bodies that are subjects of what the narrator tells."""
        return [
            _Heard(token.start, refs, speaks=False)
            for sentence in self.reading.parse.sentences
            for token in sentence.tokens
            if token.rel in {"nsubj", "nsubj:pass"} and not self._is_told(token)
            if len(refs := references(sentence, token, self.reading.cast)) == 1 and self._is_organisation(refs[0])
        ]

    def _only_body(self, start: int, end: int) -> Refs:
        """The only body that is named in a stretch."""
        named = (m.ref for m in self.reading.cast.mentions_in(Span(start, max(start + 1, end))))
        bodies = {ref for ref in named if self._is_organisation(ref)}
        return (bodies.pop(),) if len(bodies) == 1 else ()

    def _has_just_spoken(self, last: _Heard, noun: Token, heard: Sequence[_Heard]) -> bool:
        """Is the one who was last told of the one who spoke in the sentence before a noun?"""
        if noun.lemma in words("other_people.tsv"):
            return False
        return any(h.speaks and h.refs == last.refs and self._is_near(h, noun) for h in heard)

    def state_of(self, noun: Token) -> Refs:
        """The state in which the places lie that were named last before the police, of any other authority the one of
        which the article speaks most; or else the only one named in the paragraph before a noun, or that of the places
        named last.
        """
        sentence = self.reading.parse.sentence_at(noun.start)
        if sentence is not None and noun.lemma in claim_words()["local"] and (state := self._scene_of_towns(sentence)):
            return state
        if (state := self._only_state()) or sentence is None:
            return state
        first = next(s for s in self.reading.parse.sentences if s.paragraph == sentence.paragraph)
        near = self.reading.cast.mentions_in(Span(first.start, noun.start)) if first.start < noun.start else ()
        lands = {land: ref for ref, land in self.reading.cast.territories.items()}
        states = {
            m.ref if m.type == ActorType.STATE else lands[m.ref]
            for m in near
            if m.type == ActorType.STATE or m.ref in lands
        }
        return (states.pop(),) if len(states) == 1 else self._scene(sentence)

    def _scene_of_towns(self, sentence: Sentence) -> Refs:
        """The one state in which the towns lie that a sentence, or else the last before it to name any, names."""
        cast, number = self.reading.cast, self.reading.index(sentence)
        lying = {place.id: place.state for place in cast.places if place.state not in {None, place.id}}
        for back in reversed(self.reading.parse.sentences[max(0, number - _SCENE) : number + 1]):
            states = {lying[m.ref] for m in cast.mentions_in(back.span) if m.ref in lying} - {None}
            if states:
                return tuple(state for state in states if state) if len(states) == 1 else ()
        return ()

    def _scene(self, sentence: Sentence) -> Refs:
        """The state in which the places lie that a sentence, or else the last one before it to name any, names; or else
        the state of which the article speaks most.
        """
        cast, number = self.reading.cast, self.reading.index(sentence)
        lying = {place.id: place.state for place in cast.places if place.state is not None}
        votes = self._votes.most_common(2)
        ahead = (votes[0][0],) if len(votes) == 1 or (len(votes) == 2 and votes[0][1] > votes[1][1]) else ()
        for back in reversed(self.reading.parse.sentences[max(0, number - _SCENE) : number + 1]):
            states = {lying[m.ref] for m in cast.mentions_in(back.span) if m.ref in lying}
            if states:
                return (states.pop(),) if len(states) == 1 else ahead
        return ahead

    def _only_state(self) -> Refs:
        """The state of which the article speaks much more than of others."""
        states = self._votes.most_common(2)
        alone = len(states) == 1 or (len(states) == 2 and states[0][1] >= 2 * states[1][1])
        return (states[0][0],) if alone else ()

    @cached_property
    def _votes(self) -> Counter[str]:
        """How often the article names each state or a place in it."""
        cast = self.reading.cast
        named = (actor for mention in cast.mentions if (actor := cast.actor(mention.ref)) is not None)
        votes = Counter(actor.id for actor in named if actor.type is ActorType.STATE)
        lying = {place.id: place.state for place in cast.places if place.state is not None}
        return votes + Counter(lying[m.ref] for m in cast.mentions if m.ref in lying)

    def _same_nouns(self, noun: Token) -> Iterator[tuple[Sentence, Token]]:
        for sentence in self.reading.parse.sentences:
            if sentence.start > noun.start:
                return
            for token in sentence.tokens:
                same = token.lemma == noun.lemma and token.has(Number=noun.feats.get("Number", ""))
                if same and token.start < noun.start:
                    yield sentence, token


def _stands_alone(sentence: Sentence, noun: Token) -> bool:
    """Does nothing go with a noun that tells one of a kind from another? (An age does not: "87-летний политик".)"""
    return not any(
        child.rel in _OWN and child.lemma not in {"сам", "весь", "этот"} and not child.lemma.endswith("-летний")
        for child in sentence.children(noun)
    )


def _authority(sentence: Sentence, noun: Token) -> Token | None:
    """The authority that a noun is or for which it speaks ("источник в полиции"), where nothing but an adjective that
    authorities of any place could have goes with it.
    """
    noun = _spoken_for(sentence, noun)
    own = [
        t
        for t in sentence.children(noun)
        if t.rel in _OWN and t.lemma not in claim_words()["any_ones"] and "acl" not in t.rel
    ]
    adjective = own[0].lemma if len(own) == 1 and own[0].pos == "ADJ" else ""
    known = words("authorities.tsv")
    if not own and noun.lemma in known:
        return noun
    return noun if adjective and f"{adjective} {noun.lemma}" in known else None


def _is_accused(sentence: Sentence, noun: Token) -> bool:
    """Is it somebody who is accused or suspected: "россиянин, обвиняемый в краже"?"""
    return any(
        child.lemma in claim_words()["charging"] for child in sentence.children(noun, "acl", "acl:relcl", "amod")
    )


def _is_part_of_name(word: str, name: str) -> bool:
    """Is a word one of those of which a name consists, be it without the Arabic article?"""
    return any(same_word(_without_article(word), _without_article(part)) for part in name.split())


def _without_article(name: str) -> str:
    return _ARTICLE.sub("", name)


def _is_capitalised(sentence: Sentence, noun: Token) -> bool:
    """Has it a capital letter that is not the sentence's ("аль-Захири", "Петреус")?"""
    return noun.index > 0 and any(letter.isupper() for letter in noun.text) and not noun.text.isupper()


def _spoken_for(sentence: Sentence, noun: Token) -> Token:
    """For whom a voice speaks ("источник в пресс-службе полиции"); any other noun is its own."""
    seen: set[int] = set()
    while noun.lemma in words("voices.tsv") and noun.index not in seen:
        seen.add(noun.index)
        owners = [child for child in sentence.children(noun, "nmod", "obl") if child.pos == "NOUN"]
        if not owners:
            break
        noun = owners[0]
    return noun


def _is_official(sentence: Sentence, noun: Token) -> bool:
    """Is it "по официальным данным", which are the state's?"""
    official = any(t.lemma == "официальный" for t in sentence.children(noun, "amod"))
    return official and noun.lemma in claim_words()["official_accounts"]


def _is_described(sentence: Sentence, noun: Token) -> bool:
    """Do only adjectives go with a noun in the singular, and none by which somebody new is brought in?"""
    own = [child for child in sentence.children(noun) if child.rel in _OWN]
    described = all(child.rel == "amod" and child.pos == "ADJ" and child.lemma not in _NEW_ONES for child in own)
    return described and noun.has(Number="Sing", Animacy="Anim")


def _speaks(report: Report) -> bool:
    """Is it known that somebody speaks, by name or not?"""
    return bool(report.speakers) or (report.source is not None and report.source.lemma not in words("voices.tsv"))


def _is_document(report: Report) -> bool:
    """Is it reported of a document, or of nothing that is named ("отмечается, что …"), rather than of a text in which a
    person speaks ("в письме говорится")?
    """
    of_text = report.cue is not None and report.cue.frame.speaker in {"source", "proposal"}
    if report.cue is None or not (of_text or report.cue.word.has(Voice="Pass")):
        return False
    texts = report.cue.sentence.children(report.cue.word, "obl", "nmod", "obj")
    return not any(text.lemma in occasions() or text.lemma in _OWN_TEXTS for text in texts)


def _is_bare_passive(report: Report) -> bool:
    """Is it "Отмечается, что …" without a word of where?"""
    cue = report.cue
    if cue is None or cue.frame.speaker != "source" or not cue.word.lemma.endswith("ся"):
        return False
    return not cue.sentence.children(cue.word, "obl", "nmod", "obj")


def _is_own_text(noun: Token) -> bool:
    """Is it a text in which somebody says something?"""
    occasion = occasions().get(noun.lemma)
    return noun.lemma in _OWN_TEXTS or (occasion is not None and occasion.kind == "message")


def _is_text(report: Report) -> bool:
    """Is it reported of a text?"""
    return report.cue is not None and report.cue.frame.speaker in {"source", "text"}


def _is_body(actor: Actor) -> bool:
    return actor.type is ActorType.ORGANISATION


def _heard(report: Report) -> _Heard:
    source = report.source
    if source is None:
        return _Heard(_position(report), report.speakers, speaks=True)
    voice = source.pos == "NOUN" and source.has(Number="Sing", Animacy="Anim")
    gender = source.feats.get("Gender") if voice else None
    return _Heard(_position(report), report.speakers, True, source.has(Number="Plur"), gender)


def _share_a_sentence(report: Report, earlier: Report) -> bool:
    """Do the words of speech of both stand in one sentence ("сказал, что мост построен, и верит, что …")?"""
    return report.cue is not None and earlier.cue is not None and report.cue.sentence is earlier.cue.sentence


def _position(report: Report) -> int:
    return report.cue.word.start if report.cue else report.span.start
