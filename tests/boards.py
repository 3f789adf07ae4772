"""Boards with other settings than the warm handler's: each an app of its own, with a connection of its own."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Lock
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI
from mangum import Mangum

from app.config import load_settings
from app.main import create_app
from handler.api import gateway
from tests.gateway import GatewayTransport

BASE_URL = "https://board.example.com"

# FastAPI builds an app's routes at its first request, and pydantic can't do that in several threads at once.
BUILDING = Lock()

Result = TypeVar("Result")


def client_of(app: FastAPI) -> httpx.Client:
    """A client that reaches the app as AWS would: through Mangum, set up like the real handler."""
    adapter = Mangum(app, lifespan="off", text_mime_types=gateway.config["text_mime_types"])
    return httpx.Client(transport=GatewayTransport(adapter), base_url=BASE_URL)


@contextmanager
def board(**settings: Any) -> Iterator[httpx.Client]:
    app = create_app(load_settings(**settings))
    with client_of(app) as client:
        yield client
    app.state.engine.dispose()


def in_parallel(calls: Sequence[Callable[[httpx.Client], Result]]) -> list[Result]:
    """Each call on a board of its own in a thread of its own, all let go at once: as many Lambda environments."""
    start = Barrier(len(calls))

    def run(call: Callable[[httpx.Client], Result]) -> Result:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            with board() as client:
                with BUILDING:
                    client.get("/nowhere")
                client.get("/ready")
                start.wait()
                return call(client)
        finally:
            loop.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
