"""The token endpoint on the wire (RFC 6749)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.fields import Answer


class TokenRequest(BaseModel):
    """The form of both grants. Which fields a grant needs is the endpoint's to say, as its errors are OAuth's own;
    parameters that it doesn't know are ignored (RFC 6749 §3.2)."""

    model_config = ConfigDict(extra="ignore")

    grant_type: str = Field("", json_schema_extra={"enum": ["password", "refresh_token"]})
    username: str | None = Field(None, description="The e-mail address; with `password`")
    password: str | None = Field(None, json_schema_extra={"format": "password"})
    refresh_token: str | None = Field(None, description="With `refresh_token`")


class TokenRead(Answer):
    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int = Field(description="Seconds that the access token lives", examples=[900])
    refresh_token: str = Field(description="Good for one use: the answer to that brings the next")


class TokenErrorRead(Answer):
    """An OAuth error (RFC 6749 §5.2)."""

    error: Literal["invalid_request", "invalid_grant", "unsupported_grant_type"]
    error_description: str
