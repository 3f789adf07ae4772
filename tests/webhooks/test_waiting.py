"""When the courier comes back for webhooks: never for nothing, and soon for what an open transaction holds back."""

import pytest
from sqlalchemy import text

from tests.support.database import way_round
from tests.support.people import Person
from tests.webhooks.conftest import Hooks, Receiver


def due_in(hooks: Hooks) -> float | None:
    answer = hooks.claim()
    assert answer["items"] == []
    waits: float | None = answer["due_in"]
    return waits


def test_for_nothing_it_does_not(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    member.post_idea("without a webhook")
    assert due_in(hooks) is None
    hooks.create(receiver.url, "vote.*")
    assert due_in(hooks) is None
    member.post_idea("not asked for")
    assert due_in(hooks) is None


def test_for_a_retry_it_does(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.create(receiver.url)
    member.post_idea()
    receiver.answers.append((500, {}, b""))
    hooks.send()
    wait = due_in(hooks)
    assert wait is not None
    assert 5 < wait <= 11
    hooks.client.patch("/v1/webhooks/1", json={"active": False})
    assert due_in(hooks) is None


@pytest.mark.adversary
def test_what_is_held_back_is_looked_for_less_and_less_often(
    hooks: Hooks, receiver: Receiver, member: Person, database_url: str
) -> None:
    """Its own commit wakes nobody, where it writes no event."""
    hooks.create(receiver.url)
    engine = way_round(database_url)
    with engine.connect() as open_one:
        open_one.execute(text("SELECT pg_current_xact_id()"))
        member.post_idea()
        wait = due_in(hooks)
        assert wait is not None
        assert 0 < wait < 3
        hooks.execute("UPDATE events SET created_at = now() - interval '10 minutes'")
        wait = due_in(hooks)
        assert wait is not None
        assert 590 < wait <= 900
        hooks.send()
        assert receiver.taken == []
        open_one.rollback()
    engine.dispose()
    hooks.send()
    assert len(receiver.taken) == 1
