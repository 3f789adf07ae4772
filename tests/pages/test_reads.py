"""What each page that is read sends to PostgreSQL, held for every one there is: few statements, which write nothing."""

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine
from starlette.datastructures import State

from app.board import cache
from app.pages.application import create_pages
from app.settings.config import load_settings
from tests.http.test_reads import executed
from tests.support.pages import sign_in
from tests.support.people import Person

# By route: a path, and the statements for a visitor and for a member. The first of a member's reads the member.
READS: dict[str, list[tuple[str, int, int]]] = {
    "/": [
        ("/", 2, 3),  # The posts and the tags.
        ("/?sort=votes&status=open&limit=1", 2, 3),
        ("/?q=dark", 3, 4),  # The search is counted first, for its limit.
        ("/?tag=web", 3, 4),  # The tag's posts are counted first.
        ("/?voted=me", 0, 3),
    ],
    "/posts/{post_id}": [("/posts/1", 1, 2)],
    "/posts/{post_id}/{slug:path}": [("/posts/1/dark-mode", 2, 3), ("/posts/1/wrong", 1, 2)],  # The post, its comments.
    "/posts/new": [("/posts/new", 0, 1), ("/posts/new?title=dark", 2, 3)],
    "/edit/posts/{post_id}": [("/edit/posts/1", 0, 2)],
    "/delete/posts/{post_id}": [("/delete/posts/1", 0, 2)],
    "/comments/{comment_id}": [("/comments/1", 1, 2)],
    "/edit/comments/{comment_id}": [("/edit/comments/1", 0, 2)],
    "/people/{user_id}": [("/people/1", 2, 3)],  # The member and the posts.
    "/sign-in": [("/sign-in", 0, 1)],
    "/sign-in/code": [("/sign-in/code", 0, 1)],
    "/sign-in/password": [("/sign-in/password", 0, 1)],
    "/sign-up": [("/sign-up", 0, 1)],
    "/settings": [("/settings", 0, 1)],
    "/settings/email": [("/settings/email", 0, 1)],
    "/settings/email/code": [("/settings/email/code", 0, 1)],
    "/settings/password": [("/settings/password", 0, 2)],
    "/settings/sessions": [("/settings/sessions", 0, 2)],
    "/settings/notifications": [("/settings/notifications", 0, 2)],
    "/settings/mails": [("/settings/mails", 0, 2)],
    "/settings/data": [("/settings/data", 0, 1)],
    "/settings/export": [("/settings/export", 0, 2)],
    "/settings/erase": [("/settings/erase", 0, 1)],
    "/erased": [("/erased", 0, 1)],
    "/unsubscribe": [("/unsubscribe", 0, 1)],
    "/admin/board": [("/admin/board", 0, 2)],
    "/admin/board/logo": [("/admin/board/logo", 0, 1)],
    "/admin/board/logo/remove": [("/admin/board/logo/remove", 0, 1)],
    "/logo/{logo}": [("/logo/0123456789abcdef0123.svg", 1, 1)],
    "/robots.txt": [("/robots.txt", 0, 0)],
    "/sitemap.xml": [("/sitemap.xml", 1, 1)],
    "/sitemap/{number}.xml": [("/sitemap/0.xml", 1, 1)],
    "/assets/{name}": [("/assets/heed.css", 0, 0)],
}
CASES = [case for cases in READS.values() for case in cases]


def test_every_page_is_here() -> None:
    pages = create_pages(State({"settings": load_settings(database_url="postgresql://heed@127.0.0.1/heed")}), 1_000)
    contexts = iter_route_contexts(pages.routes)
    assert {str(route.path) for route in contexts if "GET" in (getattr(route, "methods", None) or ())} == set(READS)


def test_each_takes_few_statements_and_writes_nothing(
    visitor: httpx.Client, superuser: Engine, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"}).raise_for_status()
    admin.client.post("/v1/posts", json={"title": "Dark mode", "tags": ["web"]}).raise_for_status()
    admin.client.post("/v1/posts/1/comments", json={"content": "Please."}).raise_for_status()
    monkeypatch.setattr(cache, "KEPT", 60.0)
    visitor.get("/sign-in").raise_for_status()  # Reads the board, which is kept.
    as_member = {"Cookie": f"__Host-heed={sign_in(superuser, admin.email).token}"}
    counted = []
    for path, _, _ in CASES:
        counts = []
        for headers in ({}, as_member):
            with executed() as seen:
                answer = visitor.get(path, headers={"Accept": "text/html", **headers})
            assert answer.status_code < 500, path
            counts.append(len(seen))
            assert_reads(path, seen)
        counted.append((path, *counts))
    assert counted == CASES


def assert_reads(path: str, seen: list[tuple[str, bool]]) -> None:
    for statement, is_a_transaction in seen:
        assert is_a_transaction, path
        if "INSERT INTO rate_limits" not in statement:  # The count of a search, in a transaction of its own.
            assert " FOR " not in statement.upper(), path
            assert not any(word in statement.upper() for word in ("INSERT ", "UPDATE ", "DELETE ")), path
