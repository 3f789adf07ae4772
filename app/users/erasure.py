"""Erasing an account: nothing that tells who it was stays in any table, and its votes are taken back."""

from sqlalchemy import Connection, delete, null, select, text, update

from app.auth.changes import end_sessions
from app.auth.codes import forget_codes
from app.auth.password_check import account_key
from app.idempotency.changes import delete_responses_about
from app.log import log_security
from app.models.oidc_sign_ins import oidc_sign_ins
from app.models.sso_identities import sso_identities
from app.models.subscriptions import subscriptions
from app.models.users import User, users
from app.outbox.changes import event_cte, forget_member
from app.outbox.wake import wake_after_commit
from app.rate_limits.changes import delete_counts
from app.rate_limits.limits import rate_limit_key
from app.settings.config import Settings
from app.users.changes import keep_an_admin

# The posts are locked in the order of their ids, as merges do. A merge that copies a vote to another post meanwhile
# holds the lock of the duplicate: its copy is not in this statement's snapshot, so it runs until nothing is left.
TAKE_VOTES_BACK = text("""
    WITH locked AS (
        SELECT id FROM posts WHERE id IN (SELECT post_id FROM votes WHERE user_id = :user_id)
        ORDER BY id FOR NO KEY UPDATE
    ),
    withdrawn AS (
        DELETE FROM votes USING locked WHERE votes.post_id = locked.id AND votes.user_id = :user_id
        RETURNING votes.post_id
    ),
    counted AS (
        UPDATE posts SET votes_count = votes_count - 1, updated_at = now()
        FROM withdrawn WHERE posts.id = withdrawn.post_id
    )
    SELECT count(*) FROM withdrawn
""")
NOBODY = {
    "email": None,
    "email_verified": False,
    "password_hash": None,
    "name": "Deleted member",
    "role": "member",
    "status": "deleted",
    "language": None,
}


def erase_account(db: Connection, settings: Settings, user: User) -> None:
    """Leaves the member's posts and comments, without a name. Raises Conflict for the last admin.

    The row is changed first: concurrent requests of the member that write then wait for this one, and find the account
    gone.
    """
    email = str(user.email)
    forget_codes(db, settings, email)  # Before the account, as whoever tries a code locks them.
    keep_an_admin(db, user.id)
    present = (users.c.id == user.id, users.c.status != "deleted")
    erasure = update(users).where(*present).values(**NOBODY, updated_at=text("now()"))
    erased = erasure.returning(users.c.id).cte("erased")
    event = event_cte(erased, "user.erased", actor_id=user.id, post_id=null())
    if db.scalar(select(erased.c.id).add_cte(event)) is None:
        return  # It was sent twice.
    wake_after_commit(db)
    while db.scalar(TAKE_VOTES_BACK, {"user_id": user.id}):
        pass
    db.execute(delete(subscriptions).where(subscriptions.c.user_id == user.id))
    db.execute(delete(sso_identities).where(sso_identities.c.user_id == user.id))
    db.execute(delete(oidc_sign_ins).where(oidc_sign_ins.c.user_id == user.id))
    forget_member(db, user.id, email)
    delete_responses_about(db, user.id)
    delete_counts(db, account_key(settings, email), rate_limit_key(settings, "signed-in", email))
    end_sessions(db, user.id)
    log_security("account_erased", user_id=user.id)
