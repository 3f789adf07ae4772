"""The comments table."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.users import User


class Comment(Base):
    """A deleted comment keeps its place, without its text. `merged_from_id`: the duplicate that it was written to.

    `staff_only`: a note of the team's. It is hidden as well, so whatever leaves out hidden comments leaves out notes;
    and unlike these it leaves no place that others see.
    """

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("NOT staff_only OR hidden", name="notes_are_hidden"),
        Index("ix_comments_post_id_id", "post_id", "id"),
        Index("ix_comments_author_id", "author_id"),
        Index("ix_comments_merged_from_id", "merged_from_id", postgresql_where=text("merged_from_id IS NOT NULL")),
    )

    id: Mapped[IdColumn]
    post_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posts.id"))
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    content: Mapped[str]
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    staff_only: Mapped[bool] = mapped_column(server_default=text("false"))
    merged_from_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("posts.id"))
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]

    author = relationship(User, lazy="raise")
