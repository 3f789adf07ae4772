"""The changelog on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import LINES, Id, Interchangeable, Title, Visible, moment_in
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import EntryState, Status

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000, pattern=LINES),
    Interchangeable,
    Visible,
]


def to_moment(value: object) -> object:
    """Here rather than by the type, whose fault would be told twice, once for each half of the union."""
    if value is None or value == "now":
        return value
    try:
        return moment_in(value)
    except ValueError:
        message = "must be `now`, null, or a date and time with an offset, like 2026-01-31T12:00:00Z"
        raise ValueError(message) from None


Moment = Annotated[
    datetime | Literal["now"] | None,
    BeforeValidator(to_moment),
    Field(description="`now`; a time to come, at which everybody sees it; null for a draft", examples=["now"]),
]
PostIds = Annotated[list[Id], Field(max_length=50, description="The posts that it names")]
COMPLETE = "Whether its posts become completed when it is published"


class EntryCreate(RequestBody):
    title: Title = Field(examples=["Dark mode"])
    content: Text = Field(description="CommonMark", examples=["It follows the system."])
    published_at: Moment = None
    posts: PostIds = Field([])
    complete: bool = Field(False, description=COMPLETE)


class EntryUpdate(RequestBody):
    """What is left out stays as it is. `published_at` is null to take the entry back."""

    title: Title | None = None
    content: Text | None = None
    published_at: Moment = None
    posts: PostIds | None = None
    complete: bool | None = Field(None, description=COMPLETE)


class EntryPost(ResponseBody):
    id: int
    title: str
    status: Status
    votes_count: int


class EntryInList(ResponseBody):
    """Without its text, of which a hundred would be more than a response can hold."""

    id: int
    title: str
    author: UserRead
    state: EntryState
    published_at: datetime | None
    posts: list[EntryPost] = Field(description="Those that the caller may see")
    created_at: datetime
    updated_at: datetime


class ChangelogEntryRead(EntryInList):
    content: str
    complete: bool = Field(description=COMPLETE, validation_alias="completes")


class ChangelogPage(Page[EntryInList]):
    pass
