"""The roadmap_places table: where staff put a post in its column of the roadmap."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base
from app.models.enums import RoadmapStatus, is_one_of


class RoadmapPlace(Base):
    """Counts while its post has `status`: in the next column, the post begins without a place.

    A table of its own, so that a vote, which rewrites the post's row, has no further index to write to.
    """

    __tablename__ = "roadmap_places"
    __table_args__ = (
        CheckConstraint(is_one_of("status", RoadmapStatus), name="status"),
        Index("ix_roadmap_places_status_position", "status", "position"),
    )

    post_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    status: Mapped[str]
    position: Mapped[int] = mapped_column(Integer)
