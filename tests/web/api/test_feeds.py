from xml.etree import ElementTree

import httpx

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_has_what_a_list_has(api: httpx.Client) -> None:
    answer = api.get("/feeds/claims", params={"about": "Q148"})
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    listed = api.get("/claims", params={"about": "Q148"}).json()["items"]
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [claim["id"] for claim in listed]
    first = entries[0]
    assert first.findtext(f"{ATOM}title") == "?: Китай поможет"
    assert first.findtext(f"{ATOM}updated") == "2022-04-27T00:00:00Z"
    assert first.findtext(f"{ATOM}summary") == "Неназванный чиновник считает, что Китай поможет."
    link = first.find(f"{ATOM}link")
    assert link is not None and httpx.get(link.attrib["href"], headers={"Accept": "text/html"}).status_code == 200
    # RFC 4287, 4.1.1: what a feed and an entry must have.
    for element in (feed, *entries):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)


def test_a_feed_of_events_is_asked_for_again(api: httpx.Client) -> None:
    answer = api.get("/feeds/events", params={"type": "AID"})
    feed = ElementTree.fromstring(answer.content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["AID: Китай → Казахстан"]
    again = api.get("/feeds/events", params={"type": "AID"}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert api.get("/feeds/events", params={"typ": "AID"}).status_code == 400
