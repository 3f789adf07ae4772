"""The SQL of giving tags to posts and taking them away: each in one statement with the post's version."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.moderation.queries import record
from app.posts.queries import get_post
from app.users.models import User

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
