"""The tags table."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Integer, Named, Table, Text, TypedColumns, UniqueConstraint, func, text

from app.models.base import Instant, id_column, metadata
from app.models.record import Record


class TagColumns(TypedColumns):
    id: Named[int] = id_column()
    slug: Named[str] = Column(Text)
    name: Named[str] = Column(Text)
    staff_only: Named[bool] = Column(server_default=text("false"))
    version: Named[int] = Column(Integer, server_default="1")
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


tags = Table(
    "tags",
    metadata,
    TagColumns,
    UniqueConstraint("slug"),
    CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug"),
)


class Tag(Record):
    id: int
    slug: str
    name: str
    staff_only: bool
    version: int
