"""Changing the board: the statement, its entry in the moderation log, and what is kept of the board in memory."""

from typing import Any

from sqlalchemy import Connection, func, update
from sqlalchemy.dialects.postgresql import insert

from app.board.cache import forget
from app.board.queries import CurrentBoard, in_force
from app.errors import Invalid, PreconditionFailed
from app.models.board import Board, board
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.settings.config import Settings


def update_board(
    db: Connection, settings: Settings, *, actor: User, version: int | None, **changes: Any
) -> CurrentBoard:
    """A value of None takes back what was set. Raises Invalid, or PreconditionFailed where it is no longer at
    `version`."""
    stored = lock_board(db, settings, version)
    languages = changes.get("languages", stored.languages)
    default = changes.get("default_language", stored.default_language)
    if languages and default and default not in languages:
        raise Invalid("#/default_language", "must be one of the languages that are offered")
    changed = {name: value for name, value in changes.items() if value != getattr(stored, name)}
    if not changed:
        return in_force(stored, settings)
    # Texts are left out, as an entry stays for good, and who may read it may not be who may read the board.
    told = {name: value for name, value in changed.items() if name not in ("name", "intro")}
    return store(db, settings, actor, changed, action="board.changed", fields=sorted(changed), **told)


def set_logo(
    db: Connection, settings: Settings, *, actor: User, version: int | None, name: str, content: bytes
) -> CurrentBoard:
    """`name`: a hash of the content, with the ending of its type. Raises PreconditionFailed."""
    lock_board(db, settings, version)
    return store(db, settings, actor, {"logo": content, "logo_name": name}, action="board.changed", fields=["logo"])


def delete_logo(db: Connection, settings: Settings, *, actor: User, version: int | None) -> CurrentBoard:
    """What the environment names as the logo is shown then, if it does. Raises PreconditionFailed."""
    stored = lock_board(db, settings, version)
    if stored.logo_name is None:
        return in_force(stored, settings)
    return store(db, settings, actor, {"logo": None, "logo_name": None}, action="board.changed", fields=["logo"])


def lock_board(db: Connection, settings: Settings, version: int | None) -> Board:
    """The row, which is made by the first change; private if the board was. Of two changes at once, the second waits,
    and sees the first."""
    made = insert(board).values(id=1, private=settings.private)
    statement = made.on_conflict_do_update(index_elements=[board.c.id], set_={"id": board.c.id}).returning(
        *Board.columns(board)
    )
    stored = Board.one(db.execute(statement))
    if version not in (None, stored.version):
        assert version is not None
        raise PreconditionFailed("board", current=stored.version, expected=version)
    return stored


def store(
    db: Connection, settings: Settings, actor: User, values: dict[str, Any], *, action: str, **detail: Any
) -> CurrentBoard:
    statement = (
        update(board)
        .values(**values, version=board.c.version + 1, updated_at=func.now())
        .returning(*Board.columns(board))
    )
    stored = Board.one(db.execute(statement))
    log_moderation(db, actor.id, action, "board", stored.id, **detail)
    forget(db)
    return in_force(stored, settings)
