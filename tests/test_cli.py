"""The commands, run as a user runs them."""

import json
from pathlib import Path

import pytest

from tests.commands import ROOT, kg

ARTICLE = """МИД Франции: переговоры начнутся в мае

12.03.2021 ТАСС
Министр иностранных дел Франции Жан-Ив Ле Дриан заявил, что переговоры начнутся в мае.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def store(article: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    assert kg("build", article, "--store", folder).returncode == 0
    return folder


def test_extract_prints_the_contract(article: Path) -> None:
    done = kg("extract", article)
    assert done.returncode == 0
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["file"] == str(article)
    assert found["article"]["published"] == "2021-03-12"
    names = {actor["id"]: actor["name"] for actor in found["actors"]}
    claim = next(claim for claim in found["claims"] if claim["cue"] == "заявил")
    assert names[claim["speaker"]] == "Жан-Ив Ле Дриан"
    assert claim["text"] == "переговоры начнутся в мае" == ARTICLE[claim["start"] : claim["end"]]
    assert all(ARTICLE[m["start"] : m["end"]] == m["text"] for m in found["mentions"])
    assert {(names[p["person"]], p["title"], names[p["of"]]) for p in found["positions"]} == {
        ("Жан-Ив Ле Дриан", "министр иностранных дел", "Франция")
    }


def test_extract_reads_standard_input_and_many_files_in_processes(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Президент Чехии прибыл в Париж. Об этом сообщило агентство ЧТК.\n", encoding="utf-8")
    piped = kg("extract", "-", stdin=ARTICLE.encode("cp1251"))
    assert json.loads(piped.stdout)["article"]["published"] == "2021-03-12"
    together = kg("extract", article, other, "--workers", "2")
    assert [json.loads(line)["file"] for line in together.stdout.splitlines()] == [str(article), str(other)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 8),
        ("english.txt", b"The president of France has arrived in Berlin for talks with the chancellor.\n" * 3),
        ("cut.txt", ARTICLE.encode()[:-61]),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_the_rest_goes_on(
    name: str, content: bytes, article: Path, tmp_path: Path
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    done = kg("extract", bad, article)
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(article)]


def test_a_gazetteer_of_ones_own_is_used_and_a_broken_one_named(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("Лига морских держав выразила протест. Об этом сообщили журналисты города.\n", encoding="utf-8")
    own = tmp_path / "own.tsv"
    own.write_text("Organisation\tЛига морских держав\tЛМД\tQ999999999\n", encoding="utf-8")
    found = json.loads(kg("extract", text, "--gazetteer", own).stdout)
    assert ["http://www.wikidata.org/entity/Q999999999"] in [actor["sameAs"] for actor in found["actors"]]
    own.write_text("Planet\tМарс\n", encoding="utf-8")
    done = kg("extract", text, "--gazetteer", own)
    assert done.returncode == 1
    assert "own.tsv, line 1" in done.stderr


def test_build_is_silent_and_building_twice_changes_nothing(store: Path, article: Path) -> None:
    before = kg("export", "nquads", "--store", store).stdout
    assert before
    again = kg("build", article, "--store", store)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert kg("export", "nquads", "--store", store).stdout == before


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_text_that_takes_too_long_is_refused_and_the_rest_is_done(
    command: str, article: Path, tmp_path: Path
) -> None:
    long = tmp_path / "long.txt"
    long.write_text("Министр иностранных дел Китая Ван И заявил, что Китай и Казахстан договорились. " * 10_000)
    rest = ("--store", tmp_path / "graph", "--report", "-") if command == "build" else ()
    done = kg(command, long, article, "--article-timeout", "2", *rest)
    assert done.returncode == 1
    assert f"{long}: takes longer to read than 2 seconds" in done.stderr
    if command == "build":
        told = json.loads(done.stdout)
        assert (told["stored"], [one["name"] for one in told["refused"]]) == (1, [str(long)])
    else:
        assert json.loads(done.stdout)["file"] == str(article)


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(article: Path, tmp_path: Path) -> None:
    done = kg("build", article, "--store", tmp_path / "graph", "--report", tmp_path / "nowhere" / "report.json")
    assert done.returncode == 1
    assert "report.json" in done.stderr
    assert not (tmp_path / "graph").exists()


def test_validate_counts_graphs_and_fails_on_a_violation(store: Path, tmp_path: Path) -> None:
    good = kg("validate", "--store", store)
    assert good.returncode == 0
    assert "2 graphs checked, 0 violations" in good.stderr
    quads = kg("export", "nquads", "--store", store).stdout
    broken = tmp_path / "broken.nq"
    broken.write_text(quads.replace('"переговоры начнутся в мае"', '"другое"'), encoding="utf-8")
    bad = kg("validate", broken)
    assert bad.returncode == 1
    assert "claim/" in bad.stdout or "#char=" in bad.stdout


@pytest.mark.parametrize("format_", ["table", "csv", "tsv", "json", "xml"])
def test_query_answers_in_every_format(store: Path, format_: str) -> None:
    done = kg("query", "who-said-about", "--store", store, "-p", "about=Франция", "--format", format_)
    assert done.returncode == 0, done.stderr
    done = kg("query", "SELECT DISTINCT ?text { ?c kg:text ?text }", "--store", store, "--format", format_)
    assert done.returncode == 1  # the prefix is not declared
    assert "kg" in done.stderr
    assert "Traceback" not in done.stderr


def test_query_runs_sparql_from_a_file(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(
        "PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT DISTINCT ?text { ?c kg:text ?text }", encoding="utf-8"
    )
    assert "переговоры начнутся в мае" in kg("query", file, "--store", store, "--format", "csv").stdout
    ask = "ASK { ?article a <https://w3id.org/newskg/ontology#Article> }"
    assert kg("query", ask, "--store", store).stdout == "yes\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "no-such-query"), "no named query"),
        (("query", "who-said-about"), "about"),
        (("query", "who-said-about", "-p", "about"), "name=value"),
        (("query", "who-said-about", "-p", "abuot=Китай"), "abuot"),
        (("export", "excel"), "excel"),
    ],
)
def test_a_wrong_use_is_explained(store: Path, arguments: tuple[str, ...], message: str) -> None:
    done = kg(*arguments, "--store", store)
    assert done.returncode in {1, 2}
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["stats", "validate", "serve"])
def test_a_store_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    done = kg(command, "--store", tmp_path / "nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_takes_its_name_only_when_it_is_whole(store: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph.gexf"
    assert kg("export", "gexf", "-o", target, "--store", store).returncode == 0
    assert target.read_text(encoding="utf-8").startswith("<?xml")
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_stats_and_version(store: Path) -> None:
    assert "Article" in kg("stats", "--store", store).stdout
    assert kg("--version").stdout.startswith("kg ")
    assert (ROOT / "pyproject.toml").exists()


def test_two_graphs_merged_are_one_build_of_both(tmp_path: Path) -> None:
    """Quad for quad, but for the time at which each article was read."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))[:3]

    def dump(store: Path) -> set[str]:
        lines = kg("export", "nquads", "--store", store).stdout.splitlines()
        return {line for line in lines if "#dateTime>" not in line}

    whole, left, right = (tmp_path / name for name in ("whole", "left", "right"))
    for store, paths in ((whole, seeds), (left, seeds[:2]), (right, seeds[1:])):
        assert kg("build", *paths, "--store", store).returncode == 0
    shard = tmp_path / "right.trig"
    assert kg("export", "trig", "-o", shard, "--store", right).returncode == 0
    done = kg("import", shard, "--store", left)
    assert "1 articles added" in done.stderr
    assert dump(left) == dump(whole)
