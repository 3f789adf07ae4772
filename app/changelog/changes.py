"""Writing the changelog: the statement, what publishing means, and the entry in the moderation log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NoReturn

from sqlalchemy import CTE, Connection, Row, Select, case, delete, func, insert, literal, null, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from app.changelog.publishing import publish, take_back
from app.changelog.queries import get_entry
from app.changelog.visibility import PUBLISHED
from app.errors import Invalid, NotFound, PreconditionFailed, no_such
from app.models.changelog_entries import ChangelogEntry, changelog_entries
from app.models.changelog_posts import changelog_posts
from app.models.posts import posts
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.outbox.changes import event_cte
from app.outbox.wake import wake_after_commit
from app.posts.visibility import visible_to

Moment = datetime | Literal["now"] | None  # None: a draft.

WAS_PUBLIC = func.coalesce(PUBLISHED, literal(False)).label("was_public")
# What publishing needs to know of an entry that was just written.
WRITTEN = (
    *(changelog_entries.c.id, changelog_entries.c.title, changelog_entries.c.completes, changelog_entries.c.event_id),
    changelog_entries.c.published_at,
    func.coalesce(changelog_entries.c.publisher_id, changelog_entries.c.author_id).label("actor_id"),
    func.coalesce(PUBLISHED, literal(False)).label("is_public"),
)


def create_entry(
    db: Connection,
    *,
    author: User,
    title: str,
    content: str,
    published_at: Moment,
    posts: Sequence[int],
    completes: bool,
    board_url: str,
) -> ChangelogEntry:
    """Raises Invalid for posts that there are not."""
    values = {"author_id": author.id, "title": title, "content": content, "completes": completes}
    statement = insert(changelog_entries).values(**values, **publication(published_at, author)).returning(*WRITTEN)
    entry = db.execute(statement).one()
    name_posts(db, entry.id, posts, staff=author)
    follow_up(db, entry, was_public=False, staff=author, board_url=board_url)
    return get_entry(db, entry.id, caller=author)


def update_entry(
    db: Connection, entry_id: int, *, staff: User, version: int | None, board_url: str, **changes: Any
) -> ChangelogEntry:
    """`changes`: as create_entry has them; what is not there stays as it is.

    Raises as create_entry does, NotFound, or PreconditionFailed where the entry is no longer at `version`.
    """
    posts = changes.pop("posts", None)
    if "published_at" in changes:
        changes |= publication(changes["published_at"], staff)
    values = {**changes, "version": changelog_entries.c.version + 1, "updated_at": func.now()}
    before = locked(entry_id, version).cte("before")
    statement = update(changelog_entries).where(changelog_entries.c.id == before.c.id).values(values)
    changed = statement.returning(*WRITTEN, before.c.was_public).cte("changed")
    event_type = case((changed.c.is_public, "changelog.updated"), else_="changelog.withdrawn")
    event = entry_event(changed, event_type, staff)
    entry = db.execute(select(changed).add_cte(event)).one_or_none()
    if entry is None:
        explain_unchanged(db, entry_id, version)
    if posts is not None:
        others = changelog_posts.c.post_id.not_in(posts)
        db.execute(delete(changelog_posts).where(changelog_posts.c.entry_id == entry_id, others))
        name_posts(db, entry_id, posts, staff=staff)
    follow_up(db, entry, was_public=entry.was_public, staff=staff, board_url=board_url)
    return get_entry(db, entry_id, caller=staff)


def delete_entry(db: Connection, entry_id: int, *, staff: User, version: int | None) -> None:
    """Its posts stay as they are, and mails that have not gone out are dropped. Raises as update_entry does."""
    found = db.execute(locked(entry_id, version)).one_or_none()
    if found is None:
        explain_unchanged(db, entry_id, version)
    take_back(db, entry_id)
    statement = delete(changelog_entries).where(changelog_entries.c.id == entry_id)
    gone = statement.returning(changelog_entries.c.id, WAS_PUBLIC).cte("gone")
    db.execute(select(gone.c.id).add_cte(entry_event(gone, "changelog.deleted", staff)))
    wake_after_commit(db)
    action = "changelog.deleted" if found.was_public else "changelog.drafted"
    log_moderation(db, staff.id, action, "changelog", entry_id, title=found.title)


def publication(moment: Moment, staff: User) -> dict[str, Any]:
    if moment is None:
        return {"published_at": None, "publisher_id": None}
    return {"published_at": func.now() if moment == "now" else moment, "publisher_id": staff.id}


def locked(entry_id: int, version: int | None) -> Select[int, str, bool]:
    statement = select(changelog_entries.c.id, changelog_entries.c.title, WAS_PUBLIC).where(
        changelog_entries.c.id == entry_id
    )
    if version is not None:
        statement = statement.where(changelog_entries.c.version == version)
    return statement.with_for_update()


def entry_event(source: CTE, event_type: Any, staff: User) -> CTE:
    """What became of an entry that everybody saw. Of a draft, nobody hears."""
    data = func.jsonb_build_object("entry_id", source.c.id)
    return event_cte(source, event_type, actor_id=staff.id, post_id=null(), data=data, where=source.c.was_public)


def name_posts(db: Connection, entry_id: int, post_ids: Sequence[int], *, staff: User) -> None:
    """Raises Invalid for those that there are not."""
    if not post_ids:
        return
    named = select(posts.c.id).where(posts.c.id.in_(post_ids), visible_to(staff)).cte("named")
    row = upsert(changelog_posts).from_select(["entry_id", "post_id"], select(literal(entry_id), named.c.id))
    added = row.on_conflict_do_nothing().cte("added")
    if db.scalar(select(func.count()).select_from(named).add_cte(added)) != len(set(post_ids)):
        raise Invalid("#/posts", no_such("post"))


def follow_up(db: Connection, entry: Row[*tuple[Any, ...]], *, was_public: bool, staff: User, board_url: str) -> None:
    """What is published now is told, what was taken back before it was told is not."""
    if entry.is_public:
        publish(db, entry, board_url=board_url)
    elif was_public:
        take_back(db, entry.id)
    if entry.published_at is not None:
        wake_after_commit(db)  # Also for an hour to come, which the courier then waits for.
    if entry.is_public:
        action = "changelog.changed" if was_public else "changelog.published"
    else:
        action = "changelog.withdrawn" if was_public else "changelog.drafted"
    log_moderation(db, staff.id, action, "changelog", entry.id, title=entry.title)


def explain_unchanged(db: Connection, entry_id: int, version: int | None) -> NoReturn:
    """Raises NotFound or PreconditionFailed: the reason why a change found no entry to change."""
    current = db.scalar(select(changelog_entries.c.version).where(changelog_entries.c.id == entry_id))
    if current is None or version is None:
        raise NotFound("entry")
    raise PreconditionFailed("entry", current=current, expected=version)
