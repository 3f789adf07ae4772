"""GET /v1/posts/{id}/votes"""

import httpx

from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_who_voted(people: People, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    crowd = [admin, member, *(people.join() for _ in range(3))]
    for person in crowd[::-1]:
        person.vote(post_id)
    crowd[2].client.delete(f"/v1/posts/{post_id}/vote")
    seen, url = [], f"/v1/posts/{post_id}/votes?limit=3"
    while url:
        answer = admin.client.get(url)
        assert all(set(voter) == {"user", "created_at", "cast_by", "email"} for voter in answer.json()["items"])
        seen += [voter["user"]["id"] for voter in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == [person.id for person in crowd if person is not crowd[2]]
    assert {(voter["cast_by"], voter["email"]) for voter in answer.json()["items"]} == {(None, None)}
    assert "@" not in answer.text


def test_nobody_voted(admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]
    member.client.delete(f"/v1/posts/{post_id}/vote")
    assert admin.client.get(f"/v1/posts/{post_id}/votes").json() == {"items": [], "next": None}


def test_it_is_for_staff(visitor: httpx.Client, admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/votes"
    assert_problem(visitor.get(path), 401)
    assert_problem(member.client.get(path), 403)
    assert_problem(admin.client.get("/v1/posts/99/votes"), 404)
    assert_problem(admin.client.get(f"{path}?cursor=nonsense"), 400)
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert [voter["user"]["id"] for voter in member.client.get(path).json()["items"]] == [member.id]
