"""Who a client is, as far as its connection tells: its address, and what it calls itself."""

import asyncio
from contextlib import closing
from typing import Any

import pytest
from fastapi import FastAPI, Request

from app.http.dependencies import client_address, get_client
from app.settings.config import load_settings


def request_of(**scope: Any) -> Request:
    app = FastAPI()
    app.state.settings = load_settings()
    return Request({"type": "http", "app": app, "client": None, "headers": [], **scope})


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7:4711", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3::4]", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ("203.0.113.7:", "unknown"),
        ("203.0.113.7:x", "unknown"),
        ("[203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
    ],
)
def test_a_balancer_may_tell_the_port(forwarded: str, address: str) -> None:
    """`routing.http.xff_client_port.enabled` of an Application Load Balancer."""
    assert client_address(request_of(client=(forwarded, 0))) == address


def test_a_unix_socket_tells_none() -> None:
    assert client_address(request_of()) == "unknown"


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        ("x" * 201, "x" * 200),
        ("\x1b[31mHeed\t on a phone", "[31mHeed on a phone"),
        ("\t" * 999 + "xy", "x"),  # Of what is longer than 1,000 characters, the rest is not looked at.
    ],
)
def test_what_a_client_calls_itself_is_kept_short_and_plain(agent: str, kept: str) -> None:
    request = request_of(headers=[(b"user-agent", agent.encode())])
    with closing(asyncio.new_event_loop()) as loop:
        assert loop.run_until_complete(get_client(request)).user_agent == kept
