"""What a build did, for programs (JSON) and for people (a table)."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.table import Table

from kg import __version__
from kg.build.outcome import COUNTED, Summary

_MB = 1 << 20


def as_json(summary: Summary, store: str) -> str:
    """The report as a JSON object, indented; docs/build.md says what its fields are."""
    told: dict[str, Any] = {
        "newskg": __version__,
        "store": store,
        "documents": summary.documents,
        "stored": summary.stored,
        "replaced": summary.replaced,
        "unchanged": summary.unchanged,
        "refused": [asdict(refusal) for refusal in summary.refused],
        "copies": summary.copies,
        "violations": [asdict(violation) for violation in summary.violations],
        "read": {name: getattr(summary, name) for name in (*COUNTED, "quads")},
        "seconds": round(summary.seconds, 3),
        "articles_per_second": round(_rate(summary), 2),
        "peak_memory_bytes": summary.memory,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_table(summary: Summary, store: str) -> Table:
    """The report as a table, the refusals by their reasons."""
    table = Table(title=f"Graph in {store}")
    table.add_column("this build")
    table.add_column("", justify="right")
    for name in ("documents", "stored", "replaced", "unchanged"):
        table.add_row(name, f"{getattr(summary, name):,}")
    table.add_row("copies of others", f"{summary.copies:,}")
    table.add_row("refused", f"{len(summary.refused):,}")
    for reason, number in Counter(refusal.reason for refusal in summary.refused).most_common():
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
