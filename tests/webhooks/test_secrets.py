"""What is kept of an endpoint's secret, and what becomes of it when SECRET_KEY changes."""

from base64 import b64decode

import pytest
from standardwebhooks.webhooks import Webhook

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from app.webhooks.secrets import unseal
from tests.support.people import Person
from tests.webhooks.conftest import LOCAL, Hooks, Receiver


@pytest.mark.adversary
def test_a_dump_of_the_database_tells_no_secret(hooks: Hooks, receiver: Receiver, admin: Person) -> None:
    secret = hooks.create(receiver.url)["secret"]
    raw = b64decode(secret.removeprefix("whsec_"))
    hooks.client.post("/v1/webhooks/1/rotate")
    for columns, table in (("w::text", "webhooks w"), ("m::text", "moderation_log m")):
        dump = str(hooks.rows(columns, table))
        assert secret not in dump
        assert raw.hex() not in dump
    ((kept,),) = hooks.rows("secret", "webhooks")
    assert raw not in kept


def test_what_was_sealed_before_is_read() -> None:
    sealed = "f59b994efe2859829742776065cb229e826d6ce368dc92e73be9bb5620662d735998f8b6b0edd835bdf88ff45fc1e1c3c756a98e"
    assert unseal(load_settings(), bytes.fromhex(sealed)) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_another_secret_key(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """With the old one among PREVIOUS_SECRET_KEYS it is sealed anew by the sweep; without, it says so."""
    previous = hooks.create(receiver.url)["secret"]
    secret = hooks.client.post("/v1/webhooks/1/rotate").json()["secret"]
    old = hooks.outbox.settings.secret_key
    new = {"secret_key": "another-key-that-only-the-tests-know-012", **LOCAL}
    both = Outbox(load_settings(previous_secret_keys=old.get_secret_value(), **new))
    both.handle({"command": "sweep"})
    both.engine.dispose()
    member.post_idea()
    hooks.outbox.engine.dispose()
    hooks.outbox = Outbox(load_settings(**new))
    hooks.send()
    headers, body = receiver.taken[0]
    for each in (secret, previous):
        Webhook(each).verify(body, headers)
    hooks.outbox.engine.dispose()
    hooks.outbox = Outbox(load_settings(**{**new, "secret_key": "a-third-key-that-only-the-tests-know-012"}))
    member.post_idea("unreadable")
    hooks.send()
    assert len(receiver.taken) == 1
    assert "rotate the secret" in hooks.rows("log")[1][0][0]["reason"]
    hooks.outbox.engine.dispose()
