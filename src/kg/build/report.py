"""What a build did, for programs (JSON) and for people (a table)."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO

from rich.table import Table

from kg import __version__
from kg.build.outcome import COUNTED, Summary
from kg.sources import Refusal
from kg.violation import Violation

_MB = 1 << 20
_REASONS = 20
"""So many are told in the table, the commonest first."""


def write_json(summary: Summary, store: str, target: TextIO) -> None:
    """Writes the report as a JSON object; docs/build.md says what its fields are. What was refused and left out stands
    one on a line, and is never all in memory.
    """
    told: dict[str, object] = {
        "newskg": __version__,
        "store": store,
        "documents": summary.documents,
        "stored": summary.stored,
        "replaced": summary.replaced,
        "articles_read": summary.read,
        "articles_carried_over": summary.carried,
        "unchanged": summary.unchanged,
        "copies": summary.copies,
        "read": {name: getattr(summary, name) for name in (*COUNTED, "quads")},
        "seconds": round(summary.seconds, 3),
        "articles_per_second": round(_rate(summary), 2),
        "peak_memory_bytes": summary.memory,
    }
    target.write("{\n")
    for name, value in told.items():
        target.write(f'  "{name}": {json.dumps(value, ensure_ascii=False)},\n')
    _write_list(target, "refused", summary.refused)
    target.write(",\n")
    _write_list(target, "violations", summary.violations)
    target.write("\n}\n")


def _write_list(target: TextIO, name: str, records: Iterable[Refusal | Violation]) -> None:
    target.write(f'  "{name}": [')
    for number, record in enumerate(records):
        target.write(f"{',' if number else ''}\n    {json.dumps(asdict(record), ensure_ascii=False)}")
    target.write("]")


def as_table(summary: Summary, store: str) -> Table:
    """The report as a table, the refusals by their reasons."""
    table = Table(title=f"Graph in {store}")
    table.add_column("this build")
    table.add_column("", justify="right")
    for name in ("documents", "stored", "replaced"):
        table.add_row(name, f"{getattr(summary, name):,}")
    table.add_row("  of these read", f"{summary.read:,}")
    table.add_row("  carried over from another's reading", f"{summary.carried:,}")
    table.add_row("unchanged", f"{summary.unchanged:,}")
    table.add_row("copies of others", f"{summary.copies:,}")
    table.add_row("refused", f"{len(summary.refused):,}")
    for reason, number in Counter(refusal.reason for refusal in summary.refused).most_common(_REASONS):
        table.add_row(f"  {reason}", f"{number:,}")
    table.add_row("violations", f"{len(summary.violations):,}", end_section=True)
    for name in (*COUNTED, "quads"):
        table.add_row(name, f"{getattr(summary, name):,}")
    table.add_section()
    table.add_row("seconds", f"{summary.seconds:,.1f}")
    table.add_row("articles a second", f"{_rate(summary):,.1f}")
    table.add_row("MB of a process that read", f"{summary.memory / _MB:,.0f}")
    return table


def _rate(summary: Summary) -> float:
    return (summary.stored + summary.replaced) / summary.seconds if summary.seconds else 0.0
