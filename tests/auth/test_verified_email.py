"""REQUIRE_VERIFIED_EMAIL: who has not verified the address reads, but adds nothing to the board."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from app.settings.config import SettingsError, load_settings
from tests.support.codes import ask, mail_board, mailed_code, sign_in_by_code
from tests.support.people import Person
from tests.support.problems import assert_problem

WRITES = {
    "post": ("POST", "/v1/posts", {"title": "Mine"}, 201),
    "vote": ("PUT", "/v1/posts/1/vote", None, 200),
    "comment": ("POST", "/v1/posts/1/comments", {"content": "Yes"}, 201),
}


@pytest.fixture
def own(admin: Person, member: Person) -> Iterator[httpx.Client]:
    """The member's client, on a board that wants verified addresses."""
    admin.post_idea()
    with mail_board(require_verified_email=True) as client:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        yield client


@pytest.mark.parametrize(("method", "path", "body", "status"), WRITES.values(), ids=WRITES)
def test_the_refusal_says_what_to_do_and_that_does_it(
    own: httpx.Client, superuser: Engine, member: Person, method: str, path: str, body: object, status: int
) -> None:
    problem = assert_problem(own.request(method, path, json=body), 403)
    assert problem["type"] == "urn:problem-type:heed:email-unverified"
    assert "POST /v1/auth/codes" in problem["detail"]
    assert "PUT /v1/users/me/email" in problem["detail"]
    proof = {"code_id": ask(own, member.email), "code": mailed_code(superuser, member.email)}
    assert own.put("/v1/users/me/email", json=proof).status_code == 200
    assert own.request(method, path, json=body).status_code == status


def test_what_needs_no_verified_address(own: httpx.Client, member: Person) -> None:
    own_post = member.post_idea()["id"]  # From the time before the setting.
    assert own.get("/v1/posts").status_code == 200
    assert own.delete(f"/v1/posts/{own_post}/vote").status_code == 200
    assert own.patch(f"/v1/posts/{own_post}", json={"title": "Better"}).status_code == 200
    assert own.delete("/v1/users/me").status_code == 204


def test_a_newcomer_by_code_is_verified(own: httpx.Client, superuser: Engine) -> None:
    del own.headers["Authorization"]
    sign_in_by_code(own, superuser, "new@example.com").post_idea()


def test_elsewhere_nobody_is_asked(member: Person) -> None:
    member.post_idea()


def test_it_needs_mail() -> None:
    with pytest.raises(SettingsError, match="REQUIRE_VERIFIED_EMAIL: needs MAIL_URL"):
        load_settings(require_verified_email=True)
