"""Comments on the wire."""

from datetime import datetime

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Message
from app.http.pagination import Page
from app.http.schemas import UserRead


class CommentCreate(RequestBody):
    content: Message = Field(examples=["On the phone too, please."])
    staff_only: bool = Field(False, description="A note for the team, from staff: nobody else learns of it")


class CommentUpdate(RequestBody):
    """`hidden` is for staff."""

    content: Message | None = None
    hidden: bool | None = None


class CommentRead(ResponseBody):
    """What was deleted keeps its place without its text; so does what is hidden, for all but staff. A note is `hidden`,
    too, and has no place in what others get."""

    id: int
    post_id: int
    author: UserRead | None
    content: str | None
    deleted: bool
    hidden: bool
    staff_only: bool = Field(description="A note of the team's")
    created_at: datetime
    updated_at: datetime


class CommentPage(Page[CommentRead]):
    pass
