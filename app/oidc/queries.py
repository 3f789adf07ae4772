"""Reading a sign-in that was begun, and which identities a member has."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from app.models.sso_identities import SSOIdentity, sso_identities

# In its own browser alone. `waited` is null before it has come back.
READ = """
    SELECT user_id, carried, answer,
           CAST(extract(epoch FROM now() - returned_at) AS float8) AS waited,
           CAST(extract(epoch FROM now() - taken_at) AS float8) AS since_taken
    FROM oidc_sign_ins
    WHERE state_hash = :state AND browser_hash = :browser AND expires_at > now()
"""
GET = text(READ)
LOCK = text(f"{READ} FOR UPDATE")


class Begun(NamedTuple):
    """`answer`: what the provider said, or `{"failed": reason}`. Times are in seconds."""

    user_id: int | None
    carried: dict[str, str]
    answer: dict[str, Any] | None
    waited: float | None
    since_taken: float | None


def get_begun(db: Connection, *, state: bytes, browser: bytes) -> Begun | None:
    """By their hashes."""
    row = db.execute(GET, {"state": state, "browser": browser}).one_or_none()
    return None if row is None else Begun(*row)


def lock_begun(db: Connection, *, state: bytes, browser: bytes) -> Begun | None:
    """As get_begun; whoever else asks for it so waits until this transaction ends."""
    row = db.execute(LOCK, {"state": state, "browser": browser}).one_or_none()
    return None if row is None else Begun(*row)


def list_identities(db: Connection, *, issuer: str, user_id: int) -> Sequence[SSOIdentity]:
    """Those of a member, the oldest first."""
    own = select(*SSOIdentity.columns(sso_identities)).where(
        sso_identities.c.issuer == issuer, sso_identities.c.user_id == user_id
    )
    return SSOIdentity.all(db.execute(own.order_by(sso_identities.c.created_at, sso_identities.c.subject)))
