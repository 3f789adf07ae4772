"""The SQL of writing posts."""

from typing import Any, NoReturn

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session, aliased

from app.comments.models import Comment
from app.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from app.moderation.queries import record
from app.posts.models import Post
from app.posts.queries import get_post
from app.posts.search.store import VECTOR, VERSION, parameters_of, words_of
from app.posts.visibility import visible_to
from app.users.models import User
from app.votes.models import Vote


def create_post(
    db: Session, *, author: User, title: str, content: str, tags: list[str], language: str, first_is_approved: bool
) -> Post:
    """Stores the post with its author's vote, subscription and tags. Raises Invalid for tags that there are not.

    Where first posts wait for approval, the post of a member who has none that is public is pending.
    """
    statement = text(f"""
        WITH post AS (
            INSERT INTO posts (author_id, title, content, language, words, words_version, votes_count, visibility)
            VALUES (:author_id, :title, :content, CAST(:language AS regconfig), {VECTOR}, {VERSION}, 1, CASE
                WHEN :approved OR EXISTS (
                    SELECT FROM posts WHERE author_id = :author_id AND visibility = 'public' AND deleted_at IS NULL
                ) THEN 'public' ELSE 'pending'
            END)
            RETURNING id, author_id
        ),
        vote AS (INSERT INTO votes (post_id, user_id) SELECT id, author_id FROM post),
        subscription AS (INSERT INTO subscriptions (post_id, user_id) SELECT id, author_id FROM post),
        tagged AS (
            INSERT INTO post_tags (post_id, tag_id)
            SELECT post.id, tags.id FROM post, tags
            WHERE tags.slug = ANY (CAST(:tags AS text[])) AND (:is_staff OR NOT tags.staff_only)
            RETURNING tag_id
        )
        SELECT id, (SELECT count(*) FROM tagged) FROM post
    """)  # noqa: S608  (put together from constants)
    values = {"author_id": author.id, "title": title, "content": content, "tags": tags}
    values |= parameters_of(title, content, language)
    values |= {"approved": first_is_approved or author.is_staff, "is_staff": author.is_staff}
    post_id, tagged = db.execute(statement, values).one()
    if tagged != len(set(tags)):
        raise Invalid("#/tags", "There is no such tag.")
    return get_post(db, post_id, caller=author)


def update_post(db: Session, post_id: int, *, caller: User, language: str, version: int | None, **changes: Any) -> Post:
    """Changes the caller's own post, or anybody's where the caller is staff.

    Raises NotFound, Forbidden, or PreconditionFailed where the post is no longer at `version`.
    """
    if not caller.is_staff and changes.keys() & {"visibility", "locked"}:
        get_post(db, post_id, caller=caller)
        raise Forbidden("Only staff may approve, hide or lock.")
    values = {**changes, **touched()} if changes else {"version": Post.version}
    statement = update(Post).where(*may_change(post_id, caller, version)).values(values)
    changed = db.execute(statement.returning(Post.author_id, Post.title, Post.content)).one_or_none()
    if changed is None:
        refuse(db, post_id, caller, version)
    moderated = {name: value for name, value in changes.items() if name in ("visibility", "locked")}
    if changes and (moderated or changed.author_id != caller.id):
        action = "post.moderated" if moderated else "post.edited"
        record(db, caller.id, action, "post", post_id, fields=sorted(changes), **moderated)
    if not changes.keys() & {"title", "content"}:
        return get_post(db, post_id, caller=caller)
    words = words_of(post_id, changed.title, changed.content, language)
    return get_post(db, post_id, caller=caller, along=words)


def delete_post(db: Session, post_id: int, *, caller: User, version: int | None) -> None:
    """Takes away the text, the votes and the comments; the row stays for `updated_since`. Raises as update_post does,
    and Conflict for an original whose duplicates would lose it."""
    erased = {"title": "", "content": "", "words": None, "response": None, "votes_count": 0, "comments_count": 0}
    before = aliased(Post)
    statement = update(Post).where(*may_change(post_id, caller, version), before.id == Post.id)
    statement = statement.values(**erased, **touched(), deleted_at=func.now())
    deleted = db.execute(statement.returning(Post.author_id, before.title)).one_or_none()
    if deleted is None:
        refuse(db, post_id, caller, version)
    # Looked for with the lock on the post: a merge into it has either ended, or finds it deleted.
    duplicates = select(Post.id).where(Post.merged_into_id == post_id, Post.deleted_at.is_(None))
    if db.scalar(duplicates.limit(1)) is not None:
        raise Conflict("Other posts were merged into this one. Undo that first.", code="has-duplicates")
    db.execute(delete(Vote).where(Vote.post_id == post_id))
    comments = update(Comment).where(Comment.post_id == post_id, Comment.deleted_at.is_(None))
    db.execute(comments.values(content="", deleted_at=func.now()))
    if deleted.author_id != caller.id:
        record(db, caller.id, "post.deleted", "post", post_id, title=deleted.title)


def touched() -> dict[str, Any]:
    """What every change that a writer could overwrite leaves on a post. Votes and comments count no version up."""
    return {"version": Post.version + 1, "updated_at": func.now()}


def may_change(post_id: int, caller: User, version: int | None) -> list[ColumnElement[bool]]:
    conditions = [Post.id == post_id, visible_to(caller)]
    if not caller.is_staff:
        conditions.append(Post.author_id == caller.id)
    if version is not None:
        conditions.append(Post.version == version)
    return conditions


def refuse(db: Session, post_id: int, caller: User, version: int | None) -> NoReturn:
    """Says why nothing was changed. Raises NotFound, Forbidden or PreconditionFailed."""
    post = get_post(db, post_id, caller=caller)
    if not caller.is_staff and post.author_id != caller.id:
        raise Forbidden("Only its author or staff may change this post.")
    raise PreconditionFailed(f"The post has changed since: it is at version {post.version}, not {version}.")
