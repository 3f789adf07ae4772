"""The sso_identities table: who somebody is in the team's own product."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt


class SSOIdentity(Base):
    """`subject` is what `issuer` calls the member, for good. It leads to one account, which may have several."""

    __tablename__ = "sso_identities"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
