"""The events stage: from triggers, cast, claims and dates to events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from kg.extract.cast import Cast
from kg.extract.dates import TimeExpression, date_for
from kg.extract.events import syntax
from kg.extract.events.contesting import with_contested
from kg.extract.events.contexts import contexts, contexts_of_article
from kg.extract.events.counterparts import Draft, with_counterparts
from kg.extract.events.custody import with_custodians
from kg.extract.events.dating import claim_of_stance, is_occasion, saying_at
from kg.extract.events.decrees import with_orders
from kg.extract.events.ellipsis import with_elided_subjects
from kg.extract.events.matching import Match, matches
from kg.extract.events.merging import merge
from kg.extract.events.offices import is_appointment, with_offices
from kg.extract.events.parties import Parties, is_award, is_private, parties, recipient_tokens
from kg.extract.events.places import place, place_of_word
from kg.extract.events.protagonist import with_protagonist
from kg.extract.events.scene import home_state
from kg.extract.events.speakers import states_spoken_for, with_first_persons
from kg.extract.events.status import is_intended, status
from kg.extract.events.triggers import ENCLOSING, Trigger, classes
from kg.extract.events.unnamed import Nation, with_unnamed_bodies
from kg.extract.nesting import innermost_claim
from kg.identifiers import event_id
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Claim, Event, EventType, Span, Status

_COOPERATIVE = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_DOERLESS = frozenset({EventType.ASSAULT, EventType.PROTEST, EventType.ACCUSE})
"""Types that are told of though nobody knows who did it; the others are acts of somebody or nothing."""
_PUT_DOWN = frozenset({EventType.ASSAULT, EventType.COERCE})
"""How protests end, which are told of so."""
_Told = TypeVar("_Told")
_LIKENESS = 0.5
"""The share of the shorter sentence's words that the other has, from which they tell the same."""
_LEAST_GAMES = 3
_SHARE_OF_GAMES = 0.3
"""In so many sentences, and in such a share of them, must an article about sport speak of games."""
_BOTH = 2
"""Sides: more than these are not to be known."""
_CONTENT = frozenset({"xcomp", "obj", "iobj", "obl", "nmod", "ccomp", "conj", "acl"})


@dataclass(frozen=True)
class _Reading:
    """What of an article the stage reads, by sentence."""

    parse: Parse
    cast: Cast
    claims: Mapping[int, Sequence[Claim]]
    """Number of a sentence → the claims of which some stands in it."""
    times: Mapping[int, Sequence[TimeExpression]]
    states: Mapping[str, str]
    """Id of an actor → id of the state that it speaks for."""
    published: date | None
    contexts: tuple[str, ...]
    """Those of the whole article."""

    def times_of(self, sentence: Sentence) -> Sequence[TimeExpression]:
        """The time expressions of a sentence."""
        return self.times.get(self.parse.sentence_index(sentence.start) or 0, ())

    def claims_near(self, sentence: Sentence, before: int = 0) -> list[Claim]:
        """The claims of a sentence and of so many before it, those nearer first."""
        number = self.parse.sentence_index(sentence.start) or 0
        return [claim for at in range(number, number - before - 1, -1) for claim in self.claims.get(at, ())]


def find_events(
    parse: Parse,
    cast: Cast,
    claims: Sequence[Claim],
    times: Sequence[TimeExpression],
    article_id: str,
    published: date | None,
    nation: Nation = lambda word: None,
) -> tuple[Event, ...]:
    """The events of an article, each once, in the order of the text.

    Args:
        parse: the article's sentences.
        cast: who and what its words refer to.
        claims: an event told inside one bears its id.
        times: the article's time expressions, as :func:`kg.extract.dates.find_times` gives them.
        article_id: the local id of an article with this text, from which an event that is not known well enough has
            its own.
        published: the publication date, by which a status can be told from a date.
        nation: gives the id of the state of an inhabitant ("израильтянин") or of an adjective.
    """
    states = states_spoken_for(cast, parse)
    cast = with_unnamed_bodies(with_first_persons(cast, parse, claims, states), parse, states, nation)
    cast = with_elided_subjects(with_protagonist(cast, parse), parse)
    reading = _Reading(
        parse,
        cast,
        _by_sentence(parse, [(claim.span, claim) for claim in claims]),
        _by_sentence(parse, [(time.span, time) for time in times]),
        states,
        published,
        contexts_of_article(parse),
    )
    home = home_state(cast, states)
    drafts = with_counterparts(_with_days_of_talks(_drafts(reading), reading), parse, cast, states, home)
    drafts = with_orders(drafts, parse, cast)
    drafts = with_custodians(with_offices(drafts, parse, cast, states, home), cast, states, home)
    drafts = with_contested(drafts, cast, states)
    drafts = [draft for draft in _public(drafts, reading) if _has_parties(draft)]
    events = [draft.event for draft in drafts if not _is_at_home(draft.event, states)]
    return tuple(
        _named(event, article_id) for event in merge(events, partial(_is_person, cast), partial(_alike, parse))
    )


def _drafts(reading: _Reading) -> list[Draft]:
    """All that the triggers tell of, in the order of the text."""
    found: list[Draft] = []
    if _is_about_sport(reading.parse):
        return found
    for sentence in reading.parse.sentences:
        if not sentence.lemmas.isdisjoint(classes()["sport"]):
            continue
        fitting = matches(sentence)
        told = _own_words(_told(sentence, fitting, reading))
        enclosing = _enclosing(fitting) if told else set()
        for match, who in told:
            meant = status(match)
            wanted = _is_content(match, enclosing) and not _is_in_force(match, who)
            wanted = wanted or _is_demanded_beside(match)
            if meant is not None and not wanted and not _is_silence(match) and not _is_token(match):
                found.append(Draft(match, _event(match, who, meant, reading)))
    return found


def _is_about_sport(parse: Parse) -> bool:
    """Do so many sentences speak of games that the others, of dismissals and of talks, are of clubs and players?"""
    games = sum(not sentence.lemmas.isdisjoint(classes()["games"]) for sentence in parse.sentences)
    return games >= max(_LEAST_GAMES, _SHARE_OF_GAMES * len(parse.sentences))


def _with_days_of_talks(drafts: Sequence[Draft], reading: _Reading) -> list[Draft]:
    """The events with the day of the talks at which a stance was taken, where only another sentence says it: "В ходе
    встречи X призвал … Встреча прошла 25 апреля". From the words "в ходе встречи" on, both sides speak at it.
    """
    began = {
        frozenset(draft.event.actors): draft.event.span.start for draft in reversed(drafts) if is_occasion(draft.match)
    }
    talks = [
        draft.event
        for draft in drafts
        if draft.event.type is EventType.CONSULT and draft.event.start is not None and draft.event.mode is None
    ]
    found: list[Draft] = []
    for draft in drafts:
        event = draft.event
        if event.start is None and event.status is Status.ACTUAL:
            taken_in = claim_of_stance(draft.match, event.type, reading.claims_near(draft.match.sentence))
            days = {
                talk.start
                for talk in talks
                if taken_in is not None
                and taken_in.speaker in talk.actors
                and began.get(frozenset(talk.actors), event.span.end) < event.span.end
            }
            if len(days) == 1:
                event = replace(event, start=days.pop())
        found.append(replace(draft, event=event))
    return found


def _public(drafts: Sequence[Draft], reading: _Reading) -> list[Draft]:
    """Without what is done to persons with whom no state and no body has anything to do, and without plain comments."""
    cast = reading.cast
    private = [
        is_private(draft.match, Parties(draft.event.actors, draft.event.recipients), cast, reading.states)
        for draft in drafts
    ]
    known: set[str] = set()
    for draft, is_hidden in zip(drafts, private, strict=True):
        everyone = {*draft.event.actors, *draft.event.recipients}
        if not is_hidden and any(not _is_person(cast, ref) for ref in everyone):
            known |= everyone
    return [
        draft
        for draft, is_hidden in zip(drafts, private, strict=True)
        if (not is_hidden or known.issuperset(draft.event.recipients))
        and not _is_plain_comment(draft, reading)
        and not _is_private_talk(draft.event, reading)
        and not _is_ordinary_crime(draft, reading)
    ]


def _is_ordinary_crime(draft: Draft, reading: _Reading) -> bool:
    """Does a person who stands for no state do to people without a name what is else told of those who have one, in an
    article that is not about terror?
    """
    event = draft.event
    if event.type is not EventType.ASSAULT or event.recipients or not draft.match.trigger.needs_recipient:
        return False
    if any("terrorism" in contexts(sentence) for sentence in reading.parse.sentences):
        return False
    return all(_is_person(reading.cast, actor) and actor not in reading.states for actor in event.actors)


def _is_private_talk(event: Event, reading: _Reading) -> bool:
    """Does a person who stands for no state, and whom nobody knows, talk to people without a name?"""
    if event.type is not EventType.CONSULT or event.recipients or len(event.actors) != 1:
        return False
    actor = reading.cast.actor(event.actors[0])
    known = actor is None or actor.type is not ActorType.PERSON or bool(actor.same_as)
    return not known and event.actors[0] not in reading.states


def _is_plain_comment(draft: Draft, reading: _Reading) -> bool:
    """Is it a reproach of which nobody can say whom it is for, a duty that one lays on oneself too, or what a private
    person asks of nobody in particular?
    """
    event, states = draft.event, reading.states
    if event.type is EventType.REQUEST and draft.match.head.lemma in classes()["begging"]:
        private = all(_is_person(reading.cast, actor) and actor not in states for actor in event.actors)
        return private and not event.recipients
    if not draft.match.trigger.is_judgement:
        return False
    own = {*event.actors, *(states[actor] for actor in event.actors if actor in states)}
    to_all = event.type is EventType.REQUEST and (len(event.recipients) > 1 or own & set(event.recipients))
    return not event.recipients or bool(to_all)


def _by_sentence(parse: Parse, told: Iterable[tuple[Span, _Told]]) -> Mapping[int, Sequence[_Told]]:
    found: dict[int, list[_Told]] = defaultdict(list)
    for span, one in told:
        first, last = parse.sentence_index(span.start), parse.sentence_index(span.end - 1)
        if first is not None:
            for number in range(first, (first if last is None else last) + 1):
                found[number].append(one)
    return found


def _is_person(cast: Cast, ref: str) -> bool:
    actor = cast.actor(ref)
    return actor is not None and actor.type is ActorType.PERSON


def _alike(parse: Parse, one: Event, other: Event) -> bool:
    """Do the sentences of two events share most of their words, as a headline does with what it is taken from?"""
    ours, theirs = _content_words(parse, one), _content_words(parse, other)
    return len(ours & theirs) >= _LIKENESS * min(len(ours), len(theirs))


def _content_words(parse: Parse, event: Event) -> frozenset[str]:
    sentence = parse.sentence_at(event.span.start)
    tokens = sentence.tokens if sentence is not None else ()
    return frozenset(token.lemma for token in tokens if token.pos in {"NOUN", "PROPN", "VERB", "ADJ"})


def _told(sentence: Sentence, fitting: Iterable[Sequence[Match]], reading: _Reading) -> Iterator[tuple[Match, Parties]]:
    """The triggers of a sentence whose parties are known; no violence in one about an accident."""
    is_accident = not sentence.lemmas.isdisjoint(classes()["accident"])
    for of_word in fitting:
        for match, who in _of_word(of_word, reading):
            if not (is_accident and match.trigger.type is EventType.ASSAULT):
                yield match, who


def _own_words(told: Iterable[tuple[Match, Parties]]) -> list[tuple[Match, Parties]]:
    """Without the triggers that are only words of another: "выразил протест" is a reproach, and no protest. Of two that
    tell the same, the noun stays where it knows as many sides, so not in "подвергся критике со стороны Израиля". An
    uprising that is put down is one all the same ("подавление выступлений").
    """
    found = list(told)
    used = {part: (match.trigger.type, who.sides) for match, who in found for part in match.named if part != match.head}
    return [
        (match, who)
        for match, who in found
        if match.head not in used
        or (used[match.head][0] is match.trigger.type and who.sides >= used[match.head][1])
        or (match.trigger.type is EventType.PROTEST and used[match.head][0] in _PUT_DOWN)
    ]


def _of_word(fitting: Iterable[Match], reading: _Reading) -> Iterator[tuple[Match, Parties]]:
    """What one word tells of: the most specific line of the lexicon whose parties are known, and others as specific
    that give it another type (a conviction is a sanction and an arrest); with the parties of whichever line of the type
    knows both sides.
    """
    told: dict[EventType, tuple[Match, Parties]] = {}
    most = 0
    for match in fitting:
        kind, specific = match.trigger.type, len(match.trigger.conditions)
        if told and specific < most and kind not in told:
            continue
        if kind in told and (match.trigger.is_judgement or told[kind][1].sides == _BOTH):
            continue
        told_in = _told_in(match, reading) if match.trigger.is_judgement else None
        who = parties(match, reading.cast, told_in.speaker if told_in else None)
        if who is None:
            continue
        if kind not in told:
            most = specific
            told[kind] = match, who
        elif who.sides > told[kind][1].sides:
            told[kind] = told[kind][0], who
    yield from told.values()


def _told_in(match: Match, reading: _Reading) -> Claim | None:
    return innermost_claim(match.head.span, reading.claims_near(match.sentence))


def _enclosing(fitting: Iterable[Sequence[Match]]) -> set[Token]:
    """The words that ask for, promise, refuse or threaten something, whoever does it; not those by which somebody is
    made to do it ("был вынужден уйти").
    """
    found: set[Token] = set()
    for of_word in fitting:
        for match in of_word:
            if match.trigger.type in ENCLOSING and match.head.lemma not in classes()["phase"]:
                found |= {match.head, *match.parts}
    return found


def _is_content(match: Match, enclosing: set[Token]) -> bool:
    """Does the trigger belong to what another asks for, promises, refuses or threatens?"""
    sentence = match.sentence
    if match.trigger.type in ENCLOSING and match.head not in {p for p in enclosing if p != match.head}:
        own = {match.head, *match.parts}
    else:
        own = {match.head}
    token = match.head
    for head in sentence.ancestors(match.head):
        if token.rel not in _CONTENT or token.lemma in classes()["times"] or syntax.is_participle(token):
            return False
        if token.rel in {"obl", "nmod"} and _is_circumstance(sentence, token):
            return False
        if head in enclosing and head not in own:
            return token.rel != "conj"
        token = head
    return False


def _is_demanded_beside(match: Match) -> bool:
    """Is it one of several things that are demanded: "среди требований – отставка мэра, роспуск думы"?"""
    if match.trigger.part != "N":
        return False
    before = match.sentence.tokens[: match.head.index]
    return any(token.lemma in classes()["demands"] for token in before) and (
        match.trigger.type is EventType.RETREAT or match.trigger.mode == "investigate"
    )


def _is_in_force(match: Match, who: Parties) -> bool:
    """Sanctions of which it is said whose they are exist, whatever is wanted: "присоединиться к санкциям ЕС"."""
    return match.trigger.type is EventType.SANCTION and match.trigger.part == "N" and bool(who.actors)


def _is_silence(match: Match) -> bool:
    """Does somebody only refuse to comment?"""
    if match.trigger.type is not EventType.REJECT:
        return False
    return any(word.lemma in classes()["comment"] for word in syntax.clause(match.sentence, match.head))


def _is_token(match: Match) -> bool:
    """Is a protest only what something else is done for: "ушёл в отставку в знак протеста"?"""
    head = match.sentence.head(match.head)
    return match.trigger.type is EventType.PROTEST and head is not None and head.lemma == "знак"


def _is_circumstance(sentence: Sentence, token: Token) -> bool:
    preposition = syntax.preposition(sentence, token)
    return preposition in {
        "после",
        "перед",
        "до",
        "накануне",
        "из-за",
        "во_время",
        "в_ходе",
        "благодаря",
        "вопреки",
    } or (preposition == "на" and token.has(Case="Loc"))


def _event(match: Match, who: Parties, meant: Status, reading: _Reading) -> Event:
    dated = date_for(reading.parse, reading.times_of(match.sentence), match.sentence, match.head)
    trigger, published = match.trigger, reading.published
    start, end = (dated.start, dated.end) if dated else (None, None)
    if trigger.type in ENCLOSING and dated is not None and _is_when_it_is_to_be(match, dated):
        start = end = None
    if meant is Status.ACTUAL and start is not None and published is not None and start.first_day > published:
        meant = Status.FUTURE
    kind, mode, meant = _as_plover_says(match, meant)
    if kind is EventType.REJECT and trigger.type is EventType.CONSULT:
        # who would not meet the others refuses them
        who = Parties(who.actors[:1], (*who.actors[1:], *who.recipients))
    claims = reading.claims_near(match.sentence)
    where = place(match, reading.cast)
    if meant is Status.ACTUAL and start is None:
        taken_in = claim_of_stance(match, kind, claims)
        start = taken_in.date if taken_in else None
        said = saying_at(match, reading.parse, reading.cast, reading.claims_near(match.sentence, before=2))
        if said is not None:
            start = said.date
            where = where or place_of_word(said.sentence, said.word, reading.cast)
    span = _span(match)
    told_in = None if trigger.is_judgement else innermost_claim(match.head.span, claims)
    return Event(
        id="",
        type=kind,
        span=span,
        trigger=span.of(reading.parse.text),
        actors=who.actors,
        recipients=who.recipients,
        mode=mode,
        contexts=tuple(dict.fromkeys((*contexts(match.sentence), *reading.contexts))),
        start=start,
        end=end,
        place=where,
        status=meant,
        claim=told_in.id if told_in else None,
        rule=trigger.name,
    )


def _has_parties(draft: Draft) -> bool:
    event = draft.event
    if event.type is EventType.COOPERATE and not event.recipients:
        return len(event.actors) > 1
    doerless = event.type in _DOERLESS or _is_change_of_office(draft) or is_award(draft.match)
    return bool(event.actors or (event.recipients and doerless))


def _is_change_of_office(draft: Draft) -> bool:
    """Is it the news that somebody was given an office or lost it, which is told though nobody says by whom: "новым
    главкомом назначен Орлов"? What goes back to it ("назначенный министром Орлов") is none.
    """
    sentence, head = draft.match.sentence, draft.match.head
    given = draft.event.type is EventType.SUPPORT and is_appointment(draft.match)
    if not (given or draft.event.mode == "resign") or not syntax.is_verb(head) or syntax.is_participle(head):
        return False
    holder = syntax.objects_of(sentence, head) if syntax.is_passive(sentence, head) else ()
    return any(token in recipient_tokens(draft.match) for token in holder)  # not "отставка министра принята"


def _is_at_home(event: Event, states: Mapping[str, str]) -> bool:
    """Is it a journey in the traveller's own state, who is nobody's guest there?"""
    own = {states.get(ref) for ref in event.actors}
    return event.mode == "visit" and bool(event.recipients) and own.issuperset(event.recipients)


def _is_when_it_is_to_be(match: Match, time: TimeExpression) -> bool:
    """Does a time belong to what is asked for or promised: "готов принять участие в саммите в этом году"?"""
    promised = (word for word in syntax.complement(match.sentence, match.head) if word.has(VerbForm="Inf"))
    return any(
        token.span in time.span and word.start < token.start
        for word in promised
        for token in match.sentence.subtree(word)
    )


def _as_plover_says(match: Match, meant: Status) -> tuple[EventType, str | None, Status]:
    """PLOVER's rules on what is to come: cooperation is AGREE, cooperation refused is REJECT, a withdrawal CONCEDE."""
    trigger = match.trigger
    if trigger.type in _COOPERATIVE:
        if meant is Status.FUTURE:
            return EventType.AGREE, None, meant
        if meant is Status.NEGATED and is_intended(match):
            return EventType.REJECT, None, Status.ACTUAL
    if trigger.type is EventType.AGREE and meant is Status.NEGATED and not _is_mutual(trigger):
        return EventType.REJECT, None, Status.ACTUAL
    if trigger.type is EventType.RETREAT and trigger.mode == "withdraw" and meant is Status.FUTURE:
        return EventType.CONCEDE, None, meant
    return trigger.type, trigger.mode, meant


def _is_mutual(trigger: Trigger) -> bool:
    """Does it take two, so that where it fails nobody refuses the other anything: "не смогли договориться"?"""
    return not trigger.recipient


def _span(match: Match) -> Span:
    """The head and, of the words that go with it, those that stand beside it; of an infinitive's complement up to the
    word that was asked for.
    """
    first = last = match.head.index
    wanted = {part.index for part in match.parts}
    named = {part.index for part in match.named}
    while last + 1 in wanted:
        last += 1
    while last > match.head.index and last not in named:
        last -= 1
    while first - 1 in wanted:
        first -= 1
    return Span(match.sentence.tokens[first].start, match.sentence.tokens[last].end)


def _named(event: Event, article_id: str) -> Event:
    new = event_id(event.type, event.actors, event.recipients, event.date, article_id, event.span)
    return replace(event, id=new)
