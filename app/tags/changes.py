"""Writing tags. Each change reaches the posts that have the tag, so that whoever keeps copies learns of it."""

from typing import Any, NoReturn

from sqlalchemy import CTE, Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.errors import Conflict, NotFound, PreconditionFailed
from app.models.post_tags import post_tags
from app.models.posts import posts, touched
from app.models.tags import Tag, tags
from app.models.users import User
from app.moderation_log.changes import log_moderation


def create_tag(db: Connection, *, actor: User, slug: str, name: str, staff_only: bool) -> Tag:
    """Raises Conflict where there is a tag of this slug."""
    values = {"slug": slug, "name": name, "staff_only": staff_only}
    statement = insert(tags).values(values).on_conflict_do_nothing(index_elements=[tags.c.slug])
    tag = Tag.one_or_none(db.execute(statement.returning(*Tag.columns(tags))))
    if tag is None:
        raise Conflict("There is a tag of this slug already.", code="tag-exists")
    log_moderation(db, actor.id, "tag.created", "tag", tag.id, slug=slug)
    return tag


def update_tag(db: Connection, slug: str, *, actor: User, version: int | None, **changes: Any) -> Tag:
    """Raises NotFound, or PreconditionFailed where the tag is no longer at `version`."""
    statement = update(tags).where(tags.c.slug == slug)
    if version is not None:
        statement = statement.where(tags.c.version == version)
    changed = statement.values(**changes, version=tags.c.version + 1).returning(*Tag.columns(tags)).cte("changed")
    tag = Tag.one_or_none(db.execute(select(changed).add_cte(touch_tagged(changed))))
    if tag is None:
        explain_unchanged(db, slug, version)
    log_moderation(db, actor.id, "tag.changed", "tag", tag.id, slug=slug, fields=sorted(changes))
    return tag


def delete_tag(db: Connection, slug: str, *, actor: User, version: int | None) -> None:
    """Takes it from every post. Raises as update_tag does."""
    statement = delete(tags).where(tags.c.slug == slug)
    if version is not None:
        statement = statement.where(tags.c.version == version)
    deleted = statement.returning(tags.c.id).cte("deleted")
    tag_id = db.scalar(select(deleted.c.id).add_cte(touch_tagged(deleted)))
    if tag_id is None:
        explain_unchanged(db, slug, version)
    log_moderation(db, actor.id, "tag.deleted", "tag", tag_id, slug=slug)


def touch_tagged(tag: CTE) -> CTE:
    """Locks the posts in the order of their ids, so that two changes that reach the same posts never deadlock."""
    tagged = select(post_tags.c.post_id).where(post_tags.c.tag_id == tag.c.id)
    reached = select(posts.c.id).where(posts.c.id.in_(tagged), posts.c.deleted_at.is_(None)).order_by(posts.c.id)
    locked = reached.with_for_update(key_share=True).cte("locked")
    return update(posts).where(posts.c.id == locked.c.id).values(touched()).cte("touched")


def explain_unchanged(db: Connection, slug: str, version: int | None) -> NoReturn:
    """Raises NotFound or PreconditionFailed: the reason why a change found no tag to change.

    Where any version would have done, there was no tag; one that is found now was made since.
    """
    current = db.scalar(select(tags.c.version).where(tags.c.slug == slug))
    if current is None or version is None:
        raise NotFound("tag")
    raise PreconditionFailed("tag", current=current, expected=version)
