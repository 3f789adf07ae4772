"""API Gateway to Mangum to the board."""

# ruff: noqa: E402
import gc

gc.disable()  # While the app is imported and built, nothing becomes garbage, but every collection looks for it.

import json
import logging
from typing import Any

from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

from handler.renewing_app import RenewingApp

logger = logging.getLogger("heed")

app = RenewingApp()
gc.freeze()  # Nor is any of it looked at again.
gc.enable()
# Without the additions Mangum would send problem documents in base64.
gateway = Mangum(
    app,
    lifespan="off",
    text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, "application/problem+json", "application/atom+xml"],
)


def handler(event: Any, context: Any) -> dict[str, Any]:
    """Answers an event of an HTTP API, a REST API, a function URL or a load balancer; refuses any other with 400."""
    try:
        answer = gateway(event, context)
    except Exception:  # Mangum answers what the app raises; what comes through here is its own trouble with the event.
        logger.warning("not an HTTP event: refused", exc_info=True)
        return bad_request()
    if answer["statusCode"] in (204, 304):
        answer.get("headers", {}).pop("content-type", None)  # Where the app names none, Mangum does.
    return answer


def bad_request() -> dict[str, Any]:
    problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "This is not an HTTP event."}
    headers = {"content-type": "application/problem+json"}
    return {"statusCode": 400, "headers": headers, "body": json.dumps(problem), "isBase64Encoded": False}
