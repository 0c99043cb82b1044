import bz2
import datetime
import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.knowledge import Gazetteer, TableError
from kg.knowledge.dumps import Checkpoint, DumpError, DumpReader
from kg.knowledge.importing import import_dump, import_table, is_dump, office_title
from kg.knowledge.linker import candidates, link
from kg.knowledge.wikidata import personal_names, read_item
from kg.language import Parse
from tests.knowledge import dumps

Parser = Callable[[str], Parse]

CITY_OF_LIMONIA, PRESIDENT, MINISTER = "Q900000001", "Q900000002", "Q900000003"
LIMONIA, LEMON_TOWN, PARTY, BAND = "Q900000010", "Q900000011", "Q900000012", "Q900000013"
PRESIDENT_HERSELF, NAMESAKE, SINGER, CLERK, NOBODY = (f"Q9000000{number}" for number in range(20, 25))

WORLD = [
    dumps.entity("Q515", "город", english="city"),
    dumps.entity("Q5", "человек", english="human"),
    dumps.entity(
        CITY_OF_LIMONIA, None, statements=[dumps.statement("P279", dumps.item_value("Q515"))], english="city of Limonia"
    ),
    dumps.entity(
        PRESIDENT,
        "Президент Лимонии",
        ["Q4164871"],
        statements=[dumps.statement("P1001", dumps.item_value(LIMONIA))],
        wikis=1,
    ),
    dumps.entity(
        MINISTER,
        "министр иностранных дел Казахстана",
        statements=[
            dumps.statement("P279", dumps.item_value("Q294414")),
            dumps.statement("P17", dumps.item_value("Q232")),
        ],
        wikis=0,
    ),
    dumps.entity(
        LIMONIA,
        "Лимония",
        ["Q3624078"],
        aliases=["Страна лимонов"],
        statements=[dumps.statement("P298", {"value": "LMN", "type": "string"}, datatype="external-id")],
    ),
    dumps.entity(
        LEMON_TOWN,
        "Лимонград",
        [CITY_OF_LIMONIA],
        aliases=["Старый Лимонград"],
        statements=[dumps.statement("P17", dumps.item_value(LIMONIA))],
    ),
    dumps.entity(PARTY, "Партия лимонного труда", ["Q7278"], aliases=["ПЛТ"]),
    dumps.entity(BAND, "Кино", ["Q43229"]),
    dumps.entity(
        PRESIDENT_HERSELF,
        "Цитронова, Авдотья Ильинична",
        ["Q5"],
        title="Цитронова, Авдотья Ильинична (политик)",
        aliases=["Дуня Цитронова"],
        statements=[
            dumps.statement("P27", dumps.item_value(LIMONIA)),
            dumps.position(PRESIDENT, "2019-03-20"),
            dumps.position(MINISTER, "2010-01-01", "2014-00-00", rank="deprecated"),
            dumps.position(MINISTER, "2015-05-01", unknown_end=True),
        ],
        wikis=3,
    ),
    dumps.entity(NAMESAKE, "Сергей Лавров", ["Q5"], wikis=40),
    dumps.entity(SINGER, "Каролина Небывалова", ["Q5"], wikis=7),
    dumps.entity(CLERK, "Пётр Незаметных", ["Q5"], wikis=2),
    dumps.entity(NOBODY, "Лимония", ["Q4167410"], wikis=60),
    dumps.entity("Q58217", "Лавров, Сергей Викторович", ["Q5"], wikis=110, aliases=["Сергей Викторович Лавров"]),
]


def dump(folder: Path, entities: list[dumps.Json] = WORLD, name: str = "dump.json") -> Path:
    path = folder / name
    text = dumps.lines(entities)
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else bz2.compress(text) if name.endswith("2") else text)
    return path


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("imported")
    made = folder / "larger.sqlite"
    import_dump(dump(folder), made, Gazetteer.load())
    assert sorted(path.name for path in folder.iterdir()) == ["dump.json", "larger.sqlite"]
    return Gazetteer.load([made])


def test_an_item_becomes_what_its_class_or_one_above_says(imported: Gazetteer) -> None:
    assert [entry.type for entry in imported.named("Лимонграда")] == ["Place"]
    assert [entry.type for entry in imported.named("Партией лимонного труда")] == ["Organisation"]
    assert [entry.type for entry in imported.named("Лимонию")] == ["State"]
    assert [entry.type for entry in imported.named("Авдотью Цитронову")] == ["Person"]


def test_a_state_has_its_code_and_what_is_in_it_too(imported: Gazetteer) -> None:
    (state,) = imported.named("Лимония")
    assert (state.iso_code, state.state, state.sitelinks) == ("LMN", "LMN", 30)
    assert imported.state("LMN") == state
    assert [place.state for place in imported.named("Лимонград")] == ["LMN"]
    assert imported.named("Страна лимонов") == ()  # aliases of states are not taken


def test_persons_are_found_by_the_names_that_news_use(imported: Gazetteer, parse: Parser) -> None:
    text = "В среду Авдотья Цитронова и Каролина Небывалова приехали в Старый Лимонград, где их ждала ПЛТ."
    found = [match.entries[0].name for match in imported.match(parse(text).sentences[0].tokens)]
    assert found == ["Авдотья Цитронова", "Каролина Небывалова", "Лимонград", "Партия лимонного труда"]


def test_a_common_word_is_a_name_in_quotation_marks_only(imported: Gazetteer, parse: Parser) -> None:
    plain = parse("Вечером все пошли в Кино на площади.").sentences[0].tokens
    quoted = parse("Вечером пела группа «Кино» из Ленинграда.").sentences[0].tokens
    assert "Кино" not in [entry.name for match in imported.match(plain) for entry in match.entries]
    assert "Кино" in [entry.name for match in imported.match(quoted) for entry in match.entries]


def test_offices_have_their_terms(imported: Gazetteer) -> None:
    day = datetime.date(2022, 4, 25)
    assert [person.name for person in imported.holders("президент", "LMN", day)] == ["Авдотья Цитронова"]
    assert imported.holders("президент", "LMN", datetime.date(2018, 1, 1)) == ()
    # It had no end when the item was last changed; nobody knows of later.
    assert imported.holders("президент", "LMN", datetime.date(2024, 3, 2)) == ()
    terms = imported.offices(PRESIDENT_HERSELF)
    assert sorted((term.title, term.of, str(term.start), str(term.end)) for term in terms) == [
        ("министр иностранных дел", "KAZ", "2015-05-01", "2015-05-01"),
        ("президент", "LMN", "2019-03-20", "None"),
    ]


def test_what_ships_stands_for_the_item_with_its_id(imported: Gazetteer) -> None:
    shipped = Gazetteer.load().entry("Q58217")
    assert shipped is not None
    assert imported.entry("Q58217") == shipped
    assert imported.named("Сергей Викторович Лавров") == (shipped,)
    assert imported.named("Сергею Лаврову")[0] == shipped
    assert [person.name for person in imported.holders("президент", "KAZ", datetime.date(2022, 4, 25))] == [
        "Касым-Жомарт Токаев"
    ]


def test_a_namesake_does_not_take_the_link_of_one_who_is_known(imported: Gazetteer) -> None:
    linked = link("Сергей Лавров", "Person", gazetteer=imported)
    assert linked == imported.entry("Q58217")
    assert len(candidates("Сергей Лавров", "Person", gazetteer=imported)) == 2


def test_who_is_little_known_needs_more_than_the_name(imported: Gazetteer) -> None:
    assert link("Каролина Небывалова", "Person", gazetteer=imported) is None
    (only,) = candidates("Каролина Небывалова", "Person", gazetteer=imported)
    assert only.reasons == ("full name", "little known")
    assert link("Авдотья Цитронова", "Person", gazetteer=imported, titles=["президент"], states=["LMN"]) is not None


def test_an_office_holder_is_found_by_the_surname(imported: Gazetteer) -> None:
    day = datetime.date(2022, 4, 25)
    linked = link("Цитроновой", "Person", gazetteer=imported, titles=["президент"], states=["LMN"], date=day)
    assert linked is not None
    assert linked.same_as == (f"http://www.wikidata.org/entity/{PRESIDENT_HERSELF}",)
    assert imported.persons("Небывалова") == ()


def test_what_few_wikis_know_is_left_out(imported: Gazetteer, tmp_path: Path) -> None:
    assert imported.entry(CLERK) is None
    everything = tmp_path / "all.sqlite"
    import_dump(dump(tmp_path), everything, Gazetteer.load(), sitelinks=0)
    assert Gazetteer.load([everything]).entry(CLERK) is not None


@pytest.mark.parametrize("name", ["dump.json.gz", "dump.json.bz2"])
def test_compressed_dumps_give_the_same(tmp_path: Path, name: str) -> None:
    plain, packed = tmp_path / "plain.sqlite", tmp_path / "packed.sqlite"
    first = import_dump(dump(tmp_path), plain, Gazetteer.load())
    second = import_dump(dump(tmp_path, name=name), packed, Gazetteer.load())
    assert first == second
    assert plain.read_bytes() == packed.read_bytes()


def test_a_file_of_several_compressed_streams_is_read_on_from_within(tmp_path: Path) -> None:
    text = b"".join(b"line %d\n" % number for number in range(30_000))
    for name, compress in (("a.gz", gzip.compress), ("a.bz2", bz2.compress)):
        path = tmp_path / name
        path.write_bytes(compress(text[:70_001]) + compress(text[70_001:200_003]) + compress(text[200_003:]))
        batches = list(DumpReader(path).batches())
        assert [line for lines, _ in batches for line in lines] == text.splitlines()
        streams = set()
        for number, (_, end) in enumerate(batches):
            assert end is not None
            streams.add(end.stream)
            rest = [line for lines, _ in DumpReader(path, end).batches() for line in lines]
            assert rest == [line for lines, _ in batches[number + 1 :] for line in lines]
        assert len(streams) > 1


def test_bad_lines_are_counted_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    good = dumps.lines(WORLD).splitlines(keepends=True)
    bad = [b'{"type":"item","id":"Q1","labels":{"ru":\n', b'{"id":"Q1","claims":{"P31":[{"x":"ru"}]},"type":"item"},\n']
    path.write_bytes(b"".join([*good[:3], *bad, b'"ru"\n', b'{"type":"property","id":"P6","x":"ru"},\n', *good[3:]]))
    imported = import_dump(path, tmp_path / "out.sqlite", Gazetteer.load())
    assert imported.bad == 3
    assert Gazetteer.load([tmp_path / "out.sqlite"]).entry(PARTY) is not None


@pytest.mark.parametrize("name", ["dump.json", "dump.json.gz", "dump.json.bz2"])
def test_a_dump_that_is_cut_off_is_finished_when_the_rest_is_there(tmp_path: Path, name: str) -> None:
    path = dump(tmp_path, name=name)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    target = tmp_path / "out.sqlite"
    with pytest.raises(DumpError, match="is cut off"):
        import_dump(path, target, Gazetteer.load())
    assert not target.exists()
    path.write_bytes(whole)
    import_dump(path, target, Gazetteer.load())
    uninterrupted = tmp_path / "at-once.sqlite"
    import_dump(path, uninterrupted, Gazetteer.load())
    assert target.read_bytes() == uninterrupted.read_bytes()


def test_a_damaged_dump_is_named(tmp_path: Path) -> None:
    path = dump(tmp_path, name="dump.json.gz")
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 40] = b"\xff" * 40
    path.write_bytes(whole)
    with pytest.raises(DumpError, match=r"dump\.json\.gz: is damaged"):
        import_dump(path, tmp_path / "out.sqlite", Gazetteer.load())


def test_another_dump_is_not_mixed_in(tmp_path: Path) -> None:
    path = dump(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    target = tmp_path / "out.sqlite"
    with pytest.raises(DumpError, match="cut off"):
        import_dump(path, target, Gazetteer.load())
    with pytest.raises(DumpError, match="another dump"):
        import_dump(dump(tmp_path, WORLD[:5], "other.json"), target, Gazetteer.load())


def kg(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kg.commands.gazetteer", *arguments]


def many(number: int) -> list[dumps.Json]:
    persons = (
        dumps.entity(f"Q{800_000_000 + one}", f"Имярек Неведомый{one}", ["Q5"], aliases=["А" * 300])
        for one in range(number)
    )
    return [*WORLD, *persons]


def test_a_killed_import_goes_on_where_it_was(tmp_path: Path) -> None:
    path = dump(tmp_path, many(12_000), "dump.json.gz")
    target, part = tmp_path / "out.sqlite", tmp_path / "out.sqlite.part"
    process = subprocess.Popen(kg("import", str(path), "-o", str(target)), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 100
    while lines_read(part) == 0:
        assert process.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not target.exists()
    before = lines_read(part)
    assert 0 < before < 12_000
    done = subprocess.run(kg("import", str(path), "-o", str(target)), capture_output=True, text=True, check=True)
    assert f"of {12_000 + len(WORLD) + 2:,} lines" in " ".join(done.stderr.split())
    assert not part.exists()
    uninterrupted = tmp_path / "at-once.sqlite"
    import_dump(path, uninterrupted, Gazetteer.load())
    assert target.read_bytes() == uninterrupted.read_bytes()


def test_a_dump_that_was_read_is_not_read_again_when_writing_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target, at_once = dump(tmp_path), tmp_path / "out.sqlite", tmp_path / "at-once.sqlite"
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("kg.knowledge.importing.DatabaseWriter.close", interrupted)
        import_dump(path, target, Gazetteer.load())
    assert not target.exists()
    with monkeypatch.context() as patched:
        patched.setattr("kg.knowledge.importing.read_item", interrupted)
        import_dump(path, target, Gazetteer.load())
    import_dump(path, at_once, Gazetteer.load())
    assert target.read_bytes() == at_once.read_bytes()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def lines_read(part: Path) -> int:
    if not part.exists():
        return 0
    try:
        with sqlite3.connect(f"{part.as_uri()}?mode=ro", uri=True) as database:
            found = database.execute("SELECT value FROM meta WHERE key = 'lines'").fetchone()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found is not None else 0


OWN = (
    "Organisation\tКлуб «Ромашка»\tРомашка\t-\tKAZ\n"
    "Person\tИван Вымышленный\tИван Иванович Вымышленный\tQ999999997\tKAZ\n"
    "Person\tВладимир Владимирович\tВэ Вэ Пэ\tQ7747\tRUS\n"
    "Place\tЛимонград\t-\tgeonames:999999999\t-\n"
    "State\tЛимония\tЛимонная Республика\tQ999999999\tQ999999999\tлимонский\tлимонец\tЛимонград\t"
    "Жёлтый дом\tлимонградский\tЛимонии\n"
)


def test_a_table_is_the_same_as_an_sqlite_file(tmp_path: Path) -> None:
    table, database = tmp_path / "own.tsv", tmp_path / "own.sqlite"
    table.write_text(OWN, encoding="utf-8")
    assert not is_dump(table)
    assert import_table(table, database).entries == 5
    one, other = Gazetteer.load([table]), Gazetteer.load([database])
    for name in (
        "Клубом «Ромашка»",
        "Ивана Вымышленного",
        "Лимонграде",
        "Лимонной Республикой",
        "Вэ Вэ Пэ",
        "Владимир Путин",
    ):
        assert one.named(name) == other.named(name) != (), name
    assert one.persons("Вымышленному") == other.persons("Вымышленному") != ()
    assert one.demonym("лимонский") == other.demonym("лимонский") is not None
    assert one.capital("Лимонграде") == other.capital("Лимонграде") == other.capital("Жёлтого дома")
    assert one.state("Q999999999") == other.state("Q999999999") is not None
    assert one.genitive("Q999999999") == other.genitive("Q999999999") == "Лимонии"


def test_an_entry_of_a_users_own_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text("Person\tВэ Вэ Пэ\t-\tQ7747\tRUS\n", encoding="utf-8")
    gazetteer = Gazetteer.load([table])
    linked = link("Владимир Путин", "Person", gazetteer=gazetteer)
    assert linked is not None
    assert linked.name == "Вэ Вэ Пэ"


def test_a_file_that_is_no_gazetteer_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE x (y)")
    with pytest.raises(TableError, match=r"other\.sqlite: is no gazetteer"):
        Gazetteer.load([other])


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Путин, Владимир Владимирович", ("Владимир Путин", "Владимир Владимирович Путин")),
        ("Владимир Владимирович Путин", ("Владимир Путин", "Владимир Владимирович Путин")),
        ("Алиев, Ильхам Гейдар оглы", ("Ильхам Алиев", "Ильхам Гейдар оглы Алиев")),
        ("Си Цзиньпин", ("Си Цзиньпин",)),
        ("Урсула фон дер Ляйен", ("Урсула фон дер Ляйен",)),
        ("Иво Йосипович", ("Иво Йосипович",)),
        ("Пеле", ("Пеле",)),
    ],
)
def test_names_of_persons(written: str, names: tuple[str, ...]) -> None:
    assert personal_names(written) == names


@pytest.mark.parametrize(
    ("label", "code", "title"),
    [
        ("Президент Казахстана", "KAZ", "президент"),
        ("министр иностранных дел Российской Федерации", "RUS", "министр иностранных дел"),
        ("Премьер-министр Республики Казахстан", "KAZ", "премьер-министр"),
        ("Великий хан", "MNG", "великий хан"),
        ("Президент Казахстана", "RUS", "президент Казахстана"),
    ],
)
def test_the_title_of_an_office(gazetteer: Gazetteer, label: str, code: str, title: str) -> None:
    def states(name: str) -> list[str]:
        return [entry.state or "" for entry in gazetteer.named(name, "State")]

    assert office_title(label, code, states, gazetteer.titles) == title


def test_the_country_that_still_holds_comes_first() -> None:
    ended = dumps.statement(
        "P27", dumps.item_value("Q15180"), qualifiers=[dumps.snak("P582", dumps.time_value("1991-12-26"), "time")]
    )
    person = dumps.entity(
        "Q1", "Иван Вымышленный", ["Q5"], statements=[ended, dumps.statement("P27", dumps.item_value("Q159"))]
    )
    item = read_item(json.loads(json.dumps(person)))
    assert item is not None
    assert item.state == "Q159"


def test_show_says_what_is_linked_and_why(tmp_path: Path) -> None:
    shown = subprocess.run(
        kg("show", "Токаева", "--title", "президент", "--state", "Казахстан", "--date", "2022-04-25"),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    (line,) = [line for line in shown.stdout.splitlines() if "Q200881" in line]
    assert "→" in line
    assert "held the office then" in line
    unknown = subprocess.run(kg("show", "Хрюмбрюм"), capture_output=True, text=True, check=False)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "Хрюмбрюм" in unknown.stderr


def test_a_checkpoint_at_the_end_gives_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\nb\n")
    (batch,) = DumpReader(path).batches()
    assert batch == ([b"a", b"b"], Checkpoint(0, 4))
    assert list(DumpReader(path, Checkpoint(0, 4)).batches()) == []


@pytest.mark.parametrize(("text", "message"), [("", "has no entries"), ("Person\tИван Орлов\t-\tQ5x\n", "is no id")])
def test_a_table_that_cannot_be_imported_leaves_nothing_behind(tmp_path: Path, text: str, message: str) -> None:
    source, target = tmp_path / "names.tsv", tmp_path / "made.sqlite"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        import_table(source, target)
    assert [path.name for path in tmp_path.iterdir()] == ["names.tsv"]
