"""Finders of states and places: by name, by an adjective, by the capital that stands for its government."""

from collections.abc import Iterator
from functools import cache

from kg.extract.actors.candidates.candidate import ORGANISATION, PLACE, STATE, Candidate
from kg.extract.actors.candidates.scene import Scene, exactly_named, looks_like_a_name
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token
from kg.language.morphology import fold


def named_states(scene: Scene) -> Iterator[Candidate]:
    """States by name: "Китай", "КНР", "Соединённых Штатов"."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == STATE)
        if entries:
            tokens = scene.sentence.tokens[match.first : match.last]
            yield Candidate(STATE, scene.sentence, tokens, "state-name", entries, entries[0])


@cache
def _state_nouns() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("state_nouns.tsv")}


def is_state_noun(token: Token) -> bool:
    """Does a noun, in the number in which it stands, mean the state: "военные", "полиция", "суды", but not "суд"?"""
    number = _state_nouns().get(token.lemma)
    return number == "any" or (number is not None and token.has(Number=number.capitalize()))


def acting_demonyms(scene: Scene) -> Iterator[Candidate]:
    """A state's adjective with a noun that stands for the state: "китайская сторона", "российские военные"."""
    sentence = scene.sentence
    nouns = [noun for noun in sentence.having(words("state_nouns.tsv")) if is_state_noun(noun)]
    pairs = [(adjective, noun) for noun in nouns for adjective in sentence.children(noun, "amod")]
    for adjective, noun in sorted(pairs, key=lambda pair: pair[0].index):
        is_near = 0 < noun.index - adjective.index <= 3
        state = scene.gazetteer.demonym(adjective.lemma) if is_near and adjective.pos == "ADJ" else None
        if state is not None:
            tokens = sentence.tokens[adjective.index : noun.index + 1]
            yield Candidate(STATE, sentence, tokens, "acting-demonym", (state,), state)


_AT_A_PLACE = frozenset({"в", "во", "на", "из", "под", "до", "через", "над", "около", "близ", "по", "возле", "вокруг"})


def governments_by_seat(scene: Scene) -> Iterator[Candidate]:
    """A capital that stands for its government ("Пекин заявил", "между Москвой и Киевом", not "в Пекине"), and a house
    that stands for those who govern from it ("Белый дом подтвердил").
    """
    sentence = scene.sentence
    for match in scene.gazetteer.seats(sentence.tokens):
        tokens, state = sentence.tokens[match.first : match.last], match.entries[0]
        if not _acts(sentence, sentence.top(tokens)):
            continue
        if scene.gazetteer.is_capital(tokens[0].lemma):
            yield Candidate(STATE, sentence, tokens, "seat-of-government", (state,), state)
        else:
            yield Candidate(ORGANISATION, sentence, tokens, "house-of-government", state=state)


def _acts(sentence: Sentence, token: Token) -> bool:
    """Is a capital's name the subject of a verb, a partner ("с Москвой"), a recipient ("Тегерану"), that of whose
    stance the text speaks ("позиция Москвы"), or where those without a name spoke ("в Кремле заявили")?
    """
    if any(case.lemma in _AT_A_PLACE for case in sentence.children(token, "case")):
        return _is_where_they_spoke(sentence, token)
    first = token
    while first.rel == "conj" and (head := sentence.head(first)) is not None:
        first = head
        if any(case.lemma in _AT_A_PLACE for case in sentence.children(first, "case")):
            return False
    head = sentence.head(first)
    if head is None:
        return False
    if first.rel in {"nsubj", "iobj"}:
        return head.pos in {"VERB", "ADJ"} and head.lemma not in words("weather_and_site_verbs.tsv")
    if first.rel in {"obl", "nmod"} and first.feats.get("Case") in {"Ins", "Dat"}:
        return True
    return first.rel == "nmod" and head.lemma in words("stance_nouns.tsv")


def _is_where_they_spoke(sentence: Sentence, place: Token) -> bool:
    """Does the place say who spoke: "в Кремле заявили", "в Пекине подтвердили"? Not: "в Пекине министры заявили"."""
    verb = sentence.head(place)
    if place.rel != "obl" or verb is None or verb.lemma not in speech_verbs() or not verb.has(Number="Plur"):
        return False
    return verb.feats.get("VerbForm") == "Fin" and not sentence.children(verb, "nsubj", "nsubj:pass")


@cache
def speech_verbs() -> frozenset[str]:
    """The verbs of speech, as lemmas."""
    return frozenset(verb for row in rows("speech.tsv") if row[1] == "verb" for verb in fold(row[0]).split("/"))


def tagged_places(scene: Scene) -> Iterator[Candidate]:
    """Places that the tagger or the gazetteer knows."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == PLACE)
        if entries:
            tokens = scene.sentence.tokens[match.first : match.last]
            yield Candidate(PLACE, scene.sentence, tokens, "known-place", entries)
    for tokens in scene.tagged("LOC"):
        states = exactly_named(scene, tokens, STATE)
        if states:  # inside a body whose whole name the gazetteer knows: "Вооружённые силы России"
            yield Candidate(STATE, scene.sentence, tokens, "state-name", states, states[0])
        elif looks_like_a_name(tokens):
            yield Candidate(PLACE, scene.sentence, tokens, "tagged-place")
