"""The sso_identities table: who somebody is in the team's own product."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Named, Table, Text, TypedColumns, func

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata
from app.models.record import Record


class SSOIdentityColumns(TypedColumns):
    """`subject` is what `issuer` calls the member, for good. It leads to one account, which may have several."""

    issuer: Named[str] = Column(Text, primary_key=True)
    subject: Named[str] = Column(Text, primary_key=True)
    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


sso_identities = Table(
    "sso_identities",
    metadata,
    SSOIdentityColumns,
)


class SSOIdentity(Record):
    subject: str
    created_at: datetime
