"""DELETE /v1/users/me, and what else happens at that moment"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select, text

from app.auth.password_check import account_key
from app.auth.passwords import verify_password
from app.db.engine import create_database_engine
from app.db.step import step
from app.models.users import User, users
from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings
from app.users.erasure import erase_account
from tests.support.backends import wait_for_a_lock
from tests.support.boards import in_parallel
from tests.support.counts import assert_counts_are_exact
from tests.support.database import way_round
from tests.support.erasure import assert_no_row_has
from tests.support.people import PASSWORD, People, Person

UNSUBSCRIBE = [make_token(load_settings(), Unsubscription(2, what)) for what in ("p1", "comments", "digest")]
LEFT = (
    *("votes WHERE user_id", "subscriptions WHERE user_id", "posts WHERE author_id", "comments WHERE author_id"),
    "notification_settings WHERE user_id",
)


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


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/posts", {"title": "Light mode"}, 401),
        ("POST", "/v1/posts/1/comments", {"content": "Me too."}, 401),
        ("PUT", "/v1/posts/1/vote", None, 401),
        ("PUT", "/v1/posts/1/subscription", None, 401),
        ("DELETE", "/v1/posts/1/subscription", None, 401),
        ("PUT", "/v1/posts/2/merge", {"into": 1}, 200),
        ("PATCH", "/v1/users/me/notifications", {"comments": "never"}, 401),
        ("DELETE", "/v1/users/me", None, 204),
        *(("POST", f"/v1/unsubscribe?token={token}", None, 204) for token in UNSUBSCRIBE),
    ],
)
def test_what_waits_for_the_erasure_leaves_nothing_of_the_member(
    superuser: Engine, admin: Person, member: Person, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    """The member's own request, which was let in just before; or a merge of a post that the member follows."""
    for _ in range(2):
        admin.post_idea()
    member.client.put("/v1/posts/2/subscription").raise_for_status()
    caller = admin if path.endswith("/merge") else member
    headers = {"Authorization": caller.client.headers["Authorization"]}
    settings = load_settings()
    engine = create_database_engine(settings)
    with ThreadPoolExecutor(1) as thread:
        with step(engine) as db:
            erase_account(
                db, settings, User.one(db.execute(select(*User.columns(users)).where(users.c.id == member.id)))
            )
            request = partial(httpx.Client.request, method=method, url=path, json=body, headers=headers)
            answer = thread.submit(in_parallel, [request])
            wait_for_a_lock(superuser)
        statuses = [each.status_code for each in answer.result()]
    engine.dispose()
    assert statuses == [status]
    with superuser.connect() as connection:
        for left in LEFT:
            assert connection.scalar(text(f"SELECT count(*) FROM {left} = :id"), {"id": member.id}) == 0
        assert connection.scalar(text("SELECT count(*) FROM events WHERE type = 'user.erased'")) == 1
    assert_counts_are_exact(superuser)


def test_what_changes_no_address_of_the_account_is_not_waited_for(
    database_url: str, superuser: Engine, admin: Person, member: Person
) -> None:
    """Nor what else the member does at once, which holds the same lock."""
    engine = way_round(database_url)
    with engine.connect() as other:
        for holding in ("UPDATE users SET name = 'Other' WHERE id = 2", "SELECT FROM users WHERE id = 2 FOR KEY SHARE"):
            other.execute(text(holding))
            post = member.post_idea()["id"]
            answers = [
                member.client.post(f"/v1/posts/{post}/comments", json={"content": "Me too."}),
                member.client.delete(f"/v1/posts/{post}/subscription"),
                member.client.patch("/v1/users/me/notifications", json={"comments": "never"}),
                *(member.client.post(f"/v1/unsubscribe?token={token}") for token in UNSUBSCRIBE),
            ]
            assert [answer.status_code for answer in answers] == [201, 200, 200, 204, 204, 204]
            other.rollback()
    engine.dispose()


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
