"""Writing votes that staff cast for others: for a member, or for an address that has no account yet."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, TextClause, select

from app.errors import Conflict, Forbidden, NotFound
from app.models.users import User, in_waiting, users
from app.models.votes import votes
from app.outbox.wake import wake_after_commit
from app.rate_limits.limits import limit_per_hour, rate_limit_key
from app.settings.config import Settings
from app.users.erasure import erase_account
from app.users.waiting import account_of
from app.votes.changes import count_of, statement_to

VOTES_PER_HOUR = 300  # Of one member of staff, who may have a list of a day's calls.
MAILS_PER_HOUR = 5  # To one person.
BY_STAFF = "jsonb_build_object('staff_id', CAST(:staff_id AS bigint))"
LOG = """,
    logged AS (
        INSERT INTO moderation_log (actor_id, action, target_type, target_id, detail)
        SELECT :staff_id, '{action}', 'post', post_id, jsonb_build_object('user_id', CAST(:user_id AS bigint)) FROM vote
    )"""
# Who has voted already keeps that vote. Who is not told doesn't follow either, as that would bring mails.
CAST = """
    vote AS (
        INSERT INTO votes (post_id, user_id, cast_by_id)
        SELECT id, :user_id, nullif(CAST(:staff_id AS bigint), :user_id) FROM post WHERE takes_votes
        ON CONFLICT DO NOTHING
        RETURNING votes.post_id, true AS counts
    ),
    subscription AS (
        INSERT INTO subscriptions (post_id, user_id) SELECT post_id, :user_id FROM vote WHERE CAST(:tell AS boolean)
        ON CONFLICT DO NOTHING
    )
"""
TELL = """,
    told AS (
        INSERT INTO deliveries (template, event_id, user_id)
        SELECT 'votes_cast', id, :user_id FROM event WHERE CAST(:tell AS boolean)
    )"""
REMOVE = """
    vote AS (
        DELETE FROM votes USING post
        WHERE takes_votes AND votes.post_id = post.id AND votes.user_id = :user_id AND votes.cast_by_id IS NOT NULL
        RETURNING votes.post_id, true AS counts
    )
"""


class CastVote(NamedTuple):
    """`counted`: whether it is new, and the person had not voted before."""

    user_id: int
    votes_count: int
    counted: bool


def limit_votes_for_others(db: Connection, settings: Settings, staff: User) -> dict[str, str]:
    """Returns headers that tell what is left; raises TooManyRequests."""
    return limit_per_hour(db, VOTES_PER_HOUR, rate_limit_key(settings, "vote-for-another", staff.id))


def cast_vote_for(
    db: Connection, settings: Settings, post_id: int, user_id: int, *, staff: User, tell: bool
) -> CastVote:
    """`tell`: whether the person gets a mail, and from then on those of a follower.

    Raises NotFound where there is no such post or active member, Conflict where the post takes no votes or the board
    sends no mail, or TooManyRequests.
    """
    if tell:
        if not settings.sends_mail:
            raise Conflict("This board sends no mail, so nobody can be told.", code="mail-off")
        limit_per_hour(db, MAILS_PER_HOUR, rate_limit_key(settings, "vote-mail", user_id))
    more = TELL + LOG.format(action="vote.cast")
    statement = statement_to(CAST, "+ 1", "vote.created", voter="= 'active'", data=BY_STAFF, more=more)
    post = change_vote(db, statement, post_id, user_id, staff, tell=tell)
    if tell:
        wake_after_commit(db)
    return CastVote(user_id, count_of(post), post.changed)


def cast_vote_for_address(
    db: Connection, settings: Settings, post_id: int, email: str, *, staff: User, tell: bool
) -> CastVote:
    """Raises as cast_vote_for does, and Conflict where the address is that of a disabled account."""
    account = account_of(db, email)
    if account.status != "active":
        raise Conflict("The account of this address is disabled.", code="account-disabled")
    return cast_vote_for(db, settings, post_id, account.id, staff=staff, tell=tell)


def remove_vote_of(db: Connection, settings: Settings, post_id: int, user_id: int, *, staff: User) -> int:
    """Takes back a vote that staff cast, if there is one. Returns the post's count.

    An account in waiting goes with its last vote: nobody but staff has given its address. Raises NotFound, Conflict
    where the post takes no votes, or Forbidden for a vote that is the member's own.
    """
    # The lock waits for others who vote with the account just now, so that it does not go with their vote.
    options = {"voter": "<> 'deleted'", "lock": "UPDATE", "data": BY_STAFF, "more": LOG.format(action="vote.removed")}
    statement = statement_to(REMOVE, "- 1", "vote.deleted", **options)
    post = change_vote(db, statement, post_id, user_id, staff)
    count = count_of(post)
    if not post.changed:
        if db.scalar(select(votes.c.user_id).where(votes.c.post_id == post_id, votes.c.user_id == user_id)) is not None:
            raise Forbidden("Members voted themselves; only they take their votes back.", code="own-vote")
        return count
    others = select(votes.c.post_id).where(votes.c.user_id == users.c.id).exists()
    waiting = select(*User.columns(users)).where(users.c.id == user_id, in_waiting(), ~others)
    forgotten = User.one_or_none(db.execute(waiting))
    if forgotten is not None:
        erase_account(db, settings, forgotten)
    return count


def change_vote(
    db: Connection, statement: TextClause, post_id: int, user_id: int, staff: User, **values: bool
) -> Row[int, bool | None, bool, bool]:
    about: dict[str, Any] = {"post_id": post_id, "user_id": user_id, "staff_id": staff.id, "via_id": None}
    post = db.execute(statement, {**about, "is_staff": staff.is_staff, **values}).one_or_none()
    if post is None:
        raise NotFound("member")
    if post.wakes:
        wake_after_commit(db)
    return post
