"""One log line for each request: never a body, a token, a password, or anything else that the caller wrote.

Its fields are the record's `extra`; Lambda's JSON log format writes them out.
"""

import itertools
import logging

from starlette.types import Scope

logger = logging.getLogger("heed.access")
logging.getLogger("heed").setLevel(logging.INFO)

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
    logger.info("request", extra=fields)
