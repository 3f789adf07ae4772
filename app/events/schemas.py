"""Events on the wire, in the stream and in webhooks."""

from datetime import datetime

from pydantic import Field

from app.events.kinds import EventType
from app.http.bodies import ResponseBody
from app.models.enums import Status


class Actor(ResponseBody):
    id: int | None = Field(description="Null for what nobody did, such as an entry published at its hour by no one")
    name: str | None = Field(description="Null once the account is erased")


class Integration(ResponseBody):
    id: int
    name: str


class Thing(ResponseBody):
    """A post, or an entry of the changelog."""

    id: int
    title: str | None = Field(description="As it is now; null where not everybody on the board may read it any more")
    url: str


class EventComment(ResponseBody):
    id: int
    content: str | None = Field(description="Its first 1,000 characters as they are now; null as a title is")
    url: str


class CastBy(ResponseBody):
    id: int


class EventData(ResponseBody):
    """Of these, what belongs to the type of the event."""

    actor: Actor
    via: Integration | None = Field(None, description="The integration that acted in the actor's place")
    post: Thing | None = None
    comment: EventComment | None = None
    original: Thing | None = Field(None, description="The post that `post` was merged into")
    entry: Thing | None = Field(None, description="The entry of the changelog")
    status: Status | None = Field(None, description="The status that was set")
    response: str | None = Field(None, description="The first 1,000 characters of the team's answer")
    cast_by: CastBy | None = Field(None, description="The member of staff who cast or took back the vote for `actor`")
    votes: int | None = Field(None, description="The votes that a merge brought to `original`; of an undo, less than 0")
    votes_count: int | None = Field(None, description="The post's votes when it became seen by everybody")


class EventRead(ResponseBody):
    id: str = Field(examples=["evt_881"])
    type: EventType
    created_at: datetime
    cursor: str = Field(description="`after` of what follows", examples=["0-5123-881"])
    data: EventData


class EventList(ResponseBody):
    items: list[EventRead]
    next: str = Field(description="`after` of the next request, which finds what has happened until then")
    more: bool = Field(description="Whether there may be more already")
