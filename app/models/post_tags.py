"""The post_tags table: which post has which tag."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, Named, Table, TypedColumns, text

import app.models.tags  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata
from app.models.posts import SORTED_BY

EPOCH = text("'epoch'")


class PostTagColumns(TypedColumns):
    """Beside the two, what the post is sorted by: triggers keep it as it is in posts, and the defaults are never seen.

    So a tag's list is a walk along an index of the tag, which meets with no post that doesn't have it.
    """

    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Named[int] = Column(BigInteger, ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    rank: Named[float] = Column(Double, server_default="0")
    created_at: Named[datetime] = Column(Instant, server_default=EPOCH)
    votes_count: Named[int] = Column(Integer, server_default="0")
    comments_count: Named[int] = Column(Integer, server_default="0")
    updated_at: Named[datetime] = Column(Instant, server_default=EPOCH)


post_tags = Table(
    "post_tags",
    metadata,
    PostTagColumns,
    *(Index(f"ix_post_tags_tag_id_{name}_post_id", "tag_id", name, "post_id") for name in SORTED_BY),
)
