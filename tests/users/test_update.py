"""PATCH /v1/users/{id}"""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def change(client: httpx.Client, user_id: int, **changes: Any) -> httpx.Response:
    return client.patch(f"/v1/users/{user_id}", json=changes)


@pytest.mark.parametrize("role", ["moderator", "admin", "member"])
def test_roles(visitor: httpx.Client, admin: Person, member: Person, role: str) -> None:
    answer = change(admin.client, member.id, role=role)
    assert (answer.status_code, answer.json()["role"], answer.json()["email"]) == (200, role, member.email)
    assert visitor.get(f"/v1/users/{member.id}").json()["role"] == role


def test_a_disabled_account_is_out_at_once(visitor: httpx.Client, admin: Person, member: Person) -> None:
    post = member.post_idea()
    assert change(admin.client, member.id, status="disabled").json()["status"] == "disabled"
    assert_problem(member.client.get("/v1/users/me"), 401)
    assert_problem(member.client.put(f"/v1/posts/{post['id']}/vote"), 401)
    assert visitor.get(f"/v1/posts/{post['id']}").json()["author"]["name"] == "Member"


def test_who_may(visitor: httpx.Client, admin: Person, member: Person, people: People) -> None:
    assert_problem(change(visitor, member.id, role="admin"), 401)
    for role in ("member", "moderator"):
        change(admin.client, member.id, role=role)
        assert_problem(change(member.client, member.id, role="admin"), 403)
        assert_problem(change(member.client, admin.id, role="member"), 403)
        assert member.client.get("/v1/users/me").json()["role"] == role


def test_staff_rename_members(visitor: httpx.Client, people: People, admin: Person, member: Person) -> None:
    moderator, other = people.join("Moderator"), people.join("Other moderator")
    for each in (moderator, other):
        change(admin.client, each.id, role="moderator")
    assert change(moderator.client, member.id, name="Somebody").json()["name"] == "Somebody"
    assert visitor.get(f"/v1/users/{member.id}").json()["name"] == "Somebody"
    assert change(admin.client, other.id, name="Moderator 2").json()["name"] == "Moderator 2"
    assert change(admin.client, admin.id, name="Admin 2").json()["name"] == "Admin 2"  # The only one, who stays one.
    for staff in (admin, other):
        assert_problem(change(moderator.client, staff.id, name="Somebody"), 403)
    assert_problem(change(moderator.client, member.id, name="Other", role="moderator"), 403)
    assert_problem(change(member.client, member.id, name="Other"), 403)
    assert_problem(change(moderator.client, 99, name="Other"), 404)
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert [entry["detail"] for entry in entries[:2]] == [{"fields": ["name"]}] * 2


@pytest.mark.parametrize(
    "changes",
    [{"role": "owner"}, {"role": 1}, {"status": "deleted"}, {"status": True}, {"name": ""}, {"email": "x@y.zz"}],
)
def test_what_is_no_change(admin: Person, member: Person, changes: dict[str, Any]) -> None:
    assert_problem(change(admin.client, member.id, **changes), 422)
    assert member.client.get("/v1/users/me").json()["role"] == "member"


def test_nobody(admin: Person) -> None:
    assert_problem(change(admin.client, 99, role="member"), 404)


@pytest.mark.parametrize("changes", [{"role": "member"}, {"role": "moderator"}, {"status": "disabled"}])
def test_the_last_admin_stays(admin: Person, member: Person, changes: dict[str, Any]) -> None:
    problem = assert_problem(change(admin.client, admin.id, **changes), 409)
    assert problem["type"] == "urn:problem-type:heed:last-admin"
    change(admin.client, member.id, role="admin")
    change(admin.client, member.id, status="disabled")
    assert_problem(change(admin.client, admin.id, **changes), 409)
    change(admin.client, member.id, status="active")
    assert change(admin.client, admin.id, **changes).status_code == 200


@pytest.mark.parametrize("changes", [{"role": "member"}, {"status": "disabled"}])
def test_two_admins_who_remove_each_other_at_once(
    superuser: Engine, admin: Person, member: Person, changes: dict[str, Any]
) -> None:
    change(admin.client, member.id, role="admin")

    def remove(client: httpx.Client, who: Person, whom: Person) -> int:
        client.headers["Authorization"] = who.client.headers["Authorization"]
        return change(client, whom.id, **changes).status_code

    statuses = in_parallel([lambda client: remove(client, admin, member), lambda client: remove(client, member, admin)])
    assert sorted(statuses)[0] == 200
    assert sorted(statuses)[1] in (401, 403, 409)
    with superuser.connect() as connection:
        left = text("SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active'")
        assert connection.scalar(left) == 1


def test_two_admins_do_not_overwrite_each_other(visitor: httpx.Client, admin: Person, member: Person) -> None:
    """What the member does meanwhile that no admin changes, such as choosing a language, is no reason to refuse."""
    path = f"/v1/users/{member.id}"
    etag = visitor.get(path).headers["ETag"]
    assert visitor.get(path, headers={"If-None-Match": etag}).status_code == 304
    member.client.patch("/v1/users/me", json={"language": "de"}).raise_for_status()
    headers = {**admin.client.headers, "If-Match": etag}

    def act(client: httpx.Client) -> int:
        return client.patch(path, json={"status": "disabled"}, headers=headers).status_code

    assert sorted(in_parallel([act, act])) == [200, 412]
    assert_problem(admin.client.patch(path, json={"name": "Ada"}, headers={"If-Match": etag}), 412)
    answer = admin.client.patch(path, json={"name": "Ada"}, headers={"If-Match": visitor.get(path).headers["ETag"]})
    assert (answer.status_code, answer.headers["ETag"][:3]) == (200, '"3-')
    assert_problem(admin.client.patch("/v1/users/99", json={"name": "Ada"}, headers={"If-Match": etag}), 404)


def test_a_member_who_renames_at_the_same_time_is_seen(visitor: httpx.Client, admin: Person, member: Person) -> None:
    etag = visitor.get(f"/v1/users/{member.id}").headers["ETag"]
    member.client.patch("/v1/users/me", json={"name": "Ada"}).raise_for_status()
    answer = admin.client.patch(f"/v1/users/{member.id}", json={"name": "Rude"}, headers={"If-Match": etag})
    assert_problem(answer, 412)
