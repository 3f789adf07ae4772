"""The suppressed_addresses table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Named, Table, Text, TypedColumns, func

from app.models.base import Instant, metadata


class SuppressedAddressColumns(TypedColumns):
    """An address that gets no mail: what was sent there came back, or its reader called it spam."""

    address: Named[str] = Column(Text, primary_key=True)
    reason: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


suppressed_addresses = Table(
    "suppressed_addresses",
    metadata,
    SuppressedAddressColumns,
    CheckConstraint("reason IN ('bounce', 'complaint')", name="reason"),
)
