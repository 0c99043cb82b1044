"""Attributions that stand apart from what they report: "…, указал он", "как отметил X, …", "по словам X, …"."""

from dataclasses import dataclass

from kg.extract.claims.cues import Cue, is_predicate
from kg.extract.claims.quotations import MARKS
from kg.extract.claims.spans import DASHES, DELIMITERS, FULL_STOPS
from kg.extract.lexicon import words
from kg.language import Sentence, Token
from kg.language.morphology import fold

BODY_CASES = {"в": "Loc", "из": "Gen"}
"""The prepositions and the cases by which the plural without a subject names a body: "в полиции сообщили"."""
_BOUNDS = DELIMITERS | MARKS
_LIMITS = _BOUNDS | FULL_STOPS
_BESIDES = frozenset({"более", "кроме", "помимо", "сверх", "между", "вместе"})
_JOINTS = frozenset({"однако", "так", "и", "но", "а", "при", "этом", "тем", "временем", "ранее"})
_CLAUSE_OPENERS = frozenset(
    {"который", "какой", "чей", "что", "чтобы", "кто", "почему", "зачем", "где", "куда", "когда"}
)


@dataclass(frozen=True, slots=True)
class Aside:
    """An attribution in a sentence: its first token and the one after its last, by index; delimiters excluded."""

    first: int
    last: int


def find_aside(cue: Cue) -> Aside | None:
    """The attribution that a cue makes, if it stands apart from the content."""
    if cue.is_phrase:
        return _phrase(cue)
    if "quote" in cue.frame.contents and cue.is_finite and not cue.is_noun:
        return _inserted(cue)
    return None


def _phrase(cue: Cue) -> Aside | None:
    """As in "По словам министра, …": the noun with all that hangs on it."""
    if cue.word.lemma == "который" or (cue.frame.speaker == "owner" and not _has_owner(cue)):
        return None
    subtree = {token.index for token in cue.sentence.subtree(cue.word, without=("conj", "parataxis", "acl:relcl"))}
    first, last = cue.tokens[0].index, max(token.index for token in cue.tokens)
    tokens = cue.sentence.tokens
    if first > 0 and tokens[first - 1].text == "(":
        return None  # "погибли двое (по другим данным — трое)": it is about what stands in the brackets
    inside = first > 0 and tokens[first - 1].text not in _BOUNDS and fold(tokens[first].text) == "по"
    if inside and (_is_version(cue) or _is_act(cue)):
        return None  # "чемпион мира по версии федерации" is a title; "поездка по оценке ущерба"
    last = _over_brackets(tokens, last)
    while last + 1 in subtree and not (tokens[last + 1].text == "," and not _goes_on(tokens, last + 1, subtree)):
        last = _over_brackets(tokens, last + 1)
    last = _over_relative_clause(tokens, _over_names(tokens, _over_marks(tokens, last)))
    return Aside(first, last + 1)


def _is_version(cue: Cue) -> bool:
    head = cue.sentence.head(cue.word)
    return cue.word.lemma == "версия" and head is not None and head.pos in {"NOUN", "PROPN"}


def _is_act(cue: Cue) -> bool:
    """Is an оценка what somebody does with a thing ("работа по оценке ущерба"), rather than what they think?"""
    bodies = words("voices.tsv", "organisation_nouns.tsv")
    return cue.word.lemma == "оценка" and any(
        owner.pos == "NOUN" and owner.has(Animacy="Inan", Case="Gen") and owner.lemma not in bodies
        for owner in cue.sentence.children(cue.word, "nmod")
    )


def _over_marks(tokens: tuple[Token, ...], last: int) -> int:
    """The end of a phrase with the name in quotation marks behind it: "по данным газеты «Заря»"."""
    if last + 1 >= len(tokens) or tokens[last + 1].text not in MARKS or tokens[last].pos != "NOUN":
        return last
    closing = next((t.index for t in tokens[last + 2 : last + 8] if t.text in MARKS), None)
    return last if closing is None else closing


def _over_names(tokens: tuple[Token, ...], last: int) -> int:
    """The end of a phrase with the further names of an enumeration: "по сообщению газет «А», «Б» и других"."""
    end = last
    while end + 1 < len(tokens) and (tokens[end + 1].text == "," or tokens[end + 1].pos == "CCONJ"):
        joins = tokens[end + 1].pos == "CCONJ"
        name = end + 2
        while name < len(tokens) and tokens[name].text in MARKS:
            name += 1
        if joins and name < len(tokens) and tokens[name].lemma in {"другой", "прочий", "иной"}:
            return _phrase_end(tokens, name)
        if joins and [t.text for t in tokens[name + 1 : name + 2]] == [","] and tokens[name].pos in {"NOUN", "PROPN"}:
            return name  # "по данным полиции и СМИ, …"
        if name >= len(tokens) or not (tokens[name].text[0].isupper() and tokens[last].text[0].isupper()):
            break
        while name + 1 < len(tokens) and (tokens[name + 1].text[0].isupper() or tokens[name + 1].text in MARKS):
            name += 1
        end = name
        if joins:
            return end
    return last


def _phrase_end(tokens: tuple[Token, ...], start: int) -> int:
    """The last index before the next delimiter."""
    return next((token.index for token in tokens[start:] if token.text in _BOUNDS), len(tokens)) - 1


def _over_relative_clause(tokens: tuple[Token, ...], last: int) -> int:
    """The end of a phrase with the relative clause behind it: "по словам министра, которого цитирует агентство, …"."""
    opens = [t.lemma for t in tokens[last + 1 : last + 4]]
    if not opens or opens[0] != "," or "который" not in opens:
        return last
    closing = next((t.index for t in tokens[last + 2 :] if t.text in {",", *FULL_STOPS}), None)
    return last if closing is None or tokens[closing].text != "," else closing - 1


def _has_owner(cue: Cue) -> bool:
    owners = cue.sentence.children(cue.word, "nmod", "det")
    return any(t.pos in {"PROPN", "PRON", "DET"} or t.has(Case="Gen", Animacy="Anim") for t in owners)


def _over_brackets(tokens: tuple[Token, ...], last: int) -> int:
    """The end of a phrase with what stands in brackets right behind it: "по словам главы Беркли (пригорода Лимы)"."""
    if [token.text for token in tokens[last + 1 : last + 2]] != ["("]:
        return last
    return next((token.index for token in tokens[last + 2 :] if token.text == ")"), last)


def _goes_on(tokens: tuple[Token, ...], comma: int, subtree: set[int]) -> bool:
    following = tokens[comma + 1 : comma + 2]
    return bool(following) and following[0].index in subtree and following[0].rel in {"appos", "acl", "amod", "conj"}


def _inserted(cue: Cue) -> Aside | None:
    """As in "…, сказал министр"; "как сообщает ТАСС, …"; "…, — говорится в документе": a verb with its subject and
    adverbials between delimiters.
    """
    sentence, verb = cue.sentence, cue.word
    if cue.negated and cue.frame.kind != "deny":
        return None  # "…; при этом не указано, когда"; "вероисповедание агентство не уточняет"
    if cue.word.has(Tense="Fut"):
        return None  # "…, он сообщит об этом сам"
    if cue.frame.kind == "decide" and len(cue.frame.words) > 1:
        return None  # "…, это решение принял министр"
    tokens = sentence.tokens
    first = verb.index
    while first > 0 and tokens[first - 1].text not in _BOUNDS:
        first -= 1
        if fold(tokens[first].text) == "чем" and tokens[first - 1].lemma == "о":
            continue
        if _is_other_clause(tokens[first]) and not _is_auxiliary(tokens, first, verb):
            return None
    if first > 0 and tokens[first - 1].text == ")":
        return None  # "После осмотра (…) министр высказался": no comma, no parenthesis of the narrator's
    lead = tokens[first : verb.index]
    if [fold(token.text) for token in lead] == ["о", "чем"] and _has_source(cue, first):
        return Aside(first, len(tokens))  # "[Мост закрыт], о чём сообщил министр"
    start = next((t.index for t in lead if fold(t.text) not in _JOINTS), verb.index)  # "Однако как сообщают …"
    as_reported = fold(tokens[start].text) == "как" and not _is_correlative(tokens, start)
    lead = tokens[start : verb.index] if as_reported else lead
    if first == 0 and not as_reported:
        return None
    if as_reported and cue.word.lemma == "говориться" and len(lead) == 1 and not cue.sentence.children(verb, "obl"):
        return None  # "как говорится"
    if not as_reported and any(token.pos in {"SCONJ", "CCONJ"} for token in lead):
        return None
    quoted = [token.text for token in tokens[max(0, first - 2) : first]]
    behind_quotation = len(quoted) == 2 and quoted[1] in DASHES and tokens[max(0, first - 3)].text in MARKS
    if verb.lemma in {"обратиться", "обращаться"} and not behind_quotation:
        return None  # "Когда мост закрыли, он обратился к министру"
    if not as_reported and (not _has_source(cue, first) or (_has_content(cue, first) and not behind_quotation)):
        return None
    end = _end(cue, first)
    if first > 0 and tokens[first - 1].text == "(" and cue.frame.speaker in {"none", "text"}:
        return None  # "фильм (ожидается в 2016 году)"
    if end < len(tokens) and tokens[end].text == ":" and not _ends_statement(cue, first):
        return None
    return Aside(first, end)


def _ends_statement(cue: Cue, first: int) -> bool:
    """Does a statement stand before an attribution with a colon: "[Мост закрыт], сказал министр: «…»"? (Not in "Закрыв
    мост, министр сказал: «…»", nor in "Когда мост закрыли, сказал министр: «…»".)
    """
    before = cue.sentence.tokens[: max(0, first - 1)]
    states = any(is_predicate(token) for token in before) and not any(token.pos == "SCONJ" for token in before[:2])
    quoted = bool(before) and before[0].text in MARKS and before[-1].text in MARKS  # «Мост закрыт», сказал он: «…»
    inner = before[1:-1] if quoted else before
    return first == cue.word.index and states and not any(token.text in {":", *MARKS} for token in inner)


def _is_auxiliary(tokens: tuple[Token, ...], place: int, verb: Token) -> bool:
    """Is it the "было" of "как было объявлено", "это было сказано в письме"?"""
    return tokens[place].lemma == "быть" and place + 1 == verb.index and fold(tokens[place - 1].text) in {"как", "это"}


def _is_correlative(tokens: tuple[Token, ...], first: int) -> bool:
    """Is "как" the second half of "после того, как", "так, как"? (Not after "Кроме того, …".)"""
    if first < 2 or tokens[first - 1].text != ",":
        return False
    connective = first >= 3 and fold(tokens[first - 3].text) in _BESIDES
    return fold(tokens[first - 2].text) in {"того", "тем", "так", "такой"} and not connective


def _is_other_clause(token: Token) -> bool:
    return is_predicate(token) or token.lemma in _CLAUSE_OPENERS or token.text in FULL_STOPS


def _has_source(cue: Cue, first: int) -> bool:
    """Does the cue name who speaks, right of it or between it and the delimiter, or speak of a text?"""
    if cue.frame.speaker in {"source", "none", "quoted"} or cue.word.has(VerbForm="Part", Gender="Neut"):
        return True
    texts = cue.sentence.children(cue.word, "obl", "nmod") if cue.frame.speaker == "text" else ()
    if any(t.index > cue.word.index and t.has(Case="Loc") and t.lemma not in words("occasions.tsv") for t in texts):
        return True  # "…, сообщается в пресс-релизе"
    subjects = cue.sentence.children(cue.word, "nsubj", "nsubj:pass")
    mistaken = first == cue.word.index and behind_mistaken(cue.sentence, cue.word) is not None
    if mistaken or any(child.index >= first for child in subjects):
        return True
    return not subjects and (_is_said_at_body(cue) or behind_across(cue.sentence, cue.word) is not None)


def behind_mistaken(sentence: Sentence, verb: Token) -> Token | None:
    """The subject behind a verb that the tree takes for its object, as it takes a noun before it for the subject: "Люди
    прибыли, заявило ведомство"; "мост, отмечает издание, закрыт".
    """
    subjects = sentence.children(verb, "nsubj")
    if not subjects or not is_predicate(verb) or not verb.has(Number="Sing") or verb.has(Gender="Fem"):
        return None
    previous = sentence.next(verb, -1)
    opens = previous is not None and previous.text in {",", *DASHES}
    if not all(t.index < verb.index and (opens or t.has(Number="Plur")) for t in subjects):
        return None
    objects = (t for t in sentence.children(verb, "obj") if t.index > verb.index and t.has(Animacy="Inan"))
    same = (t for t in objects if all(t.feats.get(f) == verb.feats.get(f) for f in ("Number", "Gender")))
    return next((t for t in same if not sentence.children(t, "case")), None)


def behind_across(sentence: Sentence, verb: Token) -> Token | None:
    """The subject behind a verb of an attribution that the tree hangs on the predicate of what is said: «Мы выбираем»,
    пишет на первой странице газета.
    """
    if not is_predicate(verb) or sentence.children(verb, "nsubj", "nsubj:pass"):
        return None
    for token in sentence.tokens[verb.index + 1 :]:
        if token.text in _LIMITS or is_predicate(token) or token.pos in {"SCONJ", "CCONJ"}:
            return None
        elsewhere = token.rel == "nsubj" and token.head is not None and token.head < verb.index
        body = token.rel == "nmod" and token.lemma in words("organisation_nouns.tsv")
        if token.has(Case="Nom") and (elsewhere or body):
            numbers = {token.feats.get("Number"), verb.feats.get("Number")}
            return token if len(numbers) == 1 else None
    return None


def _is_said_at_body(cue: Cue) -> bool:
    """Is it the plural without a subject of "…, сообщили в полиции", "…, — рассказали в МИД"?"""
    if not cue.word.has(Number="Plur"):
        return False
    return any(
        noun.index > cue.word.index
        and any(BODY_CASES.get(case.lemma) == noun.feats.get("Case") for case in cue.sentence.children(noun, "case"))
        and (noun.pos == "PROPN" or noun.lemma in words("voices.tsv", "organisation_nouns.tsv"))
        for noun in cue.sentence.children(cue.word, "obl", "nmod")
    )


def _has_content(cue: Cue, first: int) -> bool:
    """Does the verb say with an object of its own what was said ("…, днём позже он предложил пост"), or ask whether
    ("…, согласится ли она")?
    """
    if any(token.text == "ли" for token in cue.sentence.tokens[cue.word.index + 1 : cue.word.index + 2]):
        return True
    if "acc" in cue.frame.addressees or cue.frame.speaker == "quoted":
        return False
    objects = cue.sentence.children(cue.word, "obj")
    return any(
        noun.index >= first and noun not in cue.tokens and noun.pos == "NOUN" and noun.has(Case="Acc")
        for noun in objects
    )


def _end(cue: Cue, first: int) -> int:
    """The index after the attribution: it goes on over delimiters as long as what follows hangs on its own words."""
    sentence: Sentence = cue.sentence
    tokens = sentence.tokens
    own = {
        token.index
        for child in sentence.children(cue.word)
        if child.index > cue.word.index and child.rel not in {"ccomp", "parataxis", "root"}
        for token in sentence.subtree(child)
    }
    end = cue.word.index + 1
    while end < len(tokens):
        token = tokens[end]
        inside_name = token.text == "." and tokens[end + 1 : end + 2] and tokens[end + 1].index in own  # «Лента.ру»
        if (token.text in FULL_STOPS and not inside_name) or (
            token.text in DASHES and tokens[end - 1].text in {",", "."}
        ):
            break
        if token.text in _BOUNDS:
            following = tokens[end + 1] if end + 1 < len(tokens) else None
            if following is None or following.index not in own or following.text in MARKS or following.text in DASHES:
                break
            as_reported = token.text == "," and fold(tokens[first].text) == "как"
            if as_reported and (following.text[0].isupper() or not _is_enclosed(sentence, following)):
                break  # "Как сообщает газета, Digital Sky, … купила …"; "Как сообщил суд, житель города арестован"
        elif token.index not in own and end > cue.word.index + 1 and tokens[end - 1].text in _BOUNDS:
            break
        end += 1
    return _with_gerund(tokens, end)


def _is_enclosed(sentence: Sentence, first: Token) -> bool:
    """Does what begins with a word, and the tree takes for an apposition, end with a comma or the sentence?"""
    head = next((t for t in (first, *sentence.ancestors(first)) if t.rel == "appos" and t.index >= first.index), None)
    if head is None:
        return True
    end = max(token.index for token in sentence.subtree(head, without=("acl:relcl",))) + 1
    return end >= len(sentence.tokens) or sentence.tokens[end].text in _LIMITS


def _with_gerund(tokens: tuple[Token, ...], end: int) -> int:
    """The end of an attribution with the gerund behind it: one of speech takes it to the end of the sentence ("…,
    сообщил он, добавив, что …"), one of relying on a source to the next comma ("как сообщила газета, ссылаясь на
    министра, …").
    """
    if len(tokens) <= end + 1 or tokens[end].text != "," or not tokens[end + 1].has(VerbForm="Conv"):
        return end
    if tokens[end + 1].lemma not in {"ссылаться", "сослаться"}:
        return len(tokens)
    return next((token.index for token in tokens[end + 1 :] if token.text in _LIMITS), len(tokens))
