"""The moderation log on the wire."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.http.bodies import ResponseBody
from app.http.pagination import Page
from app.http.schemas import UserRead


class PublicEntryRead(ResponseBody):
    """What anyone may see: what staff did, to what, when. Not who, and nothing that was written."""

    id: int
    action: str = Field(examples=["post.deleted"])
    target_type: Literal["post", "comment", "tag", "user", "board", "changelog", "webhook", "key"]
    target_id: int
    created_at: datetime


class EntryRead(PublicEntryRead):
    """What staff see besides."""

    actor: UserRead | None = Field(None, description="Who did it; for staff")
    detail: dict[str, Any] | None = Field(None, description="What changed; for staff")


class EntryPage(Page[EntryRead]):
    pass
