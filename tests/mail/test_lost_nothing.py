"""Whatever dies, and wherever: nothing is lost, and nothing is sent twice that was reported."""

import time

import pytest

from tests.mail.conftest import Post
from tests.mail.process import courier, run
from tests.support.forks import processes
from tests.support.people import Person

FOLLOWERS = 1


@pytest.fixture
def idea(member: Person, admin: Person, post: Post) -> int:
    """A post with followers, all of whom are told of a status at once."""
    post_id = int(member.post_idea()["id"])
    post.deliver()
    post.execute(
        "INSERT INTO users (email, name) SELECT 'f' || n || '@example.com', 'F' FROM generate_series(1, :n) AS n",
        n=FOLLOWERS,
    )
    post.execute("INSERT INTO subscriptions (post_id, user_id) SELECT :id, id FROM users WHERE name = 'F'", id=post_id)
    return post_id


def change_status(post: Post, admin: Person, post_id: int) -> None:
    """Again from the start: one event that nobody is told of yet."""
    post.execute("DELETE FROM deliveries")
    post.execute("DELETE FROM events")
    post.server.taken.clear()
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})


def test_killed_after_every_message(idea: int, admin: Person, post: Post) -> None:
    kill_at = 0
    while True:
        kill_at += 1
        change_status(post, admin, idea)
        if run(post.outbox.settings, post.server.url, kill_at) is not None:
            break
        deliver_all(post)
        assert post.rows() == [("sent", None)] * (FOLLOWERS + 1), f"killed after message {kill_at}"
        readers = [to for to, _ in post.server.taken]
        assert len(set(readers)) == FOLLOWERS + 1, f"killed after message {kill_at}"
        assert len(readers) <= FOLLOWERS + 2, "only the one that was being sent may come twice"
        for to in readers:
            assert len({mail["Message-ID"] for mail in post.server.to(to)}) == 1, "a second one is recognisable"
    assert kill_at > 25


def deliver_all(post: Post) -> None:
    """The lease of what was claimed runs out; and PostgreSQL takes a moment to see that a client is dead, whose locks
    it holds until then."""
    deadline = time.monotonic() + 10
    while post.rows() != [("sent", None)] * (FOLLOWERS + 1) and time.monotonic() < deadline:
        post.make_due()
        post.deliver()


def test_eight_couriers_send_each_once(idea: int, admin: Person, post: Post) -> None:
    many = 60
    members = "INSERT INTO users (email, name) SELECT 'm' || n || '@example.com', 'M' FROM generate_series(1, :many) n"
    post.execute(members, many=many)
    post.execute("INSERT INTO subscriptions (post_id, user_id) SELECT :id, id FROM users WHERE name = 'M'", id=idea)
    change_status(post, admin, idea)
    post.outbox.handle({"command": "claim"})
    post.make_due()
    values = post.outbox.settings.model_dump()
    pipes = [processes.Pipe(duplex=False) for _ in range(8)]
    couriers = [processes.Process(target=courier, args=(values, post.server.url, None, sender)) for _, sender in pipes]
    for process in couriers:
        process.start()
    for process in couriers:
        process.join(120)
    assert [process.exitcode for process in couriers] == [0] * 8
    assert post.rows() == [("sent", None)] * (many + FOLLOWERS + 1)
    assert len(post.server.taken) == len({to for to, _ in post.server.taken}) == many + FOLLOWERS + 1


def test_a_report_that_comes_late_changes_nothing(idea: int, admin: Person, post: Post) -> None:
    change_status(post, admin, idea)
    slow = post.outbox.handle({"command": "claim"})["items"]
    assert post.outbox.handle({"command": "claim"})["items"] == [], "what is claimed is nobody else's"
    post.make_due()
    quick = post.outbox.handle({"command": "claim"})["items"]
    assert {each["to"] for each in slow} == {each["to"] for each in quick}
    late = [{"token": each["token"], "outcome": "failed", "reason": "slow"} for each in slow]
    assert post.outbox.handle({"command": "report", "kind": "mail", "results": late}) == {"counted": 0}
    sent = [{"token": each["token"], "outcome": "sent"} for each in quick]
    assert post.outbox.handle({"command": "report", "kind": "mail", "results": sent}) == {"counted": len(quick)}
    assert post.outbox.handle({"command": "report", "kind": "mail", "results": sent + late}) == {"counted": 0}
    assert post.rows() == [("sent", None)] * (FOLLOWERS + 1)
