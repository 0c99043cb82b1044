"""The contents that say what something is: "назвал выборы нечестными", "считает мост опасным"."""

from collections.abc import Callable, Iterator

from kg.extract.claims.arguments import preposition_of
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import claim_words
from kg.extract.claims.nominals import with_adverbials
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.reading import Content, Reading
from kg.extract.claims.spans import DELIMITERS
from kg.language import Sentence, Token
from kg.language.morphology import fold


def small_clause(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Он назвал [выборы нечестными]"; "считает [Иерусалим неделимым]"; "его называют [героем]"."""
    if "as" not in cue.frame.contents:
        return
    sentence = cue.sentence
    if cue.word.has(VerbForm="Inf") or cue.word.has(VerbForm="Part", Voice="Pass"):
        return
    told_of = next(iter(sentence.children(cue.word, "obj", "nsubj:pass")), None)
    predicate = _called(cue, told_of) or _compared(cue) or _estimated(cue, told_of)
    if predicate is None:
        return
    if cue.word.lemma.endswith("ся") and told_of is not None and told_of.index > cue.word.index:
        return  # "рассматривался вопрос"
    parts = [t for t in sentence.subtree(predicate) if t.index > cue.word.index]
    if told_of is not None and told_of.index > cue.word.index:
        parts += sentence.subtree(told_of)
    elif told_of is None and cue.frame.kind != "think":
        return
    indices = {t.index for t in parts if t not in cue.tokens}
    first = last = predicate.index
    while first - 1 in indices:
        first -= 1
    while last + 1 in indices:
        last += 1
    while first < last and fold(sentence.tokens[first].text) in {",", "как"}:
        first += 1  # "рассматривается, как [соперник]"
    last = _closing(sentence, first, last)
    calls = cue.word.lemma in claim_words()["calling"]
    named_so = calls and predicate.pos == "NOUN" and predicate.has(Animacy="Inan")
    described = predicate.index > 0 and sentence.tokens[predicate.index - 1].pos == "ADJ"  # "Северными территориями"
    named_so = named_so and not described and told_of is not None
    alone = first == last and not (named_so and told_of is not None and fold(told_of.text) != "себя")
    if alone or predicate.pos == "PROPN" or _is_verdict(predicate, told_of):
        return  # "признали сильнейшей"; "называет себя Максом"; "признал его виновным"
    yield sentence.tokens[first : _with_addition(sentence, _with_place(cue, last + 1))]


def _closing(sentence: Sentence, first: int, last: int) -> int:
    """The place of the mark that closes what one is called, where it opens in it: "назвал план «ошибкой | века»"."""
    marks = [token for token in sentence.tokens[first : last + 1] if token.text in MARKS]
    if len(marks) != 1:
        return last
    return next((token.index for token in sentence.tokens[last + 1 :] if token.text in MARKS), last)


def _is_verdict(predicate: Token, told_of: Token | None) -> bool:
    """Does a court find somebody guilty, rather than somebody themselves?"""
    return predicate.lemma in {"виновный", "невиновный"} and (told_of is None or fold(told_of.text) != "себя")


def _with_place(cue: Cue, end: int) -> int:
    """The end of what something is called with what follows its closing mark: "назвал завод «лидером» | в отрасли"."""
    tokens = cue.sentence.tokens
    if tokens[end - 1].lemma == "виновный":
        return with_adverbials(cue, end)  # "признал себя виновным в сговоре"
    if end < len(tokens) and tokens[end].text in MARKS and tokens[end - 1].text not in MARKS:
        end += 1
    return with_adverbials(cue, end) if tokens[end - 1].text in MARKS else end


def _with_addition(sentence: Sentence, end: int) -> int:
    """The end of what something is called with the reason or the relative clause behind it: "назвал план ошибкой,
    поскольку он дорог"; "не признал себя виновным в заговоре, целью которого был взрыв".
    """
    following = sentence.tokens[end : end + 4]
    if not following or following[0].text != ",":
        return end
    gives_reason = fold(following[-1 if len(following) < 2 else 1].text) in {"поскольку", "ибо", "так", "потому"}
    if gives_reason:
        return len(sentence.tokens)
    participle = following[1:2] and following[1].has(VerbForm="Part") and "Case" in following[1].feats
    if participle or any(token.lemma == "который" for token in following[1:]):
        rest = sentence.tokens[end + 1 :]
        return next((token.index for token in rest if token.text in DELIMITERS), len(sentence.tokens))
    return end


def _compared(cue: Cue) -> Token | None:
    """What something is said to be after как: "охарактеризовал решение как ошибку"."""
    sentence = cue.sentence
    for token in sentence.tokens[cue.word.index + 1 :]:
        following = sentence.next(token)
        before_as = following is not None and fold(following.text) == "как"
        if (token.text == "," and not before_as) or is_predicate(token):
            return None
        if fold(token.text) == "как":
            noun = sentence.head(token)
            return noun if noun is not None and noun.index > token.index and noun.pos in {"NOUN", "ADJ"} else None
    return None


def _estimated(cue: Cue, told_of: Token | None) -> Token | None:
    """The number that something is estimated at: "оценил ущерб в пять миллионов"."""
    sentence = cue.sentence
    estimates = cue.word.lemma in claim_words()["estimating"]
    if not estimates or told_of is None or told_of.index < cue.word.index:
        return None
    for noun in (t for anchor in (cue.word, told_of) for t in sentence.children(anchor, "obl", "nmod")):
        counts = any(token.pos == "NUM" or token.text.isdecimal() for token in sentence.subtree(noun))
        if counts and noun.index > told_of.index and preposition_of(sentence, noun) == "в":
            return noun
    return None


def _called(cue: Cue, told_of: Token | None) -> Token | None:
    """What something is said to be: an instrumental without a preposition that hangs on the cue, or the one that
    follows the object, whatever the tree hangs it on.
    """
    sentence = cue.sentence

    def fits(token: Token) -> bool:
        bare = token.has(Case="Ins") and not sentence.children(token, "case")
        return bare and token.pos in {"NOUN", "ADJ", "PROPN", "VERB"} and token.lemma not in claim_words()["times"]

    def is_one_of(token: Token) -> bool:
        return token.lemma == "один" and any(child.lemma == "из" for child in sentence.tokens[token.index + 1 :][:1])

    for child in sentence.children(cue.word, "xcomp", "obl", "obj", "iobj", "ccomp", "advcl"):
        if (fits(child) or is_one_of(child)) and child.index > cue.word.index and child != told_of:
            return child
    if told_of is None or told_of.index < cue.word.index:
        return None
    own = {token.index for token in sentence.subtree(told_of)}
    for token in sentence.tokens[told_of.index + 1 :]:
        if token.index in own and not fits(token):
            continue  # "назвал решение о переезде ошибкой"
        if token.text in MARKS and token.index == told_of.index + 1:
            return _called_in_marks(sentence, token, fits)
        if fits(token) and token.pos == "VERB" and not _is_before_noun(sentence, token):
            return token  # "считает кредит навязанным"
        if token.pos in {"ADP", "VERB", "AUX", "SCONJ"} or token.text == ",":
            return None
        if fits(token) and token.pos == "NOUN":
            return token
    return None


def _is_before_noun(sentence: Sentence, participle: Token) -> bool:
    following = sentence.next(participle)
    return following is not None and following.pos in {"NOUN", "ADJ"} and following.has(Case="Ins")


def _called_in_marks(sentence: Sentence, opening: Token, fits: Callable[[Token], bool]) -> Token | None:
    """The predicate in the quotation that follows the object: "назвал план «на деле хорошим»"."""
    rest = sentence.tokens[opening.index + 1 :]
    closing = next((token.index for token in rest if token.text in MARKS), opening.index)
    fitting = [token for token in sentence.tokens[opening.index + 1 : closing] if fits(token)]
    return next((token for token in fitting if token.pos == "NOUN"), next(iter(fitting), None))
