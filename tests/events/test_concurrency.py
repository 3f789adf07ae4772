"""Concurrent commits, and transaction ids that begin anew: nothing is skipped, and nothing comes twice."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.settings.config import load_settings
from migrations import runner
from migrations.scripts import Scripts
from tests.events.conftest import Reader
from tests.support.boards import in_parallel
from tests.support.database import way_round
from tests.support.people import People, Person
from tests.support.strangers import wait_for_strangers

pytestmark = pytest.mark.adversary
Call = Callable[[httpx.Client], list[dict[str, Any]]]
WRITE = "INSERT INTO events (type, post_id, actor_id) VALUES ('post.updated', :post, :actor)"


def test_what_commits_late_is_not_skipped(
    member: Person, admin: Person, reader: Reader, superuser: Engine, database_url: str
) -> None:
    """The late one has the smaller id, and the smaller xid."""
    post_id = member.post_idea()["id"]
    assert len(reader.rest()) == 1
    engine = way_round(database_url)
    with engine.connect() as late:
        late.execute(text(WRITE), {"post": post_id, "actor": member.id})
        admin.vote(post_id)
        assert reader.rest() == [], "it is held back, as an open transaction could come before it"
        late.commit()
    assert [event["type"] for event in reader.rest()] == ["post.updated", "vote.created"]
    assert reader.rest() == []
    engine.dispose()


def test_an_id_that_is_taken_late_by_a_transaction_that_began_early(
    member: Person, admin: Person, reader: Reader, database_url: str
) -> None:
    """Its xid is smaller, its id is larger: it comes first all the same, and the order doesn't change afterwards."""
    post_id = member.post_idea()["id"]
    reader.rest()
    engine = way_round(database_url)
    with engine.connect() as early:
        early.execute(text("SELECT pg_current_xact_id()"))
        admin.vote(post_id)
        assert reader.rest() == []
        early.execute(text(WRITE), {"post": post_id, "actor": member.id})
        early.commit()
    assert [event["type"] for event in reader.rest()] == ["post.updated", "vote.created"]
    engine.dispose()


def test_a_position_that_nobody_can_have_been_given(admin: Person, superuser: Engine, database_url: str) -> None:
    """Behind what is shown by now: to go on from there would skip what is still to come."""
    engine = way_round(database_url)
    with engine.connect() as open_one:
        xid = int(open_one.scalar(text("SELECT pg_current_xact_id()::text")))
        wait_for_strangers(superuser)
        answers = [admin.client.get(f"/v1/events?after=0-{position}-0") for position in (xid - 1, xid)]
    engine.dispose()
    assert [answer.status_code for answer in answers] == [200, 400]


def test_a_transaction_that_comes_to_nothing_holds_nothing_back_for_good(
    member: Person, admin: Person, reader: Reader, database_url: str
) -> None:
    post_id = member.post_idea()["id"]
    engine = way_round(database_url)
    with engine.connect() as open_one:
        open_one.execute(text(WRITE), {"post": post_id, "actor": member.id})
        admin.vote(post_id)
        open_one.rollback()
    assert [event["type"] for event in reader.rest()] == ["post.created", "vote.created"]
    engine.dispose()


def test_a_storm_of_votes_is_the_counts(people: People, member: Person, admin: Person, database_url: str) -> None:
    """Votes come and go at once, some transactions stay open or fail, and somebody reads along (case 145)."""
    posts = [member.post_idea(str(number))["id"] for number in range(3)]
    voters = [people.join() for _ in range(6)]
    reader, voting = Reader(admin, limit=7), threading.Event()
    left = iter(range(len(voters) - 1))

    def vote(client: httpx.Client, voter: Person, number: int) -> list[dict[str, Any]]:
        client.headers["Authorization"] = voter.client.headers["Authorization"]
        for turn in range(12):
            method = "DELETE" if turn % 3 == 2 else "PUT"
            assert client.request(method, f"/v1/posts/{posts[(turn + number) % 3]}/vote").status_code == 200
        if next(left, None) is None:
            voting.set()
        return []

    def disturb(client: httpx.Client) -> list[dict[str, Any]]:
        engine = way_round(database_url)
        while not voting.wait(0.01):
            with engine.connect() as connection:
                connection.execute(text(WRITE), {"post": posts[0], "actor": member.id})
                voting.wait(0.02)
                connection.rollback()
        engine.dispose()
        return []

    def read_along(client: httpx.Client) -> list[dict[str, Any]]:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        reader.client, found = client, []
        while not voting.is_set():
            found += reader.rest()
        reader.client = admin.client
        return found

    calls: list[Call] = [partial(vote, voter=voter, number=number) for number, voter in enumerate(voters)]
    read: list[dict[str, Any]] = in_parallel([*calls, disturb, read_along])[-1]
    read += reader.rest()
    assert len({event["id"] for event in read}) == len(read), "none twice"
    assert [event["id"] for event in read] == [event["id"] for event in Reader(admin).rest()], "in one order"
    for post_id in posts:
        count = sum(
            event["data"].get("votes_count", {"vote.created": 1, "vote.deleted": -1}.get(event["type"], 0))
            for event in read
            if event["data"]["post"]["id"] == post_id
        )
        assert count == admin.client.get(f"/v1/posts/{post_id}").json()["votes_count"]


def test_a_copy_on_another_server(
    member: Person, admin: Person, superuser: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Its events have ids of transactions that are still to come there. It says so, until the migrations have run."""
    reader = Reader(admin, limit=2)
    posts = [member.post_idea(str(number))["id"] for number in range(3)]
    reader.page()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE events SET xid = xid + 1000000"))
    answer = admin.client.get("/v1/events")
    assert answer.status_code == 503
    assert "Run the migrations" in answer.json()["detail"]
    runner.upgrade(load_settings(), Scripts())
    later = member.post_idea("later")["id"]
    answer = admin.client.get("/v1/events", params={"after": reader.after})
    assert answer.status_code == 410
    fresh = Reader(admin, limit=2)
    assert [event["data"]["post"]["id"] for event in fresh.rest()] == [*posts, later]
    runner.upgrade(load_settings(), Scripts())
    assert fresh.rest() == [], "nothing has changed for who reads on"
    assert caplog.text.count("this is a copy from another server") == 1, "who runs the migrations is told"
