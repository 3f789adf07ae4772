"""Reading what the board is set to be, and its logo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, literal, select, true
from sqlalchemy.orm import Session

from app.languages import CODES
from app.languages.negotiation import of_board
from app.models import Board
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


def get_board(db: Session, settings: Settings) -> CurrentBoard:
    return in_force(db.scalar(select(Board)), settings)


def get_board_and(db: Session, settings: Settings, column: ColumnElement[Any]) -> tuple[CurrentBoard, Any]:
    """With the value of something else, read in the same statement."""
    always = select(literal(1)).subquery("always")
    row = db.execute(select(Board, column).select_from(always).outerjoin(Board, true())).one()
    return in_force(row[0], settings), row[1]


def in_force(board: Board | None, settings: Settings) -> CurrentBoard:
    """`board`: None where nothing was ever set."""
    board = board or Board(intro="", sign_up="open", private=settings.private, version=1)
    languages = tuple(code for code in CODES if code in (board.languages or CODES))
    default = board.default_language or of_board(settings.language)
    approve = settings.approve_first_posts if board.approve_first_posts is None else board.approve_first_posts
    return CurrentBoard(
        name=board.name or settings.board_name,
        intro=board.intro,
        accent_color=board.accent_color or settings.accent_color,
        logo_name=board.logo_name,
        logo_url=settings.logo_url,
        languages=languages,
        default_language=default if default in languages else languages[0],
        sign_up=board.sign_up,
        approve_first_posts=approve,
        private=board.private,
        version=board.version,
    )


def get_logo(db: Session, name: str) -> Row[bytes | None, bool] | None:
    """`logo`, while it is the board's, and whether that is `private`."""
    return db.execute(select(Board.logo, Board.private).where(Board.logo_name == name)).one_or_none()
