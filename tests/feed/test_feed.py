"""GET /feed.atom"""

from xml.etree import ElementTree as ET

import httpx
import pytest

from app.feed.atom import ATOM
from tests.support.people import Person


def parse(answer: httpx.Response) -> ET.Element:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    return ET.fromstring(answer.content)


def texts(feed: ET.Element, path: str) -> list[str | None]:
    return [element.text for element in feed.findall(path, {"a": ATOM})]


def test_an_empty_board_has_a_valid_feed(visitor: httpx.Client) -> None:
    feed = parse(visitor.get("/feed.atom"))
    assert texts(feed, "a:updated") == ["1970-01-01T00:00:00Z"]
    assert feed.findall("a:entry", {"a": ATOM}) == []


def test_every_entry_has_what_the_rfc_requires(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea("First")
    post = admin.post_idea("<b>Bold</b> & \U0001f44b", "One\n\ttwo ]]>")
    feed = parse(visitor.get("/feed.atom"))
    assert texts(feed, "a:entry/a:title") == ["<b>Bold</b> & \U0001f44b", "First"]
    assert texts(feed, "a:entry/a:content")[0] == "One\n\ttwo ]]>"
    assert texts(feed, "a:entry/a:author/a:name") == ["Admin", "Admin"]
    ids = texts(feed, "a:id") + texts(feed, "a:entry/a:id")
    assert len(set(ids)) == 3
    assert all(each and each.startswith("urn:uuid:") for each in ids)
    links = feed.findall("a:entry/a:link", {"a": ATOM})
    assert links[0].get("href") == f"/v1/posts/{post['id']}"
    assert all(moment and moment.endswith("Z") for moment in texts(feed, "a:entry/a:updated"))


def test_ids_outlive_an_edit(visitor: httpx.Client, admin: Person) -> None:
    post = admin.post_idea("First")
    before = texts(parse(visitor.get("/feed.atom")), "a:entry/a:id")
    admin.client.patch(f"/v1/posts/{post['id']}", json={"title": "Edited"})
    assert texts(parse(visitor.get("/feed.atom")), "a:entry/a:id") == before


def test_conditional_get(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea("First")
    etag = visitor.get("/feed.atom").headers["etag"]
    known = {"If-None-Match": etag}
    answer = visitor.get("/feed.atom", headers=known)
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    admin.post_idea("Second")
    assert visitor.get("/feed.atom", headers=known).status_code == 200


@pytest.mark.parametrize("visibility", ["hidden"])
def test_hidden_posts_are_not_in_it(visitor: httpx.Client, admin: Person, visibility: str) -> None:
    post = admin.post_idea("Secret")
    admin.client.patch(f"/v1/posts/{post['id']}", json={"visibility": visibility})
    assert "Secret" not in visitor.get("/feed.atom").text
