"""`Idempotency-Key`: the dependencies with which a route that creates something is safe to retry.

`dependencies=[MembersOnly, Idempotent]` is all that a route of members needs, beside HeedRoute, which keeps the answer:
rights come before a replay. Without the header neither costs a statement.
"""

import json
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Connection

from app.auth.dependencies import Caller
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings
from app.idempotency import attempts, changes
from app.idempotency.attempts import Attempt
from app.models.users import User
from app.request_state import request_state

STORED_HEADERS = ("location", "etag")  # The others are of their own request: its id, what is left of a limit.

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern="^[!-~]+$",
        description="Anything unique, as a UUID: within 24 hours, a retry with it and the same body has no effect, and "
        "gets the first answer again, with `Idempotency-Replayed: true`",
    ),
]


async def claim_key(
    request: Request, caller: Caller, db: DatabaseConnection, settings: CurrentSettings, idempotency_key: Key = None
) -> None:
    if idempotency_key is not None:
        attempt = await attempt_of(request, settings, caller, idempotency_key)
        claim(request, db, attempt)


Idempotent = Depends(claim_key)


def idempotent_without(shown_once: str) -> Any:
    """For an answer with a secret in this field: a retry gets null there, and no table has it."""

    async def claim_key_for_secret(
        request: Request, caller: Caller, db: DatabaseConnection, settings: CurrentSettings, idempotency_key: Key = None
    ) -> None:
        if idempotency_key is not None:
            attempt = await attempt_of(request, settings, caller, idempotency_key)
            claim(request, db, attempt, shown_once=shown_once)

    return Depends(claim_key_for_secret)


async def find_attempt(
    request: Request,
    client: CurrentClient,
    db: DatabaseConnection,
    settings: CurrentSettings,
    idempotency_key: Key = None,
) -> Attempt | None:
    """For the sign-up, which has no caller but an address, and which commits before it has its effect: it gets the
    first answer from here, and has to call claim() itself."""
    if idempotency_key is None:
        return None
    attempt = await attempt_of(request, settings, client.address, idempotency_key)
    attempts.replay(db, attempt)
    return attempt


UnclaimedAttempt = Annotated[Attempt | None, Depends(find_attempt)]


def claim(request: Request, db: Connection, attempt: Attempt, *, shown_once: str | None = None) -> None:
    """Raises Replayed, or Invalid where the key was used with another body. `shown_once`: the field of the response
    that is null in what is stored."""
    attempts.claim(db, attempt)
    request_state(request)["before_commit"] = partial(store_response_of, db, attempt, shown_once)


async def attempt_of(request: Request, settings: CurrentSettings, owner: User | str, key: str) -> Attempt:
    body, path = await request.body(), request.scope["path"]
    return attempts.new_attempt(settings, owner=owner, method=request.method, path=path, key=key, body=body)


def store_response_of(db: Connection, attempt: Attempt, shown_once: str | None, response: Response) -> None:
    headers = {name: response.headers[name] for name in STORED_HEADERS if name in response.headers}
    body = bytes(response.body).decode()
    if shown_once is not None:
        body = json.dumps({**json.loads(body), shown_once: None})
    changes.store_response(db, attempt.key_hash, status=response.status_code, headers=headers, body=body)
