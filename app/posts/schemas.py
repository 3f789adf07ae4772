"""Posts on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Content, Slug, Title
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import Status, Visibility
from app.tags.schemas import TagRef

Sort = Literal["trending", "newest", "votes", "discussed", "updated"]


class PostCreate(RequestBody):
    title: Title = Field(examples=["Dark mode"])
    content: Content = Field("", examples=["My eyes hurt at night."])
    tags: Annotated[list[Slug], Field(max_length=10)] = Field([], description="Slugs of tags that exist")


class PostUpdate(RequestBody):
    """`visibility` and `locked` are for staff: to approve what is pending, to hide, to end a discussion."""

    title: Title | None = None
    content: Content | None = None
    visibility: Literal["public", "hidden"] | None = None
    locked: bool | None = None


class PostRead(ResponseBody):
    id: int
    title: str
    content: str
    author: UserRead
    status: Status
    response: str | None = Field(description="The team's word on the status")
    responded_at: datetime | None
    tags: list[TagRef] = Field(description="Staff also see those for staff")
    visibility: Visibility = Field(description="Who sees it: everybody, staff and its author, or staff")
    locked: bool = Field(description="Whether it takes no more votes and comments")
    merged_into_id: int | None = Field(description="The original, where this is a duplicate")
    votes_count: int
    comments_count: int
    has_voted: bool | None = Field(description="Whether the caller voted; null without a token")
    created_at: datetime
    updated_at: datetime = Field(description="When anything of it changed last, votes and comments included")


class PostPage(Page[PostRead]):
    gone: list[int] | None = Field(
        None,
        exclude_if=lambda gone: gone is None,
        description="With `updated_since` only: posts to forget, as they were deleted or hidden",
    )


class SimilarPost(ResponseBody):
    id: int
    title: str
    status: Status
    votes_count: int


class SimilarPosts(ResponseBody):
    items: list[SimilarPost] = Field(description="The likeliest first; at most five")
