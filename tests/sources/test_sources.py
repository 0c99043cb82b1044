import codecs
import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from kg.model import Document
from kg.sources import Limits, Options, Refusal, read_documents
from kg.stores import open_store

TEXT = "Президент Казахстана принял посла Китая.\r\n\r\nОни обсудили торговлю — и это было «важно».\n"
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def read(tmp_path: Path, data: bytes, limits: Limits | None = None) -> Document | Refusal:
    path = tmp_path / "one.txt"
    path.write_bytes(data)
    (found,) = read_documents([path], Options(limits or Limits()))
    assert found.name == str(path)
    return found


def refused(tmp_path: Path, data: bytes | str, limits: Limits | None = None) -> str:
    found = read(tmp_path, data.encode() if isinstance(data, str) else data, limits)
    assert isinstance(found, Refusal)
    assert "\n" not in str(found)
    assert str(found).startswith(found.name)
    return found.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "utf-16", "utf-32"])
def test_reads_every_encoding_that_russian_has_had(tmp_path: Path, encoding: str) -> None:
    text = TEXT if encoding not in {"koi8-r", "cp866"} else TEXT.replace("—", "-").replace("«", '"').replace("»", '"')
    data = text.encode(encoding)
    found = read(tmp_path, data)
    assert isinstance(found, Document)
    assert found.text == text  # line ends as they are, no byte order mark
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("text", ["Путин встретил Токаева", "В Минске открыли выставку", "Захарова: ответ последует"])
def test_reads_a_short_text_in_windows_1251(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text.encode("cp1251"))
    assert isinstance(found, Document)
    assert found.text == text


def test_a_store_in_a_folder_is_no_source(tmp_path: Path) -> None:
    """``kg build . --store store`` again and again."""
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    with open_store(tmp_path / "store"):
        pass
    (found,) = read_documents([tmp_path])
    assert isinstance(found, Document)


def test_reads_the_seeds() -> None:
    found = list(read_documents(SEEDS))
    assert len(found) == 5
    assert all(isinstance(each, Document) for each in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Президент України підписав закон, який змінює умови служби.", "Ukrainian"),
        ("Прэзідэнт Беларусі сустрэўся з паслом Кітая ў Мінску.", "Belarusian"),
        ("Премиерът заяви, че страната няма да участва в срещата.", "Bulgarian"),
        ("Председник Владе изјавио је да ће разговори бити настављени.", "Serbian"),
        ("Мемлекет басшысы Қытай елшісімен кездесті және келісімге қол қойды.", "Kazakh"),
        ("The president said on Monday that the talks will continue.", "English"),
        ("哈萨克斯坦总统会见中国大使。", "Chinese"),
        ("הנשיא נפגש עם השגריר", "Hebrew"),
    ],
)
def test_refuses_other_languages(tmp_path: Path, text: str, language: str) -> None:
    assert language in refused(tmp_path, text)


def test_keeps_russian_with_names_and_quotations_in_other_languages(tmp_path: Path) -> None:
    text = (
        "Президент Қасым-Жомарт Тоқаев сказал «рахмет» и уехал в аэропорт. The New York Times пишет об этом: "
        "The president left. Украинский министр написал: «Дякуємо всім». Посол ответил, что не знает об этом."
    )
    assert isinstance(read(tmp_path, text.encode()), Document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (codecs.BOM_UTF8, "white space"),
        (b" \n\t\n", "white space"),
        (b"12:05 13 + 7\n", "no words"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (bytes(range(256)) * 4, "binary"),
        (TEXT.encode("utf-16-le"), "binary"),
        ("<!DOCTYPE html><html><body>Привет, мир</body></html>", "HTML"),
        ("<p>Он сказал.</p><p>Она сказала.</p><br><br/>", "HTML"),
        (TEXT.encode().decode("cp1251", errors="ignore"), "garbled"),
    ],
)
def test_refuses_what_is_no_text(tmp_path: Path, data: bytes | str, reason: str) -> None:
    assert reason in refused(tmp_path, data)


def test_refuses_a_file_cut_in_the_middle_of_a_character(tmp_path: Path) -> None:
    data = TEXT.encode()
    half = data.index("Китая".encode()) + 3
    assert "middle of a character" in refused(tmp_path, data[:half])
    assert "middle of a character" in refused(tmp_path, TEXT.encode("utf-16")[:-1])


@pytest.mark.parametrize(
    "ending",
    [
        "На встрече в столице министр заявил журналистам, что страны намерены развивать сотруднич",
        "На встрече в столице министр заявил журналистам, что страны намерены развивать связи в",
        "На встрече в столице министр заявил журналистам, что страны намерены развивать связи,",
        "На встрече в столице министр выступил с речью. Он заявил журналистам о новом соглашении сторон",
    ],
)
def test_refuses_a_text_whose_last_sentence_breaks_off(tmp_path: Path, ending: str) -> None:
    assert "cut off" in refused(tmp_path, "Страны договорились о торговле.\n" + ending)


def test_a_million_quotation_marks_do_not_hold_up_the_reading(tmp_path: Path) -> None:
    line = "Министр заявил, что Китай и Казахстан подписали договор о границе. "
    (tmp_path / "a.txt").write_text(f"Заголовок\n\n{line}" + '"' * 1_000_000 + line, encoding="utf-8")
    (document,) = read_documents([tmp_path / "a.txt"])
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    "ending",
    [
        "Министр заявил, что страны намерены развивать сотрудничество в области торговли.",
        "Дилноза Каримова, Ташкент",
        "Токаев поблагодарил китайского лидера за поддержку и пригласил его посетить Казахстан осенью",
        "Австрия Бельгия Германия Греция Дания Испания Италия Люксембург Нидерланды Португалия Франция Швеция",
        "Любое использование материалов допускается только при наличии гиперссылки на агентство",
        "5486 просмотров",
    ],
)
def test_keeps_a_text_that_ends_in_its_frame(tmp_path: Path, ending: str) -> None:
    assert isinstance(read(tmp_path, ("Страны договорились о торговле.\n" + ending).encode()), Document)


def test_refuses_damaged_utf8_and_names_the_byte(tmp_path: Path) -> None:
    data = bytearray((TEXT * 3).encode())
    data[21] = 0xFF
    assert "byte 21" in refused(tmp_path, bytes(data))


def test_refuses_what_is_too_large(tmp_path: Path) -> None:
    assert "larger than 50 bytes" in refused(tmp_path, TEXT, Limits(max_bytes=50))


def test_walks_folders_in_order_without_hidden_files_and_goes_on_after_a_refusal(tmp_path: Path) -> None:
    for name in ["b.txt", "a/2.txt", "a/1.TXT", ".hidden.txt", ".git/x.txt", "c"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "a" / "empty.txt").write_bytes(b"")
    (tmp_path / "notes.ann").write_text(TEXT, encoding="utf-8")
    found = list(read_documents([tmp_path, tmp_path / "missing.txt", tmp_path / "notes.ann"]))
    names = [str(Path(each.name).relative_to(tmp_path)) for each in found]
    assert names == ["a/1.TXT", "a/2.txt", "a/empty.txt", "b.txt", "c", "notes.ann", "missing.txt", "notes.ann"]
    refusals = {Path(each.name).name: each.reason for each in found if isinstance(each, Refusal)}
    assert set(refusals) == {"empty.txt", "notes.ann", "missing.txt"}
    assert "check the path" in refusals["missing.txt"]
    assert isinstance(found[-1], Document)  # named itself, it is read


def test_follows_no_link_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = list(read_documents([tmp_path]))
    assert [type(each) for each in found] == [Document, Refusal]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_names_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    (found,) = read_documents([path])
    assert isinstance(found, Refusal)
    assert "chmod" in found.reason


def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("cp1251"))))
    (found,) = read_documents(["-"])
    assert isinstance(found, Document)
    assert (found.name, found.text) == ("-", TEXT)
