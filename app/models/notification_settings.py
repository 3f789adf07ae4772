"""The notification_settings table."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Base
from app.models.enums import Notify, is_one_of

# What a member is told who has chosen nothing. `new_posts` and `pending_posts` are for the team.
DEFAULTS: dict[str, Notify] = {
    "status_changes": "at_once",
    "comments": "daily",
    "merges": "at_once",
    "changelog": "at_once",
    "new_posts": "daily",
    "pending_posts": "at_once",
}


class NotificationSettings(Base):
    """A member's own choice. Who has no row gets what DEFAULTS says."""

    __tablename__ = "notification_settings"
    __table_args__ = tuple(CheckConstraint(is_one_of(kind, Notify), name=kind) for kind in DEFAULTS)

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), primary_key=True, autoincrement=False)
    status_changes: Mapped[str] = mapped_column(server_default=DEFAULTS["status_changes"])
    comments: Mapped[str] = mapped_column(server_default=DEFAULTS["comments"])
    merges: Mapped[str] = mapped_column(server_default=DEFAULTS["merges"])
    changelog: Mapped[str] = mapped_column(server_default=DEFAULTS["changelog"])
    new_posts: Mapped[str] = mapped_column(server_default=DEFAULTS["new_posts"])
    pending_posts: Mapped[str] = mapped_column(server_default=DEFAULTS["pending_posts"])
