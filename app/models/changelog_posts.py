"""The changelog_posts table: which posts an entry of the changelog names."""

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

import app.models.changelog_entries
import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base


class ChangelogPost(Base):
    __tablename__ = "changelog_posts"
    __table_args__ = (Index("ix_changelog_posts_post_id", "post_id"),)

    entry_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("changelog_entries.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
