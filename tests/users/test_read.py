"""GET /v1/users/{id} and GET /v1/users"""

import httpx

from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_a_public_profile_has_no_address(visitor: httpx.Client, admin: Person, member: Person) -> None:
    for client in (visitor, admin.client, member.client):
        answer = client.get(f"/v1/users/{member.id}")
        assert set(answer.json()) == {"id", "name", "role", "integration", "created_at"}
        assert (answer.json()["id"], answer.json()["name"]) == (member.id, "Member")


def test_nobody(visitor: httpx.Client, admin: Person) -> None:
    assert_problem(visitor.get("/v1/users/99"), 404)


def test_the_people_are_for_admins(visitor: httpx.Client, admin: Person, member: Person) -> None:
    assert_problem(visitor.get("/v1/users"), 401)
    assert_problem(member.client.get("/v1/users"), 403)
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert_problem(member.client.get("/v1/users"), 403)
    page = admin.client.get("/v1/users").json()
    assert [(user["email"], user["role"]) for user in page["items"]] == [
        (admin.email, "admin"),
        (member.email, "moderator"),
    ]


def test_pages(admin: Person, people: People) -> None:
    ids = [admin.id, *(people.join().id for _ in range(6))]
    seen, url = [], "/v1/users?limit=3"
    while url:
        answer = admin.client.get(url)
        assert len(answer.json()["items"]) <= 3
        seen += [user["id"] for user in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == ids
    assert answer.json()["next"] is None
