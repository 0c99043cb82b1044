"""``kg explain``, run as a user runs it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from kg.explain import coloured, findings
from kg.knowledge import Gazetteer
from kg.layers import Layer
from kg.model import Actor, ActorType, EventType
from tests.graphs import CHINA, TOKAYEV, WEI, Reading

SEED = next((Path(__file__).parent.parent / "seeds").glob("002_*.txt"))
EXPLAIN = [sys.executable, "-m", "kg.commands.explain"]


@pytest.fixture(scope="module")
def explained() -> str:
    return subprocess.run([*EXPLAIN, str(SEED)], capture_output=True, text=True, check=True).stdout


def rows(output: str) -> list[list[str]]:
    return [fields for line in output.splitlines() if len(fields := line.split("\t")) == 6 and fields[0].isdigit()]


def test_all_that_extract_prints_is_there_with_its_rule(explained: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "extract", str(SEED)],
        capture_output=True,
        text=True,
        check=True,
    )
    extracted = json.loads(run.stdout)
    found = rows(explained)
    for layer in ("mentions", "claims", "events"):
        spans = sorted((one["start"], one["end"]) for one in extracted[layer])
        assert sorted((int(row[0]), int(row[1])) for row in found if row[2] == layer) == spans != []
    assert len([row for row in found if row[2] == "positions"]) == len(extracted["positions"]) > 0
    assert sorted([int(row[0]), int(row[1])] for row in found if row[2] == "boilerplate") == extracted["boilerplate"]
    assert all(row[5] for row in found)
    assert {row[2] for row in found} == {layer.value for layer in Layer}


def test_the_text_stands_first_and_the_findings_in_its_order(explained: str) -> None:
    text = SEED.read_text(encoding="utf-8")
    assert explained.startswith(text)
    starts = [int(row[0]) for row in rows(explained)]
    assert starts == sorted(starts)
    for begin, end, _, words, *_ in rows(explained):
        assert " ".join(text[int(begin) : int(end)].split()) == words
    assert "\x1b" not in explained


def test_a_link_says_why(explained: str) -> None:
    links = {row[3]: (row[4], row[5]) for row in rows(explained) if row[2] == "links"}
    meaning, why = links["Касым-Жомарта Токаева"]
    assert "Q200881" in meaning
    assert "held the office then" in why


def test_pronouns_say_to_whom_they_refer(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("Анна Лис встретила в Лиме Ивана Орлова.\n\nОна заявила, что её брат болен.\n", encoding="utf-8")
    run = subprocess.run(
        [*EXPLAIN, str(file), "--only", "references"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert [row[3:] for row in rows(run.stdout)] == [
        ["Она", "refers to Анна Лис", "pronoun"],
        ["её", "refers to Анна Лис", "pronoun"],
    ]


def test_only_what_is_asked_for_is_shown() -> None:
    run = subprocess.run(
        [*EXPLAIN, str(SEED), "--only", "events", "--only", "positions"], capture_output=True, text=True, check=True
    )
    assert {row[2] for row in rows(run.stdout)} == {"events", "positions"}


def test_on_a_terminal_there_are_colours() -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen([*EXPLAIN, str(SEED), "--only", "boilerplate"], stdout=theirs, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            shown += chunk
    except OSError:  # how Linux says that the other side has closed
        pass
    assert process.wait() == 0
    assert b"\x1b[2m" in shown  # dim
    assert "no part of the article" in shown.decode()


def test_a_file_that_is_not_there_is_named() -> None:
    run = subprocess.run([*EXPLAIN, "none.txt"], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "none.txt" in run.stderr


def test_colours_lie_on_the_words(gazetteer: Gazetteer) -> None:
    made = Reading("Токаев встретился с Вэй Фэнхэ.").mention("Токаев", TOKAYEV).mention("Вэй Фэнхэ", WEI)
    made.does([TOKAYEV, WEI], EventType.CONSULT, "встретился")
    extraction = made.extraction()
    found = findings(extraction, gazetteer)
    text = coloured(extraction, found)
    styles = {(extraction.article.text[span.start : span.end], str(span.style)) for span in text.spans}
    assert styles == {("Токаев", "cyan"), ("Вэй Фэнхэ", "cyan"), ("встретился", "bold red")}


def test_why_somebody_is_not_linked(gazetteer: Gazetteer) -> None:
    lavrov = Actor("actor/lavrov", ActorType.PERSON, "Лавров", ("Лавров",))
    nobody = Actor("actor/nikto", ActorType.PERSON, "Хрюм Брюмов", ("Хрюм Брюмов",))
    made = Reading("Лавров и Хрюм Брюмов приехали в Китай.").mention("Лавров", lavrov).mention("Хрюм Брюмов", nobody)
    links = [one for one in findings(made.mention("Китай", CHINA).extraction(), gazetteer) if one.layer is Layer.LINKS]
    assert [one.meaning.partition(":")[2].strip() or one.meaning for one in links[:2]] == ["not linked"] * 2
    assert "too little speaks for Сергей Лавров (Q58217): surname" in links[0].rule
    assert links[1].rule == "nothing is known by this name"
    assert links[2].meaning == "Китай → Q148"
