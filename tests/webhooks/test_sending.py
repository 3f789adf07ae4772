"""What an endpoint gets: each event as the stream has it, signed, in order, and what becomes of it in the log."""

import json
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.support.comments import comment
from tests.support.people import Person
from tests.webhooks.conftest import Hooks, Receiver


def test_every_event_as_the_stream_has_it(hooks: Hooks, receiver: Receiver, member: Person, admin: Person) -> None:
    member.post_idea("before the webhook")
    hooks.create(receiver.url)
    post_id = member.post_idea()["id"]
    admin.vote(post_id)
    comment(admin, post_id, "Good.")
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned", "response": "Soon."})
    admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"})
    hooks.send()
    assert [json.loads(body) for _, body in receiver.taken] == hooks.stream()[1:]
    assert receiver.ids() == [event["id"] for event in hooks.stream()[1:]]
    hooks.send()
    assert len(receiver.taken) == 5, "each once"


def test_only_what_it_asked_for(hooks: Hooks, receiver: Receiver, member: Person, admin: Person) -> None:
    hooks.create(receiver.url, "vote.*", "post.status_changed")
    post_id = member.post_idea()["id"]
    admin.vote(post_id)
    comment(admin, post_id, "Good.")
    admin.client.put(f"/v1/posts/{post_id}/status", json={"status": "planned"})
    hooks.send()
    assert [json.loads(body)["type"] for _, body in receiver.taken] == ["vote.created", "post.status_changed"]


def test_the_signature_is_standard_webhooks(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    secret = hooks.create(receiver.url)["secret"]
    event = member.post_idea("Größe \U0001f600")
    hooks.send()
    headers, body = receiver.taken[0]
    payload = Webhook(secret).verify(body, headers)
    assert payload["data"]["post"]["title"] == event["title"]
    assert "Größe \U0001f600".encode() in body, "as it is, which is shorter than escaped"
    assert headers["content-type"] == "application/json; charset=utf-8"
    for changed in (body + b" ", body.replace(b"post.created", b"post.deleted")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(changed, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + b64encode(b"another secret").decode()).verify(body, headers)


@pytest.mark.adversary
def test_while_a_secret_rotates_both_sign(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """And then one (case 140)."""
    created = hooks.create(receiver.url)
    old = created["secret"]
    answer = hooks.client.post(f"/v1/webhooks/{created['id']}/rotate").json()
    new = answer["secret"]
    assert new != old
    assert datetime.fromisoformat(answer["previous_until"]) > datetime.now(UTC)
    member.post_idea("both")
    hooks.send()
    headers, body = receiver.taken[0]
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (old, new):
        Webhook(secret).verify(body, headers)
    hooks.execute("UPDATE webhooks SET previous_until = now()")
    member.post_idea("one")
    hooks.send()
    headers, body = receiver.taken[1]
    Webhook(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(body, headers)


@pytest.mark.adversary
def test_a_replay_has_the_same_id_and_a_new_signature(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """Case 139."""
    created = hooks.create(receiver.url)
    member.post_idea()
    hooks.send()
    path = f"/v1/webhooks/{created['id']}/deliveries"
    delivery = hooks.client.get(path).json()["items"][0]
    assert (delivery["event"], delivery["type"], delivery["status"]) == (receiver.ids()[0], "post.created", "delivered")
    assert delivery["log"][0]["status"] == 200
    assert delivery["log"][0]["response"] == "ok"
    whole = hooks.client.get(f"{path}/{delivery['id']}").json()
    assert whole["request"] == hooks.stream()[0]
    hooks.execute("SELECT pg_sleep(1)")  # A second, which the time stamp has.
    assert hooks.client.post(f"{path}/{delivery['id']}/replay").status_code == 202
    hooks.send()
    (first, one), (second, two) = receiver.taken
    assert one == two
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]
    Webhook(created["secret"]).verify(two, second)
    assert len(hooks.client.get(path).json()["items"][0]["log"]) == 2


def test_a_test(hooks: Hooks, receiver: Receiver) -> None:
    created = hooks.create(receiver.url, "vote.created")
    path = f"/v1/webhooks/{created['id']}"
    answer = hooks.client.post(f"{path}/test")
    assert answer.status_code == 202
    hooks.send()
    headers, body = receiver.taken[0]
    sent = Webhook(created["secret"]).verify(body, headers)
    assert (sent["id"], sent["type"]) == (headers["webhook-id"], "webhook.test") == ("test_1", "webhook.test")
    receiver.answers.append((500, {}, b""))
    hooks.client.post(f"{path}/test")
    hooks.send()
    assert hooks.rows("status") == [("delivered",), ("failed",)], "a test is tried once"
    assert hooks.client.get(path).json()["failing_since"] is None


@pytest.mark.adversary
def test_what_is_hidden_meanwhile_is_not_sent_late(
    hooks: Hooks, receiver: Receiver, member: Person, admin: Person
) -> None:
    """Also not by a replay (case 142)."""
    created = hooks.create(receiver.url, "post.created")
    post_id = member.post_idea("Secret")["id"]
    receiver.answers.append((500, {}, b""))
    hooks.send()
    admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"})
    hooks.make_due()
    hooks.send()
    hooks.client.post(f"/v1/webhooks/{created['id']}/deliveries/1/replay")
    hooks.send()
    titles = [json.loads(body)["data"]["post"]["title"] for _, body in receiver.taken]
    assert titles == ["Secret", None, None]
