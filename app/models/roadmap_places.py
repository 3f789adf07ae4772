"""The roadmap_places table: where staff put a post in its column of the roadmap."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Named, Table, Text, TypedColumns

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import metadata
from app.models.enums import RoadmapStatus, is_one_of


class RoadmapPlaceColumns(TypedColumns):
    """Counts while its post has `status`: in the next column, the post begins without a place.

    A table of its own, so that a vote, which rewrites the post's row, has no further index to write to.
    """

    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    status: Named[str] = Column(Text)
    position: Named[int] = Column(Integer)


roadmap_places = Table(
    "roadmap_places",
    metadata,
    RoadmapPlaceColumns,
    CheckConstraint(is_one_of("status", RoadmapStatus), name="status"),
    Index("ix_roadmap_places_status_position", "status", "position"),
)
