"""How long pages and lists of the API take on a running server: ``python -m bench.pages ADDRESS [REQUESTS]``.

Each request asks for something else, drawn after Zipf's law as readers would, so that no answer that is kept flatters
the figures. The server is to serve a graph of ``bench/made_up.py``, whose actors are Q0, Q1 and so on.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable

import httpx

_WORDS = ["мир", "союз", "договор", "граница", "рынок", "завод", "поставка", "встреча", "помощь", "закон"]
_TYPES = ("AID", "CONSULT", "ACCUSE", "ASSAULT")


def main() -> None:
    """Prints the milliseconds of each kind of request: the median, the 95th percentile, the longest."""
    address, requests = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    chance = random.Random(1)

    def actor() -> str:
        return f"Q{min(int(chance.paretovariate(0.6)) - 1, 4_000)}"

    def year() -> int:
        return chance.randrange(2020, 2024)

    def month() -> int:
        return chance.randrange(1, 13)

    kinds: dict[str, Callable[[], str]] = {
        "page of an actor": lambda: f"/actor/{actor()}",
        "page of two actors": lambda: f"/between?a={actor()}&b=Q{chance.randrange(100)}",
        "page of events": lambda: f"/events?actor={actor()}",
        "page of a search": lambda: f"/search?q={'+'.join(chance.sample(_WORDS, 2))}",
        "claims of a speaker": lambda: f"/api/v1/claims?speaker={actor()}",
        "claims about an actor": lambda: f"/api/v1/claims?about={actor()}&since={year()}",
        "claims with words": lambda: f"/api/v1/claims?q={'+'.join(chance.sample(_WORDS, 2))}",
        "events of an actor": lambda: f"/api/v1/events?actor={actor()}&status=actual",
        "events of a type": lambda: (
            f"/api/v1/events?type={chance.choice(_TYPES)}&until={year()}-0{chance.randrange(1, 9)}"
        ),
        "articles with an actor": lambda: f"/api/v1/articles?actor={actor()}",
        "dyads of an actor": lambda: f"/api/v1/dyads?actor={actor()}",
        "timeline": lambda: f"/api/v1/timeline?actor={actor()}",
        "completion": lambda: f"/api/v1/complete?q=деятель+{chance.randrange(200)}",
    }
    with httpx.Client(base_url=address, timeout=120) as client:
        client.get("/api/v1/actors")  # loads the names
        for name, path in kinds.items():
            times = sorted(_milliseconds(client, path()) for _ in range(requests))
            slow = times[min(len(times) - 1, int(len(times) * 0.95))]
            print(f"{name:24} median {statistics.median(times):7.0f}  p95 {slow:7.0f}  longest {times[-1]:7.0f}")


def _milliseconds(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path, headers={"Accept": "application/json" if path.startswith("/api") else "text/html"})
    if answer.status_code not in (200, 404):
        raise SystemExit(f"{path}: {answer.status_code} {answer.text[:200]}")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
