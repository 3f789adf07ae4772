"""Posts on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.fields import Answer, Body, Content, Title
from app.pagination import Page
from app.users.schemas import UserRead

Sort = Literal["newest", "votes"]


class PostCreate(Body):
    title: Title = Field(examples=["Dark mode"])
    content: Content = Field("", examples=["My eyes hurt at night."])


class PostUpdate(Body):
    title: Title | None = None
    content: Content | None = None


class PostRead(Answer):
    id: int
    title: str
    content: str
    author: UserRead
    votes_count: int
    has_voted: bool | None = Field(description="Whether the caller voted; null without a token")
    created_at: datetime
    updated_at: datetime


class PostPage(Page[PostRead]):
    pass
