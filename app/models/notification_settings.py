"""The notification_settings table."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Named, Table, Text, TypedColumns

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import metadata
from app.models.enums import Notify, is_one_of
from app.models.record import Record

# What a member is told who has chosen nothing. `new_posts` and `pending_posts` are for the team.
DEFAULTS: dict[str, Notify] = {
    "status_changes": "at_once",
    "comments": "daily",
    "merges": "at_once",
    "changelog": "at_once",
    "new_posts": "daily",
    "pending_posts": "at_once",
}


class NotificationSettingsColumns(TypedColumns):
    """A member's own choice. Who has no row gets what DEFAULTS says."""

    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id"), primary_key=True)
    status_changes: Named[str] = Column(Text, server_default=DEFAULTS["status_changes"])
    comments: Named[str] = Column(Text, server_default=DEFAULTS["comments"])
    merges: Named[str] = Column(Text, server_default=DEFAULTS["merges"])
    changelog: Named[str] = Column(Text, server_default=DEFAULTS["changelog"])
    new_posts: Named[str] = Column(Text, server_default=DEFAULTS["new_posts"])
    pending_posts: Named[str] = Column(Text, server_default=DEFAULTS["pending_posts"])


notification_settings = Table(
    "notification_settings",
    metadata,
    NotificationSettingsColumns,
    *(CheckConstraint(is_one_of(kind, Notify), name=kind) for kind in DEFAULTS),
)


class NotificationSettings(Record):
    user_id: int
    status_changes: str
    comments: str
    merges: str
    changelog: str
    new_posts: str
    pending_posts: str
