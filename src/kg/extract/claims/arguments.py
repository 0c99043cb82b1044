"""Who speaks: the speaker of a word of speech."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.cast import Cast
from kg.extract.claims.asides import BODY_CASES, behind_across, behind_mistaken, find_aside
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import claim_words, lexicon
from kg.extract.claims.quotations import MARKS
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.language.once import once
from kg.model import ActorType, Mention, Span

_OWNERS = frozenset({"det", "nmod", "amod", "appos", "flat:name", "obj", "iobj"})
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_CLAUSE_BOUNDS = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "«", "»", '"', "."})
_HIS = frozenset({"он", "она", "они", "его", "ее", "их"})
_OBJECTIONS = frozenset({"однако", "но", "а", "зато"})
_APPEARING = frozenset({"появиться", "опубликовать", "разместить", "вывесить", "содержаться", "прозвучать"})
_OF_STATE = frozenset({"государственный", "официальный", "правительственный"})
_COUNTING = frozenset({"nummod", "nummod:gov"})
_SOME = frozenset({"некоторый", "отдельный", "многий", "ряд", "часть", "бывший", "другой"})
_INITIALS = 6
"""The characters that initials before a surname take at most: "А. С. "."""
_TEXT_CASES = {"в": "Loc", "на": "Loc", "из": "Gen"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """The outcome of the search for a speaker."""

    refs: tuple[str, ...] = ()
    """The actors; several where they speak with one voice."""
    elided: bool = False
    """The sentence names nobody at all: who spoke last goes on speaking."""
    source: Token | None = None
    """The noun or pronoun that names them, or would if it were known whom it means."""


def speaker_of(cue: Cue, cast: Cast) -> Speaker:
    """Who says it."""
    match cue.frame.speaker:
        case "none":
            return _of_relative_clause(cue, cast)
        case "genitive" | "owner":
            return _owner_in_phrase(cue, cast) if cue.is_phrase else _of_noun(cue, cast)
        case "quoted":
            return _quoted(cue, cast)
        case "finding" | "proposal":
            subject = subject_token(cue.sentence, cue.word)
            owner = _owner(cue.sentence, subject, cast).refs if subject is not None else ()
            return Speaker(owner, elided=not owner and cue.frame.speaker == "proposal")
        case "object":
            felt = next(iter(cue.sentence.children(cue.word, "obj", "iobj", "nsubj")), None)
            return Speaker(references(cue.sentence, felt, cast), source=felt) if felt is not None else Speaker()
        case "dative":
            return _according_to(cue, cast)
        case "source":
            return _source(cue, cast)
        case "text":
            return Speaker(_source(cue, cast).refs)
        case _:
            return _subject_or_agent(cue, cast)


def references(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """The actors that a noun phrase stands for, given its head: its own, those of a name in apposition, or, where it is
    an unnamed voice ("представитель МИД"), of the body that it speaks for.
    """
    if token.lemma in words("party_members.tsv") and _is_counted(sentence, token):
        return ()  # "двое республиканцев"
    found = _named(sentence, token, cast)
    voice, seen = token, {token.index}
    while not found and voice.lemma in words("voices.tsv"):
        owners = [child for child in sentence.children(voice, *_OWNERS, "obl") if child.index not in seen]
        if voice.lemma in words("outlets_in_general.tsv"):
            owners = [owner for owner in owners if owner.rel != "amod"]  # "российские издания" are not Russia
        found = next(filter(None, (_named(sentence, owner, cast) for owner in owners)), ())
        if not owners:
            break
        voice = next((owner for owner in owners if owner.lemma in words("voices.tsv")), owners[0])
        seen.add(voice.index)
    return found or _whole_body(sentence, token, cast) or _owning_state(sentence, token, cast)


def _named(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """What a noun refers to, or a name in apposition to it."""
    names = [name for name in sentence.children(token, "appos", "flat:name", "flat") if _in_one_case(token, name)]
    names += _name_in_marks(sentence, token)
    named = cast.parties(sentence, token) or next(filter(None, (cast.parties(sentence, name) for name in names)), ())
    return named or _initialled(token, cast)


def _initialled(token: Token, cast: Cast) -> tuple[str, ...]:
    """The person whose surname a token is, where the tree takes the initial for the head of the name: "С.Джобс"."""
    if token.pos != "PROPN":
        return ()
    names = cast.mentions_in(Span(max(0, token.start - _INITIALS), token.end))
    return tuple(m.ref for m in names if m.type == ActorType.PERSON and token.span in m.span)[:1]


def _whole_body(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """The body of which people speak who belong to it ("эксперты лаборатории «Заря»", "члены партии «Весна»"; not where
    only some of them do), or a part of it that nothing else names ("комиссия агентства «Заря»").
    """
    people = token.lemma in words("members_of_bodies.tsv") and token.has(Number="Plur")
    if not people and token.lemma not in words("organisation_nouns.tsv", "body_nouns.tsv"):
        return ()
    if _is_counted(sentence, token):
        return ()
    owners = (owner for owner in sentence.children(token, "nmod") if preposition_of(sentence, owner) in {"", "из"})
    named = next(filter(None, (_named(sentence, owner, cast) for owner in owners)), ())
    return tuple(ref for ref in named if (actor := cast.actor(ref)) and actor.type is ActorType.ORGANISATION)


def _is_counted(sentence: Sentence, token: Token) -> bool:
    """Are only some of them meant: "двое членов", "некоторые эксперты"?"""
    return any(child.rel in _COUNTING or child.lemma in _SOME for child in sentence.children(token))


def _owning_state(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """The state whose own media speak: "государственные СМИ Кореи", "иранское государственное телевидение"."""
    if not any(child.lemma in _OF_STATE for child in sentence.children(token, "amod")):
        return ()
    named = (ref for owner in sentence.children(token, "nmod", "amod") for ref in _named(sentence, owner, cast))
    return tuple(ref for ref in named if (actor := cast.actor(ref)) and actor.type is ActorType.STATE)[:1]


def _in_one_case(noun: Token, name: Token) -> bool:
    """Can a name be in apposition to a noun ("адвокат Орлов"), rather than its owner ("адвокат Орлова")?"""
    return not (noun.has(Case="Nom") and name.has(Case="Gen"))


def _name_in_marks(sentence: Sentence, noun: Token) -> Iterator[Token]:
    """The name in quotation marks right behind a noun, whatever the tree hangs it on: газете «Заря»."""
    following = sentence.next(noun)
    while following is not None and (following.text in MARKS or following.text == "'"):
        following = sentence.next(following)
        if following is not None and following.pos != "PUNCT":
            yield following


@once
def subject_token(sentence: Sentence, verb: Token) -> Token | None:
    """The subject of a verb: its own, or the one that it shares with the verb it depends on ("…, добавив", "и добавил",
    "хотел добавить", "министр, заявивший …").
    """
    current, seen = verb, set[int]()
    while current.index not in seen:
        seen.add(current.index)
        subject = _subject_below(sentence, current)
        if subject is not None:
            return antecedent(sentence, current, subject)
        head = sentence.head(current)
        if head is None:
            return None
        if current.rel.startswith("acl") and current.has(VerbForm="Part") and head.pos in {"NOUN", "PROPN", "PRON"}:
            return head
        if current.rel == "conj":
            if is_predicate(current) and not _agree(current, head):
                return None
        elif not (current.rel in {"advcl", "xcomp", "ccomp", "parataxis"} and not is_predicate(current)):
            return None
        current = head
    return None


def _subject_below(sentence: Sentence, verb: Token) -> Token | None:
    """The subject that hangs on a verb; a noun, where the tree gives its participle as another one ("сказал
    поддерживающий премьера депутат").
    """
    if (mistaken := behind_mistaken(sentence, verb)) is not None:
        return mistaken
    subjects = [t for t in sentence.children(verb, *_SUBJECTS) if not _is_behind_colon(sentence, verb, t)]
    subjects = _agreeing(verb, subjects)
    for token in subjects if len(subjects) > 1 else ():
        between = sentence.tokens[token.index + 1 : verb.index]
        if token.pos == "PRON" and token.index < verb.index and all(t.pos != "PUNCT" for t in between):
            return token  # "в блоге Twitter он отметил"
    subject = next((token for token in subjects if token.pos != "VERB"), next(iter(subjects), None))
    subject = subject or behind_across(sentence, verb) or _nominative_object(sentence, verb)
    return _noun_of_participle(sentence, verb, subject) if subject is not None else None


def _agreeing(verb: Token, subjects: list[Token]) -> list[Token]:
    """The subjects without those that cannot be a verb's: one in the plural of a verb in the singular; and, beside
    others, one of another number ("Президент прошёл лечение, врачи сообщили, что …").
    """
    if verb.pos != "VERB" or not verb.has(VerbForm="Fin"):
        return subjects
    same = [t for t in subjects if t.feats.get("Number") == verb.feats.get("Number")]
    if len(subjects) > 1 and same:
        return same
    plural = {t.index for t in subjects if t.pos == "NOUN" and t.has(Number="Plur", Case="Nom", Animacy="Anim")}
    return [t for t in subjects if not (verb.has(Number="Sing") and t.index in plural)]


def _nominative_object(sentence: Sentence, verb: Token) -> Token | None:
    """The subject that the tree takes for a second object: "Ответственность взял на себя Талибан"."""
    objects = sentence.children(verb, "obj")
    behind = (t for t in objects[1:] if t.index > verb.index and t.has(Case="Nom") and _agree(verb, t))
    return next(behind, None) if is_predicate(verb) else None


def _noun_of_participle(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """The noun behind a participle that the tree takes for the subject: "сообщила насчитывающая сто членов партия"."""
    if not subject.has(VerbForm="Part", Case="Nom"):
        return subject
    end = verb.index if subject.index < verb.index else len(sentence.tokens)
    for token in sentence.tokens[subject.index + 1 : end]:
        if token.pos in {"NOUN", "PROPN"} and token.has(Case="Nom") and _agree(subject, token):
            return token
    return subject


def _is_behind_colon(sentence: Sentence, verb: Token, subject: Token) -> bool:
    """Does what the tree takes for the subject stand in what is said ("отметил: страна готова")?"""
    between = sentence.tokens[verb.index + 1 : subject.index] if ":" in sentence.texts else ()
    return any(token.text == ":" for token in between)


def _agree(one: Token, other: Token) -> bool:
    return all(
        one.feats.get(name) == other.feats.get(name)
        for name in ("Number", "Gender")
        if one.feats.get(name) and other.feats.get(name)
    )


def antecedent(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """Of a relative pronoun below a verb, the noun that it stands for; any other word is its own."""
    if subject.lemma == "который":
        for word in (verb, *sentence.ancestors(verb)):
            head = sentence.head(word)
            if word.rel.startswith("acl") and head is not None:
                other = subject.has(Case="Nom") and not _agree(subject, head)  # "партии «Русские» Иван Лис, который"
                if other and (name := _name_before(sentence, subject)) is not None:
                    return name
                return _noun_before(sentence, subject) if other or head.index > subject.index else head
    return subject


def _name_before(sentence: Sentence, relative: Token) -> Token | None:
    """The head of the name right before a relative clause with whose pronoun it agrees: "от Анны и Ивана, который"."""
    name = sentence.tokens[max(0, relative.index - 2)]
    while name.rel.startswith("flat") and (head := sentence.head(name)) is not None:
        name = head
    return name if name.pos == "PROPN" and name.has(Animacy="Anim") and _agree(relative, name) else None


def _noun_before(sentence: Sentence, relative: Token) -> Token:
    """The head of what stands before a relative clause that the tree hangs on a noun behind it."""
    first = last = max(0, relative.index - 1)
    while first > 0 and sentence.tokens[first - 1].text not in _CLAUSE_BOUNDS:
        first -= 1
    return sentence.top(sentence.tokens[first:last]) if first < last else relative


def _according_to(cue: Cue, cast: Cast) -> Speaker:
    """Who stands after согласно: a body or, of a text, whose it is ("согласно отчёту министерства")."""
    if cue.word.lemma == "который":  # "вынес решение, согласно которому …"
        return Speaker(_author(cue.sentence, antecedent(cue.sentence, cue.word, cue.word), cast).refs)
    refs = references(cue.sentence, cue.word, cast)
    owner = Speaker() if refs else _owner(cue.sentence, cue.word, cast)
    return owner if owner.refs else Speaker(refs, source=cue.word)


def _subject_or_agent(cue: Cue, cast: Cast) -> Speaker:
    sentence, verb = cue.sentence, cue.word
    feels = cue.frame.kind_of_word == "adjective"  # "ООН обеспокоена ростом"
    if (verb.has(Voice="Pass") and not feels) or (verb.lemma.endswith("ся") and sentence.children(verb, "nsubj:pass")):
        agent = next(
            (
                t
                for t in sentence.children(verb, "obl", "obl:agent")
                if t.has(Case="Ins") and not preposition_of(sentence, t)
            ),
            None,
        )
        if agent is not None:
            return Speaker(references(sentence, agent, cast), source=agent)
        if verb.has(VerbForm="Part"):
            goes_on = (
                cue.frame.kind in {"say", "tell"}
                and verb.has(Gender="Neut")
                and all(subject.lemma == "это" for subject in sentence.children(verb, "nsubj:pass"))
            )
            return _source(cue, cast) if goes_on else Speaker()
    subject = _subject_of_verb_before(sentence, verb) or subject_token(sentence, verb)
    if subject is not None and subject in cue.tokens:  # "Ответственность взял на себя Орлов"
        others = sentence.children(verb, "obj", *_SUBJECTS, "obl")
        subject = next((t for t in others if t not in cue.tokens and not preposition_of(sentence, t)), None)
    if is_predicate(verb) and (subject is None or _is_across_a_clause(sentence, verb, subject)):
        before = _nominatives_before(sentence, verb)
        if refs := next(filter(None, (references(sentence, token, cast) for token in before)), ()):
            return Speaker(refs)
        if subject is None and (refs := _foreign_name_opening(sentence, verb, cast)):
            return Speaker(refs)
        if subject is not None and (place := _body_in_locative(sentence, verb, cast)) is not None:
            subject = place  # "в Дании обвиняют в краже, при которой погибли двое рабочих"
    if subject is not None and (speaker := _speaker_above(sentence, verb, subject, cast)) is not None:
        subject = speaker  # "он заверил, что вакцина безопасна, и призвал …"
    if subject is not None:
        refs = _one_speaker(verb, references(sentence, subject, cast), cast)
        if _is_person(refs, cast) and _is_one_of_many(sentence, verb, subject):
            return Speaker()  # "Т.Донилона считали противником": the tree takes the initial for a nominative
        if not refs and subject.has(Case="Loc"):
            refs = _state_there(subject, cast)
        return Speaker(_name_behind_title(sentence, verb, subject, refs, cast), source=subject)
    if (subject := _subject_across(sentence, verb)) is not None:
        return Speaker(references(sentence, subject, cast), source=subject)
    if (subject := _subject_of_clause_above(sentence, verb)) is not None:
        return Speaker(references(sentence, subject, cast), source=subject)
    if name := _foreign_name_before(sentence, verb, cast):
        return Speaker(name)
    governor = sentence.head(verb) if verb.has(VerbForm="Conv") else None
    if text := _text_of_relative_clause(sentence, governor or verb):
        return _author(sentence, text, cast)
    shares = verb.rel == "conj" and verb.has(Number="Plur")  # "в МИД подтвердили арест и отметили, что …"
    joined = sentence.head(verb) if shares else None
    for predicate in (verb, joined) if joined is not None else (verb,):
        place = _body_in_locative(sentence, predicate, cast)
        if place is not None:
            return Speaker(references(sentence, place, cast) or _state_there(place, cast), source=place)
    if verb.has(VerbForm="Fin") and (verb.has(Number="Plur") and not verb.has(Person="1")):
        return Speaker()  # "называют", "говорят": people
    if verb.has(VerbForm="Conv") and (subject := _subject_before_gerund(sentence, verb)) is not None:
        return Speaker(references(sentence, subject, cast), source=subject)
    return Speaker(elided=is_predicate(verb))


def _subject_before_gerund(sentence: Sentence, gerund: Token) -> Token | None:
    """The subject of the predicate before a gerund, whatever the tree hangs it on: "министр ушёл, обвинив премьера"."""
    for token in reversed(sentence.tokens[: gerund.index]):
        if token.text in {":", ";"} or token.text in MARKS:
            return None
        if is_predicate(token):
            subject = _subject_below(sentence, token) or next(iter(_nominatives_before(sentence, token)), None)
            if subject is not None:
                return antecedent(sentence, token, subject)
    return None


def _speaker_above(sentence: Sentence, verb: Token, subject: Token, cast: Cast) -> Token | None:
    """The subject of the word of speech before a verb that the tree joins to what is said there, with a thing for its
    subject; None where that is no thing, or its own.
    """
    if subject.head == verb.index or not subject.has(Animacy="Inan") or references(sentence, subject, cast):
        return None
    for token in reversed(sentence.tokens[: min(subject.index, verb.index)]):
        if is_predicate(token) and token.lemma in lexicon().verbs:
            above = _subject_below(sentence, token)
            fits = above is not None and _agree(verb, token) and bool(references(sentence, above, cast))
            return above if fits else None
    return None


def _subject_of_verb_before(sentence: Sentence, verb: Token) -> Token | None:
    """The subject that a verb without one shares with the word of speech to which it is joined, whatever the tree says:
    "…, — говорит он и отмечает, что …".
    """
    joined = sentence.next(verb, -1)
    if joined is None or joined.pos != "CCONJ" or not is_predicate(verb) or sentence.children(verb, *_SUBJECTS):
        return None
    for token in reversed(sentence.tokens[: joined.index]):
        if token.text in _CLAUSE_BOUNDS or (is_predicate(token) and token.lemma not in lexicon().verbs):
            return None
        if is_predicate(token):
            subject = next(iter(sentence.children(token, *_SUBJECTS)), None)
            shared = subject is not None and _agree(verb, token) and not _is_across_a_clause(sentence, token, subject)
            return subject if shared else None
    return None


def _is_person(refs: tuple[str, ...], cast: Cast) -> bool:
    return len(refs) == 1 and (actor := cast.actor(refs[0])) is not None and actor.type is ActorType.PERSON


def _is_one_of_many(sentence: Sentence, verb: Token, subject: Token) -> bool:
    """Is a single person's name the subject of a verb in the plural, with nobody beside?"""
    alone = not sentence.children(subject, "conj", "nmod") and not sentence.children(verb, "nmod")
    name = subject.pos == "PROPN" and subject.has(Number="Sing", Animacy="Anim")
    return name and alone and is_predicate(verb) and verb.has(Number="Plur")


def _one_speaker(verb: Token, refs: tuple[str, ...], cast: Cast) -> tuple[str, ...]:
    """Of the subjects of a verb in the singular the persons, where bodies are among them: "заявил глава компании и
    совладелец канала Орлов" is one man.
    """
    persons = tuple(ref for ref in refs if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON)
    return persons if verb.has(Number="Sing") and persons else refs


def _name_behind_title(
    sentence: Sentence, verb: Token, subject: Token, refs: tuple[str, ...], cast: Cast
) -> tuple[str, ...]:
    """The person whose name follows a long title that the tree does not join to it ("лидер меджлиса народа, депутат
    Украины Мустафа Джемилев"), or else the given actors.
    """
    if not subject.has(Animacy="Anim", Number="Sing") or subject.pos != "NOUN" or verb.has(Number="Plur"):
        return refs
    end = verb.start if subject.index < verb.index else sentence.end
    for mention in cast.mentions_in(Span(subject.start, max(end, subject.end))):
        name = sentence.within(mention.span)
        between = sentence.tokens[subject.index + 1 : name[0].index] if name else ()
        between = _without_named_bodies(between, sentence, cast)
        if any(is_predicate(t) or t.pos in {"SCONJ", "PRON"} or t.text in {":", *MARKS} for t in between):
            return refs
        after_comma = bool(between) and between[-1].text == ","
        if subject.index > verb.index and after_comma and name[0].rel in _SUBJECTS:
            return refs  # "Как сообщил представитель актёра, Лис согласилась"
        if mention.type == ActorType.PERSON and name and _is_subjects_name(name, verb):
            return _second_name(mention, cast, end) or (mention.ref,)
    return refs


def _without_named_bodies(tokens: Sequence[Token], sentence: Sentence, cast: Cast) -> tuple[Token, ...]:
    """Tokens without the names of bodies among them and the marks round those: "лидер движения «Заря» | Иван Орлов"."""
    if not tokens:
        return ()
    bodies = cast.mentions_in(Span(tokens[0].start, tokens[-1].end))
    named = {t.index for m in bodies if m.type == ActorType.ORGANISATION for t in sentence.within(m.span)}
    named |= {t.index for t in tokens if t.text in MARKS and {t.index - 1, t.index + 1} & named}
    return tuple(token for token in tokens if token.index not in named)


def _second_name(first: Mention, cast: Cast, end: int) -> tuple[str, ...]:
    """The person named right behind another's name, whose doctor or spouse it is: "врач Агаты Кристи Анна Лис"."""
    behind = cast.mentions_in(Span(first.span.end, end)) if first.span.end < end else ()
    return tuple(m.ref for m in behind if m.type == ActorType.PERSON and m.span.start == first.span.end + 1)[:1]


def _is_subjects_name(name: Sequence[Token], verb: Token) -> bool:
    """Is a name in the nominative, or half of it, and then of the verb's gender ("Лолла Каримова сообщила", where the
    tagger does not know the first half)?
    """
    if name[0].has(Case="Nom"):
        return True
    gender = verb.feats.get("Gender")
    agrees = gender is not None and all(token.feats.get("Gender") == gender for token in name)
    return agrees and any(token.has(Case="Nom") for token in name)


def _text_of_relative_clause(sentence: Sentence, verb: Token) -> Token | None:
    """The text in which something is said: "письмо, в котором просит …"."""
    for child in sentence.children(verb, "obl", "nmod"):
        if child.lemma == "который" and preposition_of(sentence, child) in {"в", "во"}:
            text = antecedent(sentence, verb, child)
            return None if text == child else text
    return None


def _is_across_a_clause(sentence: Sentence, verb: Token, subject: Token) -> bool:
    """Does the tree's subject stand on the far side of another predicate? Then the tree has crossed two clauses."""
    own = subject.head == verb.index
    between = sentence.tokens[min(verb.index, subject.index) + 1 : max(verb.index, subject.index)]
    joined = verb.index < subject.index and any(
        comma.text == "," and fold(joint.text) in _OBJECTIONS for comma, joint in pairwise(between)
    )
    return own and (joined or any(is_predicate(token) and subject not in sentence.subtree(token) for token in between))


def _nominatives_before(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The nominatives between a verb and the beginning of its clause, in the order of the text."""
    found: list[Token] = []
    for token in reversed(sentence.tokens[: verb.index]):
        if token.text in _CLAUSE_BOUNDS or token.pos in {"SCONJ", "CCONJ"} or is_predicate(token):
            break
        if token.pos in {"NOUN", "PROPN", "PRON"} and token.has(Case="Nom"):
            found.append(token)
    return tuple(reversed(found))


def _subject_across(sentence: Sentence, verb: Token) -> Token | None:
    """The subject before a verb that the tree hangs on a word behind it ("Орлов, глава завода, заявил: «Мост построен»"
    with Орлов as the subject of построен).
    """
    for token in reversed(sentence.tokens[: verb.index]):
        if is_predicate(token) or token.pos in {"SCONJ", "CCONJ"} or token.text in {":", ";"}:
            return None
        if token.rel in _SUBJECTS and token.head is not None and token.head > verb.index and is_predicate(verb):
            return token if _agree(verb, token) else None
    return None


def _subject_of_clause_above(sentence: Sentence, verb: Token) -> Token | None:
    """The subject that a predicate without one has from the clause before it in the sentence: "он приехал, а недавно
    заявил"; "прославился тем, что предупредил". None where what stands between belongs to somebody else.
    """
    if not is_predicate(verb) or verb.has(Number="Plur"):
        return None
    for token in reversed(sentence.tokens[: verb.index]):
        if token.text in {":", ";"} or token.text in MARKS:
            return None
        if is_predicate(token):
            subject = _subject_below(sentence, token)
            if subject is None:
                subject = next(iter(_nominatives_before(sentence, token)), None)
            if subject is not None and subject.index < verb.index:
                animate = subject.has(Animacy="Anim") or subject.pos == "PRON"
                return antecedent(sentence, token, subject) if animate and _agree(verb, subject) else None
    return None


def _foreign_name_before(sentence: Sentence, verb: Token, cast: Cast) -> tuple[str, ...]:
    """The actor whose name in Latin script stands right before a verb; such names have no case by which the tree could
    tell that it is the subject.
    """
    previous = sentence.next(verb, -1)
    if previous is None or not previous.text.isascii() or not previous.text[0].isalpha():
        return ()
    clause = Span(sentence.start, previous.end)
    return tuple(m.ref for m in cast.mentions_in(clause) if m.span.end == previous.end and m.text.isascii())[:1]


def _foreign_name_opening(sentence: Sentence, verb: Token, cast: Cast) -> tuple[str, ...]:
    """The actor with whose name in Latin script the clause of a verb opens: "а Reuters со ссылкой на МИД заявляет"."""
    first = verb.index
    while first > 0 and sentence.tokens[first - 1].text not in _CLAUSE_BOUNDS:
        first -= 1
        if is_predicate(sentence.tokens[first]) or sentence.tokens[first].pos == "SCONJ":
            return ()
    opening = next((t for t in sentence.tokens[first : verb.index] if t.pos not in {"CCONJ", "ADV", "PART"}), None)
    if opening is None:
        return ()
    named = cast.mentions_in(Span(opening.start, verb.start))
    return tuple(m.ref for m in named if m.span.start == opening.start and m.text.isascii())[:1]


def _body_in_locative(sentence: Sentence, predicate: Token, cast: Cast) -> Token | None:
    """The body or the state of "в МИД заявили", "из прокуратуры сообщили", "в Дании обвиняют": the plural without a
    subject.
    """
    if not predicate.has(Number="Plur"):
        return None
    for place in sentence.children(predicate, "obl", "nmod"):
        if place.feats.get("Case") == BODY_CASES.get(preposition_of(sentence, place)):
            named = references(sentence, place, cast) or _state_there(place, cast)
            if named or place.lemma in words("organisation_nouns.tsv", "voices.tsv"):
                return place
    return None


def _state_there(place: Token, cast: Cast) -> tuple[str, ...]:
    """The state of which, or of whose land, it is the name."""
    for mention in cast.mentions_in(place.span):
        if mention.span == place.span and mention.type == ActorType.STATE:
            return (mention.ref,)
        for state, land in cast.territories.items():
            if mention.span == place.span and mention.ref == land:
                return (state,)
    return ()


def preposition_of(sentence: Sentence, noun: Token) -> str:
    """The preposition before a noun, as its normal form; empty where it has none."""
    case = sentence.preposition_of.get(noun.index)
    return "" if case is None else case.lemma


def owner_of(sentence: Sentence, noun: Token | None, cast: Cast) -> Speaker:
    """Whose a text is, given the noun that names it: the genitive or the possessive that hangs on it."""
    return _owner(sentence, noun, cast) if noun is not None else Speaker()


def _owner(sentence: Sentence, noun: Token, cast: Cast) -> Speaker:
    """Whose words they are: the genitive or the possessive that hangs on the noun."""
    for child in sentence.children(noun):
        if child.lemma in {"свой", "мой", "наш"}:
            return Speaker(elided=True)
        if _is_subject_behind(child):
            continue
        if child.rel in _OWNERS and child.pos not in {"ADP", "PUNCT"} and _is_owner(sentence, child):
            refs = references(sentence, child, cast)
            if refs:
                return Speaker(refs, source=child)
    return Speaker(source=_whose(sentence, noun))


def _of_relative_clause(cue: Cue, cast: Cast) -> Speaker:
    """Whose text it is in which something is laid down: "разработал поправки, которыми предлагается …"; else nobody."""
    for child in cue.sentence.children(cue.word, "obl", "obl:agent", "nmod"):
        if child.lemma == "который" and cue.frame.kind == "ask":
            return _author(cue.sentence, antecedent(cue.sentence, cue.word, child), cast)
    return Speaker()


def _of_noun(cue: Cue, cast: Cast) -> Speaker:
    """Whose words a noun names: its owner's, or of one that goes with an act the actor's ("вышли с требованием"), or of
    one that was made or published the maker's ("приняли обращение", "на сайте МИД появилось сообщение").
    """
    sentence, noun = cue.sentence, cue.word
    owner = _owner(sentence, noun, cast)
    verb = next((token for token in sentence.ancestors(noun) if token.pos in {"VERB", "AUX"}), None)
    has = sentence.head(noun) if noun.rel in _SUBJECTS else None  # "у министра есть надежда, что …"
    holders = (t for t in sentence.children(has, "obl") if preposition_of(sentence, t) == "у") if has else ()
    holder = next(iter(holders), None)
    if holder is not None and not owner.refs:
        return Speaker(references(sentence, holder, cast), source=holder)
    if owner.refs or verb is None:
        return owner
    if preposition_of(sentence, noun) == "с" and noun.rel in {"obl", "nmod"}:
        subject = subject_token(sentence, verb)
        return Speaker(references(sentence, subject, cast), source=subject) if subject is not None else owner
    if noun.rel == "obj" and verb.lemma in words("issuing_verbs.tsv"):
        subject = subject_token(sentence, verb)
        return Speaker(references(sentence, subject, cast), source=subject) if subject is not None else owner
    if noun.rel in _SUBJECTS and verb.lemma in _APPEARING:
        sites = (t for t in sentence.children(verb, "obl") if preposition_of(sentence, t) in {"на", "в"})
        refs = next(filter(None, (references(sentence, site, cast) for site in sites)), ())
        return Speaker(refs) if refs else owner
    return owner


def _owner_in_phrase(cue: Cue, cast: Cast) -> Speaker:
    """Whose words they are: the only person named in the phrase, where the tree does not tell ("по словам одного из
    участников, епископа Анны Лис").
    """
    owner = _owner(cue.sentence, cue.word, cast)
    aside = find_aside(cue)
    if owner.refs or owner.elided or aside is None or (owner.source is not None and owner.source.lemma in _HIS):
        return owner
    if owner.source is None and any(t.lemma == "официальный" for t in cue.sentence.children(cue.word, "amod")):
        return Speaker(source=cue.word)  # "по официальным данным"
    place = Span(cue.word.start, cue.sentence.tokens[aside.last - 1].end)
    below = {token.start for token in cue.sentence.subtree(cue.word)}
    below -= {token.start for token in cue.sentence.within(place) if _is_subject_behind(token)}
    mentions = (m for m in cast.mentions_in(place) if m.span.start in below)
    named = {mention.ref for mention in mentions if mention.type == ActorType.PERSON}
    return Speaker((named.pop(),), source=owner.source) if len(named) == 1 else owner


def _is_subject_behind(noun: Token) -> bool:
    """Is it a name in the nominative, which owns nothing: "По официальным данным | Иван Орлов ушёл"?"""
    return noun.pos == "PROPN" and noun.has(Case="Nom", Animacy="Anim")


def _is_owner(sentence: Sentence, noun: Token) -> bool:
    """Is it "письмо министра", "письмо от министра" or "данные с сайта", and not "письмо к министру"?"""
    preposition = preposition_of(sentence, noun)
    return preposition in {"", "от"} or (preposition in {"с", "на"} and noun.lemma in claim_words()["sites"])


def _whose(sentence: Sentence, noun: Token) -> Token | None:
    """The pronoun or the one noun in the genitive that hangs on a noun."""
    owners = [t for t in sentence.children(noun, "det", "nmod") if t.pos != "DET" or t.lemma in _HIS]
    owners = [t for t in owners if not _is_subject_behind(t)]
    return owners[0] if len(owners) == 1 else None


def _quoted(cue: Cue, cast: Cast) -> Speaker:
    """Whose words are passed on: "приводит слова министра", "цитирует министра газета"."""
    words_noun = next((token for token in cue.tokens if token != cue.word and token.pos == "NOUN"), None)
    if words_noun is not None:
        owner = _owner(cue.sentence, words_noun, cast)
        said_by = (references(cue.sentence, t, cast) for t in cue.sentence.subtree(words_noun) if t != words_noun)
        persons = (refs for refs in said_by if _is_person(refs, cast))
        return owner if _is_person(owner.refs, cast) else Speaker(next(persons, owner.refs), owner.elided, owner.source)
    arguments = cue.sentence.children(cue.word, "obj", "nsubj", "iobj")
    refs = [references(cue.sentence, token, cast) for token in arguments]
    persons = (r for r in refs if (actor := cast.actor(r[0]) if r else None) and actor.type is ActorType.PERSON)
    quoted = [r for r, token in zip(refs, arguments, strict=True) if token.rel == "obj"]
    return Speaker(next(persons, ()) or next(iter(quoted), ()), elided=not quoted)


def quoting(cue: Cue, cast: Cast) -> tuple[str, ...]:
    """Who passes on another's words: "приводит слова министра агентство"."""
    arguments = (references(cue.sentence, t, cast) for t in cue.sentence.children(cue.word, "nsubj", "obj", "iobj"))
    return tuple(
        ref
        for refs in arguments
        for ref in refs
        if (actor := cast.actor(ref)) is not None and actor.type is ActorType.ORGANISATION
    )


def _source(cue: Cue, cast: Cast) -> Speaker:
    """Who stands behind a text: "в заявлении МИД говорится"; who spoke last where it is only "в документе"."""
    sentence = cue.sentence
    for text in sentence.children(cue.word, "obl", "obj", "nmod"):
        if text.lemma == "который" and preposition_of(sentence, text) == "в":  # "заявление, в котором говорится"
            return _author(sentence, antecedent(sentence, cue.word, text), cast)
        if text.feats.get("Case") == _TEXT_CASES.get(preposition_of(sentence, text)):
            if text.lemma in {"он", "она", "оно", "они"}:
                return Speaker(elided=True)  # "в нём говорится": in a text of which was told before
            refs = references(sentence, text, cast) or _owner(sentence, text, cast).refs
            if not refs:
                refs = next(
                    (r for child in sentence.children(text, "nmod") if (r := _owner(sentence, child, cast).refs)), ()
                )
            refs = refs or _issuer(sentence, text, cast)
            owners = sentence.children(text, "nmod")
            body = next((owner for owner in owners if owner.lemma in words("organisation_nouns.tsv")), None)
            if not refs and body is not None:
                return Speaker(source=body)  # "в заявлении корпорации говорится"
            others = any(map(_is_no_body, owners))
            return Speaker(refs, elided=not refs and not others)  # "в статье закона сказано": nobody's who spoke before
    return Speaker(elided=not cue.word.has(Tense="Past", VerbForm="Fin"))  # "ранее говорилось": by people


def is_law(cue: Cue, cast: Cast) -> bool:
    """Is it a law that says so ("в конституции сказано, что …"), rather than somebody who has spoken?"""
    sentence = cue.sentence
    subject = subject_token(sentence, cue.word) if cue.is_finite else None
    if subject is not None and subject.lemma in words("not_sources.tsv"):
        return not references(sentence, subject, cast)  # "закон предлагает наказывать строже"
    impersonal = cue.frame.speaker in {"source", "text"} or cue.word.has(Voice="Pass")
    texts = sentence.children(cue.word, "obl", "obj", "nmod") if impersonal else ()
    nouns = (antecedent(sentence, cue.word, text) for text in texts if preposition_of(sentence, text) in _TEXT_CASES)
    return any(noun.lemma in words("not_sources.tsv") for noun in nouns)


_THINGS = {"finding": "findings.tsv", "proposal": "proposals.tsv"}


def has_unfit_subject(cue: Cue, cast: Cast) -> bool:
    """Has a word that reports of some subjects only another one ("он показал, что …")?"""
    kind = cue.frame.speaker
    if kind not in {"outlet", *_THINGS}:
        return False
    if kind == "proposal" and not cue.is_finite:
        return True  # "приняла законопроект, предусматривающий запрет"
    subject = subject_token(cue.sentence, cue.word)
    if kind == "outlet":
        refs = references(cue.sentence, subject, cast) if subject is not None else ()
        return not any((actor := cast.actor(ref)) and actor.type is ActorType.ORGANISATION for ref in refs)
    return subject is None or subject.lemma not in words(_THINGS[kind])


def is_of_thing(cue: Cue, cast: Cast) -> bool:
    """Is it a thing that "promises" or "threatens" ("кризис угрожает экономике", "ему грозит срок"), not somebody?"""
    subject = subject_token(cue.sentence, cue.word) if cue.frame.kind in {"promise", "warn"} else None
    if subject is None or subject.pos != "NOUN" or not subject.has(Animacy="Inan"):
        return False
    bodies = words("voices.tsv", "organisation_nouns.tsv", "body_nouns.tsv")
    return subject.lemma not in bodies and not references(cue.sentence, subject, cast)


def _is_no_body(owner: Token) -> bool:
    """Is a genitive at a text neither a person nor a body ("в статье закона"), so that nobody known can be meant?"""
    bodies = words("voices.tsv", "organisation_nouns.tsv")
    return owner.has(Case="Gen", Animacy="Inan") and owner.pos == "NOUN" and owner.lemma not in bodies


def _issuer(sentence: Sentence, text: Token, cast: Cast) -> tuple[str, ...]:
    """By whom a text was made public: "в пресс-релизе, выпущенном прокурором", "размещённом на сайте суда"; who got it
    is not meant.
    """
    for participle in sentence.children(text, "acl", "amod"):
        if participle.has(VerbForm="Part", Voice="Pass") and participle.lemma not in words("messages.tsv"):
            agents = sentence.children(participle, "obl", "obl:agent")
            agent = next((t for t in agents if t.has(Case="Ins") and not preposition_of(sentence, t)), None)
            site = next((t for t in agents if t.has(Case="Loc") and preposition_of(sentence, t) == "на"), None)
            issuer = agent or site
            return references(sentence, issuer, cast) if issuer else ()
    return ()


def author_of(sentence: Sentence, text: Token, cast: Cast) -> tuple[str, ...]:
    """Whose text it is, given the noun that names it, as far as its sentence tells."""
    return _author(sentence, text, cast).refs


def _author(sentence: Sentence, text: Token, cast: Cast) -> Speaker:
    """Whose text it is: whose name hangs on it, or who published it ("распространила заявление")."""
    refs = _owner(sentence, text, cast).refs
    publisher = next((token for token in sentence.ancestors(text) if token.pos == "VERB"), None)
    if not refs and publisher is not None:
        subject = subject_token(sentence, publisher)
        refs = references(sentence, subject, cast) if subject else ()
    refs = refs or references(sentence, text, cast)
    return Speaker(refs, elided=not refs)
