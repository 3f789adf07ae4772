"""The votes table."""

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt


class Vote(Base):
    """`merged_from_id`: the duplicate that brought the vote here, and keeps its own.

    `cast_by_id`: who of the staff cast it for the person; null where people voted themselves.
    """

    __tablename__ = "votes"
    __table_args__ = (
        Index("ix_votes_merged_from_id", "merged_from_id", postgresql_where=text("merged_from_id IS NOT NULL")),
        Index("ix_votes_cast_by_id", "cast_by_id", postgresql_where=text("cast_by_id IS NOT NULL")),
        Index("ix_votes_created_at", "created_at", postgresql_where=text("merged_from_id IS NULL")),
    )

    post_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    merged_from_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("posts.id"))
    cast_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
