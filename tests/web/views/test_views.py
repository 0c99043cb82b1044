import re
from html import unescape

import httpx
import pytest

from kg.layers import Layer
from kg.web.languages import Language, Speech
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV
from tests.web.test_pages import links
from tests.web.views.conftest import HOSTILE

PATHS = [
    "/",
    "/actors",
    "/places",
    "/positions",
    "/actors?q=кит&type=State",
    "/claims?about=Q148",
    "/events?actor=Q148&type=&since=2022",
    "/articles?actor=Q148",
    "/search?q=сосед",
    "/search",
    "/between",
    "/between?a=Q148&b=Казахстан",
    "/actor/Q148",
    "/actor/Q557915",
    "/actor/vestnik-stepi",
    "/place/Q1520",
    "/try",
    "/query",
    "/graph",
    "/graph/table",
    "/graph/table?kind=event&actor=Q148&since=2022",
]


def page(pages: httpx.Client, path: str, **headers: str) -> str:
    answer = pages.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def first(pages: httpx.Client, path: str) -> str:
    """The page of the first thing in a list of the API."""
    found: str = pages.get(f"/api/v1/{path}", headers={"Accept": "application/json"}).json()["items"][0]["page"]
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_lead_to_pages_that_are_there(pages: httpx.Client, language: str) -> None:
    """From page to page, as far as links go: nothing is dead, and nothing is loaded from elsewhere."""
    seen: set[str] = set()
    waiting = [*PATHS, first(pages, "articles"), first(pages, "positions")]
    while waiting:
        path = waiting.pop().partition("#")[0]
        # A query per list and plot is enough of those.
        kind = re.sub(r"=[^&]*|[0-9a-f]{16}", "", path)
        if (
            path in seen
            or (kind in seen and "?" in path)
            or not path.startswith("/")
            or path.startswith("/sparql")
            or "lang=" in path
        ):
            continue
        seen |= {path, kind}
        # Queries are run, as the editor does.
        run = "&run=1" if path.startswith("/query?") else ""
        answer = pages.get(path + run, headers={"Accept-Language": language})
        assert answer.status_code == 200, f"{path}: {answer.text[-600:]}"
        if answer.headers["content-type"].startswith("text/html"):
            read = links(answer.text)
            assert all(loaded.startswith("/") for loaded in read.loaded if "rel=external" not in loaded), path
            assert "style" not in read.tags and not re.search(r" (style|on\w+)=", answer.text), path
            waiting += read.linked
    assert {"/event", "/claim", "/article", "/actor", "/position"} <= {"/" + path.split("/")[1] for path in seen}


def test_what_an_article_says_is_never_markup(pages: httpx.Client) -> None:
    paths = [
        "/",
        "/actor/Q148",
        "/claims?speaker=Q148",
        first(pages, "claims?speaker=Q148"),
        first(pages, "articles?sort=date"),
    ]
    for path in (*paths, f"/search?q={HOSTILE}", "/articles?q=<b>опасно"):
        text = page(pages, path)
        assert "<script>alert" not in text and "<b>" not in text, path
        assert "опасно" in unescape(text), path


def test_an_actor_at_a_glance(pages: httpx.Client) -> None:
    text = page(pages, "/actor/Q557915")
    assert "президент" in text and "посетить Китай" in text and "Wikidata Q557915" in text
    assert f"/between?a=Q557915&amp;b={CHINA.id.partition('/')[2]}" in text
    bars = re.findall(r'href="(/events\?[^"]*)"><rect class="bar verbal-cooperation"', text)
    assert bars
    listed = page(pages, unescape(bars[0]))
    assert listed.count('class="card event') == 3
    assert "GROUP BY" in unescape(text) or "GROUP+BY" in text or "GROUP%20BY" in text


def test_an_article_shows_what_was_found_in_its_place(pages: httpx.Client) -> None:
    text = page(pages, first(pages, "articles?outlet=vestnik-stepi"))
    body = re.search(r'<div class="text" lang="ru">(.*?)</div>', text, re.DOTALL)
    assert body is not None
    plain = unescape(re.sub(r"<[^>]+>", "", body[1])).replace("❝", "")
    assert plain.startswith("Токаев принял гостя из Китая. В Астане") and plain.endswith("для больниц.")
    assert re.search(r'<a href="/actor/Q557915" class="mention person"[^>]*>Токаев</a>', body[1])
    assert re.search(r'<a href="/event/\w+" class="event material-cooperation"[^>]*>передал</a>', body[1])
    assert re.search(r'<span class="claim direct"[^>]*>Казахстан всегда был надёжным соседом</span>', body[1])


def test_evidence_leads_to_its_place(pages: httpx.Client) -> None:
    text = page(pages, first(pages, "events?type=AID"))
    place = re.search(r'href="(/article/\w+)#(c\d+)"', text)
    assert place is not None and "<mark>передал</mark>" in text
    assert f'id="{place[2]}"' in page(pages, place[1])


def test_an_event_is_told_by_both_outlets(pages: httpx.Client) -> None:
    text = page(pages, first(pages, "events?type=CONSULT"))
    assert "Вестник степи" in text and "Северная звезда" in text and "25 April 2022" in text and "Астана" in text


def test_stances_are_shown_on_claims_and_lead_from_an_actor_to_them(pages: httpx.Client) -> None:
    text = page(pages, "/actor/Q232")
    ways = {way: unescape(href) for way, href in re.findall(r'class="stance (\w+)" href="([^"]+)">in \w+ 1<', text)}
    assert ways == {
        "support": "/claims?target=Q232&stance=support",
        "oppose": "/claims?target=Q232&stance=oppose",
    }
    shown = r'<span class="stance (\w+)" title="([^"]*)">([^<]*)</span> <a class="ref state" href="/actor/Q232">'
    for way, word in (("support", "соседом"), ("oppose", HOSTILE)):
        listed = page(pages, ways[way])
        assert listed.count('class="card said') == 1
        assert f'<option value="{way}" selected>' in listed
        assert [tuple(map(unescape, one)) for one in re.findall(shown, listed)] == [(way, word, f"{way}s:")]
        claim = page(pages, first(pages, ways[way].removeprefix("/")))
        assert (way, word, f"{way}s:") in [tuple(map(unescape, one)) for one in re.findall(shown, claim)]


def test_an_actor_tells_whom_it_is_for_and_against(pages: httpx.Client) -> None:
    listed = r'id="{}".*?</section>'
    chip = r'<a class="ref \w+" href="([^"]+)">.*?stance (\w+)">\w+ (\d)(?:.*?stance (\w+)">\w+ (\d))?</span></a></li>'
    found = {
        (of, key): re.findall(chip, section.group(), re.DOTALL)
        for of in ("Q148", "Q232")
        for key in ("actor.for", "actor.towards")
        if (section := re.search(listed.format(re.escape(key)), page(pages, f"/actor/{of}"), re.DOTALL))
    }
    assert found == {
        ("Q148", "actor.for"): [("/actor/Q232", "support", "2", "oppose", "1")],
        ("Q232", "actor.towards"): [("/actor/Q148", "support", "2", "oppose", "1")],
    }


def test_an_actor_is_named_once_on_a_statement_that_supports_it(pages: httpx.Client) -> None:
    (card,) = re.findall(r'<article class="card said.*?</article>', page(pages, "/claims?stance=support"), re.DOTALL)
    assert card.count('href="/actor/Q232"') == 1
    assert " about <a" not in card


def test_statements_of_one_actor_about_another_are_headed_without_inflection(pages: httpx.Client) -> None:
    assert "Кто говорит: Китай, о ком: Казахстан" in page(pages, "/between?a=Q148&b=Q232", **{"Accept-Language": "ru"})
    assert "Китай about Казахстан" in page(pages, "/between?a=Q148&b=Q232")


def test_two_actors_over_time(pages: httpx.Client) -> None:
    text = page(pages, "/between?a=Китай&b=Казахстан&alone=true")
    kinds = re.findall(r'<rect class="bar ([\w-]+)"', text)
    assert sorted(kinds) == ["material-cooperation", "verbal-conflict", "verbal-conflict"]
    zero = float(re.search(r'class="axis"[^>]* y1="([\d.]+)"', text)[1])  # type: ignore[index]
    for kind, y in re.findall(r'<rect class="bar ([\w-]+)" x="[\d.]+" y="([\d.]+)"', text):
        assert float(y) < zero if kind == "material-cooperation" else float(y) >= zero
    assert "опасно" in text  # what China says of Kazakhstan
    assert "Nobody" not in page(pages, "/between?a=Q148&b=Q702748")


def test_who_deals_with_a_state_deals_with_its_office_holders(pages: httpx.Client) -> None:
    wide, alone = page(pages, "/between?a=Q148&b=Q232"), page(pages, "/between?a=Q148&b=Q232&alone=true")
    assert "/actor/Q557915" in wide and "/actor/Q557915" not in alone
    bars = [link for link in links(wide).linked if link.startswith("/events?") and "since=" in link]
    assert bars
    for bar in map(unescape, bars):
        assert 'class="card event' in page(pages, bar), bar


def test_lists_are_filtered_by_their_form_and_facets(pages: httpx.Client) -> None:
    text = page(pages, "/events?actor=Китай&counterpart=&type=&status=&since=2022-04&until=")
    assert text.count('class="card event') == 4
    facet = next(unescape(link) for link in links(text).linked if "type=AID" in link)
    narrowed = page(pages, facet)
    assert narrowed.count('class="card event') == 1 and 'value="Китай"' in narrowed
    following = page(pages, "/claims?limit=1")
    more = re.search(r'rel="next" href="([^"]+)"', following)
    assert more is not None and page(pages, unescape(more[1])) != following


def test_the_reader_chooses_the_language(pages: httpx.Client) -> None:
    assert '<html lang="ru">' in page(pages, "/", **{"Accept-Language": "de, ru;q=0.8, en;q=0.5"})
    assert '<html lang="en">' in page(pages, "/", **{"Accept-Language": "de"})
    with httpx.Client(base_url=pages.base_url, headers={"Accept": "text/html", "Accept-Language": "en"}) as other:
        assert '<html lang="ru">' in other.get("/actors?lang=ru").text
        assert '<html lang="ru">' in other.get("/actors").text  # kept in a cookie
        assert '<html lang="en">' in other.get("/actors?lang=en").text
    assert "25 апреля 2022" in page(pages, first(pages, "events?type=CONSULT"), **{"Accept-Language": "ru"})


def test_dates_and_numbers_are_written_as_people_write_them() -> None:
    russian, english = Speech(Language.RUSSIAN), Speech(Language.ENGLISH)
    assert [russian.date(iso) for iso in ("2022-05-01", "2022-05", "2022", None)] == [
        "1 мая 2022",
        "май 2022",
        "2022",
        "",
    ]
    assert english.date("2022-12-31") == "31 December 2022"
    assert (english.number(1234567), russian.number(1234)) == ("1,234,567", "1\u202f234")
    assert (english.concept("CONSULT"), russian.concept("verbal-conflict")) == ("consult", "конфликт на словах")


@pytest.mark.parametrize("layer", list(Layer))
def test_each_layer_of_an_explanation_has_a_word(layer: Layer) -> None:
    words = {Speech(language)(f"layer.{layer}") for language in Language}
    assert len(words) == len(Language)


def test_a_text_is_read_on_the_page(pages: httpx.Client) -> None:
    text = "Президент Казахстана Касым-Жомарт Токаев встретился с Вэй Фэнхэ. «Дорога <b>открыта</b>», — заявил Токаев."
    answer = pages.post("/try", data={"text": text, "published": "2022-04-26"})
    assert answer.status_code == 200, answer.text
    assert "Дорога &lt;b&gt;открыта" in answer.text and "<b>" not in answer.text
    assert re.search(r'class="mention[^"]*"[^>]*>Токаев', answer.text)
    assert re.search(r"<td>statement</td>", answer.text) and "<code>" in answer.text
    assert pages.post("/try", data={"text": " "}).status_code == 400
    english = pages.post("/try", data={"text": "This is English, which is not read here."})
    assert english.status_code == 422 and "give a text in Russian" in english.text and "<html" in english.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/actor/nobody", 404), ("/claims?since=soon", 400), ("/events?speakr=1", 400), ("/between?a=Q148&b=Q1", 404)],
)
def test_a_problem_is_told_as_a_page(pages: httpx.Client, path: str, status: int) -> None:
    answer = pages.get(path)
    assert answer.status_code == status
    assert "<h1>That did not work</h1>" in answer.text
    as_json = pages.get(path, headers={"Accept": "application/json"})
    assert as_json.status_code == status and as_json.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["actor", "claim", "event", "article", "place", "position"])
def test_resources_are_json_by_suffix_and_by_accept(pages: httpx.Client, kind: str) -> None:
    path = first(pages, f"{kind}s")
    by_suffix = pages.get(f"{path}.json")
    by_accept = pages.get(path, headers={"Accept": "application/json"})
    listed = pages.get(f"/api/v1/{kind}s/{path.rpartition('/')[2]}", headers={"Accept": "application/json"})
    assert by_suffix.json() == by_accept.json() == listed.json()
    assert by_suffix.headers["content-type"] == by_accept.headers["content-type"] == "application/json"
    assert pages.get(path, headers={"Accept": "application/ld+json"}).headers["content-type"] == "application/ld+json"


def test_who_is_nobody_has_no_json(pages: httpx.Client) -> None:
    assert pages.get("/actor/nobody.json").status_code == 404
    assert pages.get(f"/actor/{TOKAYEV.name}.json").status_code in (400, 404)
    assert KAZAKHSTAN.name in pages.get("/actor/Q232.json").text
