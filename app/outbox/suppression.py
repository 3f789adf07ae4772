"""Addresses that get no mail any more."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import SuppressedAddress


def suppress(db: Session, address: str, reason: str) -> None:
    """`reason`: bounce or complaint. A second one changes nothing."""
    row = insert(SuppressedAddress).values(address=address.strip().lower(), reason=reason)
    db.execute(row.on_conflict_do_nothing())


def suppression_of(db: Session, address: str) -> str | None:
    return db.scalar(select(SuppressedAddress.reason).where(SuppressedAddress.address == address))
