"""Finders of persons: what the tagger takes for one, what the gazetteer knows, surnames that stand alone."""

from collections.abc import Iterator, Sequence

from kg.extract.actors.candidates.candidate import PERSON, Candidate
from kg.extract.actors.candidates.scene import Scene, parts
from kg.extract.actors.names import same_word
from kg.extract.actors.persons import begins, is_common, names_several, person_names
from kg.language import Parse
from kg.language.morphology import fold


def tagged_persons(scene: Scene) -> Iterator[Candidate]:
    """What the tagger takes for persons."""
    tagged = (part for tokens in scene.tagged("PER") for part in parts(tokens))
    for name in person_names(scene.sentence, tagged, scene.gazetteer):
        if not names_several(scene.sentence, name):
            yield Candidate(PERSON, scene.sentence, name, "tagged-person")


def known_persons(scene: Scene) -> Iterator[Candidate]:
    """Persons whom the gazetteer knows by their full names, where the tagger overlooks them."""
    for match in scene.known:
        if match.last - match.first > 1 and all(entry.type == PERSON for entry in match.entries):
            yield Candidate(PERSON, scene.sentence, scene.sentence.tokens[match.first : match.last], "known-person")


def repeated_surnames(parse: Parse, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Surnames that the tagger overlooked where they stand alone, of persons whom the text names in full elsewhere."""
    surnames = {
        c.tokens[-1].text for c in found if c.type == PERSON and len(c.tokens) > 1 and len(c.tokens[-1].text) > 3
    }
    if not surnames:
        return
    beginnings = {fold(surname)[:3] for surname in surnames}
    taken = {token.start for candidate in found for token in candidate.tokens}
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if not token.text[:1].isupper() or token.start in taken or fold(token.text)[:3] not in beginnings:
                continue
            animate = token.pos == "PROPN" and token.has(Animacy="Anim")
            plain = not animate and is_common(token) and begins(sentence, token)
            if (
                not plain
                and not names_several(sentence, (token,))
                and any(same_word(token.text, surname) for surname in surnames)
            ):
                yield Candidate(PERSON, sentence, (token,), "repeated-surname")
