"""What every error of the API looks like (RFC 9457)."""

import re
from typing import Any

import httpx

LEAKS = re.compile(r"SELECT|INSERT|UPDATE|DELETE|Traceback|psycopg|pg8000|sqlalchemy|\.py\b|heed:heed|postgresql:")


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Returns the document."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "request_id"} <= set(body) <= {
        "type", "title", "status", "detail", "request_id", "errors",
    }  # fmt: skip
    assert body["status"] == status
    assert body["request_id"] == answer.headers["X-Request-ID"]
    assert ("errors" in body) == (status == 422)
    assert not LEAKS.search(answer.text), answer.text
    return body


def assert_unavailable(answer: httpx.Response) -> None:
    assert_problem(answer, 503)
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
