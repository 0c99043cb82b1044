"""A made-up graph as large as a real one: articles whose parts have the proportions of the seed articles.

python bench/made_up.py FOLDER [--articles N] [--actors N] [--claims N] [--events N] [--mentions N]

Who acts is drawn after Zipf's law and mostly from one's own part of the world, as in the news: a few actors are
everywhere, most are named once or twice. The same seed gives the same graph. 20,000 articles are 10.8 million quads;
with --claims 7 --events 2 --mentions 0 they are 3.6 million.
"""

import argparse
import bisect
import datetime
import itertools
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from kg.identifiers import DEFAULT_BASE, article_id, claim_id, event_id
from kg.model import (
    Actor,
    ActorType,
    Article,
    Claim,
    Document,
    Event,
    EventType,
    Extraction,
    Mention,
    PartialDate,
    QuotationType,
    Span,
    Status,
)
from kg.rdf import actor_quads, article_quads
from kg.stores import EmbeddedStore

_WORDS = [
    "мир",
    "союз",
    "договор",
    "граница",
    "рынок",
    "завод",
    "поставка",
    "встреча",
    "помощь",
    "заявление",
    "совет",
    "область",
    "выборы",
    "закон",
]
_SYLLABLES = [consonant + vowel for consonant in "бвгджзклмнпрст" for vowel in "аеиоу"]
_FIRST_DAY = datetime.date(2020, 1, 1)
_REGIONS = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """How many things an article has; as the seed articles, if nothing else is said."""

    claims: int = 11
    events: int = 6
    mentions: int = 35
    words: int = 400
    vocabulary: int = len(_WORDS)
    """How many words there are; a few are in every text, most in hardly any (Zipf)."""


class World:
    """Its actors, and how often each of them is in the news."""

    def __init__(self, actors: int, shape: Shape, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._shape = shape
        self.actors = [self._actor(number, actors) for number in range(actors)]
        self._regions = [list(range(region, actors, _REGIONS)) for region in range(_REGIONS)]
        self._words = _WORDS + [_made_up_word(number) for number in range(shape.vocabulary - len(_WORDS))]
        self._word_weights = (
            None
            if len(self._words) == len(_WORDS)
            else list(itertools.accumulate(1 / n for n in range(1, len(self._words) + 1)))
        )
        self._weights = [
            list(itertools.accumulate(1 / (number + 1) ** 0.9 for number in region)) for region in self._regions
        ]

    def _actor(self, number: int, actors: int) -> Actor:
        if number < min(190, actors):
            kind, name, code = (
                ActorType.STATE,
                f"Страна {number}",
                "".join(chr(65 + number // n % 26) for n in (676, 26, 1)),
            )
            return Actor(
                f"actor/Q{number}", kind, name, (), (f"http://www.wikidata.org/entity/Q{number}",), code, None, name
            )
        kind = ActorType.PERSON if number % 5 < 3 else ActorType.ORGANISATION
        name = f"{'Деятель' if kind is ActorType.PERSON else 'Ведомство'} {number}"
        same = (f"http://www.wikidata.org/entity/Q{number}",) if number % 2 else ()
        return Actor(f"actor/Q{number}", kind, name, (), same, None, f"actor/Q{number % 190}", name)

    def cast(self, size: int) -> list[Actor]:
        """Who is in an article."""
        home = self.random.randrange(_REGIONS)
        found: dict[int, None] = {}
        while len(found) < size:
            region = home if self.random.random() < 0.85 else self.random.randrange(_REGIONS)
            weights = self._weights[region]
            place = bisect.bisect(weights, self.random.random() * weights[-1])
            found[self._regions[region][min(place, len(weights) - 1)]] = None
        return [self.actors[number] for number in found]

    def article(self, number: int) -> Extraction:
        """What was read from an article."""
        rnd = self.random
        words = rnd.choices(self._words, cum_weights=self._word_weights, k=self._shape.words)
        text = " ".join(words) + f" {number}."
        day = _FIRST_DAY + datetime.timedelta(days=rnd.randrange(1500))
        date = PartialDate.of(day)
        cast = self.cast(rnd.randint(4, 12))
        article = Article(article_id(text), text, f"Новость {number}", day, cast[-1].id)

        def span(length: int) -> Span:
            start = rnd.randrange(len(text) - length)
            return Span(start, start + length)

        mentions = [
            Mention(place, place.of(text), rnd.choice(cast).id, "Person", "name")
            for place in (span(8) for _ in range(self._shape.mentions))
        ]
        claims = []
        for _ in range(self._shape.claims):
            speaker, about = rnd.sample(cast, 2)
            place = span(120)
            words = place.of(text)
            claims.append(
                Claim(
                    claim_id(speaker.id, words),
                    place,
                    words,
                    rnd.choice(list(QuotationType)),
                    speaker.id,
                    "заявил",
                    (),
                    (about.id,),
                    date,
                    "quotation",
                )
            )
        events = []
        for index in range(self._shape.events):
            first, second = rnd.sample(cast, 2)
            kind, place = rnd.choice(list(EventType)), span(7)
            actors, recipients = (
                ((first.id, second.id), ()) if kind is EventType.CONSULT else ((first.id,), (second.id,))
            )
            status = Status.FUTURE if rnd.random() < 0.15 else Status.ACTUAL
            events.append(
                Event(
                    event_id(kind, actors, recipients, date, article.id, place),
                    kind,
                    place,
                    place.of(text),
                    actors,
                    recipients,
                    start=date,
                    status=status,
                    claim=claims[index].id if index % 2 and index < len(claims) else None,
                    rule="trigger",
                )
            )
        return Extraction(
            Document(f"{number}.txt", text, "0" * 64),
            article,
            tuple(cast),
            (),
            tuple(mentions),
            tuple(claims),
            tuple(events),
        )


def _made_up_word(number: int) -> str:
    """Another one for each number: syllables, and an ending that a noun may have."""
    syllables = ""
    while number or not syllables:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables += _SYLLABLES[rest]
    return syllables + "ность"


def quads(articles: int, actors: int | None = None, shape: Shape | None = None) -> Iterator[Quad]:
    """The graph of so many articles; as many actors as articles, if nothing else is said."""
    world = World(actors or articles, shape or Shape())
    for number in range(articles):
        extraction = world.article(number)
        yield from actor_quads(extraction, DEFAULT_BASE)
        yield from article_quads(extraction, DEFAULT_BASE, version="0")


def fill(folder: Path, articles: int, actors: int | None = None, shape: Shape | None = None) -> int:
    """Makes a store of such a graph and returns how many quads it has."""
    EmbeddedStore(folder).close()
    shutil.rmtree(folder / "snapshots")  # of the empty store; opening it again publishes what is filled in here
    store = pyoxigraph.Store(str(folder))
    store.bulk_extend(quads(articles, actors, shape))
    store.flush()
    store.optimize()
    size = len(store)
    del store
    EmbeddedStore(folder).close()
    return size


def main() -> int:
    """Makes a store and prints how many quads it has."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--actors", type=int)
    parser.add_argument("--claims", type=int, default=Shape().claims)
    parser.add_argument("--events", type=int, default=Shape().events)
    parser.add_argument("--mentions", type=int, default=Shape().mentions)
    options = parser.parse_args()
    began = time.perf_counter()
    shape = Shape(options.claims, options.events, options.mentions)
    size = fill(options.folder, options.articles, options.actors, shape)
    print(f"{options.articles:,} articles, {size:,} quads, {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
