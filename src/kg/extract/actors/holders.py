"""Whose name stands with a title: before it, after it, or as the subject or object of the verb that gives it."""

from collections.abc import Sequence
from functools import cache

from kg.extract.actors.candidates import PERSON, Candidate
from kg.extract.lexicon import rows, words
from kg.language import Sentence, Token
from kg.language.morphology import fold

REACH = 14
"""How many tokens may stand between a title and the name of its holder."""

_APPOSED = frozenset({"appos", "flat", "flat:name", "nmod"})
_SUBJECT_PARTS = frozenset({"PROPN", "NOUN", "PRON"})


def apposed_name(
    sentence: Sentence, head: Token, title: Sequence[Token], names: Sequence[Candidate]
) -> Candidate | None:
    """The person whose name the tree apposes to a title, with no comma between them."""
    for name in names:
        place = name.tokens[0].index
        if name.type == PERSON and 0 < place - title[-1].index <= REACH:
            between = sentence.tokens[title[-1].index + 1 : place]
            apposed = name.head.rel in _APPOSED and sentence.head(name.head) in title
            if apposed and _agree(head, name) and all(token.text not in {",", ";", ":"} for token in between):
                return name
    return None


def adjacent_name(sentence: Sentence, head: Token, last: int, names: Sequence[Candidate]) -> Candidate | None:
    """The person whose name follows right after an office."""
    for name in names:
        if name.type == PERSON and last < name.tokens[0].index and _follows(sentence, last, name):
            return name if _agree(head, name) else None
    return None


def _follows(sentence: Sentence, last: int, name: Candidate) -> bool:
    """Does a name come right after a token, but for the quotation mark that closes a body's name, for its abbreviation
    in brackets, and for what else the person is called: "глава «Яблока» Иван Иванов", "глава Европейского центробанка
    (ЕЦБ) Иван Иванов", "генсек ООН норвежец Трюгве Ли"?
    """
    between = list(sentence.tokens[last + 1 : name.tokens[0].index])
    if between and between[0].text in CLOSING_MARKS:
        between.pop(0)
    while between and _describes(between[-1], name.head):
        between.pop()
    return not between or (len(between) <= 5 and between[0].text == "(" and between[-1].text == ")")


def _describes(token: Token, name: Token) -> bool:
    """Is it a word that goes with a person's name in its case: норвежец, демократ, генерал, "59-летний журналист"?"""
    is_noun = token.pos == "NOUN" and token.has(Animacy="Anim") and token.text[:1].islower()
    alike = name.feats.get("Case") in {token.feats.get("Case"), None} and token.has(Number="Sing")
    return alike and (is_noun or (token.pos == "ADJ" and token.text[:1] in _SMALL_OR_DIGIT))


_SMALL_OR_DIGIT = frozenset("абвгдежзийклмнопрстуфхцчшщэюя0123456789")

CLOSING_MARKS = frozenset({"»", '"', "”", "“", "''", "'"})


def appointed_next(sentence: Sentence, head: Token, last: int, names: Sequence[Candidate]) -> Candidate | None:
    """The person in "назначил начальником Генштаба Ивана Иванова", which the tree takes for a part of the body."""
    for name in names:
        if name.type == PERSON and last < name.tokens[0].index and _follows(sentence, last, name):
            return name if is_appointing(sentence, head) and is_object(name.head) else None
    return None


def is_appointing(sentence: Sentence, head: Token) -> bool:
    """Is a title in the instrumental what the subject of an active verb makes somebody?"""
    verb = sentence.head(head)
    return (
        verb is not None
        and head.has(Case="Ins")
        and verb.has(Voice="Act")
        and _post_verbs().get(verb.lemma) == "object"
        and not sentence.children(verb, "obj")
    )


def is_object(token: Token) -> bool:
    """Can it be the direct object, a person being one in the genitive's form?"""
    return token.feats.get("Case") in {"Gen", "Acc"}


def name_between_commas(
    sentence: Sentence, head: Token, first: Token, last: int, names: Sequence[Candidate]
) -> Candidate | None:
    """The person in "Бывший спикер парламента, Анна Иванова, ушла": an office that begins the sentence, and the name
    that only explains it.
    """
    comma = sentence.tokens[last + 1] if last + 1 < len(sentence.tokens) else None
    before = sentence.tokens[: first.index]
    if comma is None or comma.text != "," or not all(token.pos in {"ADJ", "PUNCT"} for token in before):
        return None
    for name in names:
        after = sentence.next(name.tokens[-1])
        if name.type == PERSON and name.tokens[0].index == comma.index + 1 and after is not None and after.text == ",":
            return name if head.feats.get("Case") == name.head.feats.get("Case") else None
    return None


def coordinated_names(sentence: Sentence, last: int, names: Sequence[Candidate]) -> list[Candidate]:
    """The persons whose names follow right after an office that several hold: "депутаты Госдумы А и Б"."""
    starts = {name.tokens[0].index: name for name in names if name.type == PERSON}
    found: list[Candidate] = []
    place = last + 1
    while place < len(sentence.tokens):
        token = sentence.tokens[place]
        if place in starts:
            found.append(starts[place])
            place = starts[place].tokens[-1].index + 1
        elif token.text == "(" and found and (closing := _closing(sentence, token)) is not None:
            place = closing.index + 1  # "Иван Орлов (Россия) и Анна Лис (Дания)"
        elif token.text in {",", ":", "и"} or (not found and token.text in CLOSING_MARKS):
            place += 1
        else:
            break
    return found


def _closing(sentence: Sentence, opening: Token) -> Token | None:
    """The bracket that closes a short remark."""
    inside = sentence.tokens[opening.index + 1 : opening.index + 6]
    return next((token for token in inside if token.text == ")"), None)


def name_after_age(sentence: Sentence, head: Token, last: int, names: Sequence[Candidate]) -> Candidate | None:
    """The person in "президент Туниса, 74-летний Иван Иванов": the age tells that the name goes on from the title."""
    after = sentence.tokens[last + 1 : last + 3]
    if len(after) < 2 or after[0].text != "," or not after[1].text.endswith(_AGES):
        return None
    return adjacent_name(sentence, head, after[1].index, names)


def name_after_dash(sentence: Sentence, head: Token, last: int, names: Sequence[Candidate]) -> Candidate | None:
    """The person in "Министр обороны Дании — Иван Иванов", where the title begins the sentence or the clause."""
    dash, before = sentence.tokens[last + 1 : last + 2], sentence.next(head, -1)
    is_first = before is None or before.text in {";", ":"} or before.pos == "ADJ"
    if not dash or dash[0].text not in {"—", "–", "-"} or not is_first or not head.has(Case="Nom"):
        return None
    after = (name for name in names if name.type == PERSON and name.tokens[0].index == last + 2)
    return next((name for name in after if name.head.feats.get("Case") in {"Nom", None}), None)


_AGES = ("-летний", "-летняя", "-летнего", "-летнему", "-летним", "-летнем", "-летней", "-летнюю")


def _agree(head: Token, name: Candidate) -> bool:
    """Do title and name agree in case, as far as the tagger tells? A name that does not inflect looks nominative."""
    one, other = head.feats.get("Case"), name.head.feats.get("Case")
    return one is None or other in {None, one, "Nom"} or {one, other} <= {"Gen", "Acc"}


def before_the_comma(sentence: Sentence, first: Token, names: Sequence[Candidate]) -> Candidate | None:
    """The person in "Барри Лоуенкрон, государственный секретарь США, …", "X — президент Y", "Скотт Хоровиц (Scott
    Horowitz), астронавт".
    """
    token = sentence.next(first, -1)
    while token is not None and token.pos in {"ADJ", "DET"}:
        token = sentence.next(token, -1)
    if token is None or token.text not in {",", "—", "–", "-", "("}:
        return None
    last = sentence.next(token, -1)
    if last is not None and last.text == ")":
        opening = next((t for t in reversed(sentence.tokens[: last.index]) if t.text == "("), None)
        last = sentence.next(opening, -1) if opening is not None else None
    for name in names:
        if name.type == PERSON and last is not None and name.tokens[-1].index == last.index:
            case, other = first.feats.get("Case"), name.head.feats.get("Case")
            return name if case in {"Nom", other} or {case, other} <= {"Gen", "Acc"} else None
    return None


def appointed(sentence: Sentence, head: Token) -> tuple[Token, ...]:
    """Who "is", "was elected" or "appointed" something: subject of the verb, its object if active, the noun with which
    a participle goes ("назначенный министром Иванов"); of whom a pronoun says what he is.
    """
    if head.has(Case="Ins") and sentence.children(head, "cop"):
        return tuple(token for token in sentence.children(head, "nsubj") if token.pos in _SUBJECT_PARTS)[:1]
    if head.has(Case="Nom") and (pronouns := [t for t in sentence.children(head, "nsubj") if t.pos == "PRON"]):
        return tuple(pronouns[:1]) if pronouns[0].lemma in {"он", "она"} else ()  # "Он — депутат Госдумы"
    verb = sentence.head(head)
    if verb is None or not head.has(Case="Ins") or verb.lemma not in words("appointment_verbs.tsv"):
        return ()
    found = argument(sentence, verb, of_others=bool(sentence.children(verb, "obj")))
    return (found,) if found is not None else ()


def at_a_post(sentence: Sentence, head: Token) -> tuple[Token, ...]:
    """Who "holds the post of" something, was appointed to it, or leaves it: "Иванов занимал пост министра"; of one who
    follows another in it, both.
    """
    post = sentence.head(head)
    if post is None or not head.has(Case="Gen") or post.lemma not in words("post_nouns.tsv"):
        return ()
    return post_arguments(sentence, post)


def post_arguments(sentence: Sentence, post: Token) -> tuple[Token, ...]:
    """Of whom the verb on which "post" hangs says that he holds or held it: see :func:`at_a_post`."""
    verb = sentence.head(post)
    meaning = _post_verbs().get(verb.lemma) if verb is not None else None
    if verb is None or meaning is None:
        return ()
    if verb.has(VerbForm="Inf"):  # "(намерен) сменить Орлова на посту"
        return tuple(sentence.children(verb, "obj"))[:1] if meaning == "both" else ()
    sides = {"object": (True,), "subject": (False,), "both": (False, True)}[meaning]
    found = (argument(sentence, verb, of_others=side) for side in sides)
    return tuple(token for token in found if token is not None)


@cache
def _post_verbs() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("post_verbs.tsv")}


def argument(sentence: Sentence, verb: Token, *, of_others: bool) -> Token | None:
    """Of whom a verb of appointing or holding speaks: "X занимает", "назначил X", "X назначен", "назначенный X".

    Args:
        sentence: in which the verb stands.
        verb: finite, participle or adverbial participle.
        of_others: does the active verb say it of its object rather than of its subject?
    """
    noun = sentence.head(verb)
    if verb.has(VerbForm="Part") and verb.rel in {"acl", "amod"} and noun is not None:
        return noun
    if verb.has(VerbForm="Inf"):
        return None
    passive = verb.has(Voice="Pass") or bool(sentence.children(verb, "nsubj:pass"))
    rels = ("obj",) if of_others and not passive else ("nsubj:pass", "nsubj")
    found = sentence.children(verb, *rels)
    if not found and verb.rel in {"conj", "advcl"} and noun is not None and not of_others:
        found = sentence.children(noun, "nsubj", "nsubj:pass")
    return next((token for token in found if token.pos in _SUBJECT_PARTS), None)
