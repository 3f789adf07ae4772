"""DELETE /v1/users/me"""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.password_check import account_key
from app.auth.passwords import verify_password
from app.rate_limits.limits import rate_limit_key
from app.settings.config import load_settings
from tests.support.boards import in_parallel
from tests.support.codes import another, ask, mail_board, mailed_code, redeem
from tests.support.counts import assert_counts_are_exact
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import fail_to_sign_in


def erase(person: Person) -> None:
    answer = person.client.delete("/v1/users/me")
    assert (answer.status_code, answer.content) == (204, b"")


def assert_no_row_has(superuser: Engine, marker: str) -> None:
    with superuser.connect() as connection:
        names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        for table in connection.scalars(text(names)).all():
            rows = " ".join(connection.scalars(text(f"SELECT CAST(t AS text) FROM {table} AS t")).all()).lower()
            assert marker not in rows, table


def assert_some_row_has(superuser: Engine, marker: str) -> None:
    with pytest.raises(AssertionError):
        assert_no_row_has(superuser, marker)


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


def test_nobody_votes_while_the_account_is_erased(superuser: Engine, admin: Person, member: Person) -> None:
    posts = [admin.post_idea()["id"] for _ in range(6)]
    authorization = {"Authorization": member.client.headers["Authorization"]}
    votes = [
        lambda client, post=post: client.put(f"/v1/posts/{post}/vote", headers=authorization).status_code
        for post in posts
    ]
    leave = [lambda client: client.delete("/v1/users/me", headers=authorization).status_code]
    statuses = in_parallel([*votes, *leave])
    assert statuses[-1] == 204
    assert set(statuses[:-1]) <= {200, 401}
    assert assert_counts_are_exact(superuser)
    with superuser.connect() as connection:
        left = text("SELECT count(*) FROM votes WHERE user_id = :id")
        assert connection.scalar(left, {"id": member.id}) == 0


def test_no_keyed_response_keeps_the_name(superuser: Engine, people: People, admin: Person) -> None:
    """Comments with a key that are written while the account is erased store their author's name, or don't happen."""
    post = admin.post_idea()["id"]
    for attempt in range(5):
        member = people.join(f"Peculiar {attempt}")
        authorization = {"Authorization": member.client.headers["Authorization"]}
        comments = [
            lambda client, key=key, headers=authorization: (
                client.post(
                    f"/v1/posts/{post}/comments",
                    json={"content": "Me too."},
                    headers={**headers, "Idempotency-Key": f"{key}"},
                ).status_code
            )
            for key in range(5)
        ]
        leave = [lambda client, headers=authorization: client.delete("/v1/users/me", headers=headers).status_code]
        calls: list[Callable[[httpx.Client], int]] = [*comments, *leave]
        statuses = in_parallel(calls)
        assert statuses[-1] == 204
        assert set(statuses[:-1]) <= {201, 401, 503}
    assert_no_row_has(superuser, "peculiar")


def test_nothing_is_left_that_tells_who_it_was(superuser: Engine, people: People, admin: Person) -> None:
    member = people.join("Peculiar Name")
    member.post_idea()
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    fail_to_sign_in(people.visitor, member.email)
    erase(member)
    for marker in ("peculiar", member.email, account_key(load_settings(), member.email)):
        assert_no_row_has(superuser, marker)
    with superuser.connect() as connection:
        kept = text("SELECT email, password_hash, role, status FROM users WHERE id = :id")
        assert connection.execute(kept, {"id": member.id}).one() == (None, None, "member", "deleted")


def test_no_code_is_left_for_its_address(superuser: Engine, people: People, admin: Person) -> None:
    member = people.join("Peculiar Name")
    with mail_board() as client:
        code_id, code = ask(client, member.email), mailed_code(superuser, member.email)
        redeem(client, code_id, another(code))
        for what in ("code", "code-try"):
            assert_some_row_has(superuser, rate_limit_key(load_settings(), what, member.email))
        erase(member)
        assert redeem(client, code_id, code).status_code == 400
    for marker in (
        member.email,
        rate_limit_key(load_settings(), "code", member.email),
        rate_limit_key(load_settings(), "code-try", member.email),
    ):
        assert_no_row_has(superuser, marker)


@pytest.mark.parametrize("way", ["sign-in", "password change"])
@pytest.mark.parametrize("guess", [PASSWORD, "not the password"])
def test_a_password_that_is_checked_meanwhile_leaves_no_address(
    superuser: Engine,
    visitor: httpx.Client,
    admin: Person,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    guess: str,
) -> None:
    """The account is erased while the password is hashed, and what was found is counted afterwards."""

    def verify_and_erase(*check: Any) -> bool:
        right = verify_password(*check)
        headers = {"Authorization": member.client.headers["Authorization"]}
        assert in_parallel([lambda client: client.delete("/v1/users/me", headers=headers).status_code]) == [204]
        return right

    monkeypatch.setattr("app.auth.password_check.verify_password", verify_and_erase)
    if way == "sign-in":
        form = {"grant_type": "password", "username": member.email, "password": guess}
        assert visitor.post("/v1/auth/token", data=form).status_code == 400
    else:
        change = {"current_password": guess, "new_password": "another pass phrase"}
        assert member.client.put("/v1/users/me/password", json=change).status_code == 403
    for marker in (member.email, account_key(load_settings(), member.email)):
        assert_no_row_has(superuser, marker)


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
