"""robots.txt and the sitemap: each address once, as its page says it is, and nothing that a visitor may not see."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import httpx
import pytest
from sqlalchemy import Engine, text

from app.posts.sitemap import IDS
from tests.support.aws_events import ALB, REST_API
from tests.support.boards import board
from tests.support.changelog import write_entry
from tests.support.gateway import Handler
from tests.support.merges import merge
from tests.support.people import Person
from tests.support.statements import statements

PLACES = [f"https://board.example.com/{path}" for path in ("", "roadmap", "changelog")]
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(answer: httpx.Response, root: str) -> list[str]:
    """Holds what the schema asks (https://www.sitemaps.org/schemas/sitemap/0.9/): at least one, and 50,000 at most."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/xml"
    tree = ET.fromstring(answer.text)
    assert tree.tag == NAMESPACE + root
    assert {child.tag for child in tree} == {NAMESPACE + {"urlset": "url", "sitemapindex": "sitemap"}[root]}
    found = [str(child.findtext(f"{NAMESPACE}loc")) for child in tree]
    assert 1 <= len(found) <= 50_000
    assert all(each.startswith("https://board.example.com/") and each.isascii() for each in found)
    return found


@pytest.fixture
def crawler(handler: Handler) -> Iterator[httpx.Client]:
    with board() as client:
        yield client


def test_an_empty_board_is_in_it(crawler: httpx.Client) -> None:
    assert locations(crawler.get("/sitemap.xml"), "sitemapindex") == ["https://board.example.com/sitemap/0.xml"]
    assert locations(crawler.get("/sitemap/0.xml"), "urlset") == PLACES


def test_lists_each_page_as_the_page_names_itself(crawler: httpx.Client, admin: Person) -> None:
    for title in ("Dark mode", "ダークモード", "?!", "A & B <c> 'd' \"e\"", "x" * 200):
        admin.post_idea(title)
    write_entry(admin, "Änderung & <b>", published_at="now")
    write_entry(admin, "Not yet")
    (file,) = locations(crawler.get("/sitemap.xml"), "sitemapindex")
    pages = locations(crawler.get(urlsplit(file).path), "urlset")
    assert len(pages) == len(set(pages)) == 9
    assert "not-yet" not in str(pages)
    for page in pages:
        answer = crawler.get(page)
        assert answer.status_code == 200, page
        assert f'<link rel="canonical" href="{page}">' in answer.text


def test_tells_when_a_post_was_edited(crawler: httpx.Client, superuser: Engine, admin: Person) -> None:
    admin.post_idea()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET edited_at = '2026-01-31 23:30:00-01:00'"))
    told = "<lastmod>2026-02-01T00:30:00Z</lastmod>"
    assert told in crawler.get("/sitemap/0.xml").text
    for change, is_edited in (({"locked": True}, False), ({"title": "Night mode"}, True)):
        admin.client.patch("/v1/posts/1", json=change).raise_for_status()
        assert (told not in crawler.get("/sitemap/0.xml").text) == is_edited


def test_has_nothing_that_is_hidden_pending_merged_or_deleted(
    crawler: httpx.Client, superuser: Engine, admin: Person, member: Person
) -> None:
    shown, hidden, pending, merged, deleted = (admin.post_idea(f"Idea {number}")["id"] for number in range(5))
    with superuser.connect() as connection:
        for post_id, visibility in ((hidden, "hidden"), (pending, "pending")):
            connection.execute(text(f"UPDATE posts SET visibility = '{visibility}' WHERE id = {post_id}"))
    merge(admin, merged, shown)
    admin.client.delete(f"/v1/posts/{deleted}").raise_for_status()
    pages = locations(crawler.get("/sitemap/0.xml"), "urlset")
    assert pages == [*PLACES, f"https://board.example.com/posts/{shown}/idea-0"]
    for post_id in (hidden, pending, deleted):
        assert crawler.get(f"/posts/{post_id}", headers={"accept": "text/html"}).status_code == (
            410 if post_id == deleted else 404
        )


def test_is_split_by_ids_and_skips_ranges_without_posts(
    crawler: httpx.Client, superuser: Engine, admin: Person
) -> None:
    """One statement each, and the changelog's in the first. Posts on both sides of a border are each in one file."""
    rows = "INSERT INTO posts (id, author_id, title, content, visibility) OVERRIDING SYSTEM VALUE VALUES "
    ids = {1: "public", IDS - 1: "public", IDS: "public", 2 * IDS: "hidden", 3 * IDS: "public"}
    values = ", ".join(f"({post_id}, {admin.id}, 'Idea', '', '{visibility}')" for post_id, visibility in ids.items())
    with superuser.connect() as connection:
        connection.execute(text(rows + values))
    with statements() as seen:
        files = locations(crawler.get("/sitemap.xml"), "sitemapindex")
    assert len(seen) == 1
    assert files == [f"https://board.example.com/sitemap/{number}.xml" for number in (0, 1, 3)]
    found = []
    for file in files:
        with statements() as seen:
            found += locations(crawler.get(urlsplit(file).path), "urlset")
        assert len(seen) == 1 + file.endswith("/0.xml")
    expected = [f"https://board.example.com/posts/{post_id}/idea" for post_id in (1, IDS - 1, IDS, 3 * IDS)]
    assert sorted(found) == sorted([*PLACES, *expected])


@pytest.mark.parametrize(
    "number", ["1", "2", "-1", "1.5", "x", "9" * 30, "1844674407370955", "1844674407370956", "%00"]
)
def test_other_files_are_not_there(crawler: httpx.Client, number: str) -> None:
    locations(crawler.get("/sitemap/0.xml"), "urlset")
    assert crawler.get(f"/sitemap/{number}.xml", headers={"accept": "text/html"}).status_code == 404


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap/0.xml"])
def test_may_be_kept_by_anybody(crawler: httpx.Client, admin: Person, path: str) -> None:
    answer = crawler.get(path)
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["content-encoding"] == "gzip"
    assert "set-cookie" not in answer.headers
    assert crawler.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    admin.post_idea()
    changed = path == "/sitemap/0.xml"
    again = crawler.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == (200 if changed else 304)


def test_robots_may_read_pages_and_leave_forms_alone(crawler: httpx.Client) -> None:
    robots = crawler.get("/robots.txt")
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(robots.text.splitlines())
    assert parser.site_maps() == ["https://board.example.com/sitemap.xml"]
    for path in ("/", "/?sort=newest", "/posts/7/dark-mode", "/people/7", "/assets/heed.css", "/feed.atom"):
        assert parser.can_fetch("Examplebot", path), path
    for path in ("/settings", "/settings/mails", "/sign-in", "/posts/new", "/edit/posts/7", "/v1/posts", "/docs"):
        assert not parser.can_fetch("Examplebot", path), path


def test_addresses_below_a_path(handler: Handler, admin: Person) -> None:
    admin.post_idea()
    with board(root_path="/feedback", public_url="https://example.com/feedback") as client:
        robots = client.get("/feedback/robots.txt").text
        assert "Disallow: /feedback/settings" in robots
        assert "Sitemap: https://example.com/feedback/sitemap.xml" in robots
        assert "<loc>https://example.com/feedback/sitemap/0.xml</loc>" in client.get("/feedback/sitemap.xml").text
        assert "<loc>https://example.com/feedback/posts/" in client.get("/feedback/sitemap/0.xml").text


def test_addresses_behind_a_stage(handler: Handler) -> None:
    event = REST_API | {"httpMethod": "GET", "path": "/sitemap.xml", "body": None}
    event["requestContext"] = REST_API["requestContext"] | {"stage": "prod", "path": "/prod/sitemap.xml"}
    assert "/prod/sitemap/0.xml</loc>" in handler(event, None)["body"]


def test_without_a_known_address_there_is_no_sitemap(handler: Handler) -> None:
    """A load balancer doesn't tell by which name it was asked, and a sitemap has whole addresses alone."""
    event = ALB | {"httpMethod": "GET", "body": None, "queryStringParameters": {}}
    assert handler(event | {"path": "/sitemap.xml"}, None)["statusCode"] == 404
    assert "Sitemap" not in handler(event | {"path": "/robots.txt"}, None)["body"]
