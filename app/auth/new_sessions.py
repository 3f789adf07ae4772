"""What every sign-in opens: a session with a refresh token for the API, or with a cookie for pages, and never both."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from app.auth.tokens import new_refresh_token, token_hash
from app.http.dependencies import Client
from app.models.enums import SessionScope
from app.settings.config import Settings

MAX_SESSIONS = 100  # Of one account. Sign-ins at the same moment may exceed it until the next.

# For the one account, or none, that the CTE `{account}` holds. Ten lapsed sessions of others go with each sign-in: who
# never comes back leaves no address here.
OPEN_SESSION = """
    opened AS (
        INSERT INTO sessions (user_id, expires_at, address, user_agent, by_code, scope, cookie_hash)
        SELECT id, now() + make_interval(secs => :seconds), :address, :user_agent, {by_code},
               CAST(:scope AS text), CAST(:cookie_hash AS bytea)
        FROM {account}
        RETURNING id, user_id
    ),
    token AS (
        INSERT INTO refresh_tokens (token_hash, session_id)
        SELECT refresh.hash, opened.id FROM opened, (SELECT CAST(:refresh_hash AS bytea) AS hash) AS refresh
        WHERE refresh.hash IS NOT NULL
    ),
    ended AS (
        DELETE FROM sessions USING opened WHERE sessions.user_id = opened.user_id AND (
            sessions.expires_at < now() OR sessions.id IN (
                SELECT id FROM sessions WHERE user_id = (SELECT id FROM {account}) AND expires_at >= now()
                ORDER BY used_at DESC, id DESC OFFSET :others
            )
        )
    ),
    lapsed AS (
        DELETE FROM sessions WHERE id = ANY (ARRAY (
            SELECT id FROM sessions WHERE expires_at < now() AND user_id <> (SELECT id FROM {account})
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
        ))
    )
"""


class SignedIn(NamedTuple):
    """`token`: as that of a NewSession."""

    user_id: int
    session_id: int
    token: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """`token`: the session's first refresh token; where it is one of pages, the value of its cookie. Without
    `refreshes` it is neither: the session has the access token that it is opened with, and no other.

    `scope`: as in LoginSession.
    """

    token: str
    for_pages: bool
    lifetime: timedelta
    client: Client
    scope: SessionScope | None = None
    refreshes: bool = True

    def parameters(self) -> dict[str, Any]:
        """Of OPEN_SESSION. Of the token, the hash alone is stored."""
        hashed = token_hash(self.token)
        return {
            "refresh_hash": hashed if self.refreshes and not self.for_pages else None,
            "scope": self.scope,
            "cookie_hash": hashed if self.for_pages else None,
            "seconds": self.lifetime.total_seconds(),
            "address": self.client.address,
            "user_agent": self.client.user_agent,
            "others": MAX_SESSIONS - 1,
        }


def new_session(
    settings: Settings, client: Client, *, for_pages: bool, scope: SessionScope | None = None
) -> NewSession:
    """One whose token nobody has seen before, whatever the client had."""
    return NewSession(new_refresh_token(), for_pages, timedelta(days=settings.refresh_token_days), client, scope)
