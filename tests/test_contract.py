"""What ``kg extract`` prints of an event's time."""

import pytest

from kg.contract import as_json
from kg.identifiers import DEFAULT_BASE
from kg.model import Article, Document, Event, EventType, Extraction, PartialDate, Span


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
