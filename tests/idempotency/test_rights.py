"""Rights come before a replay: a key gives nobody an answer that was made for what its owner is no more"""

import httpx
import pytest

from tests.support.boards import board
from tests.support.idempotency import assert_replayed, post
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag

TAG = {"slug": "mobile", "name": "Mobile", "staff_only": True}


@pytest.fixture
def moderator(admin: Person, people: People) -> Person:
    person = people.join("Moderator")
    change(admin, person, role="moderator")
    return person


def change(admin: Person, person: Person, **changes: str) -> None:
    assert admin.client.patch(f"/v1/users/{person.id}", json=changes).status_code == 200


def keyed(person: Person, admin: Person) -> list[tuple[str, dict[str, object]]]:
    """A request for each route that takes a key and a token."""
    add_tag(admin, "secret", staff_only=True)
    post_id = admin.post_idea()["id"]
    return [
        ("/v1/tags", TAG),
        ("/v1/posts", {"title": "Dark mode", "tags": ["secret"]}),
        (f"/v1/posts/{post_id}/comments", {"content": "Yes"}),
    ]


def test_a_demoted_moderator_is_answered_nothing_made_for_staff(admin: Person, moderator: Person) -> None:
    requests = keyed(moderator, admin)
    for path, body in requests:
        assert post(moderator.client, "a", body, path).status_code == 201
    change(admin, moderator, role="member")
    for path, body in requests:
        assert_problem(post(moderator.client, "a", body, path), 403)
    change(admin, moderator, role="moderator")
    for path, body in requests:
        assert post(moderator.client, "a", body, path).headers["Idempotency-Replayed"] == "true"


def test_who_was_promoted_gets_the_answer_of_a_member(admin: Person, member: Person) -> None:
    first = post(member.client, "a")
    change(admin, member, role="moderator")
    assert_replayed(post(member.client, "a"), first)
    assert_problem(post(member.client, "a", {"title": "Another"}), 422)


def test_another_body_of_a_demoted_moderator_is_another_body(admin: Person, moderator: Person) -> None:
    assert post(moderator.client, "a").status_code == 201
    change(admin, moderator, role="member")
    assert_problem(post(moderator.client, "a", {"title": "Another"}), 422)


def test_who_is_disabled_or_signed_out_gets_nothing(
    admin: Person, moderator: Person, visitor: httpx.Client, people: People
) -> None:
    requests = keyed(moderator, admin)
    for path, body in requests:
        assert post(moderator.client, "a", body, path).status_code == 201
    assert visitor.post("/v1/auth/revoke", data={"token": moderator.refresh_token}).status_code == 200
    for path, body in requests:
        assert_problem(post(moderator.client, "a", body, path), 401)
        assert_problem(post(visitor, "a", body, path), 401)
    again = people.sign_in(moderator.id, moderator.email)
    change(admin, moderator, status="disabled")
    for path, body in requests:
        assert_problem(post(again.client, "a", body, path), 401)


def test_a_member_claims_no_key_where_only_staff_may(admin: Person, member: Person) -> None:
    assert_problem(post(member.client, "a", TAG, "/v1/tags"), 403)
    change(admin, member, role="moderator")
    assert post(member.client, "a", TAG, "/v1/tags").status_code == 201


def test_a_rotated_secret_still_knows_for_whom_it_was(admin: Person, moderator: Person) -> None:
    from app.settings.config import load_settings

    old = load_settings().secret_key.get_secret_value()
    body = {"title": "Dark mode"}
    assert post(moderator.client, "a", body).status_code == 201
    change(admin, moderator, role="member")
    with board(secret_key="n" * 40, previous_secret_keys=old) as rotated:
        rotated.headers["Authorization"] = moderator.client.headers["Authorization"]
        assert_problem(post(rotated, "a", body), 403)
