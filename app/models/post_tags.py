"""The post_tags table: which post has which tag."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Named, Table, TypedColumns

import app.models.posts
import app.models.tags  # noqa: F401  (has a foreign key to it)
from app.models.base import metadata


class PostTagColumns(TypedColumns):
    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Named[int] = Column(BigInteger, ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)


post_tags = Table(
    "post_tags",
    metadata,
    PostTagColumns,
    Index("ix_post_tags_tag_id_post_id", "tag_id", "post_id"),
)
