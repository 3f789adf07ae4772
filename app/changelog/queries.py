"""Reading the changelog: one entry, and the lists of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, literal_column, or_, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, with_expression

from app.auth.visitors import refuse_visitor_of_private
from app.changelog.visibility import IN_STATE, STATE, entry_visible_to
from app.errors import NotFound
from app.models import ChangelogEntry, ChangelogPost, Post, User
from app.models.enums import EntryState
from app.models.users import with_member
from app.posts.visibility import visible_to

IN_FEED = 50
IN_SITEMAP = 1_000


def list_entries(
    db: Session, *, caller: User | None, state: EntryState, after: Sequence[str] | None, limit: int
) -> Sequence[ChangelogEntry]:
    """The latest first; one more than `limit`, where there is one. `after`: the position and id of the last before.

    Raises Unauthorized for a visitor of a private board, as the others here do."""
    # A draft has no time but that at which it was begun.
    order = ChangelogEntry.created_at if state == "draft" else ChangelogEntry.published_at
    statement = entries_for(caller).where(IN_STATE[state], entry_visible_to(caller))
    if after is not None:
        statement = statement.where(
            tuple_(order, ChangelogEntry.id) < (datetime.fromisoformat(after[0]), int(after[1]))
        )
    statement = statement.options(with_expression(ChangelogEntry.position, order))
    entries = db.scalars(statement.order_by(order.desc(), ChangelogEntry.id.desc()).limit(limit + 1)).all()
    if not entries:
        refuse_visitor_of_private(db, caller)
    return entries


def get_entry(db: Session, entry_id: int, *, caller: User | None) -> ChangelogEntry:
    """Raises NotFound."""
    statement = entries_for(caller).where(ChangelogEntry.id == entry_id, entry_visible_to(caller))
    entry = db.scalar(statement.execution_options(populate_existing=True))
    if entry is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("entry")
    return entry


def entries_for(caller: User | None) -> Select[ChangelogEntry]:
    """Entries with authors, states, and those of their posts that the caller may see, to be read in one statement."""
    one = func.json_build_object(
        *("id", Post.id, "title", Post.title, "status", Post.status, "votes_count", Post.votes_count)
    )
    posts: Any = select(func.json_agg(aggregate_order_by(one, Post.votes_count.desc(), Post.id)))
    posts = posts.select_from(ChangelogPost).join(Post, Post.id == ChangelogPost.post_id)
    posts = posts.where(ChangelogPost.entry_id == ChangelogEntry.id, visible_to(caller))
    return select(ChangelogEntry).options(
        with_member(ChangelogEntry.author, innerjoin=True),
        with_expression(ChangelogEntry.state, STATE),
        with_expression(ChangelogEntry.posts, func.coalesce(posts.scalar_subquery(), literal_column("'[]'::json"))),
    )


def newest_entries(db: Session) -> Sequence[ChangelogEntry]:
    """What a visitor may see, with authors."""
    seen = entry_visible_to(None)
    published = select(ChangelogEntry).where(seen).options(with_member(ChangelogEntry.author, innerjoin=True))
    newest = published.order_by(ChangelogEntry.published_at.desc(), ChangelogEntry.id.desc())
    entries = db.scalars(newest.limit(IN_FEED)).all()
    if not entries:
        refuse_visitor_of_private(db, None)
    return entries


def entries_for_sitemap(db: Session) -> Sequence[Row[int, str, datetime]]:
    """Id, title, and when it was changed last, of the newest."""
    statement = select(ChangelogEntry.id, ChangelogEntry.title, ChangelogEntry.updated_at)
    visible = statement.where(entry_visible_to(None)).order_by(ChangelogEntry.published_at.desc())
    return db.execute(visible.limit(IN_SITEMAP)).all()


def posts_named(db: Session, post_ids: Sequence[int], *, caller: User) -> Sequence[Row[int, str, str, int]]:
    """Id, title, status and votes of those that the caller may see."""
    statement = select(Post.id, Post.title, Post.status, Post.votes_count)
    return db.execute(statement.where(Post.id.in_(post_ids), visible_to(caller)).order_by(Post.id)).all()


def changelog_of(user_id: int) -> Select[ChangelogEntry]:
    """What the member wrote or published as staff."""
    own = or_(ChangelogEntry.author_id == user_id, ChangelogEntry.publisher_id == user_id)
    return select(ChangelogEntry).where(own).order_by(ChangelogEntry.id)
