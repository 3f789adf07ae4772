"""PUT /v1/posts/{id}/status"""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.people import Person
from tests.support.problems import assert_problem


def test_an_answer(visitor: httpx.Client, admin: Person, member: Person) -> None:
    post = member.post_idea()
    path = f"/v1/posts/{post['id']}"
    answer = admin.client.put(f"{path}/status", json={"status": "planned", "response": " In spring.\n"})
    answered = answer.json()
    assert (answer.status_code, answered["status"], answered["response"]) == (200, "planned", "In spring.")
    assert answered["responded_at"] == answered["updated_at"] > post["updated_at"]
    assert answer.headers["ETag"] == admin.client.get(path).headers["ETag"]
    assert visitor.get(path).json() == answered | {"has_voted": None}
    entry = visitor.get("/v1/moderation-log").json()["items"][0]
    assert (entry["action"], entry["target_type"], entry["target_id"]) == ("post.status", "post", post["id"])
    assert [each["id"] for each in visitor.get("/v1/posts?status=planned").json()["items"]] == [post["id"]]


def test_an_answer_is_put_whole(admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/status"
    admin.client.put(path, json={"status": "planned", "response": "In spring."})
    answered = admin.client.put(path, json={"status": "planned"}).json()
    assert (answered["status"], answered["response"], answered["responded_at"]) == ("planned", None, None)


@pytest.mark.parametrize(
    "body",
    [{}, {"status": "closed"}, {"status": ""}, {"status": "open", "response": ""},
     {"status": "open", "response": "x" * 10_001}, {"response": "x"}, {"status": "open", "actor_id": 1}],
)  # fmt: skip
def test_what_is_no_answer(admin: Person, body: dict[str, object]) -> None:
    path = f"/v1/posts/{admin.post_idea()['id']}"
    assert_problem(admin.client.put(f"{path}/status", json=body), 422)
    assert admin.client.get(f"{path}/history").json()["items"] == []


def test_refusals(visitor: httpx.Client, admin: Person, member: Person) -> None:
    path, body = f"/v1/posts/{member.post_idea()['id']}", {"status": "declined"}
    assert_problem(visitor.put(f"{path}/status", json=body), 401)
    assert_problem(member.client.put(f"{path}/status", json=body), 403)
    assert_problem(admin.client.put("/v1/posts/99/status", json=body), 404)
    assert visitor.get(path).json()["status"] == "open"
    assert visitor.get(f"{path}/history").json()["items"] == []


def test_a_post_that_changed_since(admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}"
    stale = admin.client.get(path).headers["ETag"]
    current = member.client.patch(path, json={"title": "Night mode"}).headers["ETag"]
    body = {"status": "planned"}
    assert_problem(admin.client.put(f"{path}/status", json=body, headers={"If-Match": stale}), 412)
    assert admin.client.get(f"{path}/history").json()["items"] == []
    assert admin.client.put(f"{path}/status", json=body, headers={"If-Match": current}).json()["status"] == "planned"


@pytest.mark.parametrize("status", ["completed", "declined"])
def test_an_answer_for_good_ends_the_voting(admin: Person, member: Person, status: str) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}"
    admin.client.put(f"{path}/status", json={"status": status})
    assert_problem(admin.client.put(f"{path}/vote"), 409)
    admin.client.put(f"{path}/status", json={"status": "open"})
    assert admin.client.put(f"{path}/vote").json() == {"voted": True, "votes_count": 2}


def test_the_rows_agree(superuser: Engine, admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/status"
    admin.client.put(path, json={"status": "started", "response": "Now."})
    both = text("""
        SELECT posts.status = h.status, posts.response = h.response, h.actor_id
        FROM posts JOIN status_history h ON h.post_id = posts.id
    """)
    with superuser.connect() as connection:
        assert connection.execute(both).all() == [(True, True, admin.id)]
