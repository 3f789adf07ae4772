"""The users table."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ColumnElement, Index, Integer, and_, false, func, literal_column, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column
from sqlalchemy.orm.interfaces import ORMOption

from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import Language, Role, is_one_of


class User(Base):
    """`status`: `integration` for what acts by an API key: nobody who signs in, is mailed or erased, which takes
    `active`. `via_id`: not stored; the integration that acts in the member's place, during this request.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("email = lower(btrim(email))", name="email_normalised"),
        CheckConstraint(is_one_of("role", Role), name="role"),
        CheckConstraint(is_one_of("language", Language), name="language"),
        CheckConstraint("status IN ('active', 'disabled', 'deleted', 'integration')", name="status"),
        CheckConstraint("(status IN ('deleted', 'integration')) = (email IS NULL)", name="has_an_address"),
        Index("uq_users_email", "email", unique=True),
        Index("ix_users_admins", "id", postgresql_where=text("role = 'admin'")),
        Index("ix_users_staff", "id", postgresql_where=text("role <> 'member'")),
        Index("ix_users_disabled", "id", postgresql_where=text("status = 'disabled'")),
        Index(
            "ix_users_lower_name",
            func.lower(literal_column("name")).label("lower_name"),
            postgresql_using="gin",
            postgresql_ops={"lower_name": "gin_trgm_ops"},
        ),
        Index("ix_users_email", "email", postgresql_using="gin", postgresql_ops={"email": "gin_trgm_ops"}),
    )

    id: Mapped[IdColumn]
    email: Mapped[str | None]
    name: Mapped[str]
    password_hash: Mapped[str | None] = mapped_column(deferred=True)  # Read only where a password is checked.
    role: Mapped[str] = mapped_column(server_default="member")
    status: Mapped[str] = mapped_column(server_default="active")
    email_verified: Mapped[bool] = mapped_column(server_default=false())
    language: Mapped[str | None]  # What the member chose to read the board in; null: not chosen.
    version: Mapped[int] = mapped_column(Integer, server_default="1")  # Counts changes of name, role and status.
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    via_id = cast("int | None", None)

    @property
    def integration(self) -> bool:
        return self.status == "integration"

    @property
    def is_staff(self) -> bool:
        return self.role in ("moderator", "admin")


def in_waiting(member: Any = User) -> ColumnElement[bool]:
    """That staff made the account by voting for its address, which nobody has proven: app/users/waiting.py.

    It is told by what it lacks: an account that its owner made has a password, or an address that a code has proven.
    """
    return and_(member.status == "active", ~member.email_verified, member.password_hash.is_(None))


def public_columns(member: Any = User) -> tuple[Any, ...]:
    """What anybody may see of a member. Where only that is shown, no e-mail address leaves the database."""
    return member.id, member.name, member.role, member.status, member.created_at


def with_member(relationship: Any, *, innerjoin: bool = False) -> ORMOption:
    """Joins a member with the public columns. Reading any other raises."""
    return joinedload(relationship, innerjoin=innerjoin).load_only(*public_columns(), raiseload=True)
