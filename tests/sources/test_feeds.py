"""RSS, RDF and Atom."""

import datetime
import re
from pathlib import Path

import pytest

from kg.model import Document
from kg.sources.feed import text_of
from tests.sources.making import TALKS, VISIT, documents, read_bytes, reasons

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:yandex="http://news.yandex.ru"><channel><title>РИА Новости</title><link>https://example.org/</link>
<item><title>Переговоры в &quot;Астане&quot;</title><link>https://example.org/1</link><guid>https://example.org/1?rss</guid>
<pubDate>Mon, 25 Apr 2022 00:30:00 +0300</pubDate><description>&lt;p&gt;{TALKS}&lt;/p&gt;</description>
<category>Политика</category><dc:creator>Иван Петров</dc:creator></item>
<item><title>Визит</title><link>https://example.org/2</link><description>Коротко.</description>
<yandex:full-text>{VISIT}

{TALKS}</yandex:full-text></item>
<item><title>Содержание</title><link>https://example.org/3</link><description>Коротко.</description>
<content:encoded><![CDATA[<p>{VISIT}</p><script>x()</script><figure>Фото</figure><ul><li>Меди</li></ul>]]></content:encoded></item>
<item><title>Без текста</title><link>https://example.org/4</link></item>
<item><title>The end</title><link>https://example.org/5</link>
<description>The president said on Monday that the talks will continue.</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="windows-1251"?><!-- лента -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>Лента</title><id>urn:x</id><updated>2022-04-25T10:00:00Z</updated>
<entry><id>urn:1</id><title>Визит</title><link href="https://example.org/a"/><published>2022-04-25T23:59:00+03:00</published>
<updated>2022-05-01T00:00:00Z</updated><author><name>Анна Седова</name></author><source><title>ТАСС</title></source>
<content type="html">&lt;p&gt;{VISIT.replace("«", "").replace("»", "")}&lt;/p&gt;</content></entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "feed.xml", RSS.encode())
    first, second, third = (one for one in found if isinstance(one, Document))
    assert first.name == f"{tmp_path}/feed.xml#https://example.org/1?rss"
    assert first.text == f'Переговоры в "Астане"\n\n{TALKS}'
    assert (first.url, first.title) == ("https://example.org/1", 'Переговоры в "Астане"')
    assert first.published == datetime.date(2022, 4, 25)  # the 24th in UTC
    assert (first.publisher, first.section, first.authors) == ("РИА Новости", "Политика", ("Иван Петров",))
    assert (first.container, first.verbatim) == (f"{tmp_path}/feed.xml", False)
    assert second.text == f"Визит\n\n{VISIT}\n{TALKS}"
    assert third.text == f"Содержание\n\n{VISIT}\nМеди"
    assert "only a headline" in reasons(found)[f"{tmp_path}/feed.xml#https://example.org/4"]
    assert "in English" in reasons(found)[f"{tmp_path}/feed.xml#https://example.org/5"]


def test_atom(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "feed", ATOM.encode("cp1251")))
    assert found.text == f"Визит\n\n{VISIT}"
    assert (found.published, found.publisher, found.authors) == (datetime.date(2022, 4, 25), "ТАСС", ("Анна Седова",))


def test_rdf(tmp_path: Path) -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="x"><title>Лента</title></channel><item rdf:about="https://example.org/1"><title>Визит</title>
    <link>https://example.org/1</link><description>{VISIT}</description></item></rdf:RDF>"""
    (found,) = documents(read_bytes(tmp_path, "feed.rdf", rdf.encode()))
    assert found.url == "https://example.org/1"


def test_a_broken_feed_keeps_the_entries_before_the_break(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "feed.xml", RSS[: RSS.index("<yandex")].encode())
    assert any(isinstance(one, Document) and one.url == "https://example.org/1" for one in found)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "without entries"),
        ("<rss version='2.0'><chan", "broken XML|without entries"),
        ("<feed>нет</feed>", "without entries"),
        (
            '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
            + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
            + "]><rss version='2.0'><channel><title>&h;</title></channel></rss>",
            "broken XML|without entries",
        ),
    ],
)
def test_what_is_no_feed(tmp_path: Path, data: str, reason: str) -> None:
    (why,) = reasons(read_bytes(tmp_path, "feed.xml", data.encode())).values()
    assert re.search(reason, why)


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("СЕКРЕТ", encoding="utf-8")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    data = RSS.replace("<rss", f"{entity}<rss", 1).replace("<title>Визит", "<title>&x; Визит")
    found = read_bytes(tmp_path, "feed.xml", data.encode())
    assert not any("СЕКРЕТ" in one.text for one in found if isinstance(one, Document))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("просто  текст", "просто текст"),
        ("<p>Один</p><p>два<br>три &amp; <b>че</b>тыре</p>", "Один\nдва\nтри & четыре"),
        ("<script>x</script>Да<style>y</style>", "Да"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("", ""),
    ],
)
def test_text_of_a_piece_of_html(html: str, text: str) -> None:
    assert text_of(html) == text
