"""Writing API keys, each with its entry in the moderation log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text

from app.auth.api_keys import SHOWN, hash_of_key
from app.auth.scopes import SCOPES
from app.errors import Conflict, Invalid, NotFound
from app.keys.queries import get_key
from app.log import log_security
from app.models.api_keys import APIKey, api_keys
from app.models.users import User

MOST = 100  # Keys of a board.
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7307614111)")  # So that all see how many there are.

CREATE = text("""
    WITH integration AS (
        INSERT INTO users (name, role, status)
        SELECT :name, :role, 'integration'
        WHERE (SELECT count(*) FROM api_keys) < :most
          AND coalesce(CAST(:expires_at AS timestamptz) > now(), true)
        RETURNING id
    ),
    key AS (
        INSERT INTO api_keys (user_id, key_hash, begins_with, scopes, created_by_id, expires_at)
        SELECT id, :key_hash, :begins_with, CAST(:scopes AS text[]), :admin_id, CAST(:expires_at AS timestamptz)
        FROM integration
        RETURNING id, user_id
    ),
    logged AS (
        INSERT INTO moderation_log (actor_id, action, target_type, target_id, detail)
        SELECT :admin_id, 'key.created', 'key', id, jsonb_build_object(
            'name', CAST(:name AS text), 'scopes', array_to_string(CAST(:scopes AS text[]), ' ')
        )
        FROM key
    )
    SELECT id FROM key
""")
REVOKE = text("""
    WITH key AS (DELETE FROM api_keys WHERE id = :key_id RETURNING id, user_id),
    logged AS (
        INSERT INTO moderation_log (actor_id, action, target_type, target_id, detail)
        SELECT :admin_id, 'key.revoked', 'key', key.id, jsonb_build_object('name', users.name)
        FROM key JOIN users ON users.id = key.user_id
    )
    SELECT id FROM key
""")


def create_key(
    db: Connection, key: str, *, admin: User, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> APIKey:
    """Stores the key, which nobody can read again, with the integration that it is.

    What the integration may see is that of the role which its scopes come to. Raises Conflict where the board has as
    many keys as it may, and Invalid for an end that is over.
    """
    role = "admin" if "admin" in scopes else "moderator" if "moderate" in scopes else "member"
    in_order = [scope for scope in SCOPES if scope in scopes]
    values: dict[str, Any] = {
        "name": name,
        "role": role,
        "scopes": in_order,
        "expires_at": expires_at,
        "admin_id": admin.id,
    }
    values |= {"key_hash": hash_of_key(key), "begins_with": key[:SHOWN], "most": MOST}
    db.execute(ONE_AT_A_TIME)
    key_id = db.scalar(CREATE, values)
    if key_id is None:
        if len(db.scalars(select(api_keys.c.id).limit(MOST)).all()) == MOST:
            raise Conflict(f"The board has {MOST} keys: revoke one that is not used.", code="too-many-keys")
        raise Invalid("#/expires_at", "must be in the future")
    log_security("api_key_created", key_id=key_id, by=admin.id)
    return get_key(db, key_id)


def revoke_key(db: Connection, key_id: int, *, admin: User) -> None:
    """Raises NotFound, also for one that is revoked already."""
    if db.scalar(REVOKE, {"key_id": key_id, "admin_id": admin.id}) is None:
        raise NotFound("key")
    log_security("api_key_revoked", key_id=key_id, by=admin.id)
