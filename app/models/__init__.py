"""The tables, one a file: the ground that every feature stands on. Each is imported when it is first asked for, as the
first list of posts needs seven of them; `Base`, which Alembic reads, is there with all."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.models.api_keys import APIKey as APIKey
    from app.models.base import Base as Base
    from app.models.board import Board as Board
    from app.models.changelog_entries import ChangelogEntry as ChangelogEntry
    from app.models.changelog_posts import ChangelogPost as ChangelogPost
    from app.models.comments import Comment as Comment
    from app.models.deliveries import Delivery as Delivery
    from app.models.email_codes import EmailCode as EmailCode
    from app.models.event_stream import EventStream as EventStream
    from app.models.events import Event as Event
    from app.models.idempotency_keys import IdempotencyKey as IdempotencyKey
    from app.models.moderation_log import ModerationEntry as ModerationEntry
    from app.models.notification_settings import NotificationSettings as NotificationSettings
    from app.models.oidc_sign_ins import OIDCSignIn as OIDCSignIn
    from app.models.post_tags import PostTag as PostTag
    from app.models.posts import Post as Post
    from app.models.rate_limits import RateLimit as RateLimit
    from app.models.refresh_tokens import RefreshToken as RefreshToken
    from app.models.remote_documents import RemoteDocument as RemoteDocument
    from app.models.roadmap_places import RoadmapPlace as RoadmapPlace
    from app.models.sessions import LoginSession as LoginSession
    from app.models.sso_identities import SSOIdentity as SSOIdentity
    from app.models.sso_used_tokens import SSOUsedToken as SSOUsedToken
    from app.models.status_history import StatusChange as StatusChange
    from app.models.subscriptions import Subscription as Subscription
    from app.models.suppressed_addresses import SuppressedAddress as SuppressedAddress
    from app.models.tags import Tag as Tag
    from app.models.users import User as User
    from app.models.votes import Vote as Vote
    from app.models.webhook_deliveries import WebhookDelivery as WebhookDelivery
    from app.models.webhooks import Webhook as Webhook
    from app.models.weekly_figures import WeeklyFigures as WeeklyFigures

MODULES = {
    "APIKey": "api_keys",
    "Board": "board",
    "ChangelogEntry": "changelog_entries",
    "ChangelogPost": "changelog_posts",
    "Comment": "comments",
    "Delivery": "deliveries",
    "EmailCode": "email_codes",
    "EventStream": "event_stream",
    "Event": "events",
    "IdempotencyKey": "idempotency_keys",
    "ModerationEntry": "moderation_log",
    "NotificationSettings": "notification_settings",
    "OIDCSignIn": "oidc_sign_ins",
    "PostTag": "post_tags",
    "Post": "posts",
    "RateLimit": "rate_limits",
    "RefreshToken": "refresh_tokens",
    "RemoteDocument": "remote_documents",
    "RoadmapPlace": "roadmap_places",
    "LoginSession": "sessions",
    "SSOIdentity": "sso_identities",
    "SSOUsedToken": "sso_used_tokens",
    "StatusChange": "status_history",
    "Subscription": "subscriptions",
    "SuppressedAddress": "suppressed_addresses",
    "Tag": "tags",
    "User": "users",
    "Vote": "votes",
    "WebhookDelivery": "webhook_deliveries",
    "Webhook": "webhooks",
    "WeeklyFigures": "weekly_figures",
}


def __getattr__(name: str) -> Any:
    if name == "Base":
        return import_all()
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
    return found


def import_all() -> Any:
    for name, module in MODULES.items():
        globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return import_module(f"{__name__}.base").Base
