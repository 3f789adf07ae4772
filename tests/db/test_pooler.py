"""Behind PgBouncer in transaction mode: every statement may meet another of the server's processes."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from app.main import create_app
from app.settings.config import load_settings
from migrations import runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.support.boards import board, client_of, in_parallel
from tests.support.gateway import Handler
from tests.support.people import People
from tests.support.pooler import Pooler, program
from tests.support.problems import assert_unavailable

pytestmark = pytest.mark.skipif(
    not program() and "CI" not in os.environ, reason="pgbouncer is not installed: apt-get install pgbouncer"
)
SEARCHES = 60


@pytest.fixture
def pooler(database_url: str, tmp_path: Path) -> Iterator[Pooler]:
    with Pooler(database_url, tmp_path) as pooler:
        yield pooler


@pytest.fixture
def client(pooler: Pooler, handler: Handler) -> Iterator[httpx.Client]:
    with board(database_url=pooler.url) as client:
        yield client


def test_it_changes_processes_between_statements(pooler: Pooler) -> None:
    """What the other tests are about, of two connections at once."""
    app = create_app(load_settings(database_url=pooler.url))
    with app.state.engine.connect() as one:
        first = one.scalar(text("SELECT pg_backend_pid()"))
        one.rollback()
        other = create_app(load_settings(database_url=pooler.url))
        with other.state.engine.connect() as two:
            assert two.scalar(text("SELECT pg_backend_pid()")) == first
            assert one.scalar(text("SELECT pg_backend_pid()")) != first
    for each in (app, other):
        each.state.engine.dispose()


def test_reads_and_writes(client: httpx.Client) -> None:
    people = People(client)
    admin, member = people.join("Admin"), people.join("Member")
    post = member.post_idea("Dark mode")
    assert admin.vote(post["id"])["votes_count"] == 2
    assert admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"}).status_code == 201
    assert admin.client.put(f"/v1/posts/{post['id']}/tags/web").is_success
    key = {"Idempotency-Key": "once"}
    for _ in range(2):
        said = member.client.post(f"/v1/posts/{post['id']}/comments", json={"content": "Please."}, headers=key)
        assert said.status_code == 201
    assert admin.client.put(f"/v1/posts/{post['id']}/status", json={"status": "planned"}).is_success
    duplicate = admin.post_idea("Night mode")
    assert admin.client.delete(f"/v1/posts/{duplicate['id']}").status_code == 204
    [listed] = client.get("/v1/posts?tag=web&status=planned").json()["items"]
    assert (listed["votes_count"], listed["comments_count"]) == (2, 1)
    assert member.client.get("/v1/users/me/export").status_code == 200
    assert client.get("/v1/posts/none").status_code == 422
    assert member.client.patch(f"/v1/posts/{post['id']}", json={"title": "Darker"}).status_code == 200


def test_the_time_outs_are_in_force(client: httpx.Client) -> None:
    assert client.get("/ready").status_code == 200


def test_sixty_searches_at_once(pooler: Pooler, client: httpx.Client) -> None:
    member = People(client).join()
    for number in range(20):
        member.post_idea(f"Dark mode number {number}")

    def search(client: httpx.Client) -> tuple[int, int]:
        answer = client.get("/v1/posts", params={"q": "drak mode"})
        return answer.status_code, len(answer.json()["items"])

    app = create_app(load_settings(database_url=pooler.url))
    try:
        assert in_parallel([search] * SEARCHES, app) == [(200, 20)] * SEARCHES
    finally:
        app.state.engine.dispose()


def test_a_start_up_parameter_that_it_refuses_is_told_as_such(
    pooler: Pooler, handler: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(load_settings(database_url=f"{pooler.url}?options=-c%20statement_timeout%3D1s"))
    with client_of(app) as client:
        answer = client.get("/v1/posts")
    app.state.engine.dispose()
    assert_unavailable(answer)
    assert "protocol: it does not take what it was sent (08P01 unsupported startup parameter: options)" in caplog.text


def test_a_migration_behind_it_is_refused(pooler: Pooler, handler: Handler) -> None:
    with pytest.raises(MigrationError, match="behind a pooler in transaction mode: MIGRATION_DATABASE_URL must name"):
        runner.upgrade(load_settings(database_url=pooler.url), Scripts())


def test_a_migration_behind_one_in_session_mode_is_not(database_url: str, tmp_path: Path, handler: Handler) -> None:
    """Which is the only way to some databases over IPv4."""
    with Pooler(database_url, tmp_path, mode="session") as pooler:
        assert runner.upgrade(load_settings(database_url=pooler.url), Scripts())["revisions"] == []


def test_a_migration_beside_it_sets_what_its_role_needs(pooler: Pooler, handler: Handler, database_url: str) -> None:
    settings = load_settings(database_url=pooler.url, migration_database_url=database_url)
    assert runner.upgrade(settings, Scripts())["revisions"] == []
