"""A comment on the wire, for whoever reads it."""

from app.comments.schemas import CommentRead
from app.http.schemas import UserRead
from app.models.comments import Comment
from app.models.users import User


def serialize(comment: Comment, caller: User | None) -> CommentRead:
    """A deleted comment keeps its place without its text; so does a hidden one, for all but staff."""
    deleted = comment.deleted_at is not None
    shown = not deleted and (not comment.hidden or bool(caller and caller.is_staff))
    return CommentRead(
        id=comment.id,
        post_id=comment.post_id,
        author=UserRead.model_validate(comment.author) if shown else None,
        content=comment.content if shown else None,
        deleted=deleted,
        hidden=comment.hidden,
        staff_only=comment.staff_only,
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )
