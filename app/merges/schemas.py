"""Merges on the wire."""

from pydantic import Field

from app.http.fields import Body, Id


class MergeInto(Body):
    into: Id = Field(examples=[1], description="The original, which gets the votes, comments and subscribers")
