"""Finders of parts of bodies that a matter or a place tells apart: "комитет Госдумы по обороне", "ГУ МВД по Москве"."""

from collections.abc import Iterator, Mapping
from functools import cache

from kg.extract.actors.candidates.candidate import ORGANISATION, PERSON, PLACE, STATE, Candidate
from kg.extract.actors.candidates.following import is_lower_genitive, place_after, state_around
from kg.extract.actors.candidates.scene import Scene
from kg.extract.actors.vocabulary import actor_words
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token
from kg.language.morphology import fold

_LONGEST = 12
"""So many tokens may stand between the noun and "по"."""


def departments(scene: Scene) -> Iterator[Candidate]:
    """Committees, commissions and offices with what they are for or where: "Комитет ООН по правам человека",
    "управление Росприроднадзора по Приморскому краю".
    """
    sentence = scene.sentence
    if "по" not in sentence.lemmas:
        return
    taken = -1
    for noun in sentence.having(words("department_nouns.tsv")):
        kind = _kinds()[noun.lemma]
        if noun.index <= taken or noun.has(Number="Plur"):
            continue
        last, is_named = _up_to_the_preposition(scene, noun)
        preposition = sentence.next(last)
        if preposition is None or preposition.lemma != "по":
            continue
        place = _territory(scene, preposition) if kind != "matter" else None
        matter = _matter(sentence, preposition) if place is None and kind != "place" else None
        end = place or matter
        if end is None:
            continue
        owner = _owner_after(scene, end) if matter is not None and not is_named else ()
        first = _with_adjectives(sentence, noun)
        is_capital = first.text[:1].isupper() and first.index > 0
        if place is None and not (is_named or owner or is_capital):
            continue
        name = (*sentence.tokens[first.index : end.index + 1], *owner)
        taken = name[-1].index
        _, _, state = state_around(scene, name[: end.index - first.index + 1])
        yield Candidate(ORGANISATION, sentence, name, "department", state=state)


@cache
def _kinds() -> Mapping[str, str]:
    return {fold(row[0]): row[1] for row in rows("department_nouns.tsv")}


def _up_to_the_preposition(scene: Scene, noun: Token) -> tuple[Token, bool]:
    """The last token of what stands in the genitive after a noun, and whether it names a body: "управление (МВД
    России)", "управление (президента РФ)", "управление (Следственного комитета при прокуратуре РФ)".
    """
    sentence, last, is_named = scene.sentence, noun, False
    while (token := sentence.next(last)) is not None and token.index - noun.index <= _LONGEST:
        is_abbreviation = token.text.isupper() and len(token.text) > 1
        is_attached = token.lemma == "при" and token.index > noun.index + 1
        if not (is_abbreviation or is_attached or (token.pos in {"NOUN", "ADJ", "PROPN"} and _is_oblique(token, last))):
            break
        is_named = is_named or token.text[:1].isupper()
        last = token
    return last, is_named


def _is_oblique(token: Token, before: Token) -> bool:
    return token.has(Case="Gen") or (before.lemma == "при" and token.has(Case="Loc")) or "Case" not in token.feats


def _with_adjectives(sentence: Sentence, noun: Token) -> Token:
    """The first of the adjectives before a noun that belong to it: "(следственное) управление"."""
    first = noun
    while (token := sentence.next(first, -1)) is not None and token.pos == "ADJ" and token.head == noun.index:
        first = token
    return first


def _territory(scene: Scene, preposition: Token) -> Token | None:
    """The last token of the place after a preposition: "по (Тюменской области)", "по (Республике Татарстан)"."""
    following = scene.sentence.tokens[preposition.index + 1 : preposition.index + 6]
    begin = preposition.index + 1
    kind = 1 if following and following[0].has(Case="Dat") and following[0].pos == "NOUN" else 0
    for skipped in range(kind + 1):
        match = scene.gazetteer.first(following[skipped:])
        if match is not None and match.entries[0].type in {PLACE, STATE}:
            return scene.sentence.tokens[begin + skipped + match.last - 1]
        for tokens in scene.tagged("LOC"):
            if tokens[0].index == begin + skipped:
                return tokens[-1]
    return None


def _matter(sentence: Sentence, preposition: Token) -> Token | None:
    """The last token of what a body is for: "по (обороне)", "по (борьбе с коррупцией)", "по (делам женщин и детей)"."""
    last, end = preposition, None
    first = sentence.next(preposition)
    if first is not None and first.lemma in actor_words()["no_matters"]:
        return None
    while (token := sentence.next(last)) is not None and token.index - preposition.index <= _LONGEST:
        if not (_goes_on(sentence, preposition, last, token) and token.text == token.text.lower()):
            break
        if token.pos == "NOUN":
            end = token
        last = token
    return end


def _goes_on(sentence: Sentence, preposition: Token, last: Token, token: Token) -> bool:
    """Does the next token still belong to the matter?"""
    after = sentence.next(token)
    if token.text in {",", "и"} or token.lemma in _CASES_AFTER:
        if last.pos != "NOUN" or after is None or after.pos not in {"NOUN", "ADJ"} or not after.text.islower():
            return False
        wanted = _CASES_AFTER.get(token.lemma) or last.feats.get("Case")
        return after.feats.get("Case") == wanted and not after.has(Animacy="Anim", Number="Sing")
    if token.pos not in {"NOUN", "ADJ"}:
        return False
    if last.lemma in _CASES_AFTER:
        return token.has(Case=_CASES_AFTER[last.lemma])
    if last is preposition or last.pos == "ADJ" or last.text in {",", "и"}:
        return token.feats.get("Case") in {"Dat", "Gen", "Ins", "Loc"}
    return is_lower_genitive(token) or (token.has(Case="Gen") and last.lemma in actor_words()["matters"])


_CASES_AFTER = {"с": "Ins", "со": "Ins", "за": "Ins", "над": "Ins"}
"""The cases in which the matter goes on after a preposition: "по борьбе с коррупцией", "по контролю за оружием"."""


def _owner_after(scene: Scene, last: Token) -> tuple[Token, ...]:
    """The body or state in the genitive after the matter: "комитет по надзору (Палаты представителей)"."""
    begin = last.index + 1
    following = scene.sentence.tokens[begin : begin + 6]
    if not following or not following[0].has(Case="Gen"):
        return ()
    for organ in scene.organs:
        if organ.first == begin and not any(one.is_state for one in organ.organs):
            return scene.sentence.tokens[begin : organ.last]
    match = scene.gazetteer.first(following)
    if match is not None and match.entries[0].type not in {PLACE, PERSON}:
        return following[: match.last]
    return place_after(scene, last)
