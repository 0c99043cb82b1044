"""Who takes part in an event: the slots of its trigger, resolved to actors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match, filling
from kg.extract.events.people import ACTS_OF_LAW, is_done_to_unnamed
from kg.extract.events.triggers import ENCLOSING, Alternatives, Slot, any_of, classes
from kg.language import Sentence, Token
from kg.model import ActorType, EventType

_BODIES = frozenset({ActorType.STATE, ActorType.ORGANISATION})
_HARMS = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE})
_COUNTERPARTS = frozenset({"с+ins", "между+ins"})
"""Where those stand with whom something is done, though they act as well."""
_OWNERS = frozenset({"gen", "adj"})
"""Where those stand to whom somebody belongs."""
_RELATIVES = frozenset({"который", "кто"})
_PERSONAL = frozenset({"он", "она"})
_REFLEXIVES = frozenset({"себя", "свой"})
_COUNTRIES = frozenset({"страна", "государство", "республика"})
_AROUND = frozenset({"после", "до", "перед", "накануне", "во_время", "в_ходе", "при", "с_момента", "по", "под"})
"""What leads a circumstance of time, or tells at whose word something is done."""
_ROLES_OF_SUBJECT = frozenset({"subj", "obj"})
_DEEPEST = 3
"""How many genitives one goes down: "действия полиции Франции"."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Ids of those who take part."""

    actors: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        """Both sides."""
        return frozenset(self.actors + self.recipients)

    @property
    def sides(self) -> int:
        """How many sides are known."""
        return bool(self.actors) + bool(self.recipients)


def parties(match: Match, cast: Cast, speaker: str | None = None) -> Parties | None:
    """Who takes part; None where the trigger asks for more than the text tells.

    Args:
        match: the trigger.
        cast: who is who.
        speaker: who tells of it, if it is told in a claim.
    """
    if match.trigger.is_judgement:
        actors: tuple[str, ...] | None = None if speaker is None else (speaker,)
    else:
        actors = _side(match, match.trigger.actor, cast, acting=True)
        if actors is None and _is_told_without_doer(match):
            actors = ()
    if actors is None:
        return None
    recipients = _side(match, match.trigger.recipient, cast, acting=False)
    if actors and recipients == actors:
        recipients = _other_than(actors, match, cast) or recipients
    if recipients is None and _is_done_to_unnamed(match, actors, cast):
        return Parties(actors, ())
    if recipients is None and len(actors) > 1:
        recipients = () if syntax.is_reciprocal(match.sentence, match.head) else None
        return None if recipients is None else Parties(actors, ())
    if recipients is None:
        return None
    if actors == recipients and syntax.is_passive(match.sentence, match.head):
        actors = ()  # "вице-президентом избран Лунин": the instrumental is his office
    found = Parties(actors, tuple(ref for ref in recipients if ref not in actors))
    if recipients and not found.recipients and match.trigger.needs_recipient:
        return None  # "X избран на пост главы города": the head is X
    doerless = recipients and not actors and _is_told_without_doer(match)
    unnamed = doerless or _is_met_by_unnamed(match, found, cast)
    least = 1 if unnamed else match.trigger.least
    return found if len(found.all) >= least else None


def _is_told_without_doer(match: Match) -> bool:
    return _is_done_by_unnamed(match) or is_award(match) or is_impersonal_order(match)


def _is_met_by_unnamed(match: Match, found: Parties, cast: Cast) -> bool:
    """Does one party talk to people without a name ("встретился с семьёй Орлова"), or do the members of a body meet
    ("встреча ОПЕК")?
    """
    if match.trigger.type is not EventType.CONSULT or len(found.all) != 1:
        return False
    for token in _fillers(match, Slot("с+ins"), acting=True):
        if _are_people(match.sentence, token) and not resolve(match.sentence, token, cast, acting=True):
            return True
    actor = cast.actor(next(iter(found.all)))
    several = actor is not None and actor.type is ActorType.ORGANISATION and actor.state is None
    of_body = match.head.lemma in classes()["meetings"] and _fillers(match, Slot("gen"), acting=True)
    return several and bool(of_body)


def _are_people(sentence: Sentence, token: Token) -> bool:
    """Does a word mean people, one or several, whoever they are? To journalists one only talks."""
    counted = (token, *syntax.genitives(sentence, token)) if token.lemma in classes()["quantity"] else (token,)
    named = any_of("delegations", "kin", "collectives")
    people = (word.has(Animacy="Anim") or word.lemma in named for word in counted)
    return any(people) and token.lemma not in classes()["press"]


def _other_than(actors: tuple[str, ...], match: Match, cast: Cast) -> tuple[str, ...]:
    """Whom "его" beside a verb means, which is never who does it: the last other person named before it in the
    sentence: "X направил письмо Y, в котором поблагодарил его".
    """
    pronouns = [token for token in recipient_tokens(match) if token.lemma in _PERSONAL and token.pos == "PRON"]
    if len(pronouns) != 1:
        return ()
    pronoun = pronouns[0]
    for token in reversed(match.sentence.tokens[: pronoun.index]):
        found = cast.refers(token) if token.pos in {"NOUN", "PROPN"} and syntax.agree(pronoun, token) else ()
        persons = [ref for ref in found if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON]
        if len(persons) == 1 and persons[0] not in actors:
            return tuple(persons)
    return ()


def is_impersonal_order(match: Match) -> bool:
    """Is it told that somebody was ordered something, and not by whom: "правительству поручено"?"""
    head = match.head
    if match.trigger.type is not EventType.REQUEST:
        return False
    impersonal = head.has(VerbForm="Part", Variant="Short", Gender="Neut") or head.has(Voice="Pass", VerbForm="Fin")
    return impersonal and not syntax.agents(match.sentence, head)


def is_award(match: Match) -> bool:
    """Is it told that somebody was honoured, and not by whom: "был награждён премией", "премию присудили Орлову"?"""
    if match.trigger.type is not EventType.SUPPORT or classes()["awarding"].isdisjoint(match.trigger.words):
        return False
    sentence, verb = match.sentence, match.head
    told = syntax.is_verb(verb) and not syntax.is_participle(verb) and not verb.has(VerbForm="Inf")
    return told and (
        syntax.is_passive(sentence, verb) or (verb.has(Number="Plur") and not syntax.subjects(sentence, verb))
    )


def _is_done_by_unnamed(match: Match) -> bool:
    """Do people without a name attack: "террористы выпустили ракету по Израилю"?"""
    if match.trigger.type is not EventType.ASSAULT:
        return False
    slots = (slot for group in match.trigger.actor for slot in group)
    doers = (token for slot in slots for token in _fillers(match, slot, acting=True))
    return any(token.pos == "NOUN" and token.has(Animacy="Anim", Number="Plur") for token in doers)


def _is_done_to_unnamed(match: Match, actors: tuple[str, ...], cast: Cast) -> bool:
    """Is an act of the law done to people without a name, or do a state or a body attack them?"""
    by_bodies = bool(actors) and all((actor := cast.actor(ref)) and actor.type in _BODIES for ref in actors)
    by_law = _is_by_law(match)
    attacked = match.trigger.type is EventType.ASSAULT
    if not (by_bodies or (by_law and not actors) or (attacked and actors)) or not (by_law or attacked):
        return False
    return is_done_to_unnamed(match, recipient_tokens(match))


def is_private(match: Match, found: Parties, cast: Cast, states: Mapping[str, str]) -> bool:
    """Is it told what was done to a person of whom nothing is known, by nobody or by another such? That is ordinary
    crime or a quarrel, unless the article tells what a state or a body has to do with the person.
    """
    of_office = match.trigger.mode == "resign" or not classes()["electing"].isdisjoint(match.trigger.words)
    if not found.recipients or of_office or is_award(match) or match.trigger.mode == "targeted":
        return False
    if found.actors and match.trigger.type not in _HARMS:
        return False
    known = [cast.actor(ref) for ref in found.all if ref not in states]
    return len(known) == len(found.all) and all(
        actor is not None and actor.type is ActorType.PERSON and not actor.same_as for actor in known
    )


def _side(match: Match, alternatives: Alternatives, cast: Cast, *, acting: bool) -> tuple[str, ...] | None:
    """The ids of one side; None where a slot that must be filled is not."""
    needed = False
    elided = cast.refers(match.head) if _is_of_subject(match, acting=acting) else ()
    for group in alternatives:
        found: list[tuple[int, str]] = []
        reached = owned = False
        for slot in group:
            needed = needed or slot.needed
            if slot.name == "clause" and owned:
                continue
            for token in _fillers(match, slot, acting=acting):
                direct = slot.type is not None or (acting and slot.name not in _COUNTERPARTS)
                if token.lemma == "себя" and match.trigger.type in _HARMS:
                    continue  # "не признал себя виновным"
                refs = _typed(resolve(match.sentence, token, cast, acting=direct), slot, cast)
                if not acting and slot.name in _OWNERS and _is_of_people(match.sentence, token):
                    refs = _states_of_embassies(refs, cast)
                if not acting and _is_by_law(match) and _is_of_one_person(match, slot, token):
                    refs = tuple(ref for ref in refs if _is_person(ref, cast))
                reached = reached or bool(refs) or _is_place(token, slot, cast)
                found.extend((token.index, ref) for ref in refs)
                owned = owned or (bool(refs) and "+" not in slot.name)
            if elided and not found and slot.name in _ROLES_OF_SUBJECT:
                found.extend((match.head.index, ref) for ref in _typed(elided, slot, cast))
        if found or reached:
            return tuple(dict.fromkeys(ref for _, ref in sorted(found, key=lambda place: place[0])))
    return None if needed else ()


def _is_of_people(sentence: Sentence, token: Token) -> bool:
    """Does it say whose people somebody is: "дипломат посольства"?"""
    people = sentence.head(token)
    return people is not None and people.has(Animacy="Anim")


def _is_of_subject(match: Match, *, acting: bool) -> bool:
    """Is this the side of which the subject of a verb is?"""
    head = match.head
    return syntax.is_verb(head) and syntax.is_passive(match.sentence, head) is not acting


def _is_by_law(match: Match) -> bool:
    return (match.trigger.type, match.trigger.mode) in ACTS_OF_LAW


def _is_of_one_person(match: Match, slot: Slot, token: Token) -> bool:
    """Is it one person's arrest, and so nobody else's: "арестован руководитель компании"? A diplomat or a soldier
    stands for his state.
    """
    whose = match.sentence.head(token) if slot.name in _OWNERS and match.trigger.part == "V" else token
    others = any_of("citizens", "forces", "members")
    return whose is not None and _is_single(whose) and whose.lemma not in others


def _is_single(token: Token) -> bool:
    return token.pos == "NOUN" and token.has(Animacy="Anim", Number="Sing")


def recipient_tokens(match: Match) -> tuple[Token, ...]:
    """The heads of the phrases that fill the slots of those acted on, whoever they are."""
    slots = (slot for group in match.trigger.recipient for slot in group)
    return tuple(token for slot in slots for token in _fillers(match, slot, acting=False))


def _is_place(token: Token, slot: Slot, cast: Cast) -> bool:
    """A place fills a slot of direction, though it is no actor."""
    return slot.type is None and any(mention.type == "Place" for mention in cast.mentions_in(token.span))


def _typed(refs: Iterable[str], slot: Slot, cast: Cast) -> tuple[str, ...]:
    if slot.type is None:
        return tuple(refs)
    return tuple(ref for ref in refs if (actor := cast.actor(ref)) is not None and actor.type == slot.type)


def _fillers(match: Match, slot: Slot, *, acting: bool) -> tuple[Token, ...]:
    """The tokens that fill a slot of any word of the trigger; the words of the trigger themselves do not."""
    sentence, of_noun = match.sentence, match.trigger.part == "N"
    if slot.name == "clause":
        return _circumstance_subject(match) if acting or _leaves_whom_open(match) else ()
    if slot.name == "subj" and of_noun:
        return _noun_subject(match, match.light_verb)
    words = match.cluster
    if slot.name == "subj" or (acting and slot.name == "gen" and of_noun):
        words = (match.head,)
    elif "+" in slot.name and (carrier := match.light_verb or match.happening_verb or match.letter_verb):
        words = (*words, carrier)
    own = _own_words(match, slot)
    found: list[Token] = []
    for word in words:
        for token in filling(sentence, word, slot.name):
            if token.index not in own and token not in found:
                found.append(token)
    if slot.name == "в+loc" and slot.type is ActorType.STATE:
        found.extend(t for t in filling(sentence, match.head, "на+loc") if t.lemma == "территория")
    if slot.name == "subj" and len(found) == 1 and acting:
        found = list(_authors(sentence, found[0])) or found
    if slot.name == "ins" and of_noun and acting and not found:
        return syntax.agent_further_on(sentence, match.head)
    if slot.name == "subj" and not found:
        return _indefinite(match, match.head) or _ordering(match, match.head)
    if slot.name == "gen" and of_noun and not found:
        displaced = syntax.displaced_genitives(sentence, match.head)
        return displaced or (() if acting else syntax.genitive_further_on(sentence, match.head))
    if slot.name == "с+ins" and match.trigger.type is EventType.CONSULT and of_noun and not found:
        return syntax.counterpart_of_topic(sentence, match.head)
    return tuple(token for token in found if token.lemma not in classes()["times"])  # "в момент борьбы Китая"


def _own_words(match: Match, slot: Slot) -> set[int]:
    """The places of the words of the trigger that cannot fill a slot of it."""
    head = match.head
    speaks_itself = slot.name == "subj" and head.feats.get("Person") == "1" and head.has(VerbForm="Fin")
    own = set() if speaks_itself else {head.index}  # a first person's ending is its subject
    # the words of an infinitive's complement can be arguments as well: "готов помочь Казахстану"
    if not match.parts or match.trigger.asks_for_infinitive:
        return own
    # "войска Турции вошли в город": the line asks for troops as the subject, and they are who does it
    asked = [condition for condition in match.trigger.conditions if condition.slot == slot.name]
    return own.union(part.index for part in match.parts if not any(one.met_by(part.lemma) for one in asked))


def _noun_subject(match: Match, light: Token | None) -> tuple[Token, ...]:
    """Who does what a noun says, told by its verb: "X совершил визит", "X объявил о заморозке"; or by an infinitive's
    controller: "X готов к переговорам".
    """
    if light is not None:
        return syntax.actors_of(match.sentence, light) or _indefinite(match, light)
    return _accused(match) or _responsible(match) or _writing(match) or _ordering(match, match.head)


def _ordering(match: Match, word: Token) -> tuple[Token, ...]:
    """By whose order something is done of which no word says who does it: "по приказу Орлова", "по решению суда"."""
    orders = syntax.prepositional(match.sentence, word, "по", "dat")
    return tuple(
        whose
        for order in orders
        if order.lemma in classes()["decrees"]
        for whose in syntax.genitives(match.sentence, order)
    )


def _authors(sentence: Sentence, subject: Token) -> tuple[Token, ...]:
    """Who does what is only told of his document: "парламент принял резолюцию, осуждающую рейд", "подписал закон,
    который запрещает митинги".
    """
    document = syntax.antecedent(sentence, subject) if subject.lemma in _RELATIVES else subject
    if document is None or document.lemma not in classes()["documents"] or document.rel.startswith("nsubj"):
        return ()
    verb = sentence.head(document)
    making = verb is not None and verb.lemma in classes()["making"]
    own = syntax.genitives(sentence, document)
    return own or (syntax.actors_of(sentence, verb) if verb is not None and making else ())


def _writing(match: Match) -> tuple[Token, ...]:
    """Whose letter it is that brings what a noun says."""
    verb = match.letter_verb
    return syntax.actors_of(match.sentence, verb) if verb is not None else ()


def _indefinite(match: Match, verb: Token) -> tuple[Token, ...]:
    """The body or the state in which it was done by those whom the sentence does not name: "в Минфине заявили"; where
    somebody was killed or beaten, only a place of custody.
    """
    if not syntax.is_verb(verb) or match.trigger.type is EventType.PROTEST:
        return ()
    found = syntax.indefinite_subjects(match.sentence, verb)
    if match.trigger.type is EventType.ASSAULT:
        found = tuple(token for token in found if token.lemma in classes()["custody"])
    return found


def _accused(match: Match) -> tuple[Token, ...]:
    """Who is said to have done what a noun says: "обвинил X в нападении", "арестован по обвинению в нападении",
    "признан виновным в нападении", "уволил X за отказ".
    """
    sentence, noun = match.sentence, match.first
    head, preposition = sentence.head(noun), syntax.preposition(sentence, noun)
    if head is not None and preposition in {"в", "к"} and head.lemma in classes()["charges"]:
        charge = syntax.first_conjunct(sentence, head)
        head = sentence.head(charge)
        of_verb = head is not None and syntax.is_verb(head) and charge.rel != "nsubj"
        return syntax.objects_of(sentence, head) if head is not None and of_verb else ()
    requited = preposition == "за" and noun.has(Case="Acc") and head is not None and syntax.is_verb(head)
    accused = preposition == "в" and head is not None and head.lemma in classes()["accusing"]
    return syntax.objects_of(sentence, head) if head is not None and (requited or accused) else ()


def _responsible(match: Match) -> tuple[Token, ...]:
    """Who says that he has done what a noun says: "X взял на себя ответственность за теракт"."""
    sentence, noun = match.sentence, match.first
    head = sentence.head(noun)
    if head is None or head.lemma != "ответственность" or syntax.preposition(sentence, noun) != "за":
        return ()
    verb = sentence.head(head)
    taking = verb is not None and verb.lemma in classes()["taking"]
    return syntax.actors_of(sentence, verb) if verb is not None and taking else ()


def _circumstance_subject(match: Match) -> tuple[Token, ...]:
    """Whose meeting or visit it was, where the sentence only says that something happened during it ("после встречи с
    Y X заявил") or that somebody told of it ("X рассказал о встрече с Y"). Of what is asked for, who does it ("по
    просьбе Y задержан полицией X").
    """
    sentence, noun = match.sentence, match.first
    head = sentence.head(noun)
    if head is not None and head.lemma in classes()["telling"] and syntax.preposition(sentence, noun) == "о":
        return syntax.subjects(sentence, head)
    if head is not None and head.lemma in classes()["times"]:
        noun, head = head, sentence.head(head)
    if head is None or noun.rel != "obl" or not syntax.is_verb(head) or syntax.bare(sentence, noun):
        return ()
    asks = match.trigger.type in ENCLOSING
    return syntax.actors_of(sentence, head) if asks else syntax.subjects(sentence, head)


def _leaves_whom_open(match: Match) -> bool:
    """Is a noun only the time or the cause of something, without a word on whom it befalls: "после ареста X заявил"?"""
    if syntax.preposition(match.sentence, match.first) not in _AROUND:
        return False
    whose = any(slot.name == "gen" for group in match.trigger.actor for slot in group)
    return whose or not syntax.genitives(match.sentence, match.head)


def resolve(sentence: Sentence, token: Token, cast: Cast, *, acting: bool, depth: int = 0) -> tuple[str, ...]:
    """The actors that a phrase stands for, given its head: with those coordinated with it.

    Args:
        sentence: in which it stands.
        token: its head.
        cast: who is who.
        acting: an action belongs to whom the phrase names, never to whom it only belongs to; what is done to
            something of an actor's is done to the actor ("осудил действия Израиля").
        depth: how many genitives, relatives or amounts have been gone down already; the parser's trees can have
            cycles.
    """
    found: list[str] = []
    for head in syntax.conjuncts(sentence, token):
        for ref in _one(sentence, head, cast, acting, depth):
            if ref not in found:
                found.append(ref)
    return tuple(found)


def _one(sentence: Sentence, token: Token, cast: Cast, acting: bool, depth: int) -> tuple[str, ...]:
    if depth > _DEEPEST:
        return ()
    for rule in _RULES:
        found = rule(sentence, token, cast, depth)
        if found:
            return found
    if acting or depth >= _DEEPEST:
        return ()
    return _owner(sentence, token, cast, depth)


def _several(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """ "X и Y, которые встретились", "итальянские и ливийские пограничники", "власти Мальты и Италии": all of them,
    though the word alone is known to mean one.
    """
    if token.feats.get("Number") != "Plur":
        return ()
    if token.lemma in _RELATIVES:
        found = _antecedent(sentence, token, cast, depth)
    elif token.lemma in any_of("home_bodies", "forces", "officials", "organs"):
        found = tuple(dict.fromkeys((*cast.refers(token), *next(_bodies(sentence, token, cast), ()))))
    else:
        return ()
    return found if len(found) > 1 else ()


def _named(_: Sentence, token: Token, cast: Cast, __: int) -> tuple[str, ...]:
    found = cast.refers(token)
    return _states_of_embassies(found, cast) if token.lemma in classes()["citizens"] else found


def _named_country(sentence: Sentence, token: Token, cast: Cast, _: int) -> tuple[str, ...]:
    """ "страна Сербия": the name beside it says which country, not what was told of before."""
    return _apposition(sentence, token, cast, 0) if token.lemma in _COUNTRIES else ()


def _apposition(sentence: Sentence, token: Token, cast: Cast, _: int) -> tuple[str, ...]:
    """ "министр обороны Вэй Фэнхэ": the name hangs on the title."""
    names = [child for child in sentence.children(token, "appos", "flat:name", "flat") if child.start > token.start]
    displaced = syntax.displaced_name(sentence, token)
    after = sentence.next(token)
    if (
        not names
        and after is not None
        and after.rel == "nmod"
        and after.has(Case="Nom")
        and _is_named_body(after, cast)
    ):
        names = [after]  # "партия Гоминьдан"
    if not names and displaced is not None:
        names = [displaced]
    return next((refs for name in names if (refs := cast.refers(name))), ())


def _is_named_body(token: Token, cast: Cast) -> bool:
    return token.pos in {"PROPN", "X"} and any(_is_body(ref, cast) for ref in cast.refers(token))


def _antecedent(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """Whom "который" stands for: the noun on which its clause hangs."""
    if token.lemma not in _RELATIVES:
        return ()
    noun = syntax.antecedent(sentence, token)
    return resolve(sentence, noun, cast, acting=True, depth=depth + 1) if noun is not None else ()


def _quantity(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """ "более ста палестинцев", "группа депутатов Госдумы"."""
    if token.pos not in {"ADV", "NUM"} and token.lemma not in classes()["quantity"]:
        return ()
    counted = syntax.genitives(sentence, token)
    return resolve(sentence, counted[0], cast, acting=True, depth=depth + 1) if counted else ()


def _member(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """An unnamed servant of the state acts for it or for its body: "сотрудник полиции", "агенты секретной службы"."""
    if token.lemma not in classes()["members"]:
        return ()
    for body in syntax.genitives(sentence, token):
        refs = resolve(sentence, body, cast, acting=True, depth=depth + 1)
        if refs and all(_is_public(ref, cast) for ref in refs):
            return _states_of_embassies(refs, cast)
    return ()


def _states_of_embassies(refs: tuple[str, ...], cast: Cast) -> tuple[str, ...]:
    """For whom the people of a body stand: those of an embassy for its state ("выслали сотрудника посольства")."""
    return tuple(dict.fromkeys(_state_of_embassy(ref, cast) or ref for ref in refs))


def _state_of_embassy(ref: str, cast: Cast) -> str | None:
    body = cast.actor(ref)
    if body is None or body.type is not ActorType.ORGANISATION:
        return None
    return body.state if not classes()["embassies"].isdisjoint(body.name.casefold().split()) else None


def _is_person(ref: str, cast: Cast) -> bool:
    actor = cast.actor(ref)
    return actor is not None and actor.type is ActorType.PERSON


def _is_public(ref: str, cast: Cast) -> bool:
    actor = cast.actor(ref)
    return actor is not None and (actor.type is ActorType.STATE or actor.state is not None)


def _reflexive(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    if token.lemma not in _REFLEXIVES:
        return ()
    verb = syntax.clause_verb(sentence, token)
    found = syntax.subjects(sentence, verb) if verb is not None else ()
    return resolve(sentence, found[0], cast, acting=True, depth=depth + 1) if found and found[0] != token else ()


def _place_of_state(_: Sentence, token: Token, cast: Cast, __: int) -> tuple[str, ...]:
    """A place stands for its state: whoever goes to Paris visits France."""
    here = [mention.ref for mention in cast.mentions_in(token.span) if mention.type == "Place"]
    if not here:
        return ()
    states = {place.id: place.state for place in cast.places}
    found = (states.get(place) for place in here)
    return next(((state,) for state in found if state and cast.actor(state) is not None), ())


def _forces(sentence: Sentence, token: Token, cast: Cast, _: int) -> tuple[str, ...]:
    """Unnamed troops, ships and aircraft of a state stand for it ("сирийские самолёты", "корабли Китая"), and so do its
    unnamed officials ("министры иностранных дел ЕС", "президенты России и Сербии").
    """
    official = token.lemma in classes()["officials"] and token.has(Number="Plur")
    if token.lemma not in classes()["forces"] and not official:
        return ()
    found = next(_bodies(sentence, token, cast), ())
    if not found and official:
        below = (_bodies(sentence, child, cast) for child in syntax.genitives(sentence, token))
        return next((refs for bodies in below for refs in bodies), ())
    return found


def _organ(sentence: Sentence, token: Token, cast: Cast, _: int) -> tuple[str, ...]:
    """ "суд в Турции", "полиция Франции", "турецкая прокуратура", where no such body is known, stand for the state."""
    if token.lemma not in classes()["organs"]:
        return ()
    for place in syntax.prepositional(sentence, token, "в", "loc"):
        states = tuple(
            ref for ref in cast.refers(place) if (actor := cast.actor(ref)) and actor.type is ActorType.STATE
        )
        if states:
            return states
    return next(_bodies(sentence, token, cast), ())


def _decided(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """ "указом президента", "решением суда": whoever decided it."""
    if token.lemma not in classes()["decrees"] or not token.has(Case="Ins"):
        return ()
    below = syntax.genitives(sentence, token)
    return resolve(sentence, below[0], cast, acting=True, depth=depth + 1) if below else ()


def _part_of_body(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """What leads a body or is a part of it acts for it: "политбюро партии X", "комиссия ЕС"."""
    if token.lemma not in classes()["parts_of_bodies"]:
        return ()
    bodies = (resolve(sentence, body, cast, acting=True, depth=depth + 1) for body in syntax.genitives(sentence, token))
    return next((refs for refs in bodies if refs and all(_is_body(ref, cast) for ref in refs)), ())


def _is_body(ref: str, cast: Cast) -> bool:
    actor = cast.actor(ref)
    return actor is not None and actor.type is ActorType.ORGANISATION


def _territory(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """ "в британской столице", "в тюрьме Турции", "в районах столицы Таиланда", "на территории Иордании": the state."""
    if token.lemma not in any_of("custody", "territories"):
        return ()
    if syntax.preposition(sentence, token) not in {"в", "на"} and depth == 0:
        return ()
    below = syntax.genitives(sentence, token)
    found = next(_bodies(sentence, token, cast), ())
    found = found or next((refs for city in below if (refs := _place_of_state(sentence, city, cast, depth))), ())
    return found or (_territory(sentence, below[0], cast, depth + 1) if below and depth < _DEEPEST else ())


_RULES: tuple[Callable[[Sentence, Token, Cast, int], tuple[str, ...]], ...] = (
    _several,
    _named_country,
    _named,
    _apposition,
    _antecedent,
    _quantity,
    _member,
    _reflexive,
    _place_of_state,
    _forces,
    _organ,
    _decided,
    _part_of_body,
    _territory,
)


def _bodies(sentence: Sentence, token: Token, cast: Cast) -> Iterator[tuple[str, ...]]:
    for child in (*syntax.adjectives(sentence, token), *syntax.genitives(sentence, token)):
        refs = tuple(
            ref
            for one in syntax.conjuncts(sentence, child)
            for ref in cast.refers(one)
            if (actor := cast.actor(ref)) is not None and actor.type in _BODIES
        )
        if refs:
            yield refs


def _is_private_citizen(token: Token) -> bool:
    """Is it one person who does not stand for the state: "российский бизнесмен", but "российский дипломат"?"""
    public = any_of("officials", "forces", "organs", "home_bodies", "citizens", "delegations")
    return _is_single(token) and token.lemma not in public


def _owner(sentence: Sentence, token: Token, cast: Cast, depth: int) -> tuple[str, ...]:
    """Whose it is: "действия Израиля", "двое израильских полицейских". A person's people are not the person."""
    if token.lemma in any_of("opponents", "abstract") or _is_private_citizen(token):
        return ()
    owners = (
        *syntax.genitives(sentence, token),
        *syntax.adjectives(sentence, token),
        *syntax.participle_agents(sentence, token),
        *syntax.displaced_genitives(sentence, token),
    )
    for child in owners:
        refs = resolve(sentence, child, cast, acting=False, depth=depth + 1)
        if token.has(Animacy="Anim"):
            refs = tuple(ref for ref in refs if (actor := cast.actor(ref)) and actor.type in _BODIES)
            refs = _states_of_embassies(refs, cast)
        if refs:
            return refs
    return ()
