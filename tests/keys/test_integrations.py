"""What acts by an API key: an integration of its own, or in a member's place, and never as more than it was given."""

import asyncio
from contextlib import closing

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.api_keys import PREFIX, checksum
from handler.api import app as warm
from tests.auth.test_access import BODIES
from tests.auth.test_scopes import IDS, SCOPED, assert_insufficient
from tests.support.access import FULL_SIGN_IN, scope_of
from tests.support.boards import BASE_URL, board
from tests.support.codes import mail_board
from tests.support.comments import comment
from tests.support.keys import ALL, client_with, in_place_of, integration, make_key
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in
from tests.support.statements import statements

POST = {"title": "Dark mode"}


def events(superuser: Engine) -> list[tuple[str, int, int | None]]:
    with superuser.connect() as connection:
        found = connection.execute(text("SELECT type, actor_id, via_id FROM events ORDER BY id"))
        return [(row.type, row.actor_id, row.via_id) for row in found]


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
def test_wrong_keys(admin: Person) -> None:
    """Those that can be no key of any board are refused before the database is asked."""
    key = make_key(admin)["key"]
    random = key.removeprefix(PREFIX)[:30]
    other = "0" if random[0] != "0" else "1"
    shapeless = [
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        PREFIX + other + random[1:] + key[-6:],
        key[:-1],
        key + "A",
        PREFIX,
        key.replace(PREFIX, PREFIX.upper()),
        PREFIX + "é" * 36,
        PREFIX + random.swapcase() + key[-6:],
        f"{key} {key}",
        f'"{key}"',
        f"{key}\t",
        f" {key}",
    ]
    for wrong in shapeless:
        with statements() as seen:
            answer = client_with(admin, "").get("/v1/posts", headers=[(b"Authorization", f"Bearer {wrong}".encode())])
        if answer.status_code != 200 or wrong.strip() != key:
            assert_problem(answer, 401)
            assert seen == []
    unknown = PREFIX + random[::-1] + checksum(random[::-1])
    with statements() as seen:
        assert_problem(client_with(admin, unknown).get("/v1/posts"), 401)
    assert len(seen) == 1


@pytest.mark.adversary
def test_a_key_is_good_in_its_header_alone(admin: Person, visitor: httpx.Client) -> None:
    key = make_key(admin, *ALL)["key"]
    for name in ("key", "api_key", "access_token", "token"):
        assert_problem(visitor.get("/v1/users/me", params={name: key}), 401)
    for cookie in ("__Host-heed", "heed"):
        assert_problem(visitor.get("/v1/users/me", headers={"Cookie": f"{cookie}={key}"}), 401)
        page = visitor.get("/settings", headers={"Cookie": f"{cookie}={key}"})
        assert page.status_code in (401, 404)
    assert visitor.get("/admin/keys", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    for headers in ({"Authorization": f"Basic {key}"}, {"Authorization": key}, {"X-API-Key": key}):
        assert_problem(visitor.get("/v1/users/me", headers=headers), 401)


@pytest.mark.adversary
def test_a_key_is_no_token(admin: Person, visitor: httpx.Client) -> None:
    made = make_key(admin)
    for form in (
        {"grant_type": "refresh_token", "refresh_token": made["key"]},
        {"grant_type": "password", "username": "Support desk", "password": made["key"]},
        {"grant_type": "password", "username": admin.email, "password": made["key"]},
    ):
        assert visitor.post("/v1/auth/token", data=form).status_code == 400
    assert visitor.post("/v1/auth/revoke", data={"token": made["key"]}).status_code == 200
    assert client_with(admin, made["key"]).get("/v1/users/me").status_code == 200


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


def test_in_a_members_place(superuser: Engine, admin: Person, member: Person) -> None:
    made = make_key(admin)
    client = client_with(admin, made["key"], **in_place_of(member.id))
    post = client.post("/v1/posts", json=POST).json()
    assert post["author"]["id"] == member.id
    assert client.get("/v1/users/me").json()["id"] == member.id
    admin.post_idea()
    assert client.put("/v1/posts/2/vote").json() == {"voted": True, "votes_count": 2}
    assert member.client.get("/v1/posts/2").json()["has_voted"] is True
    assert client.post("/v1/posts/2/comments", json={"content": "Yes"}).json()["author"]["id"] == member.id
    assert client.patch("/v1/posts/1", json={"title": "Night mode"}).status_code == 200
    assert client.delete("/v1/posts/1").status_code == 204
    theirs = [event for event in events(superuser) if event[1] == member.id]
    assert {via for _, _, via in theirs} == {made["user_id"]}
    kinds = [kind for kind, _, _ in theirs]
    assert kinds == ["post.created", "vote.created", "comment.created", "post.updated", "post.deleted"]


def test_it_is_in_the_log(admin: Person, member: Person, visitor: httpx.Client) -> None:
    admin.post_idea()
    made = make_key(admin)
    client = client_with(admin, made["key"], **in_place_of(member.id))
    client.get("/v1/posts")
    client.put("/v1/posts/1/vote")
    assert_problem(client.put("/v1/posts/99/vote"), 404)
    entry, made_it = admin.client.get("/v1/moderation-log").json()["items"]
    assert made_it["action"] == "key.created"
    assert (entry["action"], entry["target_type"], entry["target_id"]) == ("user.acted_for", "user", member.id)
    assert entry["actor"]["id"] == made["user_id"]
    assert entry["detail"] == {"request": "PUT /v1/posts/1/vote"}
    for reader in (visitor, member.client):
        assert reader.get("/v1/moderation-log").json()["items"] == []
    assert "user.acted_for" in [
        each["action"] for each in member.client.get("/v1/users/me/export").json()["moderation"]
    ]


@pytest.mark.adversary
def test_in_nobody_elses_place(admin: Person, member: Person, people: People) -> None:
    staff, disabled, erased = (people.join(name) for name in ("Staff", "Disabled", "Erased"))
    admin.client.patch(f"/v1/users/{staff.id}", json={"role": "moderator"})
    admin.client.patch(f"/v1/users/{disabled.id}", json={"status": "disabled"})
    erased.client.delete("/v1/users/me")
    another = make_key(admin)["user_id"]
    client = integration(admin, *ALL)
    answers = []
    for user_id in (admin.id, staff.id, disabled.id, erased.id, another, 0, 999, 2**63 - 1, 2**63, 10**30, "nobody"):
        for method, path in (("GET", "/v1/posts"), ("POST", "/v1/posts")):
            body = POST if method == "POST" else None
            answer = client.request(method, path, json=body, headers=in_place_of(user_id))
            assert_problem(answer, 403)
            assert answer.json()["type"] == "urn:problem-type:heed:on-behalf-of"
            answers.append(answer.json()["detail"])
    assert len(set(answers)) == 1
    assert admin.client.get("/v1/posts").json()["items"] == []
    assert "user.acted_for" not in admin.client.get("/v1/moderation-log").text


@pytest.mark.adversary
@pytest.mark.parametrize("named", ["", " ", "1,2", "2, 2", "x" * 256, "\x7f"])
def test_what_names_nobody(admin: Person, member: Person, named: str) -> None:
    answer = integration(admin).get("/v1/posts", headers=[(b"Heed-On-Behalf-Of", named.encode())])
    assert_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "header:heed-on-behalf-of"


@pytest.mark.adversary
@pytest.mark.parametrize("named", ["+2", "２", "2.0", "0x2", "-2", "2_0"])
def test_what_is_no_id(admin: Person, member: Person, named: str) -> None:
    """Python would read a number, and so somebody."""
    answer = integration(admin).get("/v1/users/me", headers=[(b"Heed-On-Behalf-Of", named.encode())])
    assert answer.status_code in (403, 422)


@pytest.mark.adversary
def test_a_header_that_is_there_twice(admin: Person, member: Person) -> None:
    key = make_key(admin)["key"]

    async def ask(*named: str) -> int:
        assert warm.current
        headers = [("Authorization", f"Bearer {key}"), *(("Heed-On-Behalf-Of", each) for each in named)]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(warm.current), base_url=BASE_URL) as client:
            return (await client.get("/v1/users/me", headers=headers)).status_code

    with closing(asyncio.new_event_loop()) as loop:
        assert loop.run_until_complete(ask(str(member.id))) == 200
        assert loop.run_until_complete(ask(str(member.id), str(member.id))) == 422


@pytest.mark.adversary
def test_only_a_key_acts_for_somebody(admin: Person, member: Person, visitor: httpx.Client) -> None:
    for client in (admin.client, member.client, visitor):
        for method, path in (("GET", "/v1/posts"), ("POST", "/v1/posts"), ("DELETE", "/v1/users/me")):
            assert_problem(client.request(method, path, json=None, headers=in_place_of(member.id)), 403)


@pytest.mark.adversary
def test_it_takes_write(admin: Person, member: Person) -> None:
    scopes = tuple(scope for scope in ALL if scope != "write")
    for path in ("/v1/posts", "/v1/users/me"):
        assert_insufficient(integration(admin, *scopes).get(path, headers=in_place_of(member.id)), "write")
    assert_insufficient(integration(admin, "write").get("/v1/posts", headers=in_place_of(member.id)), "read")


@pytest.mark.adversary
@pytest.mark.parametrize("route", [each for each in SCOPED if scope_of(each) in ("moderate", "admin", FULL_SIGN_IN)])
def test_in_a_members_place_it_is_no_more_than_a_member(admin: Person, member: Person, route: str) -> None:
    method, path = route.split()
    body = {"headers": {}, **BODIES.get(route, {})}
    headers = {**body.pop("headers"), **in_place_of(member.id)}
    answer = integration(admin, *ALL).request(method, path.format(**IDS), headers=headers, **body)
    assert_insufficient(answer, scope_of(route))


def test_its_use_is_noted_to_the_hour(superuser: Engine, admin: Person, member: Person) -> None:
    client = integration(admin)

    def last_used() -> object:
        return admin.client.get("/v1/keys").json()["items"][0]["last_used_at"]

    assert last_used() is None
    client.get("/v1/posts")
    first = last_used()
    assert first is not None
    client.get("/v1/posts", headers=in_place_of(member.id))
    client.post("/v1/posts", json=POST)
    assert last_used() == first
    with superuser.connect() as connection:
        connection.execute(text("UPDATE api_keys SET last_used_at = now() - interval '61 minutes'"))
    client.get("/v1/posts", headers=in_place_of(member.id))
    assert last_used() == first or last_used() > first  # type: ignore[operator]
    with superuser.connect() as connection:
        used = connection.execute(text("SELECT last_used_at > now() - interval '1 minute' FROM api_keys")).scalar()
    assert used is True


def test_nobody_waits_for_that_note(superuser: Engine, admin: Person) -> None:
    client = integration(admin)
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as other, other.begin():
        other.execute(text("UPDATE api_keys SET begins_with = begins_with"))
        other.execute(text("SET lock_timeout = 0"))
        assert client.get("/v1/posts").status_code == 200


def test_a_key_costs_one_statement(admin: Person, member: Person) -> None:
    admin.post_idea()
    client = integration(admin)
    costs = {}
    for name, headers in (("its own", {}), ("a member's", in_place_of(member.id))):
        with statements() as read:
            client.get("/v1/posts/1", headers=headers)
        with statements() as written:
            client.put("/v1/posts/1/vote", headers=headers)
        costs[name] = (len(read), len(written))
    assert costs == {"its own": (2, 2), "a member's": (2, 2)}


def test_limits_are_a_keys_own(admin: Person, member: Person, people: People) -> None:
    with board(posts_per_hour=2) as client:
        first, second = make_key(admin)["key"], make_key(admin)["key"]

        def post(key: str, **headers: str) -> int:
            return client.post(
                "/v1/posts", json=POST, headers={"Authorization": f"Bearer {key}", **headers}
            ).status_code

        assert [post(first) for _ in range(3)] == [201, 201, 429]
        assert post(second) == 201, "though it comes from the same address"
        assert [post(second, **in_place_of(member.id)) for _ in range(3)] == [201, 201, 429]
        other = people.join("Another")
        assert post(second, **in_place_of(other.id)) == 201


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
