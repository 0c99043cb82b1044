"""Named queries: what their files say, how values get in, and what each answers on a small graph."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions
from rdflib.plugins.sparql import prepareQuery

from kg.exports.network import QUAD_CLASSES
from kg.identifiers import DEFAULT_BASE, actor_id, claim_id
from kg.model import Actor, ActorType, EventType
from kg.queries import QueryError, bind, find_actors, load_queries, parse_query
from kg.rdf import actors_graph
from kg.rdf.vocabulary import NIF
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, KAZAKHSTAN, WEI, Reading, put, two_outlets

NEIGHBOUR = "Казахстан всегда был надёжным соседом"

Row = dict[str, str | None]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("queries") / "store") as opened:
        put(opened, two_outlets())
        yield opened


def rows(store: Store, query: str) -> list[Row]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [
        {name: None if (term := row[name]) is None else getattr(term, "value", str(term)) for name in names}
        for row in solutions
    ]


def ask(store: Store, query: str, /, **values: str) -> list[Row]:
    return rows(store, bind(load_queries()[query], values, store))


def some(found: list[Row], *columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[column] for column in columns) for row in found]


def words(store: Store, row: Row) -> str:
    """The characters of the article that a row points at."""
    article = NamedNode(row["article"] or "")
    text = rows(store, f"SELECT ?text WHERE {{ GRAPH {article} {{ {article} {NIF.isString} ?text }} }}")[0]["text"]
    assert text is not None
    return text[int(row["begin"] or "") : int(row["end"] or "")]


# The files


def test_there_are_queries_enough() -> None:
    assert len(load_queries()) >= 10


@pytest.mark.parametrize("name", load_queries())
def test_each_file_is_a_sparql_query_as_it_stands(store: Store, name: str) -> None:
    """pySPARQL of rdflib reads it, Oxigraph runs it, and unbound it finds something."""
    query = load_queries()[name]
    prepareQuery(query.text)
    assert rows(store, query.text)
    assert query.title
    assert query.description


@pytest.mark.parametrize("name", load_queries())
def test_no_query_says_a_row_twice(store: Store, name: str) -> None:
    found = [tuple(row.items()) for row in rows(store, load_queries()[name].text)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", load_queries())
def test_rows_that_give_offsets_give_those_of_words_in_the_article(store: Store, name: str) -> None:
    for row in rows(store, load_queries()[name].text):
        if "begin" in row:
            shown = row.get("words") or row.get("text") or row.get("trigger")
            assert words(store, row) == shown


HEAD = "# Title: T\n# Description: D\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * { ?s ?p ?o }\nLIMIT 1\n", "Title"),
        (HEAD + "SELECT * { ?s ?p ?o }\n", "LIMIT"),
        (HEAD + "# Parameter: x (text): X\nSELECT * { ?s ?p ?o }\nLIMIT 1\n", "VALUES"),
        (HEAD + "SELECT * {\n  VALUES $x { UNDEF }\n  ?s ?p $x }\nLIMIT 1\n", "VALUES"),
        (HEAD + "# Parameter: x (colour): X\nSELECT * {\n  VALUES $x { UNDEF }\n}\nLIMIT 1\n", "colour"),
    ],
)
def test_a_file_that_breaks_the_rules_is_named(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        parse_query("mine", text)
    assert "mine.rq" in str(caught.value)


def test_a_folder_of_ones_own_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(
        "# Title: Mine\n# Description: Long,\n#   longer.\n"
        "# Parameter: x (text, required): what\n"
        "SELECT * WHERE {\n  VALUES $x { UNDEF }\n  ?s ?p $x\n}\nLIMIT 7\n"
    )
    query = load_queries(tmp_path)["mine"]
    assert query.description == "Long, longer."
    assert [(p.name, p.required, p.default) for p in query.parameters] == [("x", True, None), ("limit", False, "7")]


# Values


@pytest.mark.parametrize(
    "name",
    ["Китай", "китай", "КНР", "Q148", "actor/Q148", DEFAULT_BASE + "actor/Q148", "http://www.wikidata.org/entity/Q148"],
)
def test_an_actor_is_found_by_any_name(store: Store, name: str) -> None:
    assert find_actors(store, name) == (NamedNode(DEFAULT_BASE + CHINA.id),)


@pytest.mark.parametrize("name", ["Китая", "actor/nobody", "Q99999999", "Астана", "https://example.org/x"])
def test_who_is_not_in_the_graph_is_an_error(store: Store, name: str) -> None:
    with pytest.raises(QueryError, match="nobody"):
        find_actors(store, name)


def test_the_error_tells_of_names_that_come_near(store: Store) -> None:
    with pytest.raises(QueryError, match="did you mean Казахстан"):
        find_actors(store, "Казакстан")


@pytest.mark.parametrize("bad", ["http://a/ b", 'http://a/"', "actor/a b", "actor/> . ?s ?p ?o"])
def test_a_broken_iri_is_no_actor(store: Store, bad: str) -> None:
    with pytest.raises(QueryError, match="no IRI"):
        find_actors(store, bad)


@pytest.mark.parametrize(
    "attack", ['"@ru } . DROP ALL #', "\\", '"""', "} UNION { ?actor ?p ?o", "\n#", "' || true || '"]
)
def test_words_of_a_user_stay_words(store: Store, attack: str) -> None:
    with pytest.raises(QueryError, match="nobody"):
        ask(store, "who-said-about", about=attack)
    assert ask(store, "actors", name=attack) == []


def test_another_base_is_asked_for_its_own_actors(tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    with EmbeddedStore(tmp_path / "store") as other:
        put(other, two_outlets(), base)
        assert actors_graph(base) in set(other.graphs())
        found = rows(other, bind(load_queries()["most-quoted"], {}, other, base=base))
        assert [row["name"] for row in found] == ["Вэй Фэнхэ", "Касым-Жомарт Токаев"]
        assert find_actors(other, "actor/Q148", base=base) == (NamedNode(base + "actor/Q148"),)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "needs the parameter speaker"),
        ({"speaker": "Китай", "who": "x"}, "no parameter 'who'; it has speaker"),
        ({"speaker": " "}, "speaker is empty"),
        ({"speaker": "Китай", "since": "вчера"}, "since='вчера': no date; write 2022-04-25"),
        ({"speaker": "Китай", "until": "2022-02-30"}, "no such day"),
        ({"speaker": "Китай", "limit": "many"}, "whole number"),
        ({"speaker": "Китай", "limit": "1 OFFSET 5"}, "whole number"),
    ],
)
def test_values_that_do_not_fit_are_refused(store: Store, values: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        ask(store, "statements-of", **values)


def test_choices_are_named(store: Store) -> None:
    with pytest.raises(QueryError, match="material-conflict"):
        ask(store, "events-between", one="Китай", other="Казахстан", **{"class": "war"})
    with pytest.raises(QueryError, match="Organisation"):
        ask(store, "actors", type="Planet")


def test_the_limit_is_kept(store: Store) -> None:
    assert len(ask(store, "actors", limit="2")) == 2
    assert ask(store, "actors", limit="0") == []


# What each answers


def test_who_said_about(store: Store) -> None:
    found = ask(store, "who-said-about", about="Казахстан")
    assert some(found, "speakerName", "text", "type", "date") == [
        ("Вэй Фэнхэ", NEIGHBOUR, "Indirect", None),
        ("Вэй Фэнхэ", NEIGHBOUR, "Direct", "2022-04-25"),
    ]
    assert len({row["article"] for row in found}) == 2
    assert [words(store, row) for row in found] == [NEIGHBOUR, NEIGHBOUR]


def test_who_said_about_shows_statements_of_nobody_known(store: Store) -> None:
    assert some(ask(store, "who-said-about", about="Китай"), "speakerName", "text") == [
        ("Касым-Жомарт Токаев", "посетить Китай"),
        (None, "Китай поможет"),
    ]


def test_dates_bound_what_is_dated(store: Store) -> None:
    def said(**values: str) -> list[str | None]:
        return [row["text"] for row in ask(store, "who-said-about", about="Китай", **values)]

    assert said(since="2022-04-26") == ["Китай поможет"]
    assert said(until="2022-04-26") == ["посетить Китай"]
    assert len(said(since="2022-04", until="2022-04")) == 2
    assert said(since="2022-05") == []
    # The undated statement is there only where no day is asked for.
    assert len(ask(store, "who-said-about", about="Казахстан", since="2022")) == 1


def test_statements_of(store: Store) -> None:
    assert some(ask(store, "statements-of", speaker="Токаев"), "text", "date") == [("посетить Китай", "2022-04-25")]
    assert ask(store, "statements-of", speaker="Токаев", about="Казахстан") == []
    assert len(ask(store, "statements-of", speaker="Токаев", about="Китай")) == 1


@pytest.mark.parametrize(
    ("day", "number"), [("2022-04-25", 2), ("2022-04-27", 1), ("2022-04", 3), ("2022", 3), ("2021", 0)]
)
def test_statements_on(store: Store, day: str, number: int) -> None:
    found = ask(store, "statements-on", day=day)
    assert len(found) == number
    assert all((row["date"] or "").startswith(day) for row in found)


@pytest.mark.parametrize("written", ["", DEFAULT_BASE])
def test_evidence_of_claim(store: Store, written: str) -> None:
    found = ask(store, "evidence-of-claim", claim=written + claim_id(WEI.id, NEIGHBOUR))
    assert some(found, "words", "speakerName", "issued") == [
        (NEIGHBOUR, "Вэй Фэнхэ", "2022-04-26"),
        (NEIGHBOUR, "Вэй Фэнхэ", "2022-04-27"),
    ]
    assert (found[0]["before"] or "").endswith("Вэй Фэнхэ. «")
    assert (found[0]["after"] or "").startswith("», — сказал Вэй.")


def test_most_quoted(store: Store) -> None:
    assert some(ask(store, "most-quoted"), "name", "statements", "direct", "articles") == [
        ("Вэй Фэнхэ", "1", "1", "2"),
        ("Касым-Жомарт Токаев", "1", "0", "1"),
    ]
    assert ask(store, "most-quoted", since="2023") == []


def test_the_days_of_the_most_quoted_are_told_though_some_statements_are_undated(tmp_path: Path) -> None:
    first, second = (Actor(actor_id(name), ActorType.PERSON, name) for name in ("Иван Дёров", "Пётр Зёрнов"))
    reading = Reading("Дёров: «Да». Дёров: «Нет». Дёров: «Может быть». Зёрнов: «Знаю».")
    reading.says(first, "Да", day="2022-05-03").says(first, "Нет").says(first, "Может быть", day="2022-04")
    reading.says(second, "Знаю")
    with EmbeddedStore(tmp_path / "store") as own:
        put(own, [reading])
        assert some(ask(own, "most-quoted"), "name", "statements", "firstDay", "lastDay") == [
            ("Иван Дёров", "3", "2022-04", "2022-05-03"),
            ("Пётр Зёрнов", "1", None, None),
        ]
        assert some(ask(own, "most-quoted", since="2022-05"), "statements", "firstDay", "lastDay") == [
            ("1", "2022-05-03", "2022-05-03")
        ]


@pytest.mark.parametrize(
    ("one", "other"), [("Токаев", "Вэй"), ("Вэй", "Токаев"), ("Китай", "Казахстан"), ("Q232", "Вэй")]
)
def test_meetings_between_two_of_persons_and_of_their_states(store: Store, one: str, other: str) -> None:
    found = ask(store, "meetings", one=one, other=other)
    assert sorted(some(found, "date", "trigger", "status", "placeName"), key=str) == [
        ("2022-04-25", "беседу", "Actual", None),
        ("2022-04-25", "встретился", "Actual", "Астана"),
    ]
    assert {tuple(sorted((row["parties"] or "").split(", "))) for row in found} == {
        ("Вэй Фэнхэ", "Касым-Жомарт Токаев")
    }
    assert len({row["event"] for row in found}) == 1


def test_meetings_of_one_with_whomever(store: Store) -> None:
    assert len(ask(store, "meetings", one="Токаев")) == 2
    assert ask(store, "meetings", one="Токаев", since="2022-04-26") == []


def test_those_whom_no_gazetteer_knows_are_counted_and_meet_too(tmp_path: Path) -> None:
    unknown = [Actor(actor_id(name), ActorType.PERSON, name) for name in ("Иван Дёров", "Пётр Зёрнов")]
    reading = Reading("Дёров встретился с Зёрновым. «Поговорили», — сказал Дёров.")
    reading.does(unknown, EventType.CONSULT, "встретился", day="2022-05-01").says(unknown[0], "Поговорили")
    with EmbeddedStore(tmp_path / "store") as own:
        put(own, [reading])
        assert len(ask(own, "meetings", one="иван деров", other="Пётр Зёрнов")) == 1
        assert len(ask(own, "meetings", one="Пётр Зёрнов")) == 1
        assert len(ask(own, "events-between", one="Пётр Зёрнов", other="Иван Дёров")) == 1
        assert some(ask(own, "most-quoted"), "name", "statements") == [("Иван Дёров", "1")]
        assert {row["name"] for row in ask(own, "actors")} == {"Иван Дёров", "Пётр Зёрнов"}


def test_a_state_meets_through_those_who_hold_its_offices(tmp_path: Path) -> None:
    president, minister = (Actor(actor_id(name), ActorType.PERSON, name) for name in ("Иван Дёров", "Пётр Зёрнов"))
    body = Actor("actor/ministry", ActorType.ORGANISATION, "Минобороны Китая", state=CHINA.id)
    reading = Reading("Президент Дёров встретился с министром Зёрновым.")
    reading.does([president, minister], EventType.CONSULT, "встретился", day="2022-05-01")
    reading.holds(president, "Президент", KAZAKHSTAN).holds(minister, "министром", body).mention("Дёров", CHINA)
    with EmbeddedStore(tmp_path / "store") as own:
        put(own, [reading])
        assert len(ask(own, "meetings", one="Казахстан", other="Китай")) == 1
        assert len(ask(own, "meetings", one="Китай", other="Казахстан")) == 1
        assert len(ask(own, "events-between", one="Китай", other="Казахстан")) == 1
        assert ask(own, "meetings", one="Китай", other="Минобороны Китая") == []


def test_events_between(store: Store) -> None:
    found = ask(store, "events-between", one="Китай", other="Казахстан")
    assert sorted(some(found, "type", "quadClass", "initiators", "recipients"), key=str)[:3] == [
        ("ACCUSE", "verbal-conflict", "Китай", "Казахстан"),
        ("AGREE", "verbal-cooperation", "Касым-Жомарт Токаев", "Китай"),
        ("AID", "material-cooperation", "Китай", "Казахстан"),
    ]
    assert sorted(row["type"] or "" for row in found) == ["ACCUSE", "AGREE", "AID", "CONSULT", "CONSULT", "SUPPORT"]
    only = ask(store, "events-between", one="Китай", other="Казахстан", **{"class": "material-cooperation"})
    assert some(only, "type", "date") == [("AID", "2022-04")]
    assert some(ask(store, "events-between", one="Китай", other="Казахстан", until="2022-04-10"), "type") == [("AID",)]


def test_attitudes(store: Store) -> None:
    found = ask(store, "attitudes", target="Казахстан")
    assert some(found, "holderName", "polarity", "words", "speakerName") == [
        ("Вэй Фэнхэ", "Support", "соседом", "Вэй Фэнхэ"),
        ("Китай", "Support", "передал", None),
        ("Китай", "Support", "соседом", "Вэй Фэнхэ"),
        ("Китай", "Oppose", "осудил", None),
    ]
    assert some(ask(store, "attitudes", holder="Китай", until="2022-04-26"), "words") == [("передал",)]
    assert ask(store, "attitudes", holder="Казахстан") == []


def test_relations_are_counted_by_articles(store: Store) -> None:
    columns = ("holderName", "targetName", "supporting", "opposing", "mixed")
    assert some(ask(store, "relations"), *columns) == [
        ("Китай", "Казахстан", "1", "0", "1"),
        ("Вэй Фэнхэ", "Казахстан", "1", "0", "0"),
    ]
    assert some(ask(store, "relations", holder="Китай", since="2022-04-27"), *columns) == [
        ("Китай", "Казахстан", "0", "0", "1")
    ]


def test_supporters(store: Store) -> None:
    assert some(ask(store, "supporters", actor="Казахстан"), "supporters", "type") == [("Китай", "AID")]
    assert some(ask(store, "supporters", actor="Китай"), "supporters", "type") == [("Касым-Жомарт Токаев", "SUPPORT")]


def test_promises(store: Store) -> None:
    assert some(ask(store, "promises"), "initiators", "recipients", "trigger") == [
        ("Касым-Жомарт Токаев", "Китай", "пообещал")
    ]
    assert ask(store, "promises", actor="Вэй") == []


def test_conflicts(store: Store) -> None:
    found = ask(store, "conflicts", actor="Казахстан")
    assert some(found, "type", "initiators", "trigger") == [("ACCUSE", "Китай", "осудил")]
    assert ask(store, "conflicts", actor="Казахстан", **{"class": "material-conflict"}) == []


def test_same_event(store: Store) -> None:
    found = ask(store, "same-event")
    assert some(found, "on", "type", "articles") == [("2022-04-25", "CONSULT", "2")]
    assert set((found[0]["outlets"] or "").split(", ")) == {"Вестник степи", "Северная звезда"}
    assert len(ask(store, "same-event", actor="Вэй")) == 1
    assert ask(store, "same-event", actor="Китай") == []


def test_positions_held(store: Store) -> None:
    expected = [("Касым-Жомарт Токаев", "президент", "Казахстан")]
    assert some(ask(store, "positions-held"), "holderName", "office", "ofName") == expected
    assert (
        some(ask(store, "positions-held", holder="Токаев", of="Казахстан"), "holderName", "office", "ofName")
        == expected
    )
    assert ask(store, "positions-held", of="Китай") == []
    assert ask(store, "positions-held", of="Астана") == []
    with pytest.raises(QueryError, match="nobody in the graph is called 'Астана'"):
        ask(store, "positions-held", holder="Астана")


def test_timeline(store: Store) -> None:
    found = ask(store, "timeline", actor="Токаев")
    assert sorted(some(found, "kind", "what", "words")) == sorted(
        [
            ("acted", "CONSULT", "встретился"),
            ("acted", "CONSULT", "беседу"),
            ("acted", "AGREE", "пообещал"),
            ("acted", "SUPPORT", "поблагодарил"),
            ("said", "Indirect", "посетить Китай"),
        ]
    )
    assert [row["kind"] for row in ask(store, "timeline", actor="Вэй", since="2022-04-25")].count("was told") == 1


def test_actors(store: Store) -> None:
    found = {row["name"]: row for row in ask(store, "actors")}
    assert (found["Китай"]["kind"], found["Китай"]["spokenOf"], found["Китай"]["events"]) == ("State", "2", "4")
    assert found["Китай"]["sameAs"] == "http://www.wikidata.org/entity/Q148"
    assert (found["Вэй Фэнхэ"]["statements"], found["Вэй Фэнхэ"]["events"]) == ("1", "1")
    assert {row["name"] for row in ask(store, "actors", type="state")} == {"Китай", "Казахстан"}
    assert [row["name"] for row in ask(store, "actors", name="ТОКАЕВ")] == ["Касым-Жомарт Токаев"]


def test_articles(store: Store) -> None:
    assert some(ask(store, "articles"), "date", "publisherName", "statements", "events") == [
        ("2022-04-27", "Северная звезда", "3", "4"),
        ("2022-04-26", "Вестник степи", "1", "2"),
    ]
    assert len(ask(store, "articles", publisher="Северная звезда")) == 1


def test_dyads(store: Store) -> None:
    columns = ("when", "from", "to", "quadClass", "events")
    cooperation = "verbal-cooperation"
    assert set(some(ask(store, "dyads"), *columns)) == {
        ("2022-04", "Китай", "Казахстан", "material-cooperation", "1"),
        ("2022-04", "Китай", "Казахстан", "verbal-conflict", "1"),
        ("2022-04", "Касым-Жомарт Токаев", "Китай", cooperation, "2"),
        ("2022-04", "Касым-Жомарт Токаев", "Вэй Фэнхэ", cooperation, "1"),
        ("2022-04", "Вэй Фэнхэ", "Касым-Жомарт Токаев", cooperation, "1"),
    }
    assert len(ask(store, "dyads", actor="Казахстан")) == 2
    assert some(ask(store, "dyads", **{"class": "verbal-conflict", "by": "day"}), *columns) == [
        ("2022-04-27", "Китай", "Казахстан", "verbal-conflict", "1")
    ]
    assert {row["when"] for row in ask(store, "dyads", by="year")} == {"2022"}


def test_the_documentation_names_every_query_and_parameter() -> None:
    text = (Path(__file__).parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
    sections = {part.split("\n", maxsplit=1)[0].strip("` "): part for part in text.split("\n## ")[1:]}
    for query in load_queries().values():
        section = sections.get(query.name, "")
        assert query.title in section
        for parameter in query.parameters:
            kind = f"{parameter.type.value}, required" if parameter.required else parameter.type.value
            assert f"`{parameter.name}` ({kind})" in section, (query.name, parameter.name)
    assert set(load_queries()) <= set(sections)


@pytest.mark.parametrize("name", ["events-between", "dyads", "conflicts"])
def test_queries_with_quad_classes_have_them_from_plover(name: str) -> None:
    found = re.findall(r'\(plover:(\w+) "([\w-]+)"\)', load_queries()[name].text)
    assert {EventType(kind): quad_class for kind, quad_class in found} == QUAD_CLASSES
