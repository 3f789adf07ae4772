"""Reading the changelog: one entry, and the lists of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.auth.visitors import board_name_for_visitors, refuse_visitor_of_private
from app.changelog.visibility import IN_STATE, STATE, entry_visible_to
from app.errors import NotFound
from app.models.board import board
from app.models.changelog_entries import ChangelogEntry, changelog_entries
from app.models.changelog_posts import changelog_posts
from app.models.enums import EntryState
from app.models.posts import posts
from app.models.users import Member, User, users
from app.posts.visibility import visible_to

IN_FEED = 50
IN_SITEMAP = 1_000


def list_entries(
    db: Connection, *, caller: User | None, state: EntryState, after: Sequence[str] | None, limit: int
) -> Sequence[ChangelogEntry]:
    """The latest first; one more than `limit`, where there is one. `after`: the position and id of the last before.

    Raises Unauthorized for a visitor of a private board, as the others here do."""
    # A draft has no time but that at which it was begun.
    order = changelog_entries.c.created_at if state == "draft" else changelog_entries.c.published_at
    statement = entries_for(caller).where(IN_STATE[state], entry_visible_to(caller))
    if after is not None:
        statement = statement.where(
            tuple_(order, changelog_entries.c.id) < (datetime.fromisoformat(after[0]), int(after[1]))
        )
    latest = statement.add_columns(order.label("position")).order_by(order.desc(), changelog_entries.c.id.desc())
    entries = ChangelogEntry.all(db.execute(latest.limit(limit + 1)))
    if not entries:
        refuse_visitor_of_private(db, caller)
    return entries


def get_entry(db: Connection, entry_id: int, *, caller: User | None) -> ChangelogEntry:
    """Raises NotFound."""
    statement = entries_for(caller).where(changelog_entries.c.id == entry_id, entry_visible_to(caller))
    entry = ChangelogEntry.one_or_none(db.execute(statement))
    if entry is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("entry")
    return entry


def entries_for(caller: User | None) -> Select[*tuple[Any, ...]]:
    """Entries with authors, states, and those of their posts that the caller may see, to be read in one statement."""
    one = func.json_build_object(
        *("id", posts.c.id, "title", posts.c.title, "status", posts.c.status, "votes_count", posts.c.votes_count)
    )
    named = select(func.json_agg(aggregate_order_by(one, posts.c.votes_count.desc(), posts.c.id)))
    named = named.select_from(changelog_posts).join(posts, posts.c.id == changelog_posts.c.post_id)
    named = named.where(changelog_posts.c.entry_id == changelog_entries.c.id, visible_to(caller))
    shown = func.coalesce(named.scalar_subquery(), literal_column("'[]'::json"))
    return with_authors().add_columns(STATE.label("state"), shown.label("posts"))


def with_authors() -> Select[*tuple[Any, ...]]:
    columns = (*ChangelogEntry.columns(changelog_entries), *Member.columns(users, "author"))
    return select(*columns).join(users, users.c.id == changelog_entries.c.author_id)


class NewEntry(ChangelogEntry):
    """`board`: its name, where it has been set."""

    board: str | None


def newest_entries(db: Connection) -> tuple[Sequence[NewEntry], str | None]:
    """What a visitor may see, with authors, and the board's name where it has been set. Raises Unauthorized where the
    board is private."""
    name = select(board.c.name).scalar_subquery()
    published = with_authors().add_columns(name.label("board")).where(entry_visible_to(None))
    latest = published.order_by(changelog_entries.c.published_at.desc(), changelog_entries.c.id.desc())
    newest = NewEntry.all(db.execute(latest.limit(IN_FEED)))
    if newest:
        return newest, newest[0].board
    return [], board_name_for_visitors(db)


def entries_for_sitemap(db: Connection) -> Sequence[Row[int, str, datetime]]:
    """Id, title, and when it was changed last, of the newest."""
    statement = select(changelog_entries.c.id, changelog_entries.c.title, changelog_entries.c.updated_at)
    visible = statement.where(entry_visible_to(None)).order_by(changelog_entries.c.published_at.desc())
    return db.execute(visible.limit(IN_SITEMAP)).all()


def posts_named(db: Connection, post_ids: Sequence[int], *, caller: User) -> Sequence[Row[int, str, str, int]]:
    """Id, title, status and votes of those that the caller may see."""
    statement = select(posts.c.id, posts.c.title, posts.c.status, posts.c.votes_count)
    return db.execute(statement.where(posts.c.id.in_(post_ids), visible_to(caller)).order_by(posts.c.id)).all()


def changelog_of(user_id: int) -> Select[*tuple[Any, ...]]:
    """What the member wrote or published as staff."""
    own = or_(changelog_entries.c.author_id == user_id, changelog_entries.c.publisher_id == user_id)
    return select(changelog_entries).where(own).order_by(changelog_entries.c.id)
