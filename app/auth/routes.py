"""The token endpoint (RFC 6749)."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from app.auth import rules
from app.auth.schemas import TokenErrorRead, TokenRead, TokenRequest
from app.database import DatabaseSession
from app.dependencies import CurrentSettings

router = APIRouter(prefix="/v1/auth", tags=["auth"])


@router.post("/token", responses={400: {"model": TokenErrorRead}})
async def create_token(
    form: Annotated[TokenRequest, Form()], response: Response, db: DatabaseSession, settings: CurrentSettings
) -> TokenRead:
    """Sign in with `grant_type=password`, or go on with `grant_type=refresh_token`."""
    response.headers["Cache-Control"] = "no-store"  # RFC 6749 §5.1
    if form.grant_type == "password" and form.username is not None and form.password is not None:
        return rules.sign_in(db, settings, form.username, form.password)
    if form.grant_type == "refresh_token" and form.refresh_token is not None:
        return rules.refresh(db, settings, form.refresh_token)
    if form.grant_type in ("password", "refresh_token"):
        raise rules.TokenError("invalid_request", f"grant_type={form.grant_type} lacks a parameter.")
    if form.grant_type:
        raise rules.TokenError("unsupported_grant_type", "grant_type is password or refresh_token.")
    raise rules.TokenError("invalid_request", "grant_type is missing.")
