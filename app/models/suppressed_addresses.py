"""The suppressed_addresses table."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedAt


class SuppressedAddress(Base):
    """An address that gets no mail: what was sent there came back, or its reader called it spam."""

    __tablename__ = "suppressed_addresses"
    __table_args__ = (CheckConstraint("reason IN ('bounce', 'complaint')", name="reason"),)

    address: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    created_at: Mapped[CreatedAt]
