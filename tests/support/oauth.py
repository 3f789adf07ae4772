"""What the token endpoint answers when it refuses (RFC 6749 §5.2)."""

import httpx


def assert_refused(answer: httpx.Response, error: str = "invalid_grant") -> None:
    """RFC 6749 §5.2: not a problem document."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/json")
    assert set(answer.json()) == {"error", "error_description"}
    assert answer.json()["error"] == error
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-ID"]
