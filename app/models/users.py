"""The users table."""

from datetime import datetime

from sqlalchemy import (
    CTE,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Integer,
    Named,
    Table,
    Text,
    TypedColumns,
    and_,
    false,
    func,
    literal_column,
    select,
    text,
)

from app.models.base import Instant, id_column, metadata
from app.models.enums import Language, Role, is_one_of
from app.models.record import Record


class UserColumns(TypedColumns):
    """`status`: `integration` for what acts by an API key: nobody who signs in, is mailed or erased, which takes
    `active`.
    """

    id: Named[int] = id_column()
    email: Named[str | None] = Column(Text)
    name: Named[str] = Column(Text)
    password_hash: Named[str | None] = Column(Text)  # Read only where a password is checked.
    role: Named[str] = Column(Text, server_default="member")
    status: Named[str] = Column(Text, server_default="active")
    email_verified: Named[bool] = Column(server_default=false())
    language: Named[str | None] = Column(Text)  # What the member chose to read the board in; null: not chosen.
    version: Named[int] = Column(Integer, server_default="1")  # Counts changes of name, role and status.
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())


users = Table(
    "users",
    metadata,
    UserColumns,
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


class Member(Record):
    """What anybody may see of a member. Where only that is shown, no e-mail address leaves the database."""

    id: int
    name: str
    role: str
    status: str
    created_at: datetime

    @property
    def integration(self) -> bool:
        return self.status == "integration"

    @property
    def is_staff(self) -> bool:
        return self.role in ("moderator", "admin")


class User(Member):
    """An account, but for its password. `via_id`: not stored; the integration that acts in the member's place, during
    this request.
    """

    email: str | None
    email_verified: bool
    language: str | None
    version: int
    via_id: int | None = None


def in_waiting() -> ColumnElement[bool]:
    """That staff made the account by voting for its address, which nobody has proven: app/users/waiting.py.

    It is told by what it lacks: an account that its owner made has a password, or an address that a code has proven.
    """
    return and_(users.c.status == "active", ~users.c.email_verified, users.c.password_hash.is_(None))


def in_use(user_id: int) -> CTE:
    """The account, locked while its member writes. An erasure waits for what it must not leave behind; and what comes
    second waits for the erasure, and finds no account."""
    account = select(users.c.id).where(users.c.id == user_id, users.c.status.in_(("active", "integration")))
    return account.with_for_update(read=True, key_share=True).cte("account")
