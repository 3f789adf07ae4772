"""What each route that reads sends to PostgreSQL, held for every GET that there is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Engine, event

from app.board.cache import kept
from app.main import create_app
from app.settings.config import load_settings
from tests.support.people import Person
from tests.support.webhooks import an_endpoint

# Every GET route, with a path and the statements that it sends besides the caller's, which a token costs.
READS: dict[str, list[tuple[str, int]]] = {
    "/v1/posts": [
        ("/v1/posts", 1),
        ("/v1/posts?sort=votes&status=open&author=1&limit=1", 1),
        ("/v1/posts?q=dark", 2),  # The first counts the search, for its limit.
        ("/v1/posts?q=dark&sort=newest", 2),
        ("/v1/posts?updated_since=2026-01-31T12:00:00Z", 1),
        ("/v1/posts?tag=web", 2),  # The first reads the tag and counts its posts.
        ("/v1/posts?tag=web&q=dark", 3),
        ("/v1/posts?voted=me&sort=votes", 1),
    ],
    "/v1/posts/similar": [("/v1/posts/similar?title=dark", 2)],
    "/v1/posts/{post_id}": [("/v1/posts/1", 1), ("/v1/posts/99", 1)],
    "/v1/posts/{post_id}/comments": [("/v1/posts/1/comments", 1), ("/v1/posts/99/comments", 1)],
    "/v1/posts/{post_id}/history": [("/v1/posts/1/history", 1)],
    "/v1/posts/{post_id}/votes": [("/v1/posts/1/votes", 1)],
    "/v1/roadmap": [("/v1/roadmap", 1)],
    "/v1/changelog": [("/v1/changelog", 1), ("/v1/changelog?state=draft", 1)],
    "/v1/changelog/{entry_id}": [("/v1/changelog/1", 1), ("/v1/changelog/99", 1)],
    "/v1/tags": [("/v1/tags", 1)],
    "/v1/keys": [("/v1/keys", 1)],
    "/v1/users": [("/v1/users", 1), ("/v1/users?q=ad&role=admin&status=active", 1)],
    "/v1/users/me": [("/v1/users/me", 0)],
    "/v1/users/me/export": [("/v1/users/me/export", 1)],
    "/v1/users/{user_id}": [("/v1/users/1", 1)],
    "/v1/auth/sessions": [("/v1/auth/sessions", 1)],
    "/v1/users/me/notifications": [("/v1/users/me/notifications", 1)],
    "/v1/users/me/mails": [("/v1/users/me/mails", 1)],
    "/v1/board": [("/v1/board", 1)],
    "/v1/moderation-log": [("/v1/moderation-log", 1), ("/v1/moderation-log?actor=1&action=post.edited", 1)],
    "/v1/stats": [("/v1/stats", 1)],
    "/v1/events": [("/v1/events", 1), ("/v1/events?type=post.*&limit=1", 1)],
    "/v1/webhooks": [("/v1/webhooks", 1)],
    "/v1/webhooks/{webhook_id}": [("/v1/webhooks/1", 1), ("/v1/webhooks/99", 1)],
    "/v1/webhooks/{webhook_id}/deliveries": [("/v1/webhooks/1/deliveries", 1)],
    # The endpoint, the delivery, and the language that it is written in.
    "/v1/webhooks/{webhook_id}/deliveries/{delivery_id}": [("/v1/webhooks/1/deliveries/1", 1)],
    "/v1/mails": [("/v1/mails", 1)],
    "/feed.atom": [("/feed.atom", 1)],
    "/changelog.atom": [("/changelog.atom", 2)],  # Nothing is in it: is the board private?
    "/health": [("/health", 0)],
    "/ready": [("/ready", 2)],  # The state of the database, and its revision.
}
IGNORE_THE_TOKEN = ("/feed.atom", "/changelog.atom", "/health", "/ready")
FILES = (
    *("/openapi.json", "/docs", "/redoc", "/docs/assets/redoc.standalone.js", "/v1/unsubscribe"),
    *("/widget.js", "/widget.{language}.json"),
)
CASES = [(route, path, statements) for route, paths in READS.items() for path, statements in paths]


@contextmanager
def executed() -> Iterator[list[tuple[str, bool]]]:
    """The statements, and whether each was a transaction of its own."""
    seen: list[tuple[str, bool]] = []

    def note(connection: object, cursor: object, statement: str, parameters: object, context: object, _: bool) -> None:
        driver = connection.connection.dbapi_connection  # type: ignore[attr-defined]
        seen.append((statement, driver.autocommit and not driver._in_transaction))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_every_route_is_here() -> None:
    app = create_app(load_settings(database_url="postgresql://heed@127.0.0.1/heed"))
    routes = {
        str(route.path) for route in iter_route_contexts(app.routes) if "GET" in (getattr(route, "methods", None) or ())
    }
    assert routes - set(FILES) == set(READS)


@pytest.mark.parametrize(("route", "path", "statements"), CASES, ids=[path for _, path, _ in CASES])
def test_a_read_takes_few_statements_and_locks_nothing(admin: Person, route: str, path: str, statements: int) -> None:
    """app/http/middleware/retry.py doesn't try reads again, because nothing that they send can lose a conflict."""
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"})
    admin.client.post("/v1/posts", json={"title": "Dark mode", "tags": ["web"]})
    admin.client.post("/v1/changelog", json={"title": "Dark mode", "content": "Here.", "posts": [1]})
    an_endpoint(admin)
    kept.clear()
    with executed() as seen:
        response = admin.client.get(path)
    assert response.status_code == (404 if "99" in path else 200), response.text
    assert len(seen) == statements + (route not in IGNORE_THE_TOKEN), seen
    for statement, is_a_transaction in seen:
        assert is_a_transaction
        if "INSERT INTO rate_limits" in statement:
            continue  # The count of a search, in a transaction of its own.
        assert " FOR " not in statement.upper()  # UPDATE, NO KEY UPDATE, SHARE, KEY SHARE
        assert not any(word in statement.upper() for word in ("INSERT ", "UPDATE ", "DELETE "))


@pytest.mark.parametrize("path", ["/v1/posts", "/v1/posts/1", "/v1/posts/1/votes", "/v1/users/me/export"])
def test_head_reads_as_get_does(admin: Person, path: str) -> None:
    admin.post_idea()
    with executed() as got:
        admin.client.get(path)
    with executed() as headed:
        admin.client.head(path)
    assert headed == got
