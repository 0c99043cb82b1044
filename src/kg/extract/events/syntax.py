"""Where the arguments of a verb or a noun stand in a sentence's tree.

Each function answers with tokens: the heads of the phrases that fill a place. Passives, participles, relative clauses,
infinitives, gerunds and coordinated verbs are undone here, so that "X задержал Y", "Y был задержан X", "задержанный X
Y", "Y, которого задержал X" and "X решил задержать Y" give the same subject and object.
"""

from collections.abc import Iterator
from itertools import pairwise

from kg.extract.events.triggers import classes
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.language.once import once

_CASES = {"gen": "Gen", "dat": "Dat", "acc": "Acc", "ins": "Ins", "loc": "Loc"}
_FULL_PREPOSITIONS = {"со": "с", "во": "в", "ко": "к", "об": "о", "обо": "о", "изо": "из", "ото": "от", "надо": "над",
                      "передо": "перед", "подо": "под"}  # fmt: skip
_SPELLINGS = {
    short: {short, *(full for full, other in _FULL_PREPOSITIONS.items() if other == short)}
    for short in _FULL_PREPOSITIONS.values()
}
_ROUGHLY = frozenset({"около", "свыше", "порядка", "до"})
_NUMBERS = ("nummod", "nummod:gov")
_CORE = frozenset({"nsubj", "nsubj:pass", "obj"})
_TOGETHER = frozenset({"вместе", "совместно"})
"""Adverbs on which the parser hangs the other party: "вместе с Казахстаном"."""
_POSSESSIVES = frozenset({"его", "ее", "их"})
_ADDRESSED = frozenset({"имя", "адрес", "лицо"})
"""Nouns whose genitive is never that of the noun above: "заявление на имя министра"."""
_CIRCUMSTANCES = frozenset({"в_ходе", "во_время", "на", "после", "накануне", "перед"})
_BREAKS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "-", "«", "»", '"'})
_FURTHEST = 7
"""So many words behind a noun is a genitive looked for that the parser has hung elsewhere."""
_OPENING_MARKS = frozenset({"«", "“", ":"})
_MARKS = _OPENING_MARKS | {'"'}
_OBLIQUE = ("obl", "nmod", "iobj", "obj", "obl:agent", "advmod", "xcomp")
_MODIFIERS = ("acl", "amod")
_CLAUSES = frozenset({"advcl", "acl", "acl:relcl", "parataxis", "ccomp", "csubj"})


def is_verb(token: Token) -> bool:
    """A verb in any of its forms, or a predicate: готов, намерен, должен."""
    return token.pos in {"VERB", "AUX"}


def is_participle(token: Token) -> bool:
    """A full participle that hangs on its noun: "захваченные острова"; a short one is a predicate ("с того момента, как
    был задержан").
    """
    return token.rel in _MODIFIERS and token.has(VerbForm="Part") and not token.has(Variant="Short")


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Does the subject suffer what the verb says?"""
    voice, form = verb.feats.get("Voice"), verb.feats.get("VerbForm")
    if voice == "Act" and form == "Fin":
        return False  # whatever the parser calls the subject that it shares: "спорила с X и была исключена"
    if voice == "Pass" or (form == "Part" and verb.has(Variant="Short")):
        return True
    return bool(sentence.children(verb, "nsubj:pass", "aux:pass"))


def preposition(sentence: Sentence, token: Token) -> str | None:
    """The preposition of a noun, in its short form (со → с); words of a longer one joined by ``_`` (во_время)."""
    case = sentence.preposition_of.get(token.index)
    if case is None:
        return None
    fixed = sentence.children(case, "fixed")
    return "_".join(fold(word.text) for word in (case, *fixed)) if fixed else _short(case)


def _short(preposition: Token) -> str:
    word = fold(preposition.text)
    return _FULL_PREPOSITIONS.get(word, word)


def bare(sentence: Sentence, token: Token) -> bool:
    """Does a noun stand without a preposition, or with one that only belongs to its number: "около 1700 счетов"?"""
    before = preposition(sentence, token)
    return before is None or (before in _ROUGHLY and token.rel in _CORE and bool(sentence.children(token, *_NUMBERS)))


conjuncts = Sentence.conjuncts


def first_conjunct(sentence: Sentence, token: Token) -> Token:
    """The head of the coordination that the token belongs to."""
    if token.rel != "conj":
        return token
    current = token
    for ancestor in sentence.ancestors(token):
        if current.rel != "conj":
            break
        current = ancestor
    return current


@once
def subjects(sentence: Sentence, verb: Token, depth: int = 0) -> tuple[Token, ...]:
    """Who does what an active verb says, or suffers what a passive one says: its grammatical subject, wherever it
    stands.
    """
    own = sentence.children(verb, "nsubj", "nsubj:pass", "csubj")
    own = tuple(token for token in own if token.pos != "ADV" or genitives(sentence, token))  # "более ста стран"
    own = tuple(token for token in own if token not in _taken_for_subjects(sentence, verb, own))
    if own:
        return (_uncrossed(sentence, verb, _nearest(sentence, verb, own)),)
    stranded = _stranded_subject(sentence, verb)
    if stranded is not None:
        return (stranded,)
    if verb.has(VerbForm="Fin", Person="1"):
        return (verb,)  # "благодарим Китай": the ending says who
    head = sentence.head(verb)
    if depth > 6:
        return ()
    if head is None:
        return _subject_before(sentence, verb)
    if is_participle(verb):
        return (head,)
    if verb.rel == "conj":
        if head.index > verb.index:  # nothing is joined to what comes later: the parser has lost its way
            return _subject_before(sentence, verb)
        if head.pos in {"NOUN", "PROPN"} and not head.rel.startswith("root") and not is_verb(head):
            return ()
        shared = sentence.children(head, "nsubj")
        if shared and not _agrees(sentence, verb, shared[0]):
            return _subject_above(sentence, verb, head)
        if shared:
            return (_uncrossed(sentence, verb, shared[0]),)
        if verb.has(VerbForm="Fin", Number="Sing") and head.has(VerbForm="Fin", Number="Plur"):
            return _subject_above(sentence, verb, head)  # "X заявил, что в стране ценят Y, и подтвердил готовность"
        return subjects(sentence, head, depth + 1)
    if verb.rel in {"xcomp", "csubj", "ccomp", "obj", "obl", "advcl"} and verb.has(VerbForm="Inf"):
        return controllers(sentence, head, depth + 1)
    if verb.rel == "xcomp" and verb.has(VerbForm="Part", Variant="Short"):
        return subjects(sentence, head, depth + 1)  # "должен быть оставлен под стражей"
    if verb.rel == "ccomp" and not verb.has(Number="Plur") and not verb.has(VerbForm="Inf"):
        # "Си сообщил, что готов помочь": the clause goes on with the same subject
        return subjects(sentence, head, depth + 1)
    if verb.rel in {"advcl", "acl"} and verb.has(VerbForm="Conv"):
        return subjects(sentence, head, depth + 1)
    if verb.rel in {"acl", "nmod"} and verb.has(VerbForm="Inf"):
        return controllers(sentence, head, depth + 1)
    if verb.rel in {"parataxis", "advcl", "acl:relcl", "acl"}:
        return _subject_before(sentence, verb)
    return ()


def _taken_for_subjects(sentence: Sentence, verb: Token, found: tuple[Token, ...]) -> tuple[Token, ...]:
    """Of two subjects of a verb in the plural the name in the singular, which is its object: "Орлова Ким посетили
    представители посольства"; of a passive the person beside the thing: "Орлову были предъявлены обвинения".
    """
    if len(found) != 2:
        return ()
    names = tuple(token for token in found if token.pos == "PROPN" and token.has(Animacy="Anim"))
    others = tuple(token for token in found if token not in names)
    if len(names) != 1 or len(others) != 1 or others[0].pos != "NOUN":
        return ()
    if is_passive(sentence, verb):
        return names if others[0].has(Animacy="Inan") and not verb.has(Gender="Masc") else ()
    plural = verb.has(VerbForm="Fin", Number="Plur") and others[0].has(Number="Plur", Case="Nom")
    return names if plural and names[0].has(Number="Sing") and not sentence.children(names[0], "conj") else ()


def _nearest(sentence: Sentence, verb: Token, found: tuple[Token, ...]) -> Token:
    """Of several subjects that the parser gives a verb the one that stands last before it; the others belong to what
    introduces it: "X выступил с заявлением: «США осуждают …»". Of several that are joined the first: "X и эта женщина".
    """
    before = [token for token in found if token.index < verb.index]
    if len(before) < 2:
        return found[0]
    between = sentence.tokens[before[-2].index : before[-1].index]
    return before[-2] if any(token.pos == "CCONJ" for token in between) else before[-1]


def _agrees(sentence: Sentence, verb: Token, subject: Token) -> bool:
    """Can a noun be the subject of a finite verb, by its number?"""
    if verb.has(VerbForm="Fin", Number="Plur") and subject.has(Number="Sing"):
        # a pronoun or one name is no plural: "он убил троих, затем его застрелили"; "ряд стран потребовали" is
        one = subject.pos == "PRON" or (subject.pos == "PROPN" and subject.has(Animacy="Anim"))
        return not one or bool(sentence.children(subject, "conj")) or bool(prepositional(sentence, subject, "с", "ins"))
    if not verb.has(VerbForm="Fin", Number="Sing") or not subject.has(Number="Plur"):
        return True
    return bool(sentence.children(subject, "nummod", "nummod:gov"))


def _subject_above(sentence: Sentence, verb: Token, head: Token) -> tuple[Token, ...]:
    """The subject of the clause to which a verb goes back over one with another subject: "X сообщил, что хочет мира,
    которого ждут люди, но требует гарантий".
    """
    for above in sentence.ancestors(head):
        own = sentence.children(above, "nsubj") if is_verb(above) else ()
        if own and _agrees(sentence, verb, own[0]):
            return own[:1]
    return ()


def is_reciprocal(sentence: Sentence, verb: Token) -> bool:
    """Do several do it to each other: "обвиняют друг друга", "помогают друг другу"?"""
    words = [token.lemma for token in sentence.subtree(verb, without=_CLAUSES) if token.pos != "ADP"]
    return ("друг", "друг") in pairwise(words)


def _uncrossed(sentence: Sentence, verb: Token, subject: Token) -> Token:
    """The subject of a verb where the parser has crossed those of two clauses: of "X объявил …, однако Y назвал …" it
    may give X to the second verb and Y to the first.
    """
    for other in sentence.tokens:
        rival = sentence.head(other) if other.rel == "nsubj" else None
        if rival is None or rival == verb:
            continue
        if subject.index < rival.index < other.index < verb.index:
            return other
        if other.index < verb.index < subject.index < rival.index:
            return other
    return subject


@once
def _stranded_subject(sentence: Sentence, verb: Token) -> Token | None:
    """The nominative before a finite verb that the parser has hung on something behind the verb: on a noun ("посол X
    встретился с Y"), or on a verb that has a subject of its own.
    """
    if not verb.has(VerbForm="Fin"):
        return None
    for token in reversed(sentence.tokens[: verb.index]):
        head = sentence.head(token)
        if token.pos == "VERB" and token.has(VerbForm="Fin"):
            return None
        if token.pos not in {"NOUN", "PROPN"} or not token.has(Case="Nom") or head is None:
            continue
        agrees = token.feats.get("Number") == verb.feats.get("Number") or bool(sentence.children(token, "conj"))
        if head.index < verb.index:
            doubled = token.rel == "nsubj" and head.index < token.index and len(sentence.children(head, "nsubj")) > 1
            if doubled and agrees:
                return token  # "X возражал, а позже Y отказался"
            continue
        loose = token.rel == "nmod" or (token.rel == "appos" and not head.has(Case="Nom"))
        return token if agrees and (loose or len(sentence.children(head, "nsubj")) > 1) else None
    return _lost_subject(sentence, verb)


def _lost_subject(sentence: Sentence, verb: Token) -> Token | None:
    """The first nominative of the clause before a verb in the past that agrees with it in number and gender, where the
    parser has lost its way in what stands between: "Банк X (Y), по итогам года – первый в стране, подписал …".
    """
    if not verb.has(Tense="Past", VerbForm="Fin") or verb.has(Gender="Neut") or verb.rel not in {"root", "parataxis"}:
        return None
    found = None
    for token in reversed(sentence.tokens[: verb.index]):
        if token.pos in {"VERB", "AUX"} or token.text in _MARKS:
            return found
        if token.pos not in {"NOUN", "PROPN"} or not token.has(Case="Nom") or sentence.children(token, "case"):
            continue
        several = verb.has(Number="Plur") and bool(sentence.children(token, "conj"))
        if several or all(token.feats.get(name) == verb.feats.get(name) for name in ("Number", "Gender")):
            found = token
    return found


def _subject_before(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The subject of the finite verb before, in number and gender the same, where a verb has none ("посетил Китай, где
    принял участие в саммите"). Plurals and neuters without a subject are impersonal rather.
    """
    finite = verb.has(VerbForm="Fin") or verb.has(VerbForm="Part", Variant="Short")  # "с тех пор, как был задержан"
    if not finite or not verb.has(Number="Sing") or verb.has(Gender="Neut") or verb.has(Person="2"):
        return ()
    for other in reversed(sentence.tokens[: verb.index]):
        if other.pos == "VERB" and other.has(VerbForm="Fin"):
            if not _alike(verb, other, "Number", "Gender", "Person"):
                return _experiencer(sentence, other, verb)
            return tuple(
                subject for subject in sentence.children(other, "nsubj")[:1] if _alike(verb, subject, "Gender")
            )
    return ()


def agree(one: Token, other: Token) -> bool:
    """Have a pronoun and a noun one number and one gender, as far as they show it?"""
    return _alike(one, other, "Number", "Gender")


def _alike(one: Token, other: Token, *names: str) -> bool:
    """Are two words alike in these features, as far as both have them: "находится" has no gender, "задержан" has."""
    known = (name for name in names if name in one.feats and name in other.feats)
    return all(one.feats[name] == other.feats[name] for name in known)


def _experiencer(sentence: Sentence, impersonal: Token, verb: Token) -> tuple[Token, ...]:
    """Whom an impersonal verb names, the only one to whom the next verb can belong: "ему удалось бежать, после чего был
    задержан".
    """
    if not impersonal.has(Gender="Neut") or sentence.children(impersonal, "nsubj"):
        return ()
    found = datives(sentence, impersonal)[:1]
    return tuple(token for token in found if token.feats.get("Gender") == verb.feats.get("Gender"))


def antecedent(sentence: Sentence, pronoun: Token) -> Token | None:
    """The noun that "который" stands for: that on which its clause hangs or, with a plural, the first of several. Where
    the parser hangs the clause on nothing, or on a noun of another gender, the nearest noun before that agrees.
    """
    clause = next((head for head in sentence.ancestors(pronoun) if head.rel in {"acl:relcl", "acl"}), None)
    noun = sentence.head(clause) if clause is not None else None
    if noun is not None and pronoun.has(Number="Plur") and noun.rel == "conj" and not noun.has(Number="Plur"):
        return first_conjunct(sentence, noun)
    if noun is None or (pronoun.has(Number="Sing") and not agree(pronoun, noun)):
        return _agreeing_before(sentence, pronoun) or noun
    return noun


def _agreeing_before(sentence: Sentence, pronoun: Token) -> Token | None:
    """The nearest noun or name before a relative with its number and gender, in the same clause as the comma."""
    if not pronoun.has(Number="Sing") or "Gender" not in pronoun.feats:
        return None
    for token in reversed(sentence.tokens[: pronoun.index]):
        if is_verb(token) and token.has(VerbForm="Fin"):
            return None
        if token.pos in {"NOUN", "PROPN"} and agree(pronoun, token):
            name = token
            while name.rel.startswith("flat") and (head := sentence.head(name)) is not None and head.index < name.index:
                name = head
            return name
    return None


def indefinite_subjects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Where those are who do what a verb in the plural without a subject says: "в Госдуме одобрили", "в Киеве осудили",
    "в колонии Ветрова избивали".
    """
    plural = verb.has(VerbForm="Fin", Number="Plur") and not verb.has(Person="1") and not verb.has(Person="2")
    if not plural or is_passive(sentence, verb) or subjects(sentence, verb):
        return ()
    return prepositional(sentence, verb, "в", "loc")


def wished_subjects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Of whom something is wished: the subject of the clause with "чтобы" that follows, whatever the parser hangs it
    on.
    """
    for token in sentence.tokens[verb.index + 1 :]:
        if token.lemma == "чтобы":
            clause = sentence.head(token)
            return sentence.children(clause, "nsubj", "nsubj:pass") if clause is not None else ()
        if is_verb(token):
            return ()
    return ()


def controllers(sentence: Sentence, head: Token, depth: int) -> tuple[Token, ...]:
    """Whom an infinitive's subject is: the subject of the verb on which it hangs ("X решил ввести"), or of the noun's
    light verb ("X выразил готовность помочь"), or the noun's genitive ("готовность X помочь"). Who is made to do
    something does it ("был вынужден уйти", "заставили его уйти").
    """
    if head.pos in {"NOUN", "PROPN"}:
        return genitives(sentence, head) or light_subjects(sentence, head, depth)
    if is_verb(head) or head.pos in {"ADJ", "ADV", "DET"}:
        if head.lemma in classes()["forcing"]:
            return subjects(sentence, head, depth) if is_passive(sentence, head) else objects_of(sentence, head)
        found = agents(sentence, head) if is_passive(sentence, head) else subjects(sentence, head, depth)
        return found or datives(sentence, head)
    return ()


def agents(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """By whom: the bare instrumental of a passive or of a noun; the parser may hang it on the noun's genitive ("арест
    Ветрова Турцией").
    """
    heads = (verb,) if is_verb(verb) else (verb, *sentence.children(verb, "nmod"))
    found = tuple(
        child
        for head in heads
        for child in sentence.children(head, "obl", "obl:agent", "nmod", "iobj")
        if child.has(Case="Ins") and bare(sentence, child) and not _is_office(sentence, child)
    )
    return found or _agent_beside(sentence, verb)


def _agent_beside(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The name behind a passive participle that the parser has hung further on: "приглашённый Орловым выступить"."""
    after = sentence.next(verb)
    if after is None or not (verb.has(VerbForm="Part", Voice="Pass") and is_participle(verb)):
        return ()
    name = after.pos == "PROPN" and after.has(Case="Ins") and after.rel in {"obl", "nmod", "obl:agent"}
    return (after,) if name and bare(sentence, after) else ()


def _is_office(sentence: Sentence, token: Token) -> bool:
    """Is it what somebody becomes: "избраны президентами Орлов и Лунин"?"""
    return any(name.pos == "PROPN" and name.has(Case="Nom") for name in sentence.children(token, "appos"))


def actors_of(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Who does what the verb says, in whatever voice."""
    if is_passive(sentence, verb):
        own = agents(sentence, verb)
        head = sentence.head(verb)
        if not own and verb.rel == "conj" and head is not None and is_passive(sentence, head):
            return agents(sentence, head)
        return own
    return subjects(sentence, verb)


@once
def objects_of(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """To whom the verb does it, in whatever voice."""
    if is_passive(sentence, verb):
        return subjects(sentence, verb) or _nominative_beside_office(sentence, verb)
    found = tuple(
        child
        for child in sentence.children(verb, "obj", "iobj")
        if bare(sentence, child) and not child.has(Case="Dat") and not child.has(Case="Ins")
    )
    if found:
        return found
    swapped = _taken_for_subjects(sentence, verb, sentence.children(verb, "nsubj"))
    if swapped:
        return swapped
    beside_office = _object_beside_office(sentence, verb)
    if beside_office is not None:
        return (beside_office,)
    after_verb = sentence.next(verb)
    if after_verb is not None and after_verb.rel == "obj" and after_verb.has(Case="Acc") and after_verb.pos == "PRON":
        return (after_verb,)  # "задержали его": the parser may hang the pronoun on a verb further on
    # "арестовал и выслал дипломата": the object stands once, by the last verb
    after = [other for other in sentence.children(verb, "conj") if is_verb(other) and other.index > verb.index]
    if len(after) == 1 and not is_passive(sentence, after[0]):
        return objects_of(sentence, after[0])
    return _object_before(sentence, verb)


def _object_before(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The object that stands once, by the first of two verbs: "отстранил его, обвинив в коррупции", "Орлова помиловали
    и выдали".
    """
    head = sentence.head(verb)
    joined = verb.rel == "conj" or (verb.rel == "advcl" and verb.has(VerbForm="Conv"))
    if head is None or not joined or not is_verb(head) or head.index > verb.index or is_passive(sentence, head):
        return ()
    if verb.has(VerbForm="Fin") and (
        sentence.children(verb, "nsubj") or verb.feats.get("Number") != head.feats.get("Number")
    ):
        return ()
    return tuple(
        child
        for child in sentence.children(head, "obj")
        if (bare(sentence, child) and child.has(Animacy="Anim")) or child.pos == "PRON"
    )


def _nominative_beside_office(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Who is given an office, where the parser takes the name for one with it: "были избраны президентами Орлов и
    Лунин"; and the subject that stands by the second of two passives: "освобождён от должности и уволен Орлов".
    """
    offices = (child for child in sentence.children(verb, "obl", "obl:agent", "xcomp") if child.has(Case="Ins"))
    names = (name for office in offices for name in sentence.children(office, "appos"))
    found = tuple(name for name in names if name.pos == "PROPN" and name.has(Case="Nom", Animacy="Anim"))[:1]
    if found:
        return found
    joined = (other for other in sentence.children(verb, "conj") if other.index > verb.index)
    return next((subjects(sentence, other) for other in joined if is_passive(sentence, other)), ())


def _object_beside_office(sentence: Sentence, verb: Token) -> Token | None:
    """Whom a verb gives an office, where the parser takes the name for one with the office: "назначил министром обороны
    адмирала Ветрову", "избрал на пост министра Ветрову".
    """
    posts = [child for child in sentence.children(verb, "obl") if child.lemma in {"пост", "должность"}]
    for title in (title for post in posts for title in genitives(sentence, post)):
        for name in sentence.children(title, "appos"):
            if name.pos == "PROPN" and name.has(Animacy="Anim"):
                return name
    for office in sentence.children(verb, "xcomp", "obl", "iobj"):
        if office.has(Case="Ins") and bare(sentence, office):
            for name in sentence.children(office, "appos", "nmod"):
                if name.has(Animacy="Anim") and (
                    name.has(Case="Acc") or (name.rel == "appos" and name.has(Case="Gen"))
                ):
                    return name
    return None


def instrumentals(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Bare instrumentals: "избран президентом", "грозит санкциями"; of a passive those too that the parser takes for
    its agent ("Новым директором назначен Ветров").
    """
    if not is_verb(token):
        return agents(sentence, token)
    rels = ("xcomp", "obl") if is_passive(sentence, token) else _OBLIQUE
    return tuple(child for child in sentence.children(token, *rels) if child.has(Case="Ins") and bare(sentence, child))


def datives(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Bare datives; of a passive the person too whom the parser takes for a second subject."""
    found = _bare(sentence, token, "Dat")
    if found or not is_verb(token) or not is_passive(sentence, token):
        return found
    return _taken_for_subjects(sentence, token, sentence.children(token, "nsubj:pass"))


@once
def genitives(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Bare genitives (of a noun: whose it is) and the possessives его, её, их; that of "поверенный в делах" too."""
    possessives = tuple(child for child in sentence.children(token) if child.text.casefold() in _POSSESSIVES)
    return (*possessives, *_bare(sentence, token, "Gen"), *_accrediting(sentence, token))


def _accrediting(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Whose a "поверенный в делах" is, whatever the parser hangs on what."""
    affairs, state = sentence.next(token, 2), sentence.next(token, 3)
    if not token.text.casefold().startswith("поверенн") or affairs is None or affairs.lemma != "дело":
        return ()
    return (state,) if state is not None and state.has(Case="Gen") else ()


def displaced_genitives(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """Genitives of persons that the parser has hung on a phrase between: "визит в Китай президента России",
    "убийство полицейским Ветрова".
    """
    between = (child for child in sentence.children(noun, "nmod") if not bare(sentence, child) or child.has(Case="Ins"))
    return tuple(
        genitive
        for child in between
        if child.lemma not in _ADDRESSED and (not child.has(Animacy="Anim") or child.has(Case="Ins"))
        for genitive in genitives(sentence, child)
        if genitive.has(Animacy="Anim")
    )


def genitive_further_on(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The person in the genitive behind a noun, after only a date and who did it: "ликвидация 2 мая американским
    спецназом лидера движения".
    """
    for token in sentence.tokens[noun.index + 1 : noun.index + 1 + _FURTHEST]:
        if is_verb(token) or token.pos in {"CCONJ", "SCONJ"} or token.text in _BREAKS:
            return ()
        head = sentence.head(token)
        person = token.pos in {"NOUN", "PROPN"} and token.has(Animacy="Anim") and not token.has(Case="Ins")
        if person and (token.has(Case="Gen") or token.has(Case="Acc")) and bare(sentence, token):
            between = head is not None and noun.index < head.index < token.index
            return () if between and head is not None and not head.has(Case="Ins") else (token,)
    return ()


def agent_further_on(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """Who does what a noun says to the person behind it, where the parser has hung him elsewhere."""
    suffering = genitive_further_on(sentence, noun)
    between = sentence.tokens[noun.index + 1 : suffering[0].index] if suffering else ()
    return tuple(
        token for token in between if token.pos in {"NOUN", "PROPN"} and token.has(Case="Ins") and bare(sentence, token)
    )[:1]


def displaced_name(sentence: Sentence, noun: Token) -> Token | None:
    """The name of a person that belongs to a noun though the parser has hung it on a phrase between: "избрала
    предпринимателя с большим опытом 49-летнего Павла Ветрова". Only an accusative, which no other noun governs.
    """
    if noun.pos != "NOUN" or noun.feats.get("Case") != "Acc" or not noun.has(Animacy="Anim", Number="Sing"):
        return None
    for token in sentence.tokens[noun.index + 1 :]:
        if is_verb(token) or token.pos in {"CCONJ", "SCONJ"} or token.text in _OPENING_MARKS:
            return None
        if token.pos == "PROPN" and token.has(Animacy="Anim", Case="Acc", Number="Sing") and bare(sentence, token):
            return token if token.rel == "nmod" and _alike(noun, token, "Gender") else None
    return None


def participle_agents(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """By whom something is that a participle describes: "работа, проделанная Казахстаном"."""
    participles = (child for child in sentence.children(noun, *_MODIFIERS) if child.has(VerbForm="Part", Voice="Pass"))
    return tuple(agent for participle in participles for agent in agents(sentence, participle))


AGAINST = "анти"
"""How an adjective begins that says against whom something is: антироссийский."""


def adjectives(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Adjectives of a noun, without those that say against whom it is."""
    return tuple(child for child in sentence.children(token, "amod") if not child.lemma.startswith(AGAINST))


def adjectives_against(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Adjectives that say against whom a noun is: "антииранские санкции", "антиправительственный митинг"."""
    return tuple(child for child in sentence.children(token, "amod") if child.lemma.startswith(AGAINST))


def _bare(sentence: Sentence, token: Token, case: str) -> tuple[Token, ...]:
    below = sentence.children(token, *_OBLIQUE)
    return tuple([child for child in below if child.feats.get("Case") == case and bare(sentence, child)])


@once
def prepositional(sentence: Sentence, token: Token, name: str, case: str) -> tuple[Token, ...]:
    """Nouns that hang on the token by a preposition; a preposition of two words may be parsed as one, or as a noun with
    a preposition of its own ("со стороны" + genitive).
    """
    found: list[Token] = []
    first, _, second = name.partition("_")
    short = _FULL_PREPOSITIONS.get(first, first)
    if sentence.prepositions.isdisjoint(_SPELLINGS.get(short, {short})):
        return ()
    beside = _phrase_beside(sentence, token)
    together = (adverb for adverb in sentence.children(token, "advmod") if adverb.lemma in _TOGETHER)
    others = (child for adverb in together for child in sentence.children(adverb, "obl", "nmod"))
    hung = (
        *_hung_on_circumstances(sentence, token),
        *_hung_on_subject(sentence, token),
        *_hung_on_reason(sentence, token),
    )
    for child in (*sentence.children(token, *_OBLIQUE), *others, *beside, *hung):
        if preposition(sentence, child) == (name if second else short):
            if _stands_in(sentence, child, case):
                found.append(child)
        elif second and child.text.casefold() == second and preposition(sentence, child) == short:
            found.extend(genitives(sentence, child))  # "в отношении его", "в его отношении"
    return tuple(found)


def _hung_on_circumstances(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """To whom a verb says something, hung by the parser on when: "обратился в ходе визита к гражданам"."""
    if not is_verb(verb):
        return ()
    when = (child for child in sentence.children(verb, "obl") if preposition(sentence, child) in _CIRCUMSTANCES)
    return tuple(
        child for noun in when for child in sentence.children(noun, "nmod") if preposition(sentence, child) == "к"
    )


def _hung_on_subject(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Phrases behind a verb that the parser has hung on the subject before it: "X предупредил Y об ударе"."""
    if not is_verb(verb):
        return ()
    before = (child for child in sentence.children(verb, "nsubj", "nsubj:pass") if child.index < verb.index)
    return tuple(
        child for noun in before for child in sentence.children(noun, "nmod", "obl") if child.index > verb.index
    )


def _hung_on_reason(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """What the parser has hung on the reason: "возложил ответственность за взрыв на X"."""
    reasons = (child for child in sentence.children(noun, "nmod", "obl") if preposition(sentence, child) == "за")
    return tuple(child for reason in reasons for child in sentence.children(reason, "nmod", "obl"))


def counterpart_of_topic(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """With whom one talks, where it stands by what is talked of: "переговоры о заключении договора с Россией"."""
    topics = (child for child in sentence.children(noun, "nmod", "obl") if preposition(sentence, child) in {"о", "по"})
    return tuple(
        child
        for topic in topics
        for below in sentence.subtree(topic, without=_CLAUSES)
        for child in prepositional(sentence, below, "с", "ins")
    )[:1]


def _phrase_beside(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """The noun of the phrase that begins right after the token, where the parser has hung it on another word."""
    after = sentence.next(token)
    noun = sentence.head(after) if after is not None and after.rel == "case" else None
    if noun is None or noun.head == token.index or noun.index <= token.index:
        return ()
    return (noun,)


def _stands_in(sentence: Sentence, noun: Token, case: str) -> bool:
    counted = bool(sentence.children(noun, "nummod", "nummod:gov"))  # "на 20 лет" is an accusative
    return noun.feats.get("Case") in (_CASES[case], None) or (case == "acc" and counted and noun.has(Case="Gen"))


@once
def light_verb(sentence: Sentence, noun: Token, names: frozenset[str]) -> Token | None:
    """The verb that, with the noun, says one thing: "X совершил визит", "визит, совершённый X"."""
    noun = first_conjunct(sentence, noun)
    for child in sentence.children(noun, "acl", "amod"):
        if child.lemma in names and child.has(VerbForm="Part"):
            return child
    head = sentence.head(noun)
    if head is None or not is_verb(head):
        return None
    suffering = noun.rel in {"nsubj", "nsubj:pass"} and head.lemma.endswith(("ся", "сь"))
    if suffering and head.lemma[:-2] in names:
        return head  # "ведётся расследование"
    if head.lemma not in names:
        return None
    fits = noun.rel in {"obj", "nsubj:pass", "iobj", "obl", "xcomp"} and preposition(sentence, noun) in {None, "с"}
    return head if fits else None


def light_subjects(sentence: Sentence, noun: Token, depth: int = 0) -> tuple[Token, ...]:
    """The subject of the verb of which a noun is the object, whichever it is."""
    head = sentence.head(noun)
    if head is None or not is_verb(head) or noun.rel not in {"obj", "obl", "nsubj:pass", "iobj"}:
        return ()
    return agents(sentence, head) if is_passive(sentence, head) else subjects(sentence, head, depth + 1)


def complement(sentence: Sentence, token: Token) -> Iterator[Token]:
    """The infinitives that depend on a token and the nouns and infinitives that those govern, from the outside in."""
    waiting = [
        child
        for child in sentence.children(token, "xcomp", "csubj", "acl", "ccomp", "obj", "advcl", "nmod")
        if child.has(VerbForm="Inf")
    ]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if current.index in seen:  # the parser's trees can have cycles
            continue
        seen.add(current.index)
        yield current
        waiting.extend(sentence.children(current, "xcomp", "obj", "iobj", "obl", "conj", "nmod", "advmod", "amod"))


def clause(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """What hangs on the token, other clauses left out."""
    return tuple(other for other in sentence.subtree(token, without=_CLAUSES) if other != token)


def clause_verb(sentence: Sentence, token: Token) -> Token | None:
    """The predicate of the clause in which a noun stands."""
    return next((head for head in sentence.ancestors(token) if is_verb(head) and not is_participle(head)), None)
