"""Tags on the wire."""

from pydantic import Field

from app.http.fields import Answer, Body, Name, Slug


class TagCreate(Body):
    slug: Slug = Field(examples=["mobile"])
    name: Name = Field(examples=["Mobile app"])
    staff_only: bool = False


class TagUpdate(Body):
    name: Name | None = None
    staff_only: bool | None = None


class TagRef(Answer):
    slug: str
    name: str
    staff_only: bool = Field(description="Seen by staff alone")


class TagList(Answer):
    items: list[TagRef]
