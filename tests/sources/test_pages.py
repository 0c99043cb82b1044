"""HTML, alone and in web archives."""

import datetime
import gzip
import re
from pathlib import Path

import pytest

from kg.model import Document
from kg.sources import Limits, Refusal
from tests.sources.making import ARTICLE, TALKS, VISIT, documents, page, read, read_bytes, reasons, warc_record

BODY = (
    f"<article><h1>Переговоры в Астане</h1><p>{TALKS}</p><p>{VISIT}</p><p>Стороны обсудили поставки меди.</p></article>"
)
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebSite", "name": "Пример"}, {"@type": "NewsArticle", "headline": "Переговоры в Астане",
"datePublished": "2022-04-25T23:30:00+03:00", "dateModified": "2022-04-28", "articleSection": ["Политика"],
"author": [{"@type": "Person", "name": "Иван Петров"}], "publisher": {"@type": "Organization", "name": "РИА Новости"}}
]}</script>"""


def one(tmp_path: Path, html: str | bytes) -> Document:
    (found,) = documents(read_bytes(tmp_path, "a.html", html.encode() if isinstance(html, str) else html))
    return found


def why_not(tmp_path: Path, html: str) -> str:
    return reasons(read_bytes(tmp_path, "a.html", html.encode()))["a.html"]


def test_the_article_without_menus_and_with_its_headline_first(tmp_path: Path) -> None:
    found = one(tmp_path, ARTICLE)
    assert found.text.startswith(f"Переговоры в Астане\n\n{TALKS}\n{VISIT}\n")
    assert "Главная" not in found.text
    assert "Все права" not in found.text
    assert (found.name, found.verbatim, found.container) == (f"{tmp_path}/a.html", False, None)


def test_json_ld_tells_the_article(tmp_path: Path) -> None:
    found = one(tmp_path, page(BODY, LINKED))
    assert found.published == datetime.date(2022, 4, 25)
    assert (found.publisher, found.section, found.authors) == ("РИА Новости", "Политика", ("Иван Петров",))


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-04-25T23:30:00+03:00">',
        '<meta itemprop="datePublished" content="2022-04-25">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-04-25"}</script>',
        '<script type="application/ld+json">not JSON</script><meta name="pubdate" content="25.04.2022">',
    ],
)
def test_publication_date_in_the_head(tmp_path: Path, head: str) -> None:
    modified = '<meta property="article:modified_time" content="2022-05-05">'
    assert one(tmp_path, page(BODY, modified + head)).published == datetime.date(2022, 4, 25)


def test_publication_date_in_a_time_element(tmp_path: Path) -> None:
    html = page(BODY.replace("</h1>", '</h1><time datetime="2022-04-25T10:00">25 апреля</time>'))
    assert one(tmp_path, html).published == datetime.date(2022, 4, 25)


def test_outlet_of_open_graph(tmp_path: Path) -> None:
    assert one(tmp_path, page(BODY, '<meta property="og:site_name" content="Пример">')).publisher == "Пример"


@pytest.mark.parametrize(
    "json_ld", ['[{"@type": "NewsArticle", "headline": "А"}, {"@type": "NewsArticle", "headline": "Б"}]']
)
def test_of_several_articles_in_json_ld_none_is_taken(tmp_path: Path, json_ld: str) -> None:
    assert one(tmp_path, page(BODY, f'<script type="application/ld+json">{json_ld}</script>')).title not in {"А", "Б"}


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://example.org/news/1", "https://example.org/news/1"),
        ("https://example.org/", None),  # the front page: a usual mistake
        ("/news/1", None),
        ("javascript:void(0)", None),
    ],
)
def test_canonical_address(tmp_path: Path, canonical: str, url: str | None) -> None:
    assert one(tmp_path, page(BODY, f'<link rel="canonical" href="{canonical}">')).url == url


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
def test_encodings_that_the_page_names(tmp_path: Path, encoding: str) -> None:
    html = page(BODY.replace("«", '"').replace("»", '"').replace("—", "-"), charset=encoding)
    assert "Министр обороны Перу" in one(tmp_path, html.replace("©", "").encode(encoding)).text


def test_a_wrong_byte_or_a_null_costs_no_page(tmp_path: Path) -> None:
    data = (page(BODY) * 1).encode().replace(b"</footer>", b"\xff</footer>").replace(b"<nav>", b"<nav>\x00")
    data += b" " * 2000
    assert TALKS in one(tmp_path, data).text


def test_headlines_without_an_article_are_refused(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="/{n}">Министр обороны Перу прибыл в Чили, день {n}</a></li>' for n in range(30))
    assert "without an article" in why_not(tmp_path, page(f"<main><h1>Новости</h1><ul>{links}</ul></main>"))
    assert "without an article" in why_not(
        tmp_path, page("<form>Введите имя пользователя и пароль для входа</form>" * 3)
    )


def test_pages_in_other_languages_are_refused(tmp_path: Path) -> None:
    english = "<p>The president said on Monday that the talks will continue in Warsaw next week.</p>" * 5
    assert "Russian" in why_not(tmp_path, page(english))
    ukrainian = (
        "<p>Президент України підписав закон, який змінює умови військової служби та її оплати в країні.</p>" * 5
    )
    assert "is in Ukrainian" in why_not(tmp_path, page(f"<article>{ukrainian}</article>"))


def test_deep_nesting_and_broken_tags(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.html", page("<div>" * 100_000 + BODY).encode())
    assert len(found) == 1
    assert TALKS in one(tmp_path, page(BODY.replace("</p>", "").replace("</h1>", "</h2></b>"))).text


def test_an_article_behind_a_megabyte_of_scripts(tmp_path: Path) -> None:
    assert TALKS in one(tmp_path, page(BODY, f"<script>{'x' * 1_500_000}</script>")).text


def test_other_xml_is_told(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.xml", b'<?xml version="1.0"?><!-- x --><urlset><url/></urlset>')
    assert "XML (<urlset>) that is neither" in reasons(found)["a.xml"]


# --- web archives -------------------------------------------------------------------------------------------------

WARC = b"".join(
    [
        warc_record("https://example.org/robots.txt", b"", http="Content-Type: text/robots"),
        warc_record("https://example.org/1", ARTICLE.encode()),
        warc_record("https://example.org/gone", ARTICLE.encode(), status=404),
        warc_record("https://example.org/1.png", b"\x89PNG", http="Content-Type: image/png"),
        warc_record("https://example.org/request", b"GET / HTTP/1.1\r\n", kind="request"),
        warc_record("https://example.org/en", b"<html><body>The president said so.</body></html>"),
        warc_record("<https://example.org/2>", ARTICLE.replace("меди", "нефти").encode()),
    ]
)


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl"])
def test_pages_of_a_web_archive(tmp_path: Path, name: str) -> None:
    data = gzip.compress(WARC[:3000]) + gzip.compress(WARC[3000:]) if name.endswith("gz") else WARC
    found = read_bytes(tmp_path, name, data)
    pages = [each for each in found if isinstance(each, Document)]
    assert [each.name for each in pages] == [f"{tmp_path}/{name}#https://example.org/{number}" for number in (1, 2)]
    assert [each.url for each in pages] == ["https://example.org/1", "https://example.org/2"]
    assert "поставки нефти" in pages[1].text
    assert [each.name for each in found if isinstance(each, Refusal)] == [f"{tmp_path}/{name}#https://example.org/en"]


def test_compressed_and_chunked_responses(tmp_path: Path) -> None:
    body = ARTICLE.encode()
    chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    data = warc_record(
        "https://example.org/z", gzip.compress(body), http="Content-Type: text/html\r\nContent-Encoding: gzip"
    )
    data += warc_record("https://example.org/c", chunks, http="Content-Type: text/html\r\nTransfer-Encoding: chunked")
    assert all(TALKS in each.text for each in documents(read_bytes(tmp_path, "c.warc", data)))


def test_texts_of_a_wet(tmp_path: Path) -> None:
    text = f"Главная\nПереговоры в Астане\n{TALKS}\n{VISIT}\n"
    data = warc_record("https://example.org/1", text.encode(), kind="conversion")
    english = warc_record("https://example.org/2", b"The president said so.", kind="conversion")
    found = read_bytes(tmp_path, "c.warc.wet.gz", gzip.compress(data + english))
    (good,) = (each for each in found if isinstance(each, Document))
    assert (good.text, good.url) == (text, "https://example.org/1")
    assert "Russian" in reasons(found)[f"{tmp_path}/c.warc.wet.gz#https://example.org/2"]


BROKEN = warc_record("https://example.org/3", ARTICLE.encode())


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b"garbage\r\nmore of it\r\n", "damaged behind record 1"),
        (BROKEN.replace(b"Content-Length: ", b"Content-Length: x"), "no length"),
        (BROKEN.replace(b"Content-Length: ", b"Content-Length: 1", 1)[:-500], "damaged|broken|cut off"),
        (
            warc_record(
                "https://example.org/3", b"\x1f\x8bxx", http="Content-Type: text/html\r\nContent-Encoding: gzip"
            ),
            "",
        ),
        (warc_record("https://example.org/3", b"x" * 300_000), "more than 100,000 bytes"),
    ],
)
def test_a_broken_record_costs_no_other(tmp_path: Path, broken: bytes, reason: str) -> None:
    good = [warc_record(f"https://example.org/{number}", ARTICLE.encode()) for number in (1, 5, 6)]
    (tmp_path / "c.warc").write_bytes(good[0] + broken + good[1] + good[2])
    found = read(tmp_path / "c.warc", limits=Limits(max_page=100_000))
    kept = [each.url for each in found if isinstance(each, Document)]
    assert "https://example.org/1" in kept
    assert any(re.search(reason, why) for why in reasons(found).values())
    if b"Content-Length: 1" not in broken[:400] or b"Content-Length: x" in broken:
        assert kept == ["https://example.org/1", "https://example.org/5", "https://example.org/6"]


def test_a_web_archive_that_is_cut_off_keeps_what_it_has(tmp_path: Path) -> None:
    for name, data in {"c.warc": WARC[:-200], "c.warc.gz": gzip.compress(WARC)[:-30]}.items():
        found = read_bytes(tmp_path, name, data)
        assert isinstance(found[0], Document)
        assert "cut off" in reasons(found)[name]


def test_a_web_archive_without_pages(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "c.warc", warc_record("https://example.org/x", b"", kind="request"))
    assert "no pages" in reasons(found)["c.warc"]
