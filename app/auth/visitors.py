"""What a private board says to who is not signed in."""

from sqlalchemy import Connection, select

from app.errors import Unauthorized
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.users import User


def refuse_visitor_of_private(db: Connection, caller: User | None) -> None:
    """Asked where a visitor found nothing, which is all that there is on a private board: every query sees to that. So
    what a visitor does find costs no statement more. Raises Unauthorized."""
    if caller is None and not db.scalar(select(IS_OPEN_TO_VISITORS)):
        raise Unauthorized("This board is private: sign in to read it.", code="private")
