"""Boards with other settings than the warm handler's: each an app of its own, with a connection of its own."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from threading import Barrier
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI
from mangum import Mangum
from starlette.datastructures import State

from app.db.engine import autocommit_engine, create_database_engine
from app.main import create_app
from app.settings.config import load_settings
from handler.api import app as warm
from handler.api import gateway
from tests.support.gateway import GatewayTransport

BASE_URL = "https://board.example.com"

Result = TypeVar("Result")


def client_of(app: FastAPI, source_ip: str = "203.0.113.1") -> httpx.Client:
    """A client that reaches the app as AWS would: through Mangum, set up like the real handler."""
    adapter = Mangum(app, lifespan="off", text_mime_types=gateway.config["text_mime_types"])
    return httpx.Client(transport=GatewayTransport(adapter, source_ip), base_url=BASE_URL)


@contextmanager
def board(**settings: Any) -> Iterator[httpx.Client]:
    app = create_app(load_settings(**settings))
    try:
        with client_of(app) as client:
            yield client
    finally:
        app.state.engine.dispose()


def in_parallel(calls: Sequence[Callable[[httpx.Client], Result]], app: FastAPI | None = None) -> list[Result]:
    """Each call in a thread and on a connection of its own, all let go at once: as many Lambda environments.

    They have the settings of one app, the warm handler's unless another is given, and share its routes: FastAPI builds
    those at their first use, which is not safe in threads.
    """
    start = Barrier(len(calls))
    app = app or warm.current
    assert app
    app.openapi()

    def run(call: Callable[[httpx.Client], Result], app: FastAPI, number: int) -> Result:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            with client_of(app, source_ip=f"198.51.100.{number}") as client:
                client.get("/ready")
                start.wait()
                return call(client)
        finally:
            app.state.engine.dispose()
            loop.close()

    twins = [twin(app) for _ in calls]
    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls, twins, range(len(calls))))


def twin(app: FastAPI) -> FastAPI:
    other = copy(app)
    other.state = State({"settings": app.state.settings, "engine": create_database_engine(app.state.settings)})
    other.state.reader = autocommit_engine(other.state.engine)
    return other
