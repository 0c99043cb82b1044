"""JSON Lines, JSON, CSV, TSV and Parquet."""

import csv
import datetime
import io
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from kg.model import Document
from kg.sources import Fields, FieldsError, Limits
from tests.sources.making import ARTICLE, TALKS, VISIT, documents, json_lines, read, read_bytes, reasons

KNOWN = {
    "title": "Переговоры в&nbsp;Астане",
    "text": TALKS,
    "date": "2022-04-25T23:30:00+03:00",
    "url": "https://example.org/1",
    "source": "ТАСС",
    "author": ["Иван Петров", {"name": "Анна Седова"}],
    "topic": "Политика",
}


def table(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def test_a_record_keeps_what_it_knows(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "news.jsonl", json_lines(KNOWN)))
    assert found.name == f"{tmp_path}/news.jsonl#1"
    assert found.text == TALKS
    assert (found.title, found.published) == ("Переговоры в Астане", datetime.date(2022, 4, 25))
    assert (found.url, found.publisher, found.section) == ("https://example.org/1", "ТАСС", "Политика")
    assert found.authors == ("Иван Петров", "Анна Седова")
    assert (found.container, found.verbatim) == (f"{tmp_path}/news.jsonl", False)


def test_lines_count_from_one_and_a_broken_one_costs_no_other(tmp_path: Path) -> None:
    lines = [
        json_lines({"text": TALKS}),
        b'{"text": "\xd0\x9e\n',
        b"\n",
        b"[1, 2]\n",
        b'{"text": "' + TALKS.encode("cp1251") + b'"}\n',
        json_lines({"id": 5}),
        json_lines({"text": 5}),
        json_lines({"text": ""}),
        json_lines({"text": "The president said on Monday that the talks will continue."}),
        json_lines({"text": TALKS, "date": "когда-то"}),
        b"[" * 100_000 + b"\n",
        json_lines({"text": VISIT}),
    ]
    found = read_bytes(tmp_path, "news.jsonl", b"".join(lines))
    assert [one.name for one in found if isinstance(one, Document)] == [f"{tmp_path}/news.jsonl#{n}" for n in (1, 12)]
    why = reasons(found)
    expected = {
        2: "no JSON",
        4: "no object but list",
        5: "encoding",
        6: "it has: id",
        7: "no string in 'text' (int)",
        8: "'text' is empty",
        9: "in English",
        10: "'когда-то'",
        11: "no JSON",
    }
    assert set(why) == {f"news.jsonl#{number}" for number in expected}
    for number, part in expected.items():
        assert part in why[f"news.jsonl#{number}"]


def test_a_half_of_a_character_is_replaced_so_that_offsets_stay(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "n.jsonl", json.dumps({"text": "\ud83d" + TALKS}).encode()))
    assert found.text == "\ufffd" + TALKS


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    data = b'{"text": "' + b"a" * 50_000 + b'"}\n' + json_lines({"text": TALKS})
    (tmp_path / "n.jsonl").write_bytes(data)
    found = read(tmp_path / "n.jsonl", limits=Limits(max_page=10_000))
    assert "more than 10,000 characters" in reasons(found)["n.jsonl#1"]
    assert [one.name for one in found if isinstance(one, Document)] == [f"{tmp_path}/n.jsonl#2"]


def test_other_objects_are_refused_once_not_a_million_times(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "n.jsonl", json_lines(*({"id": number} for number in range(1000))))
    assert "holds no articles" in reasons(found)["n.jsonl"]
    assert len(found) == 20


@pytest.mark.parametrize("name", ["news.jsonl", "news.txt", "news"])
def test_json_lines_are_known_by_what_they_hold(tmp_path: Path, name: str) -> None:
    assert len(documents(read_bytes(tmp_path, name, json_lines({"text": TALKS}, {"text": VISIT})))) == 2


def test_a_list_of_objects_and_one_object_over_many_lines(tmp_path: Path) -> None:
    pretty = json.dumps([{"text": TALKS}, {"text": VISIT}], indent=2).encode()
    found = documents(read_bytes(tmp_path, "a.json", pretty))
    assert [one.name for one in found] == [f"{tmp_path}/a.json#1", f"{tmp_path}/a.json#2"]
    assert len(documents(read_bytes(tmp_path, "b.json", json.dumps({"text": TALKS}, indent=2).encode()))) == 1
    assert "no JSON" in reasons(read_bytes(tmp_path, "c.json", b"{'text': 1}\n  5"))["c.json"]


def test_fields_named_by_the_user(tmp_path: Path) -> None:
    record = {"head": "Переговоры", "article": {"lead": TALKS, "rest": VISIT}, "text": "не то", "date": "?"}
    fields = "text=article.lead+article.rest,title=head,date="
    (found,) = documents(read_bytes(tmp_path, "n.jsonl", json_lines(record), fields))
    assert found.text == f"{TALKS}\n\n{VISIT}"
    assert (found.title, found.published) == ("Переговоры", None)


def test_a_field_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "n.csv", table([["a", "b"], [TALKS, "x"]]), "text=body")
    assert "no field 'body' (it has: a, b)" in reasons(found)["n.csv"]
    assert "no field that is called as a text" in reasons(read_bytes(tmp_path, "m.csv", table([["a"], ["x"]])))["m.csv"]


@pytest.mark.parametrize("told", ["text", "words=body", "=x"])
def test_a_mapping_that_is_none(told: str) -> None:
    with pytest.raises(FieldsError, match="PART=FIELD"):
        Fields.parse(told)


@pytest.mark.parametrize(("delimiter", "name"), [(",", "n.csv"), (";", "n.csv"), ("\t", "n.tsv"), (";", "n.txt")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_tables(tmp_path: Path, delimiter: str, name: str, encoding: str) -> None:
    text = "Министр прибыл в Чили; его встретили,\nсообщило агентство: «Визит начался»."
    rows = [["Дата", "Заголовок", "Текст", "Источник"], ["25.04.2022", "Визит", text, "ТАСС"], ["", "", TALKS, ""]]
    found = documents(read_bytes(tmp_path, name, table(rows, encoding, delimiter)))
    assert [one.text.replace("\r\n", "\n") for one in found] == [text, TALKS]
    assert [one.name for one in found] == [f"{tmp_path}/{name}#1", f"{tmp_path}/{name}#2"]
    assert (found[0].published, found[0].title, found[0].publisher) == (datetime.date(2022, 4, 25), "Визит", "ТАСС")
    assert (found[1].published, found[1].title) == (None, None)


def test_a_broken_row_costs_no_other(tmp_path: Path) -> None:
    data = table([["text", "url"], [TALKS, "u"], ["x"], [VISIT, ""]]) + b'"\xd0,\xff"\n'
    found = read_bytes(tmp_path, "n.csv", data)
    assert [isinstance(one, Document) for one in found] == [True, False, True, False]
    assert "1 columns, where the header has 2" in reasons(found)["n.csv#2"]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(table([["text", "url"], [TALKS, "u"]]) + b'"' + f"{VISIT},x\n".encode() * 500)
    found = read(tmp_path / "n.csv", limits=Limits(max_page=20_000))
    assert isinstance(found[0], Document)
    assert "quotation mark" in reasons(found)["n.csv"]


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert "without rows" in reasons(read_bytes(tmp_path, "n.csv", b"text,url\n"))["n.csv"]


def write_parquet(path: Path, **columns: list[object]) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def test_parquet(tmp_path: Path) -> None:
    moment = datetime.datetime(2022, 4, 25, 12)
    path = write_parquet(tmp_path / "n.bin", content=[TALKS, None, VISIT], published_at=[moment, None, None])
    found = read(path)
    assert [one.name for one in found] == [f"{path}#{number}" for number in (1, 2, 3)]
    assert isinstance(found[0], Document)
    assert (found[0].text, found[0].published) == (TALKS, datetime.date(2022, 4, 25))
    assert "'content' is empty" in reasons(found)["n.bin#2"]


def test_parquet_with_inner_fields(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "n.parquet", article=[{"words": TALKS, "id": 1}], day=[datetime.date(2022, 4, 25)])
    (found,) = documents(read(path, "text=article.words,published=day"))
    assert (found.text, found.published) == (TALKS, datetime.date(2022, 4, 25))


def test_parquet_of_wrong_types_or_damaged(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "n.parquet", text=[1, 2])
    assert "'text' holds int64, no text" in reasons(read(path))["n.parquet"]
    good = write_parquet(tmp_path / "good.parquet", text=[TALKS] * 100).read_bytes()
    assert "damaged" in reasons(read_bytes(tmp_path, "cut.parquet", good[:-20]))["cut.parquet"]
    wrong = bytearray(good)
    wrong[10:40] = bytes(30)
    assert "damaged" in reasons(read_bytes(tmp_path, "bad.parquet", bytes(wrong)))["bad.parquet"]


def test_a_page_in_a_field(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "n.jsonl", json_lines({"html": ARTICLE, "url": "https://example.org/1"})))
    assert found.text.startswith("Переговоры в Астане\n\nПрезидент Казахстана")
    assert found.url == "https://example.org/1"
