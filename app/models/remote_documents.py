"""The remote_documents table."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class RemoteDocument(Base):
    """What a server of somebody else's says at a URL that the settings name: a key set, a provider's discovery.

    The courier fetches it when it is asked for, as nothing that reaches this table has a way out.
    """

    __tablename__ = "remote_documents"
    __table_args__ = (
        CheckConstraint("octet_length(url) <= 2000", name="url"),
        CheckConstraint("octet_length(body) <= 65536", name="body"),
        CheckConstraint("(body IS NULL) = (fetched_at IS NULL)", name="fetched"),
        Index("ix_remote_documents_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    url: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    failure: Mapped[str | None]  # Why the last attempt brought nothing; the body before it stays.
    due_at: Mapped[datetime | None]  # When the courier is to fetch it; null where nobody asked.
    lease_token: Mapped[uuid.UUID | None]
