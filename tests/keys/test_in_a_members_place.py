"""`Heed-On-Behalf-Of`: a key acts as one member, whom the team can tell it from, and as nobody else."""

import asyncio
from contextlib import closing

import httpx
import pytest
from sqlalchemy import Engine

from handler.api import app as warm
from tests.auth.test_access import BODIES
from tests.auth.test_scopes import IDS, SCOPED, assert_insufficient
from tests.support.access import FULL_SIGN_IN, scope_of
from tests.support.boards import BASE_URL
from tests.support.keys import ALL, client_with, events, in_place_of, integration, make_key
from tests.support.people import People, Person
from tests.support.problems import assert_problem

POST = {"title": "Dark mode"}


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


def test_what_was_refused_is_not_in_the_log(admin: Person, member: Person) -> None:
    client = client_with(admin, make_key(admin)["key"], **in_place_of(member.id))
    assert_problem(client.post("/v1/posts", json={}), 422)
    assert_problem(client.post("/v1/posts", json=POST | {"tags": ["none"]}), 422)
    assert_problem(client.post("/v1/posts", content=b"{", headers={"Content-Type": "application/json"}), 400)
    assert_problem(client.delete("/v1/posts/99"), 404)
    assert "user.acted_for" not in admin.client.get("/v1/moderation-log").text


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
    for user_id in (
        admin.id,
        staff.id,
        disabled.id,
        erased.id,
        another,
        0,
        999,
        2**63 - 1,
        2**63,
        10**30,
        "nobody",
        "n" * 255,
        f"sub:{member.id}",
    ):
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
