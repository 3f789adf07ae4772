"""The token endpoint on the wire (RFC 6749)."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.http.bodies import ResponseBody
from app.http.pagination import Page


def grants(schema: dict[str, Any]) -> None:
    """What the contract says of the form: its emptiness is only the endpoint's own way to tell that it is missing."""
    schema["required"] = ["grant_type"]
    schema["properties"]["grant_type"] = {"type": "string", "enum": ["password", "refresh_token"]}


class TokenRequest(BaseModel):
    """The form of both grants. Which fields a grant needs is the endpoint's to say, as its errors are OAuth's own;
    parameters that it doesn't know are ignored (RFC 6749 §3.2)."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=grants)

    grant_type: str = ""
    username: str | None = Field(None, description="The e-mail address; with `password`")
    password: str | None = Field(None, json_schema_extra={"format": "password"})
    refresh_token: str | None = Field(None, description="With `refresh_token`")


class RevocationRequest(BaseModel):
    """The form of RFC 7009. `token_type_hint` is not needed: the two kinds don't look alike."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"required": ["token"]})

    token: str = Field(
        "",
        description="A refresh or an access token: the whole session ends",
        json_schema_extra={"minLength": 1},
    )


class SessionRead(ResponseBody):
    """A sign-in that goes on."""

    id: int
    created_at: datetime
    used_at: datetime = Field(description="When it last got a new access token")
    expires_at: datetime
    address: str | None
    user_agent: str | None
    current: bool = Field(description="Whether this request belongs to it")


class SessionPage(Page[SessionRead]):
    pass


class TokenRead(ResponseBody):
    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int = Field(description="Seconds that the access token lives", examples=[900])
    refresh_token: str = Field(description="Good for one use: the answer to that brings the next")


class TokenErrorRead(ResponseBody):
    """An OAuth error (RFC 6749 §5.2)."""

    error: Literal["invalid_request", "invalid_grant", "unsupported_grant_type", "temporarily_unavailable"]
    error_description: str
