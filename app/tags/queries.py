"""The SQL of tags. Each change reaches the posts that have the tag, so that whoever keeps copies learns of it."""

from collections.abc import Sequence
from typing import Any, NoReturn

from sqlalchemy import CTE, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from app.errors import Conflict, NotFound, PreconditionFailed
from app.models import Post, PostTag, Tag, User
from app.moderation_log.queries import record
from app.posts.changes import touched
from app.posts.queries import get_post, seen_tag

# Nothing is written where nothing changes.
IN_STEP = """
    WITH post AS (SELECT id FROM posts WHERE id = :post_id AND deleted_at IS NULL FOR NO KEY UPDATE),
    tag AS (SELECT id FROM tags WHERE slug = :slug FOR KEY SHARE),
    changed AS ({change}),
    touched AS (
        UPDATE posts SET version = version + 1, updated_at = now() FROM changed WHERE posts.id = changed.post_id
        RETURNING posts.id
    )
    SELECT EXISTS (SELECT FROM post) AS post, EXISTS (SELECT FROM tag) AS tag, EXISTS (SELECT FROM touched) AS changed
"""
GIVE = text(
    IN_STEP.format(
        change="""
        INSERT INTO post_tags (post_id, tag_id) SELECT post.id, tag.id FROM post, tag
        ON CONFLICT DO NOTHING RETURNING post_id
        """
    )
)
TAKE = text(
    IN_STEP.format(
        change="""
        DELETE FROM post_tags USING post, tag WHERE post_tags.post_id = post.id AND post_tags.tag_id = tag.id
        RETURNING post_tags.post_id
        """
    )
)


def list_tags(db: Session, *, caller: User | None) -> Sequence[Tag]:
    return db.scalars(select(Tag).where(seen_tag(caller)).order_by(Tag.slug)).all()


def create_tag(db: Session, *, actor: User, slug: str, name: str, staff_only: bool) -> Tag:
    """Raises Conflict where there is a tag of this slug."""
    values = {"slug": slug, "name": name, "staff_only": staff_only}
    statement = insert(Tag).values(values).on_conflict_do_nothing(index_elements=[Tag.slug]).returning(Tag)
    tag = db.scalar(statement)
    if tag is None:
        raise Conflict("There is a tag of this slug already.", code="tag-exists")
    record(db, actor.id, "tag.created", "tag", tag.id, slug=slug)
    return tag


def update_tag(db: Session, slug: str, *, actor: User, version: int | None, **changes: Any) -> Tag:
    """Raises NotFound, or PreconditionFailed where the tag is no longer at `version`."""
    statement = update(Tag).where(Tag.slug == slug)
    if version is not None:
        statement = statement.where(Tag.version == version)
    changed = statement.values(**changes, version=Tag.version + 1).returning(Tag).cte("changed")
    tags: Sequence[Tag] = db.scalars(select(aliased(Tag, changed)).add_cte(touch_tagged(changed))).all()
    if not tags:
        refuse(db, slug, version)
    tag = tags[0]
    record(db, actor.id, "tag.changed", "tag", tag.id, slug=slug, fields=sorted(changes))
    return tag


def delete_tag(db: Session, slug: str, *, actor: User, version: int | None) -> None:
    """Takes it from every post. Raises as update_tag does."""
    statement = delete(Tag).where(Tag.slug == slug)
    if version is not None:
        statement = statement.where(Tag.version == version)
    gone = statement.returning(Tag.id).cte("gone")
    tag_id = db.scalar(select(gone.c.id).add_cte(touch_tagged(gone)))
    if tag_id is None:
        refuse(db, slug, version)
    record(db, actor.id, "tag.deleted", "tag", tag_id, slug=slug)


def touch_tagged(tag: CTE) -> CTE:
    """In the order of their ids: of two changes that reach the same posts the second waits, and neither for ever."""
    tagged = select(PostTag.post_id).where(PostTag.tag_id == tag.c.id)
    posts = select(Post.id).where(Post.id.in_(tagged), Post.deleted_at.is_(None)).order_by(Post.id)
    locked = posts.with_for_update(key_share=True).cte("locked")
    return update(Post).where(Post.id == locked.c.id).values(touched()).cte("touched")


def refuse(db: Session, slug: str, version: int | None) -> NoReturn:
    """Says why nothing was changed."""
    current = db.scalar(select(Tag.version).where(Tag.slug == slug))
    if current is None:
        raise NotFound("There is no such tag.")
    raise PreconditionFailed(f"The tag has changed since: it is at version {current}, not {version}.")


def tag_post(db: Session, post_id: int, slug: str, *, actor: User, tagged: bool) -> list[Any]:
    """The tags of the post then. Raises NotFound for the post and for the tag."""
    found = db.execute(GIVE if tagged else TAKE, {"post_id": post_id, "slug": slug}).one()
    if not found.post:
        raise NotFound("There is no such post.")
    if not found.tag:
        raise NotFound("There is no such tag.")
    if found.changed:
        record(db, actor.id, "post.tagged" if tagged else "post.untagged", "post", post_id, tag=slug)
    return get_post(db, post_id, caller=actor).tags or []
