"""The contents that are nouns: "заявил о готовности", "подтвердил гибель троих", "пригрозил отставкой"."""

from collections.abc import Iterator

from kg.extract.claims.arguments import preposition_of
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import says_something
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.reading import Content, Reading
from kg.extract.claims.spans import DELIMITERS, FULL_STOPS
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold

_NOUNS = frozenset({"NOUN", "PROPN"})
_INSISTING = frozenset({"настаивать", "настоять"})
"""Verbs whose object, whatever it is, is what is wanted."""
_OPINIONS = frozenset({"мнение", "версия", "точка", "позиция", "правота", "свое"})
_CHARGES = frozenset({"обвинение", "подозрение", "упрек"})
_CHANCES = frozenset({"возможность", "вероятность", "перспектива", "целесообразность"})
"""Nouns that say as much as what they are chances of: "не исключил возможность отставки"."""
_NEWS = frozenset({"информация", "сообщение", "слух", "сведение", "данные"})


def prepositional(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Он заявил о [готовности к переговорам]"; "обвинил Иран в [поставках оружия]"."""
    if cue.word.has(VerbForm="Inf") and not _is_refused(cue):
        return
    if cue.word.has(VerbForm="Part") and "против" in cue.frame.prepositions:
        return  # "партия, выступающая за независимость"
    for noun in _prepositional_nouns(cue):
        case = next((child for child in cue.sentence.children(noun, "case")), None)
        if case is None or preposition(case) not in cue.frame.prepositions or not _is_nominal(cue.sentence, noun):
            continue
        is_time = preposition(case) == "в" and _is_time(cue.sentence, noun)
        is_occasion = noun.lemma in words("occasions.tsv") and preposition(case) != "о"
        if is_occasion and (noun.index < cue.word.index or is_time):
            continue  # "В интервью газете он обвинил …"; "предъявил обвинения в апреле"
        if cue.negated and cue.frame.speaker == "text":
            continue  # "о пожарах не сообщалось"
        if noun.pos == "PROPN" or not noun.text.isalpha():
            continue  # "в России обвиняют", "обвинил его в Москве"
        if preposition(case) == "в" and noun.index < cue.word.index:
            continue  # "в преддверии концерта обвинил"
        if case.index + 1 < len(cue.sentence.tokens) and cue.sentence.tokens[case.index + 1].rel == "fixed":
            continue  # "обвинил в связи с взрывом"
        if preposition(case) == "в" or _tells(cue, noun):  # what one is accused of, confesses or doubts
            phrase = tuple(token for token in cue.sentence.subtree(noun) if token.index > case.index)
            yield contiguous(cue, phrase, noun)


def _is_time(sentence: Sentence, noun: Token) -> bool:
    """Does nothing hang on a noun for an occasion but a year, so that it only tells when?"""
    return all(child.lemma == "год" for child in sentence.children(noun, "nmod"))


def _prepositional_nouns(cue: Cue) -> Iterator[Token]:
    """The nouns on the cue, and, where they say something, those that the tree hangs on its other arguments
    ("предупредил банк и завод | о возможном ограничении поставок").
    """
    sentence = cue.sentence
    rels = ("obl", "nmod", "obj", "iobj")
    yield from sentence.children(cue.word, *rels)
    if cue.frame.kind == "accuse":  # "предъявили обвинение | в шпионаже"
        yield from (t for anchor in cue.anchors[1:] for t in sentence.children(anchor, "nmod"))
    arguments = [t for t in sentence.children(cue.word, "obj", "iobj", "obl", "nsubj") if t.lemma != "который"]
    arguments += [t for argument in arguments for t in sentence.children(argument, "conj")]
    for noun in (noun for argument in arguments for noun in sentence.children(argument, "nmod")):
        between = sentence.tokens[cue.word.index + 1 : noun.index]
        if cue.word.index < noun.index and says_something(noun.lemma) and not any(map(is_predicate, between)):
            yield noun


def preposition(case: Token) -> str:
    """A preposition as the frames give it: without the vowel or the consonant that eases its pronunciation."""
    return {"об": "о", "обо": "о", "во": "в", "ко": "к", "со": "с", "ото": "от"}.get(fold(case.text), fold(case.text))


def _tells(cue: Cue, noun: Token) -> bool:
    """Does a noun with what hangs on it say something, rather than name a topic?"""
    if noun.pos == "PROPN":
        return False
    if noun.lemma in _CHANCES and noun.has(Number="Sing"):
        return any(says_something(owner.lemma) for owner in cue.sentence.children(noun, "nmod")) or _has_infinitive(
            cue.sentence, noun
        )
    carries_more = any(
        token.has(VerbForm="Inf") or (token.rel == "mark" and token.lemma == "что")
        for token in cue.sentence.subtree(noun, without=("acl:relcl", "conj"))
    )
    carries_more = carries_more or (cue.frame.kind == "tell" and _infinitive_follows(cue.sentence, noun))
    if cue.word.lemma in _INSISTING:
        return noun.lemma not in _OPINIONS
    says = says_something(noun.lemma) or _is_counted(cue.sentence, noun)
    return carries_more or cue.frame.kind == "warn" or (cue.frame.kind != "tell" and says)


def _infinitive_follows(sentence: Sentence, noun: Token) -> bool:
    """Is there an infinitive between a noun that can have one and the next delimiter, whatever the tree hangs it on?"""
    if noun.lemma not in words("nouns_with_infinitive.tsv"):
        return False
    for token in sentence.tokens[noun.index + 1 :]:
        if token.text in DELIMITERS | FULL_STOPS or is_predicate(token):
            return False
        if token.has(VerbForm="Inf"):
            return True
    return False


def _has_infinitive(sentence: Sentence, noun: Token) -> bool:
    return any(token.has(VerbForm="Inf") for token in sentence.children(noun))


def _is_nominal(sentence: Sentence, token: Token) -> bool:
    """Is it a noun or a participle that stands for one ("о 14 погибших")?"""
    return token.pos in _NOUNS or (_is_counted(sentence, token) and token.has(VerbForm="Part"))


def _is_counted(sentence: Sentence, noun: Token) -> bool:
    """Does a number tell how many there are ("сообщили о 300 арестах")?"""
    numbers = sentence.children(noun, "nummod", "nummod:gov")
    in_words = noun.lemma in words("casualties.tsv") and any(child.pos == "NUM" for child in numbers)
    return in_words or any(child.text.isdecimal() for child in numbers)


def contiguous(cue: Cue, tokens: Content, head: Token) -> Content:
    """The part of a noun phrase round its head on one side of the cue."""
    after = head.index > cue.word.index
    side = [token.index for token in tokens if (token.index > cue.word.index) == after and token not in cue.tokens]
    first, last = head.index, head.index
    inside = set(side)
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside and cue.sentence.tokens[last + 1].text != ":":
        last += 1
    while last > head.index and (cue.sentence.tokens[last].pos == "ADP" or cue.sentence.tokens[last].rel == "fixed"):
        last -= 1  # "краже | в связи с", where the tree hangs the preposition on a later noun
    if not after:
        return cue.sentence.tokens[first : last + 1]
    end = with_adverbials(cue, last + 1)
    joined = _joined_noun(cue.sentence, head, end)
    return cue.sentence.tokens[first : with_adverbials(cue, joined.index + 1) if joined is not None else end]


def _joined_noun(sentence: Sentence, head: Token, end: int) -> Token | None:
    """The noun that "и" joins to a content's head: "признал провалы в работе | и готовность уйти"."""
    following = sentence.tokens[end : end + 4]
    if not following or fold(following[0].text) not in {"и", "или"}:
        return None
    for token in following[1:]:
        if token.pos == "NOUN":
            same = token.feats.get("Case") == head.feats.get("Case") and token.rel == "conj"
            return token if same and says_something(token.lemma) else None
        if token.pos not in {"ADJ", "DET"}:
            return None
    return None


def with_adverbials(cue: Cue, end: int) -> int:
    """The end of a nominal content with what stands behind it, which the tree may hang on the cue: prepositional
    phrases ("сообщил об обнаружении диоксина | в мясе"), but not those that tell of the saying itself ("в интервью",
    "в среду"), genitives, a clause with "то" ("о борьбе | за то, чтобы победить"), and participles after a comma.
    """
    tokens = cue.sentence.tokens
    while end < len(tokens):
        if _opens_clause_of_purpose(tokens[end : end + 4]):
            return _sentence_end(tokens, end)
        if [fold(token.text) for token in tokens[end : end + 3]] == [",", "а", "также"]:
            if not any(token.pos == "ADP" for token in tokens[end + 3 : end + 4]):
                return end
            end += 3
        if tokens[end].pos == "ADP":
            because = [fold(token.text) for token in tokens[end : end + 2]] == ["в", "связи"]
            after = (t for t in tokens[end + (3 if because else 1) :] if t.rel != "fixed")  # "в связи с взрывом"
            noun = next((t for t in after if t.pos in _NOUNS or t.pos in {"PUNCT", "VERB"}), None)
            if noun is None or noun.pos not in _NOUNS or noun.lemma in words("occasions.tsv"):
                return end
            end = _phrase_end(cue.sentence, noun)
        elif tokens[end].has(Case="Gen") and tokens[end].pos in {"ADJ", "NOUN"} and cue.frame.kind != "accuse":
            end += 1  # "о выходе из состава | парламентской коалиции"
        elif (closing := _closing_of_name(tokens, end)) is not None:
            end = closing + 1
        elif tokens[end].text == "," and _is_attribute(tokens[end + 1 : end + 2]):
            end = next((t.index for t in tokens[end + 2 :] if t.text in DELIMITERS | FULL_STOPS), len(tokens))
        else:
            return end
    return end


def _closing_of_name(tokens: Content, opening: int) -> int | None:
    """The place of the mark that closes a name in quotation marks behind a noun: "партии «Заря»"."""
    if tokens[opening].text not in MARKS or tokens[opening - 1].pos != "NOUN" or tokens[opening - 1].text in MARKS:
        return None
    closing = next((t.index for t in tokens[opening + 2 : opening + 6] if t.text in MARKS), None)
    return closing if closing is not None and tokens[opening + 1].text[:1].isupper() else None


def _opens_clause_of_purpose(tokens: Content) -> bool:
    """Is it "за то, чтобы …", "с тем, чтобы …"?"""
    opening = [fold(token.text) for token in tokens]
    return len(tokens) == 4 and tokens[0].pos == "ADP" and opening[1] in {"то", "того", "тем"} and opening[3] == "чтобы"


def _sentence_end(tokens: Content, start: int) -> int:
    """The index of the next full stop or colon, or after the last token."""
    return next((t.index for t in tokens[start:] if t.text in FULL_STOPS | {":", ";"}), len(tokens))


def _is_attribute(tokens: Content) -> bool:
    return bool(tokens) and tokens[0].has(VerbForm="Part") and "Case" in tokens[0].feats


def _phrase_end(sentence: Sentence, noun: Token) -> int:
    """The index after a noun with what hangs on it and the genitives that follow."""
    below = {token.index for token in sentence.subtree(noun)}
    end = noun.index + 1
    while end < len(sentence.tokens) and sentence.tokens[end].text not in DELIMITERS:
        token = sentence.tokens[end]
        if token.index not in below and not (token.has(Case="Gen") and token.pos in {"NOUN", "PROPN", "ADJ", "DET"}):
            break
        end += 1
    return end


def objective(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Он подтвердил [готовность к диалогу]"; "требовали [возвращения островов]"."""
    if "obj" not in cue.frame.contents or (cue.word.has(VerbForm="Inf") and not _is_refused(cue)):
        return
    rels = ("obj", "obl", "iobj", "nsubj:pass") if cue.word.lemma.endswith("ся") else ("obj", "obl", "iobj")
    if "as" in cue.frame.contents and any(t.has(Case="Ins") for t in cue.sentence.children(cue.word, "xcomp")):
        return  # "признал преступление незначительным"
    for noun in cue.sentence.children(cue.word, *rels):
        bare = not cue.sentence.children(noun, "case")
        if bare and noun.lemma in _NEWS and noun.index > cue.word.index:
            yield from _news(cue, noun)
            return
        if bare and cue.frame.kind == "deny" and noun.lemma in _CHARGES and (charged := list(_news(cue, noun, "в"))):
            yield from charged
            return
        given = noun.has(Case="Acc") or noun.has(Case="Gen") or noun.rel == "nsubj:pass"
        if bare and noun.pos == "NOUN" and given and _tells(cue, noun):
            content = contiguous(cue, cue.sentence.subtree(noun), noun)
            if content[-1].lemma != "который":  # "взрыв, ответственность за который взяла …"
                yield content
            return


def _is_refused(cue: Cue) -> bool:
    """Does somebody refuse to own up to something: "отказался признать вину"?"""
    verb = cue.sentence.head(cue.word)
    return verb is not None and verb.lemma in {"отказаться", "отказываться"} and cue.frame.kind == "recall"


def _news(cue: Cue, noun: Token, by: str = "о") -> Iterator[Content]:
    """What a piece of news or a charge says that is confirmed or denied: "подтвердил информацию о [закрытии моста]"."""
    for told in cue.sentence.children(noun, "nmod"):
        case = next(iter(cue.sentence.children(told, "case")), None)
        if case is not None and preposition(case) == by and says_something(told.lemma):
            yield contiguous(cue, tuple(t for t in cue.sentence.subtree(told) if t.index > case.index), told)
            return


def instrumental(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "выразил обеспокоенность [ущемлением прав]"; "пригрозил [отставкой]"."""
    if "ins" not in cue.frame.contents or cue.word.has(VerbForm="Inf"):
        return
    sentence = cue.sentence
    for noun in (noun for anchor in cue.anchors for noun in sentence.children(anchor, "obl", "nmod", "obj", "iobj")):
        behind = noun.index > cue.anchors[-1].index and not sentence.children(noun, "case")
        in_case = noun.has(Case="Ins") or any(t.has(Case="Ins") for t in sentence.children(noun, "amod"))
        if behind and noun.pos == "NOUN" and in_case and noun.lemma not in words("occasions.tsv"):
            if cue.frame.kind == "warn" or _tells(cue, noun):
                yield contiguous(cue, sentence.subtree(noun), noun)
            return


def demanded(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "вышли на площадь с требованием [отставки мэра]"."""
    if "gen" not in cue.frame.contents or preposition_of(cue.sentence, cue.word) != "с":
        return
    for noun in cue.sentence.children(cue.word, "nmod"):
        behind = noun.index > cue.word.index and noun.has(Case="Gen") and not cue.sentence.children(noun, "case")
        if behind and noun.pos == "NOUN" and says_something(noun.lemma):
            yield contiguous(cue, cue.sentence.subtree(noun), noun)
            return
