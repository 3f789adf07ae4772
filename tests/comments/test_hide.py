"""PATCH /v1/comments/{id} {"hidden": ...}: for staff"""

import httpx
from sqlalchemy import Engine

from tests.support.comments import comment, count_comments
from tests.support.people import Person
from tests.support.problems import assert_problem


def test_others_see_its_place_only(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    written, stays = comment(member, post_id), comment(member, post_id, "Me again.")
    path, listed = f"/v1/comments/{written['id']}", f"/v1/posts/{post_id}/comments"
    hidden = admin.client.patch(path, json={"hidden": True}).json()
    assert hidden == written | {"hidden": True, "updated_at": hidden["updated_at"]}
    place = hidden | {"author": None, "content": None}
    assert visitor.get(listed).json()["items"] == [place, stays]
    assert member.client.get(listed).json()["items"] == [place, stays]
    assert admin.client.get(listed).json()["items"] == [hidden, stays]
    assert count_comments(superuser, post_id) == (1, 1)
    assert_problem(member.client.patch(path, json={"content": "Peek?"}), 404)
    assert_problem(member.client.delete(path), 404)

    shown = admin.client.patch(path, json={"hidden": False}).json()
    assert visitor.get(listed).json()["items"] == [shown, stays]
    assert count_comments(superuser, post_id) == (2, 2)
    actions = [entry["action"] for entry in visitor.get("/v1/moderation-log").json()["items"]]
    assert actions == ["comment.shown", "comment.hidden"]


def test_hiding_twice_counts_once(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    path = f"/v1/comments/{comment(member, post_id)['id']}"
    for hidden, count in [(True, 0), (True, 0), (False, 1), (False, 1), (True, 0)]:
        assert admin.client.patch(path, json={"hidden": hidden}).json()["hidden"] is hidden
        assert count_comments(superuser, post_id) == (count, count)
    assert admin.client.delete(path).status_code == 204
    assert count_comments(superuser, post_id) == (0, 0)


def test_members_hide_nothing(superuser: Engine, member: Person) -> None:
    post_id = member.post_idea()["id"]
    path = f"/v1/comments/{comment(member, post_id)['id']}"
    assert_problem(member.client.patch(path, json={"hidden": True}), 403)
    assert count_comments(superuser, post_id) == (1, 1)
