"""Writing posts: who may, the statement, and its entry in the moderation log."""

from functools import cache
from typing import Any, NoReturn

from sqlalchemy import CTE, ColumnElement, Connection, TextClause, case, delete, func, or_, select, text, update

from app.errors import AccountGone, Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, no_such
from app.models.board import APPROVE_FIRST_POSTS
from app.models.comments import comments
from app.models.posts import Post, posts, touched
from app.models.users import User
from app.models.votes import votes
from app.moderation_log.changes import log_moderation
from app.outbox.changes import event_cte
from app.outbox.wake import wake_after_commit
from app.posts.queries import get_post, has_duplicates
from app.posts.search.store import VECTOR, VERSION, parameters_of, words_of
from app.posts.visibility import PUBLIC, visible_to
from app.tags.visibility import tag_visible_sql

# As for votes: while the account is being erased, the post waits, and then finds it gone.
CREATE = """
    WITH author AS (SELECT id FROM users WHERE id = :author_id AND status IN ('active', 'integration') FOR KEY SHARE),
    post AS (
        INSERT INTO posts (
            author_id, title, content, language, words, words_version, votes_count, visibility, published_at
        )
        SELECT :author_id, :title, :content, CAST(:language AS regconfig), {vector}, {version}, 1,
               CASE WHEN is_public THEN 'public' ELSE 'pending' END, CASE WHEN is_public THEN now() END
        FROM (SELECT :is_staff OR NOT coalesce({approve_first_posts}, :approve_first_posts) OR EXISTS (
            SELECT FROM posts WHERE author_id = :author_id AND visibility = 'public' AND deleted_at IS NULL
        ) AS is_public) AS decision, author
        RETURNING id, author_id, visibility = 'public' AS is_public
    ),
    event AS (
        INSERT INTO events (type, post_id, actor_id, via_id, staff_only, data)
        SELECT CASE WHEN is_public THEN 'post.created' ELSE 'post.pending' END, id, author_id,
               CAST(:via_id AS bigint), NOT is_public, jsonb_build_object('votes_count', 1)
        FROM post
    ),
    vote AS (INSERT INTO votes (post_id, user_id) SELECT id, author_id FROM post),
    subscription AS (INSERT INTO subscriptions (post_id, user_id) SELECT id, author_id FROM post),
    tagged AS (
        INSERT INTO post_tags (post_id, tag_id)
        SELECT post.id, tags.id FROM post, tags
        WHERE tags.slug = ANY (CAST(:tags AS text[])) AND {tag_visible}
        RETURNING tag_id
    )
    SELECT id, (SELECT count(*) FROM tagged) FROM post
"""


@cache
def create_statement() -> TextClause:
    return text(
        CREATE.format(
            vector=VECTOR, version=VERSION, tag_visible=tag_visible_sql(), approve_first_posts=APPROVE_FIRST_POSTS
        )
    )


def create_post(
    db: Connection, *, author: User, title: str, content: str, tags: list[str], language: str, approve_first_posts: bool
) -> Post:
    """Stores it with its author's vote, subscription and tags. Raises AccountGone, or Invalid for a tag there is not.

    Where first posts wait for approval, the post of a member who has none that is public is pending.
    `approve_first_posts`: the environment's, which the board's own comes before.
    """
    values: dict[str, Any] = {"author_id": author.id, "via_id": author.via_id, "is_staff": author.is_staff}
    values |= {"title": title, "content": content, "tags": tags, "approve_first_posts": approve_first_posts}
    values |= parameters_of(title, content, language)
    created = db.execute(create_statement(), values).one_or_none()
    if created is None:
        raise AccountGone
    post_id, tagged = created
    if tagged != len(set(tags)):
        raise Invalid("#/tags", no_such("tag"))
    wake_after_commit(db)
    return get_post(db, post_id, caller=author)


def update_post(
    db: Connection, post_id: int, *, caller: User, language: str, version: int | None, **changes: Any
) -> Post:
    """Changes the caller's own post, or anybody's where the caller is staff.

    Raises NotFound, Forbidden, or PreconditionFailed where the post is no longer at `version`.
    """
    if not caller.is_staff and changes.keys() & {"visibility", "locked"}:
        get_post(db, post_id, caller=caller)
        raise Forbidden("Only staff may approve, hide or lock.")
    values: dict[str, Any] = {**changes, **touched()} if changes else {"version": posts.c.version}
    if changes.keys() & {"title", "content"}:
        values["edited_at"] = func.now()
    if changes.get("visibility") == "public":
        values["published_at"] = func.coalesce(posts.c.published_at, func.now())
    # Locked first, so that of two that approve the post only one finds it pending.
    locked = select(posts.c.id, PUBLIC.label("was_public"), posts.c.published_at).where(posts.c.id == post_id)
    before = locked.with_for_update(key_share=True).cte("before")
    statement = update(posts).where(*changeable(post_id, caller, version), posts.c.id == before.c.id).values(values)
    columns = (posts.c.id, posts.c.author_id, posts.c.title, posts.c.content, posts.c.votes_count)
    was = (before.c.was_public, before.c.published_at)
    after = statement.returning(*columns, PUBLIC.label("is_public"), *was).cte("changed")
    outcome = select(after.c.author_id, after.c.title, after.c.content)
    if changes:
        outcome = outcome.add_cte(changed_event(after, caller))
        wake_after_commit(db)
    changed = db.execute(outcome).one_or_none()
    if changed is None:
        explain_unchanged(db, post_id, caller, version)
    moderated = {name: value for name, value in changes.items() if name in ("visibility", "locked")}
    if changes and (moderated or changed.author_id != caller.id):
        action = "post.moderated" if moderated else "post.edited"
        log_moderation(db, caller.id, action, "post", post_id, fields=sorted(changes), **moderated)
    if not changes.keys() & {"title", "content"}:
        return get_post(db, post_id, caller=caller)
    words = words_of(post_id, changed.title, changed.content, language)
    return get_post(db, post_id, caller=caller, along=words)


def changed_event(changed: CTE, caller: User) -> CTE:
    """The event of a change as everybody sees it: an approval publishes a post, and what was hidden before and after
    has none."""
    event_type = case(
        (~changed.c.is_public, "post.hidden"),
        (changed.c.was_public, "post.updated"),
        (changed.c.published_at.is_(None), "post.created"),
        else_="post.shown",
    )
    # Of what happened while it was not public there are no events, so whoever counts votes goes on from here.
    counted = func.jsonb_build_object("votes_count", changed.c.votes_count)
    data = case((or_(changed.c.was_public, ~changed.c.is_public), func.jsonb_build_object()), else_=counted)
    seen = or_(changed.c.was_public, changed.c.is_public)
    return event_cte(
        changed,
        event_type,
        actor_id=caller.id,
        via_id=caller.via_id,
        post_id=changed.c.id,
        data=data,
        where=seen,
    )


def delete_post(db: Connection, post_id: int, *, caller: User, version: int | None) -> None:
    """Takes away the text, the votes and the comments; the row stays for `updated_since`. Raises as update_post does,
    and Conflict for an original whose duplicates would lose it."""
    erased = {"title": "", "content": "", "words": None, "response": None, "votes_count": 0, "comments_count": 0}
    before = posts.alias("before")
    statement = update(posts).where(*changeable(post_id, caller, version), before.c.id == posts.c.id)
    statement = statement.values(**erased, **touched(), deleted_at=func.now())
    gone = statement.returning(posts.c.id, posts.c.author_id, before.c.title, PUBLIC.label("is_public")).cte("gone")
    event = event_cte(
        gone, "post.deleted", actor_id=caller.id, via_id=caller.via_id, post_id=gone.c.id, where=gone.c.is_public
    )
    deleted = db.execute(select(gone.c.author_id, gone.c.title).add_cte(event)).one_or_none()
    if deleted is None:
        explain_unchanged(db, post_id, caller, version)
    wake_after_commit(db)
    # The update above holds the lock on the post: a merge into it has either committed, or will find it deleted.
    if has_duplicates(db, post_id):
        raise Conflict("Other posts were merged into this one. Undo that first.", code="has-duplicates")
    db.execute(delete(votes).where(votes.c.post_id == post_id))
    erased_comments = update(comments).where(comments.c.post_id == post_id, comments.c.deleted_at.is_(None))
    db.execute(erased_comments.values(content="", deleted_at=func.now()))
    if deleted.author_id != caller.id:
        log_moderation(db, caller.id, "post.deleted", "post", post_id, title=deleted.title)


def changeable(post_id: int, caller: User, version: int | None) -> list[ColumnElement[bool]]:
    """The conditions under which the caller may change the post: it is seen, it is the caller's own or the caller is
    staff, and it is still at `version`, where one is expected."""
    conditions = [posts.c.id == post_id, visible_to(caller)]
    if not caller.is_staff:
        conditions.append(posts.c.author_id == caller.id)
    if version is not None:
        conditions.append(posts.c.version == version)
    return conditions


def explain_unchanged(db: Connection, post_id: int, caller: User, version: int | None) -> NoReturn:
    """Raises NotFound, Forbidden or PreconditionFailed: the reason why a change found no post to change.

    Where any version would have done, the post was not seen; one that is seen now was shown since.
    """
    post = get_post(db, post_id, caller=caller)
    require_changeable(post, caller)
    if version is None:
        raise NotFound("post")
    raise PreconditionFailed("post", current=post.version, expected=version)


def require_changeable(post: Post, caller: User) -> None:
    """Raises Forbidden. `post`: one that the caller sees."""
    if not caller.is_staff and post.author_id != caller.id:
        raise Forbidden("Only its author or staff may change this post.")
