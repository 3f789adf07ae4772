"""The changelog_posts table: which posts an entry of the changelog names."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Named, Table, TypedColumns

import app.models.changelog_entries
import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import metadata


class ChangelogPostColumns(TypedColumns):
    entry_id: Named[int] = Column(BigInteger, ForeignKey("changelog_entries.id", ondelete="CASCADE"), primary_key=True)
    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)


changelog_posts = Table(
    "changelog_posts",
    metadata,
    ChangelogPostColumns,
    Index("ix_changelog_posts_post_id", "post_id"),
)
