"""What was found in an article and by what rule, for those who want to know why.

The findings are plain values; :func:`coloured` shows them in the text.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rich.text import Text

from kg.extract.boilerplate import explain_boilerplate
from kg.extract.header import find_header
from kg.identifiers import wikidata_id
from kg.knowledge import Entry, Gazetteer
from kg.knowledge.linker import THRESHOLD, candidates, is_clear
from kg.layers import Layer
from kg.model import Actor, ActorType, Attitude, Claim, Event, Extraction, Mention, Place, Polarity, Position, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, and why."""

    layer: Layer
    span: Span
    words: str
    """As the text has them, in one line."""
    meaning: str
    rule: str
    """What found it."""
    style: str
    """How it looks on a terminal."""


_STYLES = {
    Layer.BOILERPLATE: "dim",
    Layer.CLAIMS: "underline",
    Layer.EVENTS: "bold red",
    Layer.ATTITUDES: "bold",
    Layer.POSITIONS: "italic",
    Layer.REFERENCES: "dim underline",
    Layer.LINKS: "",
}
_STYLES_OF_TYPES = {"Person": "cyan", "State": "green", "Organisation": "magenta", "Place": "yellow"}


def findings(extraction: Extraction, gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """All that was found, in reading order; the longer first where two begin together.

    Args:
        extraction: what was read from an article.
        gazetteer: the one that it was read with: it says why a name is linked, or not.
    """
    explained = _Explained(extraction, gazetteer)
    found = [
        *explained.boilerplate(),
        *(explained.claim(claim) for claim in extraction.claims),
        *(explained.event(event) for event in extraction.events),
        *(explained.attitude(attitude) for attitude in extraction.attitudes),
        *(explained.position(position) for position in extraction.positions),
        *(explained.mention(mention) for mention in extraction.mentions),
        *(explained.reference(word) for word in extraction.references),
        *explained.links(),
    ]
    order = list(Layer)
    return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end, order.index(one.layer))))


def coloured(extraction: Extraction, found: Collection[Finding]) -> Text:
    """The article's text with the findings in colour."""
    text = Text(extraction.article.text)
    for one in sorted(found, key=lambda one: list(Layer).index(one.layer)):
        if one.style:
            text.stylize(one.style, one.span.start, one.span.end)
    return text


def legend(found: Collection[Finding]) -> Text:
    """What the colours mean, of those that are used."""
    used = {one.style: one.layer.value for one in found if one.style}
    used |= {style: type_ for type_, style in _STYLES_OF_TYPES.items() if style in used}
    return Text("  ").join(Text(name, style=style) for style, name in sorted(used.items(), key=lambda one: one[1]))


class _Explained:
    """Puts what was found into words."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self._extraction = extraction
        self._gazetteer = gazetteer
        self._text = extraction.article.text
        things: tuple[Actor | Place, ...] = (*extraction.places, *extraction.actors)
        self._things = {thing.id: thing for thing in things}

    def boilerplate(self) -> Iterator[Finding]:
        """What is left out, with the rules of its lines."""
        if not self._extraction.boilerplate:
            return
        reasons = explain_boilerplate(self._text, find_header(self._text, known=self._extraction.document))
        for span in self._extraction.boilerplate:
            rules = dict.fromkeys(rule.replace("_", "-") for line, rule in reasons if line.overlaps(span))
            yield self._finding(Layer.BOILERPLATE, span, "no part of the article", ", ".join(rules))

    def claim(self, claim: Claim) -> Finding:
        parts = [f"{claim.type}, {self._name(claim.speaker) or 'nobody named'}"]
        parts += [f"cue: {claim.cue}"] if claim.cue else []
        parts += [f"to {self._names(claim.addressees)}"] if claim.addressees else []
        parts += [f"about {self._names(claim.about)}"] if claim.about else []
        parts += [f"via {self._names(claim.via)}"] if claim.via else []
        parts += [f"{s.polarity}s {self._name(s.target)}" for s in claim.stances if s.polarity is not Polarity.NEUTRAL]
        parts += [str(claim.date)] if claim.date is not None else []
        return self._finding(Layer.CLAIMS, claim.span, "; ".join(parts), claim.rule)

    def event(self, event: Event) -> Finding:
        kind = f"{event.type}-{event.mode}" if event.mode else event.type.value
        parties = f"{self._names(event.actors) or '?'} → {self._names(event.recipients) or '?'}"
        dates = "–".join(str(date) for date in (event.start, event.end) if date is not None)
        parts = [kind, event.status.value, parties, dates, self._name(event.place) or "", ", ".join(event.contexts)]
        return self._finding(Layer.EVENTS, event.span, "; ".join(part for part in parts if part), event.rule)

    def attitude(self, attitude: Attitude) -> Finding:
        meaning = f"{self._name(attitude.holder)} {attitude.polarity}s {self._name(attitude.target)}"
        return self._finding(Layer.ATTITUDES, attitude.span, meaning, attitude.rule)

    def position(self, position: Position) -> Finding:
        meaning = f"{self._name(position.person)}: {position.title}, {self._name(position.of)}"
        return self._finding(Layer.POSITIONS, position.span, meaning, position.rule)

    def mention(self, mention: Mention) -> Finding:
        meaning = f"{mention.type} {self._name(mention.ref)}"
        return self._finding(
            Layer.MENTIONS, mention.span, meaning, mention.rule, style=_STYLES_OF_TYPES.get(mention.type, "")
        )

    def reference(self, word: Mention) -> Finding:
        return self._finding(Layer.REFERENCES, word.span, f"refers to {self._name(word.ref)}", word.rule)

    def links(self) -> Iterator[Finding]:
        """Of each actor and place, where it is first named: what it is linked to, or why it is not."""
        seen: set[str] = set()
        for mention in self._extraction.mentions:
            thing = self._things.get(mention.ref)
            if thing is not None and thing.id not in seen:
                seen.add(thing.id)
                meaning, rule = self._link(thing)
                yield self._finding(Layer.LINKS, mention.span, meaning, rule)

    def _link(self, thing: Actor | Place) -> tuple[str, str]:
        type_ = thing.type.value if isinstance(thing, Actor) else "Place"
        linked = wikidata_id(thing.same_as) or next(iter(thing.same_as), None)
        if linked is None and thing.known_as is not None:
            return f"{thing.name}: known as {thing.known_as}, without an id", "gazetteer"
        ranked = candidates(
            thing.name,
            type_,
            gazetteer=self._gazetteer,
            date=self._extraction.article.published,
            states=[*self._states(thing)],
            titles=[position.title for position in self._extraction.positions if position.person == thing.id],
            article_states=[*self._named_states()],
        )
        if linked is not None:
            why = next((one.reasons for one in ranked if linked in {wikidata_id(one.entry.same_as)}), ())
            return f"{thing.name} → {linked} {thing.known_as or ''}".rstrip(), "; ".join(why) or "gazetteer"
        if not ranked:
            return f"{thing.name}: not linked", "nothing is known by this name"
        best = f"{_called(ranked[0].entry)}: {'; '.join(ranked[0].reasons)}"
        if is_clear(ranked):
            return f"{thing.name}: not linked", f"decided otherwise than {best}"
        reason = "too little speaks for" if ranked[0].score < THRESHOLD else f"{len(ranked)} are as likely, such as"
        return f"{thing.name}: not linked", f"{reason} {best}"

    def _named_states(self) -> Iterator[str]:
        """The codes of the states that the article names."""
        for actor in self._extraction.actors:
            code = actor.iso_code or wikidata_id(actor.same_as)
            if actor.type is ActorType.STATE and code is not None:
                yield code

    def _states(self, thing: Actor | Place) -> Iterator[str]:
        """The codes of the states that the article connects with an actor."""
        ids = [position.of for position in self._extraction.positions if position.person == thing.id]
        for local in dict.fromkeys([*ids, *([thing.state] if thing.state is not None else [])]):
            of = self._things.get(local)
            state = of if isinstance(of, Actor) and of.type is ActorType.STATE else None
            if isinstance(of, Actor) and of.state is not None:
                owner = self._things.get(of.state)
                state = owner if isinstance(owner, Actor) else state
            if state is not None and (code := state.iso_code or wikidata_id(state.same_as)):
                yield code

    def _finding(self, layer: Layer, span: Span, meaning: str, rule: str, style: str | None = None) -> Finding:
        words = " ".join(span.of(self._text).split())
        return Finding(layer, span, words, meaning, rule, _STYLES[layer] if style is None else style)

    def _name(self, local: str | None) -> str | None:
        if local is None:
            return None
        thing = self._things.get(local)
        return thing.name if thing is not None else local

    def _names(self, ids: Collection[str]) -> str:
        return ", ".join(self._name(local) or local for local in ids)


def _called(entry: Entry) -> str:
    identifier = wikidata_id(entry.same_as)
    return f"{entry.name} ({identifier})" if identifier else entry.name
