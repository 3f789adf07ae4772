"""What is refused for its form, or for want of a token, needs no database: it wakes none that sleeps, and is no 503."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.boards import board

NOBODY = {"Authorization": "Bearer nonsense"}
REFUSED: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {
    ("POST", "/v1/posts"): (401, {"json": {"title": "Dark mode"}}),
    ("GET", "/v1/users/me"): (401, {}),
    ("GET", "/v1/auth/sessions"): (401, {"headers": NOBODY}),
    ("DELETE", "/v1/posts/1"): (401, {"headers": NOBODY}),
    ("GET", "/v1/posts?limit=0"): (422, {}),
    ("GET", "/v1/posts/abc"): (422, {}),
    ("POST", "/v1/users"): (422, {"json": {}}),
    ("GET", "/v1/posts?cursor=nonsense"): (400, {}),
    ("POST", "/v1/auth/token"): (400, {"data": {"grant_type": "nonsense"}}),
    ("POST", "/v1/unsubscribe?token=nonsense"): (404, {}),
}


@pytest.fixture(scope="module")
def unreachable() -> Iterator[httpx.Client]:
    with board(database_url="postgresql://heed@127.0.0.1:1/heed") as client:
        yield client


@pytest.mark.parametrize(("method", "path"), REFUSED)
def test_without_a_database(unreachable: httpx.Client, method: str, path: str) -> None:
    status, sent = REFUSED[method, path]
    assert unreachable.request(method, path, **sent).status_code == status


def test_there_is_none(unreachable: httpx.Client) -> None:
    assert unreachable.get("/v1/posts").status_code == 503
