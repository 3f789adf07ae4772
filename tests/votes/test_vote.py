"""PUT and DELETE /v1/posts/{id}/vote"""

import itertools
from collections.abc import Callable
from functools import partial

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.people import People, Person
from tests.support.problems import assert_problem

TO_AND_FRO = ("PUT", "DELETE", "PUT", "PUT")


def count_votes(superuser: Engine, post_id: int) -> tuple[int, int]:
    """What the post says, and what there is."""
    with superuser.connect() as connection:
        both = text("SELECT votes_count, (SELECT count(*) FROM votes WHERE post_id = id) FROM posts WHERE id = :id")
        said, there = connection.execute(both, {"id": post_id}).one()
    return said, there


def test_voting_twice_is_voting_once(superuser: Engine, admin: Person, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/vote"
    for method, votes in [("PUT", 2), ("PUT", 2), ("DELETE", 1), ("DELETE", 1), ("PUT", 2)]:
        answer = admin.client.request(method, path)
        assert (answer.status_code, answer.json()) == (200, {"voted": method == "PUT", "votes_count": votes})
    assert count_votes(superuser, 1) == (2, 2)


def test_an_author_may_withdraw_the_own_vote(member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}"
    assert member.client.delete(f"{path}/vote").json() == {"voted": False, "votes_count": 0}
    assert member.client.get(path).json()["has_voted"] is False


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_refusals(visitor: httpx.Client, admin: Person, method: str) -> None:
    post = admin.post_idea()
    assert_problem(visitor.request(method, f"/v1/posts/{post['id']}/vote"), 401)
    assert_problem(admin.client.request(method, "/v1/posts/99/vote"), 404)
    assert visitor.get(f"/v1/posts/{post['id']}").json()["votes_count"] == 1


def vote(client: httpx.Client, person: Person, post_id: int, method: str = "PUT") -> httpx.Response:
    client.headers["Authorization"] = person.client.headers["Authorization"]
    return client.request(method, f"/v1/posts/{post_id}/vote")


def delete(client: httpx.Client, person: Person, post_id: int) -> httpx.Response:
    client.headers["Authorization"] = person.client.headers["Authorization"]
    return client.delete(f"/v1/posts/{post_id}")


def test_fifty_identical_votes_at_once(superuser: Engine, admin: Person, member: Person) -> None:
    post_id = member.post_idea()["id"]

    def five_times(client: httpx.Client) -> list[httpx.Response]:
        return [vote(client, admin, post_id) for _ in range(5)]

    answers = itertools.chain(*in_parallel([five_times] * 10))
    assert {(answer.status_code, answer.json()["votes_count"]) for answer in answers} == {(200, 2)}
    assert count_votes(superuser, post_id) == (2, 2)


def test_many_people_at_once(superuser: Engine, people: People, member: Person) -> None:
    post_id = member.post_idea()["id"]

    def to_and_fro(person: Person) -> Callable[[httpx.Client], list[int]]:
        return lambda client: [vote(client, person, post_id, method).status_code for method in TO_AND_FRO]

    assert in_parallel([to_and_fro(people.join()) for _ in range(8)]) == [[200] * 4] * 8
    assert count_votes(superuser, post_id) == (9, 9)


def test_a_vote_while_the_post_is_deleted(superuser: Engine, people: People, member: Person) -> None:
    crowd = [people.join() for _ in range(5)]
    for _ in range(3):
        post_id = member.post_idea()["id"]

        votes = [partial(vote, person=person, post_id=post_id) for person in crowd]
        deleted, *voted = in_parallel([partial(delete, person=member, post_id=post_id), *votes])
        assert deleted.status_code == 204
        assert {answer.status_code for answer in voted} <= {200, 404}
        with superuser.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM votes")) == 0


@pytest.fixture
def crowd(people: People) -> list[Person]:
    return [people.join() for _ in range(3)]


steps = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), min_size=5, max_size=25)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_a_storm_against_a_model(superuser: Engine, crowd: list[Person], steps: list[tuple[int, int, bool]]) -> None:
    posts = [crowd[0].post_idea()["id"] for _ in range(3)]
    model: dict[int, set[int]] = {post_id: {crowd[0].id} for post_id in posts}
    for who, which, casts in steps:
        person, post_id = crowd[who], posts[which]
        answer = person.client.request("PUT" if casts else "DELETE", f"/v1/posts/{post_id}/vote").json()
        (model[post_id].add if casts else model[post_id].discard)(person.id)
        assert answer == {"voted": casts, "votes_count": len(model[post_id])}
    for post_id, voters in model.items():
        assert count_votes(superuser, post_id) == (len(voters), len(voters))
        seen = {person.id for person in crowd if person.client.get(f"/v1/posts/{post_id}").json()["has_voted"]}
        assert seen == voters
