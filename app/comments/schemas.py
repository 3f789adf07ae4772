"""Comments on the wire."""

from datetime import datetime
from typing import Self

from pydantic import Field

from app.comments.models import Comment
from app.fields import Answer, Body, Message
from app.pagination import Page
from app.users.models import User
from app.users.schemas import UserRead


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

    @classmethod
    def seen_by(cls, caller: User | None, comment: Comment) -> Self:
        deleted = comment.deleted_at is not None
        shown = not deleted and (not comment.hidden or bool(caller and caller.is_staff))
        return cls(
            id=comment.id,
            post_id=comment.post_id,
            author=UserRead.model_validate(comment.author) if shown else None,
            content=comment.content if shown else None,
            deleted=deleted,
            hidden=comment.hidden,
            created_at=comment.created_at,
            updated_at=comment.updated_at,
        )


class CommentPage(Page[CommentRead]):
    pass
