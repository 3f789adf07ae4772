"""How much work a request is, in steps rather than seconds: the same number whatever else the machine is doing.

A step is a call, of Python or C; and one more for each 1,024 characters of the longest text that the caller of a C
function has at hand, as that may read all of it, which takes as long. What a C function does beyond that is added by a
rule of its own: bringing text to a normal form takes the square of each run of combining marks.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import httpx
import pytest

from tests.support.gateway import GatewayTransport

MOST = 20_000  # Steps. A small request takes 1,000 to 4,000; a square of what is sent, hundreds of millions.
READ_IN_ONE = 1_024
SORTED_IN_ONE = 64  # Exchanges of two marks: 1,024 of them in the worst order take 1.6 ms.
TEXT = (str, bytes)  # Made once: `watch` is most of the time that counting takes.
RUN = re.compile("[\u0300-\u036f\u0591-\u05bd\u064b-\u0655]+")


class Steps:
    taken = 0

    def watch(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            self.taken += 1
        elif event == "c_call":
            longest = 0
            for value in frame.f_locals.values():
                if isinstance(value, TEXT) and len(value) > longest:
                    longest = len(value)
            self.taken += 1 + longest // READ_IN_ONE


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Steps]:
    steps = Steps()
    normalize: Callable[[Any, str], str] = unicodedata.normalize

    def weighed(form: Any, text: str) -> str:
        steps.taken += sum(len(run) ** 2 for run in RUN.findall(text)) // SORTED_IN_ONE
        if steps.taken > 100_000_000:
            raise AssertionError(f"{len(text)} characters were to be brought to {form}")
        return normalize(form, text)

    with monkeypatch.context() as patched:
        patched.setattr(unicodedata, "normalize", weighed)
        sys.setprofile(steps.watch)
        try:
            yield steps
        finally:
            sys.setprofile(None)


def assert_little_work(
    monkeypatch: pytest.MonkeyPatch, client: httpx.Client, method: str, url: str, most: int = MOST, **sent: Any
) -> None:
    transport = client._transport
    assert isinstance(transport, GatewayTransport)
    path, _, query = url.partition("?")
    event = transport.event(client.build_request(method, path, **sent))
    event["rawQueryString"] = query  # As it stands, where a client would escape some of it.
    taken: list[int] = []
    while len(taken) < 2 and not (taken and taken[-1] < most):  # What the first request builds is there for the second.
        with counted(monkeypatch) as steps:
            answer = transport.handler(event, None)
        assert answer["statusCode"] < 500
        taken.append(steps.taken)
    assert taken[-1] < most, (method, url[:100], taken)
