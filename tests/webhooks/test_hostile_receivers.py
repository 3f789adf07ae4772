"""Receivers that answer without end, or not at all, or are somebody else."""

import socket
import time
from pathlib import Path

import pytest

from app.courier.result import NotSent
from app.courier.webhooks import WebhookSender
from tests.support.certificates import Authority
from tests.support.people import Person
from tests.support.stub_server import serving
from tests.webhooks.conftest import Hooks, Receiver

pytestmark = pytest.mark.adversary


def test_an_answer_without_end_is_cut(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    hooks.create(receiver.url)
    member.post_idea()
    receiver.answers.append((299, {}, b"\x00\xff\n" + b"x" * 1_000_000))
    hooks.send()
    ((state, log),) = hooks.rows("status, log")
    assert state == "delivered"
    assert log[0]["response"] == "\ufffd\ufffd\n" + "x" * 1_997
    assert 0 < log[0]["seconds"] < 60


def test_a_slow_receiver_ends_in_time(
    hooks: Hooks, receiver: Receiver, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.courier.webhooks.TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hooks.create(f"http://127.0.0.1:{silent.getsockname()[1]}/")
        member.post_idea()
        started = time.monotonic()
        hooks.send()
        assert time.monotonic() - started < 3
    ((state, log),) = hooks.rows("status, log")
    assert (state, log[0]["status"]) == ("pending", None)
    assert "0.3 s" in log[0]["reason"]


def test_a_certificate_that_is_not_valid(hooks: Hooks, member: Person, tmp_path: Path) -> None:
    certificate = Authority(tmp_path, "somebody").issue("127.0.0.1")
    with serving(200, b"ok", certificate) as server:
        hooks.create(server.url.replace("http", "https"))
        member.post_idea()
        hooks.send()
        assert server.requests == []
    assert "certificate is not valid" in hooks.rows("log")[0][0][0]["reason"]


def test_an_address_that_became_private_is_not_reached(hooks: Hooks, receiver: Receiver, member: Person) -> None:
    """Rebinding between the check at the door and the request, of which the courier checks the address that it
    connects to (case 137)."""
    hooks.create(receiver.url)
    member.post_idea()
    batch = hooks.claim()
    for url in (receiver.url, receiver.url.replace("http", "https")):
        with pytest.raises(NotSent):
            WebhookSender().do({**batch["items"][0], "url": url}, {**batch, "private": False})
    assert receiver.taken == []
