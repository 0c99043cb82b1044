"""A watch of real feeds on a real server and of real folders, into a real store."""

import gzip
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest

from kg.rdf.vocabulary import DCTERMS, KG
from kg.stores import EmbeddedStore
from kg.watch import Fetcher, FetchError, Manners, State
from kg.watch.feeds import poll
from kg.watch.fetching import USER_AGENT
from tests.commands import ROOT, kg
from tests.noting import NotingOutlets
from tests.sources.making import ARTICLE, TALKS, VISIT, json_lines
from tests.watch.serving import Site, gives, item, rss, serving, titles, watching


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def test_a_feed_is_read_once_and_then_what_is_new(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives(rss(item(1), item(2)), ETag='"1"', Last_Modified="Mon, 25 Apr 2022 10:00:00 GMT")
    with watching(tmp_path, [site.url("/rss")]) as watch:
        done = watch.once()
        assert (done.new, done.refused, done.troubles) == (2, [], [])
        assert watch.once().new == 0
        asked = site.asked[-1][1]
        assert asked["If-None-Match"] == '"1"'
        assert asked["If-Modified-Since"] == "Mon, 25 Apr 2022 10:00:00 GMT"
        assert asked["User-Agent"] == USER_AGENT
        site.answers["/rss"] = gives(rss(item(3), item(1), item(2)), ETag='"2"')
        assert watch.once().new == 1
        site.answers["/rss"] = gives(rss(item(3), item(1, f"{VISIT} Его встретил посол.")), ETag='"3"')
        assert watch.once().new == 1  # its words have changed
    assert titles(tmp_path) == ["Визит номер 1", "Визит номер 2", "Визит номер 3"]


def test_what_is_known_of_a_feed_lasts_on_disk(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives(rss(item(1)), ETag='"1"')
    with watching(tmp_path, [site.url("/rss")]) as watch:
        watch.once()
    with watching(tmp_path, [site.url("/rss")]) as watch:
        assert watch.once().new == 0
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_what_was_not_read_when_it_was_killed_is_read_though_the_feed_is_unchanged(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives(rss(item(1), item(2)), ETag='"1"')
    with watching(tmp_path, [site.url("/rss")]) as watch:
        assert poll(site.url("/rss"), watch.state, watch.fetcher, 0.0).new == 2
    with watching(tmp_path, [site.url("/rss")]) as watch:
        assert watch.once().new == 2
    assert len(titles(tmp_path)) == 2


def test_a_feed_is_not_asked_before_its_time(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives(rss(item(1)))
    with watching(tmp_path, [site.url("/rss")], interval=60.0) as watch:
        watch.once()
        watch.once()
    assert site.paths() == ["/rss"]
    site.answers["/slow"] = gives(rss(item(1)), Cache_Control="public, max-age=3600")
    with watching(tmp_path, [site.url("/slow")], interval=60.0) as watch:
        watch.once()
        assert watch.state.feed(site.url("/slow")).due > time.time() + 3500


@pytest.mark.parametrize("after", ["3600", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept_for_all_of_the_host(site: Site, tmp_path: Path, status: int, after: str) -> None:
    told = after if after != "date" else formatdate(time.time() + 3600, usegmt=True)
    site.answers["/rss"] = gives("", status, Retry_After=told)
    site.answers["/other"] = gives(rss(item(1)))
    with watching(tmp_path, [site.url("/rss"), site.url("/other")]) as watch:
        done = watch.once()
        assert f"status {status}" in done.troubles[0].reason
        assert "left alone" in done.troubles[1].reason
        assert 3500 < watch.state.feed(site.url("/rss")).due - time.time() <= 3601
    assert site.paths() == ["/rss"]


def test_a_feed_that_fails_is_asked_less_and_less_and_loses_nothing(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives("", 500)
    pauses = []
    with watching(tmp_path, [site.url("/rss")], interval=0.05) as watch:
        for _ in range(3):
            done = watch.once()
            assert "status 500" in done.troubles[0].reason
            pauses.append(watch.state.feed(site.url("/rss")).due - time.time())
            time.sleep(max(pauses[-1], 0) + 0.01)
        assert pauses == sorted(pauses)
        site.answers["/rss"] = gives(rss(item(1)))
        assert watch.once().new == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<rss version='2.0'><chan", "broken XML|without entries"),
        ("<html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml'></head></html>", "/rss.xml"),
        ("просто текст", "no feed"),
    ],
)
def test_what_is_no_feed_is_told(site: Site, tmp_path: Path, body: str, reason: str) -> None:
    site.answers["/rss"] = gives(body)
    with watching(tmp_path, [site.url("/rss")]) as watch:
        assert re.search(reason, watch.once().troubles[0].reason)


def test_robots_txt_forbids(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = gives("User-agent: newskg\nDisallow: /private\n\nUser-agent: *\nDisallow:\n")
    site.answers["/private/rss"] = gives(rss(item(1)))
    site.answers["/rss"] = gives(rss(item(2)))
    with watching(tmp_path, [site.url("/private/rss"), site.url("/rss")]) as watch:
        done = watch.once()
        assert "robots.txt" in done.troubles[0].reason
        assert done.new == 1
    assert site.paths() == ["/rss"]


def test_while_robots_txt_cannot_be_had_nothing_is_asked(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = gives("", 500)
    with watching(tmp_path, [site.url("/rss")]) as watch:
        assert "robots.txt" in watch.once().troubles[0].reason
    assert site.paths() == []


def fetcher(tmp_path: Path, site: Site, **manners: object) -> Fetcher:
    named = frozenset({site.address})
    return Fetcher(State(tmp_path / "w.sqlite"), Manners(**{"delay": 0, "named": named, **manners}), Event())  # type: ignore[arg-type]


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"<rss>" * 10_000)


def trickle(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def test_endless_and_slow_answers_end(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/endless": endless, "/trickle": trickle}
    site.answers["/bomb"] = gives(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
    with fetcher(tmp_path, site, max_bytes=1_000_000, timeout=1.0) as asks:
        for path, reason in {"/endless": "larger", "/bomb": "larger", "/trickle": "more than 1 seconds"}.items():
            with pytest.raises(FetchError, match=reason):
                asks.get(site.url(path))


def test_redirects_are_followed_but_not_into_a_local_network(site: Site, tmp_path: Path) -> None:
    site.answers["/old"] = gives("", 301, Location="/new")
    site.answers["/new"] = gives("da")
    site.answers["/round"] = gives("", 302, Location="/round")
    with serving() as other, fetcher(tmp_path, site) as asks:
        other.answers["/x"] = gives("secret")
        for place, path in {other.url("/x"): "/in", "file:///etc/passwd": "/file", "http://[::1]:1/": "/six"}.items():
            site.answers[path] = gives("", 302, Location=place)
            with pytest.raises(FetchError, match=r"private address|no address of the web"):
                asks.get(site.url(path))
        assert asks.get(site.url("/old")).body == b"da"
        with pytest.raises(FetchError, match="more than 5 times"):
            asks.get(site.url("/round"))
        assert other.asked == []
    with serving() as other, fetcher(tmp_path, site, allow_private=True) as asks:
        other.answers["/x"] = gives("mine")
        site.answers["/in"] = gives("", 302, Location=other.url("/x"))
        assert asks.get(site.url("/in")).body == b"mine"


def test_a_host_gets_its_pause(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = gives("User-agent: *\nCrawl-delay: 0.3\n")
    site.answers["/a"] = gives("a")
    with fetcher(tmp_path, site, delay=0.1) as asks:
        begun = time.monotonic()
        for _ in range(3):
            asks.get(site.url("/a"))
        assert time.monotonic() - begun >= 0.6


def test_no_server_at_all(site: Site, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/rss"
    with watching(tmp_path, [nobody]) as watch:
        assert "tried again later" in watch.once().troubles[0].reason


def test_pages_are_fetched_where_the_feed_has_a_summary(site: Site, tmp_path: Path) -> None:
    links = {number: site.url(f"/{number}") for number in (1, 2, 3, 4)}
    site.answers["/rss"] = gives(rss(*(item(number, link=link) for number, link in links.items())))
    site.answers["/1"] = gives(ARTICLE, Content_Type="text/html; charset=utf-8")
    site.answers["/2"] = gives("", 500)
    site.answers["/3"] = gives("<html><body>Ничего</body></html>")
    with watching(tmp_path, [site.url("/rss")], pages=True) as watch:
        done = watch.once()
        assert (done.new, done.refused) == (3, [])  # of 3 and 4 the summary, since their pages have no article
        assert titles(tmp_path) == ["Визит номер 3", "Визит номер 4", "Переговоры в Астане"]
        site.answers["/2"] = gives(ARTICLE.replace("Переговоры в Астане", "Переговоры в Чили"))
        watch.state._database.execute("UPDATE item SET due = 0")
        assert watch.once().new == 1
    assert "Переговоры в Чили" in titles(tmp_path)


def test_what_another_outlet_repeats_is_not_read_again_and_reported_by_both(site: Site, tmp_path: Path) -> None:
    reader = NotingOutlets()
    for path, outlet in (("/rss", "Вестник степи"), ("/other", "ТАСС"), ("/third", "Северная звезда")):
        told = item(1, link=site.url(f"{path}/1"))
        site.answers[path] = gives(rss(told).replace("<title>Лента</title>", f"<title>{outlet}</title>"))
    feeds = [site.url(path) for path in ("/rss", "/other", "/third")]
    with watching(tmp_path, feeds[:2], extract=reader) as watch:  # two in one round
        assert watch.once().new == 2
    with watching(tmp_path, feeds, extract=reader) as watch:  # and one in a later one
        assert watch.once().new == 1
    assert len(reader.names) == 1
    with EmbeddedStore(tmp_path / "store", read_only=True) as store:
        outlets = {str(quad.object) for quad in store.matching(None, DCTERMS.publisher, None)}
        assert len(outlets) == 3
        assert len(list(store.matching(None, KG.copyOf, None))) == 2


def test_folders_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(f"Визит министра\n\n{VISIT}", encoding="utf-8")
    (folder / "b.doc").write_bytes(b"x")
    with watching(tmp_path, folders=[folder]) as watch:
        done = watch.once()
        assert (done.new, len(done.refused)) == (1, 1)
        done = watch.once()
        assert (done.new, done.refused, done.unchanged) == (0, [], 0)  # not even looked into
        (folder / "a.txt").write_text(f"Визит посла\n\n{VISIT}", encoding="utf-8")
        (folder / "c.jsonl").write_bytes(json_lines({"text": TALKS, "title": "Переговоры"}))
        assert watch.once().new == 2
    assert titles(tmp_path) == ["Визит посла", "Переговоры"]


def test_stopping_in_a_round_keeps_what_was_read_and_the_rest_for_the_next(site: Site, tmp_path: Path) -> None:
    stop = Event()
    site.answers["/rss"] = gives(rss(*(item(number, link=site.url(f"/{number}")) for number in (1, 2, 3))))

    def stopping(request: BaseHTTPRequestHandler) -> None:
        stop.set()
        gives(ARTICLE)(request)

    site.answers["/1"] = gives(ARTICLE)
    site.answers["/2"] = stopping
    site.answers["/3"] = gives(ARTICLE)
    with watching(tmp_path, [site.url("/rss")], pages=True, stop=stop, interval=600.0) as watch:
        assert watch.once().new in {1, 2}
    with watching(tmp_path, [site.url("/rss")], pages=True) as watch:
        watch.once()
    assert len(titles(tmp_path)) == 3
    # No page twice but the one that was on its way; the feed is not due again.
    assert set(site.paths()) == {"/1", "/2", "/3", "/rss"}
    assert len(site.paths()) <= 5


def test_a_troubled_feed_over_many_rounds_loses_no_entry_and_repeats_none(site: Site, tmp_path: Path) -> None:
    chance, published = random.Random(3), 0
    troubles = [
        gives("", 500),
        gives("", 429, Retry_After="0"),
        gives("<rss version='2.0'><chan"),
        gives("<html><body>Технические работы</body></html>"),
        endless,
    ]
    for _ in range(30):
        published += chance.randint(0, 2)
        feed = gives(rss(*(item(number) for number in range(published, 0, -1))), ETag=f'"{published}"')
        site.answers["/rss"] = feed if chance.random() < 0.6 else chance.choice(troubles)
        with watching(tmp_path, [site.url("/rss")], manners={"max_bytes": 1_000_000}) as watch:  # as if started anew
            watch.once()
    site.answers["/rss"] = feed
    with watching(tmp_path, [site.url("/rss")]) as watch:
        watch.once()
        assert watch.once().new == 0
    assert titles(tmp_path) == sorted(f"Визит номер {number}" for number in range(1, published + 1))


# --- as a user runs it --------------------------------------------------------------------------------------------


def test_once_from_the_command_line(site: Site, tmp_path: Path) -> None:
    site.answers["/rss"] = gives(rss(item(1)), ETag='"1"')
    arguments = (
        "watch",
        site.url("/rss"),
        "--once",
        "--store",
        tmp_path / "store",
        "--interval",
        "0s",
        "--delay",
        "0s",
    )
    done = kg(*arguments)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stderr
    assert (tmp_path / "store" / "watch.sqlite").exists()
    done = kg(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    done = kg("watch", tmp_path / "nothing", "--once", "--store", tmp_path / "store")
    assert (done.returncode, "is not there" in done.stderr) == (1, True)
    done = kg("watch", tmp_path, "--interval", "soon", "--store", tmp_path / "store")
    assert (done.returncode, "no length of time" in done.stderr) == (2, True)


def start(site: Site, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", "watch", site.url("/rss"), "--pages", "--store", str(folder / "store")]
    return subprocess.Popen(
        [*command, "--interval", "0.2s", "--delay", "0s"], cwd=ROOT, env={**os.environ}, stderr=subprocess.PIPE
    )


def test_killed_at_random_moments_it_loses_nothing_and_sigterm_ends_it_cleanly(site: Site, tmp_path: Path) -> None:
    chance, lives, each = random.Random(9), 5, 6
    for life in range(1, lives + 1):
        known = range(1, life * each + 1)
        site.answers["/rss"] = gives(rss(*(item(n, link=site.url(f"/{n}")) for n in known)), ETag=f'"{life}"')
        for number in known:
            site.answers[f"/{number}"] = gives(ARTICLE.replace("Переговоры в Астане", f"Переговоры {number}"))
        before = len(site.paths())
        process = start(site, tmp_path)
        while len(site.paths()) == before:
            assert process.poll() is None
            time.sleep(0.02)
        if life < lives:
            time.sleep(chance.uniform(0, 3.5))
            process.kill()
            process.communicate()
            continue
        while site.paths()[before:][-3:] != ["/rss"] * 3:  # nothing is left to be read
            assert process.poll() is None
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0
        assert b"stopped" in told
    assert titles(tmp_path) == sorted(f"Переговоры {number}" for number in range(1, lives * each + 1))
    pages = [path for path in site.paths() if path != "/rss"]
    assert len(pages) < lives * each + lives  # at most the one that was on its way when it was killed
