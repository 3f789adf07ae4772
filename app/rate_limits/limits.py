"""Which limits there are, and what their keys are made of."""

import hmac
import math
from collections.abc import Mapping

from sqlalchemy import Connection

from app.errors import DomainError
from app.log import log_security
from app.models.users import User
from app.settings.config import Settings

HOUR = 3600.0
MEMBERS_OF_A_KEY = 50  # As many may reach their limits in the same hour, through one key.


class TooManyRequests(DomainError):
    """429 with `Retry-After` (RFC 6585 §4)."""

    status = 429

    def __init__(self, seconds: float, headers: dict[str, str] | None = None) -> None:
        wait = math.ceil(seconds)
        headers = {"Retry-After": str(wait), **(headers or {})}
        super().__init__(f"Too many. Try again in {wait} seconds.", code="too-many", headers=headers)


def limit_per_hour(db: Connection, limit: int, *keys: str) -> dict[str, str]:
    """Counts one for each key. Returns headers that tell what is left; raises TooManyRequests when nothing is."""
    return limit_each(db, dict.fromkeys(keys, limit))


def limit_each(db: Connection, limits: Mapping[str, int]) -> dict[str, str]:
    """As limit_per_hour, with a limit for each key: what is told is the one of which the least is left."""
    from app.rate_limits.changes import count_hits  # 8 M instructions of a start; most lists count nothing.

    counted = count_hits(db, list(limits), window=HOUR)
    left, used_up_for, limit = min((limits[row.key] - row.hits, -row.seconds_left, limits[row.key]) for row in counted)
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, left)),
        "RateLimit-Reset": str(math.ceil(-used_up_for)),
    }
    if left < 0:
        log_security("limit_reached", limit=next(iter(limits)).partition(":")[0])
        raise TooManyRequests(-used_up_for, headers)
    return headers


def limit_searches(db: Connection, settings: Settings, *, caller: User | None, address: str) -> None:
    """Counts a member's searches wherever they come from, and everybody else's by the address.

    It costs a search one round trip more, as every Lambda environment has to see it: a search is the costliest read
    that a stranger can ask for. A list without words is not counted.
    """
    who = ("search-address", address) if caller is None else ("search", caller.id)
    limit_per_hour(db, settings.searches_per_hour, rate_limit_key(settings, *who))


def limit_posts(db: Connection, settings: Settings, *, author: User, address: str) -> dict[str, str]:
    return limit_each(db, limits_of(settings, "post", settings.posts_per_hour, author, address))


def limit_comments(db: Connection, settings: Settings, *, author: User, address: str) -> dict[str, str]:
    return limit_each(db, limits_of(settings, "comment", settings.comments_per_hour, author, address))


def limits_of(settings: Settings, what: str, limit: int, author: User, address: str) -> dict[str, int]:
    """Of a member, and of the address. What comes by an API key comes from the team's own servers: there the key counts
    in place of the address, and for as many members as it may act for."""
    own = {rate_limit_key(settings, what, author.id): limit}
    if author.integration:
        return own
    if author.via_id is not None:
        return own | {rate_limit_key(settings, f"{what}-key", author.via_id): limit * MEMBERS_OF_A_KEY}
    return own | {rate_limit_key(settings, f"{what}-address", address): limit}


def rate_limit_key(settings: Settings, what: str, who: str | int) -> str:
    """Hashed with the secret key, so that nobody who reads the table can try which address it was. The counts begin
    anew when the key is rotated."""
    secret = f"rate-limit:{settings.secret_key.get_secret_value()}".encode()
    return f"{what}:{hmac.digest(secret, str(who).encode(), 'sha256').hex()[:32]}"
