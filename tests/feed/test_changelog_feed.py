"""GET /changelog.atom"""

import httpx
from sqlalchemy import Engine, text

from app.feed.atom import ATOM
from tests.feed.test_feed import parse, texts
from tests.support.changelog import write_entry
from tests.support.people import Person


def test_feed_readers_get_what_is_published(admin: Person, visitor: httpx.Client) -> None:
    write_entry(admin, "A draft")
    entry = write_entry(admin, "<b>Out</b> & about", published_at="2026-01-31T12:00:00Z")
    answer = visitor.get("/changelog.atom")
    feed = parse(answer)
    assert texts(feed, "a:entry/a:title") == ["<b>Out</b> & about"]
    assert texts(feed, "a:entry/a:published") == ["2026-01-31T12:00:00Z"]
    links = [link.get("href") for link in feed.findall("a:entry/a:link", {"a": ATOM})]
    assert links == [f"https://board.example.com/changelog/{entry['id']}"]
    assert visitor.get("/changelog.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_it_has_the_boards_name(admin: Person, visitor: httpx.Client) -> None:
    for name, shown in (("Ideas", "Ideas"), (None, "Heed")):
        admin.client.patch("/v1/board", json={"name": name}).raise_for_status()
        assert texts(parse(visitor.get("/changelog.atom")), "a:title") == [f"{shown}: changelog"]
    write_entry(admin, published_at="now")
    admin.client.patch("/v1/board", json={"name": "Ideas"}).raise_for_status()
    assert texts(parse(visitor.get("/changelog.atom")), "a:title") == ["Ideas: changelog"]


def test_it_has_the_latest_fifty(admin: Person, visitor: httpx.Client, superuser: Engine) -> None:
    """And the sitemap, which has more of them, the latest thousand."""
    fill = """
        INSERT INTO changelog_entries (author_id, title, content, published_at)
        SELECT :id, n::text, '', now() - n * interval '1 hour' FROM generate_series(1, 1001) AS n
    """
    with superuser.connect() as connection:
        connection.execute(text(fill), {"id": admin.id})
    assert texts(parse(visitor.get("/changelog.atom")), "a:entry/a:title") == [str(n) for n in range(1, 51)]
    addresses = visitor.get("/sitemap/0.xml").text
    assert ("/changelog/1000/1000<" in addresses, "/changelog/1001/1001<" in addresses) == (True, False)
