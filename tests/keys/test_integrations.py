"""What acts by an API key under its own name: as the author and actor, with its scopes, and as nobody's account."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.auth.test_access import BODIES
from tests.auth.test_scopes import IDS, SCOPED, assert_insufficient
from tests.support.access import FULL_SIGN_IN, scope_of
from tests.support.codes import mail_board
from tests.support.comments import comment
from tests.support.keys import ALL, client_with, events, in_place_of, integration, make_key
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in

POST = {"title": "Dark mode"}


def test_it_writes_under_its_own_name(superuser: Engine, admin: Person) -> None:
    made = make_key(admin)
    client = client_with(admin, made["key"])
    me = client.get("/v1/users/me").json()
    assert (me["id"], me["name"], me["role"]) == (made["user_id"], "Support desk", "member")
    assert (me["integration"], me["email"], me["status"]) == (True, None, "integration")
    post = client.post("/v1/posts", json=POST).json()
    assert (post["author"]["id"], post["author"]["integration"]) == (made["user_id"], True)
    assert client.put("/v1/posts/1/vote").json() == {"voted": True, "votes_count": 1}
    assert client.delete("/v1/posts/1/vote").json() == {"voted": False, "votes_count": 0}
    assert client.post("/v1/posts/1/comments", json={"content": "From the desk"}).status_code == 201
    assert client.patch("/v1/posts/1", json={"title": "Night mode"}).status_code == 200
    assert {actor for _, actor, _ in events(superuser)} == {made["user_id"]}
    assert admin.client.get(f"/v1/users/{made['user_id']}").json()["integration"] is True


def test_what_it_does_as_the_team_is_in_the_log_and_the_history(admin: Person, member: Person) -> None:
    member.post_idea()
    made = make_key(admin, "read", "moderate")
    client = client_with(admin, made["key"])
    assert client.put("/v1/posts/1/status", json={"status": "planned"}).status_code == 200
    actor = member.client.get("/v1/posts/1/history").json()["items"][0]["actor"]
    assert (actor["id"], actor["name"], actor["integration"]) == (made["user_id"], "Support desk", True)
    entry = admin.client.get("/v1/moderation-log").json()["items"][0]
    assert (entry["action"], entry["actor"]["id"], entry["actor"]["integration"]) == (
        "post.status",
        made["user_id"],
        True,
    )


@pytest.mark.adversary
@pytest.mark.parametrize("route", SCOPED)
def test_all_scopes_but_the_one(admin: Person, route: str) -> None:
    needed = scope_of(route)
    client = integration(admin, *(scope for scope in ALL if scope != needed))
    method, path = route.split()
    answer = client.request(method, path.format(**IDS), **BODIES.get(route, {}))
    assert needed
    assert_insufficient(answer, needed)


@pytest.mark.adversary
@pytest.mark.parametrize("route", [route for route in SCOPED if scope_of(route) != FULL_SIGN_IN])
def test_the_one_scope_alone(admin: Person, member: Person, route: str) -> None:
    comment(member, member.post_idea()["id"])
    client = integration(admin, scope_of(route) or "")
    method, path = route.split()
    answer = client.request(method, path.format(**IDS), **BODIES.get(route, {}))
    assert answer.status_code not in (401, 500)
    assert "insufficient-scope" not in answer.text


@pytest.mark.adversary
def test_it_sees_no_more_than_its_scopes_come_to(admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"})
    assert_problem(integration(admin, "read", "write").get(f"/v1/posts/{post_id}"), 404)
    assert integration(admin, "read", "moderate").get(f"/v1/posts/{post_id}").status_code == 200
    changed = integration(admin, "read", "write").patch("/v1/posts/1", json={"title": "Mine now"})
    assert changed.status_code == 404
    for scopes in (("moderate",), ("moderate", "write", "read")):
        assert_problem(integration(admin, *scopes).patch(f"/v1/users/{member.id}", json={"role": "admin"}), 403)


@pytest.mark.adversary
def test_an_integration_is_no_member(superuser: Engine, admin: Person, visitor: httpx.Client, member: Person) -> None:
    made = make_key(admin, *ALL)
    user_id = made["user_id"]
    assert sign_in(visitor, "").status_code == 400
    assert user_id not in [each["id"] for each in admin.client.get("/v1/users").json()["items"]]
    for change in ({"status": "active"}, {"status": "disabled"}, {"role": "member"}, {"name": "Another"}):
        assert_problem(admin.client.patch(f"/v1/users/{user_id}", json=change), 404)
    member.post_idea()
    assert_problem(admin.client.put(f"/v1/posts/1/votes/{user_id}"), 404)
    # It is an admin by its scopes, and yet not the one whom a board must keep.
    assert_problem(admin.client.delete("/v1/users/me"), 409)
    assert_problem(client_with(admin, made["key"]).patch(f"/v1/users/{admin.id}", json={"role": "member"}), 409)
    client_with(admin, made["key"]).post("/v1/posts", json=POST)
    member.client.post("/v1/posts/2/comments", json={"content": "For me, too."})
    with superuser.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM deliveries")).scalar() == 0


def test_where_an_address_has_to_be_verified(admin: Person, member: Person) -> None:
    with mail_board(require_verified_email=True) as client:
        headers = {"Authorization": f"Bearer {make_key(admin)['key']}"}
        assert client.post("/v1/posts", json=POST, headers=headers).status_code == 201
        answer = client.post("/v1/posts", json=POST, headers={**headers, **in_place_of(member.id)})
        assert answer.json()["type"] == "urn:problem-type:heed:email-unverified"


def test_a_private_board_is_open_to_a_key(admin: Person) -> None:
    admin.post_idea()
    assert admin.client.patch("/v1/board", json={"private": True}).status_code == 200
    assert integration(admin, "read").get("/v1/posts/1").status_code == 200
