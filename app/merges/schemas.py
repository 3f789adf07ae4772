"""Merges on the wire."""

from pydantic import Field

from app.http.bodies import RequestBody
from app.http.fields import Id


class MergeInto(RequestBody):
    into: Id = Field(examples=[1], description="The original, which gets the votes, comments and subscribers")
