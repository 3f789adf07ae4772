"""DELETE /v1/users/me"""

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.password_check import account_key
from app.settings.config import load_settings
from tests.support.counts import assert_counts_are_exact
from tests.support.erasure import assert_no_row_has, erase
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.rows import count, run
from tests.support.sign_ins import fail_to_sign_in


def test_posts_stay_without_a_name(visitor: httpx.Client, admin: Person, member: Person) -> None:
    mine = member.post_idea("Mine", "Kept")["id"]
    erase(member)
    post = visitor.get(f"/v1/posts/{mine}").json()
    assert (post["title"], post["content"]) == ("Mine", "Kept")
    assert (post["author"]["name"], post["author"]["role"]) == ("Deleted member", "member")


def test_votes_are_taken_back(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person) -> None:
    """Also those that a merge copied, so that nobody votes again by signing up again."""
    theirs, mine, merged = (
        admin.post_idea("Theirs")["id"],
        member.post_idea("Mine")["id"],
        admin.post_idea("Same")["id"],
    )
    for post in (theirs, merged):
        member.vote(post)
    admin.client.put(f"/v1/posts/{merged}/merge", json={"into": mine}).raise_for_status()
    before = visitor.get(f"/v1/posts/{mine}").json()["votes_count"]
    erase(member)
    assert visitor.get(f"/v1/posts/{theirs}").json()["votes_count"] == 1
    assert visitor.get(f"/v1/posts/{mine}").json()["votes_count"] == before - 1
    assert assert_counts_are_exact(superuser)
    assert admin.client.delete(f"/v1/posts/{merged}/merge").json()["votes_count"] == 1
    assert assert_counts_are_exact(superuser)


def test_nothing_is_left_that_tells_who_it_was(superuser: Engine, people: People, admin: Person) -> None:
    member = people.join("Peculiar Name")
    member.post_idea()
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    fail_to_sign_in(people.visitor, member.email)
    erase(member)
    for marker in ("peculiar", member.email, account_key(load_settings(), member.email)):
        assert_no_row_has(superuser, marker)
    with superuser.connect() as connection:
        kept = text("SELECT email, email_verified, password_hash, role, status FROM users WHERE id = :id")
        assert connection.execute(kept, {"id": member.id}).one() == (None, False, None, "member", "deleted")


def test_what_is_somebody_elses_stays(superuser: Engine, admin: Person, member: Person) -> None:
    admin.post_idea()
    member.post_idea()
    identity = "INSERT INTO sso_identities (issuer, subject, user_id) SELECT 'https://id', id, id FROM users"
    linking = """INSERT INTO oidc_sign_ins (state_hash, browser_hash, user_id, expires_at)
                 SELECT sha256(CAST(CAST(id AS text) AS bytea)), '', id, now() + interval '5 min' FROM users"""
    for statement in (identity, linking):
        run(superuser, statement)
    erase(member)
    for table in ("subscriptions", "sso_identities", "oidc_sign_ins", "sessions"):
        assert count(superuser, f"{table} WHERE user_id = :id", id=admin.id) > 0, table
        assert count(superuser, f"{table} WHERE user_id = :id", id=member.id) == 0, table


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


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_what_staff_did_stays_in_the_log_without_a_name(admin: Person, member: Person, role: str) -> None:
    post = admin.post_idea()["id"]
    admin.client.patch(f"/v1/users/{member.id}", json={"role": role})
    member.client.delete(f"/v1/posts/{post}")
    erase(member)
    latest = admin.client.get("/v1/moderation-log").json()["items"][0]
    assert latest["action"] == "post.deleted"
    assert latest["actor"] == {**latest["actor"], "id": member.id, "name": "Deleted member", "role": "member"}
