"""The query page: the front end's editor or, without scripts, a form for SPARQL and the answer as a table; and the
plain view of any resource.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from pyoxigraph import Literal, NamedNode, Triple

from kg.identifiers import DEFAULT_BASE
from kg.queries import load_queries
from kg.rdf.vocabulary import PREFIXES, VOCABULARIES
from kg.web.assets import ASSETS
from kg.web.executor import Executor
from kg.web.languages import Speech, language_of
from kg.web.problems import ProblemError
from kg.web.protocol import QueryRequest
from kg.web.rendering import Renderer
from kg.web.settings import Settings
from kg.web.sparql import job, problems

_MOST_ROWS = 500
_MOST_BYTES = 4_000_000
_NAMES = {PREFIXES["rdfs"] + "label", PREFIXES["dcterms"] + "title", PREFIXES["kg"] + "text"}
_STYLES = ("sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=",)
"""What YASR's table puts into the page for the grips of its columns."""
FIRST_QUERY = """\
PREFIX kg: <https://w3id.org/newskg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT DISTINCT ?who ?text ?on WHERE {
  ?claim kg:speaker/rdfs:label ?who ; kg:text ?text .
  OPTIONAL { ?claim kg:statedOn ?on }
}
ORDER BY DESC(?on)
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as a page shows it."""

    text: str
    href: str | None = None
    note: str = ""
    """Language or datatype."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a query."""

    columns: list[str]
    rows: list[list[Cell]]
    total: int


def router(render: Renderer, executor: Executor) -> APIRouter:
    """The route of the query page."""
    routes = APIRouter(include_in_schema=False)
    settings = render.settings

    @routes.head("/query")
    @routes.get("/query", name="query_page")
    async def query(request: Request, query: str = "", run: bool = False) -> Response:
        """``run`` is told by the form, which browsers without scripts see; the editor runs a query itself."""
        found: dict[str, object] = {}
        asked = query if query.strip() else None
        if asked is not None and (run or not ASSETS.complete):
            try:
                found = await _ask(executor, settings, query)
            except ProblemError as problem:
                found = {"problem": problem.detail, "status": problem.status}
        status = found.pop("status", 200)
        return render(
            request,
            "query.html",
            styles=_STYLES,
            status=status if isinstance(status, int) else 200,
            query=query or FIRST_QUERY,
            asked=bool(found),
            setup=_setup(Speech(language_of(request)), settings, asked),
            examples=examples(settings),
            **found,
        )

    return routes


def _setup(speech: Speech, settings: Settings, query: str | None) -> dict[str, object]:
    """What the editor is told."""
    terms = [term.value for vocabulary in VOCABULARIES for term in vocabulary.terms()]
    classes = sorted(term for term in terms if _short(term).partition(":")[2][:1].isupper())
    keys = ("chart", "map", "network", "table", "response", "size", "names", "numbers", "most")
    return {
        "base": settings.base,
        "prefixes": dict(PREFIXES),
        "classes": classes,
        "properties": sorted(set(terms) - set(classes)),
        "first": FIRST_QUERY,
        "query": query,
        "name": speech("query.tab"),
        "world": ASSETS("world.svg"),
        "layout": ASSETS("layout.worker.js"),
        "words": {"editor": speech("query.label")} | {key: speech(f"query.{key}") for key in keys},
    }


def resource(request: Request, render: Renderer, node: NamedNode, triples: list[Triple], query: str) -> Response:
    """The page of a resource: what is said of it, and of its evidence."""
    base = render.settings.base
    ordered = sorted(triples, key=lambda triple: (triple.subject != node, str(triple.subject), str(triple.predicate)))
    shown: dict[str, list[tuple[Cell, Cell]]] = {}
    for triple in ordered[:_MOST_ROWS]:
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else str(triple.subject)
        shown.setdefault(subject, []).append((_cell(triple.predicate, base), _cell(triple.object, base)))
    labels = [
        triple.object.value
        for triple in ordered
        if triple.subject == node and triple.predicate.value in _NAMES and isinstance(triple.object, Literal)
    ]
    path = request.url.path
    return render(
        request,
        "resource.html",
        iri=node.value,
        name=labels[0] if labels else _short(node.value),
        groups=[(_iri_cell(subject, base), rows) for subject, rows in shown.items()],
        left_out=max(0, len(ordered) - _MOST_ROWS),
        path=path,
        query=query,
    )


async def _ask(executor: Executor, settings: Settings, query: str) -> dict[str, object]:
    asked = job(QueryRequest(query), None, settings)
    with problems(query, settings):
        answer = await executor.run(asked)
        body = bytearray()
        if isinstance(answer.body, bytes):
            body += answer.body
        else:
            async for piece in answer.body:
                body += piece
                if len(body) > _MOST_BYTES:
                    return {"problem": "The answer is too large for a page. Add a LIMIT, or download it."}
    if not answer.media_type.endswith("results+json"):
        return {"text": body.decode()}
    found = json.loads(body)
    if "boolean" in found:
        return {"text": "yes" if found["boolean"] else "no"}
    columns = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    rows = [[_json_cell(row.get(name), settings.base) for name in columns] for row in bindings[:_MOST_ROWS]]
    return {"table": Table(columns, rows, len(bindings))}


def examples(settings: Settings) -> list[tuple[str, str]]:
    """Names and texts of the named queries that need no parameter."""
    base = f"BASE <{settings.base}>"
    return [
        (known.name, known.text.replace(f"BASE <{DEFAULT_BASE}>", base))
        for known in load_queries().values()
        if not any(parameter.required for parameter in known.parameters)
    ]


def _json_cell(term: dict[str, str] | None, base: str) -> Cell:
    if term is None:
        return Cell("")
    if term["type"] == "uri":
        return _iri_cell(term["value"], base)
    if term["type"] == "bnode":
        return Cell(f"_:{term['value']}")
    if term["type"] == "triple":
        return Cell(json.dumps(term["value"], ensure_ascii=False))
    return Cell(term["value"], note=term.get("xml:lang") or _short(term.get("datatype", "")))


def _cell(term: object, base: str) -> Cell:
    if isinstance(term, NamedNode):
        return _iri_cell(term.value, base)
    if isinstance(term, Literal):
        datatype = _short(term.datatype.value)
        return Cell(term.value, note=term.language or ("" if datatype == "xsd:string" else datatype))
    return Cell(str(term))


def _iri_cell(iri: str, base: str) -> Cell:
    """An IRI of the graph leads to its page here, one of the web to where it says."""
    short = _short(iri)
    if iri.startswith(base):
        local = iri[len(base) :]
        return Cell(local if short == iri else short, f"/{local}")
    return Cell(short, iri if iri.startswith(("http://", "https://")) else None)


def _short(iri: str, prefixes: Iterable[tuple[str, str]] = tuple(PREFIXES.items())) -> str:
    return next((f"{name}:{iri[len(space) :]}" for name, space in prefixes if iri.startswith(space)), iri)
