"""What a comment is to whoever reads it."""

from app.comments.schemas import CommentRead
from app.models import Comment, User
from app.users.schemas import UserRead


def shown_to(caller: User | None, comment: Comment) -> CommentRead:
    """The comment, or its place only: of one that is deleted, and for all but staff of one that is hidden."""
    deleted = comment.deleted_at is not None
    shown = not deleted and (not comment.hidden or bool(caller and caller.is_staff))
    return CommentRead(
        id=comment.id,
        post_id=comment.post_id,
        author=UserRead.model_validate(comment.author) if shown else None,
        content=comment.content if shown else None,
        deleted=deleted,
        hidden=comment.hidden,
        created_at=comment.created_at,
        updated_at=comment.updated_at,
    )
