"""What names tell of the gender of who bears them, in the dictionary's terms: masc or femn."""

from collections.abc import Iterator
from functools import lru_cache

from kg.extract.actors.candidates import Candidate
from kg.extract.actors.names import CASES
from kg.language import Token
from kg.language.morphology import fold, forms


def surname_gender(token: Token) -> str | None:
    """masc or femn, where a surname in its case has one only: "Назарбаева" is a woman in the nominative and a man in
    the genitive; None for a name that does not tell (Меркель).
    """
    case = CASES.get(token.feats.get("Case", ""))
    return None if case is None else _surname_gender(fold(token.text), case)


@lru_cache(maxsize=50_000)
def _surname_gender(word: str, case: str) -> str | None:
    wanted = {"Surn", "sing", case}
    genders = {str(form.tag.gender) for form in forms(word) if wanted <= form.tag.grammemes}
    return next(iter(genders)) if len(genders) == 1 and genders <= {"masc", "femn"} else None


def verb_gender(candidate: Candidate) -> str | None:
    """The gender that the verb in the past tells of its subject: "Клинтон заявила"; None where there is none near."""
    token = candidate.head
    verb = candidate.sentence.head(token)
    if token.rel != "nsubj" or verb is None or abs(verb.index - token.index) > _NEAR:
        return None
    if verb.pos != "VERB" or not verb.has(Tense="Past", Number="Sing", VerbForm="Fin"):
        return None
    return {"Masc": "masc", "Fem": "femn"}.get(verb.feats.get("Gender", ""))


_NEAR = 4
"""How many tokens a verb may be from a subject whose gender it tells: parsers err over greater distances."""


def surname_and_verb_gender(candidate: Candidate) -> str | None:
    """The gender of whom a surname names as a subject, where the verb tells and the form of the name may be of that
    gender: "Назарбаева выступила" is a woman, whatever case the tagger sees.
    """
    gender = verb_gender(candidate)
    return gender if gender is not None and gender in _genders_of_nominative(fold(candidate.head.text)) else None


@lru_cache(maxsize=50_000)
def _genders_of_nominative(surname: str) -> frozenset[str]:
    tags = (form.tag.grammemes for form in forms(surname))
    return frozenset(gender for tag in tags if {"Surn", "nomn"} <= tag for gender in tag & {"masc", "femn"})


def gender_votes(candidate: Candidate) -> Iterator[str]:
    """A gender for each first name and patronymic in a name, for a surname that tells beside them, and for a verb."""
    words = 0
    for token in candidate.tokens:
        words += token.text[:1].isalnum()
        yield from _genders_of_first_name(fold(token.text)) if len(token.text) > 1 else ()
    if words > 1 and (gender := surname_gender(candidate.tokens[-1])) is not None:
        yield gender
    if (gender := verb_gender(candidate)) is not None:
        yield gender


@lru_cache(maxsize=50_000)
def _genders_of_first_name(word: str) -> tuple[str, ...]:
    """Of a first name or a patronymic, in its likeliest readings; none of another word."""
    known = (form for form in forms(word)[:2] if form.is_known)
    return tuple(str(form.tag.gender) for form in known if not _FIRST_NAMES.isdisjoint(form.tag.grammemes))


_FIRST_NAMES = frozenset({"Name", "Patr"})
