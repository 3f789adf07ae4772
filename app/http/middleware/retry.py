"""Runs a write again whose transaction PostgreSQL aborted in favour of a concurrent one."""

import asyncio
import random

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.request import SAFE_METHODS
from app.request_state import request_state

ATTEMPTS = 3
PAUSE = 0.05  # Seconds, at most: the concurrent transaction has committed by then.

random_pause = random.SystemRandom()


class RetryLostTransactions:
    """Retries after a deadlock or a serialization failure (class 40 of SQLSTATE), which leave nothing written.

    A request that fails each time gets the 503 of its last attempt. Reads are not retried: each of their statements
    is a transaction of its own that locks no rows, or, as the count of a search, one row, so none can deadlock.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        state = request_state(scope)
        received: list[Message] = []
        for attempt in range(ATTEMPTS):
            response: list[Message] = []
            state["transaction_lost"] = False
            await self.app(scope, receive_again(received, receive), buffer_into(response))
            if not state["transaction_lost"] or attempt == ATTEMPTS - 1:
                break
            await asyncio.sleep(random_pause.uniform(0, PAUSE))
        for message in response:
            await send(message)


def receive_again(received: list[Message], receive: Receive) -> Receive:
    """First the messages that earlier attempts received, then new ones, which are added to `received`."""
    earlier = iter(tuple(received))

    async def receive_next() -> Message:
        for message in earlier:
            return message
        message = await receive()
        received.append(message)
        return message

    return receive_next


def buffer_into(messages: list[Message]) -> Send:
    async def append(message: Message) -> None:
        messages.append(message)

    return append
