"""The board table: what admins have set, in one row that is there from the first change on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, CheckConstraint, Integer, Text, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from app.models.base import Base
from app.models.enums import Language, SignUp, is_one_of

# Literals, so that each is the same text in every statement. PostgreSQL reads the one row once for a statement.
OPEN_TO_VISITORS = "coalesce((SELECT NOT private FROM board), {by_default})"
APPROVE_FIRST_POSTS = "(SELECT approve_first_posts FROM board)"


class OpenToVisitors(FunctionElement[bool]):
    """Whether visitors may read the board. Without a row, nothing is set, and it is as the environment says: the engine
    knows, so that no statement has to be told."""

    # An engine keeps what it has compiled to itself. Any other element would make each statement with it one that is
    # compiled anew: twice the CPU of a visitor's list.
    inherit_cache = True
    type = Boolean()


@compiles(OpenToVisitors)
def open_to_visitors(element: OpenToVisitors, compiler: Any, **_: Any) -> str:
    return OPEN_TO_VISITORS.format(by_default=str(is_open_by_default(compiler.dialect)).lower())


def is_open_by_default(dialect: object) -> bool:
    """For statements that are written by hand: what `by_default` is. app/db/engine.py sets it."""
    return not getattr(dialect, "private_by_default", False)


IS_OPEN_TO_VISITORS = OpenToVisitors()


class Board(Base):
    """A column that is null is as the environment says; so is `private`, until there is a row."""

    __tablename__ = "board"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("accent_color ~ '^#[0-9a-f]{6}$'", name="accent_color"),
        CheckConstraint(is_one_of("default_language", Language), name="default_language"),
        CheckConstraint(is_one_of("sign_up", SignUp), name="sign_up"),
        CheckConstraint("(logo IS NULL) = (logo_name IS NULL)", name="logo_has_a_name"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, server_default="1")
    name: Mapped[str | None]
    intro: Mapped[str] = mapped_column(server_default="")
    accent_color: Mapped[str | None]
    logo: Mapped[bytes | None] = mapped_column(deferred=True)  # Up to 100 KB: read only where it is what is asked for.
    logo_name: Mapped[str | None]  # A hash of the file, and its ending.
    languages: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    default_language: Mapped[str | None]
    sign_up: Mapped[str] = mapped_column(server_default="open")
    approve_first_posts: Mapped[bool | None]
    private: Mapped[bool] = mapped_column(server_default="false")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
