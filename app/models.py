"""Every feature's tables: what Alembic and the tests read."""

from app.auth.models import LoginSession, RefreshToken
from app.base import Base
from app.comments.models import Comment
from app.idempotency.models import IdempotencyKey
from app.limits.models import RateLimit
from app.moderation.models import ModerationEntry
from app.posts.models import Post
from app.statuses.models import StatusChange
from app.subscriptions.models import Subscription
from app.tags.models import PostTag, Tag
from app.users.models import User
from app.votes.models import Vote

__all__ = [
    "Base",
    "Comment",
    "IdempotencyKey",
    "LoginSession",
    "ModerationEntry",
    "Post",
    "PostTag",
    "RateLimit",
    "RefreshToken",
    "StatusChange",
    "Subscription",
    "Tag",
    "User",
    "Vote",
]
