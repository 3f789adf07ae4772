"""DELETE /v1/posts/{id}"""

import httpx
from sqlalchemy import Engine, text

from tests.support.comments import comment
from tests.support.people import Person
from tests.support.problems import assert_problem


def test_a_post_goes_with_its_votes_and_comments(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person
) -> None:
    gone, stays = member.post_idea("Gone"), member.post_idea("Stays")
    admin.vote(gone["id"])
    admin.vote(stays["id"])
    for post in (gone, stays):
        comment(admin, post["id"])
    answer = member.client.delete(f"/v1/posts/{gone['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert_problem(visitor.get(f"/v1/posts/{gone['id']}"), 404)
    assert_problem(member.client.delete(f"/v1/posts/{gone['id']}"), 404)
    assert [post["title"] for post in visitor.get("/v1/posts").json()["items"]] == ["Stays"]
    with superuser.connect() as connection:
        assert connection.execute(text("SELECT post_id, count(*) FROM votes GROUP BY 1")).all() == [(stays["id"], 2)]
        comments = connection.execute(text("SELECT post_id, content = '', deleted_at IS NULL FROM comments ORDER BY 1"))
        assert comments.all() == [(gone["id"], True, False), (stays["id"], False, True)]
