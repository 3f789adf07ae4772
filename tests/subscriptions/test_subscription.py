"""PUT and DELETE /v1/posts/{id}/subscription"""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine, text

from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings
from tests.support.comments import comment
from tests.support.people import Person
from tests.support.problems import assert_problem


def following(superuser: Engine, person: Person, post_id: int) -> tuple[bool, bool] | None:
    """Whether the person follows, and chose that; None where there is nothing."""
    row = text("SELECT subscribed, chosen FROM subscriptions WHERE post_id = :post AND user_id = :user")
    with superuser.connect() as connection:
        found = connection.execute(row, {"post": post_id, "user": person.id}).one_or_none()
    return found and (found.subscribed, found.chosen)


def takes_part(person: Person, post_id: int) -> None:
    person.vote(post_id)
    comment(person, post_id)


@pytest.mark.parametrize("take_part", [Person.vote, comment])
def test_who_takes_part_follows(
    superuser: Engine, admin: Person, member: Person, take_part: Callable[[Person, int], object]
) -> None:
    post_id = member.post_idea()["id"]
    assert following(superuser, member, post_id) == (True, False)
    assert following(superuser, admin, post_id) is None
    for _ in range(2):
        take_part(admin, post_id)
        assert following(superuser, admin, post_id) == (True, False)


@pytest.mark.parametrize("before", [True, False])
def test_a_choice_is_kept(superuser: Engine, admin: Person, member: Person, before: bool) -> None:
    post_id = member.post_idea()["id"]
    if before:
        takes_part(admin, post_id)
        admin.client.delete(f"/v1/posts/{post_id}/vote")
    for _ in range(2):
        answer = admin.client.delete(f"/v1/posts/{post_id}/subscription")
        assert (answer.status_code, answer.json()) == (200, {"subscribed": False})
    takes_part(admin, post_id)
    assert following(superuser, admin, post_id) == (False, True)
    for _ in range(2):
        answer = admin.client.put(f"/v1/posts/{post_id}/subscription")
        assert (answer.status_code, answer.json()) == (200, {"subscribed": True})
    admin.client.delete(f"/v1/posts/{post_id}/vote")
    assert following(superuser, admin, post_id) == (True, True)


@pytest.mark.parametrize("before", [True, False])
def test_one_click_of_a_mail_is_a_choice_too(superuser: Engine, admin: Person, member: Person, before: bool) -> None:
    post_id = member.post_idea()["id"]
    if before:
        takes_part(admin, post_id)
    token = make_token(load_settings(), Unsubscription(admin.id, f"p{post_id}"))
    assert member.client.post("/v1/unsubscribe", params={"token": token}).status_code == 204
    takes_part(admin, post_id)
    assert following(superuser, admin, post_id) == (False, True)
    assert following(superuser, member, post_id) == (True, False)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_refusals(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person, method: str) -> None:
    path = f"/v1/posts/{admin.post_idea()['id']}/subscription"
    assert_problem(visitor.request(method, path), 401)
    assert_problem(member.client.request(method, "/v1/posts/99/subscription"), 404)
    admin.client.patch("/v1/posts/1", json={"visibility": "hidden"})
    assert_problem(member.client.request(method, path), 404)
    assert following(superuser, member, 1) is None
