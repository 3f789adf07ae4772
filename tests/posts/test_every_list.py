"""GET /v1/posts beside the plainest SQL: every sort and filter, for everybody, page by page."""

from collections.abc import Iterator
from itertools import chain

import httpx
import pytest
from sqlalchemy import Connection, Engine, text

from app.posts import filters
from tests.posts.test_list import walk
from tests.support.indexing import index_posts
from tests.support.people import Person
from tests.support.tags import add_tag

# Every key has ties, every state is there, and every fifth post has the tag.
POSTS = """
    INSERT INTO posts (author_id, title, content, status, visibility, votes_count, comments_count,
                       created_at, updated_at, merged_into_id, deleted_at)
    SELECT 1 + mod(n, 2), 'An editor ' || n, '', (ARRAY['open', 'planned', 'declined'])[1 + mod(n, 3)],
           (ARRAY['public', 'public', 'public', 'pending', 'hidden'])[1 + mod(n * 7, 5)], mod(n * 5, 4), mod(n, 3),
           now() - mod(n, 9) * interval '1 day', now() - mod(n, 7) * interval '1 day',
           CASE WHEN mod(n, 11) = 10 THEN 1 END, CASE WHEN mod(n, 13) = 12 THEN now() END
    FROM generate_series(1, 120) AS n
"""
TAGGED = "INSERT INTO post_tags (post_id, tag_id) SELECT id, 1 FROM posts WHERE mod(id, 5) < 2"
SORTS = {
    "trending": "log(greatest(votes_count, 1)) + extract(epoch FROM created_at) / 604800",
    "newest": "created_at",
    "votes": "votes_count",
    "discussed": "comments_count",
    "updated": "updated_at",
}
FILTERS = {
    "": "true",
    "status=planned": "status = 'planned'",
    "author=2": "author_id = 2",
    "tag=web": "id IN (SELECT post_id FROM post_tags)",
    "tag=web&status=open": "id IN (SELECT post_id FROM post_tags) AND status = 'open'",
    "tag=web&status=planned&author=2": "id IN (SELECT post_id FROM post_tags) AND status = 'planned' AND author_id = 2",
    "q=editor": "true",
    "q=editor&tag=web": "id IN (SELECT post_id FROM post_tags)",
}
SEEN = {
    "visitor": "visibility = 'public'",
    "member": "(visibility = 'public' OR visibility = 'pending' AND author_id = 2)",
    "admin": "true",
}


@pytest.fixture(params=["rare", "common"])
def board(
    request: pytest.FixtureRequest, admin: Person, member: Person, superuser: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connection]:
    """In both ways that a search asks for a tag."""
    filters.tag_statement.cache_clear()
    monkeypatch.setattr(filters, "FEW", 3_000 if request.param == "rare" else 0)
    add_tag(admin, "web")
    with superuser.begin() as connection:
        connection.execute(text(POSTS))
        connection.execute(text(TAGGED))
    index_posts(superuser)
    with superuser.connect() as connection:
        yield connection
    filters.tag_statement.cache_clear()  # What was put together with this bound is no other test's.


def ids(board: Connection, condition: str, order: str = "id") -> list[int]:
    return list(board.scalars(text(f"SELECT id FROM posts WHERE {condition} ORDER BY {order} DESC, id DESC")))


@pytest.mark.parametrize("caller", SEEN)
def test_it_is_what_plain_sql_says(
    board: Connection, visitor: httpx.Client, admin: Person, member: Person, caller: str
) -> None:
    client = {"visitor": visitor, "member": member.client, "admin": admin.client}[caller]
    seen = f"(deleted_at IS NULL AND {SEEN[caller]})"
    for query, condition in FILTERS.items():
        listed = f"{seen} AND merged_into_id IS NULL AND {condition}"
        for sort, key in SORTS.items():
            pages = walk(client, f"/v1/posts?limit=40&sort={sort}&{query}")
            assert list(chain(*pages)) == ids(board, listed, key), (query, sort)
        items, gone = [], []
        url = f"/v1/posts?limit=50&updated_since=2020-01-01T00:00:00Z&{query}"
        while url:
            answer = client.get(url)
            items += [post["id"] for post in answer.json()["items"]]
            gone += answer.json()["gone"]
            url = answer.links["next"]["url"] if "next" in answer.links else ""
        assert sorted(items, reverse=True) == ids(board, f"{seen} AND {condition}"), query
        assert sorted(gone, reverse=True) == ids(board, f"NOT {seen}"), query
