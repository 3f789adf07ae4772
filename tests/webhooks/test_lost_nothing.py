"""A receiver gets every event as the stream shows it, though it is down for an hour and the courier is killed."""

import json
import signal

import pytest

from tests.support.comments import comment
from tests.support.forks import processes
from tests.support.people import People, Person
from tests.support.strangers import wait_for_strangers, wait_for_the_dead
from tests.webhooks.conftest import Hooks, receiving
from tests.webhooks.process import courier

pytestmark = pytest.mark.adversary


def run(hooks: Hooks, kill_at: int | None = None) -> int:
    wait_for_strangers(hooks.database)
    process = processes.Process(target=courier, args=(hooks.outbox.settings.model_dump(), kill_at))
    process.start()
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


def happenings(people: People, admin: Person) -> None:
    """Some of every kind."""
    authors = [people.join() for _ in range(3)]
    posts = [author.post_idea(f"Idea {number}")["id"] for number, author in enumerate(authors * 4)]
    for post_id in posts:
        for voter in authors:
            voter.vote(post_id)
        comment(admin, post_id, "Good.")
    admin.client.put(f"/v1/posts/{posts[0]}/status", json={"status": "planned", "response": "Soon."})
    admin.client.patch(f"/v1/posts/{posts[1]}", json={"visibility": "hidden"})
    admin.client.put(f"/v1/posts/{posts[2]}/merge", json={"into": posts[3]})
    admin.client.delete(f"/v1/posts/{posts[4]}")
    authors[0].client.delete("/v1/users/me")


def test_down_for_an_hour_and_killed_twice(hooks: Hooks, people: People, admin: Person) -> None:
    with receiving() as first:
        hooks.create(first.url)
        people.join("Early").post_idea("Before all")
        assert run(hooks) == 0
        port = int(first.url.split(":")[2].split("/")[0])
    happenings(people, admin)
    for _ in range(4):  # Nobody listens there for an hour.
        assert run(hooks) == 0
        hooks.make_due()
    with receiving(port) as second:
        for _ in range(2):
            assert run(hooks, kill_at=7) == -signal.SIGKILL
            wait_for_the_dead(hooks.database)
            hooks.make_due()
        assert run(hooks) == 0
        hooks.make_due()
        assert run(hooks) == 0
        events = hooks.stream()
        taken = {headers["webhook-id"]: json.loads(body) for headers, body in first.taken + second.taken}
        assert taken == {event["id"]: event for event in events}
        ids = first.ids() + second.ids()
        assert len(ids) <= len(events) + 2, "only what was being sent when it was killed comes twice"
        fresh = [each for number, each in enumerate(ids) if each not in ids[:number]]
        retried = set(ids[:20]) & {event["id"] for event in events[1:5]}
        order = [event["id"] for event in events if event["id"] not in retried]
        assert [each for each in fresh if each not in retried] == order, (
            "in the stream's order but for what was retried"
        )
    assert {state for (state,) in hooks.rows("status")} == {"delivered"}


def test_two_couriers_at_once_send_each_once(hooks: Hooks, people: People, admin: Person) -> None:
    with receiving() as receiver, receiving() as other:
        for each in (receiver, other):
            hooks.create(each.url)
        happenings(people, admin)
        values = hooks.outbox.settings.model_dump()
        both = [processes.Process(target=courier, args=(values, None)) for _ in range(3)]
        for process in both:
            process.start()
        for process in both:
            process.join(120)
        hooks.send()
        order = [event["id"] for event in hooks.stream()]
        assert receiver.ids() == other.ids() == order
