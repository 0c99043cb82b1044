"""The contents that hang on a word of speech: clauses, infinitives, nouns.

A rule takes a reading and one of its cues and answers the tokens of each content that it finds.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from kg.extract.claims.arguments import antecedent, preposition_of
from kg.extract.claims.asides import Aside
from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.frames import claim_words
from kg.extract.claims.nominals import demanded, instrumental, objective, preposition, prepositional
from kg.extract.claims.predications import small_clause
from kg.extract.claims.reading import Content, Reading
from kg.extract.claims.spans import DELIMITERS, clause_begins, content_end
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold

_CONJUNCTIONS = frozenset({"что", "чтобы", "будто"})
_CLAUSE_OPENERS = _CONJUNCTIONS | {"который"}
_QUESTIONS = frozenset(
    {"как", "почему", "зачем", "где", "когда", "куда", "откуда", "кто", "какой", "каков", "сколько", "насколько", "чей"}
)
_INTRODUCING = _CLAUSE_OPENERS | _QUESTIONS
_PLACES = frozenset({"где", "куда", "откуда", "когда"})
_STANDS = frozenset({"за", "против"})
_REASONS = frozenset({"из-за", "кроме", "помимо", "благодаря", "вследствие", "ввиду", "несмотря", "вопреки", "после"})
_OUTSIDE = frozenset({"parataxis", "advcl"})
_WISHES = frozenset({"хотеть", "захотеть"})
"""What hangs on these by чтобы only: "хотели лучше, а вышло так, что …"."""


def clause(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Токаев заявил, что [страна готова]"; "указал на то, что […]"; "пояснил, [почему его страна против]"."""
    if cue.tokens[-1].text == "известно" and cue.word.rel in {"advcl", "acl"}:
        return  # "Когда стало известно, что …": it is told as a fact
    if "clause" not in cue.frame.contents or (cue.frame.kind == "decide" and cue.word.has(Tense="Fut")):
        return
    tokens = cue.sentence.tokens
    if _is_compared(cue):
        return
    for mark in tokens[cue.word.index + 1 :]:
        if fold(mark.text) not in _CONJUNCTIONS and mark.lemma not in _QUESTIONS:
            continue
        if _is_relative(cue.sentence, mark):
            return
        before = cue.sentence.next(mark, -1)
        if fold(mark.text) == "что" and before is not None and (before.pos == "ADP" or fold(before.text) == "потому"):
            return  # "…, на что тратятся деньги"; "потому что"
        if fold(mark.text) == "что" and _gives_reason(cue, mark):
            return
        if fold(mark.text) == "что" and (_has_topic(cue, mark) or cue.word.lemma in _WISHES):
            return
        if fold(mark.text) in _CONJUNCTIONS and _owner(reading, cue.sentence, mark) == cue:
            start = mark.index + 1
        elif mark.lemma in _QUESTIONS and not cue.negated and not cue.frame.prepositions & _STANDS and _asks(cue, mark):
            start = mark.index
        else:
            continue
        if start < len(tokens):
            yield tokens[start : _end(reading, cue, _predicate(cue, mark), start)]
        return


def _gives_reason(cue: Cue, mark: Token) -> bool:
    """Does what follows only tell why: "осудили из-за того, что …", "не сообщили ничего, кроме того, что …"?"""
    before = [fold(token.text) for token in cue.sentence.tokens[max(0, mark.index - 3) : mark.index]]
    return len(before) == 3 and before[2] == "," and before[1] in {"того", "тому", "то"} and before[0] in _REASONS


def _is_compared(cue: Cue) -> bool:
    """Is it "те же гарантии, что", which compares?"""
    pointers = (token for token in cue.sentence.children(cue.word, "det") if token.lemma in {"тот", "такой"})
    return cue.is_noun and any((t := cue.sentence.next(p)) is not None and fold(t.text) == "же" for p in pointers)


def _has_topic(cue: Cue, mark: Token) -> bool:
    """Has it been said already what is told ("объявил о переименовании страны, что означает …")?"""
    between = (token for token in cue.sentence.children(cue.word, "obl") if cue.word.index < token.index < mark.index)
    return any(
        token.pos == "NOUN" and any(preposition(case) == "о" for case in cue.sentence.children(token, "case"))
        for token in between
    )


def _is_relative(sentence: Sentence, mark: Token) -> bool:
    """Is "что" the subject of its clause, which tells of what stands before ("отменил требование, что позволило …")?"""
    verb = sentence.head(mark)
    return mark.text == "что" and verb is not None and mark.rel == "nsubj" and mark.pos == "PRON" and is_predicate(verb)


def _end(reading: Reading, cue: Cue, head: Token, start: int) -> int:
    """Where a content ends: before an attribution at the end of the sentence, too ("…, передает ТАСС")."""
    sentence = cue.sentence
    end = content_end(cue, head, start)
    for aside in reading.asides.get(sentence.start, ()):
        if _opens_own_clause(sentence, aside, head, end):
            end = min(end, aside.first - 1)
        rest = sentence.tokens[aside.last : end]
        if aside.first > head.index + 2 and sentence.tokens[aside.first - 2].lemma == "который":
            comma = aside.first - 3  # "обещает [снизить налоги], что, по словам …": the relative clause is another's
            end = min(end, comma if sentence.tokens[comma].text == "," else comma - 1)
        if aside.first > max(start, head.index) and all(token.pos == "PUNCT" for token in rest):
            end = min(end, aside.first)
    for other in reading.cues[sentence.start]:  # "…, а глава МИД отметил, что …", whatever the tree hangs it on
        if other.is_finite and start < other.word.index < end and not other.is_noun:
            told = head if head.index < other.word.index else _first_predicate(sentence, start, other.word)
            if told is None or other.word == told:
                continue
            begins = clause_begins(sentence, other.word, max(start, told.index))
            begins = begins or _own_subject_begins(other, max(start, told.index))
            end = min(end, begins) if begins else end
    end = _before_gerund_of_speech(reading, cue, head, end)
    return _before_main_clause(cue, head, _before_however(sentence, head, end))


def _before_gerund_of_speech(reading: Reading, cue: Cue, head: Token, end: int) -> int:
    """Where a content ends behind which its speaker says more: "заявил, что [мост закрыт], упирая на то, что …"."""
    if cue.frame.kind not in {"say", "tell", "ask"}:
        return end  # "обвинил его в том, что [он лгал, обещая …]"
    for other in reading.cues[cue.sentence.start]:
        comma = other.word.index - 1
        adds = other.word.has(VerbForm="Conv") and other.frame.kind in {"say", "relay"} and not other.is_noun
        if adds and head.index < comma < end and cue.sentence.tokens[comma].text == ",":
            return comma
    return end


def _opens_own_clause(sentence: Sentence, aside: Aside, head: Token, end: int) -> bool:
    """Does "по его словам" open another clause: "заявил, что [мост закрыт], по его словам, денег нет"?"""
    words_before = sentence.tokens[aside.first : aside.last]
    behind = sentence.tokens[aside.last : end]
    his = any(token.lemma in {"он", "она", "они", "его", "ее", "их"} for token in words_before)
    comma = head.index < aside.first < end and sentence.tokens[aside.first - 1].text == ","
    return his and comma and any(map(is_predicate, behind)) and any(token.rel == "nsubj" for token in behind)


def _first_predicate(sentence: Sentence, start: int, before: Token) -> Token | None:
    """The first predicate of a content, where the tree has taken a later one for its head."""
    return next((token for token in sentence.tokens[start : before.index] if is_predicate(token)), None)


def _own_subject_begins(cue: Cue, after: int) -> int | None:
    """The comma before the subject of another word of speech that nothing joins: "обещал [помочь], министр потребовал
    уйти".
    """
    for subject in cue.sentence.children(cue.word, "nsubj"):
        if subject.lemma == "который":
            continue  # "узнал, что [мост чинят рабочие, которые обещали …]"
        first = cue.sentence.subtree(subject)[0].index
        if after < first - 1 and subject.index < cue.word.index and cue.sentence.tokens[first - 1].text == ",":
            return first - 1
    return None


def _before_however(sentence: Sentence, head: Token, end: int) -> int:
    """Where a content ends after which the narrator objects: "сообщил, что [мост закрыт], однако движение не стоит"."""
    for comma in sentence.tokens[head.index + 1 : end]:
        following = sentence.next(comma)
        if comma.text == "," and following is not None and fold(following.text) == "однако":
            rest = sentence.tokens[following.index :]
            if any(token.rel == "nsubj" for token in rest) and any(map(is_predicate, rest)):
                return comma.index
    return end


def _before_main_clause(cue: Cue, head: Token, end: int) -> int:
    """Where a content ends whose cue is an attribute of the subject or a gerund, before the sentence's own predicate:
    "Министр, заявивший, что [мост построят], ушёл"; "Он, сказав, что [устал], ушёл".
    """
    sentence = cue.sentence
    before = sentence.tokens[: cue.word.index]
    relative = any(token.lemma == "который" and token.has(Case="Nom") for token in before)
    attribute = (cue.word.has(VerbForm="Part") and not cue.is_finite) or cue.word.has(VerbForm="Conv")
    attribute = attribute or cue.word.lemma == "который"  # "слухи, согласно которым [мост закроют], росли"
    if not (attribute or relative) or any(map(is_predicate, before)):
        return end
    for comma in sentence.tokens[head.index + 1 : end]:
        following = (t for t in sentence.tokens[comma.index + 1 : end] if t.pos not in {"ADV", "PART"})
        if comma.text == "," and is_predicate(next(following, comma)):
            return comma.index
    return end


def _owner(reading: Reading, sentence: Sentence, mark: Token) -> Cue | None:
    """The cue to which a conjunction joins its clause: the nearest to the left where no other predicate stands between
    them, or else the first that the tree leads to.
    """
    before = [
        cue for cue in reading.cues[sentence.start] if cue.word.index < mark.index and "clause" in cue.frame.contents
    ]
    if fold(mark.text) == "чтобы":  # after any other word it tells of a purpose
        before = [cue for cue in before if cue.frame.kind == "ask" or _adjoins(cue, mark)]
    noun: Cue | None = None
    for token in reversed(sentence.tokens[: mark.index]):
        found = next((cue for cue in before if token in cue.anchors), None)
        if found and not found.is_noun:
            return found
        noun = noun or found
        if (
            is_predicate(token)
            or token.has(VerbForm="Conv")
            or token.lemma in _CONJUNCTIONS
            or token.lemma == "который"
        ):
            break
    if noun:
        return noun
    head = sentence.head(mark)
    path = chain([head], sentence.ancestors(head)) if head else ()
    for token in path:
        found = next((cue for cue in before if token in cue.anchors), None)
        if found:
            return found
        if token.index < mark.index and is_predicate(token):
            return None
    return None


def _adjoins(cue: Cue, mark: Token) -> bool:
    """Does only a comma stand between the cue and the conjunction?"""
    return not cue.is_noun and cue.sentence.tokens[max(0, mark.index - 2)] in cue.tokens


def _asks(cue: Cue, mark: Token) -> bool:
    """Does an indirect question begin here that hangs on the cue?"""
    comma = cue.sentence.next(mark, -1)
    if comma is None or comma.text != "," or cue.frame.kind in {"agree", "decide"} or cue.is_noun:
        return False  # "не могли договориться, кто заплатит"; "анализ данных, когда все проигрывают"
    previous = cue.sentence.next(comma, -1)
    if previous not in cue.anchors and mark.lemma in _PLACES:
        return False  # "выступил на съезде, где объявил …": a relative clause
    if previous in cue.anchors or any(a in cue.anchors for a in list(cue.sentence.ancestors(mark))[1:2]):
        return True
    between = cue.sentence.tokens[cue.word.index + 1 : comma.index]  # "объяснил послам, почему …"
    return "dat" in cue.frame.addressees and all(t.has(Case="Dat") or t.pos in {"ADJ", "DET"} for t in between)


def _predicate(cue: Cue, mark: Token) -> Token:
    """The head of the clause that a conjunction or a question word opens."""
    anchors = {token.index for token in cue.anchors}
    found = mark
    for token in cue.sentence.ancestors(mark):
        if token.index <= mark.index or token.index in anchors:
            break
        found = token
        if is_predicate(token):
            break
    return found


def infinitive(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Он призвал США [снять санкции]"; "выразил готовность [помочь]"; "потребовал [выдать беглеца]"."""
    if "inf" not in cue.frame.contents or (cue.is_noun and not _has_owner(cue)):
        return  # "обещание скрыть преступника" is anybody's
    if cue.negated and cue.word.lemma in claim_words()["demanding"]:
        return  # "они не просили помочь": what nobody has said
    for anchor in reversed(cue.anchors):
        for verb in cue.sentence.children(anchor, "xcomp", "ccomp", "csubj", "nmod", "acl", "advcl", "obl", "obj"):
            follows = verb.has(VerbForm="Inf") and verb.index > anchor.index
            if follows and not cue.sentence.children(verb, "mark") and not _is_in_clause(cue.sentence, anchor, verb):
                yield _from_subtree(reading, cue, verb)
                return
    behind = _infinitive_behind(cue)
    if behind is not None:
        yield _from_subtree(reading, cue, behind)


def _has_owner(cue: Cue) -> bool:
    """Does it say whose a promise or a request is?"""
    owners = cue.sentence.children(cue.word, "nmod", "det", "amod")
    if preposition_of(cue.sentence, cue.word) == "с":  # "выступил с предложением помочь"
        return True
    return any(t.has(Case="Gen", Animacy="Anim") or t.pos in {"PROPN", "PRON", "DET"} for t in owners)


def _is_in_clause(sentence: Sentence, anchor: Token, verb: Token) -> bool:
    """Does an infinitive stand in a clause that a conjunction opens ("надежду на то, что ему удастся провести")?"""
    return any(fold(token.text) in _CONJUNCTIONS for token in sentence.tokens[anchor.index + 1 : verb.index])


def _infinitive_behind(cue: Cue) -> Token | None:
    """The infinitive that follows the cue with nothing but its arguments between, whatever the tree hangs it on:
    "рекомендуют туристам отложить поездки".
    """
    for token in cue.sentence.tokens[cue.anchors[-1].index + 1 :]:
        if token.has(VerbForm="Inf"):
            return token
        if token.pos in {"PUNCT", "SCONJ", "CCONJ", "ADP"} or is_predicate(token):
            return None
    return None


def _from_subtree(reading: Reading, cue: Cue, head: Token) -> Content:
    """The content whose head is given: from the leftmost word below it (right of the cue) to its end."""
    last = max(anchor.index for anchor in cue.anchors if anchor.index < head.index)
    subtree = [t.index for t in cue.sentence.subtree(head, without=_OUTSIDE) if last < t.index]
    start = min((index for index in subtree if index <= head.index), default=head.index)
    end = _end(reading, cue, head, start)
    if cue.is_noun:  # "после предложения [создать комиссию], …"
        end = next((t.index for t in cue.sentence.tokens[head.index : end] if t.text in DELIMITERS), end)
    if head.index < cue.word.index:  # "Решение [купить завод] принял совет"
        end = 1 + max(index for index in subtree if index < cue.word.index)
    return cue.sentence.tokens[start:end]


def by_which(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "вынес постановление, согласно которому [мост закроют]"."""
    sentence, word = cue.sentence, cue.word
    if word.lemma != "который" or cue.frame.speaker != "dative" or word.index + 1 >= len(sentence.tokens):
        return
    head = next((t for t in sentence.ancestors(word) if is_predicate(t) and t.index > word.index), None)
    text = antecedent(sentence, word, word)
    says = text.lemma in words("documents.tsv") or text.lemma in claim_words()["grounds"]
    if head is not None and text != word and says:
        yield sentence.tokens[word.index + 1 : _end(reading, cue, head, word.index + 1)]


def unmarked_clause(reading: Reading, cue: Cue) -> Iterator[Content]:
    """As in "Он отметил, [сотрудничество крепнет]": the conjunction is left out."""
    sentence, word = cue.sentence, cue.word
    if not {"quote", "clause"} <= cue.frame.contents or not cue.is_finite or cue.frame.kind == "ask":
        return
    comma, first = sentence.next(word), sentence.next(word, 2)
    subject = next(iter(sentence.children(word, "nsubj")), None)
    if comma is None or first is None or comma.text != "," or subject is None or subject.index > word.index:
        return
    if any(fold(token.text) == "как" for token in sentence.tokens[: word.index]):
        return
    predicate = next(
        (t for t in sentence.children(word, "ccomp", "parataxis", "conj") if t.index > word.index and is_predicate(t)),
        None,
    )
    if predicate is None or cue.negated or first.pos in {"SCONJ", "CCONJ"} or first.has(VerbForm="Conv"):
        return
    if first.lemma in _INTRODUCING:
        return
    own_subject = any(t.index > word.index for t in sentence.children(predicate, "nsubj", "nsubj:pass", "csubj"))
    if own_subject or predicate.rel == "ccomp":
        yield sentence.tokens[first.index : _end(reading, cue, predicate, first.index)]


RULES: tuple[Callable[[Reading, Cue], Iterator[Content]], ...] = (
    infinitive,
    clause,
    prepositional,
    objective,
    instrumental,
    demanded,
    small_clause,
    by_which,
    unmarked_clause,
)
"""The rules in the order in which they are asked; the first that answers for a cue is believed."""
