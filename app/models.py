"""Every feature's tables: what Alembic and the tests read."""

from app.auth.models import LoginSession, RefreshToken
from app.base import Base
from app.limits.models import RateLimit
from app.moderation.models import ModerationEntry
from app.posts.models import Post
from app.users.models import User
from app.votes.models import Vote

__all__ = ["Base", "LoginSession", "ModerationEntry", "Post", "RateLimit", "RefreshToken", "User", "Vote"]
