"""Whom an article means by "хакер", "жительница Нью-Йорка" or "29-летний россиянин" when it tells that he was arrested,
tried, freed, elected or honoured: the person of whom it speaks most.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.triggers import Trigger, any_of, heading
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, EventType

_LEAST = 2
"""So often at least must an article name its protagonist."""
_SHARE = 0.5
"""And so often, as a share of how often it names anybody of his gender, the doer too."""
_GOVERNING = frozenset({"президент", "премьер", "премьер-министр", "министр"})
"""Titles of those who are told of under their office."""
_TYPES = frozenset(
    {EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.RETREAT, EventType.SUPPORT, EventType.COOPERATE}
)
"""What is done to protagonists; those whom somebody attacks are others as often."""
_OTHERS = frozenset({"один", "другой", "второй", "третий", "некий", "еще", "каждый", "любой", "такой", "никакой"})
"""Words beside a noun that tell him from whom the article is about."""

_NAMED_OR_COUNTED = frozenset({"appos", "flat", "flat:name", "nummod", "nummod:gov"})


def with_protagonist(cast: Cast, parse: Parse) -> Cast:
    """The cast in which a single person without a name, to whom something is done that is done to protagonists, is the
    one of his gender whom the article names most often, whoever does it left out.
    """
    named = _named(cast, parse)
    if max(named.values(), default=0) < _LEAST:
        return cast
    governing = {
        ref for sentence in parse.sentences for token in sentence.having(_GOVERNING) for ref in cast.refers(token)
    }
    references = dict(cast.references)
    for sentence in parse.sentences:
        told = sentence.having(_done_to_protagonists())
        persons = (
            {token.index for token in sentence.tokens if _is_unnamed_person(sentence, token, cast)} if told else ()
        )
        for token in told if persons else ():
            unnamed = [one for one in _suffering(sentence, token) if one.index in persons]
            actors = syntax.actors_of(sentence, token) if unnamed else ()
            doers = {ref for doer in actors for ref in cast.refers(doer)}
            for person in unnamed:
                meant = _most_named(named, person, doers | governing)
                references |= {person.start: (meant,)} if meant is not None else {}
    return replace(cast, references=references)


@cache
def _done_to_protagonists() -> frozenset[str]:
    """The words that tell of what is done to protagonists."""
    return heading(_tells_of_protagonists)


@cache
def _happening_to_subjects() -> frozenset[str]:
    """Of those words the ones that tell of what is done to their subject."""
    return heading(_happens_to_subject)


def _tells_of_protagonists(line: Trigger) -> bool:
    """Is something told as done, and not only blamed on somebody: "хакер ранил двоих, сообщил министр"?"""
    return line.type in _TYPES and not line.is_judgement


def _suffering(sentence: Sentence, trigger: Token) -> Iterator[Token]:
    """The heads of the phrases that say to whom a verb or a noun does it; of some verbs it is the subject: "хакер
    предстал перед судом".
    """
    if syntax.is_verb(trigger) and trigger.lemma in _happening_to_subjects():
        yield from syntax.subjects(sentence, trigger)
    elif syntax.is_verb(trigger):
        yield from syntax.objects_of(sentence, trigger)
        yield from syntax.datives(sentence, trigger)
    elif trigger.pos == "NOUN":
        yield from syntax.genitives(sentence, trigger)


def _happens_to_subject(line: Trigger) -> bool:
    return _tells_of_protagonists(line) and any(slot.name == "subj" for group in line.recipient for slot in group)


def _is_unnamed_person(sentence: Sentence, token: Token, cast: Cast) -> bool:
    """Is it one person, of whom nothing says whose he is or that he is another?"""
    if token.pos != "NOUN" or token.feats.get("Animacy") != "Anim" or token.feats.get("Number") != "Sing":
        return False
    if token.text[:1].isupper():
        return False
    if token.lemma in any_of("kin", "officials") or cast.refers(token):
        return False
    below = sentence.children(token)
    if any(child.lemma in _OTHERS or child.rel in _NAMED_OR_COUNTED for child in below):
        return False
    owners = (ref for child in syntax.genitives(sentence, token) for ref in cast.refers(child))
    owned = any((actor := cast.actor(ref)) and actor.type is not ActorType.STATE for ref in owners)
    return not owned and not any(child.lemma in {"свой", "мой", "наш", "его", "ее", "их"} for child in below)


def _named(cast: Cast, parse: Parse) -> Counter[tuple[str, str]]:
    """How often each person is named, by id and gender."""
    counted: Counter[tuple[str, str]] = Counter()
    times: Counter[str] = Counter()
    for mention in cast.mentions:
        actor = cast.actor(mention.ref)
        if actor is not None and actor.type is ActorType.PERSON:
            times[mention.ref] += 1
            for token in parse.tokens(mention.span):
                if token.pos == "PROPN" and "Gender" in token.feats:
                    counted[mention.ref, token.feats["Gender"]] += 1
    genders = {ref: gender for (ref, gender), _ in reversed(counted.most_common())}
    return Counter({(ref, genders[ref]): number for ref, number in times.items() if ref in genders})


def _most_named(named: Counter[tuple[str, str]], noun: Token, without: Collection[str]) -> str | None:
    """The person of a noun's gender who is named more often than any other such, those left out that do it."""
    ranked = [(number, ref) for (ref, gender), number in named.most_common() if noun.has(Gender=gender)]
    others = [(number, ref) for number, ref in ranked if ref not in without]
    if not others or others[0][0] < max(_LEAST, _SHARE * ranked[0][0]):
        return None
    return others[0][1] if len(others) == 1 or others[0][0] > others[1][0] else None
