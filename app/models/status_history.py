"""The status_history table."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import Status, is_one_of
from app.models.users import User


class StatusChange(Base):
    """Append-only: a trigger refuses to change or delete what was written."""

    __tablename__ = "status_history"
    __table_args__ = (
        CheckConstraint(is_one_of("status", Status), name="status"),
        Index("ix_status_history_post_id_id", "post_id", "id"),
        Index("ix_status_history_created_at", "created_at"),
    )

    id: Mapped[IdColumn]
    post_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posts.id"))
    actor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    status: Mapped[str]
    response: Mapped[str | None]
    created_at: Mapped[CreatedAt]

    actor = relationship(User, lazy="raise")
