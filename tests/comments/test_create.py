"""POST /v1/posts/{id}/comments"""

from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board, in_parallel
from tests.support.comments import comment, count_comments
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_a_comment(superuser: Engine, visitor: httpx.Client, admin: Person, member: Person) -> None:
    post = admin.post_idea()
    answer = member.client.post(f"/v1/posts/{post['id']}/comments", json={"content": " Please,\nsoon. "})
    written = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/comments/{written['id']}"
    assert answer.headers["ETag"].startswith('"1-')
    assert (written["post_id"], written["content"]) == (post["id"], "Please,\nsoon.")
    assert (written["author"]["id"], written["author"]["name"]) == (member.id, "Member")
    assert (written["deleted"], written["hidden"]) == (False, False)
    assert "email" not in written["author"]
    assert visitor.get(f"/v1/posts/{post['id']}/comments").json() == {"items": [written], "next": None}
    seen = visitor.get(f"/v1/posts/{post['id']}").json()
    assert seen["comments_count"] == 1
    assert seen["updated_at"] > post["updated_at"]
    assert count_comments(superuser, post["id"]) == (1, 1)


@pytest.mark.parametrize("content", [None, "", " \n ", "x" * 10_001, "a\0b", 1])
def test_what_is_no_comment(superuser: Engine, member: Person, content: object) -> None:
    post_id = member.post_idea()["id"]
    body = {} if content is None else {"content": content}
    problem = assert_problem(member.client.post(f"/v1/posts/{post_id}/comments", json=body), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/content"]
    assert count_comments(superuser, post_id) == (0, 0)


def test_the_longest(member: Person) -> None:
    assert len(comment(member, member.post_idea()["id"], "😀" * 10_000)["content"]) == 10_000


def test_it_takes_a_token(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    assert_problem(visitor.post(f"/v1/posts/{post_id}/comments", json={"content": "x"}), 401)
    assert count_comments(superuser, post_id) == (0, 0)


@pytest.mark.parametrize("visibility", ["hidden", "pending", None])
def test_a_post_that_is_not_seen(superuser: Engine, admin: Person, member: Person, visibility: str | None) -> None:
    post_id = admin.post_idea()["id"]
    with superuser.connect() as connection:
        change = "visibility = :it" if visibility else "deleted_at = now()"
        connection.execute(text(f"UPDATE posts SET {change}"), {"it": visibility} if visibility else {})
    for path in (f"/v1/posts/{post_id}/comments", "/v1/posts/99/comments"):
        assert_problem(member.client.post(path, json={"content": "x"}), 404)
        assert_problem(member.client.get(path), 404)
    assert count_comments(superuser, post_id) == (0, 0)


@pytest.mark.parametrize("change", ["locked = true", "merged_into_id = 2"])
def test_a_closed_post(superuser: Engine, admin: Person, member: Person, change: str) -> None:
    post_id, _ = admin.post_idea()["id"], admin.post_idea()
    with superuser.connect() as connection:
        connection.execute(text(f"UPDATE posts SET {change} WHERE id = :id"), {"id": post_id})
    for person in (member, admin):
        problem = assert_problem(person.client.post(f"/v1/posts/{post_id}/comments", json={"content": "x"}), 409)
        assert problem["type"] == "urn:problem-type:heed:comments-closed"
    assert count_comments(superuser, post_id) == (0, 0)


@pytest.mark.parametrize("status", ["completed", "declined"])
def test_an_answered_post_is_still_talked_about(admin: Person, member: Person, status: str) -> None:
    post_id = member.post_idea()["id"]
    assert admin.client.put(f"/v1/posts/{post_id}/status", json={"status": status}).status_code == 200
    assert comment(member, post_id)["post_id"] == post_id


def test_many_people_at_once(superuser: Engine, people: People, member: Person) -> None:
    post_id = member.post_idea()["id"]
    crowd = [people.join() for _ in range(10)]

    def talk(client: httpx.Client, person: Person) -> list[int]:
        client.headers["Authorization"] = person.client.headers["Authorization"]
        statuses = []
        for number in range(5):
            written = client.post(f"/v1/posts/{post_id}/comments", json={"content": f"{number}"})
            statuses.append(written.status_code)
            if number % 2:
                statuses.append(client.delete(written.headers["Location"]).status_code)
        return statuses

    answers = in_parallel([partial(talk, person=person) for person in crowd])
    assert answers == [[201, 201, 204, 201, 201, 204, 201]] * 10
    assert count_comments(superuser, post_id) == (30, 30)


def test_so_many_an_hour(database_url: str, superuser: Engine, member: Person) -> None:
    post_id = member.post_idea()["id"]
    with board(database_url=database_url, comments_per_hour=2) as client:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        path = f"/v1/posts/{post_id}/comments"
        answers = [client.post(path, json={"content": "x"}) for _ in range(3)]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert_problem(answers[2], 429)
    assert int(answers[2].headers["Retry-After"]) > 0
    assert count_comments(superuser, post_id) == (2, 2)
