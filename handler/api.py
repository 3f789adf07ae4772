"""API Gateway to Mangum to the app."""

from mangum import Mangum
from mangum.adapter import DEFAULT_TEXT_MIME_TYPES

from app.main import app

# Without the addition Mangum would send problem documents in base64.
__all__ = ["app", "handler"]

handler = Mangum(app, lifespan="off", text_mime_types=[*DEFAULT_TEXT_MIME_TYPES, "application/problem+json"])
