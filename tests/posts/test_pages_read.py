"""GET /v1/posts: a page of a list reads few pages of the database, however many posts it passes."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import Connection, Engine, text

from app.posts.lists import SORTS
from tests.support.people import Person
from tests.support.plans import pages_read
from tests.support.tags import add_tag
from tests.support.until import until

# In no two sorts do they stand in the same order. One in a hundred has the tag; one in two hundred is gone.
FILL = """
    INSERT INTO posts (author_id, title, content, language, words, words_version, votes_count, comments_count,
                       visibility, created_at, updated_at, published_at)
    SELECT 1, 'Idea ' || n, repeat('text ', 60), 'simple', '', 1, 1 + hash % 9973, hash / 11 % 9967,
           CASE n % 200 WHEN 7 THEN 'hidden' ELSE 'public' END, now() - hash / 13 % 9949 * interval '1 hour',
           now() - hash / 17 % 9941 * interval '1 minute', now()
    FROM (SELECT n, abs(hashint4(n)::bigint) AS hash FROM generate_series(1, 20000) AS n) AS each
"""
OPEN = """
    SELECT datname, state, xact_start, backend_xid, backend_xmin, left(query, 80) FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL OR backend_xmin IS NOT NULL
"""
ALL_VISIBLE = "SELECT relallvisible > 0.99 * relpages FROM pg_class WHERE oid = 'posts'::regclass"
TAGGED = "INSERT INTO post_tags (post_id, tag_id) SELECT id, 1 FROM posts WHERE id % 100 = 3"
SINCE = "updated_since=2020-01-01T00:00:00Z"
# Of 8 KB: what is shown of 21 posts is read from five each; to find them, a walk past the others in an index reads a
# dozen, and a look at each is from four. The table has 1,100.
MOST_PAGES = 350


@pytest.fixture
def large(superuser: Engine, admin: Person) -> None:
    add_tag(admin, "web")
    with superuser.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        # Of a transaction that is not on the disk yet, VACUUM can't say that everybody sees it.
        connection.execute(text("SET synchronous_commit = on"))
        for statement in (FILL, TAGGED):
            connection.execute(text(statement))
        # Of what is younger than another's transaction, VACUUM can't say that everybody sees it.
        until(lambda: vacuumed(connection), shown=lambda: open_transactions(connection))
        connection.execute(text("RESET ALL"))


def vacuumed(connection: Connection) -> bool:
    connection.execute(text("VACUUM (ANALYZE) posts, post_tags"))
    return bool(connection.scalar(text(ALL_VISIBLE)))


def open_transactions(connection: Connection) -> str:
    return str(connection.execute(text(OPEN)).all())


def read_for(client: httpx.Client, query: str) -> int:
    with pages_read("WITH page AS") as read:
        answer = client.get(f"/v1/posts?{query}").raise_for_status().json()
    assert len(answer["items"] + answer.get("gone", [])) == 20
    [pages] = read
    return pages


@pytest.mark.parametrize("query", ["", "tag=web", SINCE])
def test_in_every_order(large: None, visitor: httpx.Client, admin: Person, query: str) -> None:
    for client in (visitor, admin.client):
        read = {sort: read_for(client, f"{query}&sort={sort}") for sort in SORTS}
        assert max(read.values()) < MOST_PAGES, read


def test_what_changed_of_a_tag(large: None, visitor: httpx.Client, admin: Person) -> None:
    for client in (visitor, admin.client):
        assert read_for(client, f"{SINCE}&tag=web&sort=updated") < MOST_PAGES


def test_what_changed_lately_of_a_tag(large: None, visitor: httpx.Client, admin: Person) -> None:
    """Met with is neither what has the tag and did not change, nor what changed and has it not: hundreds of each."""
    lately = f"{datetime.now(UTC) - timedelta(hours=8):%Y-%m-%dT%H:%M:%SZ}"
    for client in (visitor, admin.client):
        with pages_read("WITH page AS") as read:
            answer = client.get(f"/v1/posts?tag=web&sort=updated&updated_since={lately}").raise_for_status().json()
        assert len(answer["items"]) < 10
        assert read[0] < MOST_PAGES
