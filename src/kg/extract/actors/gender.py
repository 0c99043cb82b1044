"""What names tell of the gender of who bears them, in the dictionary's terms: masc or femn."""

from collections.abc import Iterator

from kg.extract.actors.candidates import Candidate
from kg.extract.actors.names import CASES
from kg.language import Token
from kg.language.morphology import fold, forms


def surname_gender(token: Token) -> str | None:
    """masc or femn, where a surname in its case has one only: "Назарбаева" is a woman in the nominative and a man in
    the genitive; None for a name that does not tell (Меркель).
    """
    case = CASES.get(token.feats.get("Case", ""))
    genders = {
        str(form.tag.gender)
        for form in forms(fold(token.text))
        if "Surn" in form.tag and "sing" in form.tag and case is not None and case in form.tag
    }
    return next(iter(genders)) if len(genders) == 1 and genders <= {"masc", "femn"} else None


def gender_votes(candidate: Candidate) -> Iterator[str]:
    """A gender for each first name and patronymic in a name, and for a surname that tells beside them."""
    words = 0
    for token in candidate.tokens:
        words += token.text[:1].isalnum()
        readings = [form for form in forms(fold(token.text))[:2] if form.is_known] if len(token.text) > 1 else []
        yield from (str(form.tag.gender) for form in readings if "Name" in form.tag or "Patr" in form.tag)
    if words > 1 and (gender := surname_gender(candidate.tokens[-1])) is not None:
        yield gender
