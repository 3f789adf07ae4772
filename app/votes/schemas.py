"""Votes on the wire."""

from datetime import datetime

from app.http.bodies import ResponseBody
from app.http.pagination import Page
from app.http.schemas import UserRead


class VoteRead(ResponseBody):
    voted: bool
    votes_count: int


class VoterRead(ResponseBody):
    user: UserRead
    created_at: datetime


class VoterPage(Page[VoterRead]):
    pass
