"""The board table: what admins have set, in one row that is there from the first change on."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    func,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.models.base import Instant, metadata
from app.models.enums import Language, SignUp, is_one_of
from app.models.record import Record

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


def is_open_by_default(dialect: Any) -> bool:
    """For statements that are written by hand: what `by_default` is. app/db/engine.py sets it, and without that a
    statement fails sooner than that it shows a private board."""
    return not dialect.private_by_default


IS_OPEN_TO_VISITORS = OpenToVisitors()


class BoardColumns(TypedColumns):
    """A column that is null is as the environment says; so is `private`, until there is a row."""

    id: Named[int] = Column(BigInteger, primary_key=True, server_default="1")
    name: Named[str | None] = Column(Text)
    intro: Named[str] = Column(Text, server_default="")
    accent_color: Named[str | None] = Column(Text)
    logo: Named[bytes | None] = Column(LargeBinary)  # Up to 100 KB: read only where it is what is asked for.
    logo_name: Named[str | None] = Column(Text)  # A hash of the file, and its ending.
    languages: Named[list[str] | None] = Column(ARRAY(Text))
    default_language: Named[str | None] = Column(Text)
    sign_up: Named[str] = Column(Text, server_default="open")
    approve_first_posts: Named[bool | None] = Column()
    private: Named[bool] = Column(server_default="false")
    version: Named[int] = Column(Integer, server_default="1")
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())


board = Table(
    "board",
    metadata,
    BoardColumns,
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("accent_color ~ '^#[0-9a-f]{6}$'", name="accent_color"),
    CheckConstraint(is_one_of("default_language", Language), name="default_language"),
    CheckConstraint(is_one_of("sign_up", SignUp), name="sign_up"),
    CheckConstraint("(logo IS NULL) = (logo_name IS NULL)", name="logo_has_a_name"),
)


class Board(Record):
    """But for the file of the logo. Where nothing was ever set, it has the columns' defaults, and is as private as the
    environment says."""

    id: int
    name: str | None = None
    intro: str = ""
    accent_color: str | None = None
    logo_name: str | None = None
    languages: list[str] | None = None
    default_language: str | None = None
    sign_up: str = "open"
    approve_first_posts: bool | None = None
    private: bool
    version: int = 1
