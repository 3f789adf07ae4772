"""GET /v1/posts/{id}/history"""

import httpx

from tests.support.people import Person
from tests.support.problems import assert_problem

ANSWERS = [("planned", "In spring."), ("planned", "In summer."), ("started", None), ("completed", "It is there.")]


def test_every_answer_oldest_first(visitor: httpx.Client, admin: Person, member: Person) -> None:
    path, other = (f"/v1/posts/{member.post_idea()['id']}" for _ in range(2))
    for status, response in ANSWERS:
        body = {"status": status, "response": response}
        assert admin.client.put(f"{path}/status", json=body).status_code == 200
        admin.client.put(f"{other}/status", json=body)
    seen, url = [], f"{path}/history?limit=3"
    while url:
        answer = visitor.get(url)
        seen += answer.json()["items"]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert [(entry["status"], entry["response"]) for entry in seen] == ANSWERS
    assert {entry["actor"]["name"] for entry in seen} == {"Admin"}
    assert set(seen[0]) == {"id", "status", "response", "actor", "created_at"}
    assert "email" not in seen[0]["actor"]


def test_an_unanswered_post(visitor: httpx.Client, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/history"
    assert visitor.get(path).json() == {"items": [], "next": None}


def test_whoever_does_not_see_the_post(visitor: httpx.Client, admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}"
    admin.client.put(f"{path}/status", json={"status": "declined", "response": "Spam."})
    admin.client.patch(path, json={"visibility": "hidden"})
    assert_problem(visitor.get(f"{path}/history"), 404)
    assert_problem(member.client.get(f"{path}/history"), 404)
    assert_problem(visitor.get("/v1/posts/99/history"), 404)
    assert len(admin.client.get(f"{path}/history").json()["items"]) == 1
