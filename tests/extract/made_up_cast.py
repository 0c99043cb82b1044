"""A cast of made-up persons and real states for the tests of the events stage, and events as one line each."""

from collections.abc import Mapping
from datetime import date

from kg.extract.cast import Cast
from kg.extract.dates import find_times
from kg.extract.events import find_events
from kg.language import Parse
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Actor, ActorType, Claim, Event, Mention, PartialDate, Place, QuotationType, Span

PUBLISHED = date(2021, 6, 15)

STATES = ("Франция", "Китай", "Казахстан", "Иран", "США", "Турция", "Украина", "Германия")
PERSONS = ("Орлов", "Лунин", "Ветров", "Громов")
ORGANISATIONS = ("ООН", "ЕС", "ОДКБ", "Газпром")
ADJECTIVES = {
    "французский": "Франция",
    "китайский": "Китай",
    "иранский": "Иран",
    "американский": "США",
    "турецкий": "Турция",
    "немецкий": "Германия",
}
CITIES = {"париж": ("Париж", "Франция"), "астана": ("Астана", "Казахстан"), "женева": ("Женева", None)}
TYPES: Mapping[str, ActorType] = {
    **dict.fromkeys(STATES, ActorType.STATE),
    **dict.fromkeys(PERSONS, ActorType.PERSON),
    **dict.fromkeys(ORGANISATIONS, ActorType.ORGANISATION),
}


def cast_of(parse: Parse) -> Cast:
    """Everyone above, wherever a word's normal form is theirs; their id is their name."""
    by_lemma = {name.casefold(): name for name in TYPES}
    mentions, references = [], {}
    for sentence in parse.sentences:
        for token in sentence.tokens:
            name = by_lemma.get(token.lemma) or ADJECTIVES.get(token.lemma)
            if name is not None:
                mentions.append(Mention(token.span, token.text, name, TYPES[name]))
                references[token.start] = (name,)
            elif token.lemma in CITIES:
                mentions.append(Mention(token.span, token.text, CITIES[token.lemma][0], "Place"))
    return Cast(
        actors=tuple(Actor(name, kind, name) for name, kind in TYPES.items()),
        places=tuple(Place(name, name, state=state) for name, state in CITIES.values()),
        mentions=tuple(mentions),
        references=references,
        territories={state: f"place of {state}" for state in STATES},
    )


def events_of(text: str, claims: tuple[Claim, ...] = ()) -> tuple[Event, ...]:
    parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
    times = find_times(parse, PUBLISHED)
    return find_events(parse, cast_of(parse), claims, times, "article/1", PUBLISHED, ADJECTIVES.get)


def line(event: Event) -> str:
    mode = f"/{event.mode}" if event.mode else ""
    return f"{event.type}{mode} {'+'.join(event.actors)} > {'+'.join(event.recipients)} {event.status}"


def claim_of(text: str, content: str, speaker: str, cue: str, day: str | None = None) -> Claim:
    """A claim whose content stands in the text."""
    start = text.index(content)
    dated = PartialDate.parse(day) if day else None
    span = Span(start, start + len(content))
    return Claim(f"claim/{start}", span, content, QuotationType.INDIRECT, speaker, cue, date=dated)
