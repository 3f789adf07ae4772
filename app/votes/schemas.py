"""Votes on the wire."""

from datetime import datetime

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Email
from app.http.pagination import Page
from app.http.schemas import UserRead

TELL = "Whether the person is told by mail, of this vote and of what becomes of the post"


class VoteRead(ResponseBody):
    voted: bool
    votes_count: int


class VoteForAddress(RequestBody):
    """`email`: of somebody who may have no account. One is made then, which is theirs once they prove the address."""

    email: Email = Field(examples=["grace@example.com"])
    tell: bool = Field(False, description=TELL)


class VoteForRead(ResponseBody):
    user: UserRead
    votes_count: int
    counted: bool = Field(description="Whether the vote is new; who had voted already has that vote still")


class VoterRead(ResponseBody):
    user: UserRead
    created_at: datetime
    cast_by: UserRead | None = Field(description="Who of the staff voted for the person; null for an own vote")
    email: str | None = Field(description="Of an account in waiting: the address that staff voted for")


class VoterPage(Page[VoterRead]):
    pass
