"""The SQL of votes: each change in one statement, together with the post's count."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, TextClause, select, text, true
from sqlalchemy.orm import Session, aliased, load_only

from app.errors import Conflict, NotFound
from app.models import Post, User, Vote
from app.posts.visibility import visible_to
from app.users.queries import public

# The post's row is locked first: of two votes on one post the second waits, and counts from what the first left. Where
# nothing changes, the answer is the count of that locked row, and nothing is written.
IN_STEP = """
    WITH post AS (
        SELECT id, votes_count,
               status NOT IN ('completed', 'declined') AND NOT locked AND merged_into_id IS NULL AS takes_votes
        FROM posts
        WHERE id = :post_id AND deleted_at IS NULL
          AND (:is_staff OR visibility = 'public' OR visibility = 'pending' AND author_id = :user_id)
        FOR NO KEY UPDATE
    ),
    {change},
    counted AS (
        UPDATE posts SET votes_count = posts.votes_count {step}, updated_at = now()
        FROM vote WHERE posts.id = vote.post_id AND vote.counts
        RETURNING posts.votes_count
    )
    SELECT coalesce(counted.votes_count, post.votes_count), post.takes_votes FROM post LEFT JOIN counted ON true
"""
# A vote that a merge brought here becomes the member's own when it is cast again: an undo then leaves it.
INSERT = """
    vote AS (
        INSERT INTO votes (post_id, user_id) SELECT id, :user_id FROM post WHERE takes_votes
        ON CONFLICT (post_id, user_id) DO UPDATE SET merged_from_id = NULL WHERE votes.merged_from_id IS NOT NULL
        RETURNING votes.post_id, xmax = 0 AS counts
    ),
    subscription AS (
        INSERT INTO subscriptions (post_id, user_id) SELECT post_id, :user_id FROM vote WHERE counts
        ON CONFLICT DO NOTHING
    )
"""
DELETE = """
    vote AS (
        DELETE FROM votes USING post WHERE takes_votes AND votes.post_id = post.id AND votes.user_id = :user_id
        RETURNING votes.post_id, true AS counts
    )
"""
CAST = text(IN_STEP.format(change=INSERT, step="+ 1"))
WITHDRAW = text(IN_STEP.format(change=DELETE, step="- 1"))


def cast_vote(db: Session, *, post_id: int, user: User) -> int:
    """Votes, once. Returns the post's count; raises NotFound, or Conflict where the post takes no votes."""
    return change(db, CAST, post_id, user)


def withdraw_vote(db: Session, *, post_id: int, user: User) -> int:
    """Takes the vote back, if there is one. Returns the post's count; raises as cast_vote does."""
    return change(db, WITHDRAW, post_id, user)


def change(db: Session, statement: TextClause, post_id: int, user: User) -> int:
    values = {"post_id": post_id, "user_id": user.id, "is_staff": user.is_staff}
    post = db.execute(statement, values, execution_options={"commits": True}).one_or_none()
    if post is None:
        raise NotFound("There is no such post.")
    if not post.takes_votes:
        raise Conflict("This post takes no votes: it is answered, locked, or merged into another.", code="votes-closed")
    return int(post[0])


def list_voters(
    db: Session, post_id: int, *, caller: User, after: int, limit: int
) -> Sequence[Row[int, datetime, User]]:
    """`user`, `user_id` and `created_at` of each vote, in the order of the people; one more than `limit`, where there
    is one. Raises NotFound where the post is not seen."""
    # A post without votes is a row without one; a post that is not seen is no row. The page's votes are found first: a
    # post may have a hundred thousand, and the planner would join and sort the people of all.
    page = select(Vote.user_id, Vote.created_at).where(Vote.post_id == post_id, Vote.user_id > after)
    vote = page.order_by(Vote.user_id).limit(limit + 1).subquery()
    user = aliased(User, name="user")
    statement = select(vote.c.user_id, vote.c.created_at, user).select_from(Post).outerjoin(vote, true())
    statement = statement.outerjoin(user, user.id == vote.c.user_id).where(Post.id == post_id, visible_to(caller))
    statement = statement.options(load_only(*public(user), raiseload=True))
    found = db.execute(statement.order_by(vote.c.user_id)).all()
    if not found:
        raise NotFound("There is no such post.")
    return [row for row in found if row.user is not None]
