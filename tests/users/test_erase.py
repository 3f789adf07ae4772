"""DELETE /v1/users/me"""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import fail_to_sign_in


def erase(person: Person) -> None:
    answer = person.client.delete("/v1/users/me")
    assert (answer.status_code, answer.content) == (204, b"")


def test_posts_votes_and_counts_stay_without_a_name(visitor: httpx.Client, admin: Person, member: Person) -> None:
    theirs, mine = admin.post_idea("Theirs")["id"], member.post_idea("Mine", "Kept")["id"]
    member.vote(theirs)
    erase(member)
    posts = {post["id"]: post for post in visitor.get("/v1/posts").json()["items"]}
    assert {post_id: post["votes_count"] for post_id, post in posts.items()} == {theirs: 2, mine: 1}
    assert (posts[mine]["title"], posts[mine]["content"]) == ("Mine", "Kept")
    assert posts[mine]["author"]["name"] == "Deleted member"
    assert posts[mine]["author"]["role"] == "member"


def test_nothing_is_left_that_tells_who_it_was(superuser: Engine, people: People, admin: Person) -> None:
    member = people.join("Peculiar Name")
    member.post_idea()
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    fail_to_sign_in(people.visitor, member.email)
    erase(member)
    with superuser.connect() as connection:
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        for table in connection.scalars(text(names)).all():
            rows = " ".join(connection.scalars(text(f"SELECT CAST(t AS text) FROM {table} AS t")).all()).lower()
            assert "peculiar" not in rows, table
        kept = text("SELECT email, password_hash, role, status FROM users WHERE id = :id")
        assert connection.execute(kept, {"id": member.id}).one() == (None, None, "member", "deleted")


def test_every_session_ends(people: People, member: Person) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    erase(member)
    for person in (member, elsewhere):
        assert_problem(person.client.get("/v1/users/me"), 401)
        form = {"grant_type": "refresh_token", "refresh_token": person.refresh_token}
        assert people.visitor.post("/v1/auth/token", data=form).json()["error"] == "invalid_grant"
    fail_to_sign_in(people.visitor, member.email, password=PASSWORD)


def test_the_address_is_free_again_for_somebody_new(people: People, member: Person) -> None:
    mine = member.post_idea()["id"]
    erase(member)
    again = people.join("Member")
    assert again.email == member.email
    assert again.id != member.id
    assert again.client.get("/v1/users/me/export").json()["posts"] == []
    assert_problem(again.client.delete(f"/v1/posts/{mine}"), 403)


def test_the_profile_and_the_list_know_nobody(visitor: httpx.Client, admin: Person, member: Person) -> None:
    erase(member)
    assert_problem(visitor.get(f"/v1/users/{member.id}"), 404)
    assert [user["id"] for user in admin.client.get("/v1/users").json()["items"]] == [admin.id]
    for change in ({"role": "admin"}, {"status": "active"}):
        assert_problem(admin.client.patch(f"/v1/users/{member.id}", json=change), 404)


def test_the_last_admin_stays(admin: Person, member: Person) -> None:
    problem = assert_problem(admin.client.delete("/v1/users/me"), 409)
    assert problem["type"] == "urn:problem-type:heed:last-admin"
    assert admin.client.get("/v1/users/me").json()["role"] == "admin"
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"})
    erase(admin)
    assert_problem(member.client.delete("/v1/users/me"), 409)


def test_a_disabled_admin_does_not_count(admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"})
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"})
    assert_problem(admin.client.delete("/v1/users/me"), 409)


def test_of_two_last_admins_who_leave_at_once_one_stays(superuser: Engine, admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"})
    authorizations = [person.client.headers["Authorization"] for person in (admin, member)]
    calls = [
        lambda client, mine=mine: client.delete("/v1/users/me", headers={"Authorization": mine}).status_code
        for mine in authorizations
    ]
    assert sorted(in_parallel(calls)) == [204, 409]
    with superuser.connect() as connection:
        admins = text("SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active'")
        assert connection.scalar(admins) == 1


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_what_staff_did_stays_in_the_log_without_a_name(admin: Person, member: Person, role: str) -> None:
    post = admin.post_idea()["id"]
    admin.client.patch(f"/v1/users/{member.id}", json={"role": role})
    member.client.delete(f"/v1/posts/{post}")
    erase(member)
    latest = admin.client.get("/v1/moderation-log").json()["items"][0]
    assert latest["action"] == "post.deleted"
    assert latest["actor"] == {**latest["actor"], "id": member.id, "name": "Deleted member", "role": "member"}
