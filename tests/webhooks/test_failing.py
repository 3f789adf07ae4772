"""Receivers that fail: what is tried again and when, what is given up, and who is told."""

import json

import pytest

from app.db.step import step
from app.webhooks import queue
from app.webhooks.work import Webhooks
from tests.support.people import Person
from tests.support.strangers import wait_for_strangers
from tests.webhooks.conftest import Hooks, Receiver

pytestmark = pytest.mark.adversary
# As the documentation has them: of each delivery, up to a tenth longer; and of the endpoint.
WAITS = [10, 60, 600, 1_800, 7_200, 18_000, 36_000, 72_000, 86_400]
ENDPOINT_WAITS = [10, 60, 300, 900, 900, 900, 900, 900, 900, 900]
AGE = "UPDATE webhooks SET failing_since = now() - interval '73 hours'"


@pytest.mark.parametrize("status", [199, 300, 301, 307, 404, 429, 500, 503])
def test_any_other_answer_is_tried_again(hooks: Hooks, receiver: Receiver, member: Person, status: int) -> None:
    """A redirect is not followed, wherever it leads (cases 137, 138)."""
    hooks.create(receiver.url)
    member.post_idea()
    receiver.answers.append((status, {"Location": receiver.url}, b"no"))
    hooks.send()
    assert len(receiver.taken) == 1
    ((state, attempts, log, wait),) = hooks.rows("status, attempts, log, extract(epoch FROM due_at - now())")
    assert (state, attempts) == ("pending", 1)
    assert (log[0]["status"], log[0]["reason"]) == (status, f"answered with status {status}")
    assert 5 < wait <= 11
    hooks.send()
    assert len(receiver.taken) == 1, "not at once"
    hooks.make_due()
    hooks.send()
    assert hooks.rows("status") == [("delivered",)]
    assert len(set(receiver.ids())) == 1


def test_ten_tries_over_three_days(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.create(receiver.url)
    member.post_idea()
    waits, endpoint_waits = [], []
    since = "CAST(extract(epoch FROM {due} - CAST(log -> 0 ->> 'at' AS timestamptz)) AS float8)"
    both = "webhook_deliveries JOIN (SELECT id AS webhook, next_at FROM webhooks) AS endpoint ON webhook = webhook_id"
    for number in range(1, 11):
        receiver.answers.append((500, {}, f"no {number}".encode()))
        hooks.send()
        columns = f"status, attempts, {since.format(due='due_at')}, {since.format(due='next_at')}"
        ((state, attempts, wait, endpoint_wait),) = hooks.rows(columns, both)
        assert attempts == number
        waits += [wait] if state == "pending" else []
        endpoint_waits.append(endpoint_wait)
        hooks.make_due()
    assert state == "failed"
    assert [base <= wait <= 1.1 * base for wait, base in zip(waits, WAITS, strict=True)] == [True] * 9
    assert endpoint_waits == ENDPOINT_WAITS
    hooks.send()
    assert len(receiver.taken) == 10
    ((log,),) = hooks.rows("log")
    assert [each["response"] for each in log] == [f"no {number}" for number in range(10, 0, -1)]


def test_one_that_fails_is_left_alone_and_gets_the_rest_in_order(
    hooks: Hooks, receiver: Receiver, member: Person, admin: Person
) -> None:
    hooks.create(receiver.url)
    posts = [member.post_idea(str(number))["id"] for number in range(25)]
    receiver.answers.append((500, {}, b""))
    hooks.send()
    assert len(receiver.taken) == 1, "the others are not tried at a receiver that is down"
    hooks.execute("UPDATE webhooks SET next_at = now()")
    hooks.execute("UPDATE webhook_deliveries SET due_at = now() WHERE attempts = 0")
    hooks.send()
    hooks.make_due()
    hooks.send()
    told = [json.loads(body)["data"]["post"]["id"] for _, body in receiver.taken]
    assert told == [posts[0], *posts[1:], posts[0]], "what failed waits its own time, and stops nobody"
    assert hooks.rows("failures, failing_since", "webhooks") == [(0, None)]


def test_410_disables(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    created = hooks.create(receiver.url)
    for number in range(3):
        member.post_idea(str(number))
    receiver.answers.append((410, {}, b"gone"))
    hooks.send()
    hooks.make_due()
    hooks.send()
    assert len(receiver.taken) == 1
    webhook = hooks.client.get(f"/v1/webhooks/{created['id']}").json()
    assert (webhook["active"], webhook["paused_because"]) == (False, "gone")
    paused = hooks.client.patch(f"/v1/webhooks/{created['id']}", json={"active": False}).json()
    assert paused["paused_because"] == "gone", "it is paused already"
    assert hooks.rows("status") == [("failed",), ("pending",), ("pending",)]
    assert hooks.rows("template", "deliveries") == [], "this board sends no mail"


def test_failing_for_days_pauses_and_resuming_goes_on_where_it_was(
    hooks: Hooks, receiver: Receiver, member: Person
) -> None:
    created = hooks.create(receiver.url)
    path = f"/v1/webhooks/{created['id']}"
    first = [member.post_idea(str(number))["id"] for number in range(3)]
    for _ in range(2):
        receiver.answers.append((500, {}, b""))
        hooks.send()
        hooks.execute(AGE)
        hooks.make_due()
    assert hooks.client.get(path).json()["paused_because"] == "failing"
    later = member.post_idea("later")["id"]
    hooks.execute("UPDATE webhook_deliveries SET expires_at = now() - interval '1 day'")
    hooks.send()
    assert len(receiver.taken) == 2
    for refused in ("/test", "/deliveries/1/replay"):
        assert hooks.client.post(path + refused).status_code == 409
    resumed = hooks.client.patch(path, json={"active": True}).json()
    assert (resumed["active"], resumed["failing_since"]) == (True, None)
    assert hooks.rows("failures", "webhooks") == [(0,)]
    receiver.taken.clear()
    hooks.send()
    assert hooks.rows("attempts") == [(1,)] * 4
    assert [json.loads(body)["data"]["post"]["id"] for _, body in receiver.taken] == [*first, later]


def test_what_is_too_late_is_not_sent_and_holds_nothing_up(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.create(receiver.url)
    member.post_idea("late")
    receiver.answers.append((500, {}, b""))
    hooks.send()
    hooks.execute("UPDATE webhook_deliveries SET expires_at = now()")
    hooks.make_due()
    assert hooks.claim()["items"] == []
    member.post_idea("in time")
    assert len(hooks.claim()["items"]) == 1
    assert hooks.rows("status") == [("failed",), ("pending",)]


def test_a_test_is_sent_also_to_one_that_is_left_alone(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """But not while a courier sends to it."""
    hooks.create(receiver.url)
    member.post_idea()
    receiver.answers.append((500, {}, b""))
    hooks.send()
    assert hooks.client.post("/v1/webhooks/1/test").status_code == 202
    assert len(hooks.claim()["items"]) == 1
    assert hooks.client.post("/v1/webhooks/1/test").status_code == 202
    assert hooks.claim()["items"] == []


def test_what_is_taken_back_in_that_moment_keeps_no_other_from_being_sent(
    hooks: Hooks, receiver: Receiver, member: Person
) -> None:
    hooks.create(receiver.url)
    for number in range(2):
        member.post_idea(str(number))
    webhooks = hooks.outbox.kinds["webhooks"]
    assert isinstance(webhooks, Webhooks)
    wait_for_strangers(hooks.database)
    webhooks.fan_out()
    with step(hooks.outbox.engine) as db:
        first, second = queue.claim(db)
        items, refused = webhooks.compose(db, [first._replace(event_id=99), second])
    assert ([item["token"] for item in items], refused) == ([str(second.token)], [])


def test_deleted_while_a_delivery_is_out(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """Case 143: nothing more is sent, and the report of what is out breaks nothing."""
    created = hooks.create(receiver.url)
    for number in range(3):
        member.post_idea(str(number))
    batch = hooks.claim()
    assert len(batch["items"]) == 3
    assert hooks.client.delete(f"/v1/webhooks/{created['id']}").status_code == 204
    result = {"token": batch["items"][0]["token"], "outcome": "delivered", "status": 200}
    hooks.outbox.handle({"command": "report", "kind": "webhooks", "results": [result]})
    hooks.make_due()
    hooks.send()
    assert receiver.taken == []
    hooks.outbox.handle({"command": "sweep"})
    assert hooks.rows("id") == hooks.rows("id", "webhooks") == []
    late = {"token": batch["items"][1]["token"], "outcome": "delivered", "status": 200}
    assert hooks.outbox.handle({"command": "report", "kind": "webhooks", "results": [late]}) == {"counted": 0}


def test_a_report_that_comes_late_changes_nothing(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.create(receiver.url)
    member.post_idea()
    slow = hooks.claim()["items"]
    assert hooks.claim()["items"] == [], "what is claimed is nobody else's"
    member.post_idea("meanwhile")
    assert hooks.claim()["items"] == [], "nor is its endpoint"
    hooks.make_due()
    quick = hooks.claim()["items"]
    late = [{"token": each["token"], "outcome": "retry", "reason": "slow"} for each in slow]
    assert hooks.outbox.handle({"command": "report", "kind": "webhooks", "results": late}) == {"counted": 0}
    sent = [{"token": each["token"], "outcome": "delivered", "status": 200} for each in quick]
    assert hooks.outbox.handle({"command": "report", "kind": "webhooks", "results": sent}) == {"counted": 2}
    assert hooks.rows("status") == [("delivered",), ("delivered",)]
