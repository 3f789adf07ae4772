"""Votes on the wire."""

from app.fields import Answer


class VoteRead(Answer):
    voted: bool
    votes_count: int
