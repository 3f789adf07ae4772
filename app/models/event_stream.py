"""The event_stream table: what a position in the stream of events has to be compared with, in one row."""

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class EventStream(Base):
    """It begins empty, which means zeros.

    `epoch`: another number once transaction ids have begun anew, in a copy of the database on another server.
    `swept_xid`, `swept_id`: the position of the last event that was forgotten for its age.
    """

    __tablename__ = "event_stream"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, server_default="1")
    epoch: Mapped[int] = mapped_column(BigInteger, server_default="0")
    swept_xid: Mapped[int] = mapped_column(BigInteger, server_default="0")
    swept_id: Mapped[int] = mapped_column(BigInteger, server_default="0")
