"""Finders of organisations by name: known, tagged, quoted, or spelt out before their abbreviation."""

import re
from collections.abc import Iterator, Sequence

from kg.extract.actors.candidates.candidate import ORGANISATION, PLACE, STATE, Candidate
from kg.extract.actors.candidates.following import (
    genitives_after,
    is_after_kind_of_place,
    is_lower_genitive,
    parent_after,
    state_around,
)
from kg.extract.actors.candidates.scene import MARKS, OPENING, Scene, exactly_named, looks_like_a_name, parts
from kg.extract.actors.names import acronym
from kg.extract.actors.persons import begins, is_common
from kg.extract.actors.vocabulary import actor_words
from kg.extract.lexicon import words
from kg.knowledge import Entry, Match
from kg.language import Sentence, Token
from kg.language.morphology import fold, forms


def known_organisations(scene: Scene) -> Iterator[Candidate]:
    """Organisations that the gazetteer knows by name."""
    for match in scene.known:
        entries = tuple(entry for entry in match.entries if entry.type == ORGANISATION)
        tokens = scene.sentence.tokens[match.first : match.last]
        if not entries or any(entry.type == STATE for entry in match.entries) or _is_rather_place(scene, match):
            continue
        if longer := _quoted_around(scene.sentence, tokens):
            yield Candidate(ORGANISATION, scene.sentence, longer, "quoted-organisation")
            continue
        if longer := _going_on(scene.sentence, tokens) or _latin_around(scene.sentence, tokens):
            entries = exactly_named(scene, longer, ORGANISATION)
            yield Candidate(ORGANISATION, scene.sentence, longer, "known-organisation", entries)
            continue
        state, after = _state_after(scene, tokens)
        if state is not None:
            entries = tuple(entry for entry in entries if entry.state in {state.state, None})
            yield Candidate(ORGANISATION, scene.sentence, (*tokens, *after), "known-organisation", entries, state)
        else:
            yield Candidate(ORGANISATION, scene.sentence, tokens, "known-organisation", entries)


def _state_after(scene: Scene, tokens: tuple[Token, ...]) -> tuple[Entry | None, tuple[Token, ...]]:
    """The state in the genitive after the name of a party: "Либерально-демократическая партия (Японии)"."""
    if len(tokens) < 2 or scene.sentence.top(tokens).lemma not in actor_words()["of_many_states"]:
        return None, ()
    _, after, state = state_around(scene, tokens)
    return (state, after) if after else (None, ())


def _quoted_around(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The whole of a quoted name that only begins with a known one: «Газпром медиа»; empty where that is all."""
    opening = sentence.next(tokens[0], -1)
    if opening is None or opening.text not in OPENING or opening.text == "'":
        return ()
    for length in range(len(tokens), len(tokens) + 3):
        mark = sentence.next(tokens[0], length)
        if mark is None or mark.pos in {"VERB", "ADP"}:
            return ()
        if mark.text in {OPENING[opening.text], "»", "”"}:
            return sentence.tokens[tokens[0].index : mark.index] if length > len(tokens) else ()
    return ()


def _going_on(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The whole of a name that only begins with a known one: "Шведская академия (наук)"; empty where that is all."""
    if len(tokens) < 2 or tokens[-1].lemma not in words("body_nouns.tsv", "organisation_nouns.tsv"):
        return ()
    no_parts = actor_words()["no_parts_of_names"]
    end = tokens[-1]
    while (token := sentence.next(end)) is not None and is_lower_genitive(token) and token.lemma not in no_parts:
        end = token
    return sentence.tokens[tokens[0].index : end.index + 1] if end.pos == "NOUN" and end is not tokens[-1] else ()


def _latin_around(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The whole of a name in Latin letters that only ends with a known one: "The Sunday (People)"; empty where that is
    all.
    """
    first = tokens[0]
    while (token := sentence.next(first, -1)) is not None and _is_latin(token) and token.text[:1].isupper():
        first = token
    is_all_latin = all(_is_latin(token) for token in tokens)
    return sentence.tokens[first.index : tokens[-1].index + 1] if is_all_latin and first is not tokens[0] else ()


def _is_rather_place(scene: Scene, match: Match) -> bool:
    """Is the name of a body a place's, too, and does no quotation mark speak for the body: the band «Ленинград»?"""
    first = scene.sentence.tokens[match.first]
    before = scene.sentence.next(first, -1)
    if is_after_kind_of_place(scene.sentence, first):
        return True
    return any(entry.type == PLACE for entry in match.entries) and (before is None or before.text not in MARKS)


def tagged_organisations(scene: Scene) -> Iterator[Candidate]:
    """What the tagger takes for organisations, with the state or the body in the genitive that follows."""
    for tokens in scene.tagged("ORG"):
        for tagged in parts(tokens):
            part = _up_to_the_closing_mark(scene.sentence, tagged)
            lemma = fold(" ".join(token.lemma for token in part))
            none = words("not_organisations.tsv")
            if lemma in none or fold(part[0].lemma) in none or not looks_like_a_name(part):
                continue
            if len(part) == 1 and is_after_kind_of_place(scene.sentence, part[0]):
                continue
            entries = exactly_named(scene, part, ORGANISATION)
            if not entries and _is_ordinary(scene.sentence, part):
                continue
            whole = part if entries else (*part, *genitives_after(scene, part))
            _, after, state = state_around(scene, whole) if not entries else ((), (), None)
            name = (*whole, *after, *(parent_after(scene, whole) if not after and not entries else ()))
            yield Candidate(ORGANISATION, scene.sentence, name, "tagged-organisation", entries, state)


def _up_to_the_closing_mark(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A name that begins right after a quotation mark, with the genitives up to the closing mark that the tagger cuts
    off: "«Координационный совет (пострадавших вкладчиков)»".
    """
    opening = sentence.next(tokens[0], -1)
    if opening is None or opening.text not in OPENING:
        return tokens
    end = tokens[-1]
    while (token := sentence.next(end)) is not None and token.has(Case="Gen") and token.pos in {"NOUN", "ADJ"}:
        end = token
    is_closed = token is not None and token.text in {OPENING[opening.text], "»", "”"}
    return sentence.tokens[tokens[0].index : end.index + 1] if is_closed else tokens


def _is_ordinary(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Has it a capital only from where it stands, and is it called by no noun for bodies: "Присутствие России"?"""
    if not begins(sentence, tokens[0]) or not is_common(tokens[0]) or tokens[0].text[1:] != tokens[0].text[1:].lower():
        return False
    head = sentence.top(tokens)
    if head.lemma in words("body_nouns.tsv", "organisation_nouns.tsv", "local_body_nouns.tsv"):
        return False
    hangs_on = [token for token in tokens[1:] if token.text[:1].isupper() and not token.has(Case="Gen")]
    return not hangs_on and all(token.text not in MARKS for token in tokens)


def quoted_organisations(scene: Scene) -> Iterator[Candidate]:
    """A name in quotation marks or in Latin letters after a noun for organisations: «газета "Труд"», "агентство AP"; or
    with a capital that is nobody's name: "журналом Тайм".
    """
    for noun in scene.sentence.having(words("organisation_nouns.tsv")):
        name = _quoted_after(scene.sentence, noun) or _latin_after(scene.sentence, noun) or _bare_after(scene, noun)
        if name and fold(name[0].lemma) not in words("not_organisations.tsv"):
            if noun.index > 0 and noun.text[:1].isupper():  # Фонд «Наследие»: the noun is a part of the name
                closing = scene.sentence.next(name[-1])
                is_closed = closing is not None and closing.text in _CLOSING
                name = scene.sentence.tokens[noun.index : name[-1].index + 1 + is_closed]
            yield Candidate(
                ORGANISATION, scene.sentence, name, "named-organisation", exactly_named(scene, name, ORGANISATION)
            )


def expanded_abbreviations(scene: Scene) -> Iterator[Candidate]:
    """The words before an abbreviation in brackets, of whose first letters it is made: "Лига арабских стран (ЛАС)"."""
    tokens = scene.sentence.tokens
    for opening in scene.sentence.having(_OPENING_AN_ABBREVIATION):
        short = tokens[opening.index + 1] if 0 < opening.index < len(tokens) - 2 else None
        if short is None or len(short.text) < 2 or not short.text.isupper():
            continue
        for first in reversed(tokens[max(0, opening.index - 10) : opening.index]):
            name = tokens[first.index : opening.index]
            if first.text[:1].isupper() and acronym([token.text for token in name]) == short.text:
                yield Candidate(ORGANISATION, scene.sentence, name, "expanded-abbreviation")
                break


_OPENING_AN_ABBREVIATION = frozenset({"(", "/"})


def _quoted_after(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The tokens between quotation marks that open right after a noun, if they are a name of at most six words."""
    opening = sentence.next(noun)
    if opening is None or opening.text not in OPENING:
        return ()
    doubled = opening.text == "'" and (second := sentence.next(opening)) is not None and second.text == "'"
    begin = opening.index + (2 if doubled else 1)
    inside = sentence.tokens[begin : begin + 7]
    for number, token in enumerate(inside):
        if token.text in {OPENING[opening.text], "»", "”"}:
            name = tuple(inside[:number])
            is_name = name and name[0].text[:1].isupper() and all(token.text != "," for token in name)
            return name if is_name else ()
    return ()


_CLOSING = frozenset(OPENING.values()) | {"»", "”"}


def _bare_after(scene: Scene, noun: Token) -> tuple[Token, ...]:
    """The one word with a capital that follows a noun, if the tagger takes it for a person's or a body's name, the
    dictionary for no person's or place's, and it is not in the genitive, as whoever has a body would be.
    """
    word, after = scene.sentence.next(noun), scene.sentence.next(noun, 2)
    if word is None or not word.text[:1].isupper() or word.text.isupper() or word.has(Case="Gen"):
        return ()
    if after is not None and after.text[:1].isupper():
        return ()
    tagged = any((word,) == tokens for kind in ("PER", "ORG") for tokens in scene.tagged(kind))
    tags = {tag for form in forms(fold(word.text)) for tag in form.tag.grammemes}
    return (word,) if tagged and not _NAMES & tags and not scene.gazetteer.persons(word.text) else ()


_NAMES = frozenset({"Name", "Surn", "Patr", "Geox"})


def _latin_after(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The words in Latin letters that follow a noun."""
    name: list[Token] = []
    token = sentence.next(noun)
    while token is not None and (_is_latin(token) or _is_stop_inside(sentence, token, name)):
        name.append(token)
        token = sentence.next(token)
    return tuple(name) if name and name[0].text[:1].isupper() else ()


def _is_latin(token: Token) -> bool:
    return re.fullmatch(r"[A-Za-z][\w.&'-]*", token.text, re.ASCII) is not None


def _is_stop_inside(sentence: Sentence, stop: Token, name: Sequence[Token]) -> bool:
    """Is it the stop after an initial or an abbreviation: "J. P. Morgan", "St. Louis"?"""
    after = sentence.next(stop)
    is_short = bool(name) and len(name[-1].text) <= _LONGEST_ABBREVIATED
    return stop.text == "." and is_short and after is not None and _is_latin(after) and after.text[:1].isupper()


_LONGEST_ABBREVIATED = 2
