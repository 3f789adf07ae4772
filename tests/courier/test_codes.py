"""Redeeming a code: what a provider may answer, and when it is asked for more."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from app.courier.codes import CodeRedeemer
from app.courier.result import NotSent
from infra.dev.ports import free_port
from tests.support.stub_server import serving

WHO = {"sub": "1", "email": "ada@example.com", "email_verified": True, "name": "Ada"}


def token_of(claims: Any) -> str:
    return f"e30.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


def redeem(token: tuple[int, bytes], userinfo: tuple[int, bytes] | None = None) -> tuple[dict[str, Any], list[Any]]:
    """What is reported, and what was asked at the second of the two endpoints, which is named where it answers."""
    with serving(*token) as first, serving(*(userinfo or (500, b""))) as second:
        item: dict[str, Any] = {
            "url": first.url,
            "userinfo_url": second.url if userinfo else None,
            "headers": {},
            "body": "code=1",
        }
        return CodeRedeemer().do({**item, "private": True}, {}), second.requests


def answer(id_token: str, **more: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"id_token": id_token, "access_token": "access", **more}).encode()


DEEP = f"a.{urlsafe_b64encode(b'[' * 9_999).decode()}.c"


@pytest.mark.parametrize("id_token", [token_of({"sub": "1"}), token_of(["email"]), "a", "a.5.c", DEEP])
def test_where_the_token_has_no_address_the_provider_is_asked_for_it(id_token: str) -> None:
    more = json.dumps({**WHO, "picture": "x"}).encode()
    report, asked = redeem(answer(id_token), (200, more))
    assert report == {"outcome": "answered", "id_token": id_token, "userinfo": WHO}
    assert asked == [("GET", "/", "Bearer access")]


@pytest.mark.parametrize(
    ("token", "userinfo"),
    [
        (answer(token_of(WHO)), (200, b"{}")),
        (answer(token_of({})), None),
        (answer(token_of({}), access_token=None), (200, b"{}")),
        (answer(token_of({}), access_token="\xe9"), (200, b"{}")),
        (answer(token_of({}), access_token="a\nb"), (200, b"{}")),
    ],
    ids=["it has one", "nowhere to ask", "no access token", "no ASCII", "a line break"],
)
def test_otherwise_it_is_not(token: tuple[int, bytes], userinfo: tuple[int, bytes] | None) -> None:
    report, asked = redeem(token, userinfo)
    assert report["userinfo"] is None
    assert asked == []


@pytest.mark.parametrize("userinfo", [(500, b"{}"), (200, b"<html>")])
def test_without_that_answer_the_token_has_to_do(userinfo: tuple[int, bytes]) -> None:
    report, asked = redeem(answer(token_of({})), userinfo)
    assert (report["outcome"], report["userinfo"], len(asked)) == ("answered", None, 1)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, b'{"error": "invalid_grant"}', "answered with status 400, invalid_grant"),
        (400, b'{"error": "<b>"}', "answered with status 400"),
        (400, b'{"error": 5}', "answered with status 400"),
        (201, b"", "answered with status 201"),
        (200, b"[]", "answered with what is no JSON object, or too large"),
        (200, b"<html>", "answered with what is no JSON object, or too large"),
        (200, b"[" * 60_000, "answered with what is no JSON object, or too large"),
        (200, b'{"id_token": "a\\u0000b"}', "answered with what is no JSON object, or too large"),
        (200, b'{"a": "' + b"a" * 65_536 + b'"}', "answered with what is no JSON object, or too large"),
        (200, b'{"id_token": 5}', "answered without an ID token"),
    ],
)
def test_what_fails_says_why(status: int, body: bytes, reason: str) -> None:
    with pytest.raises(NotSent) as failure:
        redeem((status, body))
    assert (failure.value.outcome, failure.value.reason) == ("failed", reason)


def test_a_provider_that_is_down() -> None:
    item: dict[str, Any] = {
        "url": f"http://127.0.0.1:{free_port()}/",
        "userinfo_url": None,
        "headers": {},
        "body": "code=1",
        "private": True,
    }
    with pytest.raises(NotSent) as failure:
        CodeRedeemer().do(item, {})
    assert (failure.value.outcome, failure.value.reason) == ("failed", "gave none: the connection was refused")
