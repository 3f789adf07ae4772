"""GET /v1/posts?voted=me"""

from itertools import chain

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.posts.test_list import walk
from tests.support.indexing import index_posts
from tests.support.merges import merge
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag

# Of 60 posts the member voted for every fourth, of all states.
POSTS = """
    INSERT INTO posts (author_id, title, content, status, visibility, votes_count, deleted_at)
    SELECT 1 + mod(n, 2), 'An editor ' || n, '', (ARRAY['open', 'planned', 'declined'])[1 + mod(n, 3)],
           (ARRAY['public', 'public', 'public', 'pending', 'hidden'])[1 + mod(n * 7, 5)], mod(n * 5, 4),
           CASE WHEN mod(n, 13) = 12 THEN now() END
    FROM generate_series(1, 60) AS n
"""
VOTES = "INSERT INTO votes (post_id, user_id) SELECT id, CASE WHEN mod(id, 4) = 0 THEN 2 ELSE 1 END FROM posts"
TAGGED = "INSERT INTO post_tags (post_id, tag_id) SELECT id, 1 FROM posts WHERE mod(id, 8) = 0"
FILTERS = {
    "": "true",
    "status=planned": "status = 'planned'",
    "author=1": "author_id = 1",
    "tag=web": "mod(id, 8) = 0",
    "q=editor": "true",
    "sort=votes": "true",
    "sort=updated&updated_since=2020-01-01T00:00:00Z": "true",
}
MINE = "mod(id, 4) = 0 AND deleted_at IS NULL AND (visibility = 'public' OR visibility = 'pending' AND author_id = 2)"


@pytest.fixture
def board(superuser: Engine, admin: Person, member: Person) -> Engine:
    add_tag(admin, "web")
    with superuser.begin() as connection:
        for statement in (POSTS, VOTES, TAGGED):
            connection.execute(text(statement))
    index_posts(superuser)
    return superuser


@pytest.mark.parametrize("query", FILTERS)
def test_with_each_filter_page_by_page(board: Engine, member: Person, query: str) -> None:
    listed = list(chain(*walk(member.client, f"/v1/posts?voted=me&limit=4&{query}")))
    with board.connect() as connection:
        mine = connection.scalars(text(f"SELECT id FROM posts WHERE {MINE} AND {FILTERS[query]}")).all()
    assert len(mine) > 1
    assert sorted(listed) == sorted(mine)


def test_a_cursor_is_of_this_list(board: Engine, member: Person) -> None:
    cursor = member.client.get("/v1/posts?voted=me&limit=1").json()["next"]
    assert_problem(member.client.get("/v1/posts", params={"cursor": cursor, "limit": 1}), 400)


def test_a_vote_that_was_taken_back(admin: Person, member: Person) -> None:
    post_id = admin.post_idea()["id"]
    member.vote(post_id)
    assert list(walk(member.client, "/v1/posts?voted=me")) == [[post_id]]
    member.client.delete(f"/v1/posts/{post_id}/vote").raise_for_status()
    assert list(walk(member.client, "/v1/posts?voted=me")) == [[]]


def test_the_vote_for_a_duplicate_is_at_its_original(admin: Person, member: Person) -> None:
    original, duplicate = (admin.post_idea(title)["id"] for title in ("Dark mode", "Night mode"))
    member.vote(duplicate)
    merge(admin, duplicate, original)
    assert list(walk(member.client, "/v1/posts?voted=me")) == [[original]]


def test_it_takes_a_token(visitor: httpx.Client, admin: Person) -> None:
    admin.post_idea()
    assert_problem(visitor.get("/v1/posts?voted=me"), 401)


@pytest.mark.parametrize("value", ["", "1", "Me", "me,you", "null"])
def test_nobody_elses(admin: Person, value: str) -> None:
    problem = assert_problem(admin.client.get("/v1/posts", params={"voted": value}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["query:voted"]
