"""Any SPARQL 1.1 server as the store, over the SPARQL 1.1 Protocol.

Where a server is, is said by the address of its query endpoint. Updates go to the endpoint beside it (``…/query`` and
``…/update``, as with Oxigraph and Fuseki), else to the same address (as with this project's own server); ``#update=``
names another. Requests are sent as forms: Virtuoso waits for ever on a query sent as the body.

Virtuoso is met half-way where it departs from the standard: it answers ASK with a table, takes no blank nodes in INSERT
DATA, and has no default graph of its own.

Whether a query without a dataset sees all graphs is the server's to decide. Oxigraph, which sees its default graph, is
asked to by its parameter ``union-default-graph``; others do not know this parameter and see what they are set up to.
``#default-graph=union`` says of a server that its queries see all graphs, so that these are not counted and read twice.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, cast

import httpx
import pyoxigraph
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
)

from kg import __version__
from kg.catalogue import Question, Row
from kg.closing import Closing
from kg.stores.address import Address
from kg.stores.answers import accept, read_answer
from kg.stores.base import GraphName, QueryResult, StoreError, Subject, Term
from kg.stores.dataset import is_federated, names_dataset, query_form
from kg.stores.updates import LoadError, with_using, without_loads, without_searches
from kg.textsearch import Hit, Kind, Search
from kg.textsearch.index import properties_of
from kg.textsearch.rewriting import TEXT_MATCH, mentions

if TYPE_CHECKING:
    from rdflib import Dataset

_LONGEST_REASON = 400
_AT_ONCE = 5000
"""Quads after which a request is sent."""
_FEATURE = NamedNode("http://www.w3.org/ns/sparql-service-description#propertyFeature")


class RemoteStore(Closing):
    """A :class:`kg.stores.base.Store` on a server. Several may write to it, as the server allows."""

    def __init__(self, address: Address, *, read_only: bool = False, timeout: float = 60.0) -> None:
        """Makes no request yet.

        Args:
            address: of the server.
            read_only: is nothing to be written?
            timeout: seconds in which nothing of an answer comes after which a request is given up.
        """
        self._address = address
        self._read_only = read_only
        self._timeout = timeout
        self._software: str | None = None
        self._has_texts: bool | None = None
        token = address.credentials.token
        headers = {"User-Agent": f"newskg/{__version__}"} | ({"Authorization": f"Bearer {token}"} if token else {})
        # No proxy and no .netrc of the environment: the address says who is asked, and as whom.
        self._client = httpx.Client(headers=headers, auth=address.credentials.auth(), timeout=timeout, trust_env=False)

    @property
    def location(self) -> str:
        """The address of the query endpoint, without credentials."""
        return self._address.query

    def replace(self, graph: GraphName, quads: Iterable[Quad], *, keep_empty: bool = False) -> None:
        """See :meth:`kg.stores.base.Store.replace`; whole where the server runs each request in a transaction."""
        new = list(dict.fromkeys(quads))
        for quad in new:
            if quad.graph_name != graph:
                raise ValueError(f"{quad} is not of the graph {graph}")
        named = isinstance(graph, NamedNode)
        operations = [f"DROP SILENT GRAPH {graph}" if named else "CLEAR SILENT DEFAULT"]
        if new:
            operations.append(_insertion(new))
        elif keep_empty and named:
            operations.append(f"CREATE SILENT GRAPH {graph}")
        self._change({"update": " ;\n".join(operations)})

    def add(self, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.add`."""
        new = list(dict.fromkeys(quads))
        if new:
            self._change({"update": _insertion(new)})

    def load(self, pieces: Iterable[bytes], graphs: Collection[NamedNode], others: Collection[GraphName] = ()) -> None:
        """See :meth:`kg.stores.base.Store.load`; here, in requests of several pieces."""
        some: list[Quad] = []
        for piece in pieces:
            some.extend(parse(piece, format=RdfFormat.N_QUADS))
            if len(some) >= _AT_ONCE:
                self.add(some)
                some = []
        self.add(some)

    def remove(self, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.remove`. Raises StoreError for blank nodes, which can't be named there."""
        given = list(dict.fromkeys(quads))
        if any(isinstance(term, BlankNode) for quad in given for term in (quad.subject, quad.object)):
            raise StoreError(f"{self.location}: a blank node can't be named on a server; delete it with an update")
        if given:
            self._change({"update": f"DELETE DATA {_block(given)}"})

    def graphs(self) -> Iterator[NamedNode]:
        """See :meth:`kg.stores.base.Store.graphs`."""
        for row in self._solutions("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            if isinstance(row["g"], NamedNode):
                yield row["g"]

    def has_graph(self, graph: NamedNode) -> bool:
        """See :meth:`kg.stores.base.Store.has_graph`; not every server knows of graphs that are empty."""
        return bool(self.query(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}", union=False))

    def quads(self, graph: GraphName | None = None) -> Iterator[Quad]:
        """See :meth:`kg.stores.base.Store.quads`."""
        if graph is None:
            if self._has_default_graph():
                yield from self.quads(DefaultGraph())
            for name in self.graphs():
                yield from self.quads(name)
            return
        pattern = f"GRAPH {graph} {{ ?s ?p ?o }}" if isinstance(graph, NamedNode) else "?s ?p ?o"
        triples = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", union=False)
        assert isinstance(triples, QueryTriples)
        for triple in sorted(triples, key=lambda triple: str(triple.subject)):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)

    def matching(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Term | None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """See :meth:`kg.stores.base.Store.matching`. Those with a blank node can't be asked for: there are none."""
        if isinstance(subject, BlankNode | Triple) or isinstance(object, BlankNode | Triple):
            return
        pattern = f"{subject or '?s'} {predicate or '?p'} {object or '?o'}"
        patterns = [] if isinstance(graph, DefaultGraph) else [f"GRAPH {graph or '?g'} {{ {pattern} }}"]
        if (graph is None and self._has_default_graph()) or isinstance(graph, DefaultGraph):
            patterns.append(pattern)
        for asked in patterns:
            for row in self._solutions(f"SELECT ?s ?p ?o ?g WHERE {{ {asked} }}"):
                s, p, o, g = row
                found = (s or subject, p or predicate, o or object, g or graph or DefaultGraph())
                yield Quad(*cast("tuple[Subject, NamedNode, Term, GraphName]", found))

    def dump(self, target: IO[bytes], format: RdfFormat) -> None:
        """See :meth:`kg.stores.base.Store.dump`."""
        pyoxigraph.serialize(self.quads(), target, format)

    def query(
        self,
        query: str,
        *,
        union: bool = True,
        default_graphs: Iterable[NamedNode] | None = None,
        named_graphs: Iterable[NamedNode] | None = None,
    ) -> QueryResult:
        """See :meth:`kg.stores.base.Store.query`. The answer is read whole. A query with SERVICE is refused."""
        if is_federated(query):
            raise StoreError(f"{self.location}: SERVICE is off, so a query can't ask other endpoints; leave it out")
        if mentions(query):
            self._require_texts()
        form: dict[str, str | list[str]] = {
            "query": query,
            "default-graph-uri": [graph.value for graph in default_graphs or ()],
            "named-graph-uri": [graph.value for graph in named_graphs or ()],
        }
        if union and default_graphs is None and named_graphs is None and not names_dataset(query):
            form["union-default-graph"] = "true"
        asked = query_form(query)
        answer = self._send(self._address.query, form, {"Accept": accept(asked)})
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            found = read_answer(answer.content, media_type, asked)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.location}: the server's answer can't be read: {error}") from error
        if found is not None:
            return found
        raise StoreError(
            f"{self.location}: the server answered with {media_type or 'no media type'}, which is no SPARQL result; "
            "see that the address is that of its query endpoint"
        )

    def update(
        self,
        update: str,
        *,
        using_graphs: Iterable[NamedNode] = (),
        using_named_graphs: Iterable[NamedNode] = (),
    ) -> None:
        """See :meth:`kg.stores.base.Store.update`; LOAD is refused with SILENT, too."""
        if is_federated(update):
            raise StoreError(f"{self.location}: SERVICE is off, so an update can't ask other endpoints; leave it out")
        without_searches(update)
        using, using_named = list(using_graphs), list(using_named_graphs)
        try:
            loads = without_loads(update) != update
        except LoadError:
            loads = True
        if loads:
            raise StoreError(f"{self.location}: LOAD is off, nothing is fetched; send the data itself")
        with_using(update, using, using_named)  # complains where there are two datasets
        self._change(
            {
                "update": update,
                "using-graph-uri": [graph.value for graph in using],
                "using-named-graph-uri": [graph.value for graph in using_named],
            }
        )

    def search(self, words: str, *, kinds: Collection[Kind] = (), limit: int = 20) -> list[Hit]:
        """See :meth:`kg.stores.base.Store.search`; asks the server, if that is one of this project's."""
        Search.parse(words)
        asked = f"({' '.join(map(str, properties_of(kinds)))} {Literal(words)} {limit:d})"
        query = f"SELECT ?subject ?score ?text ?property {{ (?subject ?score ?text ?property) <{TEXT_MATCH}> {asked} }}"
        hits = []
        for subject, score, text, kind in self._solutions(query, union=True):
            match subject, score, text, kind:
                case NamedNode(), Literal(), Literal(), NamedNode():
                    datatype = None if text.language else text.datatype.value
                    found = Hit(subject.value, kind.value, text.value, text.language, datatype, float(score.value))
                    hits.append(found)
        return sorted(hits, key=lambda hit: -hit.score)

    def look_up(self, questions: Sequence[Question]) -> list[list[Row]]:
        """See :meth:`kg.stores.base.Store.look_up`; servers have no catalogue."""
        raise StoreError(f"{self.location}: a catalogue is not supported by other servers; ask with SPARQL")

    def graph(self, *, writable: bool = False) -> "Dataset":
        """See :meth:`kg.stores.base.Store.graph`."""
        from kg.stores.rdflib_face import dataset  # noqa: PLC0415 - most do without rdflib

        return dataset(self, writable=writable and not self._read_only)

    def index_texts(self) -> None:
        """Nothing to do: the server sees to its own."""

    def catalogue(self) -> None:
        """See :meth:`kg.stores.base.Store.catalogue`; servers have none."""

    def keep_up(self, but: Collection[GraphName] = ()) -> None:
        """See :meth:`kg.stores.base.Store.keep_up`; nothing of ours follows a server."""

    def flush(self) -> None:
        """Nothing to do: how safe an answered update is, is the server's to say."""

    def __len__(self) -> int:
        count = 0
        for pattern in ("GRAPH ?g { ?s ?p ?o }", *(["?s ?p ?o"] if self._has_default_graph() else [])):
            for row in self._solutions(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"):
                count += int(str(getattr(row["n"], "value", 0)))
        return count

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _has_default_graph(self) -> bool:
        if self._address.union:
            return False
        if self._software is None:
            self.query("ASK {}")
        return not (self._software or "").startswith("Virtuoso")

    def _require_texts(self) -> None:
        """Raises StoreError where the server's description does not tell of ``kg:textMatch``."""
        if self._has_texts is None:
            try:
                told = self._client.get(self._address.query, headers={"Accept": "text/turtle"})
                described = pyoxigraph.parse(told.content, RdfFormat.TURTLE, base_iri=self._address.query)
                self._has_texts = any(
                    triple.predicate == _FEATURE and triple.object == NamedNode(TEXT_MATCH) for triple in described
                )
            except (httpx.HTTPError, SyntaxError):
                self._has_texts = False
        if not self._has_texts:
            raise StoreError(
                f"{self.location}: text search (kg:textMatch) is not supported: the server has no index of Russian "
                "word forms, only `kg serve` over a folder has; ask with FILTER(CONTAINS(…)), or as that "
                "server's own text index is asked, if it has one"
            )

    def _solutions(self, query: str, *, union: bool = False) -> QuerySolutions:
        found = self.query(query, union=union)
        assert isinstance(found, QuerySolutions)
        return found

    def _change(self, form: dict[str, str | list[str]]) -> None:
        if self._read_only:
            raise StoreError(f"{self.location}: the store is open for reading only; open it for writing")
        self._send(self._address.update, form, {})

    def _send(self, url: str, form: dict[str, str | list[str]], headers: dict[str, str]) -> httpx.Response:
        try:
            answer = self._client.post(url, data=form, headers=headers)
        except httpx.TimeoutException as error:
            raise StoreError(
                f"{url}: nothing came from the server for {self._timeout:g} seconds; ask for less, or see how it does"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise StoreError(f"{url}: the server can't be reached ({error}); see that it runs there") from error
        self._software = answer.headers.get("server", "")
        if answer.is_success:
            return answer
        reason = " ".join(answer.text[:_LONGEST_REASON].split())
        match answer.status_code:
            case 400:
                raise SyntaxError(reason)
            case 401 | 403:
                raise StoreError(
                    f"{url}: the server lets nobody in like this ({answer.status_code} {reason}); give it a user and "
                    "password (KG_STORE_USER, KG_STORE_PASSWORD, and #auth=digest behind the address where it wants "
                    "digest) or a token (KG_STORE_TOKEN)"
                )
        raise StoreError(f"{url}: the server answered {answer.status_code}: {reason}")


def _insertion(quads: Sequence[Quad]) -> str:
    """The update that adds quads."""
    blank = any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object))
    return f"INSERT {_block(quads)} WHERE {{}}" if blank else f"INSERT DATA {_block(quads)}"


def _block(quads: Iterable[Quad]) -> str:
    """Quads as an update writes them; str() of a term is N-Triples, escapes included."""
    graphs: dict[object, list[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(f"{quad.subject} {quad.predicate} {quad.object} .")
    blocks = (
        f"GRAPH {graph} {{\n{lines}\n}}" if isinstance(graph, NamedNode) else lines
        for graph, lines in ((graph, "\n".join(triples)) for graph, triples in graphs.items())
    )
    return "{\n" + "\n".join(blocks) + "\n}"
