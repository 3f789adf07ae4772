"""Comments on the wire."""

from datetime import datetime

from pydantic import Field

from app.http.fields import Answer, Body, Message
from app.http.pagination import Page
from app.http.schemas import UserRead


class CommentCreate(Body):
    content: Message = Field(examples=["On the phone too, please."])


class CommentUpdate(Body):
    """`hidden` is for staff."""

    content: Message | None = None
    hidden: bool | None = None


class CommentRead(Answer):
    """What was deleted keeps its place without its text; so does what is hidden, for all but staff."""

    id: int
    post_id: int
    author: UserRead | None
    content: str | None
    deleted: bool
    hidden: bool
    created_at: datetime
    updated_at: datetime


class CommentPage(Page[CommentRead]):
    pass
