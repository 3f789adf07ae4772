"""The api_keys table."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    func,
)

from app.models.base import Instant, id_column, metadata
from app.models.enums import Scope, are_among
from app.models.record import Record
from app.models.users import Member


class APIKeyColumns(TypedColumns):
    """Ends by being deleted: it is refused from then on. The integration that it was stays the author of what it wrote.

    `user_id`: the integration, a row of users with a name, that no other key has. `begins_with`: enough of the key to
    know it again, and of no use to anybody. `key_hash`: SHA-256. `last_used_at`: to the hour.
    """

    id: Named[int] = id_column()
    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id"), unique=True)
    key_hash: Named[bytes] = Column(LargeBinary, unique=True)
    begins_with: Named[str] = Column(Text)
    scopes: Named[list[str]] = Column(ARRAY(Text))
    created_by_id: Named[int] = Column(BigInteger, ForeignKey("users.id"), index=True)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime | None] = Column(Instant)
    last_used_at: Named[datetime | None] = Column(Instant)


api_keys = Table(
    "api_keys",
    metadata,
    APIKeyColumns,
    CheckConstraint(f"cardinality(scopes) > 0 AND {are_among('scopes', Scope)}", name="scopes"),
)


class APIKey(Record):
    """But for its hash."""

    nested: ClassVar = {"integration": Member, "created_by": Member}

    id: int
    user_id: int
    integration: Member
    begins_with: str
    scopes: list[str]
    created_by: Member
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @property
    def name(self) -> str:
        return self.integration.name
