"""The request id is the gateway's where it looks like one, and the board's own otherwise."""

import re
from typing import Any

import httpx
import pytest

from tests.support.gateway import GatewayTransport


@pytest.mark.parametrize("given", ["x" * 64, "JKJaXmPLvHcESHA=", "x" * 65, "a b", "a\nb", "", 7, None])
def test_what_looks_like_one(visitor: httpx.Client, given: Any) -> None:
    transport = visitor._transport
    assert isinstance(transport, GatewayTransport)
    event = transport.event(visitor.build_request("GET", "/health"))
    event["requestContext"]["requestId"] = given
    answered = transport.handler(event, None)["headers"]["x-request-id"]
    if given in ("x" * 64, "JKJaXmPLvHcESHA="):
        assert answered == given
    else:
        assert re.fullmatch("[0-9a-f]{32}", answered)
