"""The api_keys table."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import Scope, are_among
from app.models.users import User


class APIKey(Base):
    """Ends by being deleted: it is refused from then on. The integration that it was stays the author of what it wrote.

    `user_id`: the integration, a row of users with a name, that no other key has. `begins_with`: enough of the key to
    know it again, and of no use to anybody. `key_hash`: SHA-256. `last_used_at`: to the hour.
    """

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint(f"cardinality(scopes) > 0 AND {are_among('scopes', Scope)}", name="scopes"),)

    id: Mapped[IdColumn]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), unique=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True, deferred=True, deferred_raiseload=True)
    begins_with: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    integration = relationship(User, lazy="raise", foreign_keys=[user_id])
    created_by = relationship(User, lazy="raise", foreign_keys=[created_by_id])

    @property
    def name(self) -> str:
        name: str = self.integration.name
        return name
