"""Writing tags. Each change reaches the posts that have the tag, so that whoever keeps copies learns of it."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import CTE, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.errors import Conflict, NotFound, PreconditionFailed
from app.models import Post, PostTag, Tag, User
from app.models.posts import touched
from app.moderation_log.changes import log_moderation


def create_tag(db: Session, *, actor: User, slug: str, name: str, staff_only: bool) -> Tag:
    """Raises Conflict where there is a tag of this slug."""
    values = {"slug": slug, "name": name, "staff_only": staff_only}
    statement = insert(Tag).values(values).on_conflict_do_nothing(index_elements=[Tag.slug]).returning(Tag)
    tag = db.scalar(statement)
    if tag is None:
        raise Conflict("There is a tag of this slug already.", code="tag-exists")
    log_moderation(db, actor.id, "tag.created", "tag", tag.id, slug=slug)
    return tag


def update_tag(db: Session, slug: str, *, actor: User, version: int | None, **changes: Any) -> Tag:
    """Raises NotFound, or PreconditionFailed where the tag is no longer at `version`."""
    statement = update(Tag).where(Tag.slug == slug)
    if version is not None:
        statement = statement.where(Tag.version == version)
    changed = statement.values(**changes, version=Tag.version + 1).returning(Tag).cte("changed")
    tags: Sequence[Tag] = db.scalars(select(aliased(Tag, changed)).add_cte(touch_tagged(changed))).all()
    if not tags:
        explain_unchanged(db, slug, version)
    tag = tags[0]
    log_moderation(db, actor.id, "tag.changed", "tag", tag.id, slug=slug, fields=sorted(changes))
    return tag


def delete_tag(db: Session, slug: str, *, actor: User, version: int | None) -> None:
    """Takes it from every post. Raises as update_tag does."""
    statement = delete(Tag).where(Tag.slug == slug)
    if version is not None:
        statement = statement.where(Tag.version == version)
    deleted = statement.returning(Tag.id).cte("deleted")
    tag_id = db.scalar(select(deleted.c.id).add_cte(touch_tagged(deleted)))
    if tag_id is None:
        explain_unchanged(db, slug, version)
    log_moderation(db, actor.id, "tag.deleted", "tag", tag_id, slug=slug)


def touch_tagged(tag: CTE) -> CTE:
    """Locks the posts in the order of their ids, so that two changes that reach the same posts never deadlock."""
    tagged = select(PostTag.post_id).where(PostTag.tag_id == tag.c.id)
    posts = select(Post.id).where(Post.id.in_(tagged), Post.deleted_at.is_(None)).order_by(Post.id)
    locked = posts.with_for_update(key_share=True).cte("locked")
    return update(Post).where(Post.id == locked.c.id).values(touched()).cte("touched")


def explain_unchanged(db: Session, slug: str, version: int | None) -> NoReturn:
    """Raises NotFound or PreconditionFailed: the reason why a change found no tag to change.

    Where any version would have done, there was no tag; one that is found now was made since.
    """
    current = db.scalar(select(Tag.version).where(Tag.slug == slug))
    if current is None or version is None:
        raise NotFound("tag")
    raise PreconditionFailed("tag", current=current, expected=version)
