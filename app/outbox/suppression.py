"""Addresses that get no mail any more."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from app.models.suppressed_addresses import suppressed_addresses


def suppress(db: Connection, address: str, reason: str) -> None:
    """`reason`: bounce or complaint. A second one changes nothing."""
    row = insert(suppressed_addresses).values(address=address.strip().lower(), reason=reason)
    db.execute(row.on_conflict_do_nothing())


def suppression_of(db: Connection, address: str) -> str | None:
    return db.scalar(select(suppressed_addresses.c.reason).where(suppressed_addresses.c.address == address))
