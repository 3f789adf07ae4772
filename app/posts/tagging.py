"""Tagging a post, and taking a tag from it."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

from app.errors import NotFound
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.posts.queries import get_post
from app.posts.visibility import visible_sql

# Where the tag is there already, or not there, nothing is written.
CHANGE_TAGS = """
    WITH post AS (SELECT id FROM posts WHERE id = :post_id AND {visible} FOR NO KEY UPDATE),
    tag AS (SELECT id FROM tags WHERE slug = :slug FOR KEY SHARE),
    changed AS ({change}),
    touched AS (
        UPDATE posts SET version = version + 1, updated_at = now() FROM changed WHERE posts.id = changed.post_id
        RETURNING posts.id
    )
    SELECT EXISTS (SELECT FROM post) AS post, EXISTS (SELECT FROM tag) AS tag, EXISTS (SELECT FROM touched) AS changed
"""
TAG_POST = """
    INSERT INTO post_tags (post_id, tag_id) SELECT post.id, tag.id FROM post, tag
    ON CONFLICT DO NOTHING RETURNING post_id
"""
UNTAG_POST = """
    DELETE FROM post_tags USING post, tag WHERE post_tags.post_id = post.id AND post_tags.tag_id = tag.id
    RETURNING post_tags.post_id
"""


@cache
def statement_to(change: str) -> TextClause:
    return text(CHANGE_TAGS.format(visible=visible_sql(), change=change))


def change_tags(db: Connection, post_id: int, slug: str, *, actor: User, tagged: bool) -> list[Any]:
    """Returns the tags of the post afterwards. Raises NotFound for the post and for the tag."""
    result = db.execute(
        statement_to(TAG_POST if tagged else UNTAG_POST),
        {"post_id": post_id, "slug": slug, "user_id": actor.id, "is_staff": actor.is_staff},
    ).one()
    if not result.post:
        raise NotFound("post")
    if not result.tag:
        raise NotFound("tag")
    if result.changed:
        log_moderation(db, actor.id, "post.tagged" if tagged else "post.untagged", "post", post_id, tag=slug)
    return get_post(db, post_id, caller=actor).tags
