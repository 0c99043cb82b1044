"""Runs the stages over documents, many to a batch, so that the language models work on sentences of like length."""

import gc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from pathlib import Path

from kg.decisions import Decisions, decide
from kg.extract.actors import find_actors
from kg.extract.assembly import settle
from kg.extract.attitudes import find_attitudes
from kg.extract.captions import with_captions
from kg.extract.cast import Cast
from kg.extract.claims import find_claims
from kg.extract.dates import find_times
from kg.extract.events import find_events
from kg.extract.frame import Frame, find_frame
from kg.extract.positions import find_positions
from kg.extract.publisher import find_publisher, outlet_apart
from kg.extract.referring import referring_words
from kg.identifiers import actor_id, article_id
from kg.knowledge import Gazetteer
from kg.language import Analyser, Parse
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Actor, Article, Document, Extraction

BATCH = 128
"""Documents that go through the language models together."""


def extract(
    documents: Iterable[Document], analyser: Analyser, gazetteer: Gazetteer, batch: int = BATCH
) -> Iterator[Extraction]:
    """Reads documents, in their order.

    Args:
        documents: what came in.
        analyser: the language models.
        gazetteer: what is known beforehand.
        batch: how many documents go through the models together.
    """
    waiting = iter(documents)
    while some := list(islice(waiting, batch)):
        frames = [find_frame(document) for document in some]
        parses = analyser.analyse(
            [(document.text, frame.body(document.text)) for document, frame in zip(some, frames, strict=True)]
        )
        for document, frame, parse in zip(some, frames, parses, strict=True):
            yield _read(document, frame, parse, gazetteer)


def read(
    documents: Iterable[Document], gazetteers: tuple[Path, ...] = (), decisions: tuple[Path, ...] = ()
) -> Iterator[Extraction]:
    """Reads documents with the models and the gazetteer that ship, loaded once for the process.

    Args:
        documents: what came in.
        gazetteers: files of the user's own names: see :meth:`Gazetteer.load`.
        decisions: files of the user's decisions on who is who: see :mod:`kg.decisions`.

    Raises:
        TableError: for a gazetteer or for decisions that cannot be read.
        DecisionError: for decisions that contradict each other.
    """
    analyser, gazetteer = _loaded(gazetteers)
    extractions = extract(documents, analyser, gazetteer)
    return decide(extractions, _decisions(decisions), gazetteer.entry) if decisions else extractions


def outlet_of(document: Document, gazetteers: tuple[Path, ...] = ()) -> Actor | None:
    """The outlet of a document: see :func:`kg.extract.publisher.outlet_apart`."""
    return outlet_apart(document, _loaded(gazetteers)[1])


@cache
def _decisions(files: tuple[Path, ...]) -> Decisions:
    return Decisions.load(files)


@cache
def _loaded(gazetteers: tuple[Path, ...]) -> tuple[Analyser, Gazetteer]:
    """The models and the gazetteer. They stay, so the garbage collector need not go through them again and again; and
    what is made of an article has few cycles, so it need not look often.
    """
    loaded = natasha(), Gazetteer.load(gazetteers)
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    return loaded


_OBJECTS_BETWEEN_COLLECTIONS = 2_000_000
"""More than a batch of documents and what is kept of words need at a time: in a thousand articles nothing was found to
collect.
"""


def _read(document: Document, frame: Frame, parse: Parse, gazetteer: Gazetteer) -> Extraction:
    """The stages that need the parse, each with the layers it reads."""
    header = frame.header
    article = Article(
        id=article_id(document.text, document.url),
        text=document.text,
        title=header.title,
        published=header.published,
        url=document.url,
        authors=document.authors,
        section=document.section,
    )
    parse = repaired(parse)
    times = find_times(parse, header.published)
    roles = find_actors(parse, gazetteer, header.published)
    cast, publisher = find_publisher(roles.cast, header, gazetteer)
    positions = find_positions(roles.held)
    claims = find_claims(parse, cast, times, header.published)
    nation = partial(_state_of_word, gazetteer)
    # By the text and not by the address: what an article tells under two addresses is told once.
    events = find_events(parse, cast, claims, times, article_id(document.text), header.published, nation)
    attitudes = find_attitudes(parse, cast, claims, events, article_id(document.text), nation)
    cast = settle(parse, cast, claims, events, positions, publisher)
    cast = with_captions(parse, cast, frame.boilerplate)
    claims = tuple(
        replace(
            claim,
            about=_still_there(cast, claim.about),
            stances=tuple(stance for stance in claim.stances if cast.actor(stance.target) is not None),
        )
        for claim in claims
    )
    return Extraction(
        document=document,
        article=replace(article, publisher=publisher),
        actors=cast.actors,
        places=cast.places,
        mentions=cast.mentions,
        references=tuple(referring_words(parse, cast)),
        claims=claims,
        events=events,
        attitudes=tuple(one for one in attitudes if cast.actor(one.holder) and cast.actor(one.target)),
        positions=positions,
        boilerplate=frame.boilerplate,
    )


def _state_of_word(gazetteer: Gazetteer, lemma: str) -> str | None:
    """The id of the state of an inhabitant or of an adjective, in the normal form."""
    state = gazetteer.national(lemma) or gazetteer.demonym(lemma)
    return None if state is None else actor_id(state.name, state.same_as)


def _still_there(cast: Cast, refs: Iterable[str]) -> tuple[str, ...]:
    return tuple(ref for ref in refs if cast.actor(ref) is not None)
