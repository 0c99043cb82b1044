"""The tools: each asks the resource API's own listing code, and answers with IRIs and evidence."""

import asyncio
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from kg.mcp import evidence, sparql
from kg.mcp.answers import Json, compact, listed, telling_errors
from kg.model import ActorType, EventType, Polarity, QuadClass, Status
from kg.web.api import actors, claims, dyads, events, positions
from kg.web.api.actors import ActorQuery
from kg.web.api.claims import ClaimQuery
from kg.web.api.dyads import DyadQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.api.positions import PositionQuery
from kg.web.api.problems import unknown
from kg.web.executor import Executor
from kg.web.settings import Settings

_READING = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Who = Annotated[
    list[str] | None,
    Field(description="Names (Токаев), ids (Q148) or IRIs of actors; of several, any.", max_length=50),
]
Since = Annotated[str | None, Field(description="First day: 2022-04-25, 2022-04 or 2022.")]
Until = Annotated[str | None, Field(description="Last day, likewise.")]
Limit = Annotated[int, Field(ge=1, le=50, description="How many are given at once.")]
Next = Annotated[str | None, Field(description="The `next` of the part before, with the same other arguments.")]


class Tools:
    """What an assistant may ask. The docstrings are what it reads of each tool."""

    def __init__(self, api: Api, executor: Executor, settings: Settings) -> None:
        self._api = api
        self._executor = executor
        self._settings = settings

    def install(self, server: MCPServer) -> None:
        """Gives a server the tools."""
        for tool in (
            self.search_actors,
            self.actor_profile,
            self.search_claims,
            self.search_events,
            self.count_dyads,
            self.read_evidence,
            self.query_sparql,
        ):
            server.add_tool(telling_errors(tool), annotations=_READING)

    async def search_actors(
        self,
        words: Annotated[str, Field(min_length=1, max_length=200, description="The beginning of a word of a name.")],
        type: Annotated[list[ActorType] | None, Field(description="Only such actors.")] = None,
        limit: Limit = 10,
        next: Next = None,
    ) -> Json:
        """Find persons, states and organisations by name, in Russian; the most often named first."""
        part, _ = await actors.find(self._api, ActorQuery(q=words, type=type or [], limit=limit, cursor=next))
        return listed(await actors.actors(self._api, [entry.id for entry in part.items]), part.cursor)

    async def search_claims(
        self,
        words: Annotated[str | None, Field(description="Russian words of the claim, in any form.")] = None,
        speaker: Who = None,
        about: Who = None,
        stance: Annotated[list[Polarity] | None, Field(description="How the speaker stands to `target`.")] = None,
        target: Annotated[Who, Field(description="Towards whom; anyone where left out.")] = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 10,
        next: Next = None,
    ) -> Json:
        """Find what actors are reported to have said, about whom and when, the newest first, with the evidence."""
        query = ClaimQuery(
            q=words,
            speaker=speaker or [],
            about=about or [],
            stance=stance or [],
            target=target or [],
            since=since,
            until=until,
            limit=limit,
            cursor=next,
        )
        part = await claims.find(self._api, query)
        return listed(part.items, part.cursor)

    async def search_events(
        self,
        actor: Who = None,
        counterpart: Annotated[Who, Field(description="Who takes part beside `actor`.")] = None,
        type: Annotated[list[EventType] | None, Field(description="PLOVER event types.")] = None,
        quad_class: list[QuadClass] | None = None,
        status: Annotated[list[Status] | None, Field(description="`actual` is what happened.")] = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 10,
        next: Next = None,
    ) -> Json:
        """Find who did what to or with whom, the newest first, with the evidence."""
        query = EventQuery(
            actor=actor or [],
            counterpart=counterpart or [],
            type=type or [],
            quad_class=quad_class or [],
            status=status or [],
            since=since,
            until=until,
            limit=limit,
            cursor=next,
        )
        part = await events.find(self._api, query)
        return listed(part.items, part.cursor)

    async def count_dyads(
        self,
        actor: Who = None,
        counterpart: Annotated[Who, Field(description="On the other side of `actor`.")] = None,
        type: Annotated[list[EventType] | None, Field(description="PLOVER event types.")] = None,
        quad_class: list[QuadClass] | None = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 25,
        next: Next = None,
    ) -> Json:
        """Count the events from one actor to another by month and quad class; search_events gives them themselves."""
        query = DyadQuery(
            actor=actor or [],
            counterpart=counterpart or [],
            type=type or [],
            quad_class=quad_class or [],
            since=since,
            until=until,
            limit=limit,
            cursor=next,
        )
        part = await dyads.find(self._api, query)
        return listed(part.items, part.cursor)

    async def actor_profile(
        self,
        actor: Annotated[str, Field(description="A name, an id (Q148) or an IRI.")],
        limit: Annotated[int, Field(ge=1, le=25, description="Of each list.")] = 5,
    ) -> Json:
        """Tell of an actor: names, positions, the newest of what it said, of what was said about it, and its events.

        Where several bear the name, these are the `candidates`, of which one is to be asked for by its id.
        """
        found = await actors.actors(self._api, await self._api.resolver.nodes([actor], "actor"))
        if not found:
            unknown("actor", actor)
        if len(found) > 1:
            return {"candidates": listed(found)["items"]}
        node = [found[0].id]
        held, said, about, done = await asyncio.gather(
            positions.find(self._api, PositionQuery(holder=node, limit=limit)),
            claims.find(self._api, ClaimQuery(speaker=node, limit=limit)),
            claims.find(self._api, ClaimQuery(about=node, limit=limit)),
            events.find(self._api, EventQuery(actor=node, limit=limit)),
        )
        return {
            "actor": compact(found[0]),
            "positions": listed(held.items)["items"],
            "said": listed(said.items)["items"],
            "said_about": listed(about.items)["items"],
            "events": listed(done.items)["items"],
        }

    async def read_evidence(
        self,
        article: Annotated[str, Field(description="The article's id or IRI, from the evidence.")],
        start: Annotated[int, Field(ge=0, description="From the evidence.")],
        end: Annotated[int, Field(ge=1, description="From the evidence.")],
        around: Annotated[int, Field(ge=0, le=2_000, description="Characters before and after.")] = 300,
    ) -> Json:
        """Read the words of an article that something rests on, their sentence, and the text around them."""
        return await evidence.read(self._api, article, start, end, around)

    async def query_sparql(
        self,
        query: Annotated[str, Field(description="SELECT, ASK, CONSTRUCT or DESCRIBE (SPARQL 1.1).")],
        rows: Annotated[int, Field(ge=1, le=sparql.MOST_ROWS, description="The most that are given.")] = 100,
    ) -> Json:
        """Ask the graph with SPARQL, read-only; the prefixes kg, plover, rdfs, dcterms, nif and so on are known.

        Each article is a named graph; a query without GRAPH sees all of them, and with DISTINCT gives each answer once.
        A kg:Claim has kg:speaker, kg:about, kg:text, kg:statedOn and kg:stance (with kg:target, kg:polarity); a
        kg:Event has kg:eventType (plover:CONSULT), kg:initiator, kg:recipient, kg:startDate, kg:status; a
        kg:Attitude has kg:heldBy, kg:target, kg:polarity; a kg:Position has kg:holder, kg:title, kg:of. Each has
        kg:evidence, with nif:beginIndex, nif:endIndex and nif:anchorOf. Names are rdfs:label. The resource
        newskg://ontology has it all.
        """
        return await sparql.ask(self._executor, self._settings, query, rows)
