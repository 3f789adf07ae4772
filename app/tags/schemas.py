"""Tags on the wire."""

from pydantic import Field

from app.http.bodies import RequestBody, ResponseBody
from app.http.fields import Name, Slug


class TagCreate(RequestBody):
    slug: Slug = Field(examples=["mobile"])
    name: Name = Field(examples=["Mobile app"])
    staff_only: bool = False


class TagUpdate(RequestBody):
    name: Name | None = None
    staff_only: bool | None = None


class TagRef(ResponseBody):
    slug: str
    name: str
    staff_only: bool = Field(description="Seen by staff alone")


class TagList(ResponseBody):
    items: list[TagRef]
