"""What a private board says to who is not signed in."""

from sqlalchemy import Connection, select

from app.errors import Unauthorized
from app.models.board import IS_OPEN_TO_VISITORS, board
from app.models.users import User


class Private(Unauthorized):
    """401: there may be something, for who signs in."""

    def __init__(self) -> None:
        super().__init__("This board is private: sign in to read it.", code="private")


def refuse_visitor_of_private(db: Connection, caller: User | None) -> None:
    """Asked where a visitor found nothing, which is all that there is on a private board: every query sees to that. So
    what a visitor does find costs no statement more. Raises Unauthorized."""
    if caller is None and not db.scalar(select(IS_OPEN_TO_VISITORS)):
        raise Private


def board_name_for_visitors(db: Connection) -> str | None:
    """Where it has been set. For a feed that found nothing; raises Unauthorized as above, in the same statement."""
    name: str | None
    is_open, name = db.execute(select(IS_OPEN_TO_VISITORS, select(board.c.name).scalar_subquery())).one()
    if not is_open:
        raise Private
    return name
