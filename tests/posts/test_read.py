"""GET /v1/posts/{id}"""

import httpx

from tests.support.people import Person
from tests.support.problems import assert_problem


def test_whether_the_caller_voted(visitor: httpx.Client, admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}"
    assert [client.get(path).json()["has_voted"] for client in (visitor, admin.client, member.client)] == [
        None,
        False,
        True,
    ]
    admin.vote(1)
    assert [client.get(path).json()["votes_count"] for client in (visitor, admin.client)] == [2, 2]


def test_no_such_post(visitor: httpx.Client) -> None:
    assert_problem(visitor.get("/v1/posts/1"), 404)
