"""DELETE /v1/posts/{id}"""

import httpx
from sqlalchemy import Engine, text

from tests.support.people import Person
from tests.support.problems import assert_problem


def test_a_post_goes_with_its_votes(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person) -> None:
    gone, stays = member.post_idea("Gone"), member.post_idea("Stays")
    admin.vote(gone["id"])
    admin.vote(stays["id"])
    answer = member.client.delete(f"/v1/posts/{gone['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(visitor.get(f"/v1/posts/{gone['id']}"), 404)
    assert_problem(member.client.delete(f"/v1/posts/{gone['id']}"), 404)
    assert [post["title"] for post in visitor.get("/v1/posts").json()["items"]] == ["Stays"]
    with superuser.connect() as connection:
        assert connection.execute(text("SELECT post_id, count(*) FROM votes GROUP BY 1")).all() == [(stays["id"], 2)]
