"""Moving votes, subscriptions and comments between a duplicate and its original, whose rows the caller has locked."""

from typing import Any

from sqlalchemy import Connection, TextClause, text

COPY_VOTES = text("""
    INSERT INTO votes (post_id, user_id, merged_from_id, cast_by_id, created_at)
    SELECT CAST(:original AS bigint), user_id, post_id, cast_by_id, created_at FROM votes WHERE post_id = :duplicate
    ON CONFLICT DO NOTHING
""")
# Whose account is being erased is waited for, and then left out. Of a vote, the erasure waits for the post's lock.
COPY_SUBSCRIPTIONS = text("""
    WITH follower AS (
        SELECT subscriptions.* FROM subscriptions JOIN users ON users.id = user_id
        WHERE post_id = :duplicate AND users.status <> 'deleted' ORDER BY user_id FOR KEY SHARE OF users
    )
    INSERT INTO subscriptions (post_id, user_id, subscribed, chosen, merged_from_id, created_at)
    SELECT CAST(:original AS bigint), user_id, subscribed, chosen, post_id, created_at FROM follower
    ON CONFLICT DO NOTHING
""")
MOVE_COMMENTS = text("""
    WITH moved AS (
        UPDATE comments SET post_id = :original, merged_from_id = :duplicate WHERE post_id = :duplicate
        RETURNING NOT hidden AND deleted_at IS NULL AS counts
    )
    SELECT count(*) FROM moved WHERE counts
""")
MOVE_COMMENTS_BACK = text("""
    WITH moved AS (
        UPDATE comments SET post_id = :duplicate, merged_from_id = NULL
        WHERE post_id = :original AND merged_from_id = :duplicate
        RETURNING NOT hidden AND deleted_at IS NULL AS counts
    )
    SELECT count(*) FROM moved WHERE counts
""")
# Who came with two duplicates was copied from the first one. Without that, the other one brought the person.
HAND_OVER_VOTES = text("""
    UPDATE votes SET
        merged_from_id = other.post_id, cast_by_id = other.cast_by_id, created_at = other.created_at
    FROM votes AS other JOIN posts ON posts.id = other.post_id
    WHERE votes.post_id = :original AND votes.merged_from_id = :duplicate
      AND posts.merged_into_id = :original AND posts.id <> :duplicate AND other.user_id = votes.user_id
""")
HAND_OVER_SUBSCRIPTIONS = text("""
    UPDATE subscriptions SET
        merged_from_id = other.post_id, created_at = other.created_at,
        subscribed = other.subscribed, chosen = other.chosen
    FROM subscriptions AS other JOIN posts ON posts.id = other.post_id
    WHERE subscriptions.post_id = :original AND subscriptions.merged_from_id = :duplicate
      AND posts.merged_into_id = :original AND posts.id <> :duplicate AND other.user_id = subscriptions.user_id
""")
# Who voted or wrote at the original as well would follow it without the duplicate.
LEAVE_SUBSCRIPTIONS = text("""
    UPDATE subscriptions SET merged_from_id = NULL
    WHERE post_id = :original AND merged_from_id = :duplicate AND (
        EXISTS (SELECT FROM votes WHERE votes.post_id = :original AND votes.user_id = subscriptions.user_id
                AND votes.merged_from_id IS NULL)
        OR EXISTS (SELECT FROM comments WHERE comments.post_id = :original
                   AND comments.author_id = subscriptions.user_id AND comments.merged_from_id IS NULL
                   AND NOT comments.staff_only)
    )
""")
REMOVE_VOTES = text("DELETE FROM votes WHERE post_id = :original AND merged_from_id = :duplicate")
REMOVE_SUBSCRIPTIONS = text("DELETE FROM subscriptions WHERE post_id = :original AND merged_from_id = :duplicate")
# Followers are told of a merge, and of its end nobody is: they get their post back as it was.
CHANGE_POSTS = text("""
    WITH changed AS (
        UPDATE posts SET
            merged_into_id = CASE WHEN id = :duplicate THEN CAST(:merged_into AS bigint) END,
            votes_count = votes_count + CASE WHEN id = :original THEN CAST(:votes AS int) ELSE 0 END,
            comments_count = comments_count + CASE WHEN id = :original THEN 1 ELSE -1 END * CAST(:comments AS int),
            version = version + 1, updated_at = now()
        WHERE id IN (:duplicate, :original)
        RETURNING id, visibility, merged_into_id
    )
    INSERT INTO events (type, post_id, actor_id, data, fanned_out_at)
    SELECT CASE WHEN merged_into_id IS NULL THEN 'post.unmerged' ELSE 'post.merged' END, id, CAST(:actor AS bigint),
           jsonb_build_object('original_id', CAST(:original AS bigint), 'votes', CAST(:votes AS int)),
           CASE WHEN merged_into_id IS NULL THEN now() END
    FROM changed WHERE id = :duplicate AND visibility = 'public'
""")


def move_to_original(db: Connection, duplicate_id: int, original_id: int, *, actor_id: int) -> None:
    pair = {"duplicate": duplicate_id, "original": original_id}
    votes = affected(db, COPY_VOTES, pair)
    db.execute(COPY_SUBSCRIPTIONS, pair)
    comments = db.scalar(MOVE_COMMENTS, pair)
    counts = {"votes": votes, "comments": comments}
    db.execute(CHANGE_POSTS, {**pair, **counts, "merged_into": original_id, "actor": actor_id})


def move_back(db: Connection, duplicate_id: int, original_id: int, *, actor_id: int) -> None:
    pair = {"duplicate": duplicate_id, "original": original_id}
    db.execute(HAND_OVER_VOTES, pair)
    votes = affected(db, REMOVE_VOTES, pair)
    comments = db.scalar(MOVE_COMMENTS_BACK, pair)
    for statement in (HAND_OVER_SUBSCRIPTIONS, LEAVE_SUBSCRIPTIONS, REMOVE_SUBSCRIPTIONS):
        db.execute(statement, pair)
    counts = {"votes": -votes, "comments": -(comments or 0)}
    db.execute(CHANGE_POSTS, {**pair, **counts, "merged_into": None, "actor": actor_id})


def affected(db: Connection, statement: TextClause, values: dict[str, Any]) -> int:
    return db.execute(statement, values).rowcount
