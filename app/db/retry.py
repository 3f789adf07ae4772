"""Another try for a request whose transaction PostgreSQL gave up in favour of others."""

import asyncio
import random
from collections.abc import Iterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.session import SAFE_METHODS

ATTEMPTS = 3
PAUSE = 0.05  # Seconds, at most: the one that it collided with has committed by then.

chance = random.SystemRandom()


class RetryLostTransactions:
    """Runs a write again after a deadlock or a serialization failure (SQLSTATE 40), of which nothing was kept.

    What still fails then is answered with 503. Reads are one statement each, and never lose.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        received: list[Message] = []
        for attempt in range(ATTEMPTS):
            answer: list[Message] = []
            scope["state"]["transaction_lost"] = False
            await self.app(scope, replay(received, receive), hold(answer))
            if not scope["state"]["transaction_lost"] or attempt == ATTEMPTS - 1:
                break
            await asyncio.sleep(chance.uniform(0, PAUSE))
        for message in answer:
            await send(message)


def replay(received: list[Message], receive: Receive) -> Receive:
    """The request's messages from the start: those that an attempt before received, then those still to come."""
    past: Iterator[Message] = iter(tuple(received))

    async def receive_again() -> Message:
        for message in past:
            return message
        message = await receive()
        received.append(message)
        return message

    return receive_again


def hold(answer: list[Message]) -> Send:
    async def keep(message: Message) -> None:
        answer.append(message)

    return keep
