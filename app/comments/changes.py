"""Writing comments: each change in one statement, together with the post's count and its author's subscription.

The post's row is locked first, as for votes: of two changes on one post the second waits, and counts from what the
first left.
"""

from typing import Any, ClassVar

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from app.comments.statements import changed_event, counted, seen_comment, told_to_all
from app.errors import AccountGone, Conflict, Forbidden, Invalid, NotFound, PreconditionFailed
from app.models.comments import Comment, comments
from app.models.posts import posts
from app.models.record import Record
from app.models.users import Member, User, in_use, users
from app.moderation_log.changes import log_moderation
from app.outbox.wake import wake_after_commit
from app.posts.visibility import PUBLIC, visible_to


class CreatedComment(Comment):
    """`takes_comments`: its post, where the author sees one; None for none."""

    takes_comments: bool | None


def create_comment(db: Connection, post_id: int, *, author: User, content: str, staff_only: bool) -> Comment:
    """The author follows the post from now on, unless that one chose not to. Raises NotFound, Forbidden,
    Conflict or AccountGone.

    `staff_only`: a note, of which nothing outside the team may tell. So the post is not changed by it, and there is no
    event. A locked post takes notes, too.
    """
    if staff_only and not author.is_staff:
        raise Forbidden("Only staff may write notes for the team.", code="notes-are-for-staff")
    takes_comments = and_(or_(~posts.c.locked, literal(staff_only)), posts.c.merged_into_id.is_(None)).label(
        "takes_comments"
    )
    account = in_use(author.id)
    seen = select(posts.c.id, takes_comments, PUBLIC.label("is_public")).join(account, true())
    seen = seen.where(posts.c.id == post_id, visible_to(author))
    post = seen.with_for_update(key_share=True, of=posts).cte("post")
    columns = ["post_id", "author_id", "content", "staff_only", "hidden"]
    values = (literal(author.id), literal(content), literal(staff_only), literal(staff_only))
    written = select(post.c.id, *values).where(post.c.takes_comments)
    added = insert(comments).from_select(columns, written).returning(*Comment.columns(comments)).cte("added")
    shown = (*Comment.columns(added), *Member.columns(users, "author"))
    statement = select(post.c.takes_comments, *shown).select_from(account).outerjoin(post, true())
    statement = statement.outerjoin(added, true())
    statement = statement.outerjoin(users, users.c.id == added.c.author_id)
    if not staff_only:
        statement = statement.add_cte(*told_to_all(post, added, author))
        wake_after_commit(db)
    created = CreatedComment.one_or_none(db.execute(statement))
    if created is None:
        raise AccountGone
    if created.takes_comments is None:
        raise NotFound("post")
    if not created.takes_comments:
        raise Conflict("This post takes no comments: it is locked, or merged into another.", code="comments-closed")
    return created


def update_comment(db: Connection, comment_id: int, *, caller: User, version: int | None, **changes: Any) -> Comment:
    """Changes the caller's own comment, or anybody's where the caller is staff, who alone may hide.

    Raises NotFound, Forbidden, PreconditionFailed where the comment is no longer at `version`, or Invalid for a note
    that is to be hidden or shown.
    """
    if "hidden" in changes and not caller.is_staff:
        raise Forbidden("Only staff may hide a comment.")
    comment = change_comment(db, comment_id, caller, version, changes)
    if "hidden" in changes:
        log_moderation(db, caller.id, "comment.hidden" if comment.hidden else "comment.shown", "comment", comment.id)
    if "content" in changes and comment.author_id != caller.id:
        log_moderation(db, caller.id, f"{kind_of(comment)}.changed", "comment", comment.id)
    return comment


def delete_comment(db: Connection, comment_id: int, *, caller: User, version: int | None) -> None:
    """Takes the text away and leaves the place. Raises as update_comment does."""
    comment = change_comment(db, comment_id, caller, version, {"content": "", "deleted_at": func.now()})
    if comment.author_id != caller.id:
        log_moderation(db, caller.id, f"{kind_of(comment)}.deleted", "comment", comment.id)


def kind_of(comment: Comment) -> str:
    """In the moderation log, whose entries about notes are the team's alone (app/moderation_log/queries.py)."""
    return "note" if comment.staff_only else "comment"


class ChangedComment(Record):
    """As it was found, and as it is now, with its author; None where it was not changed."""

    nested: ClassVar = {"changed": Comment, "author": Member}

    author_id: int
    version: int
    staff_only: bool
    changed: Comment | None
    author: Member


def change_comment(
    db: Connection, comment_id: int, caller: User, version: int | None, changes: dict[str, Any]
) -> Comment:
    found = seen_comment(comment_id, caller)
    allowed = [comments.c.id == found.c.id]
    if not caller.is_staff:
        allowed.append(found.c.author_id == caller.id)
    if "hidden" in changes:
        allowed.append(~found.c.staff_only)
    if version is not None:
        allowed.append(found.c.version == version)
    values = {**changes, "version": comments.c.version + 1, "updated_at": func.now()}
    changed = update(comments).where(*allowed).values(values).returning(*Comment.columns(comments)).cte("changed")
    after = and_(changed.c.deleted_at.is_(None), ~changed.c.hidden)
    step = cast(after, Integer) - select(cast(found.c.counts, Integer)).scalar_subquery()
    columns = (
        *ChangedComment.columns(found),
        *Comment.columns(changed, "changed"),
        *Member.columns(users, "author"),
    )
    statement = select(*columns).select_from(found).outerjoin(changed, true())
    statement = statement.outerjoin(users, users.c.id == changed.c.author_id)
    statement = statement.add_cte(counted(changed, step), changed_event(found, changed, caller))
    # A merge may have moved the comment while this statement waited for the lock on its post. A second run finds it.
    before = ChangedComment.one_or_none(db.execute(statement)) or ChangedComment.one_or_none(db.execute(statement))
    if before is None:
        raise NotFound("comment")
    require_changeable(before.author_id, caller)
    if before.staff_only and "hidden" in changes:
        raise Invalid("#/hidden", "A note is never shown to others.")
    if before.changed is None:
        if version is None:
            raise NotFound("comment")  # It was found, and was no more when it was to be changed.
        raise PreconditionFailed("comment", current=before.version, expected=version)
    if not before.staff_only:
        wake_after_commit(db)
    before.changed.author = before.author
    return before.changed


def require_changeable(author_id: int, caller: User) -> None:
    """Raises Forbidden."""
    if not caller.is_staff and author_id != caller.id:
        raise Forbidden("Only its author or staff may change this comment.")
