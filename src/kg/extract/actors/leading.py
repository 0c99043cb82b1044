"""Bodies that somebody leads, without a title: by a verb ("Иванов возглавляет «Роснефть»") or "во главе"."""

from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.actors.candidates import ORGANISATION, PERSON, STATE, Candidate
from kg.extract.actors.holders import argument
from kg.extract.actors.office import Office
from kg.extract.actors.office_titles import is_noun_for_bodies
from kg.extract.lexicon import rows, words
from kg.knowledge.titles import Title, Titles
from kg.language import Sentence, Token
from kg.language.morphology import fold
from kg.model import Span


def led_bodies(sentence: Sentence, names: Sequence[Candidate]) -> Iterator[Office]:
    """The offices of those who lead a body that the sentence names."""
    has_verb = bool(sentence.having(words("leading_verbs.tsv")))
    has_head, has_term = "глава" in sentence.lemmas, bool(sentence.having(words("terms_of_office.tsv")))
    for name in names if has_verb or has_head or has_term else ():
        if has_verb and name.type == ORGANISATION:
            yield from _by_verb(sentence, name, names)
        if has_head and name.type in {ORGANISATION, STATE}:
            yield from _at_the_head(sentence, name, names)
        if has_term and name.type == PERSON:
            yield from _in_term(sentence, name)


def _by_verb(sentence: Sentence, body: Candidate, names: Sequence[Candidate]) -> Iterator[Office]:
    """Who leads a body by a verb: "Иванов возглавляет «Роснефть»", "Иванов, руководивший Генштабом", "«Роснефть»,
    которую возглавляет Иванов".
    """
    yield from _by_participle(sentence, body, names)
    relative = _relative_clause(sentence, body)
    first = body.head
    while first.rel == "conj" and (before := sentence.head(first)) is not None and before.pos != "VERB":
        first = before  # "возглавлял суд и Госсовет"
    verb = relative or sentence.head(first)
    title = _leading_verbs().get(verb.lemma) if verb is not None else None
    if verb is None or title is None:
        return
    case = "Ins" if title[1] == "instrumental" else "Acc"
    governed = first.rel in {"obj", "obl", "nsubj:pass", "nsubj"} and body.head.feats.get("Case") in {
        case,
        "Nom",
        None,
    }
    if relative is None and not governed:
        return
    subject = next(
        (n.head for n in names if n.type == PERSON and n.head.head == verb.index and n.head.rel == "nsubj"), None
    )
    subject = subject or argument(sentence, verb, of_others=False)
    if subject is None or subject is body.head:
        return
    yield from _office(sentence, title[0], verb, body, subject, names, "office-by-leading")


_NEAR = 3
"""Within so many tokens, the quotation mark and the comma among them, the participle follows the body's name."""


def _by_participle(sentence: Sentence, body: Candidate, names: Sequence[Candidate]) -> Iterator[Office]:
    """Who leads a body by a passive participle: "«Роснефть», возглавляемая Ивановым"."""
    noun = sentence.head(body.head)
    own = [body.head, *([noun] if noun is not None and body.head.rel == "appos" and is_noun_for_bodies(noun) else ())]
    for verb in (child for head in own for child in sentence.children(head, "acl", "amod")):
        is_near = 0 < verb.index - body.tokens[-1].index <= _NEAR
        title = _leading_verbs().get(verb.lemma) if is_near and verb.has(VerbForm="Part", Voice="Pass") else None
        agent = next((t for t in sentence.children(verb, "obl", "obl:agent", "iobj") if t.has(Case="Ins")), None)
        if title is not None and agent is not None:
            yield from _office(sentence, title[0], verb, body, agent, names, "office-by-leading")


def _relative_clause(sentence: Sentence, body: Candidate) -> Token | None:
    """The verb of "«Роснефть», которую возглавляет Иванов", whose object is the body."""
    for verb in sentence.children(body.head, "acl:relcl"):
        if any(child.lemma == "который" for child in sentence.children(verb, "obj", "obl")):
            return verb
    return None


def _at_the_head(sentence: Sentence, body: Candidate, names: Sequence[Candidate]) -> Iterator[Office]:
    """Who stands at a body's head: "«Роснефть» во главе с Ивановым", "Иванов стоит во главе «Роснефти»"; not
    "делегация «Роснефти» во главе с Ивановым".
    """
    after = _phrase_after(sentence, body.tokens[-1].index)
    governing = sentence.head(body.head)
    part_of_another = body.head.rel == "nmod" and governing is not None and governing.pos in {"NOUN", "PROPN"}
    title = "глава правительства" if body.rule == "government-of-state" else "глава"
    if after is not None and not part_of_another and (body.type == ORGANISATION or body.rule == "government-of-state"):
        holder = next((n for n in names if n.type == PERSON and n.tokens[0].index == after + 1), None)
        if holder is not None:
            yield from _office(
                sentence, title, sentence.tokens[after - 1], body, holder.head, names, "office-at-the-head"
            )
        return
    before = body.tokens[0].index - (2 if body.tokens[0].index > 1 else 0)
    noun = sentence.tokens[body.tokens[0].index - 1] if body.tokens[0].index else None
    if noun is None or noun.lemma != "глава" or not noun.has(Case="Loc") or sentence.tokens[before].lemma != "в":
        return
    holder = next((n for n in names if n.type == PERSON and n.tokens[-1].index == before - 1), None)
    verb = sentence.head(noun)
    subject = (
        holder.head if holder is not None else argument(sentence, verb, of_others=False) if verb is not None else None
    )
    if subject is not None:
        yield from _office(sentence, title, noun, body, subject, names, "office-at-the-head")


def _in_term(sentence: Sentence, person: Candidate) -> Iterator[Office]:
    """The office of whom a noun for the time in it governs: "во время президентства Орлова"."""
    noun = sentence.next(person.tokens[0], -1)
    title = _terms().get(noun.lemma) if noun is not None and person.head.has(Case="Gen") else None
    known = Titles.load().named(title) if title is not None else None
    if noun is None or known is None:
        return
    yield Office(
        sentence=sentence,
        title=known,
        head=noun,
        words=known.name,
        span=Span(noun.start, person.span.end),
        of=None,
        state=None,
        of_own_state=False,
        of_own_body=False,
        holder=person,
        rule="office-by-term",
    )


@cache
def _terms() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("terms_of_office.tsv")}


def _phrase_after(sentence: Sentence, last: int) -> int | None:
    """The place of the last word of "во главе с" right after a token, with a comma or not."""
    rest = [token for token in sentence.tokens[last + 1 : last + 6] if token.text not in {"»", '"', ","}][:3]
    is_phrase = len(rest) == 3 and rest[0].lemma == "в" and rest[1].text == "главе" and rest[2].text in {"с", "со"}
    return rest[2].index if is_phrase else None


def _office(
    sentence: Sentence,
    title: str,
    head: Token,
    body: Candidate,
    subject: Token,
    names: Sequence[Candidate],
    rule: str,
) -> Iterator[Office]:
    holder = next((n for n in names if n.type == PERSON and n.head is subject), None)
    if holder is None and subject.pos == "PROPN":
        return
    yield Office(
        sentence=sentence,
        title=Title(title, "head-of-body", "body"),
        head=head,
        words=title,
        span=Span(min(head.start, body.span.start), max(head.end, body.span.end)),
        of=body,
        state=body.state,
        of_own_state=False,
        of_own_body=False,
        holder=holder,
        rule=rule,
        subject=subject if holder is None else None,
    )


@cache
def _leading_verbs() -> dict[str, tuple[str, str]]:
    return {fold(row[0]): (row[1], row[2]) for row in rows("leading_verbs.tsv")}
