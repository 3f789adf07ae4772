"""The export of an account on the wire."""

from datetime import datetime
from typing import Any

from app.http.bodies import ResponseBody
from app.users.schemas import AccountRead


class SessionExport(ResponseBody):
    created_at: datetime
    used_at: datetime
    address: str | None
    user_agent: str | None
    by_code: bool


class IdentityExport(ResponseBody):
    """Who the member is in the team's own product, which signs them in here."""

    issuer: str
    subject: str
    created_at: datetime


class CodeExport(ResponseBody):
    """The mailed code that is out for the account's address."""

    created_at: datetime
    expires_at: datetime
    tries: int


class PostExport(ResponseBody):
    id: int
    title: str
    content: str
    created_at: datetime
    updated_at: datetime


class VoteExport(ResponseBody):
    post_id: int
    created_at: datetime
    cast_by_staff: bool


class CastVoteExport(ResponseBody):
    """A vote that the member cast for somebody else, as staff."""

    post_id: int
    created_at: datetime


class CommentExport(ResponseBody):
    id: int
    post_id: int
    content: str
    staff_only: bool
    created_at: datetime
    updated_at: datetime


class SubscriptionExport(ResponseBody):
    """`chosen`: by the member, and not just by writing, voting or commenting."""

    post_id: int
    subscribed: bool
    chosen: bool
    created_at: datetime


class StatusExport(ResponseBody):
    """What the member answered as staff."""

    post_id: int
    status: str
    response: str | None
    created_at: datetime


class ChangelogExport(ResponseBody):
    """What the member wrote or published as staff."""

    id: int
    title: str
    content: str
    published_at: datetime | None
    created_at: datetime


class ModerationExport(ResponseBody):
    """What the member did as staff, or what staff did to the account."""

    action: str
    target_type: str
    target_id: int
    detail: dict[str, Any]
    created_at: datetime


class EventExport(ResponseBody):
    """What the member did, as the board's log of events has it."""

    type: str
    post_id: int | None
    comment_id: int | None
    created_at: datetime


class MailExport(ResponseBody):
    """What was sent to the member, or will be."""

    template: str
    address: str | None
    status: str
    reason: str | None
    created_at: datetime
    sent_at: datetime | None


class NotificationExport(ResponseBody):
    """What the member chose to be told of, where that is not what everybody is."""

    status_changes: str
    comments: str
    merges: str
    changelog: str
    new_posts: str
    pending_posts: str


class AccountExport(ResponseBody):
    """Everything that the board knows of a member."""

    account: AccountRead
    sessions: list[SessionExport]
    identities: list[IdentityExport]
    codes: list[CodeExport]
    posts: list[PostExport]
    votes: list[VoteExport]
    cast_votes: list[CastVoteExport]
    comments: list[CommentExport]
    subscriptions: list[SubscriptionExport]
    statuses: list[StatusExport]
    changelog: list[ChangelogExport]
    moderation: list[ModerationExport]
    events: list[EventExport]
    mails: list[MailExport]
    notifications: list[NotificationExport]
