"""GET /health and GET /ready"""

import httpx

from app.health.rules import revisions_of_code
from tests.support.boards import board
from tests.support.problems import assert_unavailable


def test_up_and_ready(visitor: httpx.Client) -> None:
    assert visitor.get("/health").json() == {"status": "ok"}
    assert visitor.get("/ready").json() == {"status": "ready", "revision": revisions_of_code()[1]}


def test_up_without_a_database() -> None:
    with board(database_url="postgresql://heed@127.0.0.1:1/heed") as client:
        assert client.get("/health").json() == {"status": "ok"}
        assert_unavailable(client.get("/ready"))
