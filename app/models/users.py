"""The users table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedAt, IdColumn


class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(btrim(email))", name="email_normalised"),
        CheckConstraint("role IN ('member', 'moderator', 'admin')", name="role"),
        CheckConstraint("status IN ('active', 'disabled', 'deleted')", name="status"),
        CheckConstraint("(status = 'deleted') = (email IS NULL)", name="deleted_is_anonymous"),
        Index("uq_users_email", "email", unique=True),
        Index("ix_users_admins", "id", postgresql_where=text("role = 'admin'")),
    )

    id: Mapped[IdColumn]
    email: Mapped[str | None]
    name: Mapped[str]
    password_hash: Mapped[str | None] = mapped_column(deferred=True)  # Read only where a password is checked.
    role: Mapped[str] = mapped_column(server_default="member")
    status: Mapped[str] = mapped_column(server_default="active")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def is_staff(self) -> bool:
        return self.role in ("moderator", "admin")
