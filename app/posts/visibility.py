"""Who may see which post: every query that leads to a post, a comment or a history asks here."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, FromClause, and_, bindparam, literal_column, or_, true

from app.db.sql import sql_of
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.posts import posts
from app.models.users import User

# Literals rather than parameters, so that the rule is the same text in every statement.
PUBLIC_TEXT: ColumnElement[str] = literal_column("'public'")
PENDING_TEXT: ColumnElement[str] = literal_column("'pending'")
PUBLIC = posts.c.visibility == PUBLIC_TEXT


class Caller(NamedTuple):
    """What the rule asks of a caller; in place of an id, a parameter of a statement."""

    id: Any
    is_staff: bool


CALLER_ID: Any = bindparam("caller_id", type_=BigInteger)
MEMBER, STAFF = Caller(CALLER_ID, is_staff=False), Caller(CALLER_ID, is_staff=True)


def kind_of(caller: User | None) -> Caller | None:
    """What a statement is put together for once: with a parameter `caller_id`, which every member and staff fill in."""
    if caller is None:
        return None
    return STAFF if caller.is_staff else MEMBER


def visible_to(caller: User | Caller | None, post: FromClause = posts) -> ColumnElement[bool]:
    """Staff see all that is not deleted, members also their own that are pending, everybody what is public; on a
    private board, visitors see none.

    `post`: an alias, where the rule is for another post than the statement's own.
    """
    present: ColumnElement[bool] = post.c.deleted_at.is_(None)
    public: ColumnElement[bool] = post.c.visibility == PUBLIC_TEXT
    if caller is None:
        return and_(present, public, IS_OPEN_TO_VISITORS)
    if caller.is_staff:
        return present
    return and_(present, or_(public, and_(post.c.visibility == PENDING_TEXT, post.c.author_id == caller.id)))


def once_visible_to(caller: User | Caller | None) -> ColumnElement[bool]:
    """Whether the caller could ever see the post: of any other, it is not even told that it is gone."""
    if caller is None:
        return and_(posts.c.published_at.is_not(None), IS_OPEN_TO_VISITORS)
    return true() if caller.is_staff else or_(posts.c.published_at.is_not(None), posts.c.author_id == caller.id)


@cache
def visible_sql() -> str:
    """The same rule for SQL that is written by hand, on `posts`, with the parameters `:is_staff` and `:user_id`.

    Compiled by the first request that needs it, which few cold starts are for.
    """
    member = Caller(literal_column(":user_id"), is_staff=False)
    rule = or_(and_(literal_column(":is_staff"), visible_to(Caller(None, is_staff=True))), visible_to(member))
    return sql_of(rule)
