"""Changing the board: the statement, its entry in the moderation log, and what is kept of the board in memory."""

from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.board.cache import forget
from app.board.queries import CurrentBoard, in_force
from app.errors import Invalid, PreconditionFailed
from app.models import Board, User
from app.moderation_log.changes import log_moderation
from app.settings.config import Settings


def update_board(db: Session, settings: Settings, *, actor: User, version: int | None, **changes: Any) -> CurrentBoard:
    """A value of None takes back what was set. Raises Invalid, or PreconditionFailed where it is no longer at
    `version`."""
    board = lock_board(db, settings, version)
    languages = changes.get("languages", board.languages)
    default = changes.get("default_language", board.default_language)
    if languages and default and default not in languages:
        raise Invalid("#/default_language", "must be one of the languages that are offered")
    changed = {name: value for name, value in changes.items() if value != getattr(board, name)}
    if not changed:
        return in_force(board, settings)
    # Texts are left out, as an entry stays for good, and who may read it may not be who may read the board.
    told = {name: value for name, value in changed.items() if name not in ("name", "intro")}
    return store(db, settings, actor, changed, action="board.changed", fields=sorted(changed), **told)


def set_logo(
    db: Session, settings: Settings, *, actor: User, version: int | None, name: str, content: bytes
) -> CurrentBoard:
    """`name`: a hash of the content, with the ending of its type. Raises PreconditionFailed."""
    lock_board(db, settings, version)
    return store(db, settings, actor, {"logo": content, "logo_name": name}, action="board.changed", fields=["logo"])


def delete_logo(db: Session, settings: Settings, *, actor: User, version: int | None) -> CurrentBoard:
    """What the environment names as the logo is shown then, if it does. Raises PreconditionFailed."""
    board = lock_board(db, settings, version)
    if board.logo_name is None:
        return in_force(board, settings)
    return store(db, settings, actor, {"logo": None, "logo_name": None}, action="board.changed", fields=["logo"])


def lock_board(db: Session, settings: Settings, version: int | None) -> Board:
    """The row, which is made by the first change; private if the board was. Of two changes at once, the second waits,
    and sees the first."""
    made = insert(Board).values(id=1, private=settings.private)
    statement = made.on_conflict_do_update(index_elements=[Board.id], set_={"id": Board.id}).returning(Board)
    board = db.scalars(statement, execution_options={"populate_existing": True}).one()
    if version not in (None, board.version):
        assert version is not None
        raise PreconditionFailed("board", current=board.version, expected=version)
    return board


def store(
    db: Session, settings: Settings, actor: User, values: dict[str, Any], *, action: str, **detail: Any
) -> CurrentBoard:
    statement = update(Board).values(**values, version=Board.version + 1, updated_at=func.now()).returning(Board)
    board = db.scalars(statement, execution_options={"populate_existing": True}).one()
    log_moderation(db, actor.id, action, "board", board.id, **detail)
    forget(db)
    return in_force(board, settings)
