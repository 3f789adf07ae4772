"""The roadmap on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Id
from app.models.enums import RoadmapStatus, Visibility


class RoadmapMove(RequestBody):
    """One of the three."""

    before: Id | None = Field(None, description="The post that it is to stand before", examples=[7])
    after: Id | None = Field(None, description="The post that it is to stand after")
    index: Annotated[int, Field(ge=0, lt=100)] | None = Field(None, description="0 is the top")

    @model_validator(mode="after")
    def one_of_them(self) -> "RoadmapMove":
        if sum(each is not None for each in (self.before, self.after, self.index)) != 1:
            raise ValueError("must have one of `before`, `after` and `index`")
        return self


class RoadmapPost(ResponseBody):
    """A post in brief; `/v1/posts/{post_id}` has all of it."""

    id: int
    title: str
    visibility: Visibility
    locked: bool
    votes_count: int
    comments_count: int
    has_voted: bool | None = Field(description="Whether the caller voted; null without a token")
    created_at: datetime
    updated_at: datetime


class RoadmapColumn(ResponseBody):
    status: RoadmapStatus
    items: list[RoadmapPost] = Field(description="In the order that staff set, then by votes; at most 100")
    more: str | None = Field(description="The list that has all of this status, where there are others")


class RoadmapRead(ResponseBody):
    columns: list[RoadmapColumn] = Field(description="Planned, started, completed")
