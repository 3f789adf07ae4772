"""The token endpoint (RFC 6749), signing out, and the caller's sessions."""

from typing import Annotated

from fastapi import Form, Request, Response

from app.auth import changes, codes, grants, queries
from app.auth.dependencies import CurrentSessionID, OwnAccount
from app.auth.errors import TokenError
from app.auth.form_route import FormRoute
from app.auth.schemas import (
    EMAIL_CODE,
    GRANTS,
    JWT_BEARER,
    CodeRead,
    CodeRequest,
    RevocationRequest,
    SessionPage,
    SessionRead,
    TokenErrorRead,
    TokenRead,
    TokenRequest,
)
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings, base_url
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter

tokens = HeedRouter(prefix="/v1/auth", tags=["auth"], route_class=FormRoute)
router = HeedRouter(prefix="/v1/auth", tags=["auth"])


@tokens.post(
    "/token",
    response_model_exclude_none=True,
    responses={status: {"model": TokenErrorRead} for status in (400, 429, 503)},
)
async def create_token(
    form: Annotated[TokenRequest, Form()],
    request: Request,
    response: Response,
    db: DatabaseConnection,
    settings: CurrentSettings,
    client: CurrentClient,
) -> TokenRead:
    """Sign in with `grant_type=password`, with a mailed code, or with a JWT of the team's own server (RFC 7523); go on
    with `grant_type=refresh_token`."""
    response.headers["Cache-Control"] = "no-store"  # RFC 6749 §5.1
    if form.grant_type == "password" and form.username is not None and form.password is not None:
        return grants.sign_in(db, settings, form.username, form.password, client)
    if form.grant_type == "refresh_token" and form.refresh_token is not None:
        return grants.refresh(db, settings, form.refresh_token, client)
    if form.grant_type == EMAIL_CODE and form.code_id is not None and form.code is not None:
        return grants.sign_in_with_code(db, settings, form.code_id, form.code, client)
    if form.grant_type == JWT_BEARER and form.assertion is not None:
        audience = base_url(request, settings)
        return grants.sign_in_with_assertion(db, settings, form.assertion, client, audience=audience)
    if form.grant_type in GRANTS:
        raise TokenError("invalid_request", f"grant_type={form.grant_type} lacks a parameter.")
    if form.grant_type:
        raise TokenError("unsupported_grant_type", f"grant_type is one of {', '.join(GRANTS)}.")
    raise TokenError("invalid_request", "grant_type is missing.")


@router.post("/codes", status_code=202, responses=problem_responses(409, 429))
async def create_code(
    body: CodeRequest, db: DatabaseConnection, settings: CurrentSettings, client: CurrentClient
) -> CodeRead:
    """Have a code mailed, to sign in with (also without an account), or to verify the address. The last one counts."""
    return CodeRead(code_id=codes.ask_for_code(db, settings, body.email, client))


@tokens.post("/revoke", responses={400: {"model": TokenErrorRead}, 429: {"model": TokenErrorRead}})
async def revoke_token(
    form: Annotated[RevocationRequest, Form()], db: DatabaseConnection, settings: CurrentSettings, client: CurrentClient
) -> None:
    """Sign out (RFC 7009): ends the session that the token belongs to. A token that is not valid is revoked already."""
    if not form.token:
        raise TokenError("invalid_request", "token is missing.")
    grants.revoke(db, settings, form.token, client)


@router.get("/sessions", responses=problem_responses(400, 401))
async def list_sessions(
    caller: OwnAccount, session_id: CurrentSessionID, db: DatabaseConnection, paging: Paging
) -> SessionPage:
    """Where and when the caller is signed in, the latest used first."""
    sessions = queries.list_sessions(db, caller.id, after=paging.position(), limit=paging.limit)
    page = paging.page(sessions, "used_at", "id")
    items = [SessionRead.model_validate({**vars(each), "current": each.id == session_id}) for each in page["items"]]
    return SessionPage(items=items, next=page["next"])


@router.delete("/sessions/{session_id}", status_code=204, responses=problem_responses(401, 404))
async def end_session(session_id: PathId, caller: OwnAccount, db: DatabaseConnection) -> None:
    """Sign out elsewhere, or here."""
    changes.end_own_session(db, session_id, user_id=caller.id)
