"""Where a sentence reports: its words of speech, thought and writing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.claims.frames import Frame, lexicon
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold, forms, inflected

PREDICATIVES = frozenset({"нет", "можно", "нельзя", "необходимо", "нужно", "надо", "должен", "это"})
"""Predicates that are no verbs."""


@dataclass(frozen=True)
class Cue:
    """A word of speech in a sentence."""

    sentence: Sentence
    frame: Frame
    word: Token
    """The verb, the adjective, the noun, or the noun of a phrase ("словам" in "по словам")."""
    tokens: tuple[Token, ...]
    """All its words in the order of the text, a negation among them."""
    negated: bool

    @property
    def text(self) -> str:
        """Its words as they stand in the text."""
        return " ".join(token.text for token in self.tokens)

    @property
    def anchors(self) -> tuple[Token, ...]:
        """The tokens on which a content can hang: the verb and the noun that goes with it."""
        return (self.word, *(token for token in self.tokens if token.pos == "NOUN" and token != self.word))

    @property
    def is_phrase(self) -> bool:
        """Is it a preposition with its noun?"""
        return self.frame.kind_of_word == "phrase"

    @property
    def is_noun(self) -> bool:
        """Is it a noun with a content of its own?"""
        return self.frame.kind_of_word == "noun"

    @property
    def is_finite(self) -> bool:
        """Can it be the predicate of a clause?"""
        return is_predicate(self.word)


def is_predicate(token: Token) -> bool:
    """Is it a finite verb, a short participle or a short adjective?"""
    if token.pos in {"VERB", "AUX"}:
        form = token.feats.get("VerbForm", "Fin")
        return form == "Fin" or (form == "Part" and token.has(Variant="Short"))
    return token.pos == "ADJ" and token.has(Variant="Short")


def find_cues(sentence: Sentence) -> tuple[Cue, ...]:
    """The cues of a sentence in the order of the text; a longer frame before the shorter ones that begin alike."""
    return tuple(sorted(_cues(sentence), key=lambda cue: cue.word.index))


def _cues(sentence: Sentence) -> Iterator[Cue]:
    frames_of = lexicon()
    taken: set[int] = set()
    for token in sentence.tokens:
        if token.pos in {"VERB", "AUX"}:
            frames = _of_verb(token)
        elif token.pos == "ADJ":
            frames = frames_of.adjectives.get(full_form(token), ())
            frames = frames if frames and _is_predicative(sentence, token) else ()
        else:
            continue
        if not frames or _is_no_report(token):
            continue
        cue = next(filter(None, (_with_companions(sentence, token, frame) for frame in frames)), None)
        if cue and not _plans(cue):
            taken.update(found.index for found in cue.tokens)
            yield cue
    for token in sentence.tokens:
        if token.pos == "ADP":
            cue = _phrase(sentence, token)
            if cue:
                taken.update(found.index for found in cue.tokens)
                yield cue
    for token in sentence.having(frames_of.nouns.keys()):
        if token.pos == "NOUN" and token.index not in taken:
            yield from (Cue(sentence, frame, token, (token,), False) for frame in frames_of.nouns.get(token.lemma, ()))


def _of_verb(token: Token) -> Sequence[Frame]:
    """The frames of a verb or a participle; of a short one first those of the adjective that it may be."""
    verbs, adjectives = lexicon().verbs, lexicon().adjectives
    if token.feats.get("Variant") == "Short":
        return adjectives.get(full_form(token)) or verbs.get(token.lemma, ())
    return verbs.get(token.lemma) or adjectives.get(token.lemma, ())


def _plans(cue: Cue) -> bool:
    """Does an infinitive complete a verb that can report no infinitive ("продолжает строить", "думает уйти")?"""
    if "inf" in cue.frame.contents or len(cue.frame.words) > 1:
        return False
    return any(token.has(VerbForm="Inf") for token in cue.sentence.children(cue.word, "xcomp"))


def full_form(token: Token) -> str:
    """The adjective whose short form a token is, which is often a participle's: "уверены" is уверенный, not уверить."""
    return (_of_short_form(token.text) if token.feats.get("Variant") == "Short" else None) or token.lemma


@lru_cache(maxsize=10_000)
def _of_short_form(word: str) -> str | None:
    for form in forms(word):
        if form.tag.POS == "ADJS":
            return fold(form.normal_form)
        full = inflected(form, "PRTF", "sing", "masc", "nomn") if form.tag.POS == "PRTS" else None
        if full is not None:
            return fold(full)
    return None


def _is_no_report(token: Token) -> bool:
    """The narrator's "Напомним", the reader's "как вы знаете", an attribute ("так называемый")."""
    passive = token.has(VerbForm="Part", Voice="Pass")
    is_attribute = passive and not token.has(Variant="Short")
    is_purpose = passive and token.lemma == "призвать"  # "фестиваль призван привлечь внимание"
    return is_attribute or is_purpose or token.feats.get("Person") in {"1", "2"}


def _is_predicative(sentence: Sentence, token: Token) -> bool:
    return token.has(Variant="Short") or (token.has(Case="Nom") and bool(sentence.children(token, "nsubj")))


def _with_companions(sentence: Sentence, verb: Token, frame: Frame) -> Cue | None:
    """The verb as a cue of this frame, if the words that go with it are there."""
    found = [verb]
    companions = frame.words[1:]
    near = _near(sentence, verb) if companions else []
    for word in companions:
        companion = next((token for token in near if word in {token.lemma, fold(token.text)}), None)
        if companion is None:
            return None
        found.append(companion)
    negation = next((child for child in sentence.children(verb, "advmod") if child.lemma == "не"), None)
    if negation and negation not in found:
        found.append(negation)
    return Cue(sentence, frame, verb, tuple(sorted(found, key=lambda token: token.index)), negation is not None)


def _near(sentence: Sentence, verb: Token) -> list[Token]:
    """Where the words stand that go with a verb."""
    below = [child for child in sentence.children(verb) if child.rel not in {"conj", "parataxis", "advcl"}]
    return [*below, *(word for child in below for word in sentence.children(child, "case", "obj", "nmod"))]


def _phrase(sentence: Sentence, preposition: Token) -> Cue | None:
    """The preposition with its noun as a cue: "по (его) словам"."""
    known = lexicon().phrases.get(fold(preposition.text))
    noun = sentence.head(preposition) if known else None
    if known is None or noun is None or preposition.rel != "case" or not 0 < noun.index - preposition.index <= 4:
        return None
    word = fold(noun.text)
    frames = (frame for frame in known if len(frame.words) == 1 or frame.words[1] == word)
    return next(filter(None, (_of_phrase(sentence, preposition, noun, frame) for frame in frames)), None)


def _of_phrase(sentence: Sentence, preposition: Token, noun: Token, frame: Frame) -> Cue | None:
    if len(frame.words) == 1:
        is_law = noun.lemma in words("not_sources.tsv")
        return None if is_law else Cue(sentence, frame, noun, (preposition,), False)
    behind = [token for token in sentence.tokens[noun.index + 1 : noun.index + 4] if token.pos not in {"ADJ", "DET"}]
    behind = [t for t in behind if not t.has(VerbForm="Part", Case="Gen")]  # "по итогам проведённых опросов"
    rest = [noun, *behind[: len(frame.words) - 2]]
    if [fold(token.text) for token in rest] != list(frame.words[1:]):
        return None
    return Cue(sentence, frame, noun, (preposition, *rest), False)
