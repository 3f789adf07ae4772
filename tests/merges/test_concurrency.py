"""Merges and undos at the same time as each other, as votes and as deletions"""

from collections.abc import Callable
from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.backends import wait_for_a_lock
from tests.support.boards import in_parallel
from tests.support.counts import assert_counts_are_exact
from tests.support.merges import ask_to_merge, followers, merge, undo, voters, write_comment
from tests.support.people import People, Person

Call = Callable[[httpx.Client], httpx.Response]


def as_person(client: httpx.Client, person: Person, method: str, path: str, body: object = None) -> httpx.Response:
    client.headers["Authorization"] = person.client.headers["Authorization"]
    return client.request(method, path, json=body)


def merging(person: Person, duplicate: int, into: int) -> Call:
    path = f"/v1/posts/{duplicate}/merge"
    return partial(as_person, person=person, method="PUT", path=path, body={"into": into})


def undoing(person: Person, duplicate: int) -> Call:
    return partial(as_person, person=person, method="DELETE", path=f"/v1/posts/{duplicate}/merge")


def voting(person: Person, post_id: int, method: str = "PUT") -> Call:
    return partial(as_person, person=person, method=method, path=f"/v1/posts/{post_id}/vote")


def test_each_into_the_other(superuser: Engine, admin: Person, member: Person) -> None:
    for _ in range(5):
        first, second = admin.post_idea()["id"], member.post_idea()["id"]
        answers = in_parallel([merging(admin, first, second), merging(admin, second, first)])
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        merged = [admin.client.get(f"/v1/posts/{post_id}").json()["merged_into_id"] for post_id in (first, second)]
        assert merged in ([second, None], [None, first])
        assert_counts_are_exact(superuser)


@pytest.mark.parametrize("upwards", [True, False])
def test_the_lower_id_is_locked_first(superuser: Engine, admin: Person, upwards: bool) -> None:
    """Whichever is the duplicate, so that no two ever wait for each other: while one waits for it, it holds nothing."""
    low, high = admin.post_idea()["id"], admin.post_idea()["id"]
    lock = text("SELECT FROM posts WHERE id = :id FOR UPDATE NOWAIT")
    with superuser.connect() as connection:
        connection.execution_options(isolation_level="READ COMMITTED")
        connection.execute(lock, {"id": low})

        def look(client: httpx.Client) -> httpx.Response:
            wait_for_a_lock(superuser)
            connection.execute(lock, {"id": high})
            connection.rollback()
            return client.get("/health")

        pair = (low, high) if upwards else (high, low)
        assert [answer.status_code for answer in in_parallel([merging(admin, *pair), look])] == [200, 200]


def test_a_ring_of_three(superuser: Engine, admin: Person) -> None:
    for _ in range(3):
        first, second, third = (admin.post_idea()["id"] for _ in range(3))
        pairs = [(first, second), (second, third), (third, first)]
        answers = in_parallel([merging(admin, *pair) for pair in pairs])
        assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
        assert_counts_are_exact(superuser)


def test_the_same_merge_twice(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
    answers = in_parallel([merging(admin, duplicate, original)] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert assert_counts_are_exact(superuser) == {original: (2, 0), duplicate: (1, 0)}
    assert len(admin.client.get("/v1/moderation-log").json()["items"]) == 1


def test_while_people_vote_on_both(superuser: Engine, people: People, admin: Person, member: Person) -> None:
    crowd = [people.join() for _ in range(6)]
    for _ in range(3):
        original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
        votes = [voting(person, (original, duplicate)[number % 2]) for number, person in enumerate(crowd)]
        merged, *voted = in_parallel([merging(admin, duplicate, original), *votes])
        assert merged.status_code == 200
        assert {answer.status_code for answer in voted} <= {200, 409}
        there = {admin.id, member.id} | {
            person.id for person, answer in zip(crowd, voted, strict=True) if answer.status_code == 200
        }
        assert set(voters(superuser, original)) == there
        assert_counts_are_exact(superuser)


def test_an_undo_while_people_vote(superuser: Engine, people: People, admin: Person, member: Person) -> None:
    crowd = [people.join() for _ in range(6)]
    for _ in range(3):
        original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
        for person in crowd:
            person.vote(duplicate)
        merge(admin, duplicate, original)
        votes = [voting(person, original, ("PUT", "DELETE")[number % 2]) for number, person in enumerate(crowd)]
        answers = in_parallel([undoing(admin, duplicate), *votes])
        assert [answer.status_code for answer in answers] == [200] * 7
        assert voters(superuser, duplicate) == dict.fromkeys((member.id, *(person.id for person in crowd)))
        assert voters(superuser, original) == dict.fromkeys((admin.id, *(person.id for person in crowd[::2])))
        assert_counts_are_exact(superuser)


def test_while_the_original_is_deleted(superuser: Engine, admin: Person, member: Person) -> None:
    for _ in range(5):
        original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
        deleting: Call = partial(as_person, person=admin, method="DELETE", path=f"/v1/posts/{original}")
        statuses = [answer.status_code for answer in in_parallel([merging(admin, duplicate, original), deleting])]
        assert statuses in ([200, 409], [422, 204])
        is_merged = admin.client.get(f"/v1/posts/{duplicate}").json()["merged_into_id"] is not None
        assert is_merged == (statuses[0] == 200)
        assert_counts_are_exact(superuser)


def test_while_people_choose_to_follow(superuser: Engine, people: People, admin: Person, member: Person) -> None:
    crowd = [people.join() for _ in range(6)]
    for _ in range(5):
        original, duplicate = admin.post_idea()["id"], member.post_idea()["id"]
        for person in crowd:
            person.vote(duplicate)
        path = f"/v1/posts/{original}/subscription"
        choices: list[Call] = [partial(as_person, person=each, method="DELETE", path=path) for each in crowd]
        answers = in_parallel([merging(admin, duplicate, original), *choices])
        assert [answer.status_code for answer in answers] == [200] * 7
        undo(admin, duplicate)
        chosen = dict.fromkeys((person.id for person in crowd), False)
        assert followers(superuser, original) == {admin.id: True} | chosen


def test_while_comments_are_written_and_deleted(superuser: Engine, people: People, admin: Person) -> None:
    crowd = [people.join() for _ in range(6)]
    for _ in range(3):
        original, duplicate = admin.post_idea()["id"], admin.post_idea()["id"]
        there = [write_comment(superuser, person, duplicate) for person in crowd[:3]]
        changes: list[Call] = [
            *(partial(as_person, person=person, method="DELETE", path=f"/v1/comments/{comment}")
              for person, comment in zip(crowd, there, strict=False)),
            *(partial(as_person, person=person, method="POST", path=f"/v1/posts/{duplicate}/comments",
                      body={"content": "Yes"}) for person in crowd[3:]),
        ]  # fmt: skip
        merged, *changed = in_parallel([merging(admin, duplicate, original), *changes])
        assert merged.status_code == 200
        assert [answer.status_code for answer in changed[:3]] == [204] * 3
        written = [answer.status_code for answer in changed[3:]]
        assert set(written) <= {201, 409}
        counts = assert_counts_are_exact(superuser)
        assert (counts[original][1], counts[duplicate][1]) == (written.count(201), 0)


def test_undone_and_merged_elsewhere(superuser: Engine, admin: Person) -> None:
    for _ in range(3):
        original, other, duplicate = (admin.post_idea()["id"] for _ in range(3))
        merge(admin, duplicate, original)
        answers = in_parallel([undoing(admin, duplicate), undoing(admin, duplicate), merging(admin, duplicate, other)])
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert ask_to_merge(admin.client, other, original).status_code in (200, 409)
        assert_counts_are_exact(superuser)
