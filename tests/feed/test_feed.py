"""GET /feed.atom"""

from xml.etree import ElementTree as ET

import httpx
import pytest
from sqlalchemy import Engine, text

from app.feed.atom import ATOM
from app.http.dependencies import origin
from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.load_balancer import BalancerTransport
from tests.support.people import Person


def parse(answer: httpx.Response) -> ET.Element:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml")
    assert answer.content.startswith(b"<?xml ")
    return ET.fromstring(answer.content)


def texts(feed: ET.Element, path: str) -> list[str | None]:
    return [element.text for element in feed.findall(path, {"a": ATOM})]


def test_an_empty_board_has_a_valid_feed(visitor: httpx.Client) -> None:
    feed = parse(visitor.get("/feed.atom"))
    assert texts(feed, "a:title") == ["Heed: newest posts"]
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", {"a": ATOM})}
    assert links == {"self": "https://board.example.com/feed.atom", "alternate": "https://board.example.com/"}
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
    assert links[0].get("href") == f"https://board.example.com/posts/{post['id']}"
    assert all(moment and moment.endswith("Z") for moment in texts(feed, "a:entry/a:updated"))


def test_ids_outlive_an_edit(visitor: httpx.Client, admin: Person) -> None:
    post = admin.post_idea("First")
    before = texts(parse(visitor.get("/feed.atom")), "a:entry/a:id")
    admin.client.patch(f"/v1/posts/{post['id']}", json={"title": "Edited"})
    assert texts(parse(visitor.get("/feed.atom")), "a:entry/a:id") == before


def test_it_has_the_newest_fifty(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    fill = "INSERT INTO posts (author_id, title, content) SELECT :id, n::text, '' FROM generate_series(1, 51) AS n"
    with superuser.connect() as connection:
        connection.execute(text(fill), {"id": admin.id})
    assert texts(parse(visitor.get("/feed.atom")), "a:entry/a:title") == [str(n) for n in range(51, 1, -1)]


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


def test_updated_moves_with_the_text_and_the_answer(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person
) -> None:
    post = admin.post_idea("First")["id"]

    def updated() -> list[str | None]:
        return texts(parse(visitor.get("/feed.atom")), "a:entry/a:updated")

    def set_back() -> None:
        with superuser.connect() as connection:
            connection.execute(text("UPDATE posts SET edited_at = '2026-01-01T00:00:00Z'"))

    for change in (
        lambda: member.vote(post),
        lambda: member.client.post(f"/v1/posts/{post}/comments", json={"content": "Me too."}),
        lambda: admin.client.patch(f"/v1/posts/{post}", json={"locked": True}),
    ):
        set_back()
        change()
        assert updated() == ["2026-01-01T00:00:00Z"]
    for change in (
        lambda: admin.client.patch(f"/v1/posts/{post}", json={"content": "Edited"}),
        lambda: admin.client.put(f"/v1/posts/{post}/status", json={"status": "planned"}),
    ):
        set_back()
        change()
        assert updated() > ["2026-01-01T00:00:00Z"]


def test_what_xml_can_not_write_is_left_out(visitor: httpx.Client, superuser: Engine, admin: Person) -> None:
    """A row that came here by another way than the API breaks nothing either."""
    admin.post_idea("First")
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET title = U&'A\\FFFEB', content = U&'\\FFFF\\0001C'"))
    feed = parse(visitor.get("/feed.atom"))
    assert texts(feed, "a:entry/a:title") + texts(feed, "a:entry/a:content") == ["AB", "C"]


def test_links_say_where_the_board_is(handler: Handler, visitor: httpx.Client, admin: Person) -> None:
    """Where AWS routed the request, whatever the client calls it; PUBLIC_URL comes before that."""
    post = admin.post_idea("First")["id"]
    forged = visitor.get("/feed.atom", headers={"Host": "evil.example.com", "X-Forwarded-Host": "evil.example.com"})
    assert b"evil" not in forged.content
    assert f'href="https://board.example.com/posts/{post}"'.encode() in forged.content
    with board(public_url="https://example.com/feedback") as elsewhere:
        assert f'href="https://example.com/feedback/posts/{post}"'.encode() in elsewhere.get("/feed.atom").content
    with httpx.Client(transport=BalancerTransport(handler), base_url="https://board.example.com") as balanced:
        assert f'href="/posts/{post}"'.encode() in balanced.get("/feed.atom").content


@pytest.mark.parametrize(
    ("server", "base"),
    [(("127.0.0.1", 8000), "http://127.0.0.1:8000"), (("::1", 8000), "http://[::1]:8000"), (("/run/heed", None), "")],
)
def test_links_say_where_a_local_server_is(server: tuple[str, int | None], base: str) -> None:
    assert origin({"type": "http", "scheme": "http", "server": server}) == base
