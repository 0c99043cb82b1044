"""How well meetings are found in FactRuEval 2016 (the development set).

python bench/meetings.py FOLDER [--errors]

The facts "Meeting" against our CONSULT events that are no visits to a state or a body, and the AGREE events that are
such meetings to come. Two participants agree where a mention of ours shares a character with one of the corpus'. A
pair's quality is the share of the participants that both have among all that either has; pairs are one to one, the best
first. "by the campaign's count" adds up the qualities; "two participants" counts the pairs in which two at least agree.
Place, date, phase and modality are not compared, as in the campaign's basic mode. Facts that are marked as difficult
count neither way.
"""

import argparse
from pathlib import Path

from corpora import Fact, Table, iou, pair_greedily, print_speed, read_factrueval, run

from kg.model import ActorType, Event, EventType, Extraction, Span


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print each meeting that is missed or false")
    options = parser.parse_args()
    result, table = run(options.folder), Table("meetings")
    for path, extraction in result.extractions.items():
        errors = compare(path, extraction, table)
        if options.errors and errors:
            print(path.stem, *errors, "", sep="\n")
    print(table)
    print_speed(result)


def compare(path: Path, extraction: Extraction, table: Table) -> list[str]:
    """Counts the meetings of one text and tells what is missed and false."""
    gold = read_factrueval(path)
    facts = [fact for fact in gold.facts if fact.type == "Meeting"]
    persons = {actor.id for actor in extraction.actors if actor.type is ActorType.PERSON}
    events = [event for event in extraction.events if _is_meeting(event, persons)]
    met = [[_common(fact, event, extraction) for event in events] for fact in facts]

    def quality(fact: int, event: int) -> float:
        common = met[fact][event]
        return common / (len(facts[fact].participants) + len(_parties(events[event])) - common) if common else 0.0

    pairs = pair_greedily(len(facts), len(events), quality)
    difficult = {number for number, fact in enumerate(facts) if "Сложность" in fact.remarks}
    predicted = len(events) - len({event for fact, event in pairs.items() if fact in difficult})
    counted = [number for number in range(len(facts)) if number not in difficult]
    found = [number for number in counted if number in pairs]
    table.tallies["by the campaign's count"].add(
        len(counted), predicted, sum(quality(number, pairs[number]) for number in found)
    )
    table.tallies["two participants"].add(
        len(counted), predicted, sum(met[number][pairs[number]] >= 2 for number in found)
    )
    names = {actor.id: actor.name for actor in extraction.actors}
    return [
        *(f"  MISSED {_who(gold.text, facts[number])}" for number in counted if number not in pairs),
        *(
            f"  FALSE {[names[ref] for ref in _parties(event)]} {event.trigger}"
            for number, event in enumerate(events)
            if number not in pairs.values()
        ),
    ]


def _is_meeting(event: Event, persons: set[str]) -> bool:
    if event.type is EventType.AGREE:  # of a visit, the host is the recipient
        return event.rule.endswith("CONSULT") and not event.recipients and len(event.actors) > 1
    met = event.mode != "visit" or persons.issuperset(_parties(event))  # "X принял Y"
    return event.type is EventType.CONSULT and met and len(_parties(event)) > 1


def _parties(event: Event) -> tuple[str, ...]:
    return (*event.actors, *event.recipients)


def _common(fact: Fact, event: Event, extraction: Extraction) -> int:
    """How many of the participants a fact and an event share."""
    named = {ref: [m.span for m in extraction.mentions if m.ref == ref] for ref in _parties(event)}
    return sum(any(_share_a_mention(spans, others) for spans in named.values()) for others in fact.participants)


def _share_a_mention(spans: list[Span], others: tuple[Span, ...]) -> bool:
    return any(iou(one, other) > 0 for one in spans for other in others)


def _who(text: str, fact: Fact) -> list[str]:
    return [spans[0].of(text) for spans in fact.participants]


if __name__ == "__main__":
    main()
