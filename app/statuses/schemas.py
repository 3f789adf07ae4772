"""Statuses on the wire."""

from datetime import datetime

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Message
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import Status


class StatusUpdate(RequestBody):
    status: Status = Field(examples=["planned"])
    response: Message | None = Field(None, description="The team's word on it", examples=["Coming in spring."])


class StatusChangeRead(ResponseBody):
    id: int
    status: Status
    response: str | None
    actor: UserRead
    created_at: datetime


class StatusChangePage(Page[StatusChangeRead]):
    pass
