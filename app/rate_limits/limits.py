"""Which limits there are, and what their keys are made of."""

import hashlib
import math

from sqlalchemy.orm import Session

from app.errors import DomainError
from app.log import log_security
from app.models import User
from app.rate_limits.changes import count_hits

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


def limit_searches(db: Session, limit: int, *, caller: User | None, address: str) -> None:
    """Counts a member's searches wherever they come from, and everybody else's by the address.

    It costs a search one round trip more, as every Lambda environment has to see it: a search is the costliest read
    that a stranger can ask for. A list without words is not counted.
    """
    key = rate_limit_key("search-address", address) if caller is None else rate_limit_key("search", caller.id)
    limit_per_hour(db, limit, key)


def rate_limit_key(what: str, who: str | int) -> str:
    """Hashed, so that the table tells nobody's address; the hash only has to be even, not secret."""
    return f"{what}:{hashlib.sha256(str(who).encode()).hexdigest()[:32]}"
