"""What the one who runs the server sees of it: metrics for Prometheus, and a log line a request.

Each request has an id, its own (``X-Request-ID``, where that is one) or a new one, which stands in the response and in
the log, so that a complaint can be traced.
"""

import json
import logging
import os
import re
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.web.census import Census
from kg.web.sharing import Share

LOG = logging.getLogger("kg.web")
_ID = re.compile(r"[\w.:/+=@-]{1,128}", re.ASCII)
_FIRST_PART = re.compile(r"/[\w.-]*")
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_CLIENT_GONE = 499
"""The status in log and metrics of a request whose client went before there was an answer, as nginx has it."""


class Metrics:
    """What is counted, by all server processes together.

    Where there are several, prometheus_client adds up what each of them has counted, in files in the folder that
    PROMETHEUS_MULTIPROC_DIR names.
    """

    def __init__(self, census: Census, share: Share) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "kg_http_requests", "Requests answered.", ["path", "method", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "kg_http_request_seconds",
            "From a request's beginning to the end of its answer.",
            ["path"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.bytes = Counter(
            "kg_http_response_bytes", "Of answers' bodies, as sent.", ["path"], registry=self._registry
        )
        self.under_way = Gauge(
            "kg_http_requests_under_way",
            "Requests being worked on.",
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self._told = CollectorRegistry()
        self._told.register(_Told(census, share))

    def router(self) -> APIRouter:
        """The route that they are read from."""
        routes = APIRouter(tags=["Operation"])

        @routes.get(
            "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}}, summary="Metrics"
        )
        async def metrics() -> Response:
            """Counts and times of the server, in Prometheus' format."""
            counted = self._registry
            if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
                counted = CollectorRegistry()
                MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
            body = generate_latest(counted) + generate_latest(self._told)
            return Response(body, media_type=CONTENT_TYPE_LATEST)

        return routes


class _Told(Collector):
    """What is not counted but known."""

    def __init__(self, census: Census, share: Share) -> None:
        self._census = census
        self._started = share.started

    def collect(self) -> Iterator[Metric]:
        """Part of a Collector."""
        quads = self._census.latest.quads if self._census.latest else float("nan")
        yield GaugeMetricFamily("kg_quads", "In the store, when last counted.", value=quads)
        started = "When the server started, in Unix time."
        yield GaugeMetricFamily("kg_start_time_seconds", started, value=self._started)
        info = GaugeMetricFamily("kg_info", "Of the program.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info


class Monitor:
    """ASGI middleware, the outermost: gives ids, counts, and logs."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        request_id = asked if _ID.fullmatch(asked) else uuid.uuid4().hex
        began, status, size = time.perf_counter(), _CLIENT_GONE, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, sending)
        except Exception:
            status = status if status != _CLIENT_GONE else 500
            LOG.exception("the answer failed", extra={"request_id": request_id})
            raise
        finally:
            took = time.perf_counter() - began
            path = _path(scope, status)
            self._metrics.under_way.dec()
            self._metrics.requests.labels(path, scope["method"], status).inc()
            self._metrics.seconds.labels(path).observe(took)
            self._metrics.bytes.labels(path).inc(size)
            if LOG.isEnabledFor(logging.INFO):
                self._log(scope, request_id, status, took, size)

    def _log(self, scope: Scope, request_id: str, status: int, took: float, size: int) -> None:
        LOG.info(
            "%s %s %d %.1f ms",
            scope["method"],
            scope["path"],
            status,
            took * 1000,
            extra={
                "request_id": request_id,
                "client": scope["client"][0] if scope.get("client") else None,
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "milliseconds": round(took * 1000, 1),
                "bytes": size,
                "token": scope.get("token"),
            },
        )


def _path(scope: Scope, status: int) -> str:
    """The path as metrics tell it: its first part, so that they stay few."""
    found = _FIRST_PART.match(scope["path"])
    return found[0] if found and status not in (404, 405) else "other"


class JsonFormatter(logging.Formatter):
    """A JSON object a line: time, level, message, and what the record brings along."""

    _OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in record.__dict__.items() if name not in self._OWN and value is not None},
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def log_to_stderr(*, json_lines: bool, requests: bool) -> None:
    """Sets the log up: to standard error, as text or JSON lines, with a line a request or only with what goes wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if json_lines else logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for name in ("kg", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    if requests:
        LOG.setLevel(logging.INFO)
