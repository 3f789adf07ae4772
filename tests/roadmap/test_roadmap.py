"""GET /v1/roadmap, PUT /v1/roadmap/{post_id}"""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.roadmap.queries import COLUMNS
from tests.support.boards import in_parallel
from tests.support.changelog import set_status
from tests.support.merges import merge
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def columns(client: httpx.Client) -> dict[str, list[int]]:
    answer = client.get("/v1/roadmap")
    assert answer.status_code == 200, answer.text
    return {column["status"]: [post["id"] for post in column["items"]] for column in answer.json()["columns"]}


def move(client: httpx.Client, post_id: int, **where: int) -> dict[str, Any]:
    answer = client.put(f"/v1/roadmap/{post_id}", json=where)
    assert answer.status_code == 200, answer.text
    column: dict[str, Any] = answer.json()
    return column


@pytest.fixture
def planned(admin: Person) -> list[int]:
    """By votes, which are as many as their ids are late: the order in which the board has them is the other one."""
    ids = [int(admin.post_idea(f"Idea {number}")["id"]) for number in range(5)]
    for post_id in ids:
        set_status(admin, post_id)
    return ids[::-1]


def test_an_empty_board_has_three_columns(visitor: httpx.Client) -> None:
    assert columns(visitor) == {"planned": [], "started": [], "completed": []}
    assert list(columns(visitor)) == list(COLUMNS)


def test_posts_stand_by_votes_until_staff_move_them(
    planned: list[int], people: People, admin: Person, visitor: httpx.Client
) -> None:
    first, second, third, fourth, fifth = planned
    assert columns(visitor)["planned"] == planned
    people.join("Voter").vote(fifth)
    assert columns(visitor)["planned"] == [fifth, first, second, third, fourth]
    assert [post["id"] for post in move(admin.client, third, before=first)["items"]] == [
        *(fifth, third, first, second, fourth)
    ]
    people.join("Another voter").vote(fourth)
    assert columns(visitor)["planned"] == [fifth, third, fourth, first, second], "what is placed stays above"
    move(admin.client, second, index=0)
    move(admin.client, fifth, after=first)
    assert columns(visitor)["planned"] == [second, third, fourth, first, fifth]
    move(admin.client, third, index=99)
    assert columns(visitor)["planned"] == [second, fourth, first, fifth, third]
    move(admin.client, third, index=0)
    assert columns(visitor)["planned"] == [third, second, fourth, first, fifth]


def test_in_place_is_a_place(planned: list[int], people: People, admin: Person, visitor: httpx.Client) -> None:
    move(admin.client, planned[0], index=0)
    people.join("Voter").vote(planned[1])
    assert columns(visitor)["planned"] == planned
    move(admin.client, planned[4], before=planned[4])
    assert columns(visitor)["planned"] == planned


def test_a_post_that_goes_on_begins_in_its_column_by_votes(
    planned: list[int], admin: Person, visitor: httpx.Client, superuser: Engine
) -> None:
    for post_id in planned[:2]:
        set_status(admin, post_id, "started")
    move(admin.client, planned[1], index=0)
    move(admin.client, planned[4], index=0)
    set_status(admin, planned[4], "started")
    assert columns(visitor) == {
        "planned": planned[2:4],
        "started": [planned[1], planned[0], planned[4]],
        "completed": [],
    }
    move(admin.client, planned[3], index=0)
    with superuser.connect() as connection:
        assert connection.scalars(text("SELECT post_id FROM roadmap_places ORDER BY 1")).all() == [
            *(planned[3], planned[1])
        ], "the place in the column of before is gone"


def test_shows_what_the_caller_may_see(
    planned: list[int], admin: Person, member: Person, visitor: httpx.Client
) -> None:
    hidden, duplicate, deleted, *rest = planned
    move(admin.client, hidden, index=0)
    admin.client.patch(f"/v1/posts/{hidden}", json={"visibility": "hidden"})
    merge(admin, duplicate, rest[0])
    admin.client.delete(f"/v1/posts/{deleted}")
    member.vote(rest[0])
    assert columns(visitor)["planned"] == columns(member.client)["planned"] == rest
    assert columns(admin.client)["planned"] == [hidden, *rest]
    seen = {
        name: [post["has_voted"] for post in client.get("/v1/roadmap").json()["columns"][0]["items"]]
        for name, client in {"visitor": visitor, "member": member.client, "admin": admin.client}.items()
    }
    assert seen == {"visitor": [None, None], "member": [True, False], "admin": [True] * 3}
    assert [post["id"] for post in move(admin.client, rest[0], after=hidden)["items"]] == [hidden, *rest]


@pytest.mark.adversary
def test_what_cannot_be_moved_is_refused(planned: list[int], admin: Person, visitor: httpx.Client) -> None:
    opened, started = admin.post_idea("Open")["id"], admin.post_idea("Started")["id"]
    set_status(admin, started, "started")
    merge(admin, planned[4], opened)
    for in_no_column in (opened, planned[4]):
        assert_problem(admin.client.put(f"/v1/roadmap/{in_no_column}", json={"index": 0}), 409)
    assert_problem(admin.client.put("/v1/roadmap/99", json={"index": 0}), 404)
    refused: list[dict[str, Any]] = [{}, {"index": -1}, {"index": 100}, {"index": "0"}]
    refused += [{"before": planned[0], "index": 0}, {"first": True}]
    for body in ({"before": started}, {"after": opened}, {"before": 99}):
        assert_problem(admin.client.put(f"/v1/roadmap/{planned[1]}", json=body), 409)
    for body in refused:
        assert_problem(admin.client.put(f"/v1/roadmap/{planned[1]}", json=body), 422)
    assert columns(visitor)["planned"] == planned[:4]


@pytest.mark.adversary
def test_moves_at_once_lose_and_double_nothing(planned: list[int], admin: Person, visitor: httpx.Client) -> None:
    token = admin.client.headers["Authorization"]

    def mover(number: int) -> Any:
        def ask(client: httpx.Client) -> list[int]:
            client.headers["Authorization"] = token
            column = move(client, planned[number], index=4 - number)
            return [post["id"] for post in column["items"]]

        return ask

    answers = in_parallel([mover(number) for number in range(5)])
    assert all(sorted(answer) == sorted(planned) for answer in answers)
    assert columns(visitor)["planned"] in answers


def test_a_long_column_is_cut_and_says_where_the_rest_is(
    admin: Person, visitor: httpx.Client, superuser: Engine
) -> None:
    fill = """
        INSERT INTO posts (author_id, title, content, status, votes_count)
        SELECT :author, 'Idea ' || n, '', :status, n FROM generate_series(1, :many) AS n
    """
    with superuser.connect() as connection:
        for status, many in {"started": 100, "completed": 102}.items():
            connection.execute(text(fill), {"author": admin.id, "status": status, "many": many})
    _, whole, column = visitor.get("/v1/roadmap").json()["columns"]
    assert (len(whole["items"]), whole["more"]) == (100, None)
    assert [post["votes_count"] for post in column["items"]] == list(range(102, 2, -1))
    listed = visitor.get(column["more"]).json()["items"]
    assert [post["id"] for post in listed] == [post["id"] for post in column["items"]][:20]
    lowest = int(visitor.get("/v1/posts?sort=newest&limit=1").json()["items"][0]["id"]) - 101
    assert [post["id"] for post in move(admin.client, lowest, index=1)["items"]][:3] == [
        *(column["items"][0]["id"], lowest, column["items"][1]["id"])
    ]


def test_a_move_is_in_the_log(planned: list[int], admin: Person, visitor: httpx.Client) -> None:
    move(admin.client, planned[2], index=0)
    [entry, *_] = admin.client.get("/v1/moderation-log").json()["items"]
    assert (entry["action"], entry["target_id"]) == ("roadmap.moved", planned[2])
    assert entry["detail"] == {"status": "planned", "index": 0}
    [public, *_] = visitor.get("/v1/moderation-log").json()["items"]
    assert (public["action"], public["detail"], public["actor"]) == ("roadmap.moved", None, None)
