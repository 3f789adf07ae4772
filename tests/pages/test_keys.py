"""/admin/keys: what an admin makes and revokes on a page, where a key is shown once."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser
from tests.support.keys import client_with, make_key
from tests.support.people import Person
from tests.support.problems import assert_problem

MADE = {"name": "Support desk", "scope_read": "yes", "scope_write": "yes", "until": "2099-12-31"}


@pytest.fixture
def in_charge(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


def test_a_key_is_made_and_shown_once(superuser: Engine, admin: Person, in_charge: Browser) -> None:
    empty = in_charge.open("/admin/keys")
    assert "There are no keys." in empty.text
    shown = in_charge.submit(empty, "/admin/keys", **MADE)
    assert (shown.status, shown.path) == (200, "/admin/keys")
    assert shown.answer.headers["Cache-Control"] == "private, no-store"
    [key] = [each.get("value", "") for each in shown.content.iter("input") if each.get("id") == "made"]
    assert client_with(admin, key).get("/v1/users/me").json()["name"] == "Support desk"
    [made] = admin.client.get("/v1/keys").json()["items"]
    assert (made["scopes"], made["expires_at"]) == (["read", "write"], "2099-12-31T23:59:59Z")
    again = in_charge.submit(empty, "/admin/keys", **MADE)  # A reload.
    assert again.statuses == [303, 200]
    for page in (again, in_charge.open("/admin/keys")):
        assert key not in page.answer.text
        assert made["begins_with"] in page.text
    assert len(admin.client.get("/v1/keys").json()["items"]) == 1
    with superuser.connect() as connection:
        assert key not in str(connection.execute(text("SELECT * FROM idempotency_keys")).all())
    assert "Made an API key – Support desk" in in_charge.open("/admin/log").text


def test_what_is_not_right_yet(admin: Person, in_charge: Browser) -> None:
    shown = in_charge.submit(in_charge.open("/admin/keys"), "/admin/keys", name="Support desk")
    assert shown.status == 422
    assert "Choose at least one." in shown.text
    assert shown.control("name").get("value") == "Support desk"
    for until in ("2020-01-01", "2099-02-30", "soon"):
        shown = in_charge.submit(shown, "/admin/keys", **{**MADE, "until": until})
        assert shown.status == 422
        assert "Choose a day to come." in shown.described("until")
        assert shown.control("scope_write").get("checked") is not None
        assert shown.control("scope_admin").get("checked") is None
    assert admin.client.get("/v1/keys").json()["items"] == []


def test_revoking(admin: Person, in_charge: Browser) -> None:
    made = make_key(admin)
    path = f"/admin/keys/{made['id']}"
    done = in_charge.submit(in_charge.open("/admin/keys"), path)
    assert done.path == "/admin/keys?done=1"
    assert_problem(client_with(admin, made["key"]).get("/v1/posts"), 401)
    assert in_charge.send(path, {}).status == 404


def test_for_admins_alone(visitor: httpx.Client, admin: Person, member: Person) -> None:
    made = make_key(admin)
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}).raise_for_status()
    browser = Browser(visitor)
    browser.sign_in(member.email)
    assert browser.open("/admin/keys").status == 403
    assert browser.send("/admin/keys", MADE).status == 403
    assert browser.send(f"/admin/keys/{made['id']}", {}).status == 403
    assert "/admin/keys" not in browser.open("/admin").answer.text
    assert [each["id"] for each in admin.client.get("/v1/keys").json()["items"]] == [made["id"]]


def test_who_wrote_is_said_to_be_a_program(admin: Person, visitor: httpx.Client) -> None:
    client = client_with(admin, make_key(admin)["key"])
    post = client.post("/v1/posts", json={"title": "Dark mode"}).json()
    client.post("/v1/posts/1/comments", json={"content": "From the desk"}).raise_for_status()
    browser = Browser(visitor)
    assert browser.open("/posts/1/dark-mode").text.count("Integration") == 2
    assert "Integration" in browser.open(f"/people/{post['author']['id']}").text


def test_what_it_did_in_a_members_place_is_said_in_the_log(admin: Person, in_charge: Browser, member: Person) -> None:
    admin.post_idea()
    client = client_with(admin, make_key(admin)["key"])
    client.put("/v1/posts/1/vote", headers={"Heed-On-Behalf-Of": str(member.id)}).raise_for_status()
    shown = in_charge.open("/admin/log").text
    assert "Acted in a member's place" in shown
    assert "request: PUT /v1/posts/1/voteSupport desk" in shown
