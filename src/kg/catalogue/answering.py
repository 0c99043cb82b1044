"""The answers to questions, from the file."""

import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.catalogue.facts import QUAD_CLASS, date_of, number_of
from kg.catalogue.nodes import known, of_kind, spelt
from kg.catalogue.plans import Plan, facts_of, known_properties, plan_of, spans_of
from kg.catalogue.questions import MONTH, Pairs, Question, Selection, Tally, Things, Words
from kg.rdf.vocabulary import KG

Row = list[str | int]


def answered(
    database: sqlite3.Connection, questions: Sequence[Question], found: Mapping[Words, Sequence[str]]
) -> list[list[Row]]:
    """The answer to each question, in a transaction that the caller ends by rolling it back.

    Args:
        database: the file.
        questions: see there for their answers.
        found: IRIs of what the words in the questions have found.
    """
    answers = _Answers(database, questions, found)
    return [answers.to(question) for question in questions]


class _Answers:
    def __init__(
        self, database: sqlite3.Connection, questions: Iterable[Question], found: Mapping[Words, Sequence[str]]
    ) -> None:
        self._database = database
        self._found = found
        counted = (_counted(question) for question in questions if isinstance(question, Tally))
        self._repeated = {key for key, times in Counter(counted).items() if times > 1}
        self._tables: dict[tuple[Selection, int | None], str | None] = {}

    def to(self, question: Question) -> list[Row]:
        """See the question."""
        match question:
            case Things():
                return self._things(question)
            case Tally():
                return self._tally(question)
            case Pairs():
                return self._pairs(question)

    def _plan(self, selection: Selection, *, by_date: bool = False) -> Plan | None:
        words = selection.words
        return plan_of(self._database, selection, self._found[words] if words else None, by_date=by_date)

    def _things(self, question: Things) -> list[Row]:
        sign, direction = (">", "ASC") if question.ascending else ("<", "DESC")
        spans = spans_of(question.selection)
        rows: list[Row] = []
        for span in spans if question.ascending else reversed(spans):
            plan = self._plan(question.selection, by_date=True)
            if plan is None or len(rows) >= question.limit:
                break
            plan.limit([span])
            plan.tables.append("node AS n")
            plan.add(f"n.id = {plan.thing}")
            if question.after is not None:
                day, node = number_of(question.after[0]), question.after[1]
                plan.add(f"{plan.date} {sign}= ? AND ({plan.date} {sign} ? OR n.iri {sign} ?)", day, day, node)
            # With +, SQLite does not sort all to tell what is the same, but stops at the limit.
            order = f"ORDER BY {plan.date} {direction}, +n.iri {direction} LIMIT {question.limit - len(rows):d}"
            query = plan.select(f"DISTINCT {plan.date}, n.iri", order)
            rows += ([date_of(date), node] for date, node in self._database.execute(query, plan.values))
        return rows

    def _tally(self, question: Tally) -> list[Row]:
        selection = question.selection
        rest = list(question.by)
        columns = []
        plan: Plan | None
        everything = not selection.conditions and not selection.words and question.newest is None
        if everything and rest and rest[0] != (MONTH,):
            plan = facts_of(self._database, selection, rest.pop(0))
            plan.limit(spans_of(selection))
            columns.append("a.value")
        else:
            plan = self._matched(selection, question.newest)
        if plan is None:
            return [] if question.by else [[0]]
        for number, properties in enumerate(rest):
            if properties == (MONTH,):
                columns.append(f"{plan.date} / 100")
                plan.add(f"{plan.date} > 0")
            else:
                plan.join(f"b{number}", known_properties(self._database, selection.kind, properties))
                columns.append(f"b{number}.value")
        count = f"COUNT(DISTINCT {plan.thing})"
        if not columns:
            return [list(self._database.execute(plan.select(count), plan.values).fetchone())]
        if question.but is not None:
            number = known(self._database, [question.but]).get(question.but, 0)
            for column in columns:
                plan.add(f"{column} <> ?", number)
        grouped = f"GROUP BY {', '.join(columns)} ORDER BY {count} DESC LIMIT {question.limit:d}"
        rows = self._database.execute(plan.select(", ".join([*columns, count]), grouped), plan.values).fetchall()
        months = {place for place, properties in enumerate(question.by) if properties == (MONTH,)}
        return self._spelt(rows, months, len(columns))

    def _matched(self, selection: Selection, newest: int | None) -> Plan | None:
        """Finds the things of a selection, or so many of the newest; once, where they are counted in several ways."""
        key = (selection, newest)
        if key not in self._repeated:
            return self._matching(selection, newest)
        if key not in self._tables:
            plan = self._matching(selection, newest)
            self._tables[key] = None
            if plan is not None:
                self._tables[key] = name = f"matched{len(self._tables)}"
                what = plan.select(f"DISTINCT {plan.thing} AS thing, {plan.date} AS date, {plan.graph or 0} AS graph")
                self._database.execute(f"CREATE TEMP TABLE {name} AS {what}", plan.values)
        table = self._tables[key]
        graph = "m.graph" if selection.conditions else None
        return Plan("m.thing", "m.date", graph, [f"{table} AS m"]) if table else None

    def _matching(self, selection: Selection, newest: int | None) -> Plan | None:
        plan = self._plan(selection, by_date=newest is not None)
        if plan is None:
            return None
        plan.limit(spans_of(selection))
        if newest is None:
            return plan
        order = f"ORDER BY {plan.date} DESC LIMIT {newest:d}"
        things = plan.select(f"DISTINCT {plan.thing} AS thing, {plan.date} AS date", order)
        if plan.graph is None:
            return Plan("m.thing", "m.date", None, [f"({things}) AS m"], values=plan.values)
        # Once more, for all articles in which they are told so.
        plan.add(f"{plan.thing} IN (SELECT thing FROM ({things}))", *plan.values)
        return plan

    def _pairs(self, question: Pairs) -> list[Row]:
        selection = question.selection
        names = [of_kind(selection.kind, name) for name in (KG.initiator.value, KG.recipient.value, QUAD_CLASS)]
        ids = known(self._database, names)
        initiator, recipient, quad_class = (ids.get(name, 0) for name in names)
        events, values = [], list[object]()
        for other in (recipient, initiator):
            plan = self._matching(selection, None)
            if plan is None:
                return []
            plan.join("i", [initiator])
            plan.join("r", [other])
            plan.join("q", [quad_class])
            if other == initiator:
                alone = f"SELECT 1 FROM fact WHERE thing = {plan.thing} AND property = ? AND graph = {plan.graph}"
                plan.add(f"r.value <> i.value AND NOT EXISTS ({alone})", recipient)
            what = f"{plan.date} / 100 AS month, i.value AS one, r.value AS other, q.value AS class"
            events.append(plan.select(f"{what}, {plan.thing} AS thing, {plan.graph} AS graph"))
            values += plan.values
        query = (
            "SELECT month, one, other, class, COUNT(DISTINCT thing), COUNT(DISTINCT graph) "
            f"FROM ({' UNION ALL '.join(events)}) GROUP BY month, one, other, class"
        )
        return self._spelt(self._database.execute(query, values).fetchall(), {0}, 4)

    def _spelt(self, rows: Sequence[Sequence[int]], months: set[int], columns: int) -> list[Row]:
        """Rows with words in the place of numbers in the first columns: months in some, IRIs in the others."""
        iris = spelt(self._database, {row[place] for row in rows for place in range(columns) if place not in months})
        return [
            [
                *(date_of(row[place] * 100) if place in months else iris[row[place]] for place in range(columns)),
                *itertools.islice(row, columns, None),
            ]
            for row in rows
        ]


def _counted(question: Tally) -> tuple[Selection, int | None]:
    return question.selection, question.newest
