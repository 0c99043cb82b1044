"""What ``kg extract`` prints of an event's time and of attitudes."""

import pytest

from kg.contract import as_json
from kg.identifiers import DEFAULT_BASE
from kg.model import (
    Article,
    Attitude,
    Claim,
    Document,
    Event,
    EventType,
    Extraction,
    PartialDate,
    Polarity,
    QuotationType,
    Span,
)


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        ("2022-04-25", None, "2022-04-25"),
        ("2022-05-02", "2022-05-05", "2022-05"),
        ("2022-04-28", "2022-05-03", "2022"),
        ("2022-06", "2022-08", "2022"),
    ],
)
def test_the_exactest_date_that_holds_an_interval_is_printed(start: str, end: str | None, printed: str) -> None:
    event = Event(
        "event/1",
        EventType.CONSULT,
        Span(0, 7),
        "встреча",
        start=PartialDate.parse(start),
        end=PartialDate.parse(end) if end else None,
    )
    extraction = Extraction(
        Document("a.txt", "встреча", "0"), Article("article/1", "встреча", "встреча"), events=(event,)
    )
    (found,) = as_json(extraction, DEFAULT_BASE)["events"]
    assert found["date"] == printed


def test_an_attitude_names_its_claim_by_its_number() -> None:
    text = "Дания помогла Швеции, сказал Ольсен. Он боится Швеции."
    claim = Claim("claim/1", Span(0, 20), text[:20], QuotationType.INDIRECT, "actor/olsen")
    told = Attitude("attitude/1", "actor/Q35", "actor/Q34", Polarity.SUPPORT, Span(6, 13), claim="claim/1")
    narrated = Attitude("attitude/2", "actor/olsen", "actor/Q34", Polarity.OPPOSE, Span(40, 46))
    extraction = Extraction(
        Document("a.txt", text, "0"), Article("article/1", text, text), claims=(claim,), attitudes=(told, narrated)
    )
    assert as_json(extraction, "https://example.org/")["attitudes"] == [
        {
            "id": "https://example.org/attitude/1",
            "holder": "https://example.org/actor/Q35",
            "target": "https://example.org/actor/Q34",
            "polarity": "support",
            "start": 6,
            "end": 13,
            "claim": 0,
        },
        {
            "id": "https://example.org/attitude/2",
            "holder": "https://example.org/actor/olsen",
            "target": "https://example.org/actor/Q34",
            "polarity": "oppose",
            "start": 40,
            "end": 46,
            "claim": None,
        },
    ]
