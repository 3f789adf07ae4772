"""The log: one line for each request, and one for each event that a security team asks for.

Neither ever holds a body, a token, a password, an address, or anything else that the caller wrote. The fields are the
record's `extra`, which Lambda's JSON log format writes out, with the invocation's id on every line.
"""

import itertools
import logging

from starlette.types import Scope

logging.getLogger("heed").setLevel(logging.INFO)
# Lambda sets the level of all others, too: Mangum then tells each path as the caller wrote it, and Alembic its plugins.
for library in ("mangum", "alembic"):
    logging.getLogger(library).setLevel(logging.WARNING)
access = logging.getLogger("heed.access")
security = logging.getLogger("heed.security")

served = itertools.count()


def log_request(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("route")
    fields = {
        "request_id": scope["state"]["request_id"],
        "method": scope["method"],
        "route": getattr(route, "path", None),  # The template, as `/v1/posts/{post_id}`; none where nothing matched.
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "cold": next(served) == 0,
        "user_id": scope["state"].get("user_id"),
    }
    access.info("request", extra=fields)


def log_security(event: str, **fields: object) -> None:
    """`event`: sign_in_failed, sign_in_blocked, refresh_token_reused, password_changed, password_change_refused,
    setup_token_refused, account_changed, account_erased, limit_reached, forbidden."""
    security.warning(event, extra={"event": event, **fields})
