"""Reading what the board is set to be, and its logo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, literal, select, true

from app.languages import CODES
from app.languages.negotiation import of_board
from app.models.board import Board, board
from app.settings.config import Settings


@dataclass(frozen=True, slots=True)
class CurrentBoard:
    """What is in force: as admins have set it, and else as the environment says.

    `logo_name`: of a file that the board keeps. `logo_url`: of one that the environment names, where it keeps none.
    """

    name: str
    intro: str
    accent_color: str
    logo_name: str | None
    logo_url: str
    languages: tuple[str, ...]
    default_language: str
    sign_up: str
    approve_first_posts: bool
    private: bool
    version: int

    def logo_at(self, root: str) -> str:
        """Its path; empty without one."""
        return f"{root}/logo/{self.logo_name}" if self.logo_name else self.logo_url


def get_board(db: Connection, settings: Settings) -> CurrentBoard:
    return in_force(Board.one_or_none(db.execute(select(*Board.columns(board)))), settings)


def get_board_and(db: Connection, settings: Settings, column: ColumnElement[Any]) -> tuple[CurrentBoard, Any]:
    """With the value of something else, read in the same statement."""
    always = select(literal(1)).subquery("always")
    columns = (*Board.columns(board), column.label("more"))
    found = BoardAndMore.one(db.execute(select(*columns).select_from(always).outerjoin(board, true())))
    return in_force(None if found.id is None else found, settings), found.more


class BoardAndMore(Board):
    more: Any


def in_force(stored: Board | None, settings: Settings) -> CurrentBoard:
    """`stored`: None where nothing was ever set."""
    known = stored or Board({"private": settings.private})
    languages = tuple(code for code in CODES if code in (known.languages or CODES))
    default = known.default_language or of_board(settings.language)
    approve = settings.approve_first_posts if known.approve_first_posts is None else known.approve_first_posts
    return CurrentBoard(
        name=known.name or settings.board_name,
        intro=known.intro,
        accent_color=known.accent_color or settings.accent_color,
        logo_name=known.logo_name,
        logo_url=settings.logo_url,
        languages=languages,
        default_language=default if default in languages else languages[0],
        sign_up=known.sign_up,
        approve_first_posts=approve,
        private=known.private,
        version=known.version,
    )


def get_logo(db: Connection, name: str) -> Row[bytes | None, bool] | None:
    """`logo`, while it is the board's, and whether that is `private`."""
    return db.execute(select(board.c.logo, board.c.private).where(board.c.logo_name == name)).one_or_none()
