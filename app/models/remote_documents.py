"""The remote_documents table."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Named, Table, Text, TypedColumns, Uuid, text

from app.models.base import Instant, metadata


class RemoteDocumentColumns(TypedColumns):
    """What a server of somebody else's says at a URL that the settings name: a key set, a provider's discovery.

    The courier fetches it when it is asked for, as nothing that reaches this table has a way out.
    """

    url: Named[str] = Column(Text, primary_key=True)
    body: Named[str | None] = Column(Text)
    fetched_at: Named[datetime | None] = Column(Instant)
    tried_at: Named[datetime | None] = Column(Instant)
    failure: Named[str | None] = Column(Text)  # Why the last attempt brought nothing; the body before it stays.
    due_at: Named[datetime | None] = Column(Instant)  # When the courier is to fetch it; null where nobody asked.
    lease_token: Named[uuid.UUID | None] = Column(Uuid)


remote_documents = Table(
    "remote_documents",
    metadata,
    RemoteDocumentColumns,
    CheckConstraint("octet_length(url) <= 2000", name="url"),
    CheckConstraint("octet_length(body) <= 65536", name="body"),
    CheckConstraint("(body IS NULL) = (fetched_at IS NULL)", name="fetched"),
    Index("ix_remote_documents_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
)
