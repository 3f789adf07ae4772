"""A member on the wire, as anybody may see one: part of the responses of most features."""

from datetime import datetime

from app.http.bodies import ResponseBody
from app.models.enums import Role


class UserRead(ResponseBody):
    """What anyone may see of a member."""

    id: int
    name: str
    role: Role
    created_at: datetime
