"""Offices in a row that one person holds: "депутат Госдумы, лидер партии «Родина» Иван Иванов"."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.actors.holders import CLOSING_MARKS, is_appointing, is_object
from kg.extract.actors.office import Office
from kg.language import Sentence
from kg.model import Span

_BEFORE = frozenset({"office-before-name", "office-before-office"})
_AFTER = "office-after-name"


def share_holders(sentence: Sentence, offices: Sequence[Office]) -> list[Office]:
    """The offices of a sentence, in its order, those without a holder with that of their neighbour where it is one."""
    found = list(offices)
    for place in range(len(found) - 2, -1, -1):  # the name stands after the last
        found[place] = _with_holder_after(sentence, found[place], found[place + 1])
    for place in range(1, len(found)):  # the name stands before the first
        found[place - 1 : place + 1] = _with_holder_before(sentence, found[place - 1], found[place])
    return found


def _with_holder_after(sentence: Sentence, office: Office, following: Office) -> Office:
    """An office before another that has a name: "наблюдатель от ОБСЕ португальский парламентарий Хуан Суареш", "депутат
    Госдумы, лидер партии «Родина» Иван Иванов"; not "президент Франции, канцлер Германии Ангела Меркель". Joined by
    "и" they have one body, too: "основатель и директор «Ромашки» Иван Иванов".
    """
    same_case = _same_case(office, following) or (is_appointing(sentence, office.head) and is_object(following.head))
    if office.holder is not None or not same_case or following.rule not in _BEFORE:
        return office
    shared = replace(office, holder=following.holder, rule="office-before-office")
    between = _between(sentence, office, following)
    if not between or (between == [","] and not _at_odds(office, following)):
        return shared
    if between == ["и"] and _can_be_one(sentence, office, following):
        return _with_body_of(shared, following)
    return office


def _with_holder_before(sentence: Sentence, before: Office, office: Office) -> tuple[Office, Office]:
    """An office after another that has a name before it: "Иван Иванов, основатель и директор «Ромашки»"."""
    between = _between(sentence, before, office)
    is_free = office.holder is None and office.subject is None and before.rule == _AFTER
    if not is_free or not _same_case(before, office) or between not in (["и"], [","]) or _at_odds(before, office):
        return before, office
    own = _with_body_of(before, office) if between == ["и"] else before
    return own, replace(office, holder=before.holder, rule=_AFTER)


def _with_body_of(office: Office, other: Office) -> Office:
    """An office that names no body, with that of another."""
    if office.of is not None or office.state is not None or office.of_own_state:
        return office
    return replace(office, of=other.of, state=other.state, of_own_body=other.of_own_body)


def _between(sentence: Sentence, one: Office, other: Office) -> list[str]:
    """The words between two offices, without the quotation mark that closes a body's name."""
    start = one.span.end
    tokens = sentence.within(Span(start, max(other.span.start, start + 1)))
    return [token.text for token in tokens if token.start >= start and token.text not in CLOSING_MARKS]


def _same_case(one: Office, other: Office) -> bool:
    return one.head.feats.get("Case") == other.head.feats.get("Case")


def _can_be_one(sentence: Sentence, one: Office, other: Office) -> bool:
    """Can one person hold both of two offices joined by "и": none heads a state, and no verb says that they are two?"""
    heads = {one.title.rank, other.title.rank} & {"head-of-state", "head-of-government"}
    verb = sentence.head(one.head)
    several = one.head.rel == "nsubj" and verb is not None and verb.has(Number="Plur")
    return not heads and not several and not _at_odds(one, other)


def _at_odds(one: Office, other: Office) -> bool:
    """Are two offices of different states, so that one person hardly holds both?"""
    return one.state is not None and other.state is not None and one.state != other.state
