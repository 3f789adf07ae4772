"""What a page can do that has taken the widget's token: what its own user does on the board, and no more."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.auth.test_scopes import IDS
from tests.support.access import ACCESS, scope_of
from tests.support.people import Person
from tests.support.product import Product, signing_script, somebody
from tests.support.sso import GRANT

pytestmark = pytest.mark.adversary
BEYOND = [route for route in ACCESS if scope_of(route) not in (None, "read", "write")]


def exchanged(product: Product, scope: str | None = "read write") -> dict[str, str]:
    """As the widget asks."""
    form = {"grant_type": GRANT, "assertion": signing_script(product.board)(somebody()).decode()}
    form |= {"scope": scope} if scope else {}
    answer = httpx.post(f"{product.board}/v1/auth/token", data=form, headers={"Origin": product.url})
    assert answer.status_code == 200, answer.text
    tokens: dict[str, str] = answer.json()
    return tokens


def test_there_is_something_to_try() -> None:
    tried = {"PUT /v1/users/me/password", "PUT /v1/users/me/email", "GET /v1/users/me/export", "DELETE /v1/users/me"}
    assert tried | {"PUT /v1/posts/{post_id}/status", "PATCH /v1/users/{user_id}", "PATCH /v1/board"} <= set(BEYOND)


@pytest.mark.parametrize("scope", ["read write", "admin moderate write read", None])
def test_it_is_good_for_nothing_beyond(product: Product, admin: Person, superuser: Engine, scope: str | None) -> None:
    """Whatever scope is asked for. And who is made staff meanwhile is no longer signed in by it."""
    admin.post_idea("Dark mode")
    tokens = exchanged(product, scope)
    assert "refresh_token" not in tokens
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Origin": product.url}
    with httpx.Client(base_url=product.board, headers=headers) as client:
        refused = (403, "urn:problem-type:heed:insufficient-scope")
        assert {route: answer_to(client, route) for route in BEYOND} == dict.fromkeys(BEYOND, refused)
        assert client.put("/v1/posts/1/vote").json() == {"voted": True, "votes_count": 2}
        with superuser.connect() as connection:
            connection.execute(text("UPDATE users SET role = 'admin' WHERE id = 2"))
        assert {route: answer_to(client, route)[0] for route in BEYOND} == dict.fromkeys(BEYOND, 401)
        assert client.delete("/v1/posts/1/vote").status_code == 401


def answer_to(client: httpx.Client, route: str) -> tuple[int, str]:
    method, _, path = route.partition(" ")
    path = path.format(**IDS)
    answer = client.request(method, path, json=None if method == "GET" else {})
    return answer.status_code, answer.json()["type"]


def test_it_is_no_key_to_the_pages(product: Product) -> None:
    """Which look at their cookie alone."""
    token = exchanged(product)["access_token"]
    for cookies in ({}, {"heed": token}, {"__Host-heed": token}):
        answer = httpx.get(f"{product.board}/settings", headers={"Authorization": f"Bearer {token}"}, cookies=cookies)
        assert answer.status_code == 401
