"""The tables, one a file: the ground that every feature stands on, and what Alembic reads."""

from app.models.base import Base
from app.models.board import Board
from app.models.changelog_entries import ChangelogEntry
from app.models.changelog_posts import ChangelogPost
from app.models.comments import Comment
from app.models.deliveries import Delivery
from app.models.email_codes import EmailCode
from app.models.events import Event
from app.models.idempotency_keys import IdempotencyKey
from app.models.moderation_log import ModerationEntry
from app.models.notification_settings import NotificationSettings
from app.models.post_tags import PostTag
from app.models.posts import Post
from app.models.rate_limits import RateLimit
from app.models.refresh_tokens import RefreshToken
from app.models.remote_documents import RemoteDocument
from app.models.roadmap_places import RoadmapPlace
from app.models.sessions import LoginSession
from app.models.sso_identities import SSOIdentity
from app.models.sso_used_tokens import SSOUsedToken
from app.models.status_history import StatusChange
from app.models.subscriptions import Subscription
from app.models.suppressed_addresses import SuppressedAddress
from app.models.tags import Tag
from app.models.users import User
from app.models.votes import Vote
from app.models.weekly_figures import WeeklyFigures

__all__ = [
    "Base",
    "Board",
    "ChangelogEntry",
    "ChangelogPost",
    "Comment",
    "Delivery",
    "EmailCode",
    "Event",
    "IdempotencyKey",
    "LoginSession",
    "ModerationEntry",
    "NotificationSettings",
    "Post",
    "PostTag",
    "RateLimit",
    "RefreshToken",
    "RemoteDocument",
    "RoadmapPlace",
    "SSOIdentity",
    "SSOUsedToken",
    "StatusChange",
    "Subscription",
    "SuppressedAddress",
    "Tag",
    "User",
    "Vote",
    "WeeklyFigures",
]
