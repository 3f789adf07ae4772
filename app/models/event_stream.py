"""The event_stream table: what a position in the stream of events has to be compared with, in one row."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Named, Table, TypedColumns

from app.models.base import metadata


class EventStreamColumns(TypedColumns):
    """It begins empty, which means zeros.

    `epoch`: another number once transaction ids have begun anew, in a copy of the database on another server.
    `swept_xid`, `swept_id`: the position of the last event that was forgotten for its age.
    """

    id: Named[int] = Column(BigInteger, primary_key=True, server_default="1")
    epoch: Named[int] = Column(BigInteger, server_default="0")
    swept_xid: Named[int] = Column(BigInteger, server_default="0")
    swept_id: Named[int] = Column(BigInteger, server_default="0")


event_stream = Table(
    "event_stream",
    metadata,
    EventStreamColumns,
    CheckConstraint("id = 1", name="one_row"),
)
