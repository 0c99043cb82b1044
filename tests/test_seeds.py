"""The five seed articles, as a reader reads them: each question is a query, with its answer."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands import ROOT, kg

Answer = list[dict[str, str]]
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("seeds") / "store"
    built = kg("build", ROOT / "seeds", "--store", folder)
    assert (built.returncode, built.stderr) == (0, "")
    yield folder


@pytest.fixture(scope="module")
def ask(store: Path) -> Ask:
    def ask_store(query: str, **parameters: str) -> Answer:
        options = [part for name, value in parameters.items() for part in ("-p", f"{name}={value}")]
        done = kg("query", query, *options, "--format", "csv", "--store", store)
        assert done.returncode == 0, done.stderr
        return list(csv.DictReader(io.StringIO(done.stdout)))

    return ask_store


def text_of(row: dict[str, str]) -> str:
    """The words of the article at the offsets of an answer: its evidence."""
    for path in (ROOT / "seeds").glob("*.txt"):
        text = path.read_bytes().decode("utf-8")
        if row["text"] in text:
            return text[int(row["begin"]) : int(row["end"])]
    return ""


def test_the_graph_conforms_to_its_shapes(store: Path) -> None:
    done = kg("validate", "--store", store)
    assert done.returncode == 0, done.stdout
    assert "6 graphs checked, 0 violations" in done.stderr


def test_wei_fenghe_says_that_china_opposes_a_colour_revolution(ask: Ask) -> None:
    said = [row for row in ask("who-said-about", about="Казахстан") if "цветную революцию" in row["text"]]
    direct = [row for row in said if row["type"] == "Direct"]
    assert [row["speakerName"] for row in direct] == ["Вэй Фэнхэ"]
    assert direct[0]["text"].startswith("Китай решительно выступает против внешних сил")
    assert direct[0]["text"].endswith("социальной стабильности")
    assert text_of(direct[0]) == direct[0]["text"]
    indirect = [row for row in said if row["type"] == "Indirect"]
    assert "Минобороны Китая" in {row["speakerName"] for row in indirect}


def test_who_holds_which_office(ask: Ask) -> None:
    held = {(row["holderName"], row["office"], row["ofName"]) for row in ask("positions-held")}
    assert held >= {
        ("Вэй Фэнхэ", "министр обороны", "Китай"),
        ("Касым-Жомарт Токаев", "президент", "Казахстан"),
        ("Си Цзиньпин", "председатель", "Китай"),
    }


def test_tokayev_and_wei_met_in_nur_sultan(ask: Ask) -> None:
    (meeting,) = ask("meetings", one="Токаев", other="Вэй Фэнхэ")
    assert meeting["date"] == "2022-04-25"
    assert meeting["status"] == "Actual"
    place = "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    place += f"SELECT DISTINCT ?name {{ <{meeting['event']}> kg:place ?p . ?p skos:altLabel ?name }}"
    assert "Нур-Султан" in {row["name"] for row in ask(place)}


def test_the_chinese_ministry_answered_tass(ask: Ask) -> None:
    said = ask("statements-on", day="2022-01-07")
    assert {row["speakerName"] for row in said} >= {"МИД Китая"}
    answers = """PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?to ?text { GRAPH ?g { ?claim kg:speaker/rdfs:label "МИД Китая"@ru ;
            kg:addressee/rdfs:label ?to ; kg:text ?text ; kg:statedOn ?day FILTER(STR(?day) = "2022-01-07") } }"""
    assert any(
        row["to"] == "ТАСС" and row["text"].startswith("Китай готов продолжить тесное сотрудничество")
        for row in ask(answers)
    )


def test_tokayev_paid_a_visit_to_china(ask: Ask) -> None:
    visits = [row for row in ask("events-between", one="Токаев", other="Китай") if row["trigger"] == "визит"]
    assert [(row["type"], row["initiators"], row["recipients"]) for row in visits] == [
        ("CONSULT", "Касым-Жомарт Токаев", "Китай")
    ]


def test_xi_spoke_with_tokayev_in_astana(ask: Ask) -> None:
    talks = [row for row in ask("meetings", one="Си Цзиньпин", other="Токаев") if row["date"] == "2025-06-16"]
    assert [row["placeName"] for row in talks] == ["Астана"]


@pytest.mark.parametrize(
    "point",
    [
        "стратегическое взаимодоверие высокого уровня должно направлять развитие двусторонних отношений",
        'высококачественное сотрудничество в рамках "Пояса и пути" должно использоваться',
        "необходимо осуществлять всестороннее сотрудничество в области безопасности",
        "необходимо проводить разнообразные культурно-гуманитарные обмены",
    ],
)
def test_xi_made_each_of_the_four_points(ask: Ask, point: str) -> None:
    said = [row for row in ask("statements-of", speaker="Си Цзиньпин") if row["text"].startswith(point)]
    assert len(said) == 1
    assert said[0]["date"] == "2025-06-16"
    assert text_of(said[0]) == said[0]["text"]


def test_tokayev_thanked_xi_for_support(ask: Ask) -> None:
    thanks = [row for row in ask("supporters", actor="Си Цзиньпин") if row["trigger"] == "поблагодарил"]
    assert [(row["supporters"], row["type"]) for row in thanks] == [("Касым-Жомарт Токаев", "SUPPORT")]


def test_kazakhstan_sent_supplies_to_wuhan(ask: Ask) -> None:
    aid = [row for row in ask("events-between", one="Казахстан", other="Китай") if row["type"] == "AID"]
    sent = next(row for row in aid if row["trigger"] == "поставил")
    assert (sent["initiators"], sent["recipients"]) == ("Казахстан", "Китай")
    where = f"SELECT DISTINCT ?name {{ <{sent['event']}> <https://w3id.org/newskg/ontology#place>"
    where += "/<http://www.w3.org/2000/01/rdf-schema#label> ?name }"
    assert [row["name"] for row in ask(where)] == ["Ухань"]


def test_the_readme_s_query_answers_what_the_readme_says(ask: Ask) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in readme.splitlines() if re.search(r"\| \d+ \| \d+ \|$", line)]
    answer = ask("docs/example.rq")
    assert len(answer) == len(rows) == 3
    for row, (speaker, said, begin, end) in zip(answer, rows, strict=True):
        assert (row["speaker"], row["from"], row["to"]) == (speaker.strip("| "), begin, end.rstrip(" |"))
        assert row["said"].startswith(said.rstrip("… "))


def test_boilerplate_says_nothing(ask: Ask) -> None:
    names = {row["name"] for row in ask("actors")}
    assert names & {"Япония", "Индия", "Юрий Гагарин", "Великобритания", "Яшлык", "Акорда"} == set()


def test_one_actor_for_all_names_of_china(ask: Ask) -> None:
    (row,) = [row for row in ask("actors") if row["name"] == "Китай"]
    assert row["actor"].endswith("/actor/Q148")
    assert ask("who-said-about", about="КНР") == ask("who-said-about", about="Китай")
