"""POST /v1/posts"""

import httpx

from tests.support.people import Person
from tests.support.problems import assert_problem


def test_an_idea_has_its_authors_vote(visitor: httpx.Client, member: Person) -> None:
    answer = member.client.post("/v1/posts", json={"title": " Dark mode ", "content": "My eyes hurt.\n"})
    post = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/v1/posts/{post['id']}"
    assert (post["title"], post["content"]) == ("Dark mode", "My eyes hurt.")
    assert (post["votes_count"], post["has_voted"]) == (1, True)
    assert (post["author"]["id"], post["author"]["name"]) == (member.id, "Member")
    assert "email" not in post["author"]
    again = member.client.get(answer.headers["Location"])
    assert (again.json(), again.headers["ETag"]) == (post, answer.headers["ETag"])
    assert visitor.get(answer.headers["Location"]).json() == post | {"has_voted": None}


def test_content_may_be_left_out(member: Person) -> None:
    assert member.client.post("/v1/posts", json={"title": "x"}).json()["content"] == ""


def test_it_takes_a_token(visitor: httpx.Client) -> None:
    answer = visitor.post("/v1/posts", json={"title": "Dark mode"})
    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert visitor.get("/v1/posts").json()["items"] == []


def test_the_longest(member: Person) -> None:
    post = member.post_idea("😀" * 200, "😀" * 10_000)
    assert (len(post["title"]), len(post["content"])) == (200, 10_000)
