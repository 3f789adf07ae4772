"""The token endpoint on the wire (RFC 6749)."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Email
from app.http.pagination import Page

EMAIL_CODE = "urn:heed:params:oauth:grant-type:email-code"  # An extension grant (RFC 6749 §4.5).
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"  # RFC 7523 §2.1
GRANTS = ("password", "refresh_token", EMAIL_CODE, JWT_BEARER)


def grants(schema: dict[str, Any]) -> None:
    """What the contract says of the form: its emptiness is only the endpoint's own way to tell that it is missing."""
    schema["required"] = ["grant_type"]
    schema["properties"]["grant_type"] = {"type": "string", "enum": [*GRANTS]}


class TokenRequest(BaseModel):
    """The form of all grants. Which fields a grant needs is the endpoint's to say, as its errors are OAuth's own;
    parameters that it doesn't know are ignored (RFC 6749 §3.2)."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=grants)

    grant_type: str = ""
    username: str | None = Field(None, description="The e-mail address; with `password`")
    password: str | None = Field(None, json_schema_extra={"format": "password"})
    refresh_token: str | None = Field(None, description="With `refresh_token`")
    code_id: str | None = Field(None, description="As the request for the code was answered")
    code: str | None = Field(None, description="The six digits of the mail")
    assertion: str | None = Field(None, description="A JWT that the team's own server has signed; with the last one")


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
    used_at: datetime = Field(description="When it last got an access token, or wrote on the pages, to the hour")
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
    refresh_token: str | None = Field(
        None, description="Good for one use: the answer to that brings the next. Not there for an assertion"
    )
    scope: str | None = Field(None, description="Of a sign-in that is good for less than all, and else not there")


class CodeRequest(RequestBody):
    email: Email = Field(examples=["ada@example.com"])


class CodeRead(ResponseBody):
    """To be sent with the code of the mail, for which it is needed."""

    code_id: str


class TokenErrorRead(ResponseBody):
    """An OAuth error (RFC 6749 §5.2)."""

    error: Literal["invalid_request", "invalid_grant", "unsupported_grant_type", "temporarily_unavailable"]
    error_description: str
