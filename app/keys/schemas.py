"""API keys on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Name, moment_in
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import Scope


def each_once(scopes: list[Scope]) -> list[Scope]:
    if len(set(scopes)) < len(scopes):
        raise PydanticCustomError("repeated", "must name each scope once")
    return scopes


Scopes = Annotated[
    list[Scope],
    Field(min_length=1, max_length=5, json_schema_extra={"uniqueItems": True}),
    AfterValidator(each_once),
]


def to_end(value: object) -> object:
    """Here rather than by the type, as that of a changelog's entry."""
    try:
        return None if value is None else moment_in(value)
    except ValueError:
        raise ValueError("must be null, or a date and time with an offset, like 2026-01-31T12:00:00Z") from None


End = Annotated[datetime | None, BeforeValidator(to_end), Field(description="In the future; null: never")]


class KeyCreate(RequestBody):
    name: Name = Field(description="Of the integration, as everybody sees it", examples=["Support desk"])
    scopes: Scopes = Field(examples=[["read", "write"]])
    expires_at: End = None


class KeyRead(ResponseBody):
    id: int
    name: str
    begins_with: str = Field(description="To know it again", examples=["heed_Ab3d"])
    scopes: list[Scope]
    user_id: int = Field(description="The integration, as the author of what it writes")
    created_by: UserRead
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the hour")


class KeyCreated(KeyRead):
    key: str | None = Field(
        description="Shown this once: null in the answer to a retry with the same `Idempotency-Key`",
        examples=["heed_…"],
    )


class KeyPage(Page[KeyRead]):
    pass
