"""Which limits there are, and what their keys are made of."""

import hmac
import math

from sqlalchemy.orm import Session

from app.errors import DomainError
from app.log import log_security
from app.models import User
from app.rate_limits.changes import count_hits
from app.settings.config import Settings

HOUR = 3600.0


class TooManyRequests(DomainError):
    """429 with `Retry-After` (RFC 6585 §4)."""

    status = 429

    def __init__(self, seconds: float, headers: dict[str, str] | None = None) -> None:
        wait = max(1, math.ceil(seconds))
        headers = {"Retry-After": str(wait), **(headers or {})}
        super().__init__(f"Too many. Try again in {wait} seconds.", code="too-many", headers=headers)


def limit_per_hour(db: Session, limit: int, *keys: str) -> dict[str, str]:
    """Counts one for each key. Returns headers that tell what is left; raises TooManyRequests when nothing is."""
    counted = count_hits(db, keys, window=HOUR)
    hits, seconds_left = max((row.hits, row.seconds_left) for row in counted)
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - hits)),
        "RateLimit-Reset": str(math.ceil(seconds_left)),
    }
    if hits > limit:
        log_security("limit_reached", limit=keys[0].partition(":")[0])
        raise TooManyRequests(seconds_left, headers)
    return headers


def limit_searches(db: Session, settings: Settings, *, caller: User | None, address: str) -> None:
    """Counts a member's searches wherever they come from, and everybody else's by the address.

    It costs a search one round trip more, as every Lambda environment has to see it: a search is the costliest read
    that a stranger can ask for. A list without words is not counted.
    """
    who = ("search-address", address) if caller is None else ("search", caller.id)
    limit_per_hour(db, settings.searches_per_hour, rate_limit_key(settings, *who))


def limit_posts(db: Session, settings: Settings, *, author: User, address: str) -> dict[str, str]:
    keys = rate_limit_key(settings, "post", author.id), rate_limit_key(settings, "post-address", address)
    return limit_per_hour(db, settings.posts_per_hour, *keys)


def limit_comments(db: Session, settings: Settings, *, author: User, address: str) -> dict[str, str]:
    keys = rate_limit_key(settings, "comment", author.id), rate_limit_key(settings, "comment-address", address)
    return limit_per_hour(db, settings.comments_per_hour, *keys)


def rate_limit_key(settings: Settings, what: str, who: str | int) -> str:
    """Hashed with the secret key, so that nobody who reads the table can try which address it was. The counts begin
    anew when the key is rotated."""
    secret = f"rate-limit:{settings.secret_key.get_secret_value()}".encode()
    return f"{what}:{hmac.digest(secret, str(who).encode(), 'sha256').hex()[:32]}"
