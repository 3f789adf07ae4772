"""DELETE /v1/comments/{id}"""

from collections.abc import Callable
from functools import partial

import httpx
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.comments import comment, count_comments
from tests.support.people import Person
from tests.support.problems import assert_problem


def test_its_place_stays(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    gone, stays = comment(member, post_id, "Not so."), comment(admin, post_id, "I beg to differ.")
    answer = member.client.delete(f"/v1/comments/{gone['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    for client in (visitor, admin.client, member.client):
        place, other = client.get(f"/v1/posts/{post_id}/comments").json()["items"]
        assert place == gone | {
            "author": None, "content": None, "deleted": True, "updated_at": place["updated_at"],
        }  # fmt: skip
        assert other == stays
    assert count_comments(superuser, post_id) == (1, 1)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT content FROM comments WHERE id = :id"), {"id": gone["id"]}) == ""
    assert visitor.get("/v1/moderation-log").json()["items"] == []


def test_it_is_gone_for_all_that_follows(admin: Person, member: Person) -> None:
    path = f"/v1/comments/{comment(member, member.post_idea()['id'])['id']}"
    assert member.client.delete(path).status_code == 204
    for person in (member, admin):
        assert_problem(person.client.delete(path), 404)
        assert_problem(person.client.patch(path, json={"content": "Back"}), 404)


def test_staff_delete_anybodys(visitor: httpx.Client, admin: Person, member: Person) -> None:
    written = comment(member, member.post_idea()["id"])
    assert admin.client.delete(f"/v1/comments/{written['id']}").status_code == 204
    entry = visitor.get("/v1/moderation-log").json()["items"][0]
    assert (entry["action"], entry["target_id"]) == ("comment.deleted", written["id"])


def test_one_comment_deleted_by_many_at_once(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    kept, gone = comment(member, post_id)["id"], comment(member, post_id)["id"]

    def delete(client: httpx.Client, person: Person, comment_id: int) -> int:
        client.headers["Authorization"] = person.client.headers["Authorization"]
        return client.delete(f"/v1/comments/{comment_id}").status_code

    def hide(client: httpx.Client) -> int:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        return client.patch(f"/v1/comments/{kept}", json={"hidden": True}).status_code

    deletes = [partial(delete, person=person, comment_id=gone) for person in (admin, member) * 2]
    calls: list[Callable[[httpx.Client], int]] = [*deletes, hide, hide]
    statuses = in_parallel(calls)
    assert (sorted(statuses[:4]), statuses[4:]) == ([204, 404, 404, 404], [200, 200])
    assert count_comments(superuser, post_id) == (0, 0)


def test_comments_go_with_their_post(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    path = f"/v1/comments/{comment(member, post_id)['id']}"
    assert member.client.delete(f"/v1/posts/{post_id}").status_code == 204
    assert_problem(visitor.get(f"/v1/posts/{post_id}/comments"), 404)
    assert_problem(member.client.delete(path), 404)
    assert count_comments(superuser, post_id) == (0, 0)
