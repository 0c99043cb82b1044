"""Quotations that one article gives whole and another abridged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.exports.records import ClaimRecord
from kg.identifiers import DEFAULT_BASE, claim_id, iri
from kg.linking.claims import excerpts, link_claims
from kg.model import QuotationType
from kg.rdf import derived_graph
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore, Store
from kg.validation import validate
from tests.commands import kg
from tests.graphs import TOKAYEV, WEI, Reading, put

WHOLE = "Мы построим мост через реку к осени и откроем его для всех жителей обоих берегов"
PART = "Мы построим мост через реку к осени"


def said(
    words: str, article: str, speaker: str = "actor/orlov", kind: QuotationType = QuotationType.DIRECT
) -> ClaimRecord:
    return ClaimRecord(claim_id(speaker, words), speaker, text=words, type=kind, articles=(article,))


def pairs(*claims: ClaimRecord) -> list[tuple[str, str]]:
    return [(found.part.text, found.whole.text) for found in excerpts(claims)]


def test_a_part_of_a_quotation_is_its_excerpt_and_not_the_other_way_round() -> None:
    assert pairs(said(WHOLE, "a"), said(PART, "b")) == [(PART, WHOLE)]


@pytest.mark.parametrize(
    "words",
    [
        "мы построим мост через реку к осени и откроем его для всех!",
        "Мы построим мост через реку к осени… откроем его для всех жителей",
    ],
)
def test_case_marks_and_omissions_do_not_matter(words: str) -> None:
    assert pairs(said(WHOLE, "a"), said(words, "b")) == [(words, WHOLE)]


@pytest.mark.parametrize(
    "other",
    [
        said(PART, "b", speaker="actor/lis"),
        said(PART, "a"),
        said(PART, "b", kind=QuotationType.INDIRECT),
        said("Мы построим школу и больницу в каждом городе", "b"),
        said("Мы построим мост", "b"),
    ],
    ids=["another speaker", "one article", "retold", "other words", "too few words"],
)
def test_what_is_no_excerpt(other: ClaimRecord) -> None:
    assert pairs(said(WHOLE, "a"), other) == []


def test_what_very_many_have_in_common_tells_nothing() -> None:
    claims = [said(f"{PART} на участке номер {number}", f"article{number}") for number in range(150)]
    assert pairs(*claims, said(PART, "last")) == []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        yield opened


def test_the_graph_of_excerpts_is_written_anew_and_conforms(store: Store) -> None:
    put(store, [Reading(f"Первая. Токаев сказал: «{WHOLE}».").says(TOKAYEV, WHOLE)])
    put(store, [Reading(f"Вторая. Токаев сказал: «{PART}».").says(TOKAYEV, PART)])
    graph = derived_graph(DEFAULT_BASE, "claim-excerpts")
    for _ in range(2):
        assert len(link_claims(store, DEFAULT_BASE)) == 1
        (quad,) = store.quads(graph)
    part, whole = (NamedNode(iri(DEFAULT_BASE, claim_id(TOKAYEV.id, words))) for words in (PART, WHOLE))
    assert (quad.subject, quad.predicate, quad.object) == (part, KG.excerptOf, whole)
    assert not list(validate([quad]))


def test_the_same_quotation_in_two_outlets_is_one_claim(store: Store) -> None:
    put(store, [Reading(f"Первая. Вэй сказал: «{WHOLE}».").says(WEI, WHOLE)])
    put(store, [Reading(f"Вторая. «{WHOLE.upper()}!» — заявил Вэй.").says(WEI, WHOLE.upper())])
    claim = NamedNode(iri(DEFAULT_BASE, claim_id(WEI.id, WHOLE)))
    rows = store.query(f"SELECT DISTINCT ?article WHERE {{ {claim} {KG.reportedIn} ?article }}")
    assert len(list(rows)) == 2  # type: ignore[arg-type]
    assert link_claims(store, DEFAULT_BASE) == ()


def test_the_command_prints_what_it_links(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with EmbeddedStore(folder) as opened:
        put(opened, [Reading(f"Первая. Токаев сказал: «{WHOLE}».").says(TOKAYEV, WHOLE)])
        put(opened, [Reading(f"Вторая. Токаев сказал: «{PART}».").says(TOKAYEV, PART)])
    done = kg("claims", "link", "--store", str(folder))
    assert done.stdout.split("\t")[:2] == [claim_id(TOKAYEV.id, PART), claim_id(TOKAYEV.id, WHOLE)]
    assert "1 excerpts" in done.stderr
