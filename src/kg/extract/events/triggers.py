"""The lexicon of event triggers: ``data/events.tsv`` and ``data/event_words.tsv``, whose comments explain it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.extract import lexicon
from kg.extract.lexicon import Entries
from kg.model import ActorType, EventType

PARTS = frozenset("VNA")
_CLASSES = "event_words.tsv"
_SLOT = re.compile(r"(?P<name>[а-яё_]+\+(?P<case>gen|dat|acc|ins|loc)|[a-z]+)(?::(?P<type>[A-Z]\w+))?(?P<needed>!)?")
_OWN_SLOTS = frozenset(
    {"subj", "obj", "dat", "ins", "gen", "adj", "clause", "inf", "adv", "any", "speaker", "wish", "anti"}
)
ANY_WORD = "*"
ENCLOSING = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
"""Types whose content is not done yet: what one asks, promises, refuses or threatens is no event of its own."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the syntax round a trigger: ``subj``, ``obj``, ``dat``, ``с+ins`` …"""

    name: str
    type: ActorType | None = None
    """Only actors of this type count."""
    needed: bool = False

    @classmethod
    def parse(cls, text: str) -> "Slot":
        """Reads ``subj``, ``obj:Person!``, ``со_стороны+gen``; raises ValueError for anything else."""
        match = _SLOT.fullmatch(text)
        if match is None or (match["case"] is None and match["name"] not in _OWN_SLOTS):
            raise ValueError(f"no slot: {text!r}")
        return cls(match["name"], ActorType(match["type"]) if match["type"] else None, bool(match["needed"]))


Alternatives = tuple[tuple[Slot, ...], ...]
"""Groups of slots; the first group in which one is filled is taken."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Words of which one must fill a slot of the trigger."""

    slot: str
    words: frozenset[str]

    def met_by(self, lemma: str) -> bool:
        """Is this one of the words?"""
        return lemma in self.words or ANY_WORD in self.words


def asked(conditions: Iterable[Condition]) -> tuple[frozenset[str], ...]:
    """The words that each condition asks for by name: a sentence that has none of them meets it nowhere."""
    return tuple(condition.words for condition in conditions if ANY_WORD not in condition.words)


@dataclass(frozen=True)
class Trigger:
    """A line of the lexicon."""

    words: tuple[str, ...]
    part: str
    conditions: tuple[Condition, ...]
    type: EventType
    mode: str | None
    actor: Alternatives
    recipient: Alternatives
    least: int

    @cached_property
    def asked(self) -> tuple[frozenset[str], ...]:
        """See :func:`asked`."""
        return asked(self.conditions)

    @cached_property
    def asks_for_infinitive(self) -> bool:
        """Is one of its conditions of an infinitive?"""
        return any(condition.slot == "inf" for condition in self.conditions)

    @cached_property
    def needs_recipient(self) -> bool:
        """Must somebody be acted on?"""
        return any(slot.needed for group in self.recipient for slot in group)

    @cached_property
    def is_judgement(self) -> bool:
        """Does whoever says it act by saying it: "Россия нарушает соглашения", said by somebody?"""
        return self.actor == ((Slot("speaker"),),)

    @cached_property
    def name(self) -> str:
        """What an event's ``rule`` says: the words, their conditions, the type."""
        conditions = ", ".join(condition.slot for condition in self.conditions)
        return f"{'/'.join(self.words)}{f' ({conditions})' if conditions else ''} {self.type}"


@cache
def classes() -> Mapping[str, frozenset[str]]:
    """The classes of words that the lexicon and the rules name: ``{"light": {"совершить", …}, …}``."""
    return lexicon.word_classes(_CLASSES)


@cache
def any_of(*names: str) -> frozenset[str]:
    """The words of several of those classes."""
    return frozenset(word for name in names for word in classes()[name])


@cache
def triggers() -> Mapping[str, Entries[Trigger]]:
    """The lexicon: normal form → the triggers that it can head, those with most conditions first.

    Raises ValueError, with the line, for one that cannot be read.
    """
    return lexicon.by_word("events.tsv", read)


def heading(told: Callable[[Trigger], bool]) -> frozenset[str]:
    """The normal forms that head a line of the lexicon of which something is so."""
    return frozenset(word for word, lines in triggers().items() if any(map(told, lines)))


def read(row: tuple[str, ...]) -> Trigger:
    """A trigger from the eight fields of its line; raises ValueError where one cannot be read."""
    words, part, conditions, kind, mode, actor, recipient, least = row
    if part not in PARTS:
        raise ValueError(f"no part of speech: {part!r} (V, N or A)")
    return Trigger(
        words=tuple(words.split("/")),
        part=part,
        conditions=tuple(_condition(text) for text in conditions.split("; ")) if conditions != "-" else (),
        type=EventType(kind),
        mode=None if mode == "-" else mode,
        actor=_alternatives(actor),
        recipient=_alternatives(recipient),
        least=int(least),
    )


def _condition(text: str) -> Condition:
    name, _, listed = text.partition("=")
    return Condition(Slot.parse(name).name, frozenset(lexicon.with_classes(listed.split(","), _CLASSES)))


def _alternatives(text: str) -> Alternatives:
    if text == "-":
        return ()
    return tuple(tuple(Slot.parse(slot) for slot in group.split()) for group in text.split("|"))
