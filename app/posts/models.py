"""The posts table."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, func
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.base import Base, CreatedAt, IdColumn


class Post(Base):
    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("votes_count >= 0", name="votes_count"),
        Index("ix_posts_created_at_id", "created_at", "id"),
        Index("ix_posts_votes_count_id", "votes_count", "id"),
        Index("ix_posts_author_id_created_at_id", "author_id", "created_at", "id"),
    )

    id: Mapped[IdColumn]
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    title: Mapped[str]
    content: Mapped[str]
    votes_count: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    author = relationship("User", lazy="raise")
    # Whether the caller voted: filled by queries that know the caller, null for a visitor.
    has_voted: Mapped[bool | None] = query_expression()
