"""Notifications on the wire."""

from datetime import datetime

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import DeliveryStatus, Notify


class NotificationsRead(ResponseBody):
    """`new_posts` and `pending_posts` are for the team."""

    status_changes: Notify
    comments: Notify
    merges: Notify
    changelog: Notify
    new_posts: Notify
    pending_posts: Notify


class NotificationsUpdate(RequestBody):
    status_changes: Notify | None = Field(None, description="Of posts that you follow")
    comments: Notify | None = Field(None, description="On posts that you follow")
    merges: Notify | None = Field(None, description="Of posts that you follow into others")
    changelog: Notify | None = Field(None, description="Entries that name posts that you follow")
    new_posts: Notify | None = Field(None, description="For the team")
    pending_posts: Notify | None = Field(None, description="For the team: posts that wait for approval")


class MailRead(ResponseBody):
    """One mail to the member: `template` says why, `due_at` when it is tried next, where it is pending."""

    id: int
    template: str = Field(examples=["status_changes"])
    event_id: int | None
    status: DeliveryStatus
    reason: str | None = Field(description="Why it failed, was dropped, or has to be tried again")
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


class UndeliveredRead(MailRead):
    """A mail to anybody, whose address the board has forgotten. `user` is null where the reader had no account."""

    user: UserRead | None


class UndeliveredPage(Page[UndeliveredRead]):
    pass


class MailPage(Page[MailRead]):
    pass
