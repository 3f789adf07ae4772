"""The subscriptions table."""

from sqlalchemy import BigInteger, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt


class Subscription(Base):
    """A row that the person didn't choose follows from writing, voting or commenting; it never overrides a chosen one.

    `merged_from_id`: the duplicate that brought the person here.
    """

    __tablename__ = "subscriptions"

    post_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    subscribed: Mapped[bool] = mapped_column(server_default=text("true"))
    chosen: Mapped[bool] = mapped_column(server_default=text("false"))
    merged_from_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("posts.id"))
    created_at: Mapped[CreatedAt]
