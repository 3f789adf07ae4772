"""The SQL of votes: each change in one statement, together with the post's count."""

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from app.errors import NotFound

# The post's row is locked first: of two votes on one post the second waits, and counts from what the first left. Where
# nothing changes, the answer is the count of that locked row, and nothing is written.
IN_STEP = """
    WITH post AS (SELECT id, votes_count FROM posts WHERE id = :post_id FOR NO KEY UPDATE),
    vote AS ({change} RETURNING votes.post_id),
    counted AS (
        UPDATE posts SET votes_count = posts.votes_count {step} FROM vote WHERE posts.id = vote.post_id
        RETURNING posts.votes_count
    )
    SELECT coalesce(counted.votes_count, post.votes_count) FROM post LEFT JOIN counted ON true
"""
INSERT = "INSERT INTO votes (post_id, user_id) SELECT id, :user_id FROM post ON CONFLICT DO NOTHING"
DELETE = "DELETE FROM votes USING post WHERE votes.post_id = post.id AND votes.user_id = :user_id"
CAST = text(IN_STEP.format(change=INSERT, step="+ 1"))
WITHDRAW = text(IN_STEP.format(change=DELETE, step="- 1"))


def cast_vote(db: Session, *, post_id: int, user_id: int) -> int:
    """Votes, once. Returns the post's count; raises NotFound."""
    return change(db, CAST, post_id, user_id)


def withdraw_vote(db: Session, *, post_id: int, user_id: int) -> int:
    """Takes the vote back, if there is one. Returns the post's count; raises NotFound."""
    return change(db, WITHDRAW, post_id, user_id)


def change(db: Session, statement: TextClause, post_id: int, user_id: int) -> int:
    count = db.scalar(statement, {"post_id": post_id, "user_id": user_id})
    if count is None:
        raise NotFound("There is no such post.")
    return int(count)
