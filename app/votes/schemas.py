"""Votes on the wire."""

from datetime import datetime

from app.http.fields import Answer
from app.http.pagination import Page
from app.http.schemas import UserRead


class VoteRead(Answer):
    voted: bool
    votes_count: int


class VoterRead(Answer):
    user: UserRead
    created_at: datetime


class VoterPage(Page[VoterRead]):
    pass
