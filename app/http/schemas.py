"""A member on the wire, as anybody may see one: part of the responses of most features."""

from datetime import datetime

from pydantic import Field

from app.http.bodies import ResponseBody
from app.models.enums import Role


class UserRead(ResponseBody):
    """What anyone may see of a member."""

    id: int
    name: str
    role: Role
    integration: bool = Field(description="A program of the team's, which acts by an API key")
    created_at: datetime
