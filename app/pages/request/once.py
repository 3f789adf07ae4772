"""A form that is sent twice has one effect: the second time gets the first answer again."""

import hashlib

from fastapi import Response
from sqlalchemy import Connection

from app.idempotency import attempts, changes
from app.idempotency.attempts import Attempt
from app.pages.request.forms import Form
from app.pages.request.page import Page

MAX_LENGTH = 64
BODY = "null"  # A redirect has none, and what is stored is JSON.


def claim(page: Page, db: Connection, form: Form, *names: str) -> Attempt | None:
    """Raises Replayed for the same text from the same form. Whoever goes back and changes the text sends another."""
    attempt = attempt_of(page, form, names)
    if attempt is not None:
        attempts.claim(db, attempt)
    return attempt


def replay(page: Page, db: Connection, form: Form, *names: str) -> None:
    """Raises Replayed as claim() does, for what is asked before it is claimed."""
    attempt = attempt_of(page, form, names)
    if attempt is not None:
        attempts.replay(db, attempt)


def attempt_of(page: Page, form: Form, names: tuple[str, ...]) -> Attempt | None:
    """None for a form without a key of ours."""
    key = form["key"]
    if not key or len(key) > MAX_LENGTH or not key.isascii() or not key.isprintable():
        return None
    body = "\0".join(form[name] for name in names).encode(errors="replace")
    return attempts.new_attempt(
        page.settings,
        owner=page.member(),
        method="POST",
        path=page.request.scope["path"],
        key=f"{key}.{hashlib.sha256(body).hexdigest()}",
        body=body,
    )


def answered(db: Connection, attempt: Attempt | None, response: Response) -> Response:
    """The response to all that are sent with the key, kept in the transaction of its effect."""
    if attempt is not None:
        location = {"location": response.headers["location"]}
        changes.store_response(db, attempt.key_hash, status=response.status_code, headers=location, body=BODY)
    return response
