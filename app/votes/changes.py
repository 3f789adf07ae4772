"""Writing votes: each change in one statement, together with the post's count."""

from functools import cache

from sqlalchemy import Connection, Row, TextClause, text

from app.errors import AccountGone, Conflict, NotFound
from app.models.users import User
from app.models.webhooks import LISTENING
from app.outbox.wake import wake_after_commit
from app.posts.visibility import visible_sql

# The voter's row is locked before all, as the vote's foreign key would later: while the account is being erased, the
# vote waits, and then finds it gone. The post's row is locked next: of two votes on one post the second waits, and
# counts from what the first left. Where nothing changes, the count is that of the locked row, and nothing is written.
CHANGE_VOTE = """
    WITH voter AS (SELECT id FROM users WHERE id = :user_id AND status {voter} FOR {lock}),
    post AS (
        SELECT posts.id, votes_count, visibility = 'public' AS is_public,
               posts.status NOT IN ('completed', 'declined') AND NOT locked AND merged_into_id IS NULL AS takes_votes
        FROM voter, posts
        WHERE posts.id = :post_id AND {visible}
        FOR NO KEY UPDATE OF posts
    ),
    {change},
    counted AS (
        UPDATE posts SET votes_count = posts.votes_count {step}, updated_at = now()
        FROM vote WHERE posts.id = vote.post_id AND vote.counts
        RETURNING posts.votes_count
    ),
    event AS (
        INSERT INTO events (type, post_id, actor_id, via_id, data, fanned_out_at)
        SELECT '{event}', vote.post_id, :user_id, CAST(:via_id AS bigint), {data}, now()
        FROM vote, post WHERE counts AND is_public
        RETURNING id
    ){more}
    SELECT coalesce(counted.votes_count, post.votes_count), post.takes_votes, EXISTS (SELECT FROM vote) AS changed,
           EXISTS (SELECT FROM event) AND {webhooks} AS wakes
    FROM voter LEFT JOIN post ON true LEFT JOIN counted ON true
"""
# A vote that a merge brought here, or that staff cast, becomes the member's own when it is cast again: an undo then
# leaves it, and so do staff.
CAST_VOTE = """
    vote AS (
        INSERT INTO votes (post_id, user_id) SELECT id, :user_id FROM post WHERE takes_votes
        ON CONFLICT (post_id, user_id) DO UPDATE SET merged_from_id = NULL, cast_by_id = NULL
        WHERE votes.merged_from_id IS NOT NULL OR votes.cast_by_id IS NOT NULL
        RETURNING votes.post_id, xmax = 0 AS counts
    ),
    subscription AS (
        INSERT INTO subscriptions (post_id, user_id) SELECT post_id, :user_id FROM vote
        ON CONFLICT DO NOTHING
    )
"""
WITHDRAW_VOTE = """
    vote AS (
        DELETE FROM votes USING post WHERE takes_votes AND votes.post_id = post.id AND votes.user_id = :user_id
        RETURNING votes.post_id, true AS counts
    )
"""

OWN = "IN ('active', 'integration')"  # The status of whoever votes for themselves.


@cache
def statement_to(
    change: str,
    step: str,
    event: str,
    *,
    voter: str = OWN,
    lock: str = "KEY SHARE",
    data: str = "'{}'",
    more: str = "",
) -> TextClause:
    """`voter`: what the status of the voter's account must be; `lock`: of its row; `more`: CTEs that follow from the
    change."""
    parts = {"visible": visible_sql(), "change": change, "step": step, "event": event, "webhooks": LISTENING}
    return text(CHANGE_VOTE.format(**parts, voter=voter, lock=lock, data=data, more=more))


def cast_vote(db: Connection, *, post_id: int, user: User) -> int:
    """Votes, once. Returns the post's count; raises NotFound, or Conflict where the post takes no votes."""
    return change_own_vote(db, statement_to(CAST_VOTE, "+ 1", "vote.created"), post_id, user)


def withdraw_vote(db: Connection, *, post_id: int, user: User) -> int:
    """Takes the vote back, if there is one. Returns the post's count; raises as cast_vote does."""
    return change_own_vote(db, statement_to(WITHDRAW_VOTE, "- 1", "vote.deleted"), post_id, user)


def change_own_vote(db: Connection, statement: TextClause, post_id: int, user: User) -> int:
    values = {"post_id": post_id, "user_id": user.id, "via_id": user.via_id, "is_staff": user.is_staff}
    # What is done in the member's place is in the log already, and must not stay there if it is refused.
    options = {"commits": True} if user.via_id is None else {}
    post = db.execute(statement, values, execution_options=options).one_or_none()
    if post is None:
        raise AccountGone
    if post.wakes:
        wake_after_commit(db)
    return count_of(post)


def count_of(post: Row[int, bool | None, bool, bool]) -> int:
    """Of what a change of a vote returned. Raises NotFound or Conflict."""
    if post.takes_votes is None:
        raise NotFound("post")
    if not post.takes_votes:
        raise Conflict("This post takes no votes: it is answered, locked, or merged into another.", code="votes-closed")
    return int(post[0])
